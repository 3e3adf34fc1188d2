"""The optimum for more people than a table can hold: some pairs are solved, all pairs are asked whether they do better.

A graph of promising pairs is solved exactly, and its covers and prices are held against every pair there is, block by
block. Pairs that break them join the graph, until none does: then the covers and prices prove the answer over all
pairs. (Column generation; Gilmore and Gomory, 1961.) The number of pairs, the worst pair and the total are proven; ties
are settled by the solver and not by the lottery.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt

from pares.stages.matching.flow import Edges, Priced, cover, dearest, floor_of, largest, priced, worth
from pares.stages.matching.table import NOBODY, Flags, Ints

Block = npt.NDArray[np.integer]
Report = Callable[[str, float], None]
USUAL_BLOCK = 2_000_000
PROMISING = 24
JOINING = 8


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


def optimum(crowd: Crowd, *, seed: int = 0, block: int = USUAL_BLOCK, report: Report | None = None) -> Proven:
    """Give the best assignment of a crowd; `block` is how many scores are held at once, `report` hears how far."""
    graph = _Graph(crowd, block, report or _silence)
    graph.begin(seed)
    rounds = 1
    while graph.grow(found := graph.best(rounds)):
        rounds += 1
    return found


def _silence(_what: str, _done: float) -> None:
    """Say nothing."""


class _Graph:
    """The promising pairs, and the questions asked of all pairs."""

    def __init__(self, crowd: Crowd, block: int, report: Report) -> None:
        self.crowd = crowd
        self.report = report
        self.mentors = len(crowd.places)
        self.at_once = max(1, block // max(1, self.mentors))
        self.pair = np.zeros(0, dtype=np.int64)
        self.score = np.zeros(0, dtype=np.int64)
        self.floor = self.size = 0

    def begin(self, seed: int) -> None:
        """Take the best pair of each mentee in each of some random groups of mentors."""
        order = np.random.default_rng(seed).permutation(self.mentors)
        edges = np.linspace(0, self.mentors, min(PROMISING, self.mentors) + 1).astype(np.int64)
        found = []
        for rows, scores in self._blocks("Looking for promising pairs", order):
            for start, end in pairwise(edges.tolist()):
                best = scores[:, start:end].argmax(axis=1) + start
                found.append((rows, order[best], scores[np.arange(len(rows)), best]))
        self._join(found)

    def best(self, rounds: int) -> Proven:
        """Give the best assignment of the promising pairs, with what proves it over them."""
        edges = self._edges()
        biggest = largest(edges)
        size = int((biggest != NOBODY).sum())
        known = self.floor if size == self.size else 0
        self.floor, above = floor_of(edges, size, known) if size else (0, biggest)
        self.size = size
        usable = edges.only(edges.score >= self.floor)
        assigned = dearest(usable, size) if size else biggest
        return Proven(
            assigned=assigned,
            matched=size,
            worst=self.floor,
            total=int(worth(edges, assigned).sum()),
            most=cover(edges, biggest),
            better=cover(edges.only(edges.score > self.floor), above),
            prices=priced(usable, assigned),
            rounds=rounds,
        )

    def grow(self, found: Proven) -> bool:
        """Take in pairs that break the proof, the worst breaches of each mentee; False where none does."""
        joining = []
        order, columns = np.arange(self.mentors), found.prices.columns.astype(np.int32)
        for rows, scores in self._blocks(f"Round {found.rounds}: asking all pairs", order):
            short = scores - columns
            level = (found.prices.rows[rows] + found.prices.each_pair).astype(np.int32)[:, None]
            breach = (short > level) & (scores >= found.worst)
            joining += _worst(rows, scores, short, breach)
            for (row_in, column_in), least in ((found.most, 0), (found.better, found.worst + 1)):
                open_rows, open_columns = np.flatnonzero(~row_in[rows]), np.flatnonzero(~column_in)
                if len(open_rows) and len(open_columns):
                    part = scores[np.ix_(open_rows, open_columns)]
                    joining += _worst(rows[open_rows], part, part, part >= least, open_columns)
        return self._join(joining)

    def _blocks(self, what: str, columns: Ints) -> Iterator[tuple[Ints, Block]]:
        for start in range(0, self.crowd.size, self.at_once):
            rows = np.arange(start, min(start + self.at_once, self.crowd.size))
            self.report(what, start / self.crowd.size)
            yield rows, self.crowd.scores(rows, columns)

    def _join(self, found: list[tuple[Ints, Ints, Block]]) -> bool:
        """Take in the pairs among these that are allowed; False where there is none."""
        if not found:
            return False
        rows, columns, scores = (np.concatenate(parts).astype(np.int64) for parts in zip(*found, strict=True))
        allowed = scores >= 0
        pair = np.concatenate((self.pair, rows[allowed] * self.mentors + columns[allowed]))
        self.pair, first = np.unique(pair, return_index=True)
        self.score = np.concatenate((self.score, scores[allowed]))[first]
        return bool(allowed.any())

    def _edges(self) -> Edges:
        row, column = np.divmod(self.pair, max(1, self.mentors))
        return Edges(row, column, self.score, self.crowd.size, self.crowd.places)


def _worst(
    rows: Ints, scores: Block, by: Block, breach: Flags, columns: Ints | None = None
) -> list[tuple[Ints, Ints, Block]]:
    """Give at most so many breaches of each row, those that are most by `by`."""
    hit = np.flatnonzero(breach.any(axis=1))
    if not len(hit):
        return []
    # Below every breach, whatever its sign: what is none must never crowd one out.
    ranked = np.where(breach[hit], by[hit].astype(np.int32), np.iinfo(np.int32).min + 1)
    top = np.argpartition(-ranked, min(JOINING, ranked.shape[1]) - 1, axis=1)[:, :JOINING]
    line, place = np.nonzero(np.take_along_axis(breach[hit], top, axis=1))
    chosen = top[line, place]
    return [(rows[hit[line]], chosen if columns is None else columns[chosen], scores[hit[line], chosen])]
