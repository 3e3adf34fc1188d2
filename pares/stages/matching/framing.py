"""From people to a problem: exclusions first, then a score for every pair left, and reasons for both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pares.stages.matching.exclusions import Exclusion, Exclusions, exclude
from pares.stages.matching.people import MenteeFacts, MentorFacts, SchemeRules
from pares.stages.matching.problem import Allowed, Mentee, Mentor, Problem
from pares.stages.matching.reasons import CONFIDENTIAL, Reason, reasons
from pares.stages.matching.scores import DEFAULT_WEIGHTS, Contribution, Criterion, Scores, score
from pares.stages.matching.table import NOBODY, Table


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A cohort ready to be matched: its people by id, what is excluded, and what each pair scores.

    `lots` are the mentees in the order in which a ballot drew them; () where there was none.
    """

    mentors: tuple[MentorFacts, ...]
    mentees: tuple[MenteeFacts, ...]
    rules: SchemeRules
    exclusions: Exclusions
    scores: Scores
    rows: Mapping[str, int]
    columns: Mapping[str, int]
    lots: tuple[str, ...] = ()

    def problem(self, *, locked: Iterable[tuple[str, str]] = (), seed: int = 0) -> Problem:
        """Give the problem to solve; BadProblem if a lock (mentee, mentor) is excluded or does not fit."""
        allowed = self.exclusions.allowed
        rows, columns = np.nonzero(allowed)
        values = self.scores.decides[allowed].tolist()
        return Problem(
            mentors=tuple(Mentor(one.id, one.free_places) for one in self.mentors),
            mentees=tuple(Mentee(one.id) for one in self.mentees),
            pairs=tuple(
                Allowed(self.mentees[row].id, self.mentors[column].id, value)
                for row, column, value in zip(rows.tolist(), columns.tolist(), values, strict=True)
            ),
            locked=tuple(locked),
            seed=seed,
            lots=self.lots,
        )

    def table(self, *, locked: Iterable[tuple[str, str]] = (), seed: int = 0) -> Table:
        """Give the same problem laid out at once, for locks known to be allowed and to fit."""
        rows = sorted(range(len(self.mentees)), key=lambda row: self.mentees[row].id)
        columns = sorted(range(len(self.mentors)), key=lambda column: self.mentors[column].id)
        row_at, column_at = np.argsort(rows), np.argsort(columns)
        held = np.full(len(rows), NOBODY, dtype=np.int64)
        for mentee, mentor in locked:
            held[row_at[self.rows[mentee]]] = column_at[self.columns[mentor]]
        return Table(
            mentees=tuple(self.mentees[row].id for row in rows),
            mentors=tuple(self.mentors[column].id for column in columns),
            score=np.where(self.exclusions.allowed, self.scores.decides, NOBODY)[np.ix_(rows, columns)],
            places=np.array([self.mentors[column].free_places for column in columns], dtype=np.int64),
            locked=held,
            seed=seed,
            lots=row_at[[self.rows[mentee] for mentee in self.lots]] if self.lots else None,
        )

    @property
    def sealed(self) -> bool:
        """Whether choices from a shortlist, which nobody may read, decide beside the scores that are shown."""
        return self.scores.decides is not self.scores.score

    def after_the_match(self) -> "Frame":
        """Give the same with no wish in a score that is shown: wishes go on deciding, and no person reads them."""
        return replace(self, scores=self.scores.hiding(CONFIDENTIAL))

    def score(self, mentee: str, mentor: str) -> int:
        """Give the score of two people as it is shown, from 0 to 1000, whether or not they may be paired."""
        return int(self.scores.score[self.rows[mentee], self.columns[mentor]])

    def excluded(self, mentee: str, mentor: str) -> tuple[Exclusion, ...]:
        """Give why two people may not be paired; () if they may."""
        return self.exclusions.why(self.rows[mentee], self.columns[mentor])

    def contributions(self, mentee: str, mentor: str) -> tuple[Contribution, ...]:
        """Give the points of each criterion that applies to this mentee."""
        return self.scores.contributions(self.rows[mentee], self.columns[mentor])

    def reasons(self, mentee: str, mentor: str) -> tuple[Reason, ...]:
        """Give the words for each contribution, the one that earned most first."""
        return reasons(
            self.mentors[self.columns[mentor]],
            self.mentees[self.rows[mentee]],
            self.rules,
            self.contributions(mentee, mentor),
        )


def frame(
    mentors: Sequence[MentorFacts],
    mentees: Sequence[MenteeFacts],
    rules: SchemeRules,
    weights: Mapping[Criterion, int] = DEFAULT_WEIGHTS,
) -> Frame:
    """Exclude and score all pairs of a cohort."""
    rules = rules.among(mentees)
    return Frame(
        mentors=tuple(mentors),
        mentees=tuple(mentees),
        rules=rules,
        exclusions=exclude(mentors, mentees, rules),
        scores=score(mentors, mentees, rules, weights),
        rows={one.id: place for place, one in enumerate(mentees)},
        columns={one.id: place for place, one in enumerate(mentors)},
    )
