"""What a copy takes of either database, and the sentence where it cannot be had."""

from pathlib import Path
from typing import Protocol

from django.db import connection

Counts = dict[str, int]
"""How many rows each table holds."""


class NotDone(Exception):  # noqa: N818 - the sentence an operator reads
    """A copy was not made, or not put back; `str()` says why and what to do."""


class Engine(Protocol):
    """One kind of database as copies see it."""

    ending: str

    def write(self, copy: Path) -> Counts:
        """Copy the running database into a new file as it stands at one moment; return its rows at that moment."""

    def read(self, copy: Path) -> Counts:
        """Read a copy from its first byte to its last and return its rows; raises NotDone where it is damaged."""

    def is_taken(self) -> str:
        """Return what already stands where a copy would be put back, or "" where nothing does."""

    def put_back(self, copy: Path) -> None:
        """Put a copy where the site looks for its database; raises NotDone."""


def engine() -> Engine:
    """Return the site's kind of database."""
    from pares.management.copies.postgresql import Dump
    from pares.management.copies.sqlite import File

    return Dump() if connection.vendor == "postgresql" else File()


def refuse_differing(expected: Counts, found: Counts) -> None:
    """Raise NotDone for the first table of which a copy has not the rows that the database had."""
    for table in sorted(expected.keys() | found.keys()):
        had, has = expected.get(table), found.get(table)
        if had != has:
            raise NotDone(
                f"The copy is not complete: {table} had {_rows(had)} in the database and has {_rows(has)} there."
            )


def _rows(number: int | None) -> str:
    if number is None:
        return "no place"
    return "1 row" if number == 1 else f"{number:,} rows"
