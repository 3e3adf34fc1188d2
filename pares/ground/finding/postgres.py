"""PostgreSQL's full text search."""

from collections.abc import Iterable, Sequence

from django.db import connection

from pares.ground.finding.asking import Concept
from pares.ground.finding.engine import TABLE, WEIGHTS, Row

# Any number will do as long as nothing else of ours takes the same lock.
LOCK = 7_235_201
_TITLE, _HEADING, _ASKED, _TEXT = (weight / max(WEIGHTS) for weight in WEIGHTS)
_VECTOR = " || ".join(f"setweight(to_tsvector('simple', %s), '{letter}')" for letter in "ABCD")
_MATCH = (
    f"SELECT id FROM {TABLE}, (SELECT {{wanted}} AS wanted) AS asked WHERE words @@ wanted "  # noqa: S608 - our own names
    f"ORDER BY ts_rank('{{{{{_TEXT}, {_ASKED}, {_HEADING}, {_TITLE}}}}}', words, wanted, 1) DESC, id LIMIT %s"
)


class Postgres:
    """Vectors with an index over them; words come without endings, so its own dictionaries stay out of it."""

    def lay_out(self) -> None:
        """Make the table where there is none, and empty it; others read the old rows until this is committed."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            cursor.execute(f"CREATE TABLE IF NOT EXISTS {TABLE} (id integer PRIMARY KEY, words tsvector NOT NULL)")
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {TABLE}_gin ON {TABLE} USING gin (words)")
            cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608 - our own name

    def put_in(self, rows: Iterable[Row]) -> None:
        """Put the sections' words in."""
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {TABLE} VALUES (%s, {_VECTOR})", list(rows))  # noqa: S608 - our own names

    def match(self, concepts: Sequence[Concept], *, every: bool, most: int) -> list[int]:
        """Return the numbers of the best sections with every concept, or with any of them."""
        wanted = (" && " if every else " || ").join(map(_said, concepts))
        phrases = [" ".join(words) for concept in concepts for words in concept.all]
        with connection.cursor() as cursor:
            cursor.execute(_MATCH.format(wanted=wanted), [*phrases, most])
            return [number for (number,) in cursor.fetchall()]


def _said(concept: Concept) -> str:
    ways = ["phraseto_tsquery('simple', %s)"] * len(concept.all)
    return f"({' || '.join(ways)})"
