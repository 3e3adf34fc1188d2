"""Keeping the library: what comes with Pares, what editors add and change, and the copies we hold."""

import hashlib
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from pares.ground.ledger.actions import note
from pares.ground.people.models import Person
from pares.ground.refusal import Refused
from pares.guide.library.judging import judge
from pares.guide.library.models import FileBytes, KeptFile, Resource
from pares.guide.library.rules import Claim, checked
from pares.guide.library.shipped import Library, Record, library

DESCRIBED = frozenset(("title", "owner", "link", "kind", "audience", "purpose", "believed", "checked_on"))


class NoTitle(Refused):
    """A title without a letter makes no address."""

    sentence = "Enter a title with letters or numbers in it."


class TitleTaken(Refused):
    """Two records would have one address."""

    sentence = "A record with this title is in the library already."


@transaction.atomic
def load_shipped(*, at: datetime, shipped: Library | None = None) -> int:
    """Bring in the records we ship and what is new in them; return how many changed.

    Safe to repeat. A record that an editor changed or took out stays as it is, and so does an editor's own record
    that has the address one of ours would take.
    """
    known = {each.shipped: each for each in Resource.objects.select_for_update().exclude(shipped="")}
    taken = set(Resource.objects.filter(shipped="").values_list("slug", flat=True))
    changed = 0
    for record in (shipped or library()).records:
        row = known.get(record.key)
        if row is None and record.key not in taken:
            Resource.objects.create(slug=record.key, shipped=record.key, added_at=at, **_fields(record))
        elif row is None or row.edited_at or row.withdrawn_at or not _differs(row, record):
            continue
        else:
            Resource.objects.filter(pk=row.pk).update(**_fields(record))
        changed += 1
    if changed:
        note(verb="library.load_shipped", by=None, at=at, kind="resource")
    return changed


@transaction.atomic
def add(*, by: Person, at: datetime, claim: Claim, **described: Any) -> Resource:
    """Add a record; `described` are names in DESCRIBED. Raises NoTitle, TitleTaken, or what is wrong with the claim."""
    _known(described)
    slug = slugify(described["title"])[:80].strip("-")
    if not slug:
        raise NoTitle(field="title")
    try:
        with transaction.atomic():
            resource = Resource.objects.create(
                slug=slug, edited_at=at, added_by=by, added_at=at, **described, **asdict(checked(claim))
            )
    except IntegrityError as error:
        raise TitleTaken(field="title") from error
    _note("library.add", resource, by, at)
    return resource


@transaction.atomic
def describe(*, resource: Resource, by: Person, at: datetime, **described: Any) -> Resource:
    """Change what a record says; `described` are names in DESCRIBED. The address of its page stays."""
    _known(described)
    return _change("library.describe", resource, by, at, described)


@transaction.atomic
def state_licence(*, resource: Resource, claim: Claim, by: Person | None, at: datetime) -> Resource:
    """Say what is known of a record's licence: this alone decides what is handed on. Raises what is wrong with it."""
    return _change("library.state_licence", resource, by, at, asdict(checked(claim)))


@transaction.atomic
def mark_checked(*, resource: Resource, on: date, by: Person, at: datetime) -> Resource:
    """Note that somebody checked a record on a day."""
    return _change("library.mark_checked", resource, by, at, {"checked_on": on})


@transaction.atomic
def withdraw(*, resource: Resource, by: Person, at: datetime) -> Resource:
    """Take a record out of the library; it can be put back. Doing so twice is doing so once."""
    return resource if resource.withdrawn_at else _change("library.withdraw", resource, by, at, {"withdrawn_at": at})


@transaction.atomic
def put_back(*, resource: Resource, by: Person, at: datetime) -> Resource:
    """Put a record back that was taken out."""
    return _change("library.put_back", resource, by, at, {"withdrawn_at": None})


@transaction.atomic
def hold(*, resource: Resource, name: str, content: bytes, by: Person, at: datetime) -> Resource:
    """Keep a copy of a resource in place of the one there was; raises what is wrong with the file.

    Whether anybody gets it is up to the licence.
    """
    before = _file_of(resource)
    _change("library.hold", resource, by, at, {"file": keep_file(name=name, content=content, by=by, at=at)})
    KeptFile.objects.filter(resource__isnull=True, pk__in=before).delete()
    return resource


@transaction.atomic
def let_go(*, resource: Resource, by: Person, at: datetime) -> Resource:
    """Delete our copy of a resource, its bytes with it."""
    if before := _file_of(resource):
        _change("library.let_go", resource, by, at, {"file": None})
        KeptFile.objects.filter(resource__isnull=True, pk__in=before).delete()
    return resource


@transaction.atomic
def keep_file(*, name: str, content: bytes, by: Person | None, at: datetime) -> KeptFile:
    """Judge a file by its content and keep it; for the actions that say whose it is. Raises what is wrong with it."""
    judged = judge(name, content)
    digest = hashlib.sha256(content).hexdigest()
    kept = KeptFile.objects.create(
        name=judged.name, media=judged.media, size=len(content), digest=digest, kept_by=by, kept_at=at
    )
    FileBytes.objects.create(file=kept, content=content)
    return kept


def _change(verb: str, resource: Resource, by: Person | None, at: datetime, fields: dict[str, Any]) -> Resource:
    """Write the fields, mark the record as the editors' own, and note the act."""
    Resource.objects.filter(pk=resource.pk).update(edited_at=at, **fields)
    for name, value in fields.items():
        setattr(resource, name, value)
    resource.edited_at = at
    _note(verb, resource, by, at)
    return resource


def _file_of(resource: Resource) -> list[UUID]:
    """Return the id of the copy we hold, if any, with the record locked."""
    rows = Resource.objects.select_for_update().filter(pk=resource.pk, file__isnull=False)
    return [row.file_id for row in rows if row.file_id]


def _note(verb: str, resource: Resource, by: Person | None, at: datetime) -> None:
    note(verb=verb, by=by, at=at, kind="resource", thing=resource.pk)


def _known(described: dict[str, Any]) -> None:
    if unknown := set(described) - DESCRIBED:
        raise TypeError(f"A record is not described by {', '.join(sorted(unknown))}.")


def _fields(record: Record) -> dict[str, Any]:
    names = ("title", "owner", "link", "kind", "audience", "purpose", "believed")
    return {name: getattr(record, name) for name in names} | asdict(record.claim)


def _differs(row: Resource, record: Record) -> bool:
    return any(getattr(row, name) != value for name, value in _fields(record).items())
