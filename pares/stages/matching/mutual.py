"""Pairs who chose each other and were not matched, each with what honouring it would cost."""

from dataclasses import dataclass

import numpy as np

from pares.stages.matching.alternatives import Alternative, alternative
from pares.stages.matching.framing import Frame
from pares.stages.matching.overlap import shared
from pares.stages.matching.problem import Problem
from pares.stages.matching.repair import Live
from pares.stages.matching.table import Table


@dataclass(frozen=True, slots=True)
class Mutual:
    """A mentee and a mentor who each named the other, and what follows if they are matched."""

    mentee: str
    instead: Alternative


def unhonoured(whole: Frame, problem: Problem | Table | Live) -> tuple[Mutual, ...]:
    """Give the pairs that may be made, named each other and are not in the optimum, the least costly first.

    A mentor whose places are all locked has none to give and is left out.
    """
    live = Live.of(problem)
    table = live.table
    found = []
    for mentee, mentor in _chosen(whole):
        row, column = table.mentees.index(mentee), table.mentors.index(mentor)
        open_to_all = table.score[row, column] >= 0 and table.free_places[column] > 0
        if open_to_all and live.best.assigned[row] != column:
            found.append(Mutual(mentee, alternative(live, row, column)))
    return tuple(sorted(found, key=_by_cost))


def _chosen(whole: Frame) -> list[tuple[str, str]]:
    names = [one.names for one in whole.mentors]
    by_mentee = shared([frozenset(one.ranked) for one in whole.mentees], names) > 0
    by_mentor = shared([one.names for one in whole.mentees], [frozenset(one.ranked) for one in whole.mentors]) > 0
    rows, columns = np.nonzero(by_mentee & by_mentor)
    return [(whole.mentees[row].id, whole.mentors[column].id) for row, column in zip(rows, columns, strict=True)]


def _by_cost(one: Mutual) -> tuple[int, int, int, str, str]:
    cost = one.instead
    return cost.lost_matches, cost.lost_total, len(cost.moves), one.mentee, cost.mentor
