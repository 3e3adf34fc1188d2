"""The smallest changes that would give an unmatched mentee a mentor, each verified by solving with it made.

Private exclusions are never offered as something to change, nor any pair that one of them rules out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from pares.stages.matching.exclusions import Exclusion
from pares.stages.matching.framing import Frame, frame
from pares.stages.matching.people import MenteeFacts
from pares.stages.matching.problem import Problem, Witness
from pares.stages.matching.repair import Live
from pares.stages.matching.solver import Optimum, optimum
from pares.stages.matching.table import NOBODY, Flags, Ints, Table


class Change(StrEnum):
    """What somebody could do; the value ends the sentence "A mentor becomes possible if ..."."""

    PLACE = "the mentor takes one more mentee"
    TRAIN = "the mentor is trained"
    AGREE = "the mentor accepts the agreement"
    TEAM = "the mentee accepts a mentor from the same team"
    VIDEO = "the mentee accepts meetings by video"


OF_A_MENTOR = {
    Change.PLACE: Exclusion.FULL,
    Change.TRAIN: Exclusion.UNTRAINED,
    Change.AGREE: Exclusion.NOT_AGREED,
}


@dataclass(frozen=True, slots=True)
class Fix:
    """One change, by whom (None: by the mentee), and what follows: this mentee's mentor and how many others move."""

    change: Change
    mentor: str | None
    given: str
    moved: int


def fixes(whole: Frame, problem: Problem, mentee: str, witness: Witness) -> tuple[Fix, ...]:
    """Give the changes that give this unmatched mentee a mentor and take nobody theirs, the least stirring first.

    `problem` is the frame's with the locks as they stand, `witness` why the mentee is left out of its optimum.
    """
    table = Table.of(problem)
    live = Live(table, optimum(table))
    found = [
        fix
        for change, mentor, changed in _changes(whole, table, mentee, witness)
        if (fix := _verified(live, mentee, change, mentor, changed))
    ]
    order = [*Change]
    return tuple(sorted(found, key=lambda fix: (fix.moved, order.index(fix.change), fix.mentor or "")))


def _changes(whole: Frame, table: Table, mentee: str, witness: Witness) -> Iterator[tuple[Change, str | None, Table]]:
    rivals = np.array([whole.rows[one] for one in witness.mentees])
    for change, exclusion in OF_A_MENTOR.items():
        open_to = open_but_for(whole, exclusion)
        for mentor in whole.mentors:
            column = whole.columns[mentor.id]
            allowed = open_to[:, column]
            if not allowed[rivals].any():
                continue
            if change is Change.PLACE:
                yield change, mentor.id, with_mentor(whole, table, mentor.id, allowed, 1)
            elif whole.exclusions.kinds[exclusion][:, column].any():
                yield change, mentor.id, with_mentor(whole, table, mentor.id, allowed, 0)
    for change, told in concessions(whole.mentees[whole.rows[mentee]]):
        yield change, None, with_mentee(whole, table, told)


def open_but_for(whole: Frame, exclusion: Exclusion) -> Flags:
    """Give the pairs that may be made or that nothing but this rules out."""
    others = [flags for kind, flags in whole.exclusions.kinds.items() if kind is not exclusion]
    open_to: Flags = ~np.logical_or.reduce(others)
    return open_to


def concessions(mentee: MenteeFacts) -> Iterator[tuple[Change, MenteeFacts]]:
    """Give what this mentee could accept that they do not accept now, and the mentee as they would be then."""
    if mentee.team and not mentee.waives_team:
        yield Change.TEAM, replace(mentee, waives_team=True)
    if not mentee.video:
        yield Change.VIDEO, replace(mentee, video=True)


def with_mentor(whole: Frame, table: Table, mentor: str, allowed: Flags, more: int) -> Table:
    """Give the table with a mentor's pairs opened and so many more places."""
    column, ids = table.mentors.index(mentor), [whole.rows[one] for one in table.mentees]
    score, places = table.score.copy(), table.places.copy()
    score[:, column] = np.where(allowed[ids], whole.scores.score[ids, whole.columns[mentor]], -1)
    places[column] = places[column] + more
    return replace(table, score=score, places=places)


def with_mentee(whole: Frame, table: Table, told: MenteeFacts) -> Table:
    """Give the table with a mentee as they would be then."""
    alone = frame(whole.mentors, [told], whole.rules, whole.scores.weights)
    columns = [whole.columns[one] for one in table.mentors]
    score = table.score.copy()
    line = np.where(alone.exclusions.allowed[0], alone.scores.score[0], -1)
    score[table.mentees.index(told.id)] = line[columns]
    return replace(table, score=score)


def _verified(live: Live, mentee: str, change: Change, mentor: str | None, changed: Table) -> Fix | None:
    """Give the change as a fix where the mentee then has a mentor and nobody has lost theirs; else None."""
    before, then = live.best.assigned, live.after(changed).assigned
    row = changed.mentees.index(mentee)
    if then[row] == NOBODY or ((before != NOBODY) & (then == NOBODY)).any():
        return None
    return Fix(change, mentor, changed.mentors[then[row]], others_moved(live.best, then, row))


def others_moved(now: Optimum, then: Ints, row: int) -> int:
    """Give how many rows but this one have another column then."""
    other = now.assigned != then
    other[row] = False
    return int(other.sum())
