"""Bank holidays and a plan's dates reckoned from the rules alone, without a line of what they are held against."""

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path

DAY = timedelta(days=1)
MONDAY, FRIDAY = 0, 4
TIMELINES = Path(__file__).parents[3] / "pares" / "content" / "timelines"
# Days given once, by proclamation: Scotland after its first match of the World Cup of 2026.
ONCE = {("scotland", 2026): {date(2026, 6, 15)}}


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian rule (Nature, 1876)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leaps, century_rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moon + 15) % 30
    quarters, rest = divmod(of_century, 4)
    weekday = (32 + 2 * century_rest + 2 * quarters - epact - rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def bank_holidays(nation: str, year: int) -> frozenset[date]:
    """The weekdays on which a nation rests: the Act of 1971, its schedules, and the substitutes usually proclaimed."""
    sunday = easter(year)
    rests = {sunday - 2 * DAY, _monday_from(date(year, 5, 1)), _monday_before(date(year, 6, 1))}
    rests |= _in_lieu(date(year, 12, 25), date(year, 12, 26))
    if nation == "scotland":
        rests |= _in_lieu(date(year, 1, 1), date(year, 1, 2)) | _in_lieu(date(year, 11, 30))
        rests.add(_monday_from(date(year, 8, 1)))
    else:
        rests |= _in_lieu(date(year, 1, 1)) | {sunday + DAY, _monday_before(date(year, 9, 1))}
    if nation == "northern-ireland":
        rests |= _in_lieu(date(year, 3, 17)) | _in_lieu(date(year, 7, 12))
    return frozenset(rests | ONCE.get((nation, year), set()))


def planned(key: str, nation: str, start: date, changeover: date) -> dict[str, date]:
    """The day of every step: its own, or the next working day, or later where a step before it leaves no room."""
    days: dict[str, date] = {}
    for step in tomllib.loads((TIMELINES / f"{key}.toml").read_text(encoding="utf-8"))["step"]:
        own = (start if step["anchor"] == "start" else changeover) + step["offset_days"] * DAY
        if not step.get("fixed"):
            earliest = (_working_days_after(nation, days[key], step.get("apart", 5)) for key in step.get("after", []))
            own = max([_working(nation, own), *earliest])
        days[step["key"]] = own
    return days


def _working_days_after(nation: str, day: date, apart: int) -> date:
    day = _working(nation, day) if apart == 0 else day
    for _ in range(apart):
        day = _working(nation, day + DAY)
    return day


def _working(nation: str, day: date) -> date:
    while day.weekday() > FRIDAY or day in bank_holidays(nation, day.year):
        day += DAY
    return day


def _monday_from(day: date) -> date:
    return day + (MONDAY - day.weekday()) % 7 * DAY


def _monday_before(day: date) -> date:
    return _monday_from(day) - 7 * DAY


def _in_lieu(*days: date) -> set[date]:
    """Each day, or where it falls on a weekend the next weekday not yet taken."""
    taken: set[date] = set()
    for day in days:
        free = day
        while free.weekday() > FRIDAY or free in taken:
            free += DAY
        taken.add(free)
    return taken
