"""Once there are pairs: fewest moved comes second, against trying everything, and the checker against false claims."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pares.stages.matching import solver
from pares.stages.matching.checker import check
from pares.stages.matching.keeping import columns_of, solve
from pares.stages.matching.problem import Allowed, BadProblem, Mentee, Mentor, Problem, Solution
from pares.stages.matching.sparing import Spared, sparing
from pares.stages.matching.table import Table
from tests.stages.matching.matching_oracle import Chosen, every_choice, small_problem

Figures = tuple[int, int, int, int]
PARTS = 4
A_PART = 500


def with_pairs(random: Random, problem: Problem) -> Problem:
    """The problem with pairs that stand: allowed or not, some to mentors who have too few places by now."""
    share, stray = random.choice((0.3, 0.7, 1)), random.choice((0, 0, 0.2))
    standing = []
    for mentee in problem.mentees:
        allowed = [pair.mentor for pair in problem.pairs if pair.mentee == mentee.id]
        options = [mentor.id for mentor in problem.mentors] if random.random() < stray else allowed
        if options and random.random() < share:
            standing.append((mentee.id, random.choice(options)))
    return replace(problem, standing=tuple(standing))


def figures(problem: Problem, chosen: Chosen) -> Figures:
    """Matched, kept, worst of the new pairs that are not locked, total: each the more the better."""
    score = {(pair.mentee, pair.mentor): pair.score for pair in problem.pairs}
    new = [score[pair] for pair in chosen if pair not in problem.locked and pair not in problem.standing]
    kept = len(set(problem.standing) & set(chosen))
    return len(chosen), kept, min(new, default=0), sum(score[pair] for pair in chosen)


def optimum(problem: Problem) -> Figures:
    """The same of the best choice, by trying each mentee with each mentor and with nobody, each rest of it once."""
    locks, standing = dict(problem.locked), set(problem.standing)
    column = {mentor.id: n for n, mentor in enumerate(problem.mentors)}
    lines = [
        [
            (column[pair.mentor], pair.score, (pair.mentee, pair.mentor) in standing, pair.mentee in locks)
            for pair in problem.pairs
            if pair.mentee == mentee.id and locks.get(mentee.id, pair.mentor) == pair.mentor
        ]
        for mentee in problem.mentees
    ]

    def most(floor: int) -> tuple[int, int, int]:
        @cache
        def rest(place: int, free: tuple[int, ...]) -> tuple[int, int, int]:
            if place == len(lines):
                return 0, 0, 0
            best = (-99, 0, 0) if any(held for *_, held in lines[place]) else rest(place + 1, free)
            for mentor, score, stays, held in lines[place]:
                if free[mentor] and (stays or held or score >= floor):
                    left = (*free[:mentor], free[mentor] - 1, *free[mentor + 1 :])
                    matched, kept, total = rest(place + 1, left)
                    best = max(best, (matched + 1, kept + stays, total + score))
            return best

        return rest(0, tuple(mentor.capacity for mentor in problem.mentors))

    matched, kept, _ = most(0)
    new = matched - len(set(locks.items()) - standing)
    if new == kept:
        return matched, kept, 0, most(0)[2]
    floors = sorted({score for line in lines for _, score, *_ in line}, reverse=True)
    worst = next(floor for floor in floors if most(floor)[:2] == (matched, kept))
    return matched, kept, worst, most(worst)[2]


def told(problem: Problem, found: Solution) -> Figures:
    moved = found.moved if found.moved is not None else len(problem.standing)
    made = found.objective
    return made.matched, len(problem.standing) - moved, made.worst, made.total


@pytest.mark.parametrize("part", range(PARTS))
def test_equals_brute_force_and_convinces_the_checker(part: int) -> None:
    @settings(max_examples=A_PART, deadline=None, database=None)
    @given(st.integers(0, 10**9))
    def equal(seed: int) -> None:
        random = Random(seed * PARTS + part)  # noqa: S311 - repeatable problems
        problem = with_pairs(random, small_problem(random, 6, smallest=random.choice((0, 3, 6))))
        found = solve(problem)
        assert told(problem, found) == optimum(problem) == figures(problem, found.pairs)
        assert check(problem.to_json(), found.to_json()) == []

    equal()


def test_the_two_oracles_agree() -> None:
    random = Random(3)  # noqa: S311 - repeatable problems
    for _ in range(300):
        problem = with_pairs(random, small_problem(random, largest=4))
        assert optimum(problem) == max(figures(problem, chosen) for chosen in every_choice(problem))


def test_nobody_who_has_a_mentor_ends_up_without_one_while_all_their_places_stand() -> None:
    random = Random(11)  # noqa: S311 - repeatable problems
    moved = 0
    for _ in range(400):
        problem = small_problem(random, 7, smallest=3)
        first = set(random.sample(problem.mentees, len(problem.mentees) // 2))
        pairs = tuple(pair for pair in problem.pairs if Mentee(pair.mentee) in first)
        locked = tuple(pair for pair in problem.locked if Mentee(pair[0]) in first)
        before = solver.solve(replace(problem, pairs=pairs, locked=locked))
        after = solve(replace(problem, locked=(), standing=before.pairs))
        assert {mentee for mentee, _ in before.pairs} <= {mentee for mentee, _ in after.pairs}
        moved += after.moved or 0
    assert moved > 10


def test_the_same_problem_gives_the_same_bytes_for_any_order_of_rows() -> None:
    random = Random(13)  # noqa: S311 - repeatable problems
    for _ in range(100):
        problem = with_pairs(random, small_problem(random, 6, smallest=3))
        lists = ("mentors", "mentees", "pairs", "locked", "standing")
        mixed = replace(
            problem, **{name: tuple(random.sample(one := getattr(problem, name), len(one))) for name in lists}
        )
        assert solve(mixed).to_json() == solve(problem).to_json()


def test_whom_a_cohort_cannot_spare_is_what_solving_without_them_gives() -> None:
    random = Random(5)  # noqa: S311 - repeatable problems
    seen = set()
    for _ in range(150):
        problem = small_problem(random, 6, smallest=2)
        standing = solve(problem).pairs
        have = {mentee for mentee, _ in standing}
        mentees = tuple(each for each in problem.mentees if each.id in have)
        pairs = tuple(each for each in problem.pairs if each.mentee in have)
        those = replace(problem, standing=standing, mentees=mentees, pairs=pairs)
        found = {each.mentor: each for each in sparing(Table.of(problem), columns_of(Table.of(problem), standing))}
        for mentor in {mentor for _, mentor in standing}:
            then = solve(without(those, mentor))
            own = sum(held == mentor for _, held in standing)
            matched, moved = then.objective.matched, then.moved
            moved = moved if moved is not None else 0
            assert found[mentor] == Spared(mentor, own, len(standing) - matched, moved - own)
            seen.add((matched < len(standing), moved > own))
    assert len(seen) == 4


def without(problem: Problem, mentor: str) -> Problem:
    """The problem whose mentor has no place any more, and no lock."""
    mentors = tuple(Mentor(each.id, 0 if each.id == mentor else each.capacity) for each in problem.mentors)
    return replace(problem, mentors=mentors, locked=tuple(pair for pair in problem.locked if pair[1] != mentor))


def retold(problem: Problem, honest: dict[str, Any], chosen: Chosen) -> Iterator[dict[str, Any]]:
    """The same proof told for other pairs, with true figures, and with each price bent to sum to what is new."""
    told = deepcopy(honest)
    matched, kept, worst, total = figures(problem, chosen)
    told["pairs"] = [list(pair) for pair in chosen]
    moved = len(problem.standing) - kept
    gaps = {"prices": total - honest["objective"]["total"], "kept": honest["objective"]["moved"] - moved}
    told["objective"] = {"matched": matched, "worst": worst, "total": total, "moved": moved}
    left = {one.id for one in problem.mentees} - {mentee for mentee, _ in chosen}
    known = {row["mentee"]: row["witness"] for row in honest["unmatched"]}
    everybody = {"mentees": [one.id for one in problem.mentees], "mentors": [one.id for one in problem.mentors]}
    told["unmatched"] = [{"mentee": one, "witness": known.get(one, everybody)} for one in sorted(left)]
    yield told
    for part, side in (("prices", "mentees"), ("prices", "mentors"), ("kept", "mentees"), ("kept", "mentors")):
        for name in told["proof"][part][side]:
            bent = deepcopy(told)
            bent["proof"][part][side][name] += gaps[part]
            yield bent
    bent = deepcopy(told)
    bent["proof"]["prices"]["each_kept"] += gaps["prices"]
    bent["proof"]["floor"] = None
    yield bent


def test_no_worse_solution_is_accepted_whatever_proof_is_bent_for_it() -> None:
    random = Random(41)  # noqa: S311 - repeatable problems
    rejected = set()
    for _ in range(250):
        problem = with_pairs(random, small_problem(random, largest=4))
        if not problem.standing:
            continue
        best, honest = optimum(problem), solve(problem).to_json()
        worse = [chosen for chosen in every_choice(problem) if figures(problem, chosen) < best]
        for chosen in random.sample(worse, min(5, len(worse))):
            for number, told in enumerate(retold(problem, honest, chosen)):
                assert check(problem.to_json(), told) != []
                differs = next(n for n in range(4) if figures(problem, chosen)[n] < best[n])
                rejected.add((differs, number))
    assert {differs for differs, _ in rejected} == {0, 1, 2, 3}
    assert len(rejected) > 30


def test_another_best_solution_is_accepted_with_the_same_proof() -> None:
    random = Random(43)  # noqa: S311 - repeatable problems
    accepted = 0
    for _ in range(250):
        problem = with_pairs(random, small_problem(random, largest=4))
        honest = solve(problem)
        for chosen in every_choice(problem):
            same_people = {mentee for mentee, _ in chosen} == {mentee for mentee, _ in honest.pairs}
            if same_people and figures(problem, chosen) == optimum(problem):
                told = honest.to_json() | {"pairs": [list(pair) for pair in chosen]}
                assert check(problem.to_json(), told) == []
                accepted += 1
    assert accepted > 60


@pytest.fixture
def problem() -> Problem:
    """e1 stands with m1, e2 with m2; e3 and e4 wait, and only e1 could go to m3, which is free."""
    pairs = (
        Allowed("e1", "m1", 900),
        Allowed("e1", "m3", 400),
        Allowed("e2", "m2", 100),
        Allowed("e2", "m1", 950),
        Allowed("e3", "m1", 700),
        Allowed("e4", "m2", 999),
    )
    mentors = (Mentor("m1", 1), Mentor("m2", 1), Mentor("m3", 1))
    mentees = tuple(Mentee(f"e{n}") for n in range(1, 5))
    return Problem(mentors, mentees, pairs, standing=(("e1", "m1"), ("e2", "m2")))


def test_fewest_move_even_where_others_would_fit_better(problem: Problem) -> None:
    """If e2 moved too, to m1, and e4 had m2, as many would be matched at twice the total."""
    solution = solve(problem).to_json()
    assert solution["pairs"] == [["e1", "m3"], ["e2", "m2"], ["e3", "m1"]]
    assert solution["objective"] == {"matched": 3, "worst": 400, "total": 1200, "moved": 1}
    assert max(figures(problem, chosen) for chosen in every_choice(problem)) == (3, 1, 400, 1200)
    assert solver.solve(replace(problem, standing=())).objective.total > 1200
    assert check(problem.to_json(), solution) == []


TAMPERINGS = [
    (("objective", "moved"), 0, "'moved' is given as 0, but the pairs give 1"),
    (("objective", "worst"), 100, "'worst' is given as 100, but the pairs give 400"),
    (("objective", "total"), 1201, "'total' is given as 1201, but the pairs give 1200"),
    (("proof", "kept", "each_pair"), 1, "do not sum to the number of pairs that stay"),
    (("proof", "kept", "mentees", "e3"), -1, "below 0"),
    (("proof", "kept", "mentors"), {"m1": 0, "m2": 0, "m3": 0}, "more might stay"),
    (("proof", "floor"), None, "no prices to show that the worst new pair"),
    (("proof", "floor", "each_pair"), 900, "do not show that the worst new pair could not be better"),
    (("proof", "floor", "each_pair"), -900, "worst new pair might be better"),
    (("proof", "prices", "each_kept"), -9000, "beats its prices, so the total might be higher"),
    (("proof", "prices", "each_kept"), 0, "do not sum to the total"),
    (("proof", "prices", "mentees"), {}, "do not name everybody"),
    (("proof", "kept"), {}, "cannot be read"),
]


@pytest.mark.parametrize(("path", "value", "sentence"), TAMPERINGS)
def test_each_tampering_is_named(problem: Problem, path: tuple[str, ...], value: object, sentence: str) -> None:
    solution = solve(problem).to_json()
    place = solution
    for step in path[:-1]:
        place = place[step]
    assert place[path[-1]] != value
    place[path[-1]] = value
    assert sentence in " ".join(check(problem.to_json(), solution))


def test_a_problem_with_pairs_that_stand_is_read_back_as_it_was(problem: Problem) -> None:
    solution = solve(problem)
    assert Problem.from_json(json.loads(json.dumps(problem.to_json()))) == problem
    assert Solution.from_json(json.loads(json.dumps(solution.to_json()))) == solution


def test_where_no_pair_stands_every_byte_is_as_it_was() -> None:
    random = Random(9)  # noqa: S311 - repeatable problems
    for _ in range(50):
        problem = small_problem(random, largest=5)
        told = solver.solve(problem).to_json()
        assert solve(problem).to_json() == told
        assert told["objective"].keys() == {"matched", "worst", "total"}
        assert told["proof"].keys() == {"most", "floor", "prices"}


@pytest.mark.parametrize(
    ("standing", "sentence"),
    [
        ([["e9", "m1"]], "Standing pair number 1 names 'e9' and 'm1', not both of them listed."),
        ([["e1", "m1"], ["e1", "m2"]], "The mentee 'e1' has more than one standing pair."),
        ([["e1"]], "Entry 1 of 'standing' must be a list of a mentee id and a mentor id."),
    ],
)
def test_what_cannot_stand_is_said_in_one_sentence(problem: Problem, standing: list[list[str]], sentence: str) -> None:
    with pytest.raises(BadProblem) as wrong:
        Problem.from_json(problem.to_json() | {"standing": standing})
    assert str(wrong.value) == sentence
