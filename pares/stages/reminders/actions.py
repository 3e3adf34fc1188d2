"""Doing what falls due: each step once, on its day, and never long after it."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction

from pares.ground import clock
from pares.ground.cohorts.actions import mark_done
from pares.ground.cohorts.models import Cohort, Milestone
from pares.ground.letters.actions import queue
from pares.stages.evaluation import actions as evaluation
from pares.stages.evaluation.models import SurveyKind, SurveyState
from pares.stages.evaluation.rules import ClosesTooSoon, NobodyToAsk
from pares.stages.mentoring.actions import ask_reply
from pares.stages.recruitment.actions import forget_wishes
from pares.stages.reminders.models import Due
from pares.stages.reminders.occasions import OCCASIONS, Writing

EARLIEST = time(9)
# What is later than this waits for a lead: a reminder of last month helps nobody.
CATCH_UP = timedelta(days=3)
# More letters at once than any cohort has people: they wait for a lead to release them.
RUNAWAY = 500
USEFUL = timedelta(days=7)
# Steps that only mark a day.
MARKS = (
    *("mentor_applications_close", "basic_training", "advanced_training", "mentee_applications_close"),
    *("cohort_starts", "late_entry_closes", "workshop", "workshop_2"),
)


def run_due(*, at: datetime) -> int:
    """Do every step whose day has come, from nine in the morning on; return how many were done."""
    now = clock.local(at)
    if now.time() < EARLIEST:
        return 0
    due = Milestone.objects.due(now.date()).filter(on__gte=now.date() - CATCH_UP)
    automatic = due.filter(key__in=[*OCCASIONS, *MARKS, *_ACTS])
    return sum(do(milestone=each, at=at) for each in automatic.select_related("cohort__scheme"))


@transaction.atomic
def do(*, milestone: Milestone, at: datetime) -> bool:
    """Do one step that Pares does by itself, once; return whether it was done now."""
    milestone = Milestone.objects.select_for_update().select_related("cohort__scheme").get(pk=milestone.pk)
    if milestone.done_at is not None:
        return False
    if act := _ACTS.get(milestone.key):
        act(milestone.cohort, at)
    if occasion := OCCASIONS.get(milestone.key):
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
    """Open the boxes of the surveys whose last day is over."""
    for survey in cohort.surveys.filter(state=SurveyState.OPEN, closes_on__lt=clock.local(at).date()):
        evaluation.close(survey=survey, by=None, at=at)


_ACTS = {"end_survey_opens": open_end_surveys, "end_survey_closes": close_end_surveys}


@transaction.atomic
def last_day(*, at: datetime) -> int:
    """Erase the wishes of cohorts whose last day is over; return how many wishes."""
    today = clock.local(at).date()
    over = Cohort.objects.filter(changeover_on__lt=today, applications__wishes__isnull=False).distinct()
    return sum(forget_wishes(cohort=cohort, by=None, at=at) for cohort in over)


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
    about = pair or (writing.invitation.pk if writing.invitation else None)
    # A question that can be answered from the letter is also where its reminders are stopped.
    reply = _question(writing, at)
    queue(
        kind=writing.kind,
        key=f"{writing.kind}:{milestone.pk}:{writing.person.pk}:{about}",
        to=writing.person,
        values={"link": reply or f"{settings.URL}/home/", **writing.values},
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
