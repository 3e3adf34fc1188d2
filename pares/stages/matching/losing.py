"""Which mentors a cohort cannot afford to lose: the exact optimum without each of them, by repair."""

from dataclasses import dataclass, replace

import numpy as np

from pares.stages.matching.problem import Problem
from pares.stages.matching.repair import Live
from pares.stages.matching.table import NOBODY, Table


@dataclass(frozen=True, slots=True)
class Loss:
    """What the withdrawal of one mentor would cost: mentees without a mentor, the worst pair's score, the total."""

    mentor: str
    matches: int
    worst: int
    total: int


def losses(problem: Problem | Table | Live) -> tuple[Loss, ...]:
    """Give what losing each mentor would cost, the dearest first; who holds a lock loses it."""
    live = Live.of(problem)
    found = [_loss(live, column) for column in range(len(live.table.mentors))]
    return tuple(sorted(found, key=lambda one: (-one.matches, -one.worst, -one.total, one.mentor)))


def _loss(live: Live, column: int) -> Loss:
    table, now = live.table, live.best
    places = table.places.copy()
    places[column] = 0
    locked = np.where(table.locked == column, NOBODY, table.locked)
    then = live.figures_after(replace(table, places=places, locked=locked))
    return Loss(table.mentors[column], now.matched - then.matched, now.worst - then.worst, now.total - then.total)
