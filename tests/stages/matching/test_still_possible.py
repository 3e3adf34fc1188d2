"""What a choice costs the others, against trying every choice afresh."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pares.stages.matching.still_possible import costly, most
from pares.stages.matching.table import NOBODY, Table


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Up to six a side, sparse, with places from 0 to 2 and some pairs chosen already."""
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    allowed = draw(arrays(np.bool_, (rows, columns), elements=st.sampled_from([True, False, False])))
    places = draw(arrays(np.int64, columns, elements=st.integers(0, 2)))
    locked, left = np.full(rows, NOBODY, dtype=np.int64), places.copy()
    for row in range(rows):
        column = draw(st.integers(-2, columns - 1))
        if column >= 0 and allowed[row, column] and left[column]:
            locked[row] = column
            left[column] -= 1
    names = tuple(f"e{n}" for n in range(rows)), tuple(f"m{n}" for n in range(columns))
    return Table(*names, np.where(allowed, 500, -1), places, locked, 0)


def by_trying(table: Table, row: int = 0, left: tuple[int, ...] | None = None) -> int:
    """The greatest number, by going through everything."""
    left = tuple(table.free_places) if left is None else left
    if row == len(table.mentees):
        return 0
    if table.locked[row] != NOBODY:
        return 1 + by_trying(table, row + 1, left)
    best = by_trying(table, row + 1, left)
    for column in np.flatnonzero(table.score[row] >= 0):
        if left[column]:
            fewer = tuple(n - (place == column) for place, n in enumerate(left))
            best = max(best, 1 + by_trying(table, row + 1, fewer))
    return best


@given(tables())
def test_each_choice_is_priced_as_if_it_were_made(table: Table) -> None:
    assert most(table) == by_trying(table)
    for row in range(len(table.mentees)):
        alone = table.with_lock(row, NOBODY)
        found, dear = costly(table, row)
        assert found == by_trying(alone)
        for column in np.flatnonzero((alone.score[row] >= 0) & (alone.free_places > 0)):
            assert found - int(dear[column]) == by_trying(alone.with_lock(row, int(column)))
