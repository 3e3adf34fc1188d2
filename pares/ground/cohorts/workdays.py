"""Working days in the four nations, and the hours in which a letter may leave."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

from pares.ground.cohorts.changeovers import in_words
from pares.ground.refusal import Refused

NATIONS = {"england": "ENG", "scotland": "SCT", "wales": "WLS", "northern-ireland": "NIR"}
LONDON = ZoneInfo("Europe/London")
LETTERS_FROM = dt.time(8)
LETTERS_UNTIL = dt.time(18)
SATURDAY = 5
# How far a step may drift in search of a working day: beyond it, the blackout days are the mistake.
BOUND_DAYS = 60
DAY = dt.timedelta(days=1)

Span = tuple[dt.date, dt.date]
"""First and last day of a blackout, both included."""


class Unplannable(Refused):
    """The dates or steps asked for make no calendar."""


class NoWorkingDay(Unplannable):
    """The blackout days leave no working day within reach."""


@lru_cache(maxsize=512)
def bank_holidays(nation: str, year: int) -> frozenset[dt.date]:
    """Return a nation's bank holidays in a year, substitutes included; ValueError for an unknown nation."""
    if nation not in NATIONS:
        raise ValueError(f"There is no nation {nation!r}: choose one of {', '.join(NATIONS)}.")
    return frozenset(country_holidays("GB", subdiv=NATIONS[nation], years=year))


@dataclass(frozen=True)
class WorkingDays:
    """The working week of a nation less its bank holidays and a scheme's blackout days."""

    nation: str = "england"
    blackouts: tuple[Span, ...] = ()

    def closed(self, day: dt.date) -> str | None:
        """Return why a day is not a working day ("blackout days", "bank holiday", "weekend"), or None."""
        if any(first <= day <= last for first, last in self.blackouts):
            return "blackout days"
        if day in bank_holidays(self.nation, day.year):
            return "bank holiday"
        return "weekend" if day.weekday() >= SATURDAY else None

    def reasons(self, first: dt.date, last: dt.date) -> list[str]:
        """Return why days from the first up to, not including, the last are closed: each reason once."""
        days = (first + DAY * number for number in range((last - first).days))
        return list(dict.fromkeys(reason for day in days if (reason := self.closed(day))))

    def on_or_after(self, day: dt.date) -> dt.date:
        """Return the day itself or the next working day; NoWorkingDay where none is within the bound."""
        for number in range(BOUND_DAYS + 1):
            if self.closed(day + DAY * number) is None:
                return day + DAY * number
        raise NoWorkingDay(
            f"There is no working day in the {BOUND_DAYS} days after {in_words(day)}. Shorten the blackout days."
        )

    def after(self, day: dt.date, apart: int) -> dt.date:
        """Return the working day `apart` working days after a day; with 0, the day or the next one."""
        if apart == 0:
            return self.on_or_after(day)
        for _ in range(apart):
            day = self.on_or_after(day + DAY)
        return day

    def between(self, first: dt.date, last: dt.date) -> int:
        """Return how many working days lie after the first day, up to and including the last."""
        days = (first + DAY * number for number in range(1, (last - first).days + 1))
        return sum(self.closed(day) is None for day in days)


def is_working_day(day: dt.date, nation: str = "england", blackouts: Iterable[Span] = ()) -> bool:
    """Return whether a day is neither a weekend, nor a bank holiday of the nation, nor in a blackout."""
    return WorkingDays(nation, tuple(blackouts)).closed(day) is None


def letters_may_leave(at: dt.datetime, nation: str = "england") -> bool:
    """Return whether a letter may leave at an aware time.

    Letters leave from 08:00 up to, not including, 18:00 in London, Monday to Friday, never on a bank holiday.
    """
    there = _in_london(at)
    return LETTERS_FROM <= there.time() < LETTERS_UNTIL and is_working_day(there.date(), nation)


def next_sending_time(at: dt.datetime, nation: str = "england") -> dt.datetime:
    """Return the earliest time from `at` on (aware) at which a letter may leave, in UTC."""
    there = _in_london(at)
    if letters_may_leave(at, nation):
        return at.astimezone(dt.UTC)
    earliest = there.date() if there.time() < LETTERS_FROM else there.date() + DAY
    day = WorkingDays(nation).on_or_after(earliest)
    return dt.datetime.combine(day, LETTERS_FROM, LONDON).astimezone(dt.UTC)


def _in_london(at: dt.datetime) -> dt.datetime:
    """Return an aware time on London's clocks; ValueError for a naive one."""
    if at.utcoffset() is None:
        raise ValueError("A sending time needs a time zone.")
    return at.astimezone(LONDON)
