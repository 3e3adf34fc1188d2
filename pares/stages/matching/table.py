"""A problem as arrays: rows are mentees, columns mentors, both in order of id, whatever the input's."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from pares.stages.matching.problem import Problem

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
NOBODY = -1


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The scores (-1: not allowed), places per column, and the locked column of each row (-1: not locked).

    `lots` are all rows in the order in which a ballot drew them; None where there was none.
    """

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    score: Ints
    places: Ints
    locked: Ints
    seed: int
    lots: Ints | None = None

    @classmethod
    def of(cls, problem: Problem | Self) -> Self:
        """Lay a valid problem out in order of id; what is laid out already stays as it is."""
        if not isinstance(problem, Problem):
            return problem
        mentors = sorted(problem.mentors, key=lambda mentor: mentor.id)
        mentees = sorted(mentee.id for mentee in problem.mentees)
        row = {name: place for place, name in enumerate(mentees)}
        column = {mentor.id: place for place, mentor in enumerate(mentors)}
        score = np.full((len(row), len(column)), -1, dtype=np.int64)
        rows = np.fromiter((row[pair[0]] for pair in problem.pairs), np.int64, len(problem.pairs))
        columns = np.fromiter((column[pair[1]] for pair in problem.pairs), np.int64, len(problem.pairs))
        score[rows, columns] = np.fromiter((pair[2] for pair in problem.pairs), np.int64, len(problem.pairs))
        locked = np.full(len(row), NOBODY, dtype=np.int64)
        for mentee, mentor in problem.locked:
            locked[row[mentee]] = column[mentor]
        places = np.array([mentor.capacity for mentor in mentors], dtype=np.int64)
        lots = np.array([row[name] for name in problem.lots], dtype=np.int64) if problem.lots else None
        return cls(tuple(mentees), tuple(column), score, places, locked, problem.seed, lots)

    @property
    def free_rows(self) -> Ints:
        """The rows that are not locked."""
        return np.flatnonzero(self.locked == NOBODY)

    @property
    def free_places(self) -> Ints:
        """The places per column that no lock takes."""
        taken = np.bincount(self.locked[self.locked != NOBODY], minlength=len(self.mentors))
        return self.places - taken

    def with_lock(self, row: int, column: int) -> "Table":
        """Give the same table with this row locked to this column (whatever it was locked to before)."""
        locked = self.locked.copy()
        locked[row] = column
        return replace(self, locked=locked)
