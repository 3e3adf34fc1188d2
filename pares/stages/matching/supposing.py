"""What if: somebody withdraws, takes one more, or joins late. The exact new optimum, and who moves for it."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from pares.stages.matching.alternatives import Move
from pares.stages.matching.problem import Objective, Problem
from pares.stages.matching.repair import Live
from pares.stages.matching.solver import Optimum, optimum
from pares.stages.matching.table import NOBODY, Table


@dataclass(frozen=True, slots=True)
class Supposed:
    """The figures before and after, and everybody whose mentor changes (None for no mentor)."""

    before: Objective
    after: Objective
    moves: tuple[Move, ...]


def withdrawn(problem: Problem | Table, mentor: str) -> Supposed:
    """Give what follows when a mentor withdraws; their locks go with them."""
    table = Table.of(problem)
    column = table.mentors.index(mentor)
    places = table.places.copy()
    places[column] = 0
    locked = np.where(table.locked == column, NOBODY, table.locked)
    return _supposed(table, replace(table, places=places, locked=locked))


def one_more(problem: Problem | Table, mentor: str) -> Supposed:
    """Give what follows when a mentor takes one more mentee."""
    table = Table.of(problem)
    places = table.places.copy()
    places[table.mentors.index(mentor)] += 1
    return _supposed(table, replace(table, places=places))


def joined(problem: Problem | Table, late: Collection[str]) -> Supposed:
    """Give what follows from the mentees who came late: the problem without them beside the whole of it."""
    table = Table.of(problem)
    missing = np.isin(table.mentees, list(late))
    score = table.score.copy()
    score[missing] = NOBODY
    locked = np.where(missing, NOBODY, table.locked)
    return _supposed(replace(table, score=score, locked=locked), table)


def _supposed(table: Table, changed: Table) -> Supposed:
    now = optimum(table)
    then = Live(table, now).after(changed)
    moves = tuple(
        Move(table.mentees[row], _mentor(table, now, int(row)), _mentor(table, then, int(row)))
        for row in np.flatnonzero(now.assigned != then.assigned)
    )
    return Supposed(_figures(now), _figures(then), moves)


def _mentor(table: Table, found: Optimum, row: int) -> str | None:
    column = int(found.assigned[row])
    return None if column == NOBODY else table.mentors[column]


def _figures(found: Optimum) -> Objective:
    return Objective(found.matched, found.worst, found.total)
