"""One small named world, built through actions alone.

Northgate mentoring (near-peer, opt-in)          Asha leads, with Bola; Cleo is the contact, Dai the sponsor
  Spring 2027, Wednesday 7 April to 3 August
    mentors (CT2)  Max at Northgate, Mina at Northgate, Mo at Southmere
    mentees (F1)   Ella at Northgate, Eli at Northgate, Esme at Southmere
Southmere buddies                                another scheme, led by Omar, with its own Spring 2027
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from pares.ground.cohorts import actions as cohorts
from pares.ground.cohorts import calendar
from pares.ground.cohorts.models import Cohort
from pares.ground.letters.models import Letter
from pares.ground.membership import actions as membership
from pares.ground.membership.models import Role
from pares.ground.people import actions as people
from pares.ground.people.models import Person
from pares.ground.schemes import actions as schemes
from pares.ground.schemes.models import Scheme
from pares.stages.matching import actions as matching
from pares.stages.matching.models import Pair
from pares.stages.mentoring import actions as mentoring
from pares.stages.mentoring.actions import Met
from pares.stages.mentoring.models import Band, Mode
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment.given import Given
from pares.stages.recruitment.models import Application, Part
from pares.stages.training import actions as training
from pares.stages.training.models import Session, SessionKind

START = date(2027, 4, 7)
PLANNED = datetime(2027, 1, 13, 9, tzinfo=UTC)
SIGNED_UP = datetime(2027, 2, 17, 9, tzinfo=UTC)
TRAINED_ON = date(2027, 2, 24)
CONFIRMED = datetime(2027, 3, 31, 9, tzinfo=UTC)
TERMS = "2026-11"


def person(name: str, *, at: datetime = PLANNED) -> Person:
    """Return the person of that name, at a made-up address."""
    return people.meet(email=f"{name.lower().replace(' ', '.')}@example.org", name=name, at=at)


def scheme(name: str = "Northgate mentoring", *, lead: str = "Asha", **described: Any) -> Scheme:
    """Return a near-peer scheme with two sites, led by one person."""
    leader = person(lead)
    opened = schemes.open_scheme(
        name=name,
        organisation="Northgate Hospitals",
        specialty="Foundation",
        closeness="near_peer",
        joining=described.pop("joining", "opt_in"),
        mailbox="mentoring@example.org",
        by=leader,
        at=PLANNED,
    )
    schemes.set_list(scheme=opened, kind="sites", names=["Northgate", "Southmere"], by=leader, at=PLANNED)
    membership.appoint(scheme=opened, person=leader, role=Role.LEAD, by=None, at=PLANNED)
    return schemes.describe(scheme=opened, by=leader, at=PLANNED, **described) if described else opened


def cohort(of: Scheme, name: str = "Spring 2027", *, timeline: str = "foundation-4", start: date = START) -> Cohort:
    """Return a planned cohort of a scheme."""
    return cohorts.plan_cohort(
        scheme=of, name=name, timeline=calendar.load(timeline), starts_on=start, by=None, at=PLANNED
    )


def given(of: Scheme, *, grade: str, site: str = "Northgate", topics: tuple[str, ...] = (), **more: Any) -> Given:
    """Return answers with names turned into the scheme's own lines."""
    return Given(
        grade=of.grades.get(name=grade),
        site=of.sites.get(name=site),
        specialty=of.specialties.get(name="Psychiatry"),
        topics=tuple(of.topics.filter(name__in=topics)),
        **more,
    )


def applicant(into: Cohort, name: str, part: Part, *, at: datetime = SIGNED_UP, **answers: Any) -> Application:
    """Return somebody's confirmed application."""
    answers.setdefault("grade", "CT2" if part == Part.MENTOR else "F1")
    who = person(name, at=at)
    told = given(into.scheme, **answers)
    applied = recruitment.apply(cohort=into, person=who, part=part, given=told, terms=TERMS, by=who, at=at)
    return recruitment.confirm_address(application=applied, by=who, at=at)


def mentor(into: Cohort, name: str, **answers: Any) -> Application:
    """Return a mentor who signed up."""
    return applicant(into, name, Part.MENTOR, **answers)


def mentee(into: Cohort, name: str, **answers: Any) -> Application:
    """Return a mentee who signed up."""
    return applicant(into, name, Part.MENTEE, **answers)


def train(into: Cohort, *mentors: Application, on: date = TRAINED_ON) -> Session:
    """Return a basic session at which these mentors were."""
    session = training.plan_session(
        cohort=into, kind=SessionKind.BASIC, on=on, starts=time(17), place="Library", by=None, at=SIGNED_UP
    )
    present = {each.pk for each in mentors}
    evening = datetime.combine(on, time(19), tzinfo=UTC)
    training.record_register(session=session, present=present, by=None, at=evening)
    return session


def match(into: Cohort, *, at: datetime = CONFIRMED, tell: bool = True) -> list[Pair]:
    """Return the cohort's pairs, proposed, confirmed and, unless told otherwise, known to both."""
    proposal = matching.propose(cohort=into, by=None, at=at)
    pairs = matching.confirm(proposal=proposal, by=None, at=at)
    for pair in pairs if tell else ():
        matching.mark_told(pair=pair, side="mentor", at=at)
        matching.mark_told(pair=pair, side="mentee", at=at + timedelta(days=3))
    return [Pair.objects.in_words().get(pk=pair.pk) for pair in pairs]


def meet(pair: Pair, *days: date, band: Band = Band.MIDDLE, mode: Mode = Mode.IN_PERSON) -> None:
    """Let a pair declare sessions on these days, the mentor doing so on the last."""
    said = [Met(day, band, mode) for day in days]
    evening = datetime.combine(max(days), time(20), tzinfo=UTC)
    mentoring.declare_sessions(pair=pair, met=said, by=pair.mentor.person, at=evening)


def letters(kind: str) -> list[Letter]:
    """Return the letters of a kind, by address."""
    return list(Letter.objects.filter(kind=kind).order_by("to"))


@dataclass
class World:
    """The two schemes and their people, by first name."""

    northgate: Scheme
    southmere: Scheme
    spring: Cohort
    other: Cohort
    mentors: dict[str, Application] = field(default_factory=dict)
    mentees: dict[str, Application] = field(default_factory=dict)


def build() -> World:
    """Return the world of the picture above, everybody signed up and trained, nobody matched yet."""
    northgate, southmere = scheme(), scheme("Southmere buddies", lead="Omar")
    asha = person("Asha")
    roles = {"Bola": Role.LEAD, "Cleo": Role.CONTACT, "Dai": Role.SPONSOR, "Fay": Role.FACILITATOR}
    for name, role in roles.items():
        membership.appoint(scheme=northgate, person=person(name), role=role, by=asha, at=PLANNED)
    world = World(northgate, southmere, cohort(northgate), cohort(southmere))
    for name, site in (("Max", "Northgate"), ("Mina", "Northgate"), ("Mo", "Southmere")):
        world.mentors[name] = mentor(world.spring, name, site=site)
    for name, site in (("Ella", "Northgate"), ("Eli", "Northgate"), ("Esme", "Southmere")):
        world.mentees[name] = mentee(world.spring, name, site=site)
    train(world.spring, *world.mentors.values())
    return world
