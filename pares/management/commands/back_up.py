"""Copy the database while the site runs, and check the copy."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from pares.ground import clock
from pares.ground.ledger.erased import COPIES_KEPT
from pares.management.copies.engine import NotDone
from pares.management.copies.making import back_up
from pares.stages.answers.actions import keys_in_use


class Command(BaseCommand):
    """Make one dated copy, look at it, and remove old ones."""

    help = "Copy the database while the site runs, and check the copy."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to, and how long copies are kept."""
        parser.add_argument("folder", type=Path, help="where copies are kept; outside the site's own folder")
        parser.add_argument(
            "--keep-days",
            type=days,
            default=COPIES_KEPT.days,
            help=f"remove copies so many days old ({COPIES_KEPT.days}, which is also the most)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it and say what stands, or say why not and exit with 1."""
        kept = timedelta(days=options["keep_days"])
        try:
            made = back_up(folder=options["folder"], at=clock.now(), kept=kept)
        except NotDone as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"The database says: {str(error).strip()}") from error
        self.stdout.write(f"{made.copy} is a good copy: {made.tables} tables, {made.rows:,} rows, read again.")
        if made.removed:
            self.stdout.write(f"Copies removed because they were {kept.days} days old: {made.removed}.")
        needed = sorted(map(str, keys_in_use()))
        self.stdout.write(f"Survey keys still needed: {', '.join(needed) or 'none'}. Destroy every copy of any other.")


def days(typed: str) -> int:
    """Return how many days copies are kept; no longer than people are promised."""
    if not typed.isdecimal() or not 1 <= int(typed) <= COPIES_KEPT.days:
        raise ArgumentTypeError(
            f"takes 1 to {COPIES_KEPT.days}: copies hold what people have since had erased, "
            f"and people are told that these are gone after {COPIES_KEPT.days} days"
        )
    return int(typed)
