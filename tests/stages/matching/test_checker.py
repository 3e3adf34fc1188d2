import ast
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest

from pares.stages.matching import checker
from pares.stages.matching.checker import check
from pares.stages.matching.problem import Allowed, Mentee, Mentor, Problem
from pares.stages.matching.solver import solve
from tests.stages.matching.matching_oracle import Chosen, best_figures, every_choice, figures, small_problem


def test_shares_no_code_with_the_rest() -> None:
    tree = ast.parse(Path(checker.__file__).read_text(encoding="utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names])
    }
    assert imported == {"collections", "collections.abc", "functools", "operator", "typing"}


def _retold(problem: Problem, honest: dict[str, Any], chosen: Chosen) -> Iterator[dict[str, Any]]:
    """The same proof told for other pairs, with true figures, and with its prices bent to sum to the new total."""
    told = deepcopy(honest)
    matched, worst, total = figures(problem, chosen)
    told["pairs"] = [list(pair) for pair in chosen]
    told["objective"] = {"matched": matched, "worst": worst, "total": total}
    left = {one.id for one in problem.mentees} - {mentee for mentee, _ in chosen}
    known = {row["mentee"]: row["witness"] for row in honest["unmatched"]}
    everybody = {"mentees": [one.id for one in problem.mentees], "mentors": [one.id for one in problem.mentors]}
    told["unmatched"] = [{"mentee": one, "witness": known.get(one, everybody)} for one in sorted(left)]
    gap = total - honest["objective"]["total"]
    yield told
    for side in ("mentees", "mentors"):
        for name in told["proof"]["prices"][side]:
            bent = deepcopy(told)
            bent["proof"]["prices"][side][name] += gap
            yield bent
    bent = deepcopy(told)
    bent["proof"]["prices"]["each_pair"] += gap // max(matched, 1)
    bent["proof"]["floor"] = None
    yield bent


def test_no_worse_solution_is_accepted_whatever_proof_is_bent_for_it() -> None:
    random = Random(41)  # noqa: S311 - repeatable problems
    rejected = 0
    for _ in range(200):
        problem = small_problem(random, largest=4)
        best = best_figures(problem)
        honest = solve(problem).to_json()
        worse = [chosen for chosen in every_choice(problem) if figures(problem, chosen) < best]
        for chosen in random.sample(worse, min(6, len(worse))):
            for told in _retold(problem, honest, chosen):
                assert check(problem.to_json(), told) != []
                rejected += 1
    assert rejected > 500


def test_another_best_solution_is_accepted_with_the_same_proof() -> None:
    random = Random(43)  # noqa: S311 - repeatable problems
    accepted = 0
    for _ in range(200):
        problem = small_problem(random, largest=4)
        best = best_figures(problem)
        honest = solve(problem)
        for chosen in every_choice(problem):
            same_people = {mentee for mentee, _ in chosen} == {mentee for mentee, _ in honest.pairs}
            if same_people and figures(problem, chosen) == best:
                told = honest.to_json() | {"pairs": [list(pair) for pair in chosen]}
                assert check(problem.to_json(), told) == []
                accepted += 1
    assert accepted > 60


@pytest.fixture
def problem() -> Problem:
    """e4 is left out: e3 and e4 may only have m2; e1 is locked to m1."""
    pairs = (
        Allowed("e1", "m1", 400),
        Allowed("e2", "m1", 700),
        Allowed("e2", "m3", 650),
        Allowed("e3", "m2", 600),
        Allowed("e4", "m2", 500),
        Allowed("e1", "m3", 990),
    )
    mentors = (Mentor("m1", 1), Mentor("m2", 1), Mentor("m3", 1))
    mentees = tuple(Mentee(f"e{n}") for n in range(1, 5))
    return Problem(mentors, mentees, pairs, locked=(("e1", "m1"),))


def test_the_honest_solution_is_accepted(problem: Problem) -> None:
    solution = solve(problem).to_json()
    assert solution["pairs"] == [["e1", "m1"], ["e2", "m3"], ["e3", "m2"]]
    assert solution["objective"] == {"matched": 3, "worst": 600, "total": 1650}
    assert best_figures(problem) == (3, 600, 1650)
    assert check(problem.to_json(), solution) == []


TAMPERINGS = [
    (("pairs",), [["e1", "m1"], ["e2", "m3"], ["e4", "m3"]], "not allowed"),
    (("pairs",), [["e1", "m1"], ["e2", "m3"], ["e2", "m1"]], "has 2 mentors"),
    (("pairs",), [["e1", "m1"], ["e2", "m1"], ["e3", "m2"]], "only 1 places"),
    (("pairs",), [["e1", "m3"], ["e2", "m1"], ["e3", "m2"]], "locked pair"),
    (("objective", "matched"), 4, "'matched' is given as 4, but the pairs give 3"),
    (("objective", "worst"), 400, "'worst' is given as 400, but the pairs give 600"),
    (("objective", "total"), 1651, "'total' is given as 1651, but the pairs give 1650"),
    (("unmatched",), [], "not exactly those without a pair"),
    (("unmatched", 0, "witness", "mentees"), ["e3"], "does not hold that mentee"),
    (("unmatched", 0, "witness", "mentees"), ["e4"], "places enough"),
    (("unmatched", 0, "witness", "mentors"), [], "exactly the mentors"),
    (("unmatched", 0, "witness", "mentors"), ["m2", "m9"], "exactly the mentors"),
    (("proof", "most"), {"mentees": ["e1", "e2"], "mentors": []}, "misses a pair"),
    (("proof", "most"), {"mentees": ["e1", "e2", "e3", "e4"], "mentors": []}, "another size"),
    (("proof", "floor"), None, "no cover"),
    (("proof", "floor"), {"mentees": ["e2"], "mentors": []}, "worst pair might be better"),
    (("proof", "floor"), {"mentees": ["e1", "e2", "e3"], "mentors": []}, "too large"),
    (("proof", "prices", "mentees", "e4"), -1, "below 0"),
    (("proof", "prices", "mentees"), {}, "do not name everybody"),
    (("proof", "prices", "each_pair"), 0, "beats its prices"),
    (("proof", "prices", "each_pair"), 5000, "do not sum"),
    (("proof", "prices"), {}, "cannot be read"),
    (("pairs",), 7, "cannot be read"),
    (("objective", "total"), 1650.0, "cannot be read"),
]


@pytest.mark.parametrize(("path", "value", "sentence"), TAMPERINGS)
def test_each_tampering_is_named(problem: Problem, path: tuple[str | int, ...], value: object, sentence: str) -> None:
    solution = solve(problem).to_json()
    place = solution
    for step in path[:-1]:
        place = place[step]
    assert place[path[-1]] != value or type(place[path[-1]]) is not type(value)
    place[path[-1]] = value
    assert sentence in " ".join(check(problem.to_json(), solution))


@pytest.mark.parametrize("data", [None, [], {}, {"mentors": [{}], "mentees": [], "pairs": []}])
def test_what_is_no_problem_is_said(data: object) -> None:
    (sentence,) = check(data, {})
    assert sentence.startswith("The problem cannot be read")
