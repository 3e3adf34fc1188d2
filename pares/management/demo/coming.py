"""The smallest scheme of the demo: a cohort about to begin, proposed but not confirmed, with too few places for all."""

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from pares.ground import clock
from pares.ground.cohorts import calendar
from pares.ground.cohorts.actions import mark_done, plan_cohort
from pares.ground.cohorts.models import Cohort
from pares.ground.membership.actions import appoint
from pares.ground.membership.models import Role
from pares.ground.people.actions import meet
from pares.ground.people.models import Person
from pares.ground.schemes import actions as schemes
from pares.ground.schemes.models import Scheme
from pares.management.demo.cast import SITES
from pares.management.demo.days import Diary
from pares.management.demo.names import address
from pares.stages.matching import actions as matching
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment.given import Given, GivenWish
from pares.stages.recruitment.models import Application, Part, WishKind
from pares.stages.training import actions as training
from pares.stages.training.models import SessionKind

TERMS = "2026-11"
RIVERSIDE, HARBOUR, ELM = SITES[0], SITES[2], SITES[4]
MINUTES = ((RIVERSIDE, HARBOUR, 35), (RIVERSIDE, ELM, 25), (HARBOUR, ELM, 45))
SETTLING, RISK, NIGHTS = "Settling into the post", "Uncertainty and risk", "On-calls and nights"
EXAMS, CAREERS, LIFE = "Exams", "Choosing posts and careers", "Work and life"
DAY, EVENING, WEEKEND = "weekday_day", "weekday_evening", "weekend"

# Name, grade, site, topics, and what else they told; three of the mentors take two, one has missed the training.
MENTORS: tuple[tuple[str, str, str, tuple[str, ...], dict[str, Any]], ...] = (
    ("Nia Bowen", "CT1", RIVERSIDE, (SETTLING, RISK, NIGHTS), {"capacity": 2, "previous_post": "Acute medicine"}),
    ("Robin Castell", "CT2", RIVERSIDE, (EXAMS, CAREERS), {"exam": "MRCP Part 1", "capacity": 2}),
    ("Salma Deeb", "F2", HARBOUR, (SETTLING, LIFE), {"experience": ("IMG",), "previous_post": "General surgery"}),
    ("Tom Eastwood", "CT1", HARBOUR, (NIGHTS, RISK), {"video": False, "availability": (DAY, WEEKEND)}),
    (
        "Una Farrell",
        "F2",
        ELM,
        (LIFE, CAREERS, SETTLING),
        {"experience": ("LTFT",), "availability": (EVENING, WEEKEND)},
    ),
    ("Viv Greenhalgh", "CT2", ELM, (RISK, EXAMS), {"exam": "MRCP Part 1", "capacity": 2}),
    ("Will Harker", "CT1", RIVERSIDE, (LIFE, NIGHTS), {}),
)
MENTEES: tuple[tuple[str, str, tuple[str, ...], dict[str, Any]], ...] = (
    ("Ava Ince", RIVERSIDE, (SETTLING, NIGHTS), {"previous_post": "Acute medicine", "availability": (DAY,)}),
    ("Bo Jarrett", RIVERSIDE, (EXAMS,), {"exam": "MRCP Part 1", "availability": (EVENING,)}),
    ("Cai Kendrick", RIVERSIDE, (RISK, LIFE), {"wishes": (GivenWish(WishKind.RANKED, "Nia Bowen", 1),)}),
    ("Dee Lockwood", HARBOUR, (SETTLING, LIFE), {"experience": ("IMG",), "travel_minutes": 30, "video": False}),
    ("Eryn Maddox", HARBOUR, (NIGHTS, LIFE), {"travel_minutes": 30, "video": False}),
    ("Fred Nolan", ELM, (LIFE, CAREERS), {"experience": ("LTFT",), "availability": (EVENING,)}),
    ("Gita Oduya", ELM, (RISK, EXAMS), {"exam": "MRCP Part 1"}),
    ("Hugo Penrose", RIVERSIDE, (CAREERS,), {"travel_minutes": 30}),
    ("Isla Quigley", HARBOUR, (RISK,), {"travel_minutes": 30, "video": False}),
    ("Jon Rattray", ELM, (LIFE, RISK), {"wishes": (GivenWish(WishKind.RANKED, "Una Farrell", 1),)}),
    ("Kit Sorley", HARBOUR, (LIFE,), {"travel_minutes": 20, "video": False, "supervisors": "Tom Eastwood, Salma Deeb"}),
)


def coming(diary: Diary, lead: Person, today: date) -> None:
    """Put into the diary what happens until pairs are proposed, a few days before today."""
    start = today + timedelta(days=12)
    start -= timedelta(days=(start.weekday() - 2) % 7)
    planned = start - timedelta(weeks=11)
    diary.put(planned, lambda at: _plan(diary, _scheme(lead, at), lead, start, at))


def _scheme(lead: Person, at: datetime) -> Scheme:
    """Open the scheme with its sites."""
    scheme = schemes.open_scheme(
        name="Elm Court foundation mentoring",
        organisation="Elm Court Foundation School",
        specialty="Foundation",
        closeness="near_peer",
        joining="opt_in",
        mailbox="elm-court@pares.example",
        by=lead,
        at=at,
    )
    schemes.set_list(scheme=scheme, kind="sites", names=(RIVERSIDE, HARBOUR, ELM), by=lead, at=at)
    sites = {site.name: site for site in scheme.sites.all()}
    for one, other, minutes in MINUTES:
        schemes.set_travel(one=sites[one], other=sites[other], minutes=minutes, by=lead, at=at)
    appoint(scheme=scheme, person=lead, role=Role.LEAD, by=None, at=at)
    return scheme


def _plan(diary: Diary, scheme: Scheme, lead: Person, start: date, at: datetime) -> None:
    """Plan the cohort, and put into the diary who signs up, the training and the proposal."""
    end = calendar.next_changeover(start, 4)
    name = f"{start:%B} to {end:%B %Y}" if start.year == end.year else f"{start:%B %Y} to {end:%B %Y}"
    timeline = calendar.load("foundation-4")
    cohort = plan_cohort(scheme=scheme, name=name, timeline=timeline, starts_on=start, by=lead, at=at)
    for place, (who, grade, site, topics, more) in enumerate(MENTORS):
        told = partial(_given, scheme, grade, site, topics, more)
        diary.put(start - timedelta(days=68 - place), partial(_join, cohort, who, Part.MENTOR, told), hour=2)
    for place, (who, site, topics, more) in enumerate(MENTEES):
        told = partial(_given, scheme, "F1", site, topics, more)
        diary.put(start - timedelta(days=27 - place), partial(_join, cohort, who, Part.MENTEE, told), hour=3)
    diary.put(start - timedelta(days=42), partial(_train, cohort, lead), hour=10)
    diary.put(start - timedelta(days=14), lambda day: matching.propose(cohort=cohort, by=lead, at=day), hour=4)
    for step in ("plan_cohort", "call_mentors", "remind_mentors", "invite_mentees", "remind_mentees"):
        milestone = cohort.milestones.get(key=step)
        diary.put(milestone.on, partial(_done, milestone, lead))


def _done(milestone: Any, lead: Person, at: datetime) -> None:
    mark_done(milestone=milestone, by=lead, at=at)


def _given(scheme: Scheme, grade: str, site: str, topics: tuple[str, ...], more: dict[str, Any]) -> Given:
    return Given(
        grade=scheme.grades.get(name=grade),
        site=scheme.sites.get(name=site),
        topics=tuple(scheme.topics.filter(name__in=topics)),
        **more,
    )


def _join(cohort: Cohort, name: str, part: Part, told: "partial[Given]", at: datetime) -> None:
    """Let one person sign up and confirm the address."""
    who = meet(email=address(name), name=name, at=at)
    applied = recruitment.apply(cohort=cohort, person=who, part=part, given=told(), terms=TERMS, by=who, at=at)
    recruitment.confirm_address(application=applied, by=who, at=at + timedelta(minutes=2))


def _train(cohort: Cohort, lead: Person, at: datetime) -> None:
    """Hold the training; all mentors come but the last."""
    session = training.plan_session(
        cohort=cohort,
        kind=SessionKind.BASIC,
        on=clock.local(at).date(),
        starts=time(17),
        place="Library",
        by=lead,
        at=at,
    )
    mentors = Application.objects.filter(cohort=cohort).mentors().counted().order_by("applied_at")
    present = {each.pk for each in mentors if each.person.name != MENTORS[-1][0]}
    training.record_register(session=session, present=present, by=lead, at=at)
