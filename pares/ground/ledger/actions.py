"""Writing the ledger: called by every action, inside its transaction."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from pares.ground.ledger.models import Entry


class Actor(Protocol):
    """Anybody with an id."""

    @property
    def pk(self) -> UUID:
        """The actor's id."""


def note(  # noqa: PLR0913 - a line of the ledger has these columns
    *,
    verb: str,
    by: Actor | None,
    at: datetime,
    kind: str,
    thing: UUID | None = None,
    scheme: UUID | None = None,
    cohort: UUID | None = None,
) -> Entry:
    """Write one line: `verb` is room.action, `by` None for the system itself; ids only, no content."""
    return Entry.objects.create(
        verb=verb, actor=by.pk if by else None, at=at, kind=kind, thing=thing, scheme=scheme, cohort=cohort
    )
