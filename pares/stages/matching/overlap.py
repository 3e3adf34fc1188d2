"""What two lists of people share, counted for every two of them at once."""

from collections.abc import Hashable, Sequence
from collections.abc import Set as AbstractSet

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from pares.stages.matching.people import MenteeFacts, MentorFacts, SchemeRules
from pares.stages.matching.table import Ints

UNKNOWN = -1
# Up to so many different things a table of marks is quicker than a list of them.
_FEW = 64


def shared(left: Sequence[AbstractSet[Hashable]], right: Sequence[AbstractSet[Hashable]]) -> Ints:
    """Give how many things each set on the left (row) has in common with each on the right (column)."""
    place = {thing: number for number, thing in enumerate(frozenset().union(*left))}
    if not place:
        return np.zeros((len(left), len(right)), dtype=np.int64)
    rows, columns = _marks(left, place), _marks(right, place)
    if len(place) <= _FEW:
        dense = _table(rows, len(left), len(place)) @ _table(columns, len(right), len(place)).T
        return dense.astype(np.int64)
    counts: Ints = (_sparse(rows, len(left), len(place)) @ _sparse(columns, len(right), len(place)).T).toarray()
    return counts


def _marks(sets: Sequence[AbstractSet[Hashable]], place: dict[Hashable, int]) -> tuple[Ints, Ints]:
    """Give the cells that are marked: which set, and the place of the thing it has."""
    cells = [(row, place[thing]) for row, things in enumerate(sets) for thing in things if thing in place]
    found = np.array(cells, dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _table(cells: tuple[Ints, Ints], rows: int, columns: int) -> npt.NDArray[np.float32]:
    """Lay out the cells; sums of so few ones are exact in 32 bits."""
    table = np.zeros((rows, columns), dtype=np.float32)
    table[cells] = 1
    return table


def _sparse(cells: tuple[Ints, Ints], rows: int, columns: int) -> csr_array:
    return csr_array((np.ones(len(cells[0]), dtype=np.int64), cells), shape=(rows, columns))  # type: ignore[no-untyped-call]


def journeys(mentees: Sequence[MenteeFacts], mentors: Sequence[MentorFacts], rules: SchemeRules) -> Ints:
    """Give the minutes between each mentee (row) and mentor (column); -1 where not known."""
    starts, row = np.unique([mentee.site for mentee in mentees], return_inverse=True)
    ends, column = np.unique([mentor.site for mentor in mentors], return_inverse=True)
    minutes = [[rules.minutes(str(start), str(end)) for end in ends] for start in starts]
    known = np.array([[UNKNOWN if one is None else one for one in line] for line in minutes], dtype=np.int64)
    return known.reshape(len(starts), len(ends))[row][:, column]
