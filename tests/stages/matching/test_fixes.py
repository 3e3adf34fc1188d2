"""What would give somebody a mentor: small changes that hold, and none that touches what is private."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from pares.stages.matching.fixes import Change, Fix, fixes
from pares.stages.matching.framing import Frame, frame
from pares.stages.matching.people import Demand, MenteeFacts, MentorFacts, SchemeRules
from pares.stages.matching.solver import solve

RULES = SchemeRules(largest_gap=3, journeys={("North", "South"): 90})


def mentor(name: str, **told: Any) -> MentorFacts:
    return MentorFacts(id=name, **({"grade": 4, "site": "North"} | told))


def mentee(name: str, **told: Any) -> MenteeFacts:
    return MenteeFacts(id=name, **({"grade": 2, "site": "North"} | told))


def found(whole: Frame) -> dict[str, tuple[Fix, ...]]:
    problem = whole.problem(seed=4)
    return {left.mentee: fixes(whole, problem, left.mentee) for left in solve(problem).unmatched}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({}, {}, [Fix(Change.PLACE, "m1", "m1", 0)]),
        ({"capacity": 1}, {"on_leave": True}, [Fix(Change.PLACE, "m1", "m1", 0)]),
        ({}, {"trained": False}, [Fix(Change.PLACE, "m1", "m1", 0), Fix(Change.TRAIN, "m2", "m2", 0)]),
        ({}, {"agreed": False}, [Fix(Change.PLACE, "m1", "m1", 0), Fix(Change.AGREE, "m2", "m2", 0)]),
        ({}, {"agreed": False, "trained": False}, [Fix(Change.PLACE, "m1", "m1", 0)]),
        ({}, {"trained": False, "not_with": frozenset({"e1", "e2"})}, [Fix(Change.PLACE, "m1", "m1", 0)]),
    ],
)
def test_two_mentees_and_one_place(one: dict[str, Any], other: dict[str, Any], expected: list[Fix]) -> None:
    """The second mentor is of no use as they are."""
    whole = frame([mentor("m1", **one), mentor("m2", **(other or {"grade": 9}))], [mentee("e1"), mentee("e2")], RULES)
    for found_for_one in found(whole).values():
        assert list(found_for_one) == expected


def test_a_full_mentor_could_take_one_more() -> None:
    whole = frame([mentor("m1", capacity=1, taken=1)], [mentee("e1")], RULES)
    assert found(whole) == {"e1": (Fix(Change.PLACE, "m1", "m1", 0),)}


@pytest.mark.parametrize(
    ("told", "change"),
    [
        ({"team": "Rowan"}, Change.TEAM),
        ({"site": "South", "video": False, "longest_journey": 30}, Change.VIDEO),
        ({"group": False}, Change.GROUP),
    ],
)
def test_what_the_mentee_can_concede(told: dict[str, Any], change: Change) -> None:
    one = mentor("m1", team="Rowan", group=True)
    whole = frame([one], [mentee("e1", **({"group": True} | told))], RULES)
    assert found(whole) == {"e1": (Fix(change, None, "m1", 0),)}
    apart = replace(one, not_with=frozenset({"e1"}))
    private = frame([apart], [mentee("e1", **({"group": True} | told))], RULES)
    assert found(private) == {"e1": ()}
    fellow = mentee("e1", **({"group": True, "related": frozenset({"e9"})} | told))
    assert found(frame([one], [fellow], replace(RULES, fellows=frozenset({"e9"})))) == {"e1": ()}


def test_a_chain_of_moves_counts() -> None:
    """m2 may only have e1; were m2 trained, e1 would move there and e2 follow to m1."""
    mentors = [mentor("m1", topics=frozenset({"exams"})), mentor("m2", trained=False)]
    mentees = [mentee("e1", topics=frozenset({"exams"})), mentee("e2", not_with=frozenset({"m2"}))]
    whole = frame(mentors, mentees, RULES)
    assert found(whole) == {"e2": (Fix(Change.PLACE, "m1", "m1", 0), Fix(Change.TRAIN, "m2", "m1", 1))}


PRIVATE = [
    {"not_with": frozenset({"m2"})},
    {"related": frozenset({"m2"})},
    {"never_again": frozenset({"m2"})},
    {"musts": frozenset({Demand("site:North", present=False)})},
]


def test_one_private_reason_looks_like_another() -> None:
    mentors = [mentor("m1", capacity=0), mentor("m2"), mentor("m3", trained=False)]
    seen = {
        repr(found(frame(mentors, [mentee("e1", **(private | {"site": "North"}))], RULES))) for private in PRIVATE[:3]
    }
    assert len(seen) == 1


def test_each_fix_holds_when_it_is_made_and_solved_from_nothing() -> None:
    random = Random(9)  # noqa: S311 - repeatable people
    held = 0
    for _ in range(60):
        mentors = [
            mentor(
                f"m{n}",
                capacity=random.choice((0, 1, 1, 2)),
                trained=random.random() < 0.6,
                agreed=random.random() < 0.8,
                team=random.choice(("", "Rowan")),
                grade=random.choice((3, 4, 6)),
            )
            for n in range(4)
        ]
        mentees = [
            mentee(
                f"e{n}",
                team=random.choice(("", "Rowan")),
                site=random.choice(("North", "South")),
                video=random.random() < 0.5,
                longest_journey=random.choice((None, 30)),
                not_with=frozenset(random.sample(["m0", "m1", "m2", "m3"], random.choice((0, 0, 1, 2)))),
            )
            for n in range(5)
        ]
        whole = frame(mentors, mentees, RULES)
        before = solve(whole.problem(seed=4)).objective.matched
        for left, fixed in found(whole).items():
            for fix in fixed:
                then = solve(_made(whole, left, fix).problem(seed=4))
                assert dict(then.pairs)[left] == fix.given
                assert then.objective.matched > before
                held += 1
    assert held > 40


def _made(whole: Frame, left: str, fix: Fix) -> Frame:
    changes: dict[Change, dict[str, Any]] = {
        Change.TRAIN: {"trained": True},
        Change.AGREE: {"agreed": True},
        Change.TEAM: {"waives_team": True},
        Change.VIDEO: {"video": True},
    }
    mentors = [
        replace(one, **(changes.get(fix.change) or {"capacity": one.taken + one.free_places + 1}))
        if one.id == fix.mentor
        else one
        for one in whole.mentors
    ]
    mentees = [
        replace(one, **changes[fix.change]) if fix.mentor is None and one.id == left else one for one in whole.mentees
    ]
    return frame(mentors, mentees, whole.rules)
