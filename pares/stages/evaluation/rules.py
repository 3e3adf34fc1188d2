"""When a survey may be launched, answered and closed, and the sentence if not."""

from datetime import date

from pares.ground.cohorts.calendar import in_words
from pares.ground.refusal import Refused


class NobodyToAsk(Refused):
    """A survey for nobody."""

    sentence = "There is nobody to send this survey to yet."


class AlreadyReturned(Refused):
    """One person answers once; answers cannot be found again, so they cannot be changed."""

    sentence = "You have already sent in this survey. Answers cannot be changed, because nobody can find yours again."


class Closed(Refused):
    """A survey that takes no more answers."""

    sentence = "This survey is closed. It no longer takes answers."


class NotOver(Refused):
    """A survey is counted after its last day, not before, so that nobody can be guessed from the difference."""


class ClosesTooSoon(Refused):
    """A survey stays open for at least a day after it is sent."""

    sentence = "The last day must be after today, so that people have time to answer."


def refuse_soon(closes_on: date, today: date) -> None:
    """Raise ClosesTooSoon for a last day that is today or before."""
    if closes_on <= today:
        raise ClosesTooSoon(field="closes_on")


def refuse_before_the_end(closes_on: date, today: date) -> None:
    """Raise NotOver while the survey still takes answers."""
    if today <= closes_on:
        raise NotOver(f"This survey takes answers until {in_words(closes_on)}. It can be counted from the day after.")
