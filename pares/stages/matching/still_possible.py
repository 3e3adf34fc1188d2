"""How many can still have a mentor once some pairs are chosen, and which choice would cost somebody theirs.

A choice costs nobody a mentor exactly where some matching of greatest size holds it (Berge, 1957): so one such matching
and two walks along it answer for all mentors of a mentee at once.
"""

import numpy as np

from pares.stages.matching.flow import Edges, largest
from pares.stages.matching.table import NOBODY, Flags, Ints, Table


def most(table: Table) -> int:
    """Give how many mentees can have a mentor at most, the pairs that are locked kept."""
    return int((table.locked != NOBODY).sum() + (_spread(table, _open(table)) != NOBODY).sum())


def costly(table: Table, row: int) -> tuple[int, Flags]:
    """Give the most with this row not locked, and the columns with which it would be one fewer.

    Only columns this row may have, with a place that no lock takes, are among them.
    """
    free = replace_lock(table, row)
    open_to = _open(free)
    assigned = _spread(free, open_to)
    most_now = int((free.locked != NOBODY).sum() + (assigned != NOBODY).sum())
    me = int(np.flatnonzero(free.free_rows == row)[0])
    home = int(assigned[me])
    if home == NOBODY or _reached(open_to, assigned)[home]:
        return most_now, np.zeros_like(open_to[me])
    spare = np.bincount(assigned[assigned != NOBODY], minlength=len(free.places)) < free.free_places
    spare[home] = True
    return most_now, open_to[me] & ~_can_spare(open_to, assigned, spare, me)


def replace_lock(table: Table, row: int) -> Table:
    """Give the table with this row not locked."""
    return table.with_lock(row, NOBODY)


def _open(table: Table) -> Flags:
    """Give which rows that are not locked may have which columns with a place left."""
    found: Flags = (table.score[table.free_rows] >= 0) & (table.free_places > 0)
    return found


def _spread(table: Table, open_to: Flags) -> Ints:
    row, column = np.nonzero(open_to)
    return largest(Edges(row, column, np.zeros_like(row), len(open_to), table.free_places))


def _reached(open_to: Flags, assigned: Ints) -> Flags:
    """Give the columns whose place somebody left out could have, if those who have it moved on."""
    columns = np.zeros(open_to.shape[1], dtype=np.bool_)
    rows = assigned == NOBODY
    while rows.any():
        fresh = open_to[rows].any(axis=0) & ~columns
        columns |= fresh
        rows = np.append(fresh, values=False)[assigned]
    return columns


def _can_spare(open_to: Flags, assigned: Ints, spare: Flags, me: int) -> Flags:
    """Give the columns that have a place to spare or can get one: somebody there may have a column that can."""
    columns = spare
    others = assigned != NOBODY
    others[me] = False
    while True:
        moving = others & open_to[:, columns].any(axis=1)
        grown = columns.copy()
        grown[assigned[moving]] = True
        if (grown == columns).all():
            return columns
        columns = grown
