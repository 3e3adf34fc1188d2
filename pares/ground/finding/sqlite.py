"""SQLite's full text search, FTS5."""

from collections.abc import Iterable, Sequence

from django.db import OperationalError, connection

from pares.ground.finding.asking import Concept
from pares.ground.finding.engine import TABLE, WEIGHTS, NoFullTextError, Row
from pares.ground.finding.synonyms import Words

NO_FTS5 = "This SQLite was built without FTS5, which search needs. Use a Python whose sqlite3 has it, or PostgreSQL."
_MAKE = f"CREATE VIRTUAL TABLE {TABLE} USING fts5(title, heading, asked, body, tokenize='unicode61')"
_PUT = f"INSERT INTO {TABLE} (rowid, title, heading, asked, body) VALUES (%s, %s, %s, %s, %s)"  # noqa: S608 - our own names
_MATCH = (
    f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s "  # noqa: S608 - our own names
    f"ORDER BY bm25({TABLE}, {', '.join(map(str, WEIGHTS))}), rowid LIMIT %s"
)


class Sqlite:
    """FTS5; a write locks the whole file, so only one rebuild runs at a time."""

    def lay_out(self) -> None:
        """Make the table anew, empty; raises NoFullTextError."""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
            try:
                cursor.execute(_MAKE)
            except OperationalError as error:
                raise NoFullTextError(NO_FTS5) from error

    def put_in(self, rows: Iterable[Row]) -> None:
        """Put the sections' words in."""
        with connection.cursor() as cursor:
            cursor.executemany(_PUT, list(rows))

    def match(self, concepts: Sequence[Concept], *, every: bool, most: int) -> list[int]:
        """Return the numbers of the best sections with every concept, or with any of them."""
        wanted = (" AND " if every else " OR ").join(map(_said, concepts))
        with connection.cursor() as cursor:
            cursor.execute(_MATCH, [wanted, most])
            return [number for (number,) in cursor.fetchall()]


def _said(concept: Concept) -> str:
    return f"({' OR '.join(map(_phrase, concept.all))})"


def _phrase(words: Words) -> str:
    """Return the words in a row as FTS5 reads them; they hold only letters and digits."""
    return f'"{" ".join(words)}"'
