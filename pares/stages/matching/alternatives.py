"""What it would cost to give one mentee another mentor: the optimum repaired with that pair locked."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pares.stages.matching.problem import Objective, Problem
from pares.stages.matching.repair import Live
from pares.stages.matching.solver import Optimum
from pares.stages.matching.table import NOBODY, Ints, Table

USUAL_NUMBER = 10


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody whose mentor changes; None for no mentor."""

    mentee: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another mentor for a mentee, and the best that can be had with them.

    `objective` counts this pair among the free ones, so it compares with the solution as it stands;
    `lost_*` are what that costs (below 0: a gain, where a lock is given up). `moves` are the others whose
    mentor changes.
    """

    mentor: str
    score: int
    objective: Objective
    lost_matches: int
    lost_worst: int
    lost_total: int
    moves: tuple[Move, ...]


def alternatives(
    problem: Problem | Table | Live,
    mentee: str,
    *,
    limit: int | None = USUAL_NUMBER,
    fits: Mapping[str, int] | None = None,
) -> tuple[Alternative, ...]:
    """Give other mentors this mentee could have, the least costly first.

    With a limit, only the mentors whose prices promise most are tried (the figures shown are exact all the
    same); limit=None tries every one. A lock the mentee has now is given up for the comparison; mentors
    full of locks are left out. `fits` of all mentors, by id, decide which are tried and their order instead, where
    cost and prices would tell what nobody may read.
    """
    live = Live.of(problem)
    row = live.table.mentees.index(mentee)
    columns = _promising(live.table, live.best, row).tolist()
    if fits is not None:
        columns.sort(key=lambda column: (-fits[live.table.mentors[column]], live.table.mentors[column]))
    tried = [alternative(live, row, column) for column in columns[:limit]]
    return tuple(tried if fits is not None else sorted(tried, key=_by_cost))


def _promising(table: Table, now: Optimum, row: int) -> Ints:
    """Give the columns this row could have instead of its own, the least short of their prices first."""
    places = table.free_places
    possible = np.flatnonzero((table.score[row] >= 0) & (places > 0))
    possible = possible[possible != now.assigned[row]]
    gain = table.score[row, possible] - now.column_prices[possible]
    order: Ints = possible[np.argsort(-gain, kind="stable")]
    return order


def alternative(live: Live, row: int, column: int) -> Alternative:
    """Give what follows from this column for this row."""
    table, now = live.table, live.best
    then = live.after(table.with_lock(row, column))
    objective = _objective(table, then, row)
    before = _objective(table, now, row)
    return Alternative(
        mentor=table.mentors[column],
        score=int(table.score[row, column]),
        objective=objective,
        lost_matches=before.matched - objective.matched,
        lost_worst=before.worst - objective.worst,
        lost_total=before.total - objective.total,
        moves=tuple(
            Move(table.mentees[other], _mentor(table, now, int(other)), _mentor(table, then, int(other)))
            for other in np.flatnonzero(now.assigned != then.assigned)
            if other != row
        ),
    )


def _objective(table: Table, found: Optimum, row: int) -> Objective:
    """Give the figures of an assignment with this row counted as free."""
    free = (found.assigned != NOBODY) & (table.locked == NOBODY)
    free[row] = found.assigned[row] != NOBODY
    rows = np.flatnonzero(free)
    score = table.score[rows, found.assigned[rows]]
    return Objective(found.matched, int(score.min()) if score.size else 0, found.total)


def _mentor(table: Table, found: Optimum, row: int) -> str | None:
    column = int(found.assigned[row])
    return None if column == NOBODY else table.mentors[column]


def _by_cost(one: Alternative) -> tuple[int, int, int, int, str]:
    return one.lost_matches, one.lost_worst, one.lost_total, len(one.moves), one.mentor
