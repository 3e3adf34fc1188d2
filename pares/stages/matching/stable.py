"""Pairs that neither partner would leave, for comparison only: what they would cost in mentees without a mentor.

Deferred acceptance (Gale and Shapley, 1962) with places: each mentee asks the mentors they fit best in turn, each
mentor keeps the best who ask and lets the others go on. Who fits whom better is told by the same scores for both
sides, ties by the lottery. Locked pairs stay; lots are not looked at.
"""

from dataclasses import dataclass, replace
from heapq import heappush, heapreplace

import numpy as np

from pares.stages.matching.framing import Frame
from pares.stages.matching.lottery import tickets
from pares.stages.matching.problem import Objective
from pares.stages.matching.solver import optimum
from pares.stages.matching.table import NOBODY, Ints, Table


@dataclass(frozen=True, slots=True)
class Rather:
    """Two people who fit each other better than they fit those they have: what they have now, and together.

    `mentee_has` is None for no mentor, `mentor_has` the mentor's weakest pair, None for a free place.
    """

    mentee: str
    mentor: str
    score: int
    mentee_has: int | None
    mentor_has: int | None


@dataclass(frozen=True, slots=True)
class Compared:
    """The best answer and the stable one: their figures, who has a mentor only in one, and who would rather swap."""

    best: Objective
    stable: Objective
    lose: tuple[str, ...]
    gain: tuple[str, ...]
    rather: tuple[Rather, ...]


def as_shown(whole: Frame, table: Table) -> Table:
    """Give a frame's table with the scores that people are shown, in which nothing sealed has a part."""
    rows, columns = [whole.rows[one] for one in table.mentees], [whole.columns[one] for one in table.mentors]
    shown = whole.scores.score[np.ix_(rows, columns)]
    return replace(table, score=np.where(table.score == NOBODY, NOBODY, shown))


def compared(table: Table, shown: Table) -> Compared:
    """Give the stable answer beside the best one: the best by the table itself, all else by the scores shown."""
    best = optimum(table).assigned
    steady = stable(shown)
    has, would = best != NOBODY, steady != NOBODY
    return Compared(
        best=_figures(shown, best),
        stable=_figures(shown, steady),
        lose=tuple(table.mentees[row] for row in np.flatnonzero(has & ~would)),
        gain=tuple(table.mentees[row] for row in np.flatnonzero(would & ~has)),
        rather=rather(shown, best),
    )


def stable(table: Table) -> Ints:
    """Give the column of each row (-1: none) so that no allowed pair would both rather have each other."""
    ticket = tickets(table.seed, table.mentees, table.mentors)
    order = np.lexsort((-ticket, -table.score), axis=1)
    assigned = table.locked.copy()
    kept: list[list[tuple[int, int, int]]] = [[] for _ in table.mentors]
    places = table.free_places.tolist()
    waiting = table.free_rows.tolist()
    turns = {row: iter(order[row].tolist()) for row in waiting}
    while waiting:
        row = waiting.pop()
        for column in turns[row]:
            asks = (int(table.score[row, column]), int(ticket[row, column]), row)
            if asks[0] < 0 or not places[column]:
                continue
            if len(kept[column]) < places[column]:
                heappush(kept[column], asks)
            elif asks > kept[column][0]:
                gone = heapreplace(kept[column], asks)[2]
                assigned[gone] = NOBODY
                waiting.append(gone)
            else:
                continue
            assigned[row] = column
            break
    return assigned


def rather(table: Table, assigned: Ints) -> tuple[Rather, ...]:
    """Give the allowed pairs who fit each other better than each fits whom they have, the most to gain first.

    Somebody locked has no say; a mentor with a free place would take anybody.
    """
    rows = np.arange(len(assigned))
    held = table.locked != NOBODY
    mentee_has = np.where(assigned == NOBODY, NOBODY, table.score[rows, assigned] if table.mentors else NOBODY)
    mentor_has = np.full(len(table.mentors), 1001)
    free = np.flatnonzero((assigned != NOBODY) & ~held)
    np.minimum.at(mentor_has, assigned[free], table.score[free, assigned[free]])
    taken = np.bincount(assigned[assigned != NOBODY], minlength=len(table.mentors))
    mentor_has[taken < table.places] = NOBODY
    wish = (table.score > mentee_has[:, None]) & (table.score > mentor_has) & ~held[:, None]
    found = [
        Rather(
            table.mentees[row],
            table.mentors[column],
            int(table.score[row, column]),
            _some(mentee_has[row]),
            _some(mentor_has[column]),
        )
        for row, column in zip(*np.nonzero(wish), strict=True)
    ]
    return tuple(sorted(found, key=_by_gain))


def _some(score: np.int64) -> int | None:
    return None if score == NOBODY else int(score)


def _by_gain(one: Rather) -> tuple[int, str, str]:
    gain = 2 * one.score - (one.mentee_has or 0) - (one.mentor_has or 0)
    return -gain, one.mentee, one.mentor


def _figures(table: Table, assigned: Ints) -> Objective:
    made = np.flatnonzero(assigned != NOBODY)
    score = table.score[made, assigned[made]]
    judged = score[table.locked[made] == NOBODY]
    return Objective(len(made), int(judged.min(initial=1000)) if judged.size else 0, int(score.sum()))
