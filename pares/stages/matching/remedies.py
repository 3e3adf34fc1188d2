"""What would help all who are left out at once: each change is tried once, and kept for everybody it gives a mentor.

`fixes` tries every change for one mentee. Here the changes that promise most come first, and there is an end to
trying, so that a proposal carries its remedies without keeping the lead waiting.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from pares.stages.matching.fixes import (
    OF_A_MENTOR,
    Change,
    Fix,
    concessions,
    open_but_for,
    others_moved,
    with_mentee,
    with_mentor,
)
from pares.stages.matching.framing import Frame
from pares.stages.matching.problem import Problem
from pares.stages.matching.repair import Live
from pares.stages.matching.solver import optimum
from pares.stages.matching.table import NOBODY, Ints, Table

EACH = 3
MOST_TRIALS, FEWEST_TRIALS = 20, 4
# A trial takes the longer the more mentees and mentors there are; ours, so that a proposal takes about a second.
CELLS_TO_TRY = 600_000
LARGEST_CAPACITY = 4
Trial = tuple[Change, str | None, Table]


def remedies(
    whole: Frame, problem: Problem | Table, *, only: str = "", trials: int | None = None
) -> dict[str, tuple[Fix, ...]]:
    """Give for each mentee the optimum leaves out up to three changes that give them a mentor and take nobody theirs.

    Each is verified by the exact optimum with the change made. At most `trials` changes are tried, fewer in a large
    cohort, so a mentee not named here may still have some that `fixes` finds; `only` looks for one mentee's.
    """
    table = Table.of(problem)
    live = Live(table, optimum(table))
    left = np.flatnonzero(live.best.assigned == NOBODY)
    if only:
        left = left[left == table.mentees.index(only)]
    trials = trials or min(MOST_TRIALS, max(FEWEST_TRIALS, CELLS_TO_TRY // max(1, table.score.size)))
    found: dict[int, list[Fix]] = defaultdict(list)
    for number, (change, mentor, changed) in enumerate(_trials(whole, live, left)):
        open_rows = [row for row in left.tolist() if len(found[row]) < EACH]
        if number == trials or not open_rows:
            break
        for row, fix in _given(live, changed, change, mentor, open_rows):
            found[row].append(fix)
    order = [*Change]
    return {
        table.mentees[row]: tuple(sorted(some, key=lambda fix: (fix.moved, order.index(fix.change), fix.mentor or "")))
        for row, some in found.items()
        if some
    }


def _given(
    live: Live, changed: Table, change: Change, mentor: str | None, rows: list[int]
) -> Iterator[tuple[int, Fix]]:
    """Yield the rows that have a column with the change made, where nobody has lost theirs."""
    before = live.best.assigned
    then = live.after(changed).assigned
    if ((before != NOBODY) & (then == NOBODY)).any():
        return
    for row in rows:
        if then[row] != NOBODY:
            yield row, Fix(change, mentor, changed.mentors[then[row]], others_moved(live.best, then, row))


def _trials(whole: Frame, live: Live, left: Ints) -> Iterator[Trial]:
    """Yield what could be changed: what mentees could accept, then mentors, those most sought after first."""
    table = live.table
    for row in left:
        for change, told in concessions(whole.mentees[whole.rows[table.mentees[row]]]):
            yield change, None, with_mentee(whole, table, told)
    sought = [table.mentors[column] for column in np.argsort(-_sought(live, left), kind="stable")]
    for change, exclusion in OF_A_MENTOR.items():
        open_to = open_but_for(whole, exclusion)
        for mentor in sought:
            column = whole.columns[mentor]
            allowed = open_to[:, column]
            if not allowed.any():
                continue
            if change is Change.PLACE:
                if whole.mentors[column].capacity < LARGEST_CAPACITY:
                    yield change, mentor, _one_more(whole, table, mentor)
            elif whole.exclusions.kinds[exclusion][:, column].any():
                yield change, mentor, with_mentor(whole, table, mentor, allowed, 0)


def _sought(live: Live, left: Ints) -> Ints:
    """Give per column how many of those left out may have it, and among equals what one more place is worth."""
    table = live.table
    wanted = (table.score[left] >= 0).sum(axis=0)
    worth: Ints = wanted * (int(np.abs(live.best.column_prices).max(initial=0)) + 1) + live.best.column_prices
    return worth


def _one_more(whole: Frame, table: Table, mentor: str) -> Table:
    column = table.mentors.index(mentor)
    if not whole.mentors[whole.columns[mentor]].free_places:
        allowed = open_but_for(whole, OF_A_MENTOR[Change.PLACE])[:, whole.columns[mentor]]
        return with_mentor(whole, table, mentor, allowed, 1)
    places = table.places.copy()
    places[column] += 1
    return replace(table, places=places)
