"""Asking a named person to get in touch: no free text, no name of the partner, no trace for anybody else."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models

from pares.ground.ledger.held import Held, Kind
from pares.ground.people.models import Person
from pares.ground.schemes.models import Scheme

_REQUEST = "90 days after it was closed"
_TWO = "whoever asked, the contact asked"


class Urgency(models.TextChoices):
    """How soon."""

    TODAY = "today", "Today, if at all possible"
    SOON = "soon", "In the next few days"


class Way(models.TextChoices):
    """How to get in touch."""

    EMAIL = "email", "By e-mail"
    PHONE = "phone", "By phone"


class Stands(models.TextChoices):
    """Where a request stands, in the words of whoever asked."""

    WAITING = "waiting", "Sent"
    PASSED_ON = "passed_on", "Passed on to another contact"
    SEEN = "seen", "Seen"
    UNANSWERED = "unanswered", "Nobody has answered"
    CLOSED = "closed", "Closed"


class ContactRequests(models.QuerySet["ContactRequest"]):
    """Reading requests: one's own, and those one is asked by."""

    def asked_of(self, contact: Person, scheme: Scheme) -> "ContactRequests":
        """Return what a contact of a scheme is asked, the open ones first, the longest wait on top."""
        mine = self.filter(contact=contact, scheme=scheme).select_related("asked_by", "scheme")
        return mine.order_by(models.F("closed_at").asc(nulls_first=True), "asked_at")

    def asked_by(self, person: Person) -> "ContactRequests":
        """Return what a person asked for and nobody has closed yet, the newest first."""
        return self.filter(asked_by=person, closed_at=None).select_related("contact", "scheme").order_by("-asked_at")

    def unanswered(self) -> "ContactRequests":
        """Return the requests on which the clock runs."""
        return self.filter(acknowledged_at=None, closed_at=None, gave_up_at=None)

    def open_for(self, moment: datetime) -> "ContactRequests":
        """Return the requests asked before then which nobody has closed."""
        return self.filter(closed_at=None, asked_at__lte=moment)


class ContactRequest(models.Model):
    """Somebody asked to be contacted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="contact_requests")
    asked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    urgency = models.CharField(max_length=6, choices=Urgency)
    way = models.CharField(max_length=6, choices=Way)
    phone = models.CharField(max_length=30, blank=True)
    pass_on = models.BooleanField(default=True)
    asked_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    gave_up_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = ContactRequests.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.CONFIDENTIAL, "tells requests apart", _REQUEST, _TWO),
        "scheme": Held(Kind.CONFIDENTIAL, "in which scheme", _REQUEST, _TWO),
        "asked_by": Held(Kind.CONFIDENTIAL, "who asked", _REQUEST, _TWO),
        "contact": Held(Kind.CONFIDENTIAL, "whom", _REQUEST, _TWO),
        "urgency": Held(Kind.CONFIDENTIAL, "how soon", _REQUEST, _TWO),
        "way": Held(Kind.CONFIDENTIAL, "how to get in touch", _REQUEST, _TWO),
        "phone": Held(Kind.CONFIDENTIAL, "at which number", _REQUEST, _TWO),
        "pass_on": Held(Kind.CONFIDENTIAL, "whether another contact may be asked", _REQUEST, _TWO),
        "asked_at": Held(Kind.CONFIDENTIAL, "when", _REQUEST, _TWO),
        "acknowledged_at": Held(Kind.CONFIDENTIAL, "when the contact answered", _REQUEST, _TWO),
        "escalated_at": Held(Kind.CONFIDENTIAL, "when it went to the next contact", _REQUEST, _TWO),
        "gave_up_at": Held(Kind.CONFIDENTIAL, "when you were told to turn elsewhere", _REQUEST, _TWO),
        "closed_at": Held(Kind.CONFIDENTIAL, "when it was closed", _REQUEST, _TWO),
    }

    class Meta:
        app_label = "pares"

    def __str__(self) -> str:
        return "A request for contact"

    @property
    def stands(self) -> Stands:
        """Where the request stands."""
        if self.closed_at:
            return Stands.CLOSED
        if self.acknowledged_at:
            return Stands.SEEN
        if self.gave_up_at:
            return Stands.UNANSWERED
        return Stands.PASSED_ON if self.escalated_at else Stands.WAITING
