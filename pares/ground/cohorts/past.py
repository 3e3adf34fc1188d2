"""How long a day is past, in months as people count them: what is kept "3 months after the cohort" goes by these."""

from calendar import monthrange
from datetime import date


def months_before(day: date, months: int) -> date:
    """Return the last day from which so many months have passed on a day: three before 31 May is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
