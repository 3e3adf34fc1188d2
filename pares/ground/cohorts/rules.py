"""Whether a cohort may be planned or its plan changed, and the sentence if not."""

from datetime import date

from pares.ground.cohorts.changeovers import in_words
from pares.ground.cohorts.models import Cohort, Milestone
from pares.ground.cohorts.planning import months_between
from pares.ground.cohorts.timeline import MOST_MONTHS
from pares.ground.refusal import Refused

# The last parts of addresses that a scheme's own pages have.
NOT_A_COHORT = {"library", "members", "plan", "settings", "shelf", "wording"}


class NameTaken(Refused):
    """The scheme has a cohort of that name."""

    sentence = "This scheme already has a cohort with that name. Choose another name."


class SchemeEnded(Refused):
    """An ended scheme has no new cohorts."""

    sentence = "This scheme has ended. Begin it again in its settings before you plan a cohort."


class NoName(Refused):
    """A cohort's name makes no address."""

    sentence = "Use at least one letter from a to z or one digit in the name."


class TooLong(Refused):
    """A cohort of many years is a slip of the pen."""

    sentence = "A cohort can last up to 24 months. Choose an earlier end."


class StartsInThePast(Refused):
    """A cohort cannot be planned after it started."""


class AlreadyStarted(Refused):
    """The start of a running cohort is history."""

    sentence = "This cohort has started, so its start can no longer be changed. You can change its end."


class AlreadyDone(Refused):
    """A step that has happened cannot be moved or left out."""

    sentence = "This step has already happened, so it can no longer be changed."


class OnlyItsOwnDate(Refused):
    """A fixed step is the cohort's own date."""

    sentence = "This is the cohort's own date. Change the cohort's dates instead."


class NotYet(Refused):
    """A step is done on its day at the earliest."""


class NotByHand(Refused):
    """Some steps happen by themselves."""

    sentence = "This step happens by itself. It is marked as done when it has happened."


class InThePast(Refused):
    """A step cannot be moved to a day that is over."""


class Closed(Refused):
    """A closed cohort stays as it is."""

    sentence = "This cohort is closed. Its timeline can no longer be changed."


def refuse_past_start(starts_on: date, today: date) -> None:
    """Raise StartsInThePast."""
    if starts_on < today:
        raise StartsInThePast(
            f"{in_words(starts_on)} is over. Choose today, {in_words(today)}, or a later day.", field="start"
        )


def refuse_length(starts_on: date, changeover_on: date) -> None:
    """Raise TooLong."""
    if months_between(starts_on, changeover_on) > MOST_MONTHS:
        raise TooLong(field="changeover")


def refuse_closed(cohort: Cohort) -> None:
    """Raise Closed."""
    if cohort.closed_at is not None:
        raise Closed


def refuse_dates(cohort: Cohort, *, starts_on: date, changeover_on: date, today: date) -> None:
    """Raise Closed, AlreadyStarted, StartsInThePast or TooLong where a cohort cannot have these dates."""
    refuse_closed(cohort)
    if starts_on != cohort.starts_on:
        if cohort.starts_on <= today:
            raise AlreadyStarted(field="start")
        refuse_past_start(starts_on, today)
    refuse_length(starts_on, changeover_on)


def refuse_change(milestone: Milestone) -> None:
    """Raise Closed, AlreadyDone or OnlyItsOwnDate where a step can no longer be moved or left out."""
    refuse_closed(milestone.cohort)
    if milestone.done_at is not None:
        raise AlreadyDone
    if milestone.fixed:
        raise OnlyItsOwnDate


def refuse_past_day(to: date | None, today: date) -> None:
    """Raise InThePast where a step would be moved to a day before today."""
    if to is not None and to < today:
        raise InThePast(f"{in_words(to)} is over. Choose today, {in_words(today)}, or a later day.", field="date")


def refuse_finishing(milestone: Milestone, today: date) -> None:
    """Raise Closed, NotByHand or NotYet where a lead cannot say that a step has happened."""
    refuse_closed(milestone.cohort)
    if milestone.fixed or milestone.act not in {"lead", "event"}:
        raise NotByHand
    if today < milestone.on:
        raise NotYet(f"This step is planned for {in_words(milestone.on)}. Move it first if it has happened earlier.")
