"""What would help all who are left out at once, each change verified by the exact optimum with it made.

One search from all who are left out tells for every change whom it could give a mentor (see `claims`), so that only
changes that promise somebody something are tried. `fixes` tries every change there is for one mentee.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from pares.stages.matching.claims import Claims
from pares.stages.matching.fixes import (
    OF_A_MENTOR,
    Change,
    Fix,
    concessions,
    of_mentor,
    open_but_for,
    others_moved,
    with_line,
    with_mentees,
    with_mentor,
)
from pares.stages.matching.framing import Frame
from pares.stages.matching.problem import Problem
from pares.stages.matching.repair import Live
from pares.stages.matching.table import NOBODY, Flags, Ints, Table

EACH = 3
# How many changes are tried that are known to give somebody a mentor, and how many that may. A trial takes the longer
# the more mentees and mentors there are; ours, so that a proposal takes about a second.
SURE, UNSURE = 100, 20
CELLS_TO_TRY = 20_000_000
LARGEST_CAPACITY = 4


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A change, by which mentor (None: by the mentee), whom of those left out it may give a mentor, and if for sure."""

    change: Change
    mentor: str | None
    promised: Flags
    sure: bool
    made: Callable[[], Table]


def remedies(
    whole: Frame, problem: Problem | Table | Live, *, only: str = "", each: int = EACH, trials: int | None = None
) -> dict[str, tuple[Fix, ...]]:
    """Give for each mentee the optimum leaves out up to three changes that give them a mentor and take nobody theirs.

    At most so many changes are tried, fewer in a large cohort, so a mentee not named here may still have some that
    `fixes` finds; with `trials` so many at most of either sort. `only` looks for one mentee's.
    """
    live = Live.of(problem)
    table = live.table
    left = np.flatnonzero(live.best.assigned == NOBODY)
    wanted = left == table.mentees.index(only) if only else np.ones(len(left), dtype=np.bool_)
    several = CELLS_TO_TRY // max(1, table.score.size)
    tries = {sure: trials or min(most, max(UNSURE, several)) for sure, most in ((True, SURE), (False, UNSURE))}
    found: dict[int, list[Fix]] = defaultdict(list)
    for trial in sorted(_trials(whole, live, left), key=lambda trial: not trial.sure):
        missing = wanted & np.array([len(found[row]) < each for row in left.tolist()], dtype=np.bool_)
        if not tries[trial.sure] or not (trial.promised & missing).any():
            continue
        tries[trial.sure] -= 1
        for row, fix in _given(live, trial, left[missing].tolist()):
            found[row].append(fix)
    order = [*Change]
    return {
        table.mentees[row]: tuple(sorted(some, key=lambda fix: (fix.moved, order.index(fix.change), fix.mentor or "")))
        for row, some in found.items()
        if some
    }


def _given(live: Live, trial: Trial, rows: list[int]) -> Iterator[tuple[int, Fix]]:
    """Yield the rows that have a column with the change made, where nobody has lost theirs."""
    before, changed = live.best.assigned, trial.made()
    then = live.after(changed).assigned
    if ((before != NOBODY) & (then == NOBODY)).any():
        return
    for row in rows:
        if then[row] != NOBODY:
            yield row, Fix(trial.change, trial.mentor, changed.mentors[then[row]], others_moved(live.best, then, row))


def _trials(whole: Frame, live: Live, left: Ints) -> Iterator[Trial]:
    """Yield what could be changed: what mentees could accept, then mentors, those most sought after first.

    By lot it is not the best answer that says who is matched: then everything is tried.
    """
    claims = Claims.of(live.standing()) if live.table.lots is None and len(left) else None
    yield from _of_mentees(whole, live.table, left, claims)
    table, everybody = live.table, (np.ones(len(left), dtype=np.bool_), False)
    sought = [table.mentors[column] for column in np.argsort(-_sought(live, left), kind="stable")]
    for change, exclusion in OF_A_MENTOR.items():
        open_to = open_but_for(whole, exclusion)
        barred = whole.exclusions.kinds[exclusion]
        for mentor in sought:
            column = whole.columns[mentor]
            allowed = open_to[:, column]
            if not allowed.any():
                continue
            if change is Change.PLACE:
                if whole.mentors[column].capacity < LARGEST_CAPACITY:
                    promised, sure = _promised(claims, whole, table, mentor, allowed) if claims else everybody
                    yield Trial(change, mentor, promised, sure, partial(_one_more, whole, table, mentor))
            elif barred[:, column].any():
                promised, sure = _promised(claims, whole, table, mentor, allowed) if claims else everybody
                yield Trial(change, mentor, promised, sure, partial(with_mentor, whole, table, mentor, allowed, 0))


def _promised(claims: Claims, whole: Frame, table: Table, mentor: str, allowed: Flags) -> tuple[Flags, bool]:
    """Tell whom one more place with a mentor may be for, or the places of one who opens to more, and if for sure."""
    column = table.mentors.index(mentor)
    if (table.score[:, column] >= 0).any():
        return claims.of_one_more(column)
    return claims.of_opened(of_mentor(whole, table, mentor, allowed), max(1, int(table.places[column])))


def _of_mentees(whole: Frame, table: Table, left: Ints, claims: Claims | None) -> Iterator[Trial]:
    """Yield what those left out could accept, all worked out at once."""
    if claims is not None and not claims.roomy.any():
        return
    told = [(place, *each) for place, row in enumerate(left) for each in concessions(whole, table.mentees[row])]
    if not told:
        return
    lines = with_mentees(whole, table, [mentee for _, _, mentee in told])
    for (place, change, mentee), line in zip(told, lines, strict=True):
        if claims is None or claims.of_more(line):
            mine = np.arange(len(left)) == place
            yield Trial(change, None, mine, claims is not None, partial(with_line, table, mentee.id, line))


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
