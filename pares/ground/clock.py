"""The only reader of time.

Outside production a file beside the database may shift it, for web and worker alike ("go to day" in the demo).
"""

import os
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

LONDON = ZoneInfo("Europe/London")
MORNING = time_of_day(9, 0)


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return timezone.now() + _shift()  # noqa: TID251 - this is the one place


def today() -> date:
    """Return the date in the United Kingdom."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """Return the moment as clocks in the United Kingdom show it."""
    return moment.astimezone(LONDON)


def morning(day: date) -> datetime:
    """Return nine o'clock on that day in the United Kingdom."""
    return datetime.combine(day, MORNING, tzinfo=LONDON)


def set_shift(seconds: float) -> None:
    """Shift the clock of all processes by so many seconds from the true time; never in production."""
    if settings.CLOCK_FILE is None:
        raise RuntimeError("The clock cannot be shifted in production.")
    path = Path(settings.CLOCK_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(str(seconds), encoding="ascii")
    draft.replace(path)


def go_to(moment: datetime) -> None:
    """Shift the clock so that `moment` is now."""
    set_shift((moment - timezone.now()).total_seconds())  # noqa: TID251 - this is the one place


def _shift() -> timedelta:
    if settings.CLOCK_FILE is None:
        return timedelta()
    try:
        return timedelta(seconds=float(Path(settings.CLOCK_FILE).read_text(encoding="ascii")))
    except FileNotFoundError:
        return timedelta()
