"""Who of those left out would get one more place, mentor by mentor: found for all mentors by one search.

With one more place, the best answer differs from the one that stands by a way of least cost from somebody left out to
that place (Edmonds and Karp, 1972), and by others who change among equals. So whoever gets the place is where such a
way begins. Only ties leave several to choose from; nobody else can be the one, as long as nobody loses a mentor.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from pares.stages.matching.rerouting import Standing
from pares.stages.matching.table import NOBODY, Flags, Ints
from pares.stages.matching.witness import reach

_FAR = np.iinfo(np.int64).max // 8


@dataclass(frozen=True, slots=True, eq=False)
class Claims:
    """Ways of least cost from those left out (`left`) to each column: how far, and from whom they begin.

    `met` are the columns that any of them can reach at all, from score 0 up, `open_to` the rows that can be met on such
    a way; from the columns in `roomy` there is a way on to a free place.
    """

    standing: Standing
    left: Ints
    far: Ints
    who: Flags
    met: Flags
    open_to: Flags
    roomy: Flags

    @classmethod
    def of(cls, standing: Standing) -> "Claims":
        """Search from everybody who counts and has no column."""
        left = np.flatnonzero(standing.present & (standing.assigned == NOBODY))
        short = np.minimum(standing.short(np.arange(len(standing.present))), _FAR)
        step = _steps(standing, short)
        first = short[left].min(axis=0, initial=_FAR)
        far, changed = first.copy(), np.arange(len(first))
        while len(changed):
            nearer = np.minimum(far, (far[changed, None] + step[changed]).min(axis=0))
            changed = np.flatnonzero(nearer < far)
            far = nearer
        starts = (short[left] == far) & (far < _FAR)
        allowed = (standing.score >= 0) & standing.present[:, None] & (standing.places > 0)
        without = standing.present & (standing.assigned == NOBODY)
        open_to, met = reach(allowed, standing.assigned, without)
        who = _begin(step, far, starts.T)
        return cls(standing, left, far, who, met, open_to, _leading_to_room(standing, allowed))

    def of_one_more(self, column: int) -> tuple[Flags, bool]:
        """Tell for each of those left out whether one more place in a column may be theirs, and whether that is sure.

        It is not where the place can only be filled by making the worst pair worse: then everything may change.
        """
        if not self.standing.places[column]:
            return self.of_opened(self.standing.score[:, column])
        if self.far[column] < _FAR:
            return self.who[column], True
        return self._anybody(possible=bool(self.met[column]))

    def of_opened(self, score: Ints, places: int = 1) -> tuple[Flags, bool]:
        """Tell the same where a column that nobody can have now opens, with these scores (-1: not allowed).

        Several places may go to people in turn, and let the worst pair be better: then anybody who can reach it may.
        """
        reached = self.open_to & (score >= 0)
        taken = self.standing.assigned
        before = np.where(taken == NOBODY, 0, self.far[taken])
        fitting = reached & (score >= self.standing.floor) & (before < _FAR)
        if places > 1 or not fitting.any():
            return self._anybody(possible=bool(reached.any()))
        cost = np.where(fitting, before + self.standing.rows - score, _FAR)
        best = np.flatnonzero(cost == cost.min())
        found = np.isin(self.left, best)
        held = taken[best]
        found |= self.who[held[held != NOBODY]].any(axis=0)
        return found, True

    def _anybody(self, *, possible: bool) -> tuple[Flags, bool]:
        return np.full(len(self.left), possible), not possible

    def of_more(self, score: Ints) -> bool:
        """Tell whether somebody left out could have a place if these were their scores."""
        return bool((self.roomy & (score >= 0)).any())


def _steps(standing: Standing, short: Ints) -> Ints:
    """Give for each two columns by how much, at least, a row of the first falls short of its prices in the second."""
    step = np.full((short.shape[1], short.shape[1]), _FAR, dtype=np.int64)
    seated = np.flatnonzero(standing.assigned != NOBODY)
    order = seated[np.argsort(standing.assigned[seated], kind="stable")]
    if len(order):
        first = np.flatnonzero(np.diff(standing.assigned[order], prepend=NOBODY))
        step[standing.assigned[order][first]] = np.minimum.reduceat(short[order], first, axis=0)
    return step


def _begin(step: Ints, far: Ints, starts: Flags) -> Flags:
    """Give for each column from whom ways of least cost begin, going on along steps that are on such a way."""
    on_way = (far[:, None] + step == far) & (far < _FAR)[:, None]
    np.fill_diagonal(on_way, val=False)
    steps = csr_array(on_way.T.astype(np.int32))  # type: ignore[no-untyped-call]
    who = starts
    while True:
        more = who | ((steps @ who.astype(np.int32)) > 0)
        if np.array_equal(more, who):
            return who
        who = more


def _leading_to_room(standing: Standing, allowed: Flags) -> Flags:
    """Give the columns from which there is a way to a free place: their rows could move on, one after another."""
    roomy = standing.taken < standing.places
    while True:
        moving = allowed[:, roomy].any(axis=1) & (standing.assigned != NOBODY)
        more = roomy.copy()
        more[standing.assigned[moving]] = True
        if np.array_equal(more, roomy):
            return roomy
        roomy = more
