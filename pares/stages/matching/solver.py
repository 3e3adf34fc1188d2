"""The exact optimum with its proof: most matched, best worst pair, highest total, ties by lottery.

Each aim is met in turn, and everything that decides is a whole number. The size comes from bipartite
matching with each place as a column of its own; the floor from a search over the scores that occur; the
total from an assignment problem; the lottery from a second one on the pairs the prices leave equal, because
score and ticket together do not fit into 53 bits.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment  # type: ignore[attr-defined]
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from pares.stages.matching.lottery import TICKET_BITS, tickets
from pares.stages.matching.problem import Objective, Prices, Problem, Proof, Solution, Unmatched
from pares.stages.matching.table import NOBODY, Flags, Ints, Table
from pares.stages.matching.witness import cover, permitted, witness

_EXACT_BITS = 52


class NotProven(ArithmeticError):  # noqa: N818 - what it says
    """The prices did not settle: the assignment found was not the best; better loud than wrong."""


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """The best assignment: the column of each row (-1: none), the floor of free pairs, and the prices."""

    assigned: Ints
    matched: int
    worst: int
    total: int
    each_pair: int
    row_prices: Ints
    column_prices: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """What the locks leave open: scores of free rows, free places per column, how many pairs must be made."""

    score: Ints
    places: Ints
    size: int

    def useful(self, allowed: Flags) -> Ints:
        """Give the places per column without those that could never be filled."""
        useful: Ints = np.minimum(self.places, allowed.sum(axis=0))
        return useful


@dataclass(frozen=True, slots=True, eq=False)
class FreePrices:
    """The prices of the free rows and of the columns."""

    each_pair: int
    rows: Ints
    columns: Ints


def solve(problem: Problem | Table) -> Solution:
    """Give the one best solution of a problem, with its proof and a witness for everybody left out."""
    table = Table.of(problem)
    best = optimum(table)
    allowed = permitted(table)
    column = best.assigned
    return Solution(
        pairs=tuple((table.mentees[row], table.mentors[column[row]]) for row in np.flatnonzero(column != NOBODY)),
        unmatched=tuple(
            Unmatched(table.mentees[row], witness(table, allowed, column, int(row)))
            for row in np.flatnonzero(column == NOBODY)
        ),
        objective=Objective(best.matched, best.worst, best.total),
        proof=_proof(table, best),
    )


def optimum(table: Table) -> Optimum:
    """Give the best assignment of a table whose locks hold; NotProven if it could not be shown to be best."""
    score = table.score[table.free_rows]
    found = _largest(score >= 0, table.free_places)
    field = Field(score, table.free_places, int((found != NOBODY).sum()))
    worst = _floor(field) if field.size else 0
    usable = score >= worst
    if field.size:
        found = _assignment(field, usable, score)
    return drawn(table, field, worst, found, _settle(field, usable, found))


def drawn(table: Table, field: Field, worst: int, found: Ints, prices: FreePrices) -> Optimum:
    """Give the optimum with ties settled by the lottery, from an assignment of the free rows that its prices prove."""
    if field.size:
        found = _draw(table, field, field.score >= worst, prices)
    return _whole(table, found, worst, prices)


def _largest(allowed: Flags, places: Ints) -> Ints:
    """Give the column of each row in a matching of greatest size (-1: none)."""
    useful = np.minimum(places, allowed.sum(axis=0))
    column_of_place = np.repeat(np.arange(len(places)), useful)
    if not allowed.shape[0] or not len(column_of_place):
        return np.full(allowed.shape[0], NOBODY, dtype=np.int64)
    graph = csr_array(allowed[:, column_of_place])  # type: ignore[no-untyped-call]
    place = maximum_bipartite_matching(graph, perm_type="column").astype(np.int64)
    return np.where(place == NOBODY, NOBODY, column_of_place[place])


def _floor(field: Field) -> int:
    """Give the highest score that every pair can reach while as many pairs are made."""
    best_of_row = np.sort(field.score.max(axis=1))[::-1]
    levels = np.unique(field.score[field.score >= 0])
    low, high = 0, int(np.searchsorted(levels, best_of_row[field.size - 1], side="right")) - 1
    while low < high:
        middle = (low + high + 1) // 2
        reached = _largest(field.score >= levels[middle], field.places)
        if (reached != NOBODY).sum() == field.size:
            low = middle
        else:
            high = middle - 1
    return int(levels[low])


def _assignment(field: Field, allowed: Flags, worth: Ints) -> Ints:
    """Give an assignment of `field.size` pairs, the most there can be, with the highest sum of `worth`.

    One column is added for each row that must stay without one; where every place is filled, none is needed.
    """
    places = field.useful(allowed)
    column_of_place = np.repeat(np.arange(len(places)), places)
    filled = len(column_of_place)
    spare = 0 if filled == field.size else len(worth) - field.size
    cost = np.zeros((len(worth), filled + spare))
    cost[:, :filled] = np.where(allowed, -worth, np.inf)[:, column_of_place]
    if not spare:
        place, row = linear_sum_assignment(cost.T)
        columns = np.full(len(worth), NOBODY, dtype=np.int64)
        columns[row] = column_of_place[place]
        return columns
    return _columns(cost, column_of_place)


def _columns(cost: npt.NDArray[np.float64], column_of_place: Ints) -> Ints:
    """Give the column of each row in the cheapest assignment of rows to places (-1: an added place)."""
    _, chosen = linear_sum_assignment(cost)
    columns: Ints = np.append(column_of_place, NOBODY)[np.minimum(chosen, len(column_of_place))]
    return columns


def _settle(field: Field, usable: Flags, assigned: Ints) -> FreePrices:
    """Give whole-number prices for an assignment of highest total: the longest paths of its exchange graph.

    The last node stands for staying without a column. Prices that settle are the proof; NotProven if they
    do not.
    """
    step = _exchanges(field, usable, assigned)
    matched = assigned != NOBODY
    made = field.score[matched, assigned[matched]]
    price = np.zeros(len(step), dtype=np.int64)
    price[-1] = -int(made.min()) if made.size else 0
    for _ in range(len(step) + 1):
        raised = np.maximum(price, (price[:, None] + step).max(axis=0))
        if np.array_equal(raised, price):
            break
        price = raised
    columns, each_pair = price[:-1], -int(price[-1])
    rows = np.zeros(len(assigned), dtype=np.int64)
    rows[matched] = made - columns[assigned[matched]] - each_pair
    short = np.bincount(assigned[matched], minlength=len(columns)) < field.places
    wanted = np.where(usable, field.score - columns - each_pair, 0).max(axis=1, initial=0)
    if columns[short].any() or (wanted > rows).any():
        raise NotProven("The prices of the assignment did not settle.")
    return FreePrices(each_pair, rows, columns)


def _exchanges(field: Field, usable: Flags, assigned: Ints) -> Ints:
    """Give, for each two columns, the most that one row now in the first gains by moving to the second."""
    columns = field.score.shape[1]
    never = -(10**15)
    held = np.where(assigned == NOBODY, columns, assigned)
    worth = np.full((len(assigned), columns + 1), never, dtype=np.int64)
    worth[:, :columns][usable] = field.score[usable]
    worth[:, columns] = 0
    gain = worth - worth[np.arange(len(assigned)), held][:, None]
    step = np.full((columns + 1, columns + 1), never, dtype=np.int64)
    order = np.argsort(held, kind="stable")
    if len(order):
        first = np.flatnonzero(np.diff(held[order], prepend=-1))
        step[held[order][first]] = np.maximum.reduceat(gain[order], first, axis=0)
    return step


def _draw(table: Table, field: Field, usable: Flags, prices: FreePrices) -> Ints:
    """Give, of all assignments with the highest total, the one whose tickets sum highest.

    They are exactly those that use pairs whose prices meet their score and leave out only rows and places
    of price 0. One column is added for each row that stays without one and one row for each place that
    stays empty.
    """
    level = prices.rows[:, None] + prices.columns + prices.each_pair
    tight = usable & (field.score == level)
    places = np.where(prices.columns > 0, field.places, field.useful(tight))
    column_of_place = np.repeat(np.arange(len(places)), places)
    rows, filled = len(tight), len(column_of_place)
    size = rows + filled - field.size
    names = [table.mentees[row] for row in table.free_rows]
    bits = min(TICKET_BITS, _EXACT_BITS - size.bit_length())
    ticket = tickets(table.seed, names, table.mentors, bits=bits)
    cost = np.full((size, size), np.inf)
    cost[:rows, :filled] = np.where(tight, -ticket, np.inf)[:, column_of_place]
    cost[:rows, filled:] = np.where(prices.rows == 0, 0, np.inf)[:, None]
    cost[rows:, :filled] = np.where(prices.columns == 0, 0, np.inf)[column_of_place]
    return _columns(cost, column_of_place)[:rows]


def _whole(table: Table, found: Ints, worst: int, prices: FreePrices) -> Optimum:
    """Put the locked rows back; a locked row's price may be below 0, because its pair is no choice."""
    assigned = table.locked.copy()
    assigned[table.free_rows] = found
    matched = assigned != NOBODY
    score = table.score[matched, assigned[matched]]
    rows = np.zeros(len(assigned), dtype=np.int64)
    rows[matched] = score - prices.columns[assigned[matched]] - prices.each_pair
    return Optimum(
        assigned=assigned,
        matched=int(matched.sum()),
        worst=worst,
        total=int(score.sum()),
        each_pair=prices.each_pair,
        row_prices=rows,
        column_prices=prices.columns,
    )


def _proof(table: Table, best: Optimum) -> Proof:
    """Write down the two covers and the prices by id."""
    score = table.score[table.free_rows]
    found = best.assigned[table.free_rows]
    above = score > best.worst
    return Proof(
        most=cover(table, score >= 0, found),
        floor=cover(table, above, _largest(above, table.free_places)) if (found != NOBODY).any() else None,
        prices=Prices(
            each_pair=best.each_pair,
            mentees=_by_name(table.mentees, best.row_prices),
            mentors=_by_name(table.mentors, best.column_prices),
        ),
    )


def _by_name(names: tuple[str, ...], values: npt.NDArray[np.int64]) -> dict[str, int]:
    return dict(zip(names, values.tolist(), strict=True))
