"""Check that everything this site needs is there."""

import sqlite3
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import DatabaseError, connection, transaction

from pares.ground import clock
from pares.ground.errands.models import Beat
from pares.ground.finding.engine import NoFullTextError, engine
from pares.management.pending import unapplied

QUIET = timedelta(minutes=5)


class Command(BaseCommand):
    """Look at each part in turn; every part is looked at, whatever came before."""

    help = "Check that everything this site needs is there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take an address to write to."""
        parser.add_argument("--send-to", metavar="ADDRESS", help="send a letter to this address to try the mail server")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print a line a part; exit with 1 where one is not well."""
        checks: list[tuple[str, Callable[[], str]]] = [
            ("Folder", folder),
            ("Database", database),
            ("Tables", tables),
            ("Search", search),
            ("Worker", worker),
            ("Mail", lambda: mail(options["send_to"])),
        ]
        unwell = [name for name, check in checks if not self.look(name, check)]
        if unwell:
            raise CommandError(f"Not well: {', '.join(unwell)}.")
        self.stdout.write("Everything is there.")

    def look(self, name: str, check: Callable[[], str]) -> bool:
        """Print what a check says and return whether it is well."""
        try:
            said, well = check(), True
        except (OSError, DatabaseError, ValidationError, NoFullTextError, NotThereError) as error:
            said, well = str(error), False
        self.stdout.write(f"{name:<10}{'well' if well else 'NOT WELL':<10}{said}")
        return well


class NotThereError(Exception):
    """Something is missing; str() says what to do."""


def folder() -> str:
    """Return where data is kept; raises where nothing can be written there."""
    for place in (settings.DATA, settings.BOX_KEYS):
        Path(place).mkdir(parents=True, exist_ok=True)
        probe = Path(place) / ".probe"
        probe.write_text("", encoding="ascii")
        probe.unlink()
    return f"{settings.DATA} can be written to."


def database() -> str:
    """Return which database answers, and for SQLite how it is kept safe."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if connection.vendor != "sqlite":
        return "PostgreSQL answers."
    journal, synchronous = settings.SQLITE_JOURNAL
    return f"SQLite {sqlite3.sqlite_version} answers, with journal {journal} and synchronous {synchronous}."


def tables() -> str:
    """Return that the tables are up to date."""
    if missing := unapplied():
        raise NotThereError(f"{missing} changes are missing. Run: python -m pares migrate")
    return "up to date."


def search() -> str:
    """Return that the database can search; raises NoFullTextError."""
    with transaction.atomic():
        engine().lay_out()
        transaction.set_rollback(True)
    return "the database can search."


def worker() -> str:
    """Return that the worker works."""
    if not Beat.alive("worker", since=clock.now() - QUIET):
        raise NotThereError("gave no sign of life in five minutes. Start it: python -m pares work")
    return "gave a sign of life."


def mail(address: str | None) -> str:
    """Return that the mail server answers; with an address, that it took a letter."""
    if address:
        validate_email(address)
        EmailMessage(f"A letter from {settings.SITE_NAME}", "The mail server works.", to=[address]).send()
        return f"a letter to {address} left."
    with get_connection():
        return "the mail server answers." if "smtp" in settings.EMAIL_BACKEND else "letters are saved in a folder."
