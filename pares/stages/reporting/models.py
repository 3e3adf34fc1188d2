"""A cohort's figures once the people behind them are forgotten."""

import uuid
from typing import ClassVar

from django.db import models

from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.held import Held, Kind

_SCHEME = "as long as the scheme"
_READERS = "the scheme's leads; sponsors see totals"


class LastFigures(models.Model):
    """What a cohort came to, counted for the last time: numbers of people, and no person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.OneToOneField(Cohort, on_delete=models.CASCADE, related_name="last_figures")
    on = models.DateField()
    figures = models.JSONField()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells lines apart", _SCHEME, "the software"),
        "cohort": Held(Kind.SCHEME, "of which cohort", _SCHEME, _READERS),
        "on": Held(Kind.SCHEME, "counted on which day", _SCHEME, _READERS),
        "figures": Held(Kind.SCHEME, "how many took part, met, answered; no names", _SCHEME, _READERS),
    }

    class Meta:
        app_label = "pares"

    def __str__(self) -> str:
        return f"The last figures of {self.cohort}"
