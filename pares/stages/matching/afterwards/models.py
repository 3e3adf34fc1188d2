"""The record of how free places were filled after the match."""

import uuid
from typing import ClassVar

from django.db import models

from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.held import Held, Kind
from pares.ground.people.models import Person

_UNTIL = "3 months after the cohort"
_LEADS = "the scheme's leads"


class Fillings(models.QuerySet["Filling"]):
    """Reading what was done."""

    def newest_first(self) -> "Fillings":
        """Return them with who did it, the latest first."""
        return self.select_related("by").order_by("-at", "pk")


class Filling(models.Model):
    """One time that free places were filled at once. Never altered or taken away.

    `seen` stands for what the lead saw and pressed; `lines` are mentee, mentor before (None for nobody) and after.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="fillings")
    seen = models.CharField(max_length=64)
    lines = models.JSONField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    objects = Fillings.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells them apart", _UNTIL, _LEADS),
        "cohort": Held(Kind.SCHEME, "in which cohort", _UNTIL, _LEADS),
        "seen": Held(Kind.SCHEME, "keeps a second press from doing it twice", _UNTIL, "the software"),
        "lines": Held(Kind.SCHEME, "who was matched, and who had another mentor before", _UNTIL, _LEADS),
        "by": Held(Kind.SCHEME, "by which lead", _UNTIL, _LEADS),
        "at": Held(Kind.SCHEME, "when", _UNTIL, _LEADS),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cohort", "seen"], name="filled_once")
        ]

    def __str__(self) -> str:
        return f"Places filled in {self.cohort}"
