"""Doing what falls due: each step once, on its day, and never long after it."""

import logging
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from pares.ground import clock
from pares.ground.cohorts.actions import mark_done
from pares.ground.cohorts.calendar import changeover_of
from pares.ground.cohorts.models import Cohort, Milestone
from pares.ground.cohorts.past import months_before
from pares.ground.letters.actions import queue
from pares.ground.refusal import Refused
from pares.stages.evaluation import actions as evaluation
from pares.stages.evaluation.models import SurveyKind, SurveyState
from pares.stages.evaluation.rules import ClosesTooSoon, NobodyToAsk
from pares.stages.mentoring.actions import ask_reply
from pares.stages.mentoring.changeover.actions import ask_check, check_pairs
from pares.stages.mentoring.changeover.models import ChangeoverCheck
from pares.stages.recruitment.actions import forget_wishes
from pares.stages.reminders.choosing import choosing_due
from pares.stages.reminders.models import Due
from pares.stages.reminders.occasions import OCCASIONS, OF_CHANGEOVERS, Writing, occasion_of

EARLIEST = time(9)
# What is later than this waits for a lead: a reminder of last month helps nobody.
CATCH_UP = timedelta(days=3)
# More letters at once than any cohort has people: they wait for a lead to release them.
RUNAWAY = 500
DUES_KEPT = 12
"""Months after the cohort."""
_log = logging.getLogger(__name__)
USEFUL = timedelta(days=7)
# Steps that only mark a day.
MARKS = (
    *("mentor_applications_close", "basic_training", "advanced_training", "mentee_applications_close"),
    *("cohort_starts", "late_entry_closes", "workshop", "workshop_2"),
)


def run_due(*, at: datetime) -> int:
    """Do every step whose day has come, from nine in the morning on; return how many were done."""
    now = clock.local(at)
    return 0 if now.time() < EARLIEST else _do_until(now.date(), at)


def catch_up(*, at: datetime) -> int:
    """Do every step whose time has come, at any hour: what an older database put back takes for not done yet."""
    now = clock.local(at)
    return _do_until(now.date() - timedelta(days=now.time() < EARLIEST), at)


def _do_until(last: date, at: datetime) -> int:
    due = Milestone.objects.due(last).filter(on__gte=clock.local(at).date() - CATCH_UP)
    keys = Q(key__in=[*OCCASIONS, *MARKS, *_ACTS])
    for start in OF_CHANGEOVERS:
        keys |= Q(key__startswith=start)
    automatic = due.filter(keys)
    done = sum(do(milestone=each, at=at) for each in automatic.select_related("cohort__scheme"))
    return done + choosing_due(at)


@transaction.atomic
def do(*, milestone: Milestone, at: datetime) -> bool:
    """Do one step that Pares does by itself, once; return whether it was done now."""
    milestone = Milestone.objects.select_for_update().select_related("cohort__scheme").get(pk=milestone.pk)
    if milestone.done_at is not None:
        return False
    if act := _ACTS.get(milestone.key):
        act(milestone.cohort, at)
    if changeover_of(milestone.key):
        check_pairs(cohort=milestone.cohort, at=at)
    if occasion := occasion_of(milestone.key):
        writings = list(occasion(milestone))
        for writing in writings:
            _write(milestone, writing, at, hold=len(writings) > RUNAWAY)
    mark_done(milestone=milestone, by=None, at=at)
    return True


def open_end_surveys(cohort: Cohort, at: datetime) -> None:
    """Launch the end surveys of mentors and mentees, open until the day before they are closed."""
    last = cohort.milestones.filter(key="end_survey_closes").values_list("on", flat=True).first()
    closes_on = (last or cohort.changeover_on + timedelta(weeks=1)) - timedelta(days=1)
    for kind in (SurveyKind.MENTOR_END, SurveyKind.MENTEE_END):
        _launch(cohort, kind, closes_on, at)


def close_end_surveys(cohort: Cohort, at: datetime) -> None:
    """Open the boxes of the surveys whose last day is over; one that cannot be opened is left to the lead's page."""
    for survey in cohort.surveys.filter(state=SurveyState.OPEN, closes_on__lt=clock.local(at).date()):
        try:
            evaluation.close(survey=survey, by=None, at=at)
        except Refused as refused:
            _log.warning("A survey was not closed: %s", refused)


_ACTS = {"end_survey_opens": open_end_surveys, "end_survey_closes": close_end_surveys}


@transaction.atomic
def last_day(*, at: datetime) -> int:
    """Erase the wishes of cohorts whose last day is over; return how many wishes."""
    today = clock.local(at).date()
    over = Cohort.objects.filter(changeover_on__lt=today, applications__wishes__isnull=False).distinct()
    return sum(forget_wishes(cohort=cohort, by=None, at=at) for cohort in over)


@transaction.atomic
def forget_dues(*, at: datetime) -> int:
    """Delete what says that a dated letter was written, 12 months after the cohort; return how many rows."""
    past = months_before(clock.local(at).date(), DUES_KEPT)
    gone, _ = Due.objects.filter(milestone__cohort__changeover_on__lte=past).delete()
    return gone


def _launch(cohort: Cohort, kind: SurveyKind, closes_on: date, at: datetime) -> None:
    try:
        evaluation.launch(cohort=cohort, kind=kind, closes_on=closes_on, by=None, at=at)
    except (NobodyToAsk, ClosesTooSoon):
        return


def _write(milestone: Milestone, writing: Writing, at: datetime, *, hold: bool) -> None:
    pair = writing.pair.pk if writing.pair else None
    _, new = Due.objects.get_or_create(
        milestone=milestone, person=writing.person.pk, pair=pair, occurrence=writing.kind, defaults={"at": at}
    )
    if not new:
        return
    cohort = milestone.cohort
    # A question that can be answered from the letter is also where its reminders are stopped.
    reply = _question(writing, at)
    check = _check(milestone, writing, at)
    about = pair or next((each.pk for each in (writing.invitation, check) if each), None)
    queue(
        kind=writing.kind,
        key=f"{writing.kind}:{milestone.pk}:{writing.person.pk}:{about}",
        to=writing.person,
        values={"link": (check.link if check else reply) or f"{settings.URL}/home/", **writing.values},
        at=at,
        scheme=cohort.scheme,
        cohort=cohort,
        about=about,
        hold=hold,
        expires_at=at + USEFUL,
        stop_link=reply,
    )


def _question(writing: Writing, at: datetime) -> str:
    if writing.pair is None or writing.asks is None:
        return ""
    return ask_reply(pair=writing.pair, person=writing.person, at=at, asks=writing.asks).link


def _check(milestone: Milestone, writing: Writing, at: datetime) -> ChangeoverCheck | None:
    day = changeover_of(milestone.key)
    if writing.part is None or day is None:
        return None
    return ask_check(application=writing.part, changeover_on=day, at=at)
