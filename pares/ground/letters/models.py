"""The outbox: a letter is written in the transaction of the act that causes it, and leaves afterwards."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Min, Q
from django.db.models.functions import Coalesce

from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.held import Held, Kind
from pares.ground.people.models import Person
from pares.ground.schemes.models import Scheme

_LETTER = "as long as your account and the cohort"
_WORDS = "90 days after it was sent or set aside"
_OWN = "you; the scheme's leads (codes, contact notices and survey links: its state only)"
_SOFTWARE = "the software"


class Lane(models.TextChoices):
    """How fast a letter leaves."""

    NOW = "now", "At once"
    USUAL = "usual", "On working days between 8am and 6pm"


class State(models.TextChoices):
    """Where a letter stands."""

    HELD = "held", "Waiting for a lead to release it"
    READY = "ready", "Ready to leave"
    SENDING = "sending", "Leaving"
    SENT = "sent", "Sent"
    FAILED = "failed", "Could not be delivered"
    SKIPPED = "skipped", "Not sent"


class Letters(models.QuerySet["Letter"]):
    """Reading the outbox."""

    def held(self) -> "Letters":
        """Return the letters that wait for a lead."""
        return self.filter(state=State.HELD)

    def unsent(self) -> "Letters":
        """Return the letters that are still to leave."""
        return self.filter(state__in=[State.HELD, State.READY, State.SENDING])

    def sent(self, kind: str) -> "Letters":
        """Return the letters of a kind that have left."""
        return self.filter(kind=kind, state=State.SENT)

    def undelivered(self) -> "Letters":
        """Return the letters that could not be delivered."""
        return self.filter(state=State.FAILED)

    def with_words_since(self, moment: datetime) -> "Letters":
        """Return the letters that left or were set aside by then and still hold their words."""
        over = self.filter(state__in=[State.SENT, State.FAILED, State.SKIPPED]).exclude(text="", html="", calendar="")
        return over.alias(over_at=Coalesce("sent_at", "not_before")).filter(over_at__lte=moment)

    def concerning(self, thing: uuid.UUID) -> "Letters":
        """Return the letters about a pair or another thing."""
        return self.filter(about=thing)

    def in_order(self) -> "Letters":
        """Return them as they are listed, with their scheme and person, in one query."""
        return self.select_related("person", "scheme", "cohort").order_by("not_before", "kind", "to", "pk")

    def claimable(self, at: datetime) -> "Letters":
        """Return the letters that may leave now, and those whose sender died, the lane "now" first."""
        free = Q(state=State.READY) | Q(state=State.SENDING, lease_until__lt=at)
        return self.filter(free, not_before__lte=at).order_by("lane", "not_before", "made_at")

    def may_have_left(self, at: datetime) -> "Letters":
        """Return cohorts' usual letters that an older outbox, caught up at that moment, takes for not sent yet.

        What was to leave later had not left; but what is caught up only now was written earlier the first time.
        """
        free = Q(not_before__lte=at) | Q(made_at__gte=at)
        return self.filter(free, state__in=[State.READY, State.SENDING], lane=Lane.USUAL).exclude(cohort=None)

    def in_hours(self, nations: Collection[str], *, without_scheme: bool) -> "Letters":
        """Return those of the lane "now", and the usual ones of schemes in nations where it is a time to write."""
        usual = Q(scheme__nation__in=nations) | (Q(scheme=None) if without_scheme else Q(pk__in=[]))
        return self.filter(Q(lane=Lane.NOW) | usual)

    def tried_since(self, moment: datetime) -> int:
        """Return how many usual letters were tried since then: what the rate counts."""
        return self.filter(lane=Lane.USUAL, tried_at__gt=moment).count()

    def waiting_since(self, at: datetime) -> datetime | None:
        """Return since when the oldest letter that must leave at once waits, for the health page; None if none does."""
        oldest: datetime | None = self.claimable(at).filter(lane=Lane.NOW).aggregate(since=Min("not_before"))["since"]
        return oldest


class Letter(models.Model):
    """One letter to one address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    lane = models.CharField(max_length=6, choices=Lane, default=Lane.USUAL)
    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, null=True, related_name="letters")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, null=True, related_name="letters")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="letters")
    about = models.UUIDField(null=True, db_index=True)
    to = models.EmailField(max_length=254)
    reply_to = models.EmailField(max_length=254, blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    calendar = models.TextField(blank=True)
    stop_link = models.URLField(max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.READY)
    confidential = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    first_tried_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    objects = Letters.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells letters apart", _LETTER, _OWN),
        "key": Held(Kind.SCHEME, "keeps a letter from being written twice", _LETTER, _SOFTWARE),
        "kind": Held(Kind.SCHEME, "which letter it is", _LETTER, _OWN),
        "lane": Held(Kind.SCHEME, "how fast it leaves", _LETTER, _OWN),
        "scheme": Held(Kind.SCHEME, "which scheme writes", _LETTER, _OWN),
        "cohort": Held(Kind.SCHEME, "for which cohort", _LETTER, _OWN),
        "person": Held(Kind.CONTACT, "to whom", _LETTER, _OWN),
        "about": Held(Kind.SCHEME, "the pair or thing it speaks of", _LETTER, _SOFTWARE),
        "to": Held(Kind.CONTACT, "to which address", _LETTER, _OWN),
        "reply_to": Held(Kind.SCHEME, "where replies go", _LETTER, _OWN),
        "subject": Held(Kind.SCHEME, "its subject; names nobody", _LETTER, _OWN),
        "text": Held(Kind.CONFIDENTIAL, "its words; emptied once a code has been sent", _WORDS, _OWN),
        "html": Held(Kind.CONFIDENTIAL, "its words; emptied once a code has been sent", _WORDS, _OWN),
        "calendar": Held(Kind.SCHEME, "the invitation that goes with it", _WORDS, _OWN),
        "stop_link": Held(Kind.SECRET, "stops letters like this one", _WORDS, "you"),
        "state": Held(Kind.SCHEME, "where it stands", _LETTER, _OWN),
        "confidential": Held(Kind.SCHEME, "whether leads see its state only", _LETTER, _SOFTWARE),
        "made_at": Held(Kind.SCHEME, "when it was written", _LETTER, _OWN),
        "not_before": Held(Kind.SCHEME, "when it may leave", _LETTER, _OWN),
        "expires_at": Held(Kind.SCHEME, "after when it is of no use", _LETTER, _OWN),
        "attempts": Held(Kind.SCHEME, "how often it was tried", _LETTER, _OWN),
        "first_tried_at": Held(Kind.SCHEME, "when it was first tried", _LETTER, _SOFTWARE),
        "tried_at": Held(Kind.SCHEME, "when it was last tried; keeps to the rate", _LETTER, _SOFTWARE),
        "lease_until": Held(Kind.SCHEME, "until when a sender has it", _LETTER, _SOFTWARE),
        "sent_at": Held(Kind.SCHEME, "when it left", _LETTER, _OWN),
        "problem": Held(Kind.SCHEME, "why it did not leave", _LETTER, _OWN),
    }

    class Meta:
        app_label = "pares"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "not_before"]),
            models.Index(fields=["lane", "tried_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to}: {self.get_state_display()}"

    @property
    def message_id(self) -> str:
        """The Message-ID: the same whenever this letter is sent, so that a repeat is known as one."""
        return f"<{self.id}@pares>"
