"""Opening a scheme and keeping its lists."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.text import slugify

from pares.ground.ledger.actions import note
from pares.ground.people.models import Person
from pares.ground.schemes import lists, rules
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
    least_gap: int = 1,
) -> Scheme:
    """Return a new scheme with the usual lists; raises NoName, NameTaken."""
    slug = slugify(name)[:60].strip("-")
    if not slug:
        raise rules.NoName(field="name")
    described = {"organisation": organisation.strip(), "specialty": specialty.strip(), "mailbox": mailbox.strip()}
    kept = {"closeness": closeness, "joining": joining, "nation": nation, "least_gap": least_gap}
    try:
        with transaction.atomic():
            scheme = Scheme.objects.create(slug=slug, name=name.strip(), opened_at=at, **described, **kept)
    except IntegrityError as error:
        raise rules.NameTaken(field="name") from error
    Grade.objects.bulk_create(Grade(scheme=scheme, name=grade, position=rank) for grade, rank in lists.GRADES)
    _fill(Specialty, scheme, lists.SPECIALTIES)
    _fill(Topic, scheme, lists.TOPICS)
    _note("schemes.open_scheme", scheme, by, at)
    return scheme


@transaction.atomic
def describe(*, scheme: Scheme, by: Person | None, at: datetime, **fields: Any) -> Scheme:
    """Change what a scheme says about itself; `fields` are names in DESCRIBED. The address stays. Raises NameTaken."""
    if unknown := set(fields) - DESCRIBED:
        raise TypeError(f"A scheme is not described by {', '.join(sorted(unknown))}.")
    if "name" in fields and Scheme.objects.exclude(pk=scheme.pk).filter(name__iexact=fields["name"]).exists():
        raise rules.NameTaken(field="name")
    Scheme.objects.filter(pk=scheme.pk).update(**fields)
    _note("schemes.describe", scheme, by, at)
    scheme.refresh_from_db()
    return scheme


@transaction.atomic
def set_blackouts(*, scheme: Scheme, days: Sequence[tuple[date, date]], by: Person | None, at: datetime) -> Scheme:
    """Set the days on which nothing is planned, as pairs of first and last day; raises WrongWayRound.

    The cohorts' steps are dated anew by cohorts.actions.replan.
    """
    return describe(scheme=scheme, by=by, at=at, blackouts=rules.spans(days))


@transaction.atomic
def set_list(*, scheme: Scheme, kind: str, names: Sequence[str], by: Person | None, at: datetime) -> None:
    """Make one of the scheme's lists these names in this order; a grade keeps its rank, a new one follows the usual.

    Raises BadList, and StillUsed where a line left out is in use.
    """
    ranks = dict(lists.GRADES)
    ranks |= {grade.name: grade.position for grade in scheme.grades.all()}
    wanted = rules.lines(kind, names)
    _set(scheme, kind, {name: ranks.get(name, place) for place, name in enumerate(wanted, 1)}, by, at)


@transaction.atomic
def set_grades(*, scheme: Scheme, grades: Sequence[tuple[str, int]], by: Person | None, at: datetime) -> None:
    """Make the scheme's grades these, each with its year of training; raises BadList, StillUsed."""
    wanted = rules.lines("grades", [name for name, _ in grades])
    _set(scheme, "grades", dict(zip(wanted, [rank for _, rank in grades], strict=True)), by, at)


@transaction.atomic
def set_travel(*, one: Site, other: Site, minutes: int | None, by: Person | None, at: datetime) -> Travel | None:
    """Say how long the way between two sites takes, or None for not known; raises BadWay."""
    if minutes is not None and not 1 <= minutes <= rules.LONGEST_WAY:
        raise rules.BadWay
    near, far = sorted((one, other), key=lambda site: str(site.pk))
    _note("schemes.set_travel", one.scheme, by, at)
    if minutes is None:
        Travel.objects.filter(near=near, far=far).delete()
        return None
    travel, _ = Travel.objects.update_or_create(near=near, far=far, defaults={"minutes": minutes})
    return travel


@transaction.atomic
def retire(*, scheme: Scheme, by: Person | None, at: datetime) -> Scheme:
    """End a scheme."""
    if Scheme.objects.filter(pk=scheme.pk, retired_at=None).update(retired_at=at):
        _note("schemes.retire", scheme, by, at)
    scheme.refresh_from_db()
    return scheme


@transaction.atomic
def begin_again(*, scheme: Scheme, by: Person | None, at: datetime) -> Scheme:
    """Take back that a scheme has ended."""
    if Scheme.objects.filter(pk=scheme.pk).exclude(retired_at=None).update(retired_at=None):
        _note("schemes.begin_again", scheme, by, at)
    scheme.refresh_from_db()
    return scheme


def _set(scheme: Scheme, kind: str, wanted: Mapping[str, int], by: Person | None, at: datetime) -> None:
    """Make a list these names at these places; a line whose capitals alone changed is the same line."""
    Scheme.objects.select_for_update().get(pk=scheme.pk)
    rows = LISTS[kind]._default_manager.filter(scheme=scheme)  # noqa: SLF001 - any of four tables
    known = {line.name.casefold(): line for line in rows}
    _drop(kind, [line for name, line in known.items() if name not in {each.casefold() for each in wanted}])
    for name, place in wanted.items():
        line = known.get(name.casefold())
        if line is None:
            rows.create(scheme=scheme, name=name, position=place)
        elif (line.name, line.position) != (name, place):
            rows.filter(pk=line.pk).update(name=name, position=place)
    _note("schemes.set_list", scheme, by, at)


def _drop(kind: str, gone: Sequence[Grade | Specialty | Site | Topic]) -> None:
    used = []
    for line in gone:
        try:
            line.delete()
        except ProtectedError:
            used.append(line.name)
    rules.refuse_dropping(kind, used)


def _fill(model: type[Specialty] | type[Topic], scheme: Scheme, names: Sequence[str]) -> None:
    lines = [model(scheme=scheme, name=name, position=place) for place, name in enumerate(names, 1)]
    model._default_manager.bulk_create(lines)  # type: ignore[arg-type]  # noqa: SLF001


def _note(verb: str, scheme: Scheme, by: Person | None, at: datetime) -> None:
    note(verb=verb, by=by, at=at, kind="scheme", thing=scheme.pk, scheme=scheme.pk)
