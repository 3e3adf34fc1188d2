"""A matching made as large as can be from one that nearly is: ways from free places to rows without one, many at once.

Breadth first from all free places together (Hopcroft and Karp, 1973, from any start): each row and column is met from
one place only, so the ways found from different places never cross, and all are taken before it is looked again.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from pares.stages.matching.table import NOBODY, Flags, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """The rows each column may have, one column after another, and how many places each has."""

    rows: Ints
    starts: Ints
    places: Ints

    @classmethod
    def of(cls, row: Ints, column: Ints, places: Ints) -> "Ways":
        """Sort pairs, which are in order of row, by column."""
        rows = int(row.max(initial=-1)) + 1
        ends = np.cumsum(np.bincount(row, minlength=rows))
        entries = (np.ones(len(row), dtype=np.int8), column, np.concatenate(([0], ends)))
        turned = csr_array(entries, shape=(rows, len(places))).tocsc()  # type: ignore[no-untyped-call]
        return cls(turned.indices.astype(np.int64), turned.indptr.astype(np.int64), places)

    def from_columns(self, columns: Ints) -> tuple[Ints, Ints]:
        """Give the rows these columns may have, and for each which column it was."""
        count = self.starts[columns + 1] - self.starts[columns]
        first = np.repeat(self.starts[columns] - np.cumsum(count) + count, count)
        return self.rows[first + np.arange(len(first))], np.repeat(columns, count)


def enlarged(ways: Ways, assigned: Ints) -> Ints:
    """Give the column of each row (-1: none) in a matching of greatest size, from one whose pairs are all allowed."""
    assigned = assigned.copy()
    while True:
        taken = np.bincount(assigned[assigned != NOBODY], minlength=len(ways.places))
        roomy = np.flatnonzero(taken < ways.places)
        if not len(roomy) or not (assigned == NOBODY).any() or not _pass_on(ways, assigned, roomy):
            return assigned


def _pass_on(ways: Ways, assigned: Ints, roomy: Ints) -> bool:
    """Move everybody along one way from each free place that has one; False where none has."""
    towards = np.full(len(assigned), NOBODY, dtype=np.int64)
    by_row, root = (np.full(len(ways.places), NOBODY, dtype=np.int64) for _ in range(2))
    root[roomy] = roomy
    done: Flags = np.zeros(len(ways.places), dtype=np.bool_)
    columns, ends = roomy, []
    while len(columns):
        rows, source = ways.from_columns(columns)
        fresh = towards[rows] == NOBODY
        rows, source = rows[fresh], source[fresh]
        towards[rows] = source
        rows = np.unique(rows)
        free = rows[assigned[rows] == NOBODY]
        reached, first = np.unique(root[towards[free]], return_index=True)
        ends += free[first[~done[reached]]].tolist()
        done[reached] = True
        rows = rows[assigned[rows] != NOBODY]
        held = assigned[rows]
        unmet = (root[held] == NOBODY) & ~done[root[towards[rows]]]
        by_row[held[unmet]] = rows[unmet]
        columns = np.unique(held[unmet])
        root[columns] = root[towards[by_row[columns]]]
    for end in ends:
        row = end
        while row != NOBODY:
            column = towards[row]
            assigned[row], row = column, by_row[column]
    return bool(ends)
