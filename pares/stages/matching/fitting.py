"""How many rows can have a column, and how high the lowest score can then be, in a table of scores.

Each place is a column of its own, so that bipartite matching counts (Hopcroft and Karp, 1973). The table is laid out
once, sorted by row, and each level asked for is a selection of it.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from pares.stages.matching.table import NOBODY, Ints

_Short = npt.NDArray[np.int32]
_Score = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """The pairs that are allowed, one row after another, with each place as a column of its own.

    `best` is each row's best score; `starts` says where its pairs begin, `column_of` to which column a place belongs.
    """

    best: Ints
    place: _Short
    value: _Score
    starts: Ints
    column_of: Ints

    @classmethod
    def of(cls, score: Ints, places: Ints) -> "Spread":
        """Lay out scores (-1: not allowed) and places per column; places that could never be filled are left out."""
        row, column = np.nonzero(score >= 0)
        useful = np.minimum(places, np.bincount(column, minlength=len(places)))
        first, each = np.cumsum(useful) - useful, useful[column]
        ends = np.concatenate(([0], np.cumsum(each)))
        place = np.arange(ends[-1], dtype=np.int32)
        place += np.repeat((first[column] - ends[:-1]).astype(np.int32), each)
        return cls(
            best=score.max(axis=1, initial=NOBODY),
            place=place,
            value=np.repeat(score[row, column].astype(np.int32), each),
            starts=ends[np.searchsorted(row, np.arange(len(score) + 1))],
            column_of=np.repeat(np.arange(len(places)), useful),
        )

    def largest(self, level: int) -> Ints:
        """Give the column of each row (-1: none) in a matching of greatest size among scores from a level up."""
        rows = len(self.starts) - 1
        kept = self.value >= level
        counted = np.concatenate(([0], np.cumsum(kept)))
        place = self.place[kept]
        if not len(place):
            return np.full(rows, NOBODY, dtype=np.int64)
        entries = (np.ones(len(place), dtype=np.int8), place, counted[self.starts].astype(np.int32))
        graph = csr_array(entries, shape=(rows, len(self.column_of)))  # type: ignore[no-untyped-call]
        found = maximum_bipartite_matching(graph, perm_type="column")
        columns: Ints = np.append(self.column_of, NOBODY)[found]
        return columns

    def floor(self, size: int) -> int:
        """Give the highest score that all of so many pairs can reach; so many there must be."""
        best = np.partition(self.best, -size)[-size]
        levels = np.flatnonzero(np.bincount(self.value[self.value <= best]))
        low, high = 0, len(levels) - 1
        while low < high:
            middle = (low + high + 1) // 2
            reached = self.largest(int(levels[middle]))
            if (reached != NOBODY).sum() >= size:
                low = middle
            else:
                high = middle - 1
        return int(levels[low])
