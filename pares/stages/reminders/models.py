"""What fell due and was done: one row a person and occasion, made when due and never in advance."""

import uuid
from typing import ClassVar

from django.db import models

from pares.ground.cohorts.models import Milestone
from pares.ground.ledger.held import Held, Kind

_DUE = "12 months after the cohort"
_SOFTWARE = "the software"


class Due(models.Model):
    """A dated letter to one person fell due; the row keeps it from being written twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="dues")
    person = models.UUIDField()
    pair = models.UUIDField(null=True)
    occurrence = models.CharField(max_length=40, default="once")
    at = models.DateTimeField()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells lines apart", _DUE, _SOFTWARE),
        "milestone": Held(Kind.SCHEME, "what fell due", _DUE, _SOFTWARE),
        "person": Held(Kind.SCHEME, "for whom", _DUE, _SOFTWARE),
        "pair": Held(Kind.SCHEME, "about which pair", _DUE, _SOFTWARE),
        "occurrence": Held(Kind.SCHEME, "the first time or again", _DUE, _SOFTWARE),
        "at": Held(Kind.SCHEME, "when", _DUE, _SOFTWARE),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["milestone", "person", "pair", "occurrence"], name="due_once_a_pair"),
            models.UniqueConstraint(
                fields=["milestone", "person", "occurrence"], condition=models.Q(pair=None), name="due_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone.key} for {self.person}"
