"""The shortlists a cohort's mentees would get on a day, before anybody is asked."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from pares.ground.cohorts.models import Cohort
from pares.stages.matching import pool
from pares.stages.matching.proposing import standing_locks
from pares.stages.matching.shortlists.drawing import LISTS_A_PLACE, SHOWN, Lists, draw

__all__ = ["LISTS_A_PLACE", "SHOWN", "Drawn", "drawn"]


@dataclass(frozen=True)
class Drawn:
    """Shortlists by the mentee's id, each the mentors' ids in their places; and how many are in locked pairs."""

    lists: Lists
    locked: int

    @property
    def asked(self) -> int:
        """How many mentees get a list with at least one name."""
        return sum(bool(names) for names in self.lists.values())

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """How many mentees get three names, two, one and none."""
        found = Counter(len(names) for names in self.lists.values())
        return [(names, found[names]) for names in range(SHOWN, -1, -1)]

    @property
    def mentors(self) -> int:
        """How many mentors stand on at least one list."""
        return len({mentor for names in self.lists.values() for mentor in names})


def drawn(cohort: Cohort, on: date) -> Drawn:
    """Return the shortlists of a day; who is left out is not asked, nor who is in a pair that the leads have locked."""
    frame = pool.frame_of(cohort, on, without=pool.set_aside(cohort))
    if not frame.mentees or not frame.mentors:
        return Drawn({}, 0)
    latest = cohort.proposals.newest()
    locks = standing_locks(latest, frame)
    seed = latest.seed if latest else cohort.pk.int % 2**31
    return Drawn(draw(frame.table(locked=locks, seed=seed)), len(locks))
