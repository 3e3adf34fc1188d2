"""Assignments on a list of pairs too many to lay out as a table: the best of a given size, and its prices.

OR-tools' min-cost flow does it fastest and is optional; SciPy does it too, some times slower. Neither is believed: the
prices are found from the assignment alone, and prices that settle prove it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching, min_weight_full_bipartite_matching

from pares.stages.matching.enlarging import Ways, enlarged
from pares.stages.matching.solver import NotProven
from pares.stages.matching.table import NOBODY, Flags, Ints

try:
    from ortools.graph.python import min_cost_flow
except ImportError:  # pragma: no cover - one of the two is there in each run
    min_cost_flow = None

_MOST_SWEEPS = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Pairs that may be made, each once and in order of row and column; and how many places each column has."""

    row: Ints
    column: Ints
    score: Ints
    rows: int
    places: Ints

    def only(self, chosen: Flags) -> "Edges":
        """Give some of them."""
        return Edges(self.row[chosen], self.column[chosen], self.score[chosen], self.rows, self.places)


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """Prices that no pair beats: each_pair + rows + columns >= score, equal where a pair is made."""

    each_pair: int
    rows: Ints
    columns: Ints


def largest(edges: Edges, start: Ints | None = None) -> Ints:
    """Give the column of each row (-1: none) in a matching of greatest size, quickly from one that is nearly so."""
    if not len(edges.row):
        return np.full(edges.rows, NOBODY, dtype=np.int64)
    if start is not None:
        have = np.full(edges.rows, NOBODY, dtype=np.int64)
        kept = start[edges.row] == edges.column
        have[edges.row[kept]] = edges.column[kept]
        return enlarged(Ways.of(edges.row, edges.column, edges.places), have)
    spread, column_of_place = _spread(edges)
    place = maximum_bipartite_matching(spread, perm_type="column").astype(np.int64)
    columns: Ints = np.append(column_of_place, NOBODY)[place]
    return columns


def floor_of(edges: Edges, size: int, start: Ints, near: int = 0) -> tuple[int, Ints]:
    """Give the highest score that all of `size` pairs can reach, and the most pairs above it.

    `start` is a matching of that size from the floor `near` up; at 0 the highest floor is sought downward.
    """
    matching = {near: start}

    def fits(floor: int) -> bool:
        known = matching[max(one for one in matching if one < floor)]
        matching[floor] = largest(edges.only(edges.score >= floor), known)
        return bool((matching[floor] != NOBODY).sum() >= size)

    low, high, step = near, _at_most(edges, size), 1
    while low < high:
        trial = low + step if near else max(low + 1, high + 1 - step)
        good = fits(trial)
        low, high = (trial, high) if good else (low, trial - 1)
        if good != bool(near):
            break
        step = min(2 * step, max(1, high - low))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    floor = int(edges.score[edges.score >= low].min())
    return floor, largest(edges.only(edges.score > floor), matching[low])


def _at_most(edges: Edges, size: int) -> int:
    """Give a score no floor is above: `size` rows reach it one by one, and so do as many places."""
    best = np.full(edges.rows, -1, dtype=np.int64)
    np.maximum.at(best, edges.row, edges.score)
    order = np.lexsort((-edges.score, edges.column))
    column = edges.column[order]
    first = np.flatnonzero(np.diff(column, prepend=-1))
    rank = np.arange(len(column)) - np.repeat(first, np.diff(first, append=len(column)))
    filled = edges.score[order][rank < edges.places[column]]
    return int(min(np.partition(side, -size)[-size] for side in (best, filled)))


def cover(edges: Edges, biggest: Ints) -> tuple[Flags, Flags]:
    """Give rows and columns of which each pair has one, as many places as a matching of greatest size (Konig, 1931)."""
    met, columns = biggest == NOBODY, np.zeros(len(edges.places), dtype=np.bool_)
    while True:
        fresh = np.zeros_like(columns)
        fresh[edges.column[met[edges.row]]] = True
        fresh &= ~columns
        if not fresh.any():
            return ~met, columns
        columns |= fresh
        met |= np.append(fresh, values=False)[biggest]


def dearest(edges: Edges, size: int, covered: tuple[Flags, Flags]) -> Ints:
    """Give the column of each row in `size` pairs, the most there can be, whose scores sum highest.

    `covered` is a cover that shows that there cannot be more.
    """
    return _by_flow(edges, size) if min_cost_flow is not None else _by_matching(edges, covered)


def priced(edges: Edges, assigned: Ints) -> Priced:
    """Give the prices that prove an assignment to sum highest of those of its size; raises NotProven.

    They are the longest paths over exchanges, the last node being to stay without a column.
    """
    outside = len(edges.places)
    made = assigned != NOBODY
    have = worth(edges, assigned)
    held = np.where(made, assigned, outside)
    price = np.zeros(outside + 1, dtype=np.int64)
    price[outside] = -int(have[made].min()) if made.any() else 0
    gain = edges.score - have[edges.row]
    order = np.argsort(edges.column, kind="stable")
    source, gain, target = held[edges.row][order], gain[order], edges.column[order]
    starts = np.flatnonzero(np.diff(target, prepend=-1))
    ends = target[starts]
    for _ in range(_MOST_SWEEPS):
        raised = price.copy()
        if len(starts):
            raised[ends] = np.maximum(raised[ends], np.maximum.reduceat(price[source] + gain, starts))
        if made.any():
            raised[outside] = max(raised[outside], int((price[assigned[made]] - have[made]).max()))
        if np.array_equal(raised, price):
            break
        price = raised
    columns, each_pair = price[:-1], -int(price[-1])
    rows = np.zeros(edges.rows, dtype=np.int64)
    rows[made] = have[made] - columns[assigned[made]] - each_pair
    _refuse_unsettled(edges, assigned, found := Priced(each_pair, rows, columns))
    return found


def _refuse_unsettled(edges: Edges, assigned: Ints, found: Priced) -> None:
    taken = np.bincount(assigned[assigned != NOBODY], minlength=len(edges.places))
    beaten = edges.score > found.rows[edges.row] + found.columns[edges.column] + found.each_pair
    if beaten.any() or (found.columns[taken < edges.places] != 0).any() or (found.rows < 0).any():
        raise NotProven("The prices of the assignment did not settle.")


def worth(edges: Edges, assigned: Ints) -> Ints:
    """Give the score each row has now, 0 without a column."""
    worth = np.zeros(edges.rows, dtype=np.int64)
    own = assigned[edges.row] == edges.column
    worth[edges.row[own]] = edges.score[own]
    return worth


def _spread(edges: Edges) -> tuple[csr_array, Ints]:
    """Give the pairs with each place as a column of its own, and the column each place belongs to."""
    first = np.concatenate(([0], np.cumsum(edges.places)))
    each = edges.places[edges.column]
    within = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
    place = np.repeat(first[edges.column], each) + within
    of_row = np.bincount(edges.row, weights=each, minlength=edges.rows).astype(np.int64)
    starts = np.concatenate(([0], np.cumsum(of_row)))
    column_of_place = np.repeat(np.arange(len(edges.places)), edges.places)
    # A score of 0 would be no entry at all.
    entries = (np.repeat(edges.score, each) + 1.0, place, starts)
    return csr_array(entries, shape=(edges.rows, int(first[-1]))), column_of_place  # type: ignore[no-untyped-call]


def _by_flow(edges: Edges, size: int) -> Ints:
    flow: Any = min_cost_flow.SimpleMinCostFlow()
    rows, columns = edges.rows, len(edges.places)
    source, sink = rows + columns, rows + columns + 1
    every_row, every_column = np.arange(rows), np.arange(columns)
    ones = np.ones(len(edges.row), dtype=np.int64)
    pairs = flow.add_arcs_with_capacity_and_unit_cost(edges.row, rows + edges.column, ones, -edges.score)
    flow.add_arcs_with_capacity_and_unit_cost(
        np.full(rows, source), every_row, np.ones(rows, dtype=np.int64), np.zeros(rows, dtype=np.int64)
    )
    flow.add_arcs_with_capacity_and_unit_cost(
        rows + every_column, np.full(columns, sink), edges.places, np.zeros(columns, dtype=np.int64)
    )
    flow.set_node_supply(source, size)
    flow.set_node_supply(sink, -size)
    if flow.solve() != flow.OPTIMAL:
        raise NotProven("The flow has no solution of that size.")
    used = flow.flows(pairs) > 0
    assigned = np.full(rows, NOBODY, dtype=np.int64)
    assigned[edges.row[used]] = edges.column[used]
    return assigned


def _by_matching(edges: Edges, covered: tuple[Flags, Flags]) -> Ints:
    """Match all rows of the cover and fill all its columns: most pairs use one of either, and never one of both."""
    assigned = np.full(edges.rows, NOBODY, dtype=np.int64)
    of_row, of_column = covered[0][edges.row], covered[1][edges.column]
    spread, column_of_place = _spread(edges.only(of_row & ~of_column))
    if len(rows := np.flatnonzero(covered[0])):
        row, place = min_weight_full_bipartite_matching(spread[rows], maximize=True)
        assigned[rows[row]] = column_of_place[place]
    spread, column_of_place = _spread(edges.only(of_column & ~of_row))
    if len(places := np.flatnonzero(covered[1][column_of_place])):
        place, row = min_weight_full_bipartite_matching(spread.T.tocsr()[places], maximize=True)
        assigned[row] = column_of_place[places[place]]
    return assigned
