"""Tickets that settle ties: 40 bits per pair from the seed and the two ids, the same on every machine."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from pares.stages.matching.table import Ints

TICKET_BITS = 40
_WORD = npt.NDArray[np.uint64]


def tickets(seed: int, mentees: Sequence[str], mentors: Sequence[str], *, bits: int = TICKET_BITS) -> Ints:
    """Give a ticket from 0 to 2**bits - 1 for each mentee (row) and mentor (column)."""
    row, column = np.divmod(np.arange(len(mentees) * len(mentors)), max(1, len(mentors)))
    return tickets_of(seed, mentees, mentors, row, column, bits=bits).reshape(len(mentees), len(mentors))


def tickets_of(  # noqa: PLR0913 - of whom, which, and how long
    seed: int, mentees: Sequence[str], mentors: Sequence[str], row: Ints, column: Ints, *, bits: int = TICKET_BITS
) -> Ints:
    """Give the tickets of these pairs only, by the places of their mentees and mentors."""
    rows = _stirred(_digests(f"mentee {seed} ", mentees, row))
    columns = _digests(f"mentor {seed} ", mentors, column)
    return (_stirred(rows + columns) >> np.uint64(64 - bits)).astype(np.int64)


def _digests(prefix: str, names: Sequence[str], places: Ints) -> _WORD:
    wanted, which = np.unique(places, return_inverse=True)
    digest = b"".join(blake2b((prefix + names[place]).encode(), digest_size=8).digest() for place in wanted.tolist())
    return np.frombuffer(digest, dtype="<u8").astype(np.uint64)[which]


def _stirred(word: _WORD) -> _WORD:
    """Mix 64 bits well (the finishing step of SplitMix64: Steele, Lea and Flood, 2014)."""
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))
