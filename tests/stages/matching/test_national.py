"""The engine for crowds too large for a table finds what the other finds, however few pairs it is shown at first."""

from collections.abc import Iterator
from random import Random

import numpy as np
import pytest

from pares.stages.matching import flow, national, solver
from pares.stages.matching.solver import NotProven
from pares.stages.matching.table import NOBODY, Table
from tests.stages.matching.matching_oracle import small_problem


class Crowd:
    """A table asked block by block."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.size = len(table.mentees)
        self.places = table.places

    def scores(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        return self.table.score[np.ix_(rows, columns)].astype(np.int16)


def _crowd(score: list[list[int]], places: list[int]) -> Crowd:
    mentees, mentors = tuple(f"e{n}" for n in range(len(score))), tuple(f"m{n}" for n in range(len(places)))
    return Crowd(Table(mentees, mentors, np.array(score), np.array(places), np.full(len(score), NOBODY), 0))


def _figures(found: national.Proven | solver.Optimum) -> tuple[int, int, int]:
    return found.matched, found.worst, found.total


def _breaches(crowd: Crowd, found: national.Proven) -> Iterator[str]:
    """What is wrong with a proof, pair by pair and by other means than the engine's."""
    columns = range(len(crowd.places))
    for row in range(crowd.size):
        for column in columns:
            score = int(crowd.table.score[row, column])
            if score < 0:
                continue
            if not (found.most[0][row] or found.most[1][column]):
                yield f"{row}-{column} is not covered"
            if score > found.worst and not (found.better[0][row] or found.better[1][column]):
                yield f"{row}-{column} is better than the worst and not covered"
            price = found.prices.each_pair + found.prices.rows[row] + found.prices.columns[column]
            if score >= found.worst and price < score:
                yield f"{row}-{column} beats its prices"
    most = found.most[0].sum() + crowd.places[found.most[1]].sum()
    better = found.better[0].sum() + crowd.places[found.better[1]].sum()
    paid = found.prices.each_pair * found.matched + found.prices.rows.sum() + found.prices.columns @ crowd.places
    if most != found.matched or (found.matched and better >= found.matched) or paid != found.total:
        yield "a sum is wrong"
    if found.prices.rows.min(initial=0) < 0 or found.prices.columns.min(initial=0) < 0:
        yield "a price is below 0"


@pytest.mark.parametrize(("promising", "joining"), [(1, 1), (2, 1), (2, 3), (24, 8)])
@pytest.mark.parametrize("by_flow", [True, False])
def test_equals_the_exact_optimum_and_proves_it(
    monkeypatch: pytest.MonkeyPatch, promising: int, joining: int, *, by_flow: bool
) -> None:
    monkeypatch.setattr(national, "PROMISING", promising)
    monkeypatch.setattr(national, "JOINING", joining)
    if not by_flow:
        monkeypatch.setattr(flow, "min_cost_flow", None)
    random = Random(promising * 10 + joining)  # noqa: S311 - repeatable problems
    several = 0
    for _ in range(250):
        problem = small_problem(random, largest=8, smallest=random.choice((0, 1, 3, 6)))
        table = Table.of(problem)
        table.locked[:] = NOBODY
        crowd = Crowd(table)
        found = national.optimum(crowd, block=random.choice((5, 30, 1000)))
        assert _figures(found) == _figures(solver.optimum(table))
        assert list(_breaches(crowd, found)) == []
        several += found.rounds > 1
    assert (several > 20) == (promising < 24)


def test_a_pair_that_was_never_promising_is_found_by_its_price(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wish makes a pair better than it looks: the proof must ask for it, or 1,100 would be "proven" here."""
    monkeypatch.setattr(national, "PROMISING", 1)
    crowd = _crowd([[600, 590], [600, 500]], [1, 1])
    found = national.optimum(crowd)
    assert (_figures(found), found.rounds > 1) == ((2, 590, 1190), True)


def test_pairs_that_are_not_allowed_never_crowd_out_those_that_break_the_proof(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With prices below 0 what is not allowed ranks above a true breach, unless it is kept out of the ranking."""
    monkeypatch.setattr(national, "PROMISING", 1)
    monkeypatch.setattr(national, "JOINING", 1)
    random = Random(3)  # noqa: S311 - repeatable problems
    below = 0
    for _ in range(200):
        score = [[random.choice((-1, -1, -1, 0, 1, 2)) for _ in range(6)] for _ in range(6)]
        crowd = _crowd(score, [1] * 6)
        found = national.optimum(crowd)
        assert _figures(found) == _figures(solver.optimum(crowd.table))
        below += found.prices.each_pair < 0
    assert below > 5


def test_an_assignment_that_is_not_the_best_gets_no_prices() -> None:
    edges = flow.Edges(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([9, 8, 9, 1]), 2, np.array([1, 1]))
    assert flow.priced(edges, np.array([1, 0])).each_pair >= 0
    with pytest.raises(NotProven):
        flow.priced(edges, np.array([0, 1]))


def test_two_hundred_with_either_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(8)
    score = np.where(random.random((200, 120)) < 0.3, random.integers(0, 1001, (200, 120)), -1)
    crowd = _crowd(score.tolist(), random.choice([0, 1, 2, 3], 120).tolist())
    first = national.optimum(crowd, block=3000)
    monkeypatch.setattr(flow, "min_cost_flow", None)
    second = national.optimum(crowd)
    assert _figures(first) == _figures(second) == _figures(solver.optimum(crowd.table))
    assert list(_breaches(crowd, first)) == list(_breaches(crowd, second)) == []
