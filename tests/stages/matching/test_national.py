"""The engine for crowds too large for a table finds what the other finds, however few pairs it is shown at first."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

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
        names = (table.mentees, table.mentors)
        found = national.optimum(crowd, seed=table.seed, names=names, block=random.choice((5, 30, 1000)))
        best = solver.optimum(table)
        assert (_figures(found), found.assigned.tolist()) == (_figures(best), best.assigned.tolist())
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


def _otherwise(edges: flow.Edges, size: int, _covered: object) -> np.ndarray:
    """The best of a given size by a third solver, which chooses among equals as it likes."""
    dice = np.random.default_rng(size + len(edges.row))
    column_of_place = np.repeat(np.arange(len(edges.places)), edges.places)
    spare = edges.rows - size
    worth = np.full((edges.rows, len(column_of_place) + spare), -np.inf)
    score = np.full((edges.rows, len(edges.places)), -np.inf)
    score[edges.row, edges.column] = edges.score + dice.random(len(edges.row)) / (2 * edges.rows)
    worth[:, : len(column_of_place)] = score[:, column_of_place]
    worth[:, len(column_of_place) :] = 0
    _, chosen = linear_sum_assignment(worth, maximize=True)
    return np.append(column_of_place, np.full(spare, NOBODY))[chosen]


def test_ties_are_the_lottery_s_whatever_solved_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few different scores, so that there are many best answers, and people in two orders."""
    dice, several = np.random.default_rng(5), 0
    for rows, columns in ((120, 80), (90, 30), (60, 90)):
        score = np.where(dice.random((rows, columns)) < 0.2, dice.integers(1, 4, (rows, columns)) * 300, -1)
        places = dice.choice([1, 2, 3], columns)
        crowd = _crowd(score.tolist(), places.tolist())
        names = (crowd.table.mentees, crowd.table.mentors)
        plain = national.optimum(crowd)
        first = national.optimum(crowd, seed=3, names=names)
        with monkeypatch.context() as patched:
            patched.setattr(national, "dearest", _otherwise)
            patched.setattr(national, "PROMISING", 2)
            other = national.optimum(crowd, seed=3, names=names)
        assert first.assigned.tolist() == other.assigned.tolist()
        assert first.assigned.tolist() == solver.optimum(replace(crowd.table, seed=3)).assigned.tolist()
        assert _figures(first) == _figures(plain) == _figures(other)
        row, column = dice.permutation(rows), dice.permutation(columns)
        mixed = _crowd(score[np.ix_(row, column)].tolist(), places[column].tolist())
        mixed_names = [names[0][one] for one in row], [names[1][one] for one in column]
        drawn = national.optimum(mixed, seed=3, names=mixed_names).assigned
        assert np.append(column, NOBODY)[drawn].tolist() == first.assigned[row].tolist()
        several += first.assigned.tolist() != plain.assigned.tolist()
    assert several


def test_two_hundred_with_either_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(8)
    score = np.where(random.random((200, 120)) < 0.3, random.integers(0, 1001, (200, 120)), -1)
    crowd = _crowd(score.tolist(), random.choice([0, 1, 2, 3], 120).tolist())
    names = (crowd.table.mentees, crowd.table.mentors)
    first = national.optimum(crowd, names=names, block=3000)
    monkeypatch.setattr(flow, "min_cost_flow", None)
    second = national.optimum(crowd, names=names)
    assert first.assigned.tolist() == second.assigned.tolist()
    assert _figures(first) == _figures(second) == _figures(solver.optimum(crowd.table))
    assert list(_breaches(crowd, first)) == list(_breaches(crowd, second)) == []
