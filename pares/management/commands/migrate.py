"""Bring the database up to date, with a copy of it kept first."""

import sqlite3
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection

from pares.ground import clock
from pares.ground.finding.actions import refresh
from pares.ground.finding.engine import NoFullTextError
from pares.guide.library.actions import load_shipped
from pares.management.pending import unapplied


class Command(migrate.Command):
    """Django's own, after a copy of a SQLite file; then the cache's table, the library's records and search."""

    help = "Bring the database up to date, with a copy of it kept first."

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Make the folder the checks before a migration already look into."""
        settings.DATA.mkdir(parents=True, exist_ok=True)
        return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy, migrate, make the cache's table; bring in this version's library records, and let search know."""
        if connection.vendor == "sqlite" and (kept := copy_first()):
            self.stdout.write(f"Kept a copy of the database as {kept}.")
        super().handle(*args, **options)
        call_command("createcachetable", verbosity=0)
        # Tables made without migrations are those of tests, which bring in what they need.
        if not options["run_syncdb"] and not unapplied():
            load_shipped(at=clock.now())
            self.keep_findable()

    def keep_findable(self) -> None:
        """Make the search's index if a page has changed; a database that cannot search can do all else."""
        try:
            refresh()
        except NoFullTextError as error:
            self.stderr.write(str(error))


def copy_first() -> Path | None:
    """Copy a SQLite file with tables that are about to change, by SQLite's own online backup; return where to."""
    source = Path(str(settings.DATABASES["default"]["NAME"]))
    if not source.exists() or not connection.introspection.table_names() or not unapplied():
        return None
    folder = settings.DATA / "copies"
    folder.mkdir(exist_ok=True)
    target: Path = folder / f"before-migrate-{clock.now():%Y%m%dT%H%M%S}.sqlite3"
    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        old.backup(new)
    new.close()
    old.close()
    return target
