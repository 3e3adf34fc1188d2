import json
from random import Random
from time import perf_counter
from typing import Any

import numpy as np
import pytest

from pares.stages.matching.alternatives import alternatives
from pares.stages.matching.checker import check
from pares.stages.matching.lottery import tickets
from pares.stages.matching.problem import Allowed, BadProblem, Mentee, Mentor, Objective, Problem, Solution
from pares.stages.matching.solver import solve
from tests.stages.matching.matching_oracle import Chosen, best_figures, every_choice, figures, small_problem

TWO = (Mentee("e1"), Mentee("e2"))


def _figures(solution: Solution) -> tuple[int, int, int]:
    objective = solution.objective
    return objective.matched, objective.worst, objective.total


def _ticket_sum(problem: Problem, chosen: Chosen) -> int:
    mentees, mentors = sorted(one.id for one in problem.mentees), sorted(one.id for one in problem.mentors)
    ticket = tickets(problem.seed, mentees, mentors)
    return sum(int(ticket[mentees.index(mentee), mentors.index(mentor)]) for mentee, mentor in chosen)


@pytest.mark.parametrize("seed", range(20))
def test_equals_brute_force_and_convinces_the_checker(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - repeatable problems
    for _ in range(150):
        problem = small_problem(random)
        solution = solve(problem)
        assert _figures(solution) == best_figures(problem) == figures(problem, solution.pairs)
        assert check(problem.to_json(), solution.to_json()) == []


def test_of_equally_good_solutions_the_highest_tickets_win() -> None:
    random = Random(5)  # noqa: S311 - repeatable problems
    tied = 0
    for _ in range(500):
        problem = small_problem(random, largest=5)
        best = best_figures(problem)
        choices = [chosen for chosen in every_choice(problem) if figures(problem, chosen) == best]
        tied += len(choices) > 1
        winner = max(choices, key=lambda chosen: _ticket_sum(problem, chosen), default=())
        assert set(solve(problem).pairs) == set(winner)
    assert tied > 50


def test_tickets_are_the_same_on_every_machine() -> None:
    assert tickets(7, ["e1", "e2"], ["m1"]).tolist() == [[236619465639], [364941315196]]


def test_order_of_rows_changes_nothing() -> None:
    random = Random(11)  # noqa: S311 - repeatable problems
    for _ in range(60):
        problem = small_problem(random)
        shuffled = Problem(
            mentors=tuple(random.sample(problem.mentors, len(problem.mentors))),
            mentees=tuple(random.sample(problem.mentees, len(problem.mentees))),
            pairs=tuple(random.sample(problem.pairs, len(problem.pairs))),
            locked=tuple(random.sample(problem.locked, len(problem.locked))),
            seed=problem.seed,
        )
        assert json.dumps(solve(shuffled).to_json()) == json.dumps(solve(problem).to_json())


def test_another_seed_draws_another_winner() -> None:
    pairs = tuple(Allowed(f"e{n}", "m1", 500) for n in range(1, 6))
    mentees = tuple(Mentee(f"e{n}") for n in range(1, 6))
    winners = {solve(Problem((Mentor("m1", 1),), mentees, pairs, seed=seed)).pairs for seed in range(60)}
    assert len(winners) == 5


def test_more_matched_beats_better_worst_beats_total() -> None:
    mentors = (Mentor("m1", 1), Mentor("m2", 1))
    for scores, expected in (
        ((1000, 1, 1, None), (2, 1, 2)),
        ((1000, 300, 301, 300), (2, 300, 1300)),
        ((1000, 500, 500, 100), (2, 500, 1000)),
    ):
        cells = [("e1", "m1"), ("e1", "m2"), ("e2", "m1"), ("e2", "m2")]
        pairs = tuple(Allowed(*cell, score) for cell, score in zip(cells, scores, strict=True) if score is not None)
        assert _figures(solve(Problem(mentors, TWO, pairs))) == expected


def test_nobody_and_nothing_allowed_and_no_places() -> None:
    assert solve(Problem((), (), ())).objective == Objective(0, 0, 0)
    assert solve(Problem((Mentor("m1", 2),), (), ())).pairs == ()
    empty = solve(Problem((Mentor("m1", 0),), TWO, (Allowed("e1", "m1", 900),)))
    assert [(left.mentee, left.witness.mentees, left.witness.mentors) for left in empty.unmatched] == [
        ("e1", ("e1",), ("m1",)),
        ("e2", ("e2",), ()),
    ]


def test_a_lock_stays_and_its_score_does_not_set_the_floor() -> None:
    pairs = (Allowed("e1", "m1", 10), Allowed("e1", "m2", 900), Allowed("e2", "m2", 700), Allowed("e2", "m1", 800))
    mentors = (Mentor("m1", 1), Mentor("m2", 1))
    locked = solve(Problem(mentors, TWO, pairs, locked=(("e1", "m1"),)))
    assert (locked.pairs, _figures(locked)) == ((("e1", "m1"), ("e2", "m2")), (2, 700, 710))
    every = Problem(mentors, TWO, pairs, locked=(("e1", "m1"), ("e2", "m2")))
    assert _figures(solve(every)) == (2, 0, 710)


def test_json_round_trip_in_the_published_shape() -> None:
    data = {
        "mentors": [{"id": "m1", "capacity": 2}],
        "mentees": [{"id": "e1"}],
        "pairs": [{"mentee": "e1", "mentor": "m1", "score": 812}],
        "locked": [["e1", "m1"]],
        "seed": 7,
    }
    problem = Problem.from_json(data)
    assert problem.to_json() == data
    solution = solve(problem)
    assert Solution.from_json(json.loads(json.dumps(solution.to_json()))) == solution
    assert solution.to_json()["pairs"] == [["e1", "m1"]]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"mentors": 3}, "'mentors' must be a list."),
        ({"mentees": [{"id": ""}]}, "The id of mentee number 1 must be a text that is not empty."),
        ({"mentees": [{"name": "x"}]}, "Entry 1 of 'mentees' has no 'id'."),
        ({"mentees": [{"id": "e1"}, {"id": "e1"}]}, "The mentee id 'e1' appears twice."),
        (
            {"mentors": [{"id": "m1", "capacity": -1}]},
            "The capacity of mentor 'm1' must be a whole number, 0 to 20.",
        ),
        (
            {"pairs": [{"mentee": "e1", "mentor": "m9", "score": 1}]},
            "Pair number 1 names the mentor 'm9', who is not listed.",
        ),
        (
            {"pairs": [{"mentee": "e1", "mentor": "m1", "score": 1001}]},
            "The score of pair number 1 must be a whole number from 0 to 1000.",
        ),
        (
            {"pairs": [{"mentee": "e1", "mentor": "m1", "score": True}]},
            "The score of pair number 1 must be a whole number from 0 to 1000.",
        ),
        (
            {"pairs": [{"mentee": "e1", "mentor": "m1", "score": 1}] * 2},
            "The pair of mentee 'e1' and mentor 'm1' appears twice.",
        ),
        (
            {"locked": [["e1", "m2"]]},
            "The locked pair of mentee 'e1' and mentor 'm2' is not an allowed pair.",
        ),
        ({"locked": [["e1"]]}, "Entry 1 of 'locked' must be a list of a mentee id and a mentor id."),
        ({"locked": [["e1", "m1"]] * 2}, "The mentee 'e1' is locked more than once."),
        ({"lock": []}, "The problem has 'lock', which has no meaning here."),
        ({"seed": "7"}, "The seed must be a whole number."),
    ],
)
def test_a_wrong_problem_gets_one_sentence(change: dict[str, Any], sentence: str) -> None:
    data = {
        "mentors": [{"id": "m1", "capacity": 1}],
        "mentees": [{"id": "e1"}],
        "pairs": [{"mentee": "e1", "mentor": "m1", "score": 5}],
    }
    with pytest.raises(BadProblem) as refusal:
        Problem.from_json(data | change)
    assert str(refusal.value) == sentence


def test_more_locks_than_places_are_refused() -> None:
    pairs = tuple(Allowed(one.id, "m1", 5) for one in TWO)
    with pytest.raises(BadProblem, match="More mentees are locked to mentor 'm1' than the mentor has places"):
        Problem((Mentor("m1", 1),), TWO, pairs, locked=(("e1", "m1"), ("e2", "m1")))


def _cohort(mentees: int, mentors: int, *, share: float) -> Problem:
    random = np.random.default_rng(3)
    score = np.clip(random.normal(500, 150, (mentees, mentors)), 0, 1000).astype(int)
    allowed = random.random((mentees, mentors)) < share
    capacity = random.choice([1, 2, 3], size=mentors, p=[0.6, 0.3, 0.1])
    return Problem(
        tuple(Mentor(f"m{n}", int(places)) for n, places in enumerate(capacity)),
        tuple(Mentee(f"e{n}") for n in range(mentees)),
        tuple(Allowed(f"e{i}", f"m{j}", int(score[i, j])) for i, j in zip(*np.nonzero(allowed), strict=True)),
    )


def test_three_hundred_are_proven_quickly() -> None:
    problem = _cohort(300, 180, share=0.4)
    started = perf_counter()
    solution = solve(problem)
    assert perf_counter() - started < 1
    assert check(problem.to_json(), solution.to_json()) == []


def test_alternatives_are_exact_for_every_mentor_and_mentee() -> None:
    random = Random(23)  # noqa: S311 - repeatable problems
    tried = 0
    for _ in range(250):
        problem = small_problem(random, largest=4)
        now = solve(problem)
        locks = dict(problem.locked)
        for mentee in problem.mentees:
            for option in alternatives(problem, mentee.id, limit=None):
                others = tuple(pair for pair in problem.locked if pair[0] != mentee.id)
                then = Problem(
                    problem.mentors,
                    problem.mentees,
                    problem.pairs,
                    (*others, (mentee.id, option.mentor)),
                    problem.seed,
                )
                best = solve(then)
                assert option.objective.matched == best.objective.matched
                assert option.lost_total == now.objective.total - best.objective.total
                before, after = dict(now.pairs), dict(best.pairs)
                assert {(move.mentee, move.before, move.after) for move in option.moves} == {
                    (one.id, before.get(one.id), after.get(one.id))
                    for one in problem.mentees
                    if one != mentee and before.get(one.id) != after.get(one.id)
                }
                if mentee.id not in locks:
                    assert option.lost_matches >= 0
                tried += 1
    assert tried > 100


def test_the_alternative_counts_the_forced_pair_among_the_worst() -> None:
    pairs = (Allowed("e1", "m1", 900), Allowed("e1", "m2", 200), Allowed("e2", "m1", 600), Allowed("e2", "m2", 500))
    problem = Problem((Mentor("m1", 1), Mentor("m2", 1)), TWO, pairs)
    (option,) = alternatives(problem, "e1")
    assert (option.mentor, option.score, option.objective) == ("m2", 200, Objective(2, 200, 800))
    assert (option.lost_matches, option.lost_worst, option.lost_total) == (0, 300, 600)
    assert [(move.mentee, move.before, move.after) for move in option.moves] == [("e2", "m2", "m1")]
