"""A best assignment that is kept best while places come and go: one shortest path for each that changes.

The prices of the assignment are kept with it, so each path runs over what exchanges fall short of their prices, which
is never below 0 (Dijkstra with potentials; Edmonds and Karp, 1972, for the assignment problem as Tomizawa, 1971).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pares.stages.matching.table import NOBODY, Flags, Ints

_FAR = np.iinfo(np.int64).max // 4
# So many rows of one column are quicker looked at one by one.
_FEW = 4


@dataclass(slots=True, eq=False)
class Standing:
    """An assignment of most pairs and, of those, of highest total among scores from `floor` up, with its prices.

    Rows are mentees, columns mentors. `present` has the rows that count, `places` how many each column has; every row
    that is present and without a column has the price 0, as has every column with a free place.
    """

    score: Ints
    floor: int
    present: Flags
    places: Ints
    assigned: Ints
    taken: Ints
    rows: Ints
    columns: Ints
    each_pair: int

    def copy(self) -> "Standing":
        """Give another that can be changed alone; the scores are shared."""
        return Standing(
            self.score,
            self.floor,
            self.present.copy(),
            self.places.copy(),
            self.assigned.copy(),
            self.taken.copy(),
            self.rows.copy(),
            self.columns.copy(),
            self.each_pair,
        )

    def holders(self, column: int) -> Ints:
        """Give the rows that have this column."""
        return np.flatnonzero(self.assigned == column)

    def usable(self, rows: Ints | int) -> Flags:
        """Give which columns these rows may have; a column without places is none."""
        found: Flags = (self.score[rows] >= self.floor) & (self.places > 0)
        return found

    def short(self, rows: Ints | int) -> Ints:
        """Give by how much each pair of these rows falls short of its prices."""
        score = self.score[rows]
        prices = self.rows[rows, None] if isinstance(rows, np.ndarray) else self.rows[rows]
        return np.where(
            (score >= self.floor) & (self.places > 0), prices + (self.columns + self.each_pair) - score, _FAR
        )

    def short_of(self, column: int) -> Ints:
        """Give by how much each row's pair with this column falls short of its prices."""
        score = self.score[:, column]
        prices = self.rows + self.columns[column] + self.each_pair
        return np.where((score >= self.floor) & self.present, prices - score, _FAR)

    def give(self, row: int, column: int) -> None:
        """Let a row without a column have this one."""
        self.assigned[row] = column
        self.taken[column] += 1

    def free(self, row: int) -> int:
        """Take a row's column away and return it."""
        column = int(self.assigned[row])
        self.assigned[row] = NOBODY
        self.taken[column] -= 1
        return column

    def remove(self, row: int) -> None:
        """Let a row count no longer, and fill the place it leaves as best can be."""
        self.present[row] = False
        self.rows[row] = 0
        if self.assigned[row] != NOBODY:
            fill(self, self.free(row))

    def add(self, row: int) -> None:
        """Let a row count that did not, and find the best for it and everybody."""
        self.present[row] = True
        seat(self, row)

    def add_place(self, column: int) -> None:
        """Give a column one more place, filled as best can be."""
        if self.places[column] == 0:
            fitting = self.present & (self.score[:, column] >= self.floor)
            offered = self.score[:, column] - self.rows - self.each_pair
            self.columns[column] = offered[fitting].max(initial=0)
        self.places[column] += 1
        fill(self, column)

    def take_place(self, column: int) -> None:
        """Take one place from a column; whoever can best move makes way."""
        if self.places[column] == 1:
            self.close(column)
            return
        self.places[column] -= 1
        if self.taken[column] > self.places[column]:
            make_way(self, column)

    def close(self, column: int) -> None:
        """Take all places from a column, and find the best for everybody who had one."""
        left = self.holders(column)
        self.present[left] = False
        for row in left:
            self.free(int(row))
        self.places[column] = self.columns[column] = 0
        for row in left:
            self.add(int(row))


class _Search:
    """Distances over the columns and two more nodes: staying without a column, and a free place."""

    def __init__(self, columns: int) -> None:
        self.far = np.full(columns + 2, _FAR, dtype=np.int64)
        # The same for nodes that are open: closed ones are no nearer than anything, and nothing is nearer than they.
        self.key = np.full(columns + 2, _FAR, dtype=np.int64)
        self.limit = np.full(columns + 2, _FAR, dtype=np.int64)
        self.by_row = np.full(columns + 2, NOBODY, dtype=np.int64)
        self.before = np.full(columns + 2, NOBODY, dtype=np.int64)
        self.without, self.place = columns, columns + 1

    def nearest(self) -> int:
        """Give the nearest open node, or NOBODY where none can be reached; it is closed. Of equals, the ends first."""
        node = len(self.key) - 1 - int(self.key[::-1].argmin())
        if self.key[node] >= _FAR:
            return NOBODY
        self.key[node], self.limit[node] = _FAR, 0
        return node

    def begin(self, node: int) -> None:
        """Let the search start from a node."""
        self.far[node] = self.key[node] = self.limit[node] = 0

    def relax(self, distance: npt.NDArray[np.int64], by: npt.NDArray[np.int64] | int, before: int) -> None:
        """Take these distances to the columns where they are shorter: `by` which row, from which node before."""
        nearer = np.flatnonzero(distance < self.limit[: len(distance)])
        self.far[nearer] = self.key[nearer] = self.limit[nearer] = distance[nearer]
        self.by_row[nearer] = by if isinstance(by, int) else by[nearer]
        self.before[nearer] = before

    def offer(self, node: int, distance: int, by: int, before: int) -> None:
        """Take a distance to one node where it is shorter."""
        if distance < self.limit[node]:
            self.far[node] = self.key[node] = self.limit[node] = distance
            self.by_row[node], self.before[node] = by, before


def seat(standing: Standing, row: int) -> None:
    """Find the best for a row that counts and has no column."""
    offered = standing.score[row] - standing.columns - standing.each_pair
    standing.rows[row] = offered[standing.usable(row)].max(initial=0)
    search = _Search(len(standing.places))
    search.relax(standing.short(row), row, NOBODY)
    search.offer(search.without, int(standing.rows[row]), row, NOBODY)
    end = _forward(standing, search, row)
    _reprice(standing, search, end, row)
    _pass_on(standing, search, end)


def match_one_more(standing: Standing) -> None:
    """Make one pair more where the floor now lets more be made than there are; the cheapest such change."""
    search = _Search(len(standing.places))
    search.begin(search.without)
    end = _forward(standing, search, NOBODY)
    _reprice(standing, search, end, NOBODY)
    _pass_on(standing, search, end)


def fill(standing: Standing, column: int) -> None:
    """Fill a place that came free in a column: by somebody without one, by others moving up, or not at all."""
    search = _Search(len(standing.places))
    search.begin(column)
    end = _backward(standing, search)
    _reprice_back(standing, search, end)
    _draw_up(standing, search, end, column)


def make_way(standing: Standing, column: int) -> None:
    """Let the one who can best leave a column do so, where it has one more than its places."""
    search = _Search(len(standing.places))
    search.begin(column)
    end = _forward(standing, search, NOBODY)
    _reprice(standing, search, end, NOBODY)
    _pass_on(standing, search, end)


def _forward(standing: Standing, search: _Search, seeking: int) -> int:
    """Search from somebody who needs a place: to a free one if there is a way, else to going without."""
    waiting = standing.present & (standing.assigned == NOBODY)
    if seeking != NOBODY:
        waiting[seeking] = False
    without = np.flatnonzero(waiting)
    roomy = standing.taken < standing.places
    end = search.place if _leads_to(standing, search, roomy, without) else search.without
    order, ends = _holders(standing)
    asked = np.where(standing.places > 0, standing.columns + standing.each_pair, _FAR)
    while (node := search.nearest()) != end:
        distance = int(search.far[node])
        if node == search.without:
            rows = without
        else:
            if roomy[node]:
                search.offer(search.place, distance, NOBODY, node)
            rows = order[ends[node] : ends[node + 1]]
            if len(rows):
                leaving = int(rows[standing.rows[rows].argmin()])
                search.offer(search.without, distance + int(standing.rows[leaving]), leaving, node)
        if len(rows) <= _FEW:
            for row in rows.tolist():
                score = standing.score[row]
                step = np.where(score >= standing.floor, asked - score, _FAR)
                search.relax(step + (distance + standing.rows[row]), row, node)
            continue
        steps = standing.short(rows)
        best = steps.argmin(axis=0)
        search.relax(distance + steps.min(axis=0), rows[best], node)
    return end


def _holders(standing: Standing) -> tuple[Ints, list[int]]:
    """Give the rows in order of the column they have, and where each column's begin and the last one's end."""
    order = np.argsort(standing.assigned, kind="stable")
    return order, np.searchsorted(standing.assigned[order], np.arange(len(standing.places) + 1)).tolist()


def _leads_to(standing: Standing, search: _Search, roomy: Flags, without: Ints) -> bool:
    """Tell whether there is any way from where a search starts to a free place, whatever it costs."""
    last = (standing.score[:, np.flatnonzero(roomy)] >= standing.floor).any(axis=1)
    if not (last & standing.present).any():
        return False
    met = search.far[:-2] < _FAR
    newest = np.flatnonzero(np.isin(standing.assigned, np.flatnonzero(met)))
    if search.far[search.without] == 0:
        newest = np.union1d(newest, without)
    while not (met & roomy).any():
        if not len(newest):
            return False
        fresh = standing.usable(newest).any(axis=0) & ~met
        met |= fresh
        newest = np.flatnonzero(np.isin(standing.assigned, np.flatnonzero(fresh)))
    return True


def _backward(standing: Standing, search: _Search) -> int:
    """Search from a place that came free, back over those who could take it: to somebody without one if there is."""
    roomy = standing.taken < standing.places
    start = int(search.far.argmin())
    without = standing.present & (standing.assigned == NOBODY)
    held = np.where(standing.assigned == NOBODY, 0, standing.assigned)
    while (node := search.nearest()) not in {NOBODY, search.without}:
        distance = int(search.far[node])
        if node == search.place and not without.any():
            break
        if node == search.place:
            for other in np.flatnonzero(roomy):
                if other != start:
                    search.offer(int(other), distance, NOBODY, node)
            continue
        search.offer(search.place, distance + int(standing.columns[node]), NOBODY, node)
        short = standing.short_of(node)
        takers = np.flatnonzero(without & (short < _FAR))
        if len(takers):
            taker = int(takers[short[takers].argmin()])
            search.offer(search.without, distance + int(short[taker]), taker, node)
        movers = np.flatnonzero((standing.assigned != NOBODY) & (short < _FAR))
        movers = movers[np.argsort(-short[movers], kind="stable")]
        step = np.full(len(standing.places), _FAR, dtype=np.int64)
        by = np.full(len(standing.places), NOBODY, dtype=np.int64)
        step[held[movers]], by[held[movers]] = short[movers], movers
        search.relax(np.where(step < _FAR, distance + step, _FAR), by, node)
    return search.without if search.far[search.without] < _FAR else search.place


def _reprice(standing: Standing, search: _Search, end: int, row: int) -> None:
    """Move the prices so that the way found is made of pairs that meet theirs, and no pair beats its own."""
    reach = search.far[end]
    raised = np.maximum(reach - search.far, 0)
    standing.columns += raised[:-2]
    seated = np.flatnonzero(standing.assigned != NOBODY)
    standing.rows[seated] -= raised[standing.assigned[seated]]
    if row != NOBODY:
        standing.rows[row] -= reach
    _level(standing, -int(raised[search.without]), but=row)


def _level(standing: Standing, price: int, *, but: int) -> None:
    """Make staying without a column free again where the search gave it a price."""
    if not price:
        return
    standing.each_pair += price
    lifted = standing.present & (standing.assigned != NOBODY)
    standing.rows[lifted] -= price
    if but != NOBODY:
        standing.rows[but] -= price


def _reprice_back(standing: Standing, search: _Search, end: int) -> None:
    """Move the prices after a search backward: down where a place is to be had, and of a free place to 0."""
    reach = search.far[end]
    raised = np.maximum(reach - search.far, 0)
    standing.columns -= raised[:-2] - raised[search.place]
    seated = np.flatnonzero(standing.assigned != NOBODY)
    standing.rows[seated] += raised[standing.assigned[seated]]
    standing.each_pair -= int(raised[search.place])


def _pass_on(standing: Standing, search: _Search, end: int) -> None:
    """Move everybody on the way found, the last one first."""
    node = end
    if node == search.place:
        node = int(search.before[node])
    while node != NOBODY:
        row, before = int(search.by_row[node]), int(search.before[node])
        if row == NOBODY:
            break
        if standing.assigned[row] != NOBODY:
            standing.free(row)
        if node != search.without:
            standing.give(row, node)
        node = before


def _draw_up(standing: Standing, search: _Search, end: int, start: int) -> None:
    """Let everybody on the way back move up by one, the first one first."""
    node, moves = end, []
    while node != start:
        row, towards = int(search.by_row[node]), int(search.before[node])
        if row != NOBODY:
            moves.append((row, towards))
        node = towards
    for row, towards in moves:
        if standing.assigned[row] != NOBODY:
            standing.free(row)
        standing.give(row, towards)
