"""Put a copy of the database back into an empty place."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from pares.ground import clock
from pares.management.copies.engine import NotDone
from pares.management.copies.putting_back import PutBack, restore


class Command(BaseCommand):
    """Look at a copy, put it back, and make it fit before anybody reaches it."""

    help = "Put a copy of the database back into an empty place."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which copy."""
        parser.add_argument("file", type=Path, help="a copy that back-up has made, its checksum file beside it")
        parser.add_argument("--without-checksum", action="store_true", help="take a copy whose checksum file is lost")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it and say what was done, or say why not and exit with 1."""
        try:
            done = restore(copy=options["file"], now=clock.now, summed=not options["without_checksum"])
        except NotDone as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"The database says: {str(error).strip()}") from error
        except OSError as error:
            raise CommandError(f"The copy could not be put back: {error.strerror} ({error.filename}).") from error
        for line in said(done):
            self.stdout.write(line)


def said(done: PutBack) -> list[str]:
    """Return what an operator should know, a line each."""
    lines = [
        f"Put back: {done.rows:,} rows.",
        f"Erased again, because they were erased since: {done.erased}.",
        f"Forgotten, because their time is over: {done.forgotten}.",
        f"Sessions ended: {done.sessions}. Everybody signs in anew.",
        f"Letters that may have left already and wait in the outbox for a lead: {done.held}.",
    ]
    if done.lost_keys:
        names = "; ".join(done.lost_keys)
        lines.append(f"The keys of these surveys are not here, so their answers cannot be read: {names}.")
    return [*lines, "What people did since the copy was made is not in it: ask leads to look for withdrawals."]
