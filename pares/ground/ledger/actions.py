"""Writing the ledger: called by every action, inside its transaction."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.apps import apps
from django.db import transaction

from pares.ground.ledger.erased import Erased
from pares.ground.ledger.models import Entry

KEPT = timedelta(days=730)


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


@transaction.atomic
def forget_old(*, at: datetime) -> int:
    """Delete lines 24 months after their acts; return how many went."""
    gone, _ = Entry.objects.filter(at__lte=at - KEPT).delete()
    if gone:
        note(verb="ledger.forget_old", by=None, at=at, kind="entry")
    return gone


@transaction.atomic
def erase_again(*, erased: Iterable[Erased], at: datetime) -> int:
    """Erase what an older database brought back to life; return how many rows. A table that is gone has none."""
    tables = {model._meta.model_name: model for model in apps.get_app_config("pares").get_models()}  # noqa: SLF001
    gone = 0
    for each in erased:
        model = tables.get(each.table)
        if model and model._default_manager.filter(pk=each.row).delete()[0]:  # noqa: SLF001 - any table
            note(verb="ledger.erase_again", by=None, at=at, kind=each.table, thing=each.row)
            gone += 1
    return gone
