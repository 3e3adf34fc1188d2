"""Putting files on a scheme's shelf, saying what their licence is, and taking them away."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from pares.ground.ledger.actions import note
from pares.ground.people.models import Person
from pares.ground.schemes.models import Scheme
from pares.guide.library.actions import keep_file
from pares.guide.library.judging import MEGABYTE
from pares.guide.library.models import KeptFile, ShelfItem
from pares.guide.library.rules import Claim, ShelfFull, checked

WHOLE_SHELF = 100 * MEGABYTE


@transaction.atomic
def put(  # noqa: PLR0913 - what a file on the shelf cannot be without
    *,
    scheme: Scheme,
    title: str,
    owner: str,
    audience: str,
    claim: Claim,
    name: str,
    content: bytes,
    by: Person,
    at: datetime,
) -> ShelfItem:
    """Put a file on a scheme's shelf; raises what is wrong with the file or the claim, or ShelfFull.

    The same file under the same title is put there once: doing so again returns it as it stands.
    """
    Scheme.objects.select_for_update().get(pk=scheme.pk)
    said, kept = asdict(checked(claim)), keep_file(name=name, content=content, by=by, at=at)
    here = ShelfItem.objects.of(scheme)
    if there := here.filter(title=title, file__digest=kept.digest).first():
        kept.delete()
        return there
    if here.weight() + kept.size > WHOLE_SHELF:
        raise ShelfFull(field="file")
    described = {"title": title, "owner": owner, "audience": audience}
    item = ShelfItem.objects.create(scheme=scheme, file=kept, put_at=at, **described, **said)
    _note("library.put", item, by, at)
    return item


@transaction.atomic
def restate(  # noqa: PLR0913 - what may be said anew
    *, item: ShelfItem, title: str, owner: str, audience: str, claim: Claim, by: Person, at: datetime
) -> ShelfItem:
    """Say anew what a file is called, whose it is, whom it is for and what its licence is. Raises what is wrong."""
    said = {"title": title, "owner": owner, "audience": audience, **asdict(checked(claim))}
    ShelfItem.objects.filter(pk=item.pk).update(**said)
    for field, value in said.items():
        setattr(item, field, value)
    _note("library.restate", item, by, at)
    return item


@transaction.atomic
def take_away(*, item: ShelfItem, by: Person, at: datetime) -> None:
    """Delete a file from the shelf, its bytes with it."""
    file = item.file_id
    gone, _ = ShelfItem.objects.filter(pk=item.pk).delete()
    KeptFile.objects.filter(pk=file).delete()
    if gone:
        _note("library.take_away", item, by, at)


def _note(verb: str, item: ShelfItem, by: Person, at: datetime) -> None:
    note(verb=verb, by=by, at=at, kind="shelf_item", thing=item.pk, scheme=item.scheme_id)
