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
from pares.stages.matching.problem import Problem
from pares.stages.matching.repair import Live
from pares.stages.matching.solver import Optimum
from pares.stages.matching.table import NOBODY, Flags, Ints, Table


class Change(StrEnum):
    """What somebody could do; the value ends the sentence "A mentor becomes possible if ..."."""

    PLACE = "the mentor takes one more mentee"
    TRAIN = "the mentor is trained"
    AGREE = "the mentor accepts the agreement"
    TEAM = "the mentee accepts a mentor from the same team"
    VIDEO = "the mentee accepts meetings by video"
    GROUP = "the mentee accepts a group"


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


def fixes(whole: Frame, problem: Problem | Table | Live, mentee: str) -> tuple[Fix, ...]:
    """Give the changes that give this unmatched mentee a mentor and take nobody theirs, the least stirring first.

    `problem` is the frame's with the locks as they stand. Every change there is is tried.
    """
    live = Live.of(problem)
    found = [
        fix
        for change, mentor, changed in _changes(whole, live.table, mentee)
        if (fix := _verified(live, mentee, change, mentor, changed))
    ]
    order = [*Change]
    return tuple(sorted(found, key=lambda fix: (fix.moved, order.index(fix.change), fix.mentor or "")))


def _changes(whole: Frame, table: Table, mentee: str) -> Iterator[tuple[Change, str | None, Table]]:
    for change, exclusion in OF_A_MENTOR.items():
        open_to = open_but_for(whole, exclusion)
        for mentor in whole.mentors:
            column = whole.columns[mentor.id]
            allowed = open_to[:, column]
            if not allowed.any():
                continue
            if change is Change.PLACE:
                yield change, mentor.id, with_mentor(whole, table, mentor.id, allowed, 1)
            elif whole.exclusions.kinds[exclusion][:, column].any():
                yield change, mentor.id, with_mentor(whole, table, mentor.id, allowed, 0)
    for change, told in concessions(whole, mentee):
        yield change, None, with_mentee(whole, table, told)


def open_but_for(whole: Frame, exclusion: Exclusion) -> Flags:
    """Give the pairs that may be made or that nothing but this rules out."""
    others = [flags for kind, flags in whole.exclusions.kinds.items() if kind is not exclusion]
    open_to: Flags = ~np.logical_or.reduce(others)
    return open_to


def concessions(whole: Frame, who: str) -> Iterator[tuple[Change, MenteeFacts]]:
    """Give what this mentee could accept that they do not accept now, and the mentee as they would be then."""
    mentee = whole.mentees[whole.rows[who]]
    if mentee.team and not mentee.waives_team:
        yield Change.TEAM, replace(mentee, waives_team=True)
    if not mentee.video:
        yield Change.VIDEO, replace(mentee, video=True)
    if _only_a_group(whole, whole.rows[who]):
        yield Change.GROUP, replace(mentee, group=True)


def _only_a_group(whole: Frame, row: int) -> bool:
    """Tell whether some mentor is ruled out for a mentee by nothing but meeting a group."""
    grouped = whole.exclusions.kinds[Exclusion.GROUP][row]
    others = [flags[row] for kind, flags in whole.exclusions.kinds.items() if kind is not Exclusion.GROUP]
    return bool(grouped.any() and (grouped & ~np.logical_or.reduce(others)).any())


def with_mentor(whole: Frame, table: Table, mentor: str, allowed: Flags, more: int) -> Table:
    """Give the table with a mentor's pairs opened and so many more places."""
    column, score, places = table.mentors.index(mentor), table.score.copy(), table.places.copy()
    score[:, column] = of_mentor(whole, table, mentor, allowed)
    places[column] = places[column] + more
    return replace(table, score=score, places=places)


def of_mentor(whole: Frame, table: Table, mentor: str, allowed: Flags) -> Ints:
    """Give the scores of all mentees (-1: not allowed) with a mentor, of whom these may have them."""
    ids = [whole.rows[one] for one in table.mentees]
    return np.where(allowed[ids], whole.scores.decides[ids, whole.columns[mentor]], NOBODY)


def with_mentee(whole: Frame, table: Table, told: MenteeFacts) -> Table:
    """Give the table with a mentee as they would be then."""
    return with_line(table, told.id, with_mentees(whole, table, [told])[0])


def with_mentees(whole: Frame, table: Table, told: list[MenteeFacts]) -> Ints:
    """Give for each of some mentees as they would be then the scores of all mentors (-1: not allowed)."""
    alone = frame(whole.mentors, told, whole.rules, whole.scores.weights)
    columns = [whole.columns[one] for one in table.mentors]
    lines: Ints = np.where(alone.exclusions.allowed, alone.scores.decides, NOBODY)[:, columns]
    return lines


def with_line(table: Table, mentee: str, line: Ints) -> Table:
    """Give the table with other scores for a mentee."""
    score = table.score.copy()
    score[table.mentees.index(mentee)] = line
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
