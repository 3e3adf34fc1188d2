"""Opening a scheme and keeping its lists."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, ProtectedError
from django.utils.text import slugify

from pares.ground.ledger.actions import note
from pares.ground.people.models import Person
from pares.ground.refusal import Refused
from pares.ground.schemes import lists
from pares.ground.schemes.models import Grade, Scheme, Site, Specialty, Topic, Travel

LISTS: dict[str, type[Grade] | type[Specialty] | type[Site] | type[Topic]] = {
    "grades": Grade,
    "specialties": Specialty,
    "sites": Site,
    "topics": Topic,
}
DESCRIBED = frozenset(
    (
        *("name", "organisation", "specialty", "closeness", "joining", "nation", "least_gap", "mailbox"),
        *("entry", "invitation_code", "domains", "weights", "blackouts"),
    )
)


class NameTaken(Refused):
    """Another scheme has that name."""

    sentence = "Another scheme has this name. Add your trust's or school's name to it."


class StillUsed(Refused):
    """A line of a list is in use."""


@transaction.atomic
def open_scheme(  # noqa: PLR0913 - what a scheme cannot be without
    *,
    name: str,
    organisation: str,
    specialty: str,
    closeness: str,
    joining: str,
    mailbox: str,
    by: Person | None,
    at: datetime,
    nation: str = "england",
) -> Scheme:
    """Return a new scheme with the usual lists; raises NameTaken."""
    slug = slugify(name)[:60] or "scheme"
    if Scheme.objects.filter(slug=slug).exists():
        raise NameTaken(field="name")
    scheme = Scheme.objects.create(
        slug=slug,
        name=name.strip(),
        organisation=organisation.strip(),
        specialty=specialty.strip(),
        closeness=closeness,
        joining=joining,
        mailbox=mailbox.strip(),
        nation=nation,
        opened_at=at,
    )
    Grade.objects.bulk_create(Grade(scheme=scheme, name=grade, position=rank) for grade, rank in lists.GRADES)
    _fill(Specialty, scheme, lists.SPECIALTIES)
    _fill(Topic, scheme, lists.TOPICS)
    _note("schemes.open_scheme", scheme, by, at)
    return scheme


@transaction.atomic
def describe(*, scheme: Scheme, by: Person | None, at: datetime, **fields: Any) -> Scheme:
    """Change what a scheme says about itself; `fields` are names in DESCRIBED."""
    if unknown := set(fields) - DESCRIBED:
        raise TypeError(f"A scheme is not described by {', '.join(sorted(unknown))}.")
    Scheme.objects.filter(pk=scheme.pk).update(**fields)
    _note("schemes.describe", scheme, by, at)
    scheme.refresh_from_db()
    return scheme


@transaction.atomic
def set_blackouts(*, scheme: Scheme, days: Sequence[tuple[date, date]], by: Person | None, at: datetime) -> Scheme:
    """Set the days on which nothing is planned, as pairs of first and last day."""
    spans = sorted([first.isoformat(), last.isoformat()] for first, last in days)
    return describe(scheme=scheme, by=by, at=at, blackouts=spans)


@transaction.atomic
def set_list(*, scheme: Scheme, kind: str, names: Sequence[str], by: Person | None, at: datetime) -> None:
    """Make one of the scheme's lists these names in this order; lines kept keep their rank and their people.

    Raises StillUsed where a line left out is in use.
    """
    model = LISTS[kind]
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    known = {line.name: line for line in model._default_manager.filter(scheme=scheme)}  # noqa: SLF001
    for name in known.keys() - set(wanted):
        _drop(known[name])
    ranks = dict(lists.GRADES)
    for place, name in enumerate(wanted, 1):
        if name not in known:
            model._default_manager.create(scheme=scheme, name=name, position=ranks.get(name, place))  # noqa: SLF001
    _note("schemes.set_list", scheme, by, at)


@transaction.atomic
def set_grade_rank(*, grade: Grade, rank: int, by: Person | None, at: datetime) -> None:
    """Say how many years into training a grade is."""
    Grade.objects.filter(pk=grade.pk).update(position=rank)
    _note("schemes.set_grade_rank", grade.scheme, by, at)


@transaction.atomic
def set_travel(*, one: Site, other: Site, minutes: int, by: Person | None, at: datetime) -> Travel:
    """Say how long the way between two sites takes."""
    near, far = sorted((one, other), key=lambda site: str(site.pk))
    travel, _ = Travel.objects.update_or_create(near=near, far=far, defaults={"minutes": minutes})
    _note("schemes.set_travel", one.scheme, by, at)
    return travel


@transaction.atomic
def retire(*, scheme: Scheme, by: Person | None, at: datetime) -> Scheme:
    """End a scheme."""
    if Scheme.objects.filter(pk=scheme.pk, retired_at=None).update(retired_at=at):
        _note("schemes.retire", scheme, by, at)
    scheme.refresh_from_db()
    return scheme


def _drop(line: Model) -> None:
    try:
        line.delete()
    except ProtectedError as error:
        raise StillUsed(f"{line} is in use by somebody, so it cannot be taken off the list.") from error


def _fill(model: type[Specialty] | type[Topic], scheme: Scheme, names: Sequence[str]) -> None:
    lines = [model(scheme=scheme, name=name, position=place) for place, name in enumerate(names, 1)]
    model._default_manager.bulk_create(lines)  # type: ignore[arg-type]  # noqa: SLF001


def _note(verb: str, scheme: Scheme, by: Person | None, at: datetime) -> None:
    note(verb=verb, by=by, at=at, kind="scheme", thing=scheme.pk, scheme=scheme.pk)
