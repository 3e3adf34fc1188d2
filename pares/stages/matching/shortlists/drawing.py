"""Who is shown to whom: up to three mentors a mentee, all of whom they may have. Pure: no Django.

The first is the mentor the best answer gives them, so that everybody who can be matched is offered somebody they can
really get. The others are the best fits, given out in rounds by the same exact solver: nobody gets a second name before
all who can have a first one, nobody a third before all who can have a second. A mentor stands on at most
`LISTS_A_PLACE` lists for each free place, two while seconds are given out, so that at least every third name shown
leads to a place. Where that leaves somebody with fewer than three names, the list is shorter rather than the promise
weaker.
"""

from collections.abc import Mapping

import numpy as np

from pares.stages.matching.lottery import tickets
from pares.stages.matching.solver import optimum
from pares.stages.matching.table import NOBODY, Flags, Ints, Table

SHOWN = 3
LISTS_A_PLACE = 3
# How many names everybody should have after each round, and on how many lists a place may stand by then.
_ROUNDS = ((1, 2), (1, 3), (2, 2), (2, 3), (3, 3))

Lists = Mapping[str, tuple[str, ...]]


def draw(table: Table) -> Lists:
    """Return the mentors to show each mentee who is not locked, by id; () where nobody is possible."""
    best = optimum(table).assigned
    rows, places = table.free_rows, table.free_places
    listed = np.zeros(table.score.shape, dtype=np.bool_)
    given = rows[best[rows] != NOBODY]
    listed[given, best[given]] = True
    for names, lists in _ROUNDS:
        wanting = rows[listed[rows].sum(axis=1) < names]
        if len(wanting):
            found = _one_more(table, wanting, listed, lists * places)
            listed[wanting[found != NOBODY], found[found != NOBODY]] = True
    lot = tickets(table.seed, table.mentees, table.mentors)
    return {table.mentees[row]: _in_order(table, int(row), listed[row], int(best[row]), lot[row]) for row in rows}


def _one_more(table: Table, rows: Ints, listed: Flags, most: Ints) -> Ints:
    """Return one mentor more for each of these rows, where there is one; `most` bounds the lists of each mentor."""
    left = np.maximum(most - listed.sum(axis=0), 0)
    score = np.where(listed[rows], NOBODY, table.score[rows])
    nobody = np.full(len(rows), NOBODY, dtype=np.int64)
    mentees = tuple(table.mentees[row] for row in rows)
    return optimum(Table(mentees, table.mentors, score, left, nobody, table.seed)).assigned


def _in_order(table: Table, row: int, listed: Flags, best: int, lot: Ints) -> tuple[str, ...]:
    """Return a row's mentors: the best answer's first, then the better fit, then by lot."""
    columns = np.flatnonzero(listed).tolist()
    columns.sort(key=lambda column: (column != best, -int(table.score[row, column]), -int(lot[column])))
    return tuple(table.mentors[column] for column in columns)
