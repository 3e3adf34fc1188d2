"""Long work asked for by a page and done by the worker, and the worker's heartbeat."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from pares.ground.ledger.held import Held, Kind

_ERRAND = "30 days after it finished"
_ASKER = "whoever asked, the scheme's leads"


class State(models.TextChoices):
    """Where an errand stands."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    REFUSED = "refused", "Not done"


class Errands(models.QuerySet["Errand"]):
    """Reading errands."""

    def unfinished(self) -> "Errands":
        """Return those that wait or run, the oldest first."""
        return self.filter(state__in=[State.WAITING, State.RUNNING]).order_by("asked_at", "pk")

    def claimable(self, at: datetime) -> "Errands":
        """Return those that wait, and those whose worker died; one that failed waits out its pause."""
        free = Q(lease_until=None) | Q(lease_until__lt=at)
        return self.unfinished().filter(Q(state=State.WAITING) & free | Q(state=State.RUNNING, lease_until__lt=at))

    def asked_for(self, scheme: uuid.UUID) -> "Errands":
        """Return a scheme's errands, the newest first."""
        return self.filter(scheme=scheme).order_by("-asked_at", "pk")


class Errand(models.Model):
    """One piece of long work: claimed with a lease, so that a dead worker's errand is taken up again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    asked_by = models.UUIDField(null=True)
    scheme = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = Errands.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells errands apart", _ERRAND, _ASKER),
        "kind": Held(Kind.SCHEME, "what is done", _ERRAND, _ASKER),
        "arguments": Held(Kind.SCHEME, "with what: ids only", _ERRAND, "the software"),
        "asked_by": Held(Kind.SCHEME, "who asked", _ERRAND, _ASKER),
        "scheme": Held(Kind.SCHEME, "for which scheme", _ERRAND, _ASKER),
        "state": Held(Kind.SCHEME, "where it stands", _ERRAND, _ASKER),
        "done": Held(Kind.SCHEME, "how much is done", _ERRAND, _ASKER),
        "total": Held(Kind.SCHEME, "of how much", _ERRAND, _ASKER),
        "result": Held(Kind.SCHEME, "what came of it", _ERRAND, _ASKER),
        "problem": Held(Kind.SCHEME, "why it was not done", _ERRAND, _ASKER),
        "attempts": Held(Kind.SCHEME, "how often it was tried", _ERRAND, "the software"),
        "asked_at": Held(Kind.SCHEME, "when it was asked for", _ERRAND, _ASKER),
        "lease_until": Held(Kind.SCHEME, "until when a worker has it", _ERRAND, "the software"),
        "finished_at": Held(Kind.SCHEME, "when it ended", _ERRAND, _ASKER),
    }

    class Meta:
        app_label = "pares"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "asked_at"])]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_state_display()}"


class Beats(models.QuerySet["Beat"]):
    """Reading signs of life."""

    def heard(self, name: str) -> datetime | None:
        """Return when a process last gave a sign of life, or None if it never did."""
        return self.filter(name=name).values_list("at", flat=True).first()


class Beat(models.Model):
    """A sign of life of a process, one row a name."""

    name = models.CharField(primary_key=True, max_length=40)
    at = models.DateTimeField()

    objects = Beats.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "name": Held(Kind.SCHEME, "which process", "always", "operators"),
        "at": Held(Kind.SCHEME, "when it last gave a sign of life", "always", "operators"),
    }

    class Meta:
        app_label = "pares"

    def __str__(self) -> str:
        return f"{self.name} at {self.at}"

    @classmethod
    def alive(cls, name: str, *, since: datetime) -> bool:
        """Return whether that process gave a sign of life since then."""
        return cls.objects.filter(name=name, at__gte=since).exists()


def last_beat(name: str) -> datetime | None:
    """Return when the process of that name last gave a sign of life, or None if it never did."""
    return Beat.objects.heard(name)


def asked_errand(kind: str, errand: uuid.UUID) -> Errand | None:
    """Return one errand of that kind, whoever asked for it, or None."""
    return Errand.objects.filter(kind=kind, pk=errand).first()
