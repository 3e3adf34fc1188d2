"""Whether the database is as the code expects it."""

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

UNFINISHED = "restore-not-finished"
"""The name of the note that stands beside the database while a copy is being put back."""


def unapplied() -> int:
    """Return how many migrations the database still lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def refuse_unready() -> None:
    """Raise CommandError, with what to do, unless the site may be opened with this database."""
    note = settings.DATA / UNFINISHED
    if note.exists():
        raise CommandError(
            "A copy was being put back and that did not finish. Empty the database, delete "
            f"{note}, and run again: python -m pares restore {note.read_text(encoding='utf-8').strip()}"
        )
    if missing := unapplied():
        raise CommandError(f"The database lacks {missing} changes. Run: python -m pares migrate")
