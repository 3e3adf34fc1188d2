"""Who did what, when: ids without foreign keys, so that an entry outlives what it speaks of, and no content."""

import uuid
from typing import ClassVar

from django.db import models

from pares.ground.ledger.held import Held, Kind

_AUDIT = "24 months"
_READERS = "the scheme's leads; operators for the server's own acts"


class Entry(models.Model):
    """One act."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    thing = models.UUIDField(null=True)
    scheme = models.UUIDField(null=True, db_index=True)
    cohort = models.UUIDField(null=True, db_index=True)

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells entries apart", _AUDIT, _READERS),
        "at": Held(Kind.SCHEME, "when it was done", _AUDIT, _READERS),
        "actor": Held(Kind.SCHEME, "who did it", _AUDIT, _READERS),
        "verb": Held(Kind.SCHEME, "what was done", _AUDIT, _READERS),
        "kind": Held(Kind.SCHEME, "what kind of thing it was done to", _AUDIT, _READERS),
        "thing": Held(Kind.SCHEME, "what it was done to", _AUDIT, _READERS),
        "scheme": Held(Kind.SCHEME, "in which scheme", _AUDIT, _READERS),
        "cohort": Held(Kind.SCHEME, "in which cohort", _AUDIT, _READERS),
    }

    class Meta:
        app_label = "pares"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["thing", "at"])]

    def __str__(self) -> str:
        return f"{self.verb} at {self.at:%Y-%m-%d %H:%M}"
