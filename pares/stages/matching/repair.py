"""What if: the exact new optimum after a change, by repair of the one that stands and not from nothing.

Who withdraws, joins late or takes one more mentee changes a few pairs. The number matched and the floor are found from
the pairs that stand; then one shortest path for each pair that must change keeps the prices true (`rerouting`); the
lottery settles ties last. What comes out equals what `solver.optimum` gives for the changed table, ties included.
"""

from dataclasses import dataclass

import numpy as np

from pares.stages.matching.problem import Objective
from pares.stages.matching.rerouting import Standing, match_one_more
from pares.stages.matching.sizing import Sizing
from pares.stages.matching.solver import Field, FreePrices, Optimum, drawn
from pares.stages.matching.table import NOBODY, Ints, Table


@dataclass(frozen=True, slots=True, eq=False)
class Live:
    """A table with its optimum, ready for questions."""

    table: Table
    best: Optimum

    def after(self, changed: Table) -> Optimum:
        """Give the optimum of a table with the same people of whom some may do, take or be allowed other than now.

        Somebody who is not there (yet) is a row without an allowed pair, or a column without places.
        """
        return _drawn(changed, self._repaired(changed))

    def figures_after(self, changed: Table) -> Objective:
        """Give the figures of that optimum only, which needs no lottery and so no more than the paths."""
        standing = self._repaired(changed)
        made = np.flatnonzero(standing.assigned != NOBODY)
        held = np.flatnonzero(changed.locked != NOBODY)
        total = standing.score[made, standing.assigned[made]].sum() + changed.score[held, changed.locked[held]].sum()
        return Objective(len(made) + len(held), standing.floor if len(made) else 0, int(total))

    def _repaired(self, changed: Table) -> Standing:
        standing = self._standing()
        free = changed.locked == NOBODY
        rows = self._other_rows(changed)
        only_less = not len(rows) and bool((changed.places <= self.table.places).all())
        known = int((standing.assigned != NOBODY).sum()) if only_less else -1
        for row in rows[standing.present[rows]]:
            standing.remove(int(row))
        standing.score = changed.score
        for column in np.flatnonzero(standing.places != changed.free_places):
            _resize(standing, int(column), int(changed.free_places[column]))
        for row in rows[free[rows]]:
            standing.add(int(row))
        _refloor(standing, known)
        return standing

    def _other_rows(self, changed: Table) -> Ints:
        other = self.table.locked != changed.locked
        if self.table.score is not changed.score:
            other |= (self.table.score != changed.score).any(axis=1)
        return np.flatnonzero(other)

    def _standing(self) -> Standing:
        held = self.table.locked != NOBODY
        assigned = np.where(held, NOBODY, self.best.assigned)
        return Standing(
            score=self.table.score,
            floor=self.best.worst,
            present=~held,
            places=self.table.free_places.copy(),
            assigned=assigned,
            taken=np.bincount(assigned[assigned != NOBODY], minlength=len(self.table.mentors)),
            rows=np.where(held, 0, self.best.row_prices),
            columns=self.best.column_prices.copy(),
            each_pair=self.best.each_pair,
        )


def _resize(standing: Standing, column: int, places: int) -> None:
    """Give a column so many places."""
    if not places:
        standing.close(column)
    while standing.places[column] > places:
        standing.take_place(column)
    while standing.places[column] < places:
        standing.add_place(column)


def _refloor(standing: Standing, known: int) -> None:
    """Bring the floor to its best for as many pairs as can be, and the pairs and prices to that floor."""
    rows = np.flatnonzero(standing.present)
    sizing = Sizing(standing.score[rows], standing.places, standing.assigned[rows])
    floor = sizing.floor(standing.floor, known=known)
    if floor == standing.floor:
        return
    standing.floor = floor
    wrong = rows[(standing.short(rows) < 0).any(axis=1)]
    held = rows[standing.assigned[rows] != NOBODY]
    below = held[standing.score[held, standing.assigned[held]] < floor]
    moved = np.union1d(wrong, below)
    left = standing.assigned[moved]
    standing.present[moved] = False
    standing.rows[moved] = 0
    for row in moved[left != NOBODY]:
        standing.free(int(row))
    for column in left[left != NOBODY]:
        standing.places[column] -= 1
    for column in left[left != NOBODY]:
        standing.add_place(int(column))
    for row in moved:
        standing.add(int(row))
    while (standing.assigned != NOBODY).sum() < sizing.size:
        match_one_more(standing)


def _drawn(table: Table, standing: Standing) -> Optimum:
    rows = table.free_rows
    found = standing.assigned[rows]
    size = int((found != NOBODY).sum())
    field = Field(table.score[rows], table.free_places, size)
    prices = FreePrices(standing.each_pair, standing.rows[rows], standing.columns)
    return drawn(table, field, standing.floor if size else 0, found, prices)
