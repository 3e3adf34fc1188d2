"""Random small cohorts full of reasons against pairs, and those reasons said afresh, pair by pair."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from pares.stages.matching.people import Demand, Experience, MenteeFacts, MentorFacts, PersonFacts, SchemeRules

PUBLIC = (
    "SAME_PERSON",
    "SUPERVISOR",
    "PROGRAMME_DIRECTOR",
    "PANEL_MEMBER",
    "ROTA_MAKER",
    "SAME_TEAM",
    "GRADE_TOO_CLOSE",
    "GRADE_TOO_FAR",
    "GROUP",
    "TRAVEL",
    "UNTRAINED",
    "NOT_AGREED",
    "ON_LEAVE",
    "FULL",
)
PRIVATE = ("not_with", "related", "never_again", "must")
# A wish of these about another mentee, which keeps its owner out of groups.
FELLOW = "fellow"
KINDS = (*PUBLIC, *PRIVATE, FELLOW)
SITES, TEAMS, TOPICS = ("North", "South", "West", ""), ("Rowan", "Elm"), ("exams", "leadership", "research", "rotas")


@dataclass(frozen=True)
class Cohort:
    """Mentors, mentees and what their scheme sets."""

    mentors: list[MentorFacts]
    mentees: list[MenteeFacts]
    rules: SchemeRules


def random_cohort(random: Random) -> Cohort:
    """Three to six people a side; seven kinds of reasons are frequent in each cohort, the others rare."""
    often = frozenset(random.sample(KINDS, 7))

    def some(kind: str, share: float) -> bool:
        return random.random() < (share if kind in often else 0.02)

    mentors = [_mentor(random, some, number) for number in range(random.randint(3, 6))]
    mentees = [_mentee(random, some, number, mentors) for number in range(random.randint(3, 6))]
    journeys = {("North", "South"): 40, ("South", "West"): 70, ("West", "North"): 60}
    rules = SchemeRules(
        smallest_gap=1,
        largest_gap=3 if "GRADE_TOO_FAR" in often else None,
        teams_apart=random.random() < 0.9,
        journeys=journeys,
    )
    mentors = [
        replace(one, not_with=frozenset({f"{random.choice(mentees).id}@example.org"}))
        if some("not_with", 0.2)
        else replace(one, related=frozenset({random.choice(mentees).id}))
        if some("related", 0.2)
        else replace(one, oversees=frozenset({random.choice(mentees).id}))
        if some("SUPERVISOR", 0.2)
        else one
        for one in mentors
    ]
    mentees = [_about_another(random, one, mentees) if some(FELLOW, 0.5) else one for one in mentees]
    return Cohort(mentors, mentees, rules)


def _about_another(random: Random, mentee: MenteeFacts, mentees: list[MenteeFacts]) -> MenteeFacts:
    """The mentee with a wish about another one, who may but need not have said yes to groups."""
    other = random.choice([one for one in mentees if one.id != mentee.id])
    kind = random.choice(PRIVATE[:3])
    return replace(mentee, **{kind: getattr(mentee, kind) | {random.choice(sorted(other.names))}})


def _person(random: Random, some, name: str) -> dict:
    return {
        "id": name,
        "keys": frozenset({f"{name}@example.org"}),
        "site": "North" if some("SAME_TEAM", 0.6) else random.choice(SITES),
        "team": random.choice(TEAMS) if some("SAME_TEAM", 0.8) else "",
        "specialty": random.choice(("Psychiatry", "Paediatrics")),
        "interests": frozenset(random.sample(TOPICS, random.randint(0, 2))),
        "previous_posts": frozenset(random.sample(TEAMS, random.randint(0, 1))),
        "topics": frozenset(random.sample(TOPICS, random.randint(0, 3))),
        "exams": frozenset(random.sample(("paper A", "paper B"), random.randint(0, 1))),
        "availability": frozenset(random.sample(("mornings", "evenings"), random.randint(0, 2))),
        "traits": frozenset({random.choice(("woman", "man"))}),
        "video": not some("TRAVEL", 0.9),
        "longest_journey": 30 if some("TRAVEL", 0.9) else None,
        # A mentor meets a group, a mentee accepts one.
        "group": some("GROUP", 0.4) or some(FELLOW, 0.7),
    }


def _mentor(random: Random, some, number: int) -> MentorFacts:
    capacity = random.choice((1, 1, 1, 2))
    grade = 5 if not some("GRADE_TOO_CLOSE", 0.35) else 2
    return MentorFacts(
        **_person(random, some, f"m{number}"),
        grade=8 if some("GRADE_TOO_FAR", 0.35) else grade,
        capacity=capacity,
        taken=capacity if some("FULL", 0.3) else 0,
        trained=not some("UNTRAINED", 0.3),
        agreed=not some("NOT_AGREED", 0.3),
        on_leave=some("ON_LEAVE", 0.3),
        experience=frozenset(random.sample([*Experience], random.randint(0, 1))),
        musts=frozenset({Demand(random.choice(("woman", "man")))}) if some("must", 0.1) else frozenset(),
    )


def _mentee(random: Random, some, number: int, mentors: list[MentorFacts]) -> MenteeFacts:
    def named(kind: str, share: float = 0.5) -> frozenset[str]:
        chosen = random.sample(mentors, min(2, len(mentors)))
        return frozenset(random.choice(sorted(one.names)) for one in chosen if some(kind, share))

    person = _person(random, some, f"e{number}")
    if some("SAME_PERSON", 0.8):
        person["keys"] |= random.choice(mentors).keys
    return MenteeFacts(
        **person,
        grade=random.choice((2, 3, 4)),
        supervisors=named("SUPERVISOR"),
        programme_directors=named("PROGRAMME_DIRECTOR"),
        panel_members=named("PANEL_MEMBER"),
        rota_makers=named("ROTA_MAKER"),
        not_with=named("not_with"),
        related=named("related"),
        never_again=named("never_again"),
        musts=frozenset({random.choice((Demand("woman"), Demand("man", present=False)))})
        if some("must", 0.4)
        else frozenset(),
        preferences=frozenset({Demand("site:North")}) if random.random() < 0.2 else frozenset(),
        experience_asked=frozenset(random.sample([*Experience], random.randint(0, 1))),
        ranked=tuple(one.id for one in random.sample(mentors, random.randint(0, 2))),
        waives_team=random.random() < 0.1,
    )


def against(mentor: MentorFacts, mentee: MenteeFacts, cohort: Cohort) -> Iterator[str]:
    """Every reason against a pair, said afresh: nothing here comes from the matching."""
    rules = cohort.rules
    names, theirs = {mentor.id, *mentor.keys}, {mentee.id, *mentee.keys}
    others = {name for one in cohort.mentees if one.id != mentee.id for name in one.names}
    wished = mentee.not_with | mentee.related | mentee.never_again
    gap = mentor.grade - mentee.grade
    found = {
        "SAME_PERSON": bool(mentor.keys & mentee.keys),
        "SUPERVISOR": bool(names & mentee.supervisors or theirs & mentor.oversees),
        "PROGRAMME_DIRECTOR": bool(names & mentee.programme_directors),
        "PANEL_MEMBER": bool(names & mentee.panel_members),
        "ROTA_MAKER": bool(names & mentee.rota_makers),
        "SAME_TEAM": rules.teams_apart
        and not mentee.waives_team
        and bool(mentee.team)
        and (mentor.site, mentor.team) == (mentee.site, mentee.team),
        "GRADE_TOO_CLOSE": gap < rules.smallest_gap,
        "GRADE_TOO_FAR": rules.largest_gap is not None and gap > rules.largest_gap,
        "GROUP": mentor.group and not mentee.group,
        "TRAVEL": _too_far(mentor, mentee, rules),
        "UNTRAINED": not mentor.trained,
        "NOT_AGREED": not mentor.agreed,
        "ON_LEAVE": mentor.on_leave,
        "FULL": mentor.taken >= mentor.capacity,
        "not_with": bool(names & mentee.not_with or theirs & mentor.not_with),
        "related": bool(names & mentee.related or theirs & mentor.related),
        "never_again": bool(names & mentee.never_again or theirs & mentor.never_again),
        "must": _fails(mentee, mentor) or _fails(mentor, mentee),
        "fellow": mentor.group and bool(wished & (others - theirs)),
    }
    return (kind for kind, holds in found.items() if holds)


def _too_far(mentor: MentorFacts, mentee: MenteeFacts, rules: SchemeRules) -> bool:
    sites = (mentor.site, mentee.site)
    if (mentor.video and mentee.video) or not all(sites) or mentor.site == mentee.site:
        return False
    minutes = rules.journeys.get(sites, rules.journeys.get(sites[::-1]))
    limits = [one.longest_journey for one in (mentor, mentee) if one.longest_journey is not None]
    return minutes is not None and any(minutes > limit for limit in limits)


def _fails(asking: PersonFacts, other: PersonFacts) -> bool:
    has = {*other.traits, f"site:{other.site}", f"specialty:{other.specialty}"}
    return any((must.trait in has) != must.present for must in asking.musts)


def restated(cohort: Cohort, kind: str) -> Cohort:
    """The same cohort with all that is private said by the mentees, and all of it in this one way."""
    barred = {
        mentee.id: [mentor.id for mentor in cohort.mentors if {*PRIVATE, FELLOW} & {*against(mentor, mentee, cohort)}]
        for mentee in cohort.mentees
    }
    nothing = {"not_with": frozenset(), "related": frozenset(), "never_again": frozenset(), "musts": frozenset()}
    told = {
        mentee.id: {"musts": frozenset({Demand(f"unlike {mentee.id}", present=False)} if barred[mentee.id] else ())}
        if kind == "must"
        else {kind: frozenset(barred[mentee.id])}
        for mentee in cohort.mentees
    }
    alike = {
        mentor.id: frozenset(f"unlike {mentee}" for mentee, those in barred.items() if mentor.id in those)
        for mentor in cohort.mentors
    }
    return Cohort(
        [replace(one, **nothing, traits=one.traits | alike[one.id]) for one in cohort.mentors],
        [replace(one, **(nothing | told[one.id])) for one in cohort.mentees],
        cohort.rules,
    )
