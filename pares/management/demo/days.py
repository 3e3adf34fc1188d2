"""Living through days: what was planned for a day happens, what falls due is done, and the post leaves."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count

from pares.ground import clock
from pares.stages.handover.retention import forget
from pares.stages.reminders.actions import run_due
from pares.stages.reminders.sending import send_letters
from pares.stages.supervision.actions import escalate_overdue

Act = Callable[[datetime], object]
ROUNDS = 600
MINUTE = timedelta(minutes=1)


@dataclass
class Diary:
    """Acts and their moments, taken out in order."""

    entries: list[tuple[datetime, int, Act]] = field(default_factory=list)
    order: "count[int]" = field(default_factory=count)

    def put(self, day: date, act: Act, *, hour: float = 0) -> None:
        """Plan an act for a day, so many hours after nine in the morning."""
        moment = clock.morning(day) + timedelta(hours=hour)
        heapq.heappush(self.entries, (moment, next(self.order), act))

    def live(self, day: date) -> None:
        """Let everything happen that was planned until the end of the day."""
        evening = clock.morning(day) + timedelta(hours=14)
        while self.entries and self.entries[0][0] <= evening:
            moment, _, act = heapq.heappop(self.entries)
            act(moment)


def live(first: date, last: date, diary: Diary) -> None:
    """Live through the days from the first to the last, both included."""
    day = first
    while day <= last:
        diary.live(day)
        fall_due(day)
        day += timedelta(days=1)


def fall_due(day: date) -> None:
    """Do what falls due on a day, and let the post leave as fast as the usual rate allows."""
    at = clock.morning(day)
    run_due(at=at)
    escalate_overdue(at=at)
    forget(at)
    for _ in range(ROUNDS):
        at += MINUTE
        if not send_letters(at):
            return
