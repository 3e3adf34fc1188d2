"""Copies of a SQLite file: by SQLite's own online backup, never by copying the file."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from pares.management.copies.engine import Counts, NotDone

PATIENCE = 60
BESIDE = ("", "-wal", "-shm", "-journal")


class File:
    """The site's SQLite file."""

    ending = "sqlite3"

    def __init__(self, place: Path | None = None) -> None:
        """Take where it is, if not where the settings say."""
        self.place = place or Path(str(settings.DATABASES["default"]["NAME"]))

    def write(self, copy: Path) -> Counts:
        """Count and copy in one reading transaction, then leave out what was deleted; raises NotDone."""
        if not self.place.exists():
            raise NotDone(f"There is no database at {self.place}.")
        with (
            _said(str(self.place)),
            closing(sqlite3.connect(_address(self.place), uri=True, timeout=PATIENCE)) as source,
        ):
            source.isolation_level = None
            source.execute("BEGIN")
            counts = _counts(source)
            with closing(sqlite3.connect(copy)) as target:
                source.backup(target)
                # From here on the site writes again.
                source.execute("ROLLBACK")
                target.execute("PRAGMA journal_mode=DELETE")
                # Pages that deleted rows left behind would otherwise travel along.
                target.execute("VACUUM")
        return counts

    def read(self, copy: Path) -> Counts:
        """Open a copy, check every page and index of it, and count its rows; raises NotDone."""
        with _said(copy.name), closing(sqlite3.connect(_address(copy), uri=True)) as opened:
            (said, *_) = opened.execute("PRAGMA integrity_check").fetchone()
            if said != "ok":
                raise NotDone(f"{copy.name} is damaged: {said}.")
            counts = _counts(opened)
        if not counts:
            raise NotDone(f"{copy.name} is damaged: there are no tables in it.")
        return counts

    def is_taken(self) -> str:
        """Return the file that is already there."""
        there = (Path(f"{self.place}{ending}") for ending in BESIDE)
        return next((str(path) for path in there if path.exists()), "")

    def put_back(self, copy: Path) -> None:
        """Copy under a temporary name, write it through to the disk, and only then give it its own."""
        connection.close()
        draft = self.place.with_name(f".{self.place.name}.part")
        self.place.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(copy, draft)
            draft.chmod(0o600)
            with draft.open("rb") as written:
                os.fsync(written.fileno())
            draft.replace(self.place)
        finally:
            draft.unlink(missing_ok=True)


@contextmanager
def _said(about: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise NotDone(f"SQLite says about {about}: {error}.") from error


def _address(path: Path) -> str:
    return f"{path.resolve().as_uri()}?mode=ro"


def _counts(database: sqlite3.Connection) -> Counts:
    tables = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables.fetchall()}  # noqa: S608 - a table's own name
