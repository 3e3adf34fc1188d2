"""What if: the exact new optimum after a change, by repair of the one that stands and not from nothing.

Who withdraws, joins late or takes one more mentee changes a few pairs. The number matched and the floor are found from
the pairs that stand; then one shortest path for each pair that must change keeps the prices true (`rerouting`); the
lottery settles ties last. What comes out equals what `solver.optimum` gives for the changed table, ties included.
"""

from dataclasses import dataclass, field

import numpy as np

from pares.stages.matching.ballot import by_lot, only
from pares.stages.matching.problem import LARGEST_SCORE, Objective, Problem
from pares.stages.matching.rerouting import Standing, match_one_more
from pares.stages.matching.sizing import Levels, Sizing
from pares.stages.matching.solver import Field, FreePrices, Optimum, drawn, optimum
from pares.stages.matching.table import NOBODY, Ints, Table

# Where more than one, and one more in so many, must move for another floor, it is sooner solved afresh.
MANY = 250


@dataclass(frozen=True, slots=True, eq=False)
class Live:
    """A table with its optimum, ready for questions; what is found out while answering is kept."""

    table: Table
    best: Optimum
    levels: dict[int, Levels] = field(default_factory=dict)

    @classmethod
    def of(cls, problem: "Problem | Table | Live") -> "Live":
        """Solve a problem to ask about; what is solved already stays as it is."""
        if isinstance(problem, Live):
            return problem
        table = Table.of(problem)
        return cls(table, optimum(table))

    def after(self, changed: Table) -> Optimum:
        """Give the optimum of a table with the same people of whom some may do, take or be allowed other than now.

        Somebody who is not there (yet) is a row without an allowed pair, or a column without places.
        """
        changed = by_lot(changed)
        standing = self._repaired(changed)
        return optimum(changed) if standing is None else _drawn(changed, standing)

    def figures_after(self, changed: Table) -> Objective:
        """Give the figures of that optimum only, which needs no lottery and so no more than the paths."""
        changed = by_lot(changed)
        standing = self._repaired(changed)
        if standing is None:
            afresh = optimum(changed)
            return Objective(afresh.matched, afresh.worst, afresh.total)
        made = np.flatnonzero(standing.assigned != NOBODY)
        held = np.flatnonzero(changed.locked != NOBODY)
        total = standing.score[made, standing.assigned[made]].sum() + changed.score[held, changed.locked[held]].sum()
        return Objective(len(made) + len(held), standing.floor if len(made) else 0, int(total))

    def standing(self) -> Standing:
        """Give the assignment that stands with its prices, to look at and to change."""
        return self._standing(self.table)

    def _repaired(self, changed: Table) -> Standing | None:
        """Give what stands after a change; None where so much would have to move that it is solved afresh sooner."""
        now = self.table if self.table.lots is None else only(self.table, self.best.assigned != NOBODY)
        standing = self._standing(now)
        before = int((standing.assigned != NOBODY).sum())
        free = changed.locked == NOBODY
        rows, opened = _others(now, changed)
        standing.places[opened] = 0
        more = np.maximum(changed.free_places - standing.places, 0).sum() + free[rows].sum()
        for row in rows[standing.present[rows]]:
            standing.remove(int(row))
        standing.score = changed.score
        for column in np.flatnonzero(standing.places != changed.free_places):
            _resize(standing, int(column), int(changed.free_places[column]))
        for row in rows[free[rows]]:
            standing.add(int(row))
        only_less = not len(rows) and not more
        known = before if only_less else -1
        sizing = Sizing(self._levels(standing.score), standing.places, standing.assigned, standing.present)
        # All pairs but `more` could be made before, so that as many as then cannot reach a better floor than then.
        at_most = standing.floor if sizing.size - more >= before else LARGEST_SCORE
        floor = sizing.floor(standing.floor, known=known, at_most=at_most)
        return standing if floor == standing.floor or _brought_to(standing, floor, sizing.size) else None

    def _levels(self, score: Ints) -> Levels:
        if score is not self.table.score:
            return Levels(score)
        return self.levels.setdefault(0, Levels(score))

    def _standing(self, table: Table) -> Standing:
        held = table.locked != NOBODY
        assigned = np.where(held, NOBODY, self.best.assigned)
        return Standing(
            score=table.score,
            floor=self.best.worst,
            present=~held,
            places=table.free_places.copy(),
            assigned=assigned,
            taken=np.bincount(assigned[assigned != NOBODY], minlength=len(table.mentors)),
            rows=np.where(held, 0, self.best.row_prices),
            columns=self.best.column_prices.copy(),
            each_pair=self.best.each_pair,
        )


def _others(table: Table, changed: Table) -> tuple[Ints, Ints]:
    """Give the rows that have other scores or another lock, and the columns that nobody could have before.

    To give such a column its places takes a path for each; to look at everybody who may have it, one for each of them.
    """
    other, opened = table.locked != changed.locked, np.zeros(0, dtype=np.int64)
    if table.score is not changed.score:
        differs = table.score != changed.score
        columns = np.flatnonzero(differs.any(axis=0))
        opened = columns[(table.score[:, columns] < 0).all(axis=0)]
        differs[:, opened] = False
        other |= differs.any(axis=1)
    return np.flatnonzero(other), opened


def _resize(standing: Standing, column: int, places: int) -> None:
    """Give a column so many places."""
    if not places:
        standing.close(column)
    while standing.places[column] > places:
        standing.take_place(column)
    while standing.places[column] < places:
        standing.add_place(column)


def _brought_to(standing: Standing, floor: int, size: int) -> bool:
    """Bring the pairs and prices to another floor, at which so many can be made; False where too many would move."""
    rows = np.flatnonzero(standing.present)
    standing.floor = floor
    wrong = rows[(standing.short(rows) < 0).any(axis=1)]
    held = rows[standing.assigned[rows] != NOBODY]
    below = held[standing.score[held, standing.assigned[held]] < floor]
    moved = np.union1d(wrong, below)
    if len(moved) > 1 + len(rows) // MANY:
        return False
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
    while (standing.assigned != NOBODY).sum() < size:
        match_one_more(standing)
    return True


def _drawn(table: Table, standing: Standing) -> Optimum:
    rows = table.free_rows
    found = standing.assigned[rows]
    size = int((found != NOBODY).sum())
    field = Field(table.score[rows], table.free_places, size)
    prices = FreePrices(standing.each_pair, standing.rows[rows], standing.columns)
    return drawn(table, field, standing.floor if size else 0, found, prices)
