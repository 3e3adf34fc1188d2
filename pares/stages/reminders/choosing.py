"""While mentees choose between mentors: a reminder before the last day, and the end once it is over."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from pares.ground import clock
from pares.ground.cohorts.calendar import in_words
from pares.ground.letters.actions import queue
from pares.ground.membership.models import Membership, Role
from pares.stages.matching.shortlists.actions import address, end_choosing, mark_reminded
from pares.stages.matching.shortlists.models import Choosing, Ended
from pares.stages.matching.shortlists.rules import reminder_day


def choosing_due(at: datetime) -> int:
    """Write reminders and end what is over, each once; return how many were done."""
    open_now = Choosing.objects.under_way().select_related("cohort__scheme").order_by("opened_at")
    return sum(_do(each, at) for each in open_now)


@transaction.atomic
def _do(choosing: Choosing, at: datetime) -> bool:
    today = clock.local(at).date()
    if today > choosing.closes_on or choosing.cohort.closed_at is not None:
        return _close(choosing, at)
    on = reminder_day(choosing.cohort.scheme, choosing.closes_on)
    opened = clock.local(choosing.opened_at).date()
    return max(on, opened) <= today and opened < today and _remind(choosing, at)


def _remind(choosing: Choosing, at: datetime) -> bool:
    """Remind the mentees who have not answered; only once for each last day."""
    if not mark_reminded(choosing=choosing, on=clock.local(at).date(), at=at):
        return False
    waiting = choosing.shortlists.still_in().unanswered().select_related("mentee__person").order_by("pk")
    for each in waiting:
        queue(
            kind="shortlist_reminder",
            key=f"shortlist_reminder:{each.pk}:{choosing.closes_on}",
            to=each.mentee.person,
            values={"closes_on": in_words(choosing.closes_on), "link": address(each.mentee)},
            at=at,
            scheme=choosing.cohort.scheme,
            cohort=choosing.cohort,
            about=each.pk,
            expires_at=clock.morning(choosing.closes_on).replace(hour=23),
        )
    return True


def _close(choosing: Choosing, at: datetime) -> bool:
    """End it and tell the leads, with numbers and no names; a cohort that is over gets no letter."""
    cohort = choosing.cohort
    counts = choosing.shortlists.still_in().counts()
    ended = end_choosing(choosing=choosing, by=None, at=at, ended=Ended.LAST_DAY)
    if ended.ended_at != at or cohort.closed_at is not None:
        return ended.ended_at == at
    where = f"{settings.URL}/lead/{cohort.scheme.slug}/{cohort.slug}/matching/"
    for each in Membership.objects.held().filter(scheme=cohort.scheme, role=Role.LEAD).in_words():
        queue(
            kind="shortlist_closed",
            key=f"shortlist_closed:{choosing.pk}:{each.person_id}",
            to=each.person,
            values={"answered": str(counts["answered"]), "asked": str(counts["all"]), "link": where},
            at=at,
            scheme=cohort.scheme,
            cohort=cohort,
        )
    return True
