"""Do what falls due: letters, reminders, imports and other long work."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from pares.management.pending import refuse_unready
from pares.management.worker import Worker


class Command(BaseCommand):
    """Work until told to stop; what is in hand is finished first."""

    help = "Do what falls due: letters, reminders, imports and other long work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how long to go on."""
        parser.add_argument("--once", action="store_true", help="do what is due now, then stop")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Refuse an unready database; then turn until stopped."""
        refuse_unready()
        worker = Worker()
        if options["once"]:
            worker.turn()
            return
        self.stdout.write("The worker is ready. Stop it with Ctrl+C.")
        worker.run()
