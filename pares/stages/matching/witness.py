"""Why somebody is left out, and why no more pairs fit: sets of mentees with fewer places than heads.

Hall (1935) and Koenig (1931) with places instead of single mentors: follow, from a mentee without a mentor,
everybody they may have, then everybody those mentors have now, and so on. All mentors met are full, so the
mentees met are more than the places met.
"""

import numpy as np

from pares.stages.matching.ballot import before
from pares.stages.matching.problem import Cover, Witness
from pares.stages.matching.table import NOBODY, Flags, Ints, Table


def reach(allowed: Flags, assigned: Ints, start: Flags) -> tuple[Flags, Flags]:
    """Give the rows and columns met from the starting rows; `assigned` has the column of each row or -1."""
    rows = start.copy()
    columns = np.zeros(allowed.shape[1], dtype=np.bool_)
    newest = rows
    while newest.any():
        fresh = allowed[newest].any(axis=0) & ~columns
        columns |= fresh
        newest = np.isin(assigned, np.flatnonzero(fresh)) & ~rows
        rows = rows | newest
    return rows, columns


def cover(table: Table, allowed: Flags, assigned: Ints) -> Cover:
    """Give a cover of the allowed pairs of the free rows and of all locked pairs, as large as the matching.

    `allowed` and `assigned` are over the free rows of the table; `assigned` must be of greatest cardinality
    in `allowed`.
    """
    met, columns = reach(allowed, assigned, assigned == NOBODY)
    rows = np.zeros(len(table.mentees), dtype=np.bool_)
    rows[table.free_rows[~met]] = True
    held = table.locked != NOBODY
    rows[held] = ~columns[table.locked[held]]
    return Cover(mentees=_names(table.mentees, rows), mentors=_names(table.mentors, columns))


def witness(table: Table, allowed: Flags, assigned: Ints, row: int) -> Witness:
    """Give the smaller of two witnesses for a row without a mentor.

    `allowed` is what `permitted` gave, `assigned` is over all rows and of greatest cardinality. Where lots were drawn,
    all others in the witness were drawn before this row.
    """
    start = np.zeros(len(table.mentees), dtype=np.bool_)
    start[row] = True
    near = _rivals(table, allowed, row, before(table, row, assigned != NOBODY))
    rows, columns = near if near is not None else reach(allowed, assigned, start)
    return Witness(mentees=_names(table.mentees, rows), mentors=_names(table.mentors, columns))


def permitted(table: Table) -> Flags:
    """Give the pairs that may be made once the locks stand: a locked row may have only its own column."""
    allowed = table.score >= 0
    held = np.flatnonzero(table.locked != NOBODY)
    allowed[held] = False
    allowed[held, table.locked[held]] = True
    return allowed


def _rivals(table: Table, allowed: Flags, row: int, among: Flags) -> tuple[Flags, Flags] | None:
    """Give just enough mentees who can only have this one's mentors too; None if they are too few."""
    columns: Flags = allowed[row]
    inside = among & allowed.any(axis=1) & ~allowed[:, ~columns].any(axis=1)
    needed = int(table.places[columns].sum())
    others = np.flatnonzero(inside)
    if len(others) < needed:
        return None
    rows = np.zeros(len(table.mentees), dtype=np.bool_)
    rows[others[:needed]] = True
    rows[row] = True
    return rows, columns


def _names(ids: tuple[str, ...], chosen: Flags) -> tuple[str, ...]:
    return tuple(ids[place] for place in np.flatnonzero(chosen))
