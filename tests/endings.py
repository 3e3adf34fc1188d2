"""A cohort brought to its end: more people, sessions held, surveys sent, answered and closed; through actions alone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from pares.stages.evaluation import actions as evaluation
from pares.stages.evaluation.models import Survey, SurveyKind
from pares.stages.matching.models import Pair
from pares.stages.recruitment.models import Application
from tests import world as worlds

OPENS = datetime(2027, 7, 21, 9, tzinfo=UTC)
LAST = date(2027, 8, 10)
AFTER = datetime(2027, 8, 11, 9, tzinfo=UTC)
DAYS = [date(2027, 4, 20) + timedelta(weeks=2 * n) for n in range(6)]

MENTEE = {
    "sessions": "3-5",
    "useful": 5,
    "supported": 4,
    "match": 4,
    "topics": ["exams"],
    "barriers": [],
    "recommend": 9,
    "become-mentor": "yes",
}
MENTOR = {
    **dict.fromkeys(("listen", "boundaries", "escalate", "structure", "useful"), 4),
    "sessions": "3-5",
    "supervision": "enough",
    "again": "yes",
}
ANSWERS = {SurveyKind.MENTEE_END: MENTEE, SurveyKind.MENTOR_END: MENTOR}


def grow(world: worlds.World, pairs: int) -> list[Pair]:
    """Add mentors and mentees until there are so many of each, and match them all."""
    for n in range(pairs - len(world.mentors)):
        world.mentors[f"Mentor {n}"] = worlds.mentor(world.spring, f"Mentor {n}")
        world.mentees[f"Mentee {n}"] = worlds.mentee(world.spring, f"Mentee {n}")
    worlds.train(world.spring, *world.mentors.values())
    return worlds.match(world.spring)


def send(world: worlds.World, kind: SurveyKind) -> Survey:
    """Send a survey out, open until the last day."""
    return evaluation.launch(cohort=world.spring, kind=kind, closes_on=LAST, by=None, at=OPENS)


def answer(survey: Survey, *people: Application, **more: Any) -> None:
    """Let these people answer, all alike."""
    for each in people:
        invitation = survey.invitations.get(application=each)
        given = ANSWERS[SurveyKind(survey.kind)] | more
        evaluation.submit(invitation=invitation, given=given, at=OPENS)


def close(survey: Survey) -> Survey:
    """Close a survey the day after its last day."""
    return evaluation.close(survey=survey, by=None, at=AFTER)
