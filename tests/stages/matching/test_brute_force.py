"""Ten thousand random problems of up to eight by eight, each against an oracle that tries every way to match it."""

from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pares.stages.matching.checker import check
from pares.stages.matching.problem import Problem
from pares.stages.matching.solver import solve
from tests.stages.matching.matching_oracle import best_figures, figures, small_problem

LARGEST = 8
PARTS = 10
A_PART = 1_000


def optimum(problem: Problem) -> tuple[int, int, int]:
    """Matched, worst of the unlocked pairs, total: by trying each mentee with each mentor and with nobody.

    What is left of a problem after some mentees depends on the free places alone, so each such rest is tried once.
    """
    locks = dict(problem.locked)
    places = {mentor.id: mentor.capacity for mentor in problem.mentors}
    for mentor in locks.values():
        places[mentor] -= 1
    column = {mentor: n for n, mentor in enumerate(places)}
    choices = [
        [(column[pair.mentor], pair.score) for pair in problem.pairs if pair.mentee == mentee.id]
        for mentee in problem.mentees
        if mentee.id not in locks
    ]

    def most(floor: int) -> tuple[int, int]:
        """The most of these mentees matched with no score below the floor, and their highest total."""

        @cache
        def rest(place: int, free: tuple[int, ...]) -> tuple[int, int]:
            if place == len(choices):
                return 0, 0
            best = rest(place + 1, free)
            for mentor, score in choices[place]:
                if score >= floor and free[mentor]:
                    left = (*free[:mentor], free[mentor] - 1, *free[mentor + 1 :])
                    matched, total = rest(place + 1, left)
                    best = max(best, (matched + 1, total + score))
            return best

        return rest(0, tuple(places.values()))

    held = sum(pair.score for pair in problem.pairs if locks.get(pair.mentee) == pair.mentor)
    matched = most(0)[0]
    if not matched:
        return len(locks), 0, held
    floors = sorted({score for line in choices for _, score in line}, reverse=True)
    worst = next(floor for floor in floors if most(floor)[0] == matched)
    return len(locks) + matched, worst, held + most(worst)[1]


@pytest.mark.parametrize("part", range(PARTS))
def test_equals_brute_force_and_convinces_the_checker(part: int) -> None:
    @settings(max_examples=A_PART, deadline=None, database=None)
    @given(st.integers(0, 10**9))
    def equal(seed: int) -> None:
        random = Random(seed * PARTS + part)  # noqa: S311 - repeatable problems
        problem = small_problem(random, LARGEST, smallest=random.choice((0, 3, 6, LARGEST)))
        solution = solve(problem)
        found = solution.objective
        assert (found.matched, found.worst, found.total) == optimum(problem) == figures(problem, solution.pairs)
        assert check(problem.to_json(), solution.to_json()) == []

    equal()


def test_the_two_oracles_agree() -> None:
    random = Random(3)  # noqa: S311 - repeatable problems
    for _ in range(300):
        problem = small_problem(random, largest=5)
        assert optimum(problem) == best_figures(problem)
