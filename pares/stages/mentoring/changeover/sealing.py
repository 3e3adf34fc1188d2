"""Sealing whether somebody would like to go on: the database shows neither what they said nor whether they did."""

from uuid import UUID

from pares.stages.recruitment.wishes import seal_words, unseal_words

# One size for every answer, and for none.
SIZE = 16


def seal(wants: str, answer: UUID) -> bytes:
    """Return an answer, or "" for none yet, as bytes of one size that only this row can be opened from."""
    return seal_words(wants.encode().ljust(SIZE), answer)


def unseal(sealed: bytes, answer: UUID) -> str:
    """Return the answer; raises ValueError where it was sealed for another row or with another key."""
    return unseal_words(sealed, answer).decode().rstrip()
