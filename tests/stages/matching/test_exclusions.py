from dataclasses import replace
from random import Random
from typing import Any

import pytest

from pares.stages.matching.exclusions import Exclusion, exclude
from pares.stages.matching.framing import Frame, frame
from pares.stages.matching.people import Demand, MenteeFacts, MentorFacts, SchemeRules
from pares.stages.matching.problem import BadProblem
from pares.stages.matching.solver import solve

MENTOR = MentorFacts(
    id="m1",
    keys=frozenset({"mara@example.org"}),
    grade=4,
    site="North",
    team="Rowan ward",
    specialty="Psychiatry",
    traits=frozenset({"woman"}),
)
MENTEE = MenteeFacts(
    id="e1", keys=frozenset({"eli@example.org"}), grade=2, site="North", team="Elm ward", traits=frozenset({"man"})
)
RULES = SchemeRules(largest_gap=3, journeys={("North", "South"): 40})
TO_MENTOR, TO_MENTEE = frozenset({"mara@example.org"}), frozenset({"eli@example.org"})

PUBLIC = [
    (Exclusion.SAME_PERSON, {}, {"keys": TO_MENTOR}),
    (Exclusion.SUPERVISOR, {}, {"supervisors": TO_MENTOR}),
    (Exclusion.SUPERVISOR, {"oversees": frozenset({"e1"})}, {}),
    (Exclusion.PROGRAMME_DIRECTOR, {}, {"programme_directors": TO_MENTOR}),
    (Exclusion.PANEL_MEMBER, {}, {"panel_members": TO_MENTOR}),
    (Exclusion.ROTA_MAKER, {}, {"rota_makers": TO_MENTOR}),
    (Exclusion.SAME_TEAM, {}, {"team": "Rowan ward"}),
    (Exclusion.GRADE_TOO_CLOSE, {"grade": 2}, {}),
    (Exclusion.GRADE_TOO_FAR, {"grade": 6}, {}),
    (Exclusion.GROUP, {"group": True}, {}),
    (Exclusion.TRAVEL, {"site": "South"}, {"longest_journey": 39, "video": False}),
    (Exclusion.TRAVEL, {"site": "South", "longest_journey": 0, "video": False}, {}),
    (Exclusion.UNTRAINED, {"trained": False}, {}),
    (Exclusion.NOT_AGREED, {"agreed": False}, {}),
    (Exclusion.ON_LEAVE, {"on_leave": True}, {}),
    (Exclusion.FULL, {"capacity": 2, "taken": 2}, {}),
]
PRIVATE = [
    ({}, {"not_with": TO_MENTOR}),
    ({"not_with": TO_MENTEE}, {}),
    ({}, {"related": TO_MENTOR}),
    ({"related": frozenset({"e1"})}, {}),
    ({}, {"never_again": frozenset({"m1"})}),
    ({"never_again": TO_MENTEE}, {}),
    ({}, {"musts": frozenset({Demand("man")})}),
    ({}, {"musts": frozenset({Demand("site:North", present=False)})}),
    ({"musts": frozenset({Demand("woman")})}, {}),
    ({}, {"not_with": TO_MENTOR, "related": TO_MENTOR, "musts": frozenset({Demand("man")})}),
]


def _framed(mentor: dict[str, Any], mentee: dict[str, Any]) -> Frame:
    return frame([replace(MENTOR, **mentor)], [replace(MENTEE, **mentee)], RULES)


def test_these_two_may_be_paired() -> None:
    assert _framed({}, {}).excluded("e1", "m1") == ()
    assert solve(_framed({}, {}).problem()).pairs == (("e1", "m1"),)


@pytest.mark.parametrize(("kind", "mentor", "mentee"), PUBLIC)
def test_each_public_kind_binds_alone(kind: Exclusion, mentor: dict[str, Any], mentee: dict[str, Any]) -> None:
    framed = _framed(mentor, mentee)
    assert framed.excluded("e1", "m1") == (kind,)
    assert solve(framed.problem()).pairs == ()


def test_every_kind_is_tested() -> None:
    assert {kind for kind, _, _ in PUBLIC} | {Exclusion.PRIVATE} == set(Exclusion)


@pytest.mark.parametrize(("mentor", "mentee"), PRIVATE)
def test_private_kinds_bind_and_cannot_be_told_apart(mentor: dict[str, Any], mentee: dict[str, Any]) -> None:
    def told(framed: Frame) -> bytes:
        with pytest.raises(BadProblem) as refusal:
            framed.problem(locked=[("e1", "m1")])
        solution = solve(framed.problem())
        return repr((framed.excluded("e1", "m1"), str(refusal.value), framed.problem(), solution)).encode()

    framed = _framed(mentor, mentee)
    assert [str(kind) for kind in framed.excluded("e1", "m1")] == ["Kept private."]
    assert told(framed) == told(_framed({}, {"not_with": frozenset({"m1"})}))


def test_a_wish_about_another_mentee_keeps_its_owner_alone_out_of_groups() -> None:
    """Whatever the other says or does, and though the other is not being matched: only the wish's owner is kept out."""
    group, alone = replace(MENTOR, group=True), replace(MENTOR, id="m2", keys=frozenset())
    known = replace(RULES, fellows=frozenset({"fay@example.org"}))

    def told(wish: dict[str, Any], rules: SchemeRules = known, **other: Any) -> Frame:
        owner = replace(MENTEE, group=True, **wish)
        return frame([group, alone], [owner, replace(MENTEE, id="e2", keys=frozenset(), group=True, **other)], rules)

    for kind in ("not_with", "related", "never_again"):
        for named in ("e2", "fay@example.org"):
            framed = told({kind: frozenset({named})})
            assert framed.exclusions.allowed.tolist() == [[False, True], [True, True]]
            assert framed.excluded("e1", "m1") == (Exclusion.PRIVATE,)
    barred = told({"not_with": TO_MENTOR})
    assert repr(framed.problem(seed=1)) == repr(barred.problem(seed=1))
    for other in ({"grade": 4}, {"not_with": TO_MENTOR}):
        assert told({"related": frozenset({"e2"})}, **other).excluded("e1", "m1") == (Exclusion.PRIVATE,)
    assert told({"related": frozenset({"fay@example.org"})}, RULES).excluded("e1", "m1") == ()
    assert told({"not_with": TO_MENTEE}).excluded("e1", "m1") == ()


def test_an_excluded_pair_is_kept_private_beside_a_public_reason_too() -> None:
    framed = _framed({"trained": False}, {"not_with": TO_MENTOR})
    assert framed.excluded("e1", "m1") == (Exclusion.UNTRAINED, Exclusion.PRIVATE)


@pytest.mark.parametrize(
    ("mentor", "mentee"),
    [
        ({}, {"team": "Rowan ward", "waives_team": True}),
        ({}, {"team": "Rowan ward", "site": "South"}),
        ({"team": ""}, {"team": ""}),
        ({"site": "South"}, {"longest_journey": 10}),
        ({"site": "South"}, {"longest_journey": 40, "video": False}),
        ({"site": "West"}, {"longest_journey": 10, "video": False}),
        ({"site": ""}, {"longest_journey": 0, "video": False}),
        ({"grade": 3}, {}),
        ({"grade": 5}, {}),
        ({"group": True}, {"group": True}),
        ({}, {"group": True}),
        ({}, {"musts": frozenset({Demand("woman"), Demand("specialty:Psychiatry")})}),
        ({"oversees": frozenset({"e9"})}, {"supervisors": frozenset({"m9"}), "not_with": frozenset({"m2"})}),
    ],
)
def test_what_does_not_exclude(mentor: dict[str, Any], mentee: dict[str, Any]) -> None:
    assert _framed(mentor, mentee).excluded("e1", "m1") == ()


def test_a_scheme_may_let_teams_mix() -> None:
    same = replace(MENTEE, team="Rowan ward")
    assert exclude([MENTOR], [same], replace(RULES, teams_apart=False)).why(0, 0) == ()


def test_no_exclusion_is_broken_in_random_cohorts() -> None:
    random = Random(3)  # noqa: S311 - repeatable problems
    for _ in range(60):
        mentors = [
            replace(MENTOR, **random.choice([{}, *(one for _, one, _ in PUBLIC)]), id=f"m{n}", keys=frozenset())
            for n in range(5)
        ]
        mentees = [
            replace(
                MENTEE,
                **{key: value for key, value in random.choice(PUBLIC)[2].items() if key != "keys"},
                id=f"e{n}",
                keys=frozenset(),
                not_with=frozenset(random.sample([one.id for one in mentors], 2)),
            )
            for n in range(5)
        ]
        framed = frame(mentors, mentees, RULES)
        for mentee, mentor in solve(framed.problem(seed=1)).pairs:
            assert framed.excluded(mentee, mentor) == ()
            assert mentor not in mentees[int(mentee[1:])].not_with
