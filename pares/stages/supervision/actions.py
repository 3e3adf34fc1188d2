"""Asking to be contacted, answering, and passing on what nobody answered.

No line of the ledger names a scheme or a person here: a lead who reads the ledger learns nothing of who asked whom.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from pares.ground.ledger.actions import note
from pares.ground.letters.actions import queue
from pares.ground.membership.models import Membership, Role
from pares.ground.people.models import Person
from pares.ground.schemes.models import Scheme
from pares.stages.supervision.models import ContactRequest, Urgency, Way
from pares.stages.supervision.rules import (
    KEPT_AFTER_CLOSING,
    AlreadyClosed,
    NobodyToAsk,
    NotAsked,
    due,
    next_contact,
    refuse_no_number,
)


def contacts(scheme: Scheme, *, but: Person | None = None) -> list[Person]:
    """Return the people a scheme names for this, the longest-serving first; nobody asks themselves (`but`)."""
    held = Membership.objects.filter(scheme=scheme, role=Role.CONTACT, ended_at=None).select_related("person")
    return [membership.person for membership in held.order_by("since", "pk") if membership.person != but]


@transaction.atomic
def ask(  # noqa: PLR0913 - everything that is asked, and no more
    *,
    scheme: Scheme,
    contact: Person,
    urgency: Urgency,
    way: Way,
    phone: str,
    by: Person,
    at: datetime,
    pass_on: bool = True,
) -> ContactRequest:
    """Ask a named contact to get in touch; with `pass_on` another contact is asked where this one does not answer.

    Asking the same contact again changes the request and keeps its place in time; once it has been seen, or nobody
    answered, it begins afresh. Raises NobodyToAsk where `contact` is not one of the scheme's contacts, NoNumber.
    """
    # One asker at a time: two presses are one request.
    by = Person.objects.select_for_update().get(pk=by.pk)
    refuse_no_number(way, phone)
    if contact not in contacts(scheme, but=by):
        raise NobodyToAsk(field="contact")
    said = {"urgency": urgency, "way": way, "phone": phone.strip() if way == Way.PHONE else "", "pass_on": pass_on}
    known = ContactRequest.objects.filter(scheme=scheme, asked_by=by, contact=contact, closed_at=None).first()
    if known is None:
        known = ContactRequest.objects.create(scheme=scheme, asked_by=by, contact=contact, asked_at=at, **said)
    elif not _renew(known, said, at):
        return known
    _tell("contact_asked", known, at)
    return known


@transaction.atomic
def acknowledge(*, request: ContactRequest, by: Person, at: datetime) -> ContactRequest:
    """Record that the contact has seen the request and gets in touch; raises NotAsked, AlreadyClosed."""
    request = _asked_of(request, by)
    if request.closed_at is not None:
        raise AlreadyClosed
    if request.acknowledged_at is None:
        request.acknowledged_at = at
        request.save(update_fields=["acknowledged_at"])
    return request


@transaction.atomic
def close(*, request: ContactRequest, by: Person, at: datetime) -> ContactRequest:
    """Close a request that has been dealt with; it is deleted 90 days later. Raises NotAsked."""
    return _close(_asked_of(request, by), at)


@transaction.atomic
def call_off(*, request: ContactRequest, by: Person, at: datetime) -> ContactRequest:
    """Close one's own request because it is no longer needed; raises NotAsked for somebody else's."""
    request = ContactRequest.objects.select_for_update().get(pk=request.pk)
    if request.asked_by_id != by.pk:
        raise NotAsked
    return _close(request, at)


@transaction.atomic
def escalate_overdue(*, at: datetime) -> int:
    """Pass on, once, requests nobody answered by the next working day; return how many moved.

    Where nobody is left to ask, or whoever asked wants no other contact, they are told to turn elsewhere. A contact
    whose role has ended counts as not answering.
    """
    waiting = ContactRequest.objects.unanswered().select_for_update(of=("self",))
    overdue = [each for each in waiting.select_related("scheme", "asked_by", "contact") if _is_overdue(each, at)]
    for request in overdue:
        _escalate(request, at)
    return len(overdue)


@transaction.atomic
def forget_closed(*, at: datetime) -> int:
    """Delete requests 90 days after they were closed, and close those open for 90 days; return how many went."""
    limit = at - KEPT_AFTER_CLOSING
    gone, _ = ContactRequest.objects.filter(closed_at__lte=limit).delete()
    ContactRequest.objects.open_for(limit).update(closed_at=at)
    if gone:
        note(verb="supervision.forget_closed", by=None, at=at, kind="contact_request")
    return gone


def _renew(request: ContactRequest, said: dict[str, Any], at: datetime) -> bool:
    """Write what is said now into an open request; return whether there is anything new to tell the contact."""
    over = bool(request.acknowledged_at or request.gave_up_at)
    if not over and all(getattr(request, name) == value for name, value in said.items()):
        return False
    began = {"asked_at": at, "acknowledged_at": None, "escalated_at": None, "gave_up_at": None} if over else {}
    for name, value in (said | began).items():
        setattr(request, name, value)
    request.save()
    return True


def _asked_of(request: ContactRequest, contact: Person) -> ContactRequest:
    request = ContactRequest.objects.select_for_update().get(pk=request.pk)
    if request.contact_id != contact.pk:
        raise NotAsked
    return request


def _close(request: ContactRequest, at: datetime) -> ContactRequest:
    if request.closed_at is None:
        request.closed_at = at
        request.save(update_fields=["closed_at"])
        note(verb="supervision.close", by=None, at=at, kind="contact_request")
    return request


def _is_overdue(request: ContactRequest, at: datetime) -> bool:
    if request.contact not in contacts(request.scheme):
        return True
    return due(request) <= at


def _escalate(request: ContactRequest, at: datetime) -> None:
    may = request.pass_on and request.escalated_at is None
    other = next_contact(contacts(request.scheme, but=request.asked_by), request.contact_id) if may else None
    if other is None:
        request.gave_up_at = at
        request.save(update_fields=["gave_up_at"])
        _send_elsewhere(request, at)
        return
    request.contact, request.escalated_at = other, at
    request.save(update_fields=["contact", "escalated_at"])
    _tell("contact_escalated", request, at)


def _tell(kind: str, request: ContactRequest, at: datetime) -> None:
    """Write to the contact; the letter says that somebody asks, and no more."""
    scheme = request.scheme
    queue(
        kind=kind,
        key=f"{kind}:{request.pk}:{request.contact_id}:{at.timestamp()}",
        to=request.contact,
        values={"link": f"{settings.URL}/contact/{scheme.slug}/"},
        at=at,
        scheme=scheme,
    )


def _send_elsewhere(request: ContactRequest, at: datetime) -> None:
    """Write to whoever asked; kept out of the scheme's outbox, where a lead would see to whom it went."""
    queue(
        kind="contact_unanswered",
        key=f"contact_unanswered:{request.pk}:{at.timestamp()}",
        to=request.asked_by,
        values={"scheme_name": request.scheme.name, "link": f"{settings.URL}/worried/"},
        at=at,
    )
