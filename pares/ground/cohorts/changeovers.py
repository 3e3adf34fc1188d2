"""When UK posts change hands, and the dates that follow from it; pure dates, no clock.

Foundation posts change on the first Wednesday of April, August and December, core posts on that of February
and August.
"""

import datetime as dt
from itertools import count as counting
from itertools import islice

CHANGEOVER_MONTHS = (2, 4, 8, 12)
WEDNESDAY = 2


def in_words(day: dt.date) -> str:
    """Return the day as it is shown everywhere: "Wednesday 7 April 2027"."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def first_wednesday(year: int, month: int) -> dt.date:
    """Return the first Wednesday of a month."""
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(WEDNESDAY - first.weekday()) % 7)


def changeovers(after: dt.date, count: int) -> list[dt.date]:
    """Return the next `count` changeovers strictly after a day, soonest first."""
    every = (first_wednesday(year, month) for year in counting(after.year) for month in CHANGEOVER_MONTHS)
    return list(islice((day for day in every if day > after), count))


def next_changeover(start: dt.date, months: int) -> dt.date:
    """Return C, the day the next posts begin and a cohort of that many months ends.

    It is the first Wednesday of the month that lies `months` after the month of the start, whatever day of
    its month the start is: a start on any day of February and six months give the first Wednesday of August.
    This holds for schools that change in September or October as well. Where a post ends otherwise, the lead
    chooses C.
    """
    if months < 1:
        raise ValueError("A cohort lasts at least 1 month.")
    years, month = divmod(start.month - 1 + months, 12)
    return first_wednesday(start.year + years, month + 1)


def weeks_between(first: dt.date, last: dt.date) -> int:
    """Return the whole weeks from one day to another, rounded down.

    The seven days from the first are week 0, the seven days before it week -1.
    """
    return (last - first).days // 7
