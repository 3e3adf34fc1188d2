"""Who is asked first, who next, and by when."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from pares.ground import clock
from pares.ground.cohorts.calendar import WorkingDays
from pares.ground.people.models import Person
from pares.ground.refusal import Refused
from pares.stages.supervision.models import ContactRequest, Way

END_OF_DAY = time(17)
KEPT_AFTER_CLOSING = timedelta(days=90)


class NobodyToAsk(Refused):
    """Somebody who is not one of the scheme's contacts, or no longer."""

    sentence = "This person is no longer a contact of the scheme. Choose somebody else."


class NoNumber(Refused):
    """A call needs a number."""

    sentence = "Enter the number to call you on."


class NotAsked(Refused):
    """Only the contact who was asked answers."""

    sentence = "This request has gone to somebody else."


class AlreadyClosed(Refused):
    """A closed request takes no answer."""

    sentence = "This request is already closed."


def answer_due(asked_at: datetime, nation: str) -> datetime:
    """Return until when a contact should have answered, on UK clocks: the same time on the next working day.

    What is asked on a weekend or a bank holiday has until the end of the next working day, five in the afternoon.
    """
    asked = clock.local(asked_at)
    days = WorkingDays(nation, ())
    until = asked.time() if days.closed(asked.date()) is None else END_OF_DAY
    return datetime.combine(days.after(asked.date(), 1), until, clock.LONDON)


def due(request: ContactRequest) -> datetime:
    """Return until when whoever is asked now should have answered."""
    return answer_due(request.escalated_at or request.asked_at, request.scheme.nation)


def next_contact(contacts: Sequence[Person], asked: UUID) -> Person | None:
    """Return another contact than the one asked, or None where there is no other."""
    return next((contact for contact in contacts if contact.pk != asked), None)


def refuse_no_number(way: Way, phone: str) -> None:
    """Raise NoNumber for a call to nowhere."""
    if way == Way.PHONE and not phone.strip():
        raise NoNumber(field="phone")
