"""What two lists of people share, counted for every two of them at once."""

from collections.abc import Hashable, Sequence
from collections.abc import Set as AbstractSet

import numpy as np
from scipy.sparse import csr_array

from pares.stages.matching.people import MenteeFacts, MentorFacts, SchemeRules
from pares.stages.matching.table import Ints

UNKNOWN = -1


def shared(left: Sequence[AbstractSet[Hashable]], right: Sequence[AbstractSet[Hashable]]) -> Ints:
    """Give how many things each set on the left (row) has in common with each on the right (column)."""
    place = {thing: number for number, thing in enumerate(frozenset().union(*left))}
    marks = _marks(left, place) @ _marks(right, place).T
    counts: Ints = marks.toarray().astype(np.int64)
    return counts


def _marks(sets: Sequence[AbstractSet[Hashable]], place: dict[Hashable, int]) -> csr_array:
    cells = [(row, place[thing]) for row, things in enumerate(sets) for thing in things if thing in place]
    rows, columns = zip(*cells, strict=True) if cells else ((), ())
    return csr_array(  # type: ignore[no-untyped-call]
        (np.ones(len(cells), dtype=np.int32), (rows, columns)), shape=(len(sets), max(len(place), 1))
    )


def journeys(mentees: Sequence[MenteeFacts], mentors: Sequence[MentorFacts], rules: SchemeRules) -> Ints:
    """Give the minutes between each mentee (row) and mentor (column); -1 where not known."""
    starts, row = np.unique([mentee.site for mentee in mentees], return_inverse=True)
    ends, column = np.unique([mentor.site for mentor in mentors], return_inverse=True)
    minutes = [[rules.minutes(str(start), str(end)) for end in ends] for start in starts]
    known = np.array([[UNKNOWN if one is None else one for one in line] for line in minutes], dtype=np.int64)
    return known.reshape(len(starts), len(ends))[row][:, column]
