"""How many can be matched, and how good the worst pair can then be, found from pairs that stand already.

The best floor for a number of pairs is the highest level at which that many still fit; from pairs that fit at one
level, each further pair takes one augmenting path (Berge, 1957).
"""

import numpy as np

from pares.stages.matching.table import NOBODY, Ints


class Sizing:
    """Pairs of rows and columns that grow one path at a time; `score` has -1 where a pair is not allowed."""

    def __init__(self, score: Ints, places: Ints, assigned: Ints) -> None:
        """Start from pairs that are allowed and within the places."""
        self.score = score
        self.places = places
        self.assigned = assigned.copy()

    @property
    def size(self) -> int:
        """How many pairs there are."""
        return int((self.assigned != NOBODY).sum())

    def floor(self, floor: int, *, known: int) -> int:
        """Give the best floor of as many pairs as can be; the pairs started from are all at least at `floor`.

        `known` is how many could be made, at no better a floor, before somebody or something was only taken away: where
        as many stand still, nothing is to be looked for. It is -1 where something was added.
        """
        if self.size == known:
            return floor
        self._fill(floor)
        lowered = False
        while (level := self._highest(floor)) >= 0:
            floor, lowered = level, True
            self._fill(floor)
        return floor if lowered else self._raised()

    def grow(self, level: int) -> bool:
        """Make one pair more, none of them below the level; False where that cannot be."""
        by_row = np.full(len(self.places), NOBODY, dtype=np.int64)
        roomy = np.bincount(self.assigned[self.assigned != NOBODY], minlength=len(self.places)) < self.places
        open_columns = self.places > 0
        newest = np.flatnonzero(self.assigned == NOBODY)
        while len(newest) and roomy.any():
            reached = (self.score[newest] >= level) & open_columns
            fresh = np.flatnonzero(reached.any(axis=0))
            by_row[fresh] = newest[reached[:, fresh].argmax(axis=0)]
            open_columns[fresh] = False
            ends = fresh[roomy[fresh]]
            if len(ends):
                self._take(int(ends[0]), by_row)
                return True
            newest = np.flatnonzero(np.isin(self.assigned, fresh))
        return False

    def _fill(self, level: int) -> None:
        while self.grow(level):
            pass

    def _take(self, column: int, by_row: Ints) -> None:
        while column != NOBODY:
            row = int(by_row[column])
            left = int(self.assigned[row])
            self.assigned[row] = column
            column = left

    def _highest(self, below: int) -> int:
        """Give the highest level at which one more fits, or -1."""
        if not below or not self._fits(0):
            return -1
        levels = np.flatnonzero(np.bincount(self.score[(self.score >= 0) & (self.score < below)]))
        low, high = 0, len(levels) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self._fits(int(levels[middle])):
                low = middle
            else:
                high = middle - 1
        return int(levels[low])

    def _fits(self, level: int) -> bool:
        return Sizing(self.score, self.places, self.assigned).grow(level)

    def _raised(self) -> int:
        """Give the worst pair's score once no as large a matching has a better one."""
        size = self.size
        if not size:
            return 0
        while True:
            matched = np.flatnonzero(self.assigned != NOBODY)
            score = self.score[matched, self.assigned[matched]]
            worst = int(score.min())
            better = Sizing(self.score, self.places, self.assigned)
            better.assigned[matched[score == worst]] = NOBODY
            while better.size < size and better.grow(worst + 1):
                pass
            if better.size < size:
                return worst
            self.assigned = better.assigned
