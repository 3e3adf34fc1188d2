"""After a changeover in the demo: most press that nothing has changed, some move, and two pairs come to light."""

from datetime import datetime

from pares.ground.cohorts.models import Cohort
from pares.stages.matching.models import Pair
from pares.stages.mentoring.changeover.actions import answer_check, tell_post
from pares.stages.mentoring.changeover.models import ChangeoverCheck, Said
from pares.stages.recruitment.models import Application


def change_posts(cohort: Cohort, at: datetime) -> None:
    """Let a cohort's people answer: one in six is silent, and the mentees of the last two pairs have moved."""
    pairs = list(Pair.objects.standing().filter(cohort=cohort).in_words().order_by("confirmed_at", "pk"))[-2:]
    waiting = ChangeoverCheck.objects.waiting().filter(application__cohort=cohort)
    asked = waiting.select_related("application__cohort__scheme").order_by("application__applied_at", "pk")
    movers = {pair.mentee_id for pair in pairs}
    for place, check in enumerate(asked):
        if place % 6 != 5 and check.application_id not in movers:
            answer_check(check=check, said=Said.SAME, at=at)
    for place, pair in enumerate(pairs):
        _move(pair, at, supervised=place == 0)


def _move(pair: Pair, at: datetime, *, supervised: bool) -> None:
    """Let a mentee come under the mentor's supervision, or into the mentor's team."""
    mentor, mentee = pair.mentor, Application.objects.select_related("cohort__scheme", "person").get(pk=pair.mentee_id)
    tell_post(
        application=mentee,
        site=mentor.site,
        team="" if supervised else mentor.team,
        supervisors=mentor.person.name if supervised else "",
        by=mentee.person,
        at=at,
    )
