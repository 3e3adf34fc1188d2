"""What a pair may do, and the sentence if not."""

from datetime import date, timedelta

from pares.ground import clock
from pares.ground.refusal import Refused
from pares.stages.matching.models import Pair

DAYS_TO_WRITE = 7
"""The mentor writes first, within a week (ours, after the schemes that say who writes first)."""


class NotTheirs(Refused):
    """Only the two partners act for a pair."""

    sentence = "Only the two of you can do this."


class Over(Refused):
    """The pair has ended."""

    sentence = "This pair has ended, so nothing more can be added to it."


class WrongDay(Refused):
    """A session lies in the future or before the match."""


class NotASession(Refused):
    """Nothing was declared."""

    sentence = "Enter the day you met."


class Closed(Refused):
    """A question about a pair that has ended."""

    sentence = "This question is closed. You do not need to do anything."


def refuse_day(pair: Pair, on: date, today: date) -> None:
    """Raise WrongDay for a session in the future or before the two were matched."""
    if on > today:
        raise WrongDay("This day is in the future. Add a session once you have met.", field="on")
    matched = clock.local(pair.confirmed_at).date()
    if on < matched:
        when = f"{matched:%A} {matched.day} {matched:%B %Y}"
        raise WrongDay(f"You were matched on {when}. Give that day or a later one.", field="on")


def write_by(pair: Pair) -> date:
    """Return the day by which the mentor writes first: a week after being told, and never before the mentee is."""
    told = clock.local(pair.mentor_told_at or pair.confirmed_at).date()
    by = told + timedelta(days=DAYS_TO_WRITE)
    return max(by, clock.local(pair.mentee_told_at).date()) if pair.mentee_told_at else by
