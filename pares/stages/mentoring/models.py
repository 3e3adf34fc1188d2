"""What a pair does: the agreement, sessions declared (facts, never content), asking for a change, one-press answers."""

import secrets
import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Q

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.held import Held, Kind
from pares.ground.people.models import Person
from pares.stages.matching.models import Pair, Pairs

_PAIR = "3 months after the pair ended"
_TWO = "both partners; leads see met yes or no and how many"
LATELY = timedelta(weeks=8)
"""Sustained: at least three sessions, the last within 8 weeks of the end (our definition)."""


class Agreement(models.Model):
    """One partner accepted the agreement and the limits of confidence at the match."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="agreements")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    terms = models.CharField(max_length=20)
    at = models.DateTimeField()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells lines apart", _PAIR, _TWO),
        "pair": Held(Kind.SCHEME, "which pair", _PAIR, _TWO),
        "person": Held(Kind.SCHEME, "who agreed", _PAIR, _TWO),
        "terms": Held(Kind.SCHEME, "to which words", _PAIR, _TWO),
        "at": Held(Kind.SCHEME, "when", _PAIR, _TWO),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["pair", "person", "terms"], name="agreed_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} agreed"


class Band(models.TextChoices):
    """About how long a session was."""

    SHORT = "short", "Less than 30 minutes"
    MIDDLE = "middle", "30 to 60 minutes"
    LONG = "long", "More than an hour"


class Mode(models.TextChoices):
    """How the two met."""

    IN_PERSON = "in_person", "In person"
    VIDEO = "video", "By video"
    PHONE = "phone", "By phone"


class SessionFact(models.Model):
    """That the two met: a day, a length band and a mode. There is no field for content, and never will be."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="session_facts")
    on = models.DateField()
    about = models.BooleanField(default=False)
    band = models.CharField(max_length=6, choices=Band)
    mode = models.CharField(max_length=9, choices=Mode)

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.CONFIDENTIAL, "tells sessions apart", _PAIR, _TWO),
        "pair": Held(Kind.CONFIDENTIAL, "which pair met", _PAIR, _TWO),
        "on": Held(Kind.CONFIDENTIAL, "on which day", _PAIR, "both partners"),
        "about": Held(Kind.CONFIDENTIAL, "whether the day is a guess", _PAIR, "both partners"),
        "band": Held(Kind.CONFIDENTIAL, "about how long", _PAIR, "both partners"),
        "mode": Held(Kind.CONFIDENTIAL, "in person, by video or by phone", _PAIR, "both partners"),
    }

    class Meta:
        app_label = "pares"
        ordering: ClassVar[list[str]] = ["on"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["pair", "on"], name="one_session_a_day")
        ]

    def __str__(self) -> str:
        return f"A session on {self.on}"


class ChangeAsked(models.Model):
    """Somebody asked for another partner. No reason is asked for, and the partner is not told who asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="changes_asked")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.CONFIDENTIAL, "tells requests apart", _PAIR, "whoever asked, the scheme's leads"),
        "pair": Held(Kind.CONFIDENTIAL, "which pair", _PAIR, "whoever asked, the scheme's leads"),
        "person": Held(Kind.CONFIDENTIAL, "who asked", _PAIR, "whoever asked, the scheme's leads"),
        "at": Held(Kind.CONFIDENTIAL, "when", _PAIR, "whoever asked, the scheme's leads"),
        "answered_at": Held(Kind.CONFIDENTIAL, "when a lead answered", _PAIR, "whoever asked, the scheme's leads"),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["pair", "person"], condition=Q(answered_at=None), name="one_open_request_for_change"
            )
        ]

    def __str__(self) -> str:
        return "A change was asked for"


class Asks(models.TextChoices):
    """What a letter asks, to be answered in one press."""

    CONTACT = "contact", "Have the two of you been in touch?"
    MEETING = "meeting", "Have the two of you met?"


class Choice(models.TextChoices):
    """The answers to either question."""

    YES = "yes", "Yes"
    NOT_YET = "not_yet", "Not yet"
    CALL = "call", "Please call me"
    STOP = "stop", "Stop reminders"


def new_token() -> str:
    """Return 128 random bits for a link."""
    return secrets.token_urlsafe(16)


class Replies(models.QuerySet["Reply"]):
    """Reading answers."""

    def calls_asked(self, cohort: Cohort) -> "Replies":
        """Return the calls a cohort's people ask for and no lead has settled yet, the longest wait first."""
        waiting = self.filter(pair__cohort=cohort, choice=Choice.CALL, settled_at=None)
        return waiting.select_related("person", "pair__cohort__scheme").order_by("answered_at")

    def stopped(self, pairs: Pairs) -> set[tuple[UUID, UUID]]:
        """Return the (pair, person) that want no more reminders about that pair."""
        return set(self.filter(pair__in=pairs, choice=Choice.STOP).values_list("pair_id", "person_id"))


class Reply(models.Model):
    """One question put to one partner, and the answer given by the letter's link, without sign-in.

    "We have met" names no day, so it is no session: it breaks a silence, and nothing else. Whether a pair met, how
    many times, and certificates rest on declared sessions alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=40, unique=True, default=new_token)
    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="replies")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    asks = models.CharField(max_length=8, choices=Asks)
    asked_at = models.DateTimeField()
    choice = models.CharField(max_length=8, choices=Choice, blank=True)
    answered_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    objects = Replies.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells answers apart", _PAIR, "the software"),
        "token": Held(Kind.SECRET, "opens the question's page", _PAIR, "you"),
        "pair": Held(Kind.SCHEME, "about which pair", _PAIR, "you, the scheme's leads if you ask for a call"),
        "person": Held(Kind.SCHEME, "who is asked", _PAIR, "you, the scheme's leads if you ask for a call"),
        "asks": Held(Kind.SCHEME, "which question", _PAIR, "you"),
        "asked_at": Held(Kind.SCHEME, "when it was asked", _PAIR, "you"),
        "choice": Held(
            Kind.SCHEME, "your answer; reminders keep to it", _PAIR, "you, the scheme's leads if you ask for a call"
        ),
        "answered_at": Held(
            Kind.SCHEME, "when; breaks a silence", _PAIR, "you, the scheme's leads if you ask for a call"
        ),
        "settled_at": Held(Kind.SCHEME, "when a lead called", _PAIR, "you, the scheme's leads"),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["pair", "person", "asks"], name="one_reply_to_a_question"),
            models.CheckConstraint(
                condition=Q(choice="", answered_at=None) | (~Q(choice="") & Q(answered_at__isnull=False)),
                name="answered_with_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_asks_display()} {self.get_choice_display()}".strip()

    @property
    def link(self) -> str:
        """The address of the question's page, for letters."""
        return f"{settings.URL}/reply/{self.token}/"


def with_sessions(pairs: Pairs) -> Pairs:
    """Return pairs with `sessions`, how many were declared; a count is all that anybody but the two sees."""
    return pairs.annotate(sessions=Count("session_facts") + F("sessions_kept"))


def as_seen_by(pairs: Pairs, person: Person, terms: str) -> Pairs:
    """Return a person's own pairs with `sessions`, and whether this person `agreed` to those terms.

    `asked` says whether this person asked for a change that no lead has answered; the other's acts are not among it.
    """
    agreed = Agreement.objects.filter(pair=OuterRef("pk"), person=person, terms=terms)
    asked = ChangeAsked.objects.filter(pair=OuterRef("pk"), person=person, answered_at=None)
    return with_sessions(pairs).annotate(agreed=Exists(agreed), asked=Exists(asked))


def latest_sessions(pairs: Pairs | Sequence[Pair]) -> dict[UUID, date]:
    """Return each pair's last session; for "sustained", never shown as a date."""
    rows = SessionFact.objects.filter(pair__in=pairs).values_list("pair").annotate(Max("on"))
    return dict(rows)


def last_heard(pairs: Pairs | Sequence[Pair]) -> dict[UUID, date]:
    """Return the last day each pair showed life, by a session or a "yes" from a letter; for "silent since" alone."""
    heard = latest_sessions(pairs)
    for reply in Reply.objects.filter(pair__in=pairs, choice=Choice.YES):
        if reply.answered_at:
            day = clock.local(reply.answered_at).date()
            heard[reply.pair_id] = max(heard.get(reply.pair_id, day), day)
    return heard
