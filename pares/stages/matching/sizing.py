"""How many can be matched, and how good the worst pair can then be, found from pairs that stand already.

The best floor for a number of pairs is the highest level at which that many still fit; from pairs that fit at one
level, each further pair takes one augmenting path (Berge, 1957). Who may have whom from a level up is kept as bits, so
that a step of the search over all columns is a few bytes for each row.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from pares.stages.matching.table import NOBODY, Flags, Ints

Bits = npt.NDArray[np.uint8]
_BYTE = 8


def packed(flags: Flags) -> Bits:
    """Give flags as bits, those of one row in bytes of their own."""
    return np.packbits(flags, axis=-1, bitorder="little")


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """A table of scores (-1: not allowed), and for each level asked for the bits of the pairs from it up."""

    score: Ints
    known: dict[int, Bits] = field(default_factory=dict)

    def at(self, level: int) -> Bits:
        """Give the bits of the pairs from a level up, a line for each row."""
        if level not in self.known:
            self.known[level] = packed(self.score >= level)
        return self.known[level]


class Sizing:
    """Pairs of rows and columns that grow one path at a time, among the rows that are present."""

    def __init__(self, levels: Levels, places: Ints, assigned: Ints, present: Flags) -> None:
        """Start from pairs that are allowed and within the places."""
        self.levels = levels
        self.places = places
        self.present = present
        self.assigned = assigned.copy()

    @property
    def size(self) -> int:
        """How many pairs there are."""
        return int((self.assigned != NOBODY).sum())

    def floor(self, floor: int, *, known: int, at_most: int) -> int:
        """Give the best floor of as many pairs as can be; the pairs started from are all at least at `floor`.

        `known` is how many could be made, at no better a floor, before somebody or something was only taken away: where
        as many stand still, nothing is to be looked for. It is -1 where something was added. The floor is known not to
        be above `at_most`, unless fewer can be made at the one there is.
        """
        if self.size == known:
            return floor
        self._fill(floor)
        lowered = False
        while (level := self._highest(floor)) >= 0:
            floor, lowered = level, True
            self._fill(floor)
        return floor if lowered or not self.size else self._raised(at_most)

    def grow(self, level: int, most: int) -> bool:
        """Make one pair more or several, up to `most`, none of them below the level; False where that cannot be."""
        usable, layers = self.levels.at(level), list[tuple[Ints, Bits]]()
        taken = np.bincount(self.assigned[self.assigned != NOBODY], minlength=len(self.places))
        roomy, unmet = packed(taken < self.places), packed(self.places > 0)
        newest = np.flatnonzero(self.present & (self.assigned == NOBODY))
        while len(newest) and roomy.any():
            fresh = np.bitwise_or.reduce(usable[newest], axis=0) & unmet
            if not fresh.any():
                return False
            layers.append((newest, fresh))
            if (ends := fresh & roomy).any():
                used = np.zeros(len(self.assigned), dtype=np.bool_)
                for column in np.flatnonzero(np.unpackbits(ends, bitorder="little")).tolist():
                    most -= self._take(column, layers, usable, used)
                    if not most:
                        break
                return True
            unmet &= ~fresh
            met = np.append(np.unpackbits(fresh, count=len(self.places), bitorder="little"), np.uint8(0))
            newest = np.flatnonzero(met[self.assigned])
        return False

    def _fill(self, level: int) -> None:
        while self.grow(level, len(self.assigned)):
            pass

    def _take(self, column: int, layers: list[tuple[Ints, Bits]], usable: Bits, used: Flags) -> bool:
        """Move everybody along a way to a column that nobody has moved along yet; False where there is none.

        It is found backward through the layers of the search. Rows looked at are not used again: somebody who has
        moved leads nowhere, nor does somebody from whom there was no way.
        """
        way: list[tuple[int, int]] = []
        for rows, _ in reversed(layers):
            fitting = rows[((usable[rows, column // _BYTE] >> (column % _BYTE)) & 1).astype(np.bool_) & ~used[rows]]
            if not len(fitting):
                return False
            row = int(fitting[0])
            used[row] = True
            way.append((row, column))
            column = int(self.assigned[row])
        for row, column in way:
            self.assigned[row] = column
        return True

    def _highest(self, below: int) -> int:
        """Give the highest level at which one more fits, or -1."""
        if not below or not self._fits(0):
            return -1
        score = self.levels.score
        levels = np.flatnonzero(np.bincount(score[(score >= 0) & (score < below)]))
        low, high = 0, len(levels) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self._fits(int(levels[middle])):
                low = middle
            else:
                high = middle - 1
        return int(levels[low])

    def _fits(self, level: int) -> bool:
        return self._copy().grow(level, 1)

    def _raised(self, at_most: int) -> int:
        """Give the worst pair's score once no as large a matching has a better one."""
        size, worst = self.size, self._worst()
        while worst < at_most:
            better = self._copy()
            matched = np.flatnonzero(self.assigned != NOBODY)
            score = self.levels.score[matched, self.assigned[matched]]
            better.assigned[matched[score == worst]] = NOBODY
            while (missing := size - better.size) and better.grow(worst + 1, missing):
                pass
            if missing:
                break
            self.assigned = better.assigned
            worst = self._worst()
        return worst

    def _worst(self) -> int:
        matched = np.flatnonzero(self.assigned != NOBODY)
        return int(self.levels.score[matched, self.assigned[matched]].min())

    def _copy(self) -> "Sizing":
        return Sizing(self.levels, self.places, self.assigned, self.present)
