"""Ties settled by the lottery: of all assignments with the highest total, the one whose tickets sum highest.

They are exactly those that use pairs whose prices meet their score and leave out only rows and places of price 0. Any
two of them differ by rows that pass places on in circles, so the lottery is drawn only among rows on such a circle,
the strong components (Tarjan, 1972) of who could move where; everybody else has one column in all of them. Nothing is
laid out but pairs, so it serves a cohort and a country alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, min_weight_full_bipartite_matching

from pares.stages.matching.lottery import TICKET_BITS, tickets_of
from pares.stages.matching.table import NOBODY, Flags, Ints

_EXACT_BITS = 52


def bits_for(most: int) -> int:
    """Give how long tickets may be so that so many of them are summed exactly."""
    return min(TICKET_BITS, _EXACT_BITS - most.bit_length())


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """Pairs that meet their prices, in order of row and column; places; which rows and columns have the price 0.

    A column's places are all it has where its price is above 0; fewer may do where it is 0, if they could never be
    filled. `mentees` and `mentors` are the names that tickets are drawn for, of so many `bits`.
    """

    row: Ints
    column: Ints
    places: Ints
    free_rows: Flags
    free_columns: Flags
    bits: int
    seed: int
    mentees: Sequence[str]
    mentors: Sequence[str]

    def settled(self, assigned: Ints) -> Ints:
        """Give the column of each row (-1: none), from any one of the assignments with the highest total."""
        columns = len(self.places)
        without, held = columns, np.where(assigned == NOBODY, columns, assigned)
        circle = self._circles(held)
        inner = circle[held[self.row]] == circle[self.column]
        may_stay = self.free_rows & (circle[held] == circle[without])
        moving = np.zeros(len(held), dtype=np.bool_)
        moving[self.row[inner & (held[self.row] != self.column)]] = True
        moving |= may_stay & (held != without)
        if not moving.any():
            return assigned
        kept = inner & moving[self.row]
        drawn = self._drawn(self.row[kept], self.column[kept], held, moving, may_stay, circle)
        settled = assigned.copy()
        settled[moving] = NOBODY
        settled[self.row[kept][drawn]] = self.column[kept][drawn]
        return settled

    def _circles(self, held: Ints) -> Ints:
        """Give which circle each column is on; the last two are to stay without one, and what holds an empty place.

        Rows move from what they hold to what they could hold instead, and so do empty places among columns of price 0.
        """
        columns = len(self.places)
        without, empty = columns, columns + 1
        leaving = np.unique(held[self.free_rows & (held != without)])
        roomy = np.flatnonzero(np.bincount(held, minlength=columns + 1)[:columns] < self.places)
        fillable = np.flatnonzero(self.free_columns & (self.places > 0))
        source = [held[self.row], leaving, roomy, np.full(len(fillable), empty)]
        target = [self.column, np.full(len(leaving), without), np.full(len(roomy), empty), fillable]
        ways = np.unique(np.concatenate(source) * (columns + 2) + np.concatenate(target))
        graph = _sparse(*np.divmod(ways, columns + 2), np.ones(len(ways)), (columns + 2, columns + 2))
        _, found = connected_components(graph, directed=True, connection="strong")
        circle: Ints = found.astype(np.int64)
        return circle

    def _drawn(  # noqa: PLR0913, PLR0917 - what is left of the problem
        self, row: Ints, column: Ints, held: Ints, moving: Flags, may_stay: Flags, circle: Ints
    ) -> Flags:
        """Tell which of these pairs the lottery draws for the rows that move, each place a column of its own.

        Those who may stay without a column, and places that may stay empty, are paired with doubles of themselves in a
        mirror of the whole, so that everybody has one (a perfect matching that leaves both sides the same ones out).
        """
        columns = len(self.places)
        empty = circle[:columns] == circle[columns + 1]
        stay_empty = empty & self.free_columns
        fixed = np.bincount(held[~moving], minlength=columns + 1)[:columns]
        here = np.bincount(held[moving], minlength=columns + 1)[:columns]
        places = np.where(empty, np.minimum(self.places - fixed, np.bincount(column, minlength=columns)), here)
        first = np.cumsum(places) - places
        each = places[column]
        pair = np.repeat(np.arange(len(row)), each)
        place = first[column[pair]] + np.arange(len(pair)) - np.repeat(np.cumsum(each) - each, each)
        of_row, number = np.flatnonzero(moving), np.zeros(len(held), dtype=np.int64)
        number[of_row] = np.arange(len(of_row))
        left, right = number[row[pair]], place
        ticket = tickets_of(self.seed, self.mentees, self.mentors, row, column, bits=self.bits)[pair] + 1.0
        staying, emptying = number[np.flatnonzero(moving & may_stay)], np.flatnonzero(np.repeat(stay_empty, places))
        rows, width = len(of_row), int(places.sum())
        if len(staying) or len(emptying):
            left, right, ticket = (
                np.concatenate(part)
                for part in (
                    (left, rows + right, staying, rows + emptying),
                    (right, width + left, width + staying, emptying),
                    (ticket, np.ones(len(pair) + len(staying) + len(emptying))),
                )
            )
            rows, width = rows + width, width + rows
        order = np.lexsort((right, left))
        found = min_weight_full_bipartite_matching(
            _sparse(left[order], right[order], ticket[order], (rows, width)), maximize=True
        )
        chosen = np.full(rows, NOBODY, dtype=np.int64)
        chosen[found[0]] = found[1]
        drawn = np.zeros(len(row), dtype=np.bool_)
        drawn[pair[chosen[left[: len(pair)]] == right[: len(pair)]]] = True
        return drawn


def _sparse(row: Ints, column: Ints, value: object, shape: tuple[int, int]) -> csr_array:
    """Give a matrix from entries in order of row."""
    starts = np.searchsorted(row, np.arange(shape[0] + 1))
    return csr_array((value, column, starts), shape=shape)  # type: ignore[no-untyped-call]
