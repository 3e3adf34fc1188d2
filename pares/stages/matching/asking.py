"""Questions asked of all pairs of a crowd, block by block: which beat their prices, and which look promising."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from pares.stages.matching.table import Ints

Block = npt.NDArray[np.integer]
Margins = npt.NDArray[Any]
Report = Callable[[float], None]
# So far below 0 is the margin of a pair that is not allowed, whatever its prices.
NEVER = -(10**9)


class Crowd(Protocol):
    """Mentees, `size` of them, and mentors, whose pairs are scored as they are asked for."""

    @property
    def size(self) -> int:
        """How many mentees there are."""

    @property
    def places(self) -> Ints:
        """How many mentees each mentor can take."""

    def scores(self, rows: Ints, columns: Ints) -> Block:
        """Give the scores of these mentees (rows) with these mentors, 0 to 1000, -1 where a pair is not allowed."""


@runtime_checkable
class Pricing(Protocol):
    """A crowd that compares with prices faster than score by score, and knows who is out of reach of whom."""

    def margins(
        self, rows: Ints, columns: Ints, levels: Ints, prices: Ints, block: int
    ) -> Iterator[tuple[Ints, Ints, Margins]]:
        """Give mentees, mentors and score - level of the mentee - price of the mentor, `block` figures at once.

        Each allowed pair of these mentees and mentors comes once, exactly; one that is not allowed does not come, or
        with a figure so far below 0 that both prices added give no score. Levels and prices are of everybody; rows are
        in any order, columns in the order they are asked for.
        """


class Pairs(NamedTuple):
    """Pairs of a crowd with their scores."""

    rows: Ints
    columns: Ints
    scores: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some mentees and mentors of a crowd as a crowd of their own, with the places these mentors have."""

    whole: Crowd
    rows: Ints
    columns: Ints

    @property
    def size(self) -> int:
        """How many mentees there are."""
        return len(self.rows)

    @property
    def places(self) -> Ints:
        """How many mentees each mentor can take."""
        return self.whole.places[self.columns]

    def scores(self, rows: Ints, columns: Ints) -> Block:
        """Give the scores of these mentees with these mentors."""
        return self.whole.scores(self.rows[rows], self.columns[columns])

    def margins(
        self, rows: Ints, columns: Ints, levels: Ints, prices: Ints, block: int
    ) -> Iterator[tuple[Ints, Ints, Margins]]:
        """Give what these pairs are above their prices."""
        row, column = np.zeros(self.whole.size, dtype=np.int64), np.zeros(len(self.whole.places), dtype=np.int64)
        level, price = row.copy(), column.copy()
        row[self.rows], column[self.columns] = np.arange(self.size), np.arange(len(self.columns))
        level[self.rows], price[self.columns] = levels, prices
        for some, near, found in margins(self.whole, self.rows[rows], self.columns[columns], level, price, block):
            yield row[some], column[near], found


def margins(  # noqa: PLR0913, PLR0917 - as the crowd's own
    crowd: Crowd, rows: Ints, columns: Ints, levels: Ints, prices: Ints, block: int
) -> Iterator[tuple[Ints, Ints, Margins]]:
    """Give what pairs are above their prices, from the crowd itself where it offers that."""
    if isinstance(crowd, Pricing):
        yield from crowd.margins(rows, columns, levels, prices, block)
        return
    at_once = max(1, block // max(1, len(columns)))
    for start in range(0, len(rows), at_once):
        some = rows[start : start + at_once]
        scores = crowd.scores(some, columns).astype(np.int64)
        yield some, columns, np.where(scores < 0, NEVER, scores - levels[some][:, None] - prices[columns])


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
    """A crowd, how many figures are held at once, and who hears how far a question is (0 to 1)."""

    crowd: Crowd
    block: int
    report: Report

    def beating(  # noqa: PLR0913, PLR0917 - what is asked
        self, rows: Ints, columns: Ints, levels: Ints, prices: Ints, floor: int, most: int
    ) -> Pairs:
        """Give pairs from the floor up that beat their prices: of each mentee who has any at least one, up to `most`.

        Pairs below the floor are put aside before the best are taken, so that they never crowd out a true one.
        """
        found = []
        for some, near, margin in self._blocks(rows, columns, levels, prices):
            hit = np.flatnonzero(margin.max(axis=1, initial=0) > 0)
            if not len(hit):
                continue
            above = margin[hit].astype(np.int64)
            scores = above + levels[some[hit]][:, None] + prices[near]
            above[scores < floor] = 0
            for best in _best_of_groups(above, most):
                true = np.flatnonzero(above[np.arange(len(hit)), best] > 0)
                found.append(Pairs(some[hit[true]], near[best[true]], scores[true, best[true]]))
        return together(found)

    def meeting(self, levels: Ints, prices: Ints, floor: int) -> Pairs:
        """Give all pairs from the floor up that meet their prices or beat them."""
        found = []
        for some, near, margin in self._blocks(np.arange(len(levels)), np.arange(len(prices)), levels, prices):
            row, column = np.nonzero(margin >= 0)
            scores = margin[row, column].astype(np.int64) + levels[some[row]] + prices[near[column]]
            good = scores >= floor
            found.append(Pairs(some[row[good]], near[column[good]], scores[good]))
        return together(found)

    def promising(self, prices: Ints, most: int, within: int, seed: int) -> Pairs:
        """Give the pairs of each mentee that are most above the prices, in each of so many groups of mentors.

        Those more than `within` points behind the mentee's best are left out. Mentors get their best pairs too, in a
        quarter as many groups of mentees, for nobody may be left without.
        """
        mentors, found = _Leading(most // 4, len(prices)), []
        order = np.random.default_rng(seed).permutation(len(prices))
        levels = np.zeros(self.crowd.size, dtype=np.int64)
        for some, near, margin in self._blocks(np.arange(self.crowd.size), order, levels, prices):
            each = np.arange(len(some))
            groups = [(best, margin[each, best]) for best in _best_of_groups(margin, most)]
            if not groups:
                continue
            leading = np.max([value for _, value in groups], axis=0) - within
            for best, value in groups:
                scores = value.astype(np.int64) + prices[near[best]]
                good = (scores >= 0) & (value >= leading)
                found.append(Pairs(some[good], near[best[good]], scores[good]))
            mentors.take(some, near, margin)
        return together([*found, *mentors.pairs(prices)])

    def highest(self, rows: Ints, levels: Ints) -> Ints:
        """Give the highest price each mentor could ask for a place from these mentees at their levels; 0 at least."""
        highest = np.zeros(len(self.crowd.places), dtype=np.int64)
        for _, near, margin in self._blocks(rows, np.arange(len(highest)), levels, np.zeros_like(highest)):
            highest[near] = np.maximum(highest[near], margin.max(axis=0, initial=0).astype(np.int64))
        return highest

    def _blocks(self, rows: Ints, columns: Ints, levels: Ints, prices: Ints) -> Iterator[tuple[Ints, Ints, Margins]]:
        done = 0
        for some, near, margin in margins(self.crowd, rows, columns, levels, prices, self.block):
            self.report(done / len(rows))
            yield some, near, margin
            done += len(some)


class _Leading:
    """The best pair of each mentor in each of some groups of mentees: those of every so manieth block."""

    def __init__(self, groups: int, columns: int) -> None:
        self.value = np.full((groups, columns), NEVER, dtype=np.int64)
        self.row = np.zeros((groups, columns), dtype=np.int64)
        self.blocks = 0

    def take(self, rows: Ints, columns: Ints, margin: Margins) -> None:
        """Compare a block with the best so far."""
        if not len(self.value):
            return
        group = self.blocks % len(self.value)
        self.blocks += 1
        better = np.flatnonzero(margin.max(axis=0) > self.value[group, columns])
        best = margin[:, better].argmax(axis=0)
        self.value[group, columns[better]] = margin[best, better]
        self.row[group, columns[better]] = rows[best]

    def pairs(self, prices: Ints) -> Iterator[Pairs]:
        """Give the best pairs found."""
        for value, row in zip(self.value, self.row, strict=True):
            good = np.flatnonzero(value + prices >= 0)
            yield Pairs(row[good], good, (value + prices)[good])


def _best_of_groups(margin: Margins, number: int) -> Iterator[Ints]:
    """Give the place of each row's best in each of so many groups of columns."""
    edges = np.unique(np.linspace(0, margin.shape[1], number + 1).astype(np.int64))
    for start, end in pairwise(edges.tolist()):
        yield margin[:, start:end].argmax(axis=1) + start


def together(found: Iterable[Pairs]) -> Pairs:
    """Give several lists of pairs as one."""
    none = np.zeros(0, dtype=np.int64)
    parts = zip(Pairs(none, none, none), *found, strict=True)
    return Pairs(*(np.concatenate(part).astype(np.int64) for part in parts))
