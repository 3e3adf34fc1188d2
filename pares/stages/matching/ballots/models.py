"""A cohort's ballots, and the tickets in them."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.held import Held, Kind
from pares.ground.people.models import Person
from pares.stages.recruitment.models import Application

_KEPT = "3 months after the cohort"
_LEADS = "the scheme's leads"
_ALL_IN_IT = "the mentees who have a ticket, the scheme's leads"
_OWN = "you, the scheme's leads"
LONGEST_SOURCE, LONGEST_SEED = 200, 100


class Ballots(models.QuerySet["Ballot"]):
    """Reading ballots."""

    def standing(self) -> "Ballots":
        """Return those that were not called off: at most one of a cohort."""
        return self.filter(called_off_at=None)

    def newest(self) -> "Ballot | None":
        """Return the one that counts: the latest announced, called off or not; None where there was none."""
        return self.select_related("cohort__scheme", "announced_by", "drawn_by").order_by("published_at", "pk").last()


class Ballot(models.Model):
    """Lots for places that are short: where the seed comes from is announced, then it is drawn, once.

    `size` is how many tickets were given out when it was announced; whoever comes later has a number above it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="ballots")
    source = models.CharField(max_length=LONGEST_SOURCE, blank=True)
    seed = models.CharField(max_length=LONGEST_SEED, blank=True)
    size = models.PositiveIntegerField()
    announced_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField()
    drawn_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    drawn_at = models.DateTimeField(null=True)
    called_off_at = models.DateTimeField(null=True)

    objects = Ballots.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells ballots apart", _KEPT, _LEADS),
        "cohort": Held(Kind.SCHEME, "in which cohort", _KEPT, _ALL_IN_IT),
        "source": Held(Kind.SCHEME, "where the seed was said to come from", _KEPT, _ALL_IN_IT),
        "seed": Held(Kind.SCHEME, "what the order of lots was worked out from", _KEPT, _ALL_IN_IT),
        "size": Held(Kind.SCHEME, "how many tickets it began with", _KEPT, _ALL_IN_IT),
        "announced_by": Held(Kind.SCHEME, "who announced it", _KEPT, _LEADS),
        "published_at": Held(Kind.SCHEME, "when", _KEPT, _ALL_IN_IT),
        "drawn_by": Held(Kind.SCHEME, "who drew it", _KEPT, _LEADS),
        "drawn_at": Held(Kind.SCHEME, "when", _KEPT, _ALL_IN_IT),
        "called_off_at": Held(Kind.SCHEME, "when it was called off, if it was", _KEPT, _ALL_IN_IT),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cohort"], condition=Q(called_off_at=None), name="one_standing_ballot"),
            models.CheckConstraint(
                condition=Q(drawn_at=None) | (~Q(seed="") & Q(called_off_at=None)), name="drawn_from_a_seed"
            ),
        ]

    def __str__(self) -> str:
        return f"Ballot in {self.cohort}"


class Tickets(models.QuerySet["Ticket"]):
    """Reading tickets."""

    def in_force(self, cohort: Cohort) -> dict[uuid.UUID, int]:
        """Return the lots by application that say who is matched: drawn, until the match is confirmed; {} otherwise."""
        drawn = self.filter(ballot__cohort=cohort, ballot__drawn_at__isnull=False)
        until = drawn.exclude(ballot__cohort__proposals__confirmed_at__isnull=False)
        return {application: lot for application, lot in until.values_list("application", "lot") if lot is not None}

    def in_order(self) -> "Tickets":
        """Return them in the order of their lots, with whose they are, in one query."""
        return self.select_related(*(f"application__{what}" for what in ("person", "grade", "site"))).order_by("lot")


class Ticket(models.Model):
    """One mentee's ticket, and the lot it drew: 1 has the first choice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="tickets")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="tickets")
    number = models.PositiveIntegerField()
    lot = models.PositiveIntegerField(null=True)

    objects = Tickets.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells tickets apart", _KEPT, _LEADS),
        "ballot": Held(Kind.SCHEME, "in which ballot", _KEPT, _OWN),
        "application": Held(Kind.SCHEME, "whose it is", _KEPT, _OWN),
        "number": Held(Kind.SCHEME, "its number, which the others see without your name", _KEPT, _OWN),
        "lot": Held(Kind.SCHEME, "its turn, which the others see without your name", _KEPT, _OWN),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["ballot", "application"], name="one_ticket_a_mentee"),
            models.UniqueConstraint(fields=["ballot", "number"], name="one_ticket_a_number"),
            models.UniqueConstraint(fields=["ballot", "lot"], name="one_ticket_a_lot"),
        ]

    def __str__(self) -> str:
        return f"Ticket {self.number} in {self.ballot}"
