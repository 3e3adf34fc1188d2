"""Which mentors a cohort cannot afford to lose once there are pairs: who would lose theirs, and who would have to move.

Most matched and fewest moved need no scores but one for each pair that stays, and no more than a few paths for each
mentor: the assignment that keeps all pairs is repaired, not found anew (see `rerouting`).
"""

from dataclasses import dataclass, replace

import numpy as np

from pares.stages.matching.keeping import kept
from pares.stages.matching.rerouting import Standing
from pares.stages.matching.solver import Optimum
from pares.stages.matching.table import NOBODY, Ints, Table


@dataclass(frozen=True, slots=True)
class Spared:
    """What a mentor's withdrawal would mean: how many mentees they have, how many get nobody, how many others move."""

    mentor: str
    mentees: int
    without: int
    others: int


def sparing(table: Table, standing: Ints) -> tuple[Spared, ...]:
    """Give what losing each mentor with a pair would mean for those who have a mentor now, the dearest first.

    All pairs that stand must be allowed and fit; who waits does not count, because who loses a mentor comes first.
    """
    have = np.flatnonzero(standing != NOBODY)
    score = np.where((standing != NOBODY)[:, None], table.score, NOBODY)
    those = replace(table, score=score)
    counted = np.where(score >= 0, 0, NOBODY)
    counted[have, standing[have]] = 1
    now = kept(those, standing).staying
    found = [_without(those, standing, now, counted, column) for column in np.unique(standing[have]).tolist()]
    return tuple(sorted(found, key=lambda one: (-one.without, -one.others, -one.mentees, one.mentor)))


def _without(table: Table, standing: Ints, now: Optimum, counted: Ints, column: int) -> Spared:
    then = _standing(table, now, counted)
    then.close(column)
    for row in np.flatnonzero(table.locked == column):
        then.add(int(row))
    held = (table.locked != NOBODY) & (table.locked != column)
    assigned = np.where(held, table.locked, then.assigned)
    own = int((standing == column).sum())
    moved = int((assigned != standing).sum())
    return Spared(table.mentors[column], own, int(now.matched - (assigned != NOBODY).sum()), moved - own)


def _standing(table: Table, now: Optimum, counted: Ints) -> Standing:
    free = table.locked == NOBODY
    assigned = np.where(free, now.assigned, NOBODY)
    return Standing(
        score=counted,
        floor=0,
        present=free.copy(),
        places=table.free_places.copy(),
        assigned=assigned,
        taken=np.bincount(assigned[assigned != NOBODY], minlength=len(table.mentors)),
        rows=np.where(free, now.row_prices, 0),
        columns=now.column_prices.copy(),
        each_pair=now.each_pair,
    )
