"""The exact optimum with its proof: most matched, best worst pair, highest total, ties by lottery.

Each aim is met in turn, and everything that decides is a whole number. The size comes from bipartite
matching with each place as a column of its own; the floor from a search over the scores that occur; the
total from an assignment problem; the lottery from a second one among those whom the prices leave a choice,
because score and ticket together do not fit into 53 bits.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment  # type: ignore[attr-defined]

from pares.stages.matching.ballot import by_lot
from pares.stages.matching.fitting import Spread
from pares.stages.matching.problem import Objective, Prices, Problem, Proof, Solution, Unmatched
from pares.stages.matching.table import NOBODY, Flags, Ints, Table
from pares.stages.matching.ties import Ties, bits_for
from pares.stages.matching.witness import cover, permitted, witness


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
    return written(table, optimum(table))


def written(table: Table, best: Optimum) -> Solution:
    """Give the optimum of a table by id, with its proof and a witness for everybody left out."""
    pairs, unmatched = by_id(table, best.assigned)
    return Solution(pairs, unmatched, Objective(best.matched, best.worst, best.total), _proof(table, best))


def by_id(table: Table, assigned: Ints) -> tuple[tuple[tuple[str, str], ...], tuple[Unmatched, ...]]:
    """Give the pairs of an assignment (column of each row, -1: none) by id, and a witness for everybody left out."""
    allowed = permitted(table)
    return (
        tuple((table.mentees[row], table.mentors[assigned[row]]) for row in np.flatnonzero(assigned != NOBODY)),
        tuple(
            Unmatched(table.mentees[row], witness(table, allowed, assigned, int(row)))
            for row in np.flatnonzero(assigned == NOBODY)
        ),
    )


def optimum(table: Table) -> Optimum:
    """Give the best assignment of a table whose locks hold; NotProven if it could not be shown to be best.

    Where a ballot was drawn, the lots say who is matched, and only then is the best looked for.
    """
    table = by_lot(table)
    score = table.score[table.free_rows]
    spread = Spread.of(score, table.free_places)
    found = spread.largest(0)
    field = Field(score, table.free_places, int((found != NOBODY).sum()))
    worst = spread.floor(field.size) if field.size else 0
    usable = score >= worst
    if field.size:
        found = assignment(field, usable, score)
    return drawn(table, field, worst, found, settle(field, usable, found))


def drawn(table: Table, field: Field, worst: int, found: Ints, prices: FreePrices) -> Optimum:
    """Give the optimum with ties settled by the lottery, from an assignment of the free rows that its prices prove."""
    if field.size:
        found = _draw(table, field, field.score >= worst, found, prices)
    return whole(table, found, worst, prices)


def largest(allowed: Flags, places: Ints) -> Ints:
    """Give the column of each row in a matching of greatest size (-1: none)."""
    return Spread.of(np.where(allowed, 0, NOBODY), places).largest(0)


def assignment(field: Field, allowed: Flags, worth: Ints) -> Ints:
    """Give an assignment of `field.size` pairs, the most there can be, with the highest sum of `worth`.

    One column is added for each row that must stay without one; where every place is filled, none is needed.
    """
    places = field.useful(allowed)
    column_of_place = np.repeat(np.arange(len(places)), places)
    filled = len(column_of_place)
    spare = 0 if filled == field.size else len(worth) - field.size
    if not spare:
        cost = np.where(allowed, -worth, np.inf).T[column_of_place]
        place, row = linear_sum_assignment(cost)
        columns = np.full(len(worth), NOBODY, dtype=np.int64)
        columns[row] = column_of_place[place]
        return columns
    cost = np.zeros((len(worth), filled + spare))
    cost[:, :filled] = np.where(allowed, -worth, np.inf)[:, column_of_place]
    return _columns(cost, column_of_place)


def _columns(cost: npt.NDArray[np.float64], column_of_place: Ints) -> Ints:
    """Give the column of each row in the cheapest assignment of rows to places (-1: an added place)."""
    _, chosen = linear_sum_assignment(cost)
    columns: Ints = np.append(column_of_place, NOBODY)[np.minimum(chosen, len(column_of_place))]
    return columns


def settle(field: Field, usable: Flags, assigned: Ints) -> FreePrices:
    """Give whole-number prices for an assignment of highest total: the longest paths of its exchange graph.

    The last node stands for staying without a column. Prices that settle are the proof; NotProven if they
    do not.
    """
    step = _exchanges(field, usable, assigned)
    matched = assigned != NOBODY
    made = field.score[matched, assigned[matched]]
    price = np.zeros(len(step), dtype=np.int64)
    price[-1] = -int(made.min()) if made.size else 0
    changed = np.arange(len(step))
    for _ in range(len(step) + 1):
        raised = np.maximum(price, (price[changed, None] + step[changed]).max(axis=0))
        changed = np.flatnonzero(raised != price)
        if not len(changed):
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


def _draw(table: Table, field: Field, usable: Flags, found: Ints, prices: FreePrices) -> Ints:
    """Give, of all assignments with the highest total, the one whose tickets sum highest, from one of them."""
    level = prices.rows[:, None] + (prices.columns + prices.each_pair)
    tight = usable & (field.score == level)
    row, column = np.nonzero(tight)
    useful = np.minimum(field.places, np.bincount(column, minlength=len(field.places)))
    places = np.where(prices.columns > 0, field.places, useful)
    ties = Ties(
        row=row,
        column=column,
        places=places,
        free_rows=prices.rows == 0,
        free_columns=prices.columns == 0,
        bits=bits_for(len(tight) + int(places.sum()) - field.size),
        seed=table.seed,
        mentees=tuple(table.mentees[one] for one in table.free_rows),
        mentors=table.mentors,
    )
    return ties.settled(found)


def whole(table: Table, found: Ints, worst: int, prices: FreePrices) -> Optimum:
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
    if table.lots is not None:
        above &= (found != NOBODY)[:, None]
    return Proof(
        most=cover(table, score >= 0, found),
        floor=cover(table, above, largest(above, table.free_places)) if (found != NOBODY).any() else None,
        prices=Prices(
            each_pair=best.each_pair,
            mentees=by_name(table.mentees, best.row_prices),
            mentors=by_name(table.mentors, best.column_prices),
        ),
    )


def by_name(names: tuple[str, ...], values: npt.NDArray[np.int64]) -> dict[str, int]:
    """Give each value under its name."""
    return dict(zip(names, values.tolist(), strict=True))
