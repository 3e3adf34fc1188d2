"""An invented cohort of any size, built through the same actions as a real one: people, wishes, a register."""

from datetime import UTC, date, datetime, time
from random import Random

from pares.ground.cohorts import actions as cohorts
from pares.ground.cohorts import calendar
from pares.ground.cohorts.models import Cohort
from pares.ground.membership import actions as membership
from pares.ground.membership.models import Role
from pares.ground.people import actions as people
from pares.ground.people.models import Person
from pares.ground.schemes import actions as schemes
from pares.ground.schemes.models import Scheme, Specialty, Topic
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment.given import AVAILABILITY, Given, GivenWish
from pares.stages.recruitment.models import Application, Part, WishKind
from pares.stages.training import actions as training
from pares.stages.training.models import SessionKind

STARTS = date(2027, 4, 7)
PLANNED, SIGNED_UP = (datetime(2027, month, 20, 9, tzinfo=UTC) for month in (1, 2))
NOON = datetime(2027, 3, 31, 12, tzinfo=UTC)
SITES, MINUTES = 8, (10, 90)
# Of each ten mentees wished for, and each hundred pairs: mentees beyond the places, and mentors not trained yet.
MENTORS, BEYOND, UNTRAINED = 0.6, 0.1, 0.03
CAPACITIES = (1, 2, 2)
GRADES = {Part.MENTOR: ("CT1", "CT2", "CT3"), Part.MENTEE: ("F1", "F2")}
SAID, DRAWN, AVOIDED = 0.5, 3, 0.05


def cohort(pairs: int, *, seed: int = 1) -> tuple[Cohort, Person]:
    """Return a cohort with places for so many pairs, a tenth more mentees than that, and the person who leads it."""
    random = Random(seed)  # noqa: S311 - invented people
    lead = people.meet(email=f"lead.{pairs}@example.org", name="Asha Lead", at=PLANNED)
    scheme = _scheme(f"Bench of {pairs}", lead, random)
    run = cohorts.plan_cohort(
        scheme=scheme, name="Spring", timeline=calendar.load("foundation-4"), starts_on=STARTS, by=None, at=PLANNED
    )
    able, beyond = round(pairs * MENTORS), round(pairs * (MENTORS + UNTRAINED))
    mentors = [_mentor(run, random, number) for number in range(beyond)]
    for number in range(round(pairs * (1 + BEYOND))):
        _applicant(run, Part.MENTEE, random, number, wishes=_wishes(random, beyond))
    session = training.plan_session(
        cohort=run, kind=SessionKind.BASIC, on=date(2027, 3, 3), starts=time(17), place="Library", by=None, at=PLANNED
    )
    training.record_register(session=session, present={one.pk for one in mentors[:able]}, by=None, at=NOON)
    return run, lead


def _scheme(name: str, lead: Person, random: Random) -> Scheme:
    scheme = schemes.open_scheme(
        name=name,
        organisation="Bench Hospitals",
        specialty="Foundation",
        closeness="near_peer",
        joining="opt_in",
        mailbox="mentoring@example.org",
        by=lead,
        at=PLANNED,
    )
    sites = [f"Site {number}" for number in range(SITES)]
    schemes.set_list(scheme=scheme, kind="sites", names=sites, by=lead, at=PLANNED)
    membership.appoint(scheme=scheme, person=lead, role=Role.LEAD, by=None, at=PLANNED)
    found = list(scheme.sites.order_by("position"))
    for place, one in enumerate(found):
        for other in found[:place]:
            schemes.set_travel(one=one, other=other, minutes=random.randint(*MINUTES), by=lead, at=PLANNED)
    return scheme


def _mentor(run: Cohort, random: Random, number: int) -> Application:
    return _applicant(run, Part.MENTOR, random, number, capacity=CAPACITIES[number % len(CAPACITIES)])


def _wishes(random: Random, mentors: int) -> tuple[GivenWish, ...]:
    """Return up to three mentors wished for, by name, and now and then one to be kept away from."""
    found = []
    if random.random() < SAID:
        chosen = random.sample(range(mentors), DRAWN)
        found += [GivenWish(WishKind.RANKED, _name(Part.MENTOR, one), rank) for rank, one in enumerate(chosen, 1)]
    if random.random() < AVOIDED:
        found.append(GivenWish(WishKind.NOT_WITH, _name(Part.MENTOR, random.randrange(mentors))))
    return tuple(found)


def _name(part: Part, number: int) -> str:
    return f"{part.label} Number {number}"


def _applicant(  # noqa: PLR0913 - who, as what, and what they say
    run: Cohort,
    part: Part,
    random: Random,
    number: int,
    *,
    capacity: int = 1,
    wishes: tuple[GivenWish, ...] = (),
) -> Application:
    scheme, name = run.scheme, _name(part, number)
    who = people.meet(email=f"{part}.{number}.{run.pk.hex[:8]}@example.org", name=name, at=SIGNED_UP)
    specialties, topics = _lists(scheme)
    told = Given(
        grade=scheme.grades.get(name=random.choice(GRADES[part])),
        site=scheme.sites.get(name=f"Site {random.randrange(SITES)}"),
        specialty=random.choice(specialties),
        team=f"Team {random.randrange(30)}",
        topics=tuple(random.sample(topics, min(DRAWN, len(topics)))),
        availability=tuple(random.sample(sorted(AVAILABILITY), 2)),
        experience=("LTFT",) if random.random() < SAID / 2 else (),
        video=random.random() < SAID,
        travel_minutes=60 if random.random() < SAID else None,
        capacity=capacity,
        wishes=wishes,
    )
    applied = recruitment.apply(cohort=run, person=who, part=part, given=told, terms="2026-11", by=who, at=SIGNED_UP)
    return recruitment.confirm_address(application=applied, by=who, at=SIGNED_UP)


def _lists(scheme: Scheme) -> tuple[list[Specialty], list[Topic]]:
    return list(scheme.specialties.order_by("name")[:6]), list(scheme.topics.order_by("name"))
