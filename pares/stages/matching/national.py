"""The optimum for more people than a table can hold: some pairs are solved, all pairs are asked whether they do better.

A graph of promising pairs is solved exactly, and its covers and prices are held against every pair there is, block by
block. Pairs that break them join the graph, until none does: then the covers and prices prove the answer over all
pairs. (Column generation; Gilmore and Gomory, 1961.) How many can be matched comes first, then the floor, then the
total; all three are proven at every size. Ties are settled by the lottery: the prices tell of all pairs which may be in
a best answer, so that whatever solved it, the same one is drawn.

After the first question only people whose price fell are asked again: everybody else fell short of their prices before
and can but fall shorter. For a crowd of many the prices to begin with are guessed from a tenth of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from pares.stages.matching.asking import Asking, Block, Crowd, Pairs, Part, together
from pares.stages.matching.flow import Edges, Priced, cover, dearest, floor_of, largest, priced, worth
from pares.stages.matching.table import NOBODY, Flags, Ints
from pares.stages.matching.ties import Ties, bits_for

__all__ = ["Block", "Crowd", "Proven", "Report", "optimum"]

Report = Callable[[str, float], None]
Names = tuple[Sequence[str], Sequence[str]]
USUAL_BLOCK = 2_000_000
PROMISING = 24
JOINING = 8
# From so many mentees prices are guessed first, and pairs so many points behind a mentee's best are not promising.
GUESSED_FROM, A_PART, WITHIN = 5_000, 10, 120
# In so many rounds pairs so far short of their prices leave the graph; not for ever, for then the rounds might not end.
THINNED, HOPELESS = 3, 60
_FAR = 10**6


@dataclass(frozen=True, slots=True, eq=False)
class Proven:
    """The best assignment: the mentor of each mentee (-1: none), its figures, and what proves them over all pairs.

    Each pair has a row or a column of `most`; each pair above the floor one of `better`; no pair from the floor up
    beats its prices.
    """

    assigned: Ints
    matched: int
    worst: int
    total: int
    most: tuple[Flags, Flags]
    better: tuple[Flags, Flags]
    prices: Priced
    rounds: int


def optimum(
    crowd: Crowd,
    *,
    seed: int = 0,
    names: Names | None = None,
    block: int = USUAL_BLOCK,
    report: Report | None = None,
) -> Proven:
    """Give the best assignment of a crowd; `block` is how many scores are held at once, `report` hears how far.

    Ties are settled by the lottery of the seed where mentees and mentors have names, in order; else by the solver.
    """
    graph = _Graph(crowd, block, report or _silence)
    graph.begin(seed)
    biggest, most = graph.largest()
    size = int((biggest != NOBODY).sum())
    floor, better = graph.floor(biggest) if size else (0, most)
    assigned, prices = graph.dearest(size, floor, most)
    total = int(worth(graph.edges(), assigned).sum())
    if names is not None and size:
        assigned = graph.drawn(assigned, prices, floor, seed, names)
    return Proven(assigned, size, floor, total, most, better, prices, graph.rounds)


def _silence(_what: str, _done: float) -> None:
    """Say nothing."""


class _Graph:
    """The promising pairs, and the questions asked of all pairs."""

    def __init__(self, crowd: Crowd, block: int, report: Report) -> None:
        self.crowd = crowd
        self.block = block
        self.report = report
        self.mentors = len(crowd.places)
        self.pair = np.zeros(0, dtype=np.int64)
        self.score = np.zeros(0, dtype=np.int64)
        self.rounds = 1

    def edges(self) -> Edges:
        """Give the pairs there are now."""
        row, column = np.divmod(self.pair, max(1, self.mentors))
        return Edges(row, column, self.score, self.crowd.size, self.crowd.places)

    def begin(self, seed: int) -> None:
        """Take the pairs of each mentee that look best against prices guessed, or against none."""
        prices, within = np.zeros(self.mentors, dtype=np.int64), _FAR
        if self.crowd.size >= GUESSED_FROM and self.mentors >= A_PART:
            prices, within = self._guess(seed), WITHIN
        self._join(self._asking("Looking for promising pairs").promising(prices, PROMISING, within, seed))

    def largest(self) -> tuple[Ints, tuple[Flags, Flags]]:
        """Give a matching of greatest size, and the cover of all pairs that shows it."""
        biggest = None
        while True:
            edges = self.edges()
            biggest = largest(edges, biggest)
            most = cover(edges, biggest)
            if not self._uncovered(most, 0):
                return biggest, most

    def floor(self, biggest: Ints) -> tuple[int, tuple[Flags, Flags]]:
        """Give the best worst pair of as many, and the cover of all better pairs that shows it."""
        size, known = int((biggest != NOBODY).sum()), 0
        while True:
            edges = self.edges()
            known, above = floor_of(edges, size, biggest, known)
            biggest = largest(edges.only(edges.score >= known), above)
            better = cover(edges.only(edges.score > known), above)
            if not self._uncovered(better, known + 1):
                return known, better

    def dearest(self, size: int, floor: int, most: tuple[Flags, Flags]) -> tuple[Ints, Priced]:
        """Give the assignment of so many from the floor up that sums highest, and the prices no pair beats."""
        seen = _Seen(self.crowd.size, self.mentors)
        while True:
            edges = self.edges()
            usable = edges.only(edges.score >= floor)
            assigned = dearest(usable, size, most) if size else np.full(self.crowd.size, NOBODY)
            prices = priced(usable, assigned)
            if not self._beating(seen, prices, floor):
                return assigned, prices
            if seen.times <= THINNED:
                self._thin(prices, assigned)

    def drawn(self, assigned: Ints, prices: Priced, floor: int, seed: int, names: Names) -> Ints:
        """Give the best assignment that the lottery draws, from any of them and the prices that prove it."""
        levels = prices.rows + prices.each_pair
        tight = self._asking("Drawing lots").meeting(levels, prices.columns, floor)
        order = np.lexsort((tight.columns, tight.rows))
        useful = np.minimum(self.crowd.places, np.bincount(tight.columns, minlength=self.mentors))
        ties = Ties(
            row=tight.rows[order],
            column=tight.columns[order],
            places=np.where(prices.columns > 0, self.crowd.places, useful),
            free_rows=prices.rows == 0,
            free_columns=prices.columns == 0,
            bits=bits_for(self.crowd.size + int(self.crowd.places.sum())),
            seed=seed,
            mentees=names[0],
            mentors=names[1],
        )
        return ties.settled(assigned)

    def _guess(self, seed: int) -> Ints:
        """Give what each mentor's place would cost the mentees of a part that is solved alone."""
        random = np.random.default_rng(seed)
        rows, columns = (
            np.sort(random.permutation(number)[: number // A_PART]) for number in (self.crowd.size, self.mentors)
        )
        part = optimum(Part(self.crowd, rows, columns), seed=seed, block=self.block, report=self.report)
        levels = np.zeros(self.crowd.size, dtype=np.int64)
        levels[rows] = part.prices.rows + part.prices.each_pair
        return self._asking("Guessing prices").highest(rows, levels)

    def _uncovered(self, covered: tuple[Flags, Flags], least: int) -> bool:
        """Take in pairs from a score up that a cover misses; False where there is none."""
        rows, columns = (np.flatnonzero(~side) for side in covered)
        if not len(rows) or not len(columns):
            return False
        levels, prices = np.full(self.crowd.size, least - 1), np.zeros(self.mentors, dtype=np.int64)
        asking = self._asking(f"Round {self.rounds}: asking who could be matched")
        return self._join(asking.beating(rows, columns, levels, prices, least, JOINING))

    def _beating(self, seen: "_Seen", prices: Priced, floor: int) -> bool:
        """Take in pairs that beat their prices; False where none does."""
        levels = prices.rows + prices.each_pair
        asking = self._asking(f"Round {self.rounds}: asking all pairs")
        found = together(
            asking.beating(rows, columns, levels, prices.columns, floor, JOINING)
            for rows, columns in seen.fallen(levels, prices.columns)
            if len(rows) and len(columns)
        )
        seen.look(levels, prices.columns, found.rows)
        return self._join(found)

    def _thin(self, prices: Priced, assigned: Ints) -> None:
        """Let pairs go that fall far short of their prices; all pairs have just been asked, these among them."""
        edges = self.edges()
        short = prices.rows[edges.row] + prices.columns[edges.column] + prices.each_pair - edges.score
        kept = (short <= HOPELESS) | (assigned[edges.row] == edges.column)
        self.pair, self.score = self.pair[kept], self.score[kept]

    def _asking(self, what: str) -> Asking:
        return Asking(self.crowd, self.block, lambda done: self.report(what, done))

    def _join(self, found: Pairs) -> bool:
        """Take in these pairs; False where there is none."""
        if not len(found.rows):
            return False
        self.rounds += bool(len(self.pair))
        pair = np.concatenate((self.pair, found.rows * self.mentors + found.columns))
        self.pair, first = np.unique(pair, return_index=True)
        self.score = np.concatenate((self.score, found.scores))[first]
        return True


class _Seen:
    """The prices at which no pair outside the graph does better, but for mentees who had one that does."""

    def __init__(self, rows: int, columns: int) -> None:
        self.levels = np.zeros(rows, dtype=np.int64)
        self.prices = np.zeros(columns, dtype=np.int64)
        self.open = np.ones(rows, dtype=np.bool_)
        self.times = 0

    def look(self, levels: Ints, prices: Ints, hit: Ints) -> None:
        """Remember that all pairs have been held against these prices, and whose beat them."""
        self.levels, self.prices, self.times = levels, prices, self.times + 1
        self.open[:] = False
        self.open[hit] = True

    def fallen(self, levels: Ints, prices: Ints) -> list[tuple[Ints, Ints]]:
        """Give the mentees and mentors, in two rectangles, of all pairs whose two prices may have fallen in sum.

        What all mentors' prices rise by the mentees' may fall by, so a shift is sought that leaves fewest to be asked.
        """
        if not len(prices):
            return []
        row_change, column_change = levels - self.levels, prices - self.prices
        row_change[self.open] = -_FAR
        shifts = np.unique(np.concatenate(([0], np.quantile(column_change, np.linspace(0, 1, 41), method="lower"))))
        rows_by, columns_by = np.sort(row_change), np.sort(column_change)
        rows_fallen = np.searchsorted(rows_by, -shifts)
        columns_fallen = np.searchsorted(columns_by, shifts)
        asked = rows_fallen * len(prices) + (len(levels) - rows_fallen) * columns_fallen
        shift = shifts[asked.argmin()]
        every_column = np.arange(len(prices))
        fallen = row_change < -shift
        return [
            (np.flatnonzero(fallen), every_column),
            (np.flatnonzero(~fallen), np.flatnonzero(column_change < shift)),
        ]
