"""A cohort in figures: who was asked, came, was trained, matched, met, answered and was given a certificate.

Every figure is a number of people with its denominator, exact for the whole cohort; each population is part of the
one before it. Sessions are counted, never shown with their days. Meetings are counted by mentee, over all of a
mentee's pairs, so that a re-match neither hides a meeting nor adds a person.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Max

from pares.ground.cohorts.models import Cohort
from pares.ground.cohorts.past import months_before
from pares.ground.counts.ratio import Ratio
from pares.stages.evaluation.models import Survey, SurveyKind
from pares.stages.matching.models import Pair
from pares.stages.mentoring.models import LATELY, with_sessions
from pares.stages.recognition.models import Certificate, CertificateKind
from pares.stages.recruitment.models import Application, Part, State
from pares.stages.reporting.models import LastFigures
from pares.stages.training.models import with_training

OFTEN = 3
LAST_COUNT = 3
"""Months after the cohort: then people begin to be forgotten, and its figures stay as they are."""
_ELSEWHERE = {"cohort", "on", "surveys"}
_CAME = (State.RECEIVED, State.ACCEPTED, State.DECLINED, State.WITHDRAWN)


@dataclass(frozen=True)
class Line:
    """One figure: what was counted, how many, out of how many of what."""

    label: str
    n: int
    of: int
    among: str

    @property
    def ratio(self) -> Ratio:
        """The figure as it is shown."""
        return Ratio(self.n, self.of)


@dataclass(frozen=True)
class SurveyLine:
    """One survey that was sent: how many came back of how many asked."""

    kind: SurveyKind
    label: str
    returned: int
    asked: int


@dataclass(frozen=True)
class CohortReport:
    """The figures of one cohort on one day. `asked` counts those on a list as well as those who came by themselves."""

    cohort: Cohort
    on: date
    mentors_asked: int
    mentors_applied: int
    mentors_trained: int
    mentors_matched: int
    mentees_asked: int
    mentees_applied: int
    mentees_matched: int
    met: int
    met_often: int
    sustained: int
    surveys: tuple[SurveyLine, ...]
    certificates: int
    statements: int

    @property
    def finished(self) -> bool:
        """Whether the cohort's last day is over."""
        return self.on >= self.cohort.changeover_on

    @property
    def mentors(self) -> list[Line]:
        """The way of the mentors, from asked to certificate."""
        asked, matched = self.mentors_asked, self.mentors_matched
        return [
            Line("Invited or signed up", asked, asked, "mentors"),
            Line("Applied", self.mentors_applied, asked, "invited or signed up"),
            Line("Trained", self.mentors_trained, self.mentors_applied, "who applied"),
            Line("Matched", matched, self.mentors_applied, "who applied"),
            Line("Given a certificate", self.certificates, max(matched, self.certificates), "matched"),
        ]

    @property
    def mentees(self) -> list[Line]:
        """The way of the mentees, from asked to a mentoring that lasted."""
        asked, matched = self.mentees_asked, self.mentees_matched
        return [
            Line("Invited or signed up", asked, asked, "mentees"),
            Line("Joined", self.mentees_applied, asked, "invited or signed up"),
            Line("Matched", matched, self.mentees_applied, "who joined"),
            Line("Met at least once", self.met, matched, "matched"),
            Line(f"Met at least {OFTEN} times", self.met_often, matched, "matched"),
            Line("Sustained", self.sustained, matched, "matched"),
        ]

    @property
    def returns(self) -> list[Line]:
        """The surveys sent and returned."""
        return [Line(f"Survey: {each.label}", each.returned, each.asked, "asked") for each in self.surveys]

    @property
    def lines(self) -> Iterator[tuple[str, Line]]:
        """Every figure with its chapter, in order."""
        chapters = (("Mentors", self.mentors), ("Mentees", self.mentees), ("Surveys", self.returns))
        return ((chapter, line) for chapter, lines in chapters for line in lines)


def report(cohort: Cohort, on: date) -> CohortReport:
    """Return a cohort's figures as they stand on a day, in four queries; long after it, as they were last counted."""
    if cohort.changeover_on <= months_before(on, LAST_COUNT):
        kept = LastFigures.objects.filter(cohort=cohort).first()
        if kept:
            return _read(kept)
    return _counted(cohort, on)


def to_keep(told: CohortReport) -> dict[str, Any]:
    """Return a report's figures as they are kept once people are forgotten."""
    figures = {field.name: getattr(told, field.name) for field in fields(told) if field.name not in _ELSEWHERE}
    return {**figures, "surveys": [asdict(each) for each in told.surveys]}


def _read(kept: LastFigures) -> CohortReport:
    told = {name: value for name, value in kept.figures.items() if name != "surveys"}
    surveys = tuple(SurveyLine(**{**each, "kind": SurveyKind(each["kind"])}) for each in kept.figures["surveys"])
    return CohortReport(cohort=kept.cohort, on=kept.on, surveys=surveys, **told)


def _counted(cohort: Cohort, on: date) -> CohortReport:
    people = list(with_training(Application.objects.filter(cohort=cohort)))
    asked = [each for each in people if each.state != State.UNCONFIRMED]
    came = [each for each in asked if _came(each, on)]
    pairs = _pairs(cohort)
    mentors, mentees = {each[0] for each in pairs}, _meetings(pairs)
    sustained_from = min(on, cohort.changeover_on) - LATELY
    issued = _issued(cohort)
    often = {mentee: last for mentee, (sessions, last) in mentees.items() if sessions >= OFTEN}
    return CohortReport(
        cohort=cohort,
        on=on,
        mentors_asked=_count(asked, Part.MENTOR),
        mentors_applied=_count(came, Part.MENTOR),
        mentors_trained=sum(each.trained for each in came if each.part == Part.MENTOR),  # type: ignore[attr-defined]
        mentors_matched=len(mentors),
        mentees_asked=_count(asked, Part.MENTEE),
        mentees_applied=_count(came, Part.MENTEE),
        mentees_matched=len(mentees),
        met=sum(sessions > 0 for sessions, _ in mentees.values()),
        met_often=len(often),
        sustained=sum(last is not None and last >= sustained_from for last in often.values()),
        surveys=tuple(_surveys(cohort)),
        certificates=issued[CertificateKind.CERTIFICATE],
        statements=issued[CertificateKind.STATEMENT],
    )


_Met = tuple[UUID, UUID, int, date | None]


def _came(application: Application, on: date) -> bool:
    """Tell whether somebody joined; on an opt-out list, whether the day to say no by has passed without a word."""
    if application.state == State.NOTICED:
        return application.answer_by is not None and application.answer_by < on
    return application.state in _CAME


def _count(people: list[Application], part: Part) -> int:
    return sum(each.part == part for each in people)


def _pairs(cohort: Cohort) -> list[_Met]:
    """Return each pair that began as (mentor, mentee, sessions, day of the last)."""
    began = Pair.objects.filter(cohort=cohort).begun()
    told = with_sessions(began).annotate(last=Max("session_facts__on"))
    return [
        (mentor, mentee, sessions, cohort.changeover_on if lately else last)
        for mentor, mentee, sessions, last, lately in told.values_list(
            "mentor", "mentee", "sessions", "last", "met_lately"
        )
    ]


def _meetings(pairs: list[_Met]) -> dict[UUID, tuple[int, date | None]]:
    """Return each matched mentee's sessions with any mentor, and the day of the last."""
    found: dict[UUID, tuple[int, date | None]] = {}
    for _, mentee, sessions, last in pairs:
        before, latest = found.get(mentee, (0, None))
        found[mentee] = before + sessions, max(filter(None, (latest, last)), default=None)
    return found


def _surveys(cohort: Cohort) -> Iterator[SurveyLine]:
    sent = {each.kind: each for each in Survey.objects.filter(cohort=cohort).with_counts()}
    for kind in SurveyKind:
        if each := sent.get(kind):
            yield SurveyLine(kind, kind.label, each.returned, each.asked)  # type: ignore[attr-defined]


def _issued(cohort: Cohort) -> dict[str, int]:
    valid = Certificate.objects.valid().filter(mentor__cohort=cohort).values_list("kind")
    return defaultdict(int, dict(valid.annotate(Count("mentor", distinct=True))))
