"""The worker: one loop that does what is due, gives a sign of life, and stops between two pieces of work."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

from django.core.management import call_command
from django.db import DatabaseError, close_old_connections

from pares.ground import clock
from pares.ground.cohorts.actions import complete_timelines
from pares.ground.errands.actions import beat
from pares.ground.errands.worker import run_next
from pares.ground.finding.actions import refresh
from pares.ground.finding.engine import NoFullTextError
from pares.management import errands  # noqa: F401 - registers who does which errand
from pares.stages.handover.retention import forget
from pares.stages.reminders.actions import run_due
from pares.stages.reminders.sending import follow_up, send_letters
from pares.stages.supervision.actions import escalate_overdue

IDLE_SECONDS = 0.5
BEAT_SECONDS = 20
DUE_SECONDS = 30
MINUTE_SECONDS = 60
HOUR_SECONDS = 60 * 60
_log = logging.getLogger(__name__)


class Every:
    """Calls a function at most once in so many seconds."""

    def __init__(self, seconds: float, act: Callable[[], object]) -> None:
        """Take the seconds and the function."""
        self.seconds, self.act, self.next = seconds, act, 0.0

    def __call__(self) -> None:
        """Call the function if it is time."""
        if time.monotonic() >= self.next:
            self.next = time.monotonic() + self.seconds
            self.act()


def keep_findable() -> None:
    """Make the search's index anew if a page has changed; a database that cannot search must not stop the letters."""
    try:
        refresh()
    except NoFullTextError as error:
        _log.warning("%s", error)


class Worker:
    """Does errands and sends letters; runs what falls due twice a minute."""

    def __init__(self) -> None:
        """Begin with everything to do."""
        self.stopping = threading.Event()
        self.regularly = (
            Every(BEAT_SECONDS, lambda: beat(name="worker", at=clock.now())),
            Every(DUE_SECONDS, lambda: run_due(at=clock.now())),
            Every(DUE_SECONDS, lambda: escalate_overdue(at=clock.now())),
            Every(DUE_SECONDS, lambda: follow_up(clock.now())),
            Every(MINUTE_SECONDS, keep_findable),
            Every(HOUR_SECONDS, lambda: complete_timelines(at=clock.now())),
            Every(HOUR_SECONDS, lambda: forget(clock.now())),
            Every(HOUR_SECONDS, lambda: call_command("clearsessions")),
        )

    def turn(self) -> bool:
        """Do what is due now; return whether there was anything that may go on at once."""
        for act in self.regularly:
            act()
        busy = run_next(clock.now())
        return bool(send_letters(clock.now())) or busy

    def run(self) -> None:
        """Turn until a signal asks to stop; a database that is away for a while is waited for."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self.stop)
        while not self.stopping.is_set():
            try:
                busy = self.turn()
            except DatabaseError:
                _log.exception("The database did not answer. Trying again.")
                busy = False
            close_old_connections()
            if not busy:
                self.stopping.wait(IDLE_SECONDS)

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        """Stop after the piece of work in hand."""
        self.stopping.set()
