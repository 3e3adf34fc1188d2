"""The two databases' own full text search, behind the same three calls.

Each keeps words without endings beside the sections, in a table of its own that the rebuild makes. It holds nothing
that could not be made again, so no migration knows it.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.db import connection

from pares.ground.finding.asking import Concept

TABLE = "pares_passage_words"
WEIGHTS = (4.0, 3.0, 3.0, 1.0)
"""What a word counts in the title, the heading, the questions and the text."""
Row = tuple[int, str, str, str, str]
"""A section's number, and the words of its title, heading, questions and text."""


class Engine(Protocol):
    """One database's way."""

    def lay_out(self) -> None:
        """Make the table anew, empty; nobody else may do so before this transaction ends."""

    def put_in(self, rows: Iterable[Row]) -> None:
        """Put the sections' words in."""

    def match(self, concepts: Sequence[Concept], *, every: bool, most: int) -> list[int]:
        """Return the numbers of the best sections with every concept, or with any of them."""


class NoFullTextError(RuntimeError):
    """This database cannot search; `str()` says what is missing."""


def engine() -> Engine:
    """Return the way of the database in use."""
    if connection.vendor == "postgresql":
        from pares.ground.finding.postgres import Postgres

        return Postgres()
    from pares.ground.finding.sqlite import Sqlite

    return Sqlite()


def is_there() -> bool:
    """Return whether the table has been made."""
    return TABLE in connection.introspection.table_names()
