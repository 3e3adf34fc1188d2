"""Which letters each step of a timeline causes, and to whom: one function a step, in the order of a cohort's life."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.conf import settings

from pares.ground.cohorts.calendar import changeover_of
from pares.ground.cohorts.models import Cohort, Milestone
from pares.ground.cohorts.within import CHECK, REMINDER
from pares.ground.people.models import Person
from pares.stages.evaluation.models import Invitation, SurveyKind, SurveyState
from pares.stages.matching.models import Pair, Pairs
from pares.stages.mentoring.changeover.models import ChangeoverCheck
from pares.stages.mentoring.models import Asks, Reply, with_sessions
from pares.stages.recruitment.models import Application


@dataclass(frozen=True)
class Writing:
    """One letter that a step causes; `part` is whose post it asks about."""

    kind: str
    person: Person
    pair: Pair | None = None
    invitation: Invitation | None = None
    asks: Asks | None = None
    part: Application | None = None
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


def changeover_check(milestone: Milestone) -> Iterator[Writing]:
    """Ask everybody with a pair whether their post is as it was, once for all their pairs."""
    return (Writing("changeover_check", part.person, part=part) for part in _partners(milestone.cohort))


def changeover_reminder(milestone: Milestone) -> Iterator[Writing]:
    """Remind those who have not confirmed their post; whoever stopped reminders about all their pairs is left alone."""
    cohort, day = milestone.cohort, changeover_of(milestone.key)
    confirmed = ChangeoverCheck.objects.filter(application__cohort=cohort).confirmed()
    done = {each.application_id for each in confirmed if each.changeover_on == day}
    stopped = Reply.objects.stopped(_pairs(cohort))
    for part, pairs in _partners(cohort).items():
        if part.pk not in done and not stopped.issuperset((pair.pk, part.person_id) for pair in pairs):
            yield Writing("changeover_reminder", part.person, part=part)


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
# Steps that each changeover within a cohort brings: their keys end with its day.
OF_CHANGEOVERS: dict[str, Occasion] = {CHECK: changeover_check, REMINDER: changeover_reminder}


def occasion_of(key: str) -> Occasion | None:
    """Return what a step writes, or None where it writes nothing."""
    if changeover_of(key) is None:
        return OCCASIONS.get(key)
    return next(occasion for kind, occasion in OF_CHANGEOVERS.items() if key.startswith(kind))


def _pairs(cohort: Cohort) -> Pairs:
    """Return the cohort's pairs of which both partners know."""
    told = Pair.objects.standing().filter(cohort=cohort, mentor_told_at__isnull=False, mentee_told_at__isnull=False)
    return told.in_words().order_by("pk")


def _partners(cohort: Cohort) -> dict[Application, list[Pair]]:
    """Return everybody who knows of a pair that stands, mentors and mentees, each once with their pairs."""
    found: dict[Application, list[Pair]] = {}
    for pair in _pairs(cohort):
        for part in (pair.mentor, pair.mentee):
            found.setdefault(part, []).append(pair)
    return found


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
