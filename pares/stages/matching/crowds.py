"""People matched from two lists, however many: laid out as a table, or block by block where they are too many."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pares.stages.matching import national
from pares.stages.matching.framing import Frame, frame
from pares.stages.matching.people import MenteeFacts, MentorFacts, SchemeRules
from pares.stages.matching.problem import Objective, Unmatched, Witness
from pares.stages.matching.scores import Criterion
from pares.stages.matching.solver import solve
from pares.stages.matching.table import NOBODY, Ints

# Beyond so many mentees pairs are priced instead of laid out.
LARGEST_TABLE = 1_500
BLOCK = 1_000_000


@dataclass(frozen=True)
class Found:
    """The best pairs (mentee, mentor), who is left out and why, and how good it is."""

    pairs: Sequence[tuple[str, str]]
    unmatched: Sequence[Unmatched]
    objective: Objective


@dataclass(frozen=True)
class Everybody:
    """Mentors and mentees in order of id, with what rules pairs out and what counts."""

    mentors: Sequence[MentorFacts]
    mentees: Sequence[MenteeFacts]
    rules: SchemeRules
    weights: Mapping[Criterion, int]

    @property
    def size(self) -> int:
        """How many mentees there are."""
        return len(self.mentees)

    @property
    def places(self) -> Ints:
        """How many mentees each mentor can still take."""
        return np.array([mentor.free_places for mentor in self.mentors], dtype=np.int64)

    def frames(self) -> Iterator[Frame]:
        """Go through all mentees, with all mentors, as many at a time as a block holds."""
        at_once = max(1, BLOCK // max(1, len(self.mentors)))
        for start in range(0, self.size, at_once):
            yield frame(self.mentors, self.mentees[start : start + at_once], self.rules, self.weights)

    def scores(self, rows: Ints, columns: Ints) -> national.Block:
        """Give the scores of these mentees with these mentors, -1 where a pair is not allowed."""
        mentors, mentees = [self.mentors[one] for one in columns], [self.mentees[one] for one in rows]
        part = frame(mentors, mentees, self.rules, self.weights)
        return np.where(part.exclusions.allowed, part.scores.score, -1).astype(np.int16)


def best(everybody: Everybody, seed: int, report: national.Report) -> Found:
    """Return the best pairs, ties settled by the seed, in a table or beyond one."""
    everybody = replace(everybody, rules=everybody.rules.among(everybody.mentees))
    if everybody.size > LARGEST_TABLE:
        return _priced(everybody, seed, report)
    whole = frame(everybody.mentors, everybody.mentees, everybody.rules, everybody.weights)
    solution = solve(whole.problem(seed=seed))
    return Found(solution.pairs, solution.unmatched, solution.objective)


def _priced(everybody: Everybody, seed: int, report: national.Report) -> Found:
    mentees, mentors = [one.id for one in everybody.mentees], [one.id for one in everybody.mentors]
    proven = national.optimum(everybody, seed=seed, names=(mentees, mentors), block=BLOCK, report=report)
    short = Witness(
        tuple(mentees[row] for row in np.flatnonzero(~proven.most[0])),
        tuple(mentors[column] for column in np.flatnonzero(proven.most[1])),
    )
    return Found(
        [(mentees[row], mentors[proven.assigned[row]]) for row in np.flatnonzero(proven.assigned != NOBODY)],
        [Unmatched(mentees[row], short) for row in np.flatnonzero(proven.assigned == NOBODY)],
        Objective(proven.matched, proven.worst, proven.total),
    )
