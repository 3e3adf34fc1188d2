"""Places by lot: the order of lots, who has a place, and the proof, against brute force."""

import subprocess
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pares.stages.matching.alternatives import alternatives
from pares.stages.matching.ballot import by_lot, lot_of, order_of_lots
from pares.stages.matching.checker import check
from pares.stages.matching.losing import losses
from pares.stages.matching.problem import Allowed, BadProblem, Mentee, Mentor, Problem
from pares.stages.matching.repair import Live
from pares.stages.matching.solver import optimum, solve
from pares.stages.matching.table import NOBODY, Table
from tests.stages.matching.matching_oracle import every_choice, figures, small_problem


def drawn(seed: int, largest: int = 6) -> Problem:
    """A random problem whose mentees were drawn, mostly with too few places for them."""
    random = Random(seed)  # noqa: S311 - repeatable problems
    problem = small_problem(random, largest, smallest=random.choice((0, 2, largest)))
    names = [mentee.id for mentee in problem.mentees]
    return replace(problem, lots=tuple(random.sample(names, len(names))))


def fair(problem: Problem) -> tuple[frozenset[str], tuple[int, int, int]]:
    """Who is matched by the lots, and the best figures of those who match exactly them: by trying everything."""
    score: dict[str, dict[str, int]] = {mentee.id: {} for mentee in problem.mentees}
    for pair in problem.pairs:
        score[pair.mentee][pair.mentor] = pair.score
    locks = dict(problem.locked)
    for mentee, mentor in locks.items():
        score[mentee] = {mentor: score[mentee][mentor]}
    places = {mentor.id: mentor.capacity for mentor in problem.mentors}

    def ways(names: list[str]) -> Iterator[tuple[int, int]]:
        """Worst free score and total of every way to match all of these."""
        if not names:
            yield 1001, 0
            return
        name, *others = names
        for mentor, points in score[name].items():
            if places[mentor]:
                places[mentor] -= 1
                for worst, total in ways(others):
                    yield worst if name in locks else min(worst, points), total + points
                places[mentor] += 1

    matched = sorted(locks)
    for mentee in problem.lots:
        if mentee not in locks and list(islice(ways([*matched, mentee]), 1)):
            matched.append(mentee)
        places.update({mentor.id: mentor.capacity for mentor in problem.mentors})
    worst, total = max(ways(matched))
    return frozenset(matched), (len(matched), worst % 1001, total)


@settings(max_examples=2_000, deadline=None, database=None)
@given(st.integers(0, 10**9))
def test_equals_brute_force_and_convinces_the_checker(seed: int) -> None:
    problem = drawn(seed)
    solution = solve(problem)
    found = solution.objective
    matched, best = fair(problem)
    assert {mentee for mentee, _ in solution.pairs} == matched
    assert (found.matched, found.worst, found.total) == best
    if not seed % 8:
        assert found.matched == solve(replace(problem, lots=())).objective.matched
    assert check(problem.to_json(), solution.to_json()) == []
    assert Problem.from_json(problem.to_json()) == problem


def _retold(honest: dict[str, Any], problem: Problem, chosen: Any) -> dict[str, Any]:
    """The same proof told for other pairs, with their true figures and witnesses that hold everybody."""
    told = deepcopy(honest)
    matched, worst, total = figures(problem, chosen)
    told["pairs"] = [list(pair) for pair in chosen]
    told["objective"] = {"matched": matched, "worst": worst, "total": total}
    told["proof"]["prices"]["each_pair"] += (total - honest["objective"]["total"]) // max(matched, 1)
    known = {row["mentee"]: row["witness"] for row in honest["unmatched"]}
    left = sorted({one.id for one in problem.mentees} - {mentee for mentee, _ in chosen})
    everybody = {"mentees": [one.id for one in problem.mentees], "mentors": [one.id for one in problem.mentors]}
    told["unmatched"] = [{"mentee": one, "witness": known.get(one, everybody)} for one in left]
    return told


def test_nobody_is_passed_over_whatever_proof_is_bent_for_it() -> None:
    passed_over = worse = 0
    for seed in range(150):
        problem = drawn(seed, largest=4)
        matched, best = fair(problem)
        honest = solve(problem).to_json()
        random = Random(seed)  # noqa: S311 - repeatable choices
        choices = list(every_choice(problem))
        same = [pairs for pairs in choices if {mentee for mentee, _ in pairs} == matched]
        for chosen in [*random.sample(choices, min(8, len(choices))), *same[:8]]:
            who = {mentee for mentee, _ in chosen}
            if who == matched and figures(problem, chosen) == best:
                continue
            assert check(problem.to_json(), _retold(honest, problem, chosen)) != []
            passed_over += who != matched
            worse += who == matched
    assert (passed_over > 300, worse > 60) == (True, True)


@pytest.fixture
def problem() -> Problem:
    """One place for three, drawn e3, e1, e2: e1 would fit best, and e4 is alone with m2."""
    pairs = [Allowed("e1", "m1", 900), Allowed("e2", "m1", 700), Allowed("e3", "m1", 100), Allowed("e4", "m2", 500)]
    mentees = tuple(Mentee(f"e{n}") for n in range(1, 5))
    return Problem((Mentor("m1", 1), Mentor("m2", 1)), mentees, tuple(pairs), lots=("e3", "e1", "e4", "e2"))


def test_who_is_drawn_first_has_the_place_whoever_fits_better(problem: Problem) -> None:
    solution = solve(problem)
    assert fair(problem) == (frozenset({"e3", "e4"}), (2, 100, 600))
    assert solution.pairs == (("e3", "m1"), ("e4", "m2"))
    witnesses = {each.mentee: each.witness.mentees for each in solution.unmatched}
    assert witnesses == {"e1": ("e1", "e3"), "e2": ("e2", "e3")}
    assert "lots" not in replace(problem, lots=()).to_json()
    kept = replace(problem, locked=(("e2", "m1"),))
    assert fair(kept)[0] == {"e2", "e4"}
    assert solve(kept).pairs == (("e2", "m1"), ("e4", "m2"))


@pytest.mark.parametrize(
    ("lots", "sentence"),
    [
        (["e1", "e3", "e4", "e2"], "not drawn before"),
        (["e1", "e3", "e4"], "the lots do not name each mentee exactly once"),
        (["e1", "e3", "e4", "e4"], "the lots do not name each mentee exactly once"),
    ],
)
def test_another_draw_does_not_bear_the_same_answer(problem: Problem, lots: list[str], sentence: str) -> None:
    told = problem.to_json() | {"lots": lots}
    if len(set(lots)) == len(problem.mentees):
        assert fair(Problem.from_json(told))[0] != {"e3", "e4"}
    else:
        with pytest.raises(BadProblem):
            Problem.from_json(told)
    assert sentence in " ".join(check(told, solve(problem).to_json()))


def test_two_left_out_do_not_stand_for_each_other(problem: Problem) -> None:
    """e1 and e2 share one place with fewer heads than a false witness needs: neither of them has a mentor."""
    told = solve(problem).to_json()
    told["unmatched"][1]["witness"]["mentees"] = ["e1", "e2"]
    assert "not drawn before, or has no mentor" in " ".join(check(problem.to_json(), told))


def test_repair_follows_the_lots_of_the_changed_problem() -> None:
    for seed in range(200):
        table = Table.of(drawn(seed))
        live, random = Live(table, optimum(table)), Random(seed)  # noqa: S311 - repeatable changes
        if not len(table.mentors):
            continue
        places = table.places.copy()
        column = random.randrange(len(places))
        places[column] = max(int((table.locked == column).sum()), places[column] + random.choice((-2, -1, 1)))
        changed = replace(table, places=places)
        then, fresh = live.after(changed), optimum(changed)
        assert np.array_equal(then.assigned, fresh.assigned)
        told = live.figures_after(changed)
        assert (told.matched, told.worst, told.total) == (fresh.matched, fresh.worst, fresh.total)


def test_lots_change_who_is_lost_with_a_mentor_and_never_how_many() -> None:
    for seed in range(60):
        problem = drawn(seed, largest=5)
        with_lots = [(one.mentor, one.matches) for one in losses(problem)]
        assert sorted(with_lots) == sorted((one.mentor, one.matches) for one in losses(replace(problem, lots=())))


def test_questions_are_answered_with_the_same_lots(problem: Problem) -> None:
    (lost,) = [each for each in losses(problem) if each.mentor == "m1"]
    assert (lost.matches, lost.total) == (1, 100)
    (instead,) = alternatives(problem, "e1")
    assert [(move.mentee, move.before, move.after) for move in instead.moves] == [("e3", "m1", None)]
    more = Table.of(replace(problem, mentors=(Mentor("m1", 2), Mentor("m2", 1))))
    given_a_place = by_lot(more)
    assert [more.mentees[row] for row in np.flatnonzero((given_a_place.score != NOBODY).any(axis=1))] == [
        *("e1", "e3", "e4"),
    ]


def test_anybody_can_work_the_order_out_again() -> None:
    seed = "6 14 23 31 44 52, bonus 7"
    told = {n: sha256(f"{seed}/{n}".encode()).hexdigest() for n in range(1, 31)}
    assert order_of_lots(seed, 30) == sorted(told, key=told.__getitem__)
    shell = subprocess.run(
        ["/bin/sh", "-c", f"printf '%s' '{seed}/7' | sha256sum"], capture_output=True, text=True, check=True
    )
    assert shell.stdout.split()[0] == lot_of(seed, 7)
