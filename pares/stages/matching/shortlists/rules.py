"""When mentees may choose, and the sentence if not."""

from datetime import date

from pares.ground.cohorts.calendar import WorkingDays, in_words
from pares.ground.cohorts.models import Cohort
from pares.ground.refusal import Refused
from pares.ground.schemes.models import Scheme
from pares.stages.matching.pool import weights_of
from pares.stages.matching.rules import AlreadyConfirmed
from pares.stages.matching.scores import Criterion
from pares.stages.matching.shortlists.models import Choosing

# Working days mentees have to choose, unless a lead says otherwise; and how many before the last a reminder is written.
USUAL_DAYS = 5
REMINDED_BEFORE = 2


class NobodyCanChoose(Refused):
    """There is nobody who waits and could have a mentor."""

    sentence = "There is nobody to ask yet: you need mentees who wait and mentors who are trained and could be theirs."


class ChangesNothing(Refused):
    """Wishes have no points in this scheme."""

    sentence = "Ranked wishes count 0 points in your scheme, so it would change nothing what mentees choose."


class CohortOver(Refused):
    """A closed cohort."""

    sentence = "This cohort is over."


class BadLastDay(Refused):
    """A last day that leaves no time."""


class Over(Refused):
    """Choosing has ended, for the mentee who answers and for the lead who changes its last day alike."""

    sentence = "Choosing has ended. Nothing was changed."


class NotTakingPart(Refused):
    """A mentee who has withdrawn."""

    sentence = "You do not take part in this cohort any more, so there is nothing to choose."


class NotOnTheList(Refused):
    """Mentors who are not, or no longer, on the list."""

    sentence = "The mentors on your list have changed since you opened the page. Please choose again."


def refuse_opening(cohort: Cohort) -> None:
    """Raise AlreadyConfirmed, CohortOver, or ChangesNothing where wishes count nothing."""
    if cohort.proposals.confirmed().exists():
        raise AlreadyConfirmed
    if cohort.closed_at is not None:
        raise CohortOver
    if not weights_of(cohort.scheme)[Criterion.WISHES]:
        raise ChangesNothing


def refuse_day(cohort: Cohort, day: date, today: date) -> None:
    """Raise BadLastDay for a last day that is not after today, or is after the cohort's own."""
    if day <= today:
        raise BadLastDay("The last day must be after today, so that mentees have time to choose.", field="closes_on")
    if day > cohort.changeover_on:
        last = in_words(cohort.changeover_on)
        raise BadLastDay(f"The last day must be before the cohort ends, on {last}.", field="closes_on")


def refuse_sooner(choosing: Choosing, day: date) -> None:
    """Raise BadLastDay for a last day before the one mentees were told."""
    if day < choosing.closes_on:
        told = in_words(choosing.closes_on)
        raise BadLastDay(f"Mentees were told {told}: choose that day or a later one, or end it now.", field="closes_on")


def usual_last_day(scheme: Scheme, today: date) -> date:
    """Return the last day proposed to a lead."""
    return WorkingDays(scheme.nation).after(today, USUAL_DAYS)


def reminder_day(scheme: Scheme, closes_on: date) -> date:
    """Return the last day that leaves two working days, the last day among them, after a reminder."""
    days, day = WorkingDays(scheme.nation), closes_on
    while days.between(day, closes_on) < REMINDED_BEFORE:
        day = date.fromordinal(day.toordinal() - 1)
    return day
