"""Who holds which role in a scheme. Mentors and mentees hold theirs by their applications."""

import uuid
from typing import ClassVar

from django.db import models

from pares.ground.ledger.held import Held, Kind
from pares.ground.people.models import Person
from pares.ground.schemes.models import Scheme

_ROLE = "12 months after the role ended"
_READERS = "you, the scheme's leads"


class Role(models.TextChoices):
    """A role in a scheme, besides mentor and mentee."""

    LEAD = "lead", "Lead"
    FACILITATOR = "facilitator", "Facilitator"
    CONTACT = "contact", "Safeguarding contact"
    EDITOR = "editor", "Editor"
    SPONSOR = "sponsor", "Sponsor"


class Memberships(models.QuerySet["Membership"]):
    """Reading who holds which role."""

    def held(self) -> "Memberships":
        """Return the roles held now."""
        return self.filter(ended_at=None)

    def in_words(self) -> "Memberships":
        """Return them with the people, leads first, in one query."""
        place = models.Case(*(models.When(role=role, then=n) for n, role in enumerate(Role)), default=len(Role))
        return self.select_related("person", "scheme").order_by(place, "person__name", "pk")


class Membership(models.Model):
    """A person's role in a scheme."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = Memberships.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells roles apart", _ROLE, _READERS),
        "person": Held(Kind.SCHEME, "who holds the role", _ROLE, _READERS),
        "scheme": Held(Kind.SCHEME, "in which scheme", _ROLE, _READERS),
        "role": Held(Kind.SCHEME, "which role", _ROLE, _READERS),
        "since": Held(Kind.SCHEME, "since when", _ROLE, _READERS),
        "ended_at": Held(Kind.SCHEME, "until when", _ROLE, _READERS),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "scheme", "role"], condition=models.Q(ended_at=None), name="one_role_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()} of {self.scheme}"
