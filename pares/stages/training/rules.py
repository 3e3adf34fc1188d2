"""What may be recorded of training, and the sentence if not."""

from datetime import date

from pares.ground.cohorts.calendar import in_words
from pares.ground.refusal import Refused
from pares.stages.training.models import Session

LONGEST_PLACE = 200


class NotYet(Refused):
    """A register or course lies in the future."""


class Past(Refused):
    """A session is planned, moved, called off or invited to before its day is over."""

    sentence = "This day has passed. Enter today or a later day."


class Cancelled(Refused):
    """A cancelled session has no register and takes no changes."""

    sentence = "This session was cancelled, so nothing more can be changed."


class HasRegister(Refused):
    """A session that took place stays where it was."""

    sentence = "This session has a register, so it took place. It can no longer be moved or cancelled."


class NotAMentor(Refused):
    """Only mentors of the cohort stand on its registers."""

    sentence = "Somebody on this register is not a mentor in this cohort any more. Look at the list again."


class BadPlace(Refused):
    """A session needs a place, in a line."""


def refuse_place(place: str) -> str:
    """Return the place without the spaces around it; raises BadPlace for none, or one of more than 200 characters."""
    place = " ".join(place.split())
    if not place:
        raise BadPlace("Enter the place.", field="place")
    if len(place) > LONGEST_PLACE:
        raise BadPlace(
            f"Place must have {LONGEST_PLACE} characters or fewer, not {len(place)}.",
            field="place",
        )
    return place


def refuse_fixed(session: Session) -> None:
    """Raise Cancelled, or HasRegister for a session that took place."""
    if session.cancelled_at is not None:
        raise Cancelled
    if session.attendances.exists():
        raise HasRegister


def refuse_register(session: Session, today: date) -> None:
    """Raise Cancelled, or NotYet before the session's day."""
    if session.cancelled_at is not None:
        raise Cancelled("This session was cancelled, so it has no register.")
    if session.on > today:
        raise NotYet(f"This session is on {in_words(session.on)}. Keep the register on the day.")
