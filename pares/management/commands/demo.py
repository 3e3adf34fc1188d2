"""Run the site with invented people on this machine."""

import shutil
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from pares.ground.schemes.models import Scheme
from pares.management.demo.seeding import seed

GRACE = 10
LOOK = 0.1


class Command(BaseCommand):
    """Seed once, then serve with a worker until stopped."""

    help = "Run the site with invented people on this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the port, and whether to start afresh."""
        parser.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
        parser.add_argument("--reset", action="store_true", help="forget the demo so far and start afresh")
        parser.add_argument("--seed-only", action="store_true", help="make the invented people and stop")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Refuse outside the demo and on a port in use; then seed and serve."""
        if not settings.DEMO:
            raise CommandError("The demo runs only by itself: python -m pares demo")
        if not options["seed_only"] and taken(options["port"]):
            raise CommandError(
                f"Port {options['port']} is in use. Choose another: make demo PORT={options['port'] + 1}"
            )
        if options["reset"]:
            shutil.rmtree(settings.DATA, ignore_errors=True)
        self.prepare()
        if not options["seed_only"]:
            self.serve(options["port"])

    def prepare(self) -> None:
        """Make the tables, and the invented people where there are none."""
        call_command("migrate", verbosity=0)
        if not Scheme.objects.exists():
            self.stdout.write("Inventing people and living through their last year. This takes about half a minute.")
            seed()

    def serve(self, port: int) -> None:
        """Run the pages and the worker beside each other; when one of them stops, stop the other."""
        command = [sys.executable, "-m", "pares"]
        running = [
            subprocess.Popen([*command, "serve", "--port", str(port)]),  # noqa: S603 - our own commands
            subprocess.Popen([*command, "work"]),  # noqa: S603
        ]
        signal.signal(signal.SIGTERM, stop)
        try:
            wait_for(port, running)
            self.stdout.write(
                f"\nPares is at {settings.URL}/\nSign in as anybody in one tap: {settings.URL}/demo/\n"
                f"Read the letters: {settings.URL}/demo/mail/\nStop with Ctrl+C.\n"
            )
            while all(process.poll() is None for process in running):
                time.sleep(1)
        except KeyboardInterrupt:
            self.stdout.write("\nStopped. The demo keeps its data; make demo RESET=1 starts afresh.")
        finally:
            end(running)


def taken(port: int) -> bool:
    """Return whether something listens on that port already."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(port: int, running: list["subprocess.Popen[bytes]"]) -> None:
    """Wait until the pages are served or a process gives up."""
    while not taken(port) and all(process.poll() is None for process in running):
        time.sleep(LOOK)


def end(running: list["subprocess.Popen[bytes]"]) -> None:
    """Ask the processes to stop, and wait for what they have in hand."""
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()


def stop(_signal: int, _frame: FrameType | None) -> None:
    """Stop as Ctrl+C does."""
    raise KeyboardInterrupt
