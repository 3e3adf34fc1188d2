"""A safeguarding contact, and what they are asked."""

from dataclasses import dataclass
from uuid import UUID

from pares.pages.actors.member import Member
from pares.pages.actors.reach import one
from pares.stages.supervision.models import ContactRequest, ContactRequests


@dataclass(frozen=True)
class Contact(Member):
    """A safeguarding contact of one scheme."""

    def requests(self) -> ContactRequests:
        """Return what this contact is asked; requests to other contacts are none of theirs."""
        return ContactRequest.objects.asked_of(self.person, self.scheme)

    def request(self, asked: UUID) -> ContactRequest:
        """Return one of them."""
        return one(self.requests(), pk=asked)
