"""Which letters each step of a timeline causes, and to whom: one function a step, in the order of a cohort's life."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.conf import settings

from pares.ground.cohorts.models import Cohort, Milestone
from pares.ground.people.models import Person
from pares.stages.evaluation.models import Invitation, SurveyKind, SurveyState
from pares.stages.matching.models import Pair, Pairs
from pares.stages.mentoring.models import Asks, with_sessions


@dataclass(frozen=True)
class Writing:
    """One letter that a step causes."""

    kind: str
    person: Person
    pair: Pair | None = None
    invitation: Invitation | None = None
    asks: Asks | None = None
    values: dict[str, str] = field(default_factory=dict)


Occasion = Callable[[Milestone], Iterator[Writing]]


def first_contact(milestone: Milestone) -> Iterator[Writing]:
    """Ask both partners of every pair whether they have been in touch."""
    return _both("first_contact_check", _pairs(milestone.cohort), asks=Asks.CONTACT)


def first_meeting(milestone: Milestone) -> Iterator[Writing]:
    """Ask both partners of the pairs that have declared no session whether they have met."""
    unmet = [pair for pair in with_sessions(_pairs(milestone.cohort)) if pair.sessions == 0]  # type: ignore[attr-defined]
    return _both("first_meeting_check", unmet, asks=Asks.MEETING)


def check_in(milestone: Milestone) -> Iterator[Writing]:
    """Ask mentors and mentees how it is going."""
    for pair in _pairs(milestone.cohort):
        yield Writing("check_in_mentor", pair.mentor.person, pair)
        yield Writing("check_in_mentee", pair.mentee.person, pair)


def last_sessions(milestone: Milestone) -> Iterator[Writing]:
    """Ask pairs for one more session before the changeover, and for the sessions they had."""
    day = milestone.cohort.changeover_on
    values = {"changeover_on": f"{day:%A} {day.day} {day:%B %Y}"}
    return _both("session_prompt", _pairs(milestone.cohort), values)


def survey_reminder(milestone: Milestone) -> Iterator[Writing]:
    """Remind whoever has not returned an end survey, and ask mentors to mention it to their mentees."""
    yield from _unreturned(milestone.cohort, "survey_reminder")
    for survey in milestone.cohort.surveys.filter(kind=SurveyKind.MENTEE_END, state=SurveyState.OPEN):
        day = survey.closes_on
        for pair in _pairs(milestone.cohort):
            values = {"closes_on": f"{day:%A} {day.day} {day:%B %Y}", "minutes": "3"}
            yield Writing("mentor_prompts_mentee", pair.mentor.person, pair, values=values)


def last_survey_reminder(milestone: Milestone) -> Iterator[Writing]:
    """Remind whoever has still not returned an end survey, for the last time."""
    return _unreturned(milestone.cohort, "survey_reminder_last")


def thanks(milestone: Milestone) -> Iterator[Writing]:
    """Thank mentees and ask them to be mentors next."""
    for pair in _pairs(milestone.cohort):
        yield Writing("thanks_mentor_next", pair.mentee.person, pair)


OCCASIONS: dict[str, Occasion] = {
    "first_contact_check": first_contact,
    "first_meeting_check": first_meeting,
    "check_in_1": check_in,
    "pulse": check_in,
    "check_in_2": check_in,
    "check_in_3": check_in,
    "check_in_4": check_in,
    "extend_or_finish": last_sessions,
    "session_prompt": last_sessions,
    "end_survey_reminder_1": survey_reminder,
    "end_survey_reminder_2": last_survey_reminder,
    "thank_everyone": thanks,
}


def _pairs(cohort: Cohort) -> Pairs:
    """Return the cohort's pairs of which both partners know."""
    told = Pair.objects.standing().filter(cohort=cohort, mentor_told_at__isnull=False, mentee_told_at__isnull=False)
    return told.in_words().order_by("pk")


def _both(
    kind: str, pairs: "Pairs | list[Pair]", values: dict[str, str] | None = None, asks: Asks | None = None
) -> Iterator[Writing]:
    for pair in pairs:
        for side in (pair.mentor, pair.mentee):
            yield Writing(kind, side.person, pair, asks=asks, values=values or {})


def _unreturned(cohort: Cohort, kind: str) -> Iterator[Writing]:
    ends = (SurveyKind.MENTOR_END, SurveyKind.MENTEE_END)
    waiting = Invitation.objects.filter(
        survey__cohort=cohort, survey__kind__in=ends, survey__state=SurveyState.OPEN, returned=False
    )
    for each in waiting.select_related("survey", "application__person").order_by("pk"):
        day = each.survey.closes_on
        values = {
            "closes_on": f"{day:%A} {day.day} {day:%B %Y}",
            "link": f"{settings.URL}/survey/{each.token}/",
        }
        yield Writing(kind, each.application.person, invitation=each, values=values)
