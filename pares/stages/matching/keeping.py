"""The exact optimum once there are pairs: most matched, fewest moved, best worst new pair, highest total, ties by lot.

A pair that stands weighs more than all scores together, so that one assignment answers both "fewest moved" and
"highest total". Between the two comes the worst of the new pairs: the ways to keep most pairs are exactly those that
use pairs whose prices meet their weight, and among these the highest level is sought at which as many fit.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from pares.stages.matching import solver
from pares.stages.matching.problem import LARGEST_SCORE, Objective, Prices, Problem, Proof, Solution
from pares.stages.matching.solver import (
    Field,
    FreePrices,
    NotProven,
    Optimum,
    assignment,
    by_id,
    by_name,
    drawn,
    largest,
    settle,
    whole,
)
from pares.stages.matching.table import NOBODY, Flags, Ints, Table
from pares.stages.matching.witness import cover


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """The best assignment (column of each row, -1: none), its figures, and what proves it.

    `worst` is the lowest score of a new pair that is not locked, 0 where there is none. `staying` has the prices of
    the most pairs that can stay, `prices` those of the total, where a pair that stays weighs `bonus` more.
    """

    assigned: Ints
    matched: int
    moved: int
    worst: int
    total: int
    bonus: int
    staying: Optimum
    prices: Optimum


def columns_of(table: Table, standing: Iterable[tuple[str, str]]) -> Ints:
    """Give the column each row stands with now, -1 where none, from (mentee, mentor)."""
    row = {name: place for place, name in enumerate(table.mentees)}
    column = {name: place for place, name in enumerate(table.mentors)}
    columns = np.full(len(row), NOBODY, dtype=np.int64)
    for mentee, mentor in standing:
        columns[row[mentee]] = column[mentor]
    return columns


def kept(table: Table, standing: Ints) -> Kept:
    """Give the best assignment of a table whose rows stand with these columns now (-1: with none).

    A standing pair stays only where the table allows it. Raises NotProven where something could not be shown.
    """
    rows, places = table.free_rows, table.free_places
    stays = _stays(table, standing)
    allowed = table.score[rows] >= 0
    size = int((largest(allowed, places) != NOBODY).sum())
    counted = _counted(table, stays)
    number = Field(counted.score[rows], places, size)
    found = assignment(number, allowed, number.score) if size else np.full(len(rows), NOBODY, dtype=np.int64)
    most = settle(number, allowed, found)
    worst = _floor(number, table.score[rows], stays[rows], found, most)
    bonus = LARGEST_SCORE * len(table.mentees) + 1
    weighed = _weighed(table, stays, bonus)
    field = Field(weighed.score[rows], places, size)
    usable = field.score >= worst
    best = assignment(field, usable, field.score) if size else found
    prices = drawn(weighed, field, worst, best, settle(field, usable, best))
    return _kept(table, standing, bonus, whole(counted, found, 0, most), prices)


def solve(problem: Problem) -> Solution:
    """Give the one best solution of a problem, with its proof; fewest moved comes second where pairs stand."""
    if not problem.standing:
        return solver.solve(problem)
    table = Table.of(problem)
    standing = columns_of(table, problem.standing)
    best = kept(table, standing)
    pairs, unmatched = by_id(table, best.assigned)
    objective = Objective(best.matched, best.worst, best.total)
    return Solution(pairs, unmatched, objective, _proof(table, standing, best), moved=best.moved)


def _stays(table: Table, standing: Ints) -> Flags:
    """Give where a pair stands that may stay."""
    stays = np.zeros(table.score.shape, dtype=np.bool_)
    have = np.flatnonzero(standing != NOBODY)
    stays[have, standing[have]] = True
    return stays & (table.score >= 0)


def _counted(table: Table, stays: Flags) -> Table:
    """Give the table in which a pair that stays is worth 1 and a new one nothing."""
    return replace(table, score=np.where(table.score >= 0, stays.astype(np.int64), NOBODY))


def _weighed(table: Table, stays: Flags, bonus: int) -> Table:
    """Give the table in which a pair that stays is worth more than all scores together."""
    return replace(table, score=np.where(stays, table.score + bonus, table.score))


def _floor(number: Field, score: Ints, stays: Flags, found: Ints, most: FreePrices) -> int:
    """Give the best score that all new pairs can reach while as many are matched and as many stay."""
    made = found != NOBODY
    new = int(made.sum() - number.score[made, found[made]].sum())
    if not new:
        return 0
    tight = (score >= 0) & (number.score == most.rows[:, None] + most.columns + most.each_pair)
    fresh = tight & ~stays
    levels = np.unique(score[fresh])
    best_of_row = np.sort(np.where(fresh, score, NOBODY).max(axis=1))
    low, high = 0, int(np.searchsorted(levels, best_of_row[-new], side="right")) - 1
    fits = _fitting(number, most, tight)
    while low < high:
        middle = (low + high + 1) // 2
        if fits(tight & (stays | (score >= levels[middle]))):
            low = middle
        else:
            high = middle - 1
    return int(levels[low])


def _fitting(number: Field, most: FreePrices, tight: Flags) -> Callable[[Flags], bool]:
    """Give a test whether some of the tight pairs are enough to match as many and keep as many.

    What is left out must be rows and places of price 0: one column is added for each row that stays without one and
    one row for each place that stays empty, and everything must find its place.
    """
    places = np.where(most.columns > 0, number.places, number.useful(tight))
    column_of_place = np.repeat(np.arange(len(places)), places)
    rows, filled = len(tight), len(column_of_place)
    side = rows + filled - number.size
    square = np.zeros((side, side), dtype=np.bool_)
    square[:rows, filled:] = (most.rows == 0)[:, None]
    square[rows:, :filled] = (most.columns == 0)[column_of_place]

    def fits(usable: Flags) -> bool:
        square[:rows, :filled] = usable[:, column_of_place]
        found = maximum_bipartite_matching(csr_array(square), perm_type="column")  # type: ignore[no-untyped-call]
        return bool((found != NOBODY).all())

    return fits


def _kept(table: Table, standing: Ints, bonus: int, staying: Optimum, prices: Optimum) -> Kept:
    assigned = prices.assigned
    made = np.flatnonzero(assigned != NOBODY)
    new = made[(assigned[made] != standing[made]) & (table.locked[made] == NOBODY)]
    worst = int(table.score[new, assigned[new]].min(initial=LARGEST_SCORE)) if len(new) else 0
    moved = int(((standing != NOBODY) & (assigned != standing)).sum())
    if moved != int((standing != NOBODY).sum()) - staying.total or worst != prices.worst:
        raise NotProven("The assignment does not reach what was found to be possible.")
    total = int(table.score[made, assigned[made]].sum())
    return Kept(assigned, len(made), moved, worst, total, bonus, staying, prices)


def _proof(table: Table, standing: Ints, best: Kept) -> Proof:
    """Write down the cover and the three kinds of prices by id."""
    rows = table.free_rows
    free = best.assigned[rows]
    judged = bool(((free != NOBODY) & (free != standing[rows])).any())
    return Proof(
        most=cover(table, table.score[rows] >= 0, free),
        floor=_no_better(table, _stays(table, standing), best) if judged else None,
        prices=_named(table, best.prices, each_kept=-best.bonus),
        kept=_named(table, best.staying),
    )


def _no_better(table: Table, stays: Flags, best: Kept) -> Prices:
    """Give prices that show that with better new pairs alone, fewer are matched or fewer stay."""
    rows, places = table.free_rows, table.free_places
    better = ((table.score > best.worst) | stays)[rows]
    found = largest(better, places)
    size = int((best.assigned[rows] != NOBODY).sum())
    if (found != NOBODY).sum() < size:
        covered = cover(table, better, found)
        price = best.matched + 1
        mentees = {name: price * (name in covered.mentees) for name in table.mentees}
        mentors = {name: price * (name in covered.mentors) for name in table.mentors}
        return Prices(1 - price, mentees, mentors)
    counted = _counted(table, stays)
    number = Field(counted.score[rows], places, size)
    fewer = assignment(number, better, number.score)
    return _named(table, whole(counted, fewer, 0, settle(number, better, fewer)))


def _named(table: Table, found: Optimum, each_kept: int | None = None) -> Prices:
    return Prices(
        each_pair=found.each_pair,
        mentees=by_name(table.mentees, found.row_prices),
        mentors=by_name(table.mentors, found.column_prices),
        each_kept=each_kept,
    )
