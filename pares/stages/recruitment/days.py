"""Days as lists write them, day before month. Pure: no Django."""

import calendar
import re
from datetime import date

from pares.ground.refusal import Refused

_MONTHS = {name.casefold(): place for place, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.casefold(): place for place, name in enumerate(calendar.month_abbr) if name}
_MONTHS["sept"] = 9
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b.*")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2}|[^\W\d_]{3,9})[-/., ]+(\d{4}|\d{2})\b.*")
_EARLIEST, _LATEST = 2000, 2100


class NoDay(Refused):
    """The cell is no day."""


def day(cell: str) -> date:
    """Return the day a cell says, whatever time follows it; raises NoDay with the sentence to show."""
    text = re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", " ".join(cell.casefold().split()))
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, number = int(found[1]), int(found[2]), int(found[3])
    elif found := _DAY_FIRST.fullmatch(text):
        number, month, year = int(found[1]), _month(found[2]), int(found[3])
        year += 2000 if year < 100 else 0  # noqa: PLR2004 - two digits
    else:
        raise NoDay(f"“{cell[:40]}” is not a date. Write it like 7/4/2027.")
    return _existing(cell, year, month, number)


def _month(text: str) -> int:
    return int(text) if text.isdecimal() else _MONTHS.get(text, 0)


def _existing(cell: str, year: int, month: int, number: int) -> date:
    if not 1 <= month <= 12:  # noqa: PLR2004 - months
        raise NoDay(f"“{cell[:40]}” is not a date: write the day first, then the month.")
    if not _EARLIEST <= year <= _LATEST:
        raise NoDay(f"“{cell[:40]}” is not a date: check the year.")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= number <= last:
        raise NoDay(f"“{cell[:40]}” is not a date: {calendar.month_name[month]} {year} has {last} days.")
    return date(year, month, number)
