"""The list as it stands now, the shipped rows with what editors did to them over it; and its editions as issued."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pares.ground.wording.shipped import shipped as words
from pares.guide.directory.models import Edition, RowVersion
from pares.guide.directory.schemes import LABELS, Directory, Scheme
from pares.guide.directory.schemes import directory as shipped

_KEPT = ("key", *LABELS, "checked_how", "origin")


@dataclass(frozen=True, slots=True)
class Issued:
    """An edition: its day, its rows by name, and in Markdown how the list was made."""

    directory: Directory
    method: str

    @property
    def on(self) -> date:
        """The day of the edition."""
        return self.directory.edition


def current() -> tuple[Scheme, ...]:
    """Return every row on the list now, by name, in one query."""
    rows = {scheme.key: scheme for scheme in shipped().schemes}
    for version in RowVersion.objects.newest():
        rows.pop(version.key, None)
        if version.listed:
            rows[version.key] = version.scheme
    return by_name(rows.values())


def row(key: str) -> Scheme | None:
    """Return a row on the list now, or None."""
    newest = RowVersion.objects.of(key).first()
    if newest:
        return newest.scheme if newest.listed else None
    return shipped_row(key)


def shipped_row(key: str) -> Scheme | None:
    """Return a row as it was shipped, or None."""
    return next((scheme for scheme in shipped().schemes if scheme.key == key), None)


def by_name(schemes: Iterable[Scheme]) -> tuple[Scheme, ...]:
    """Return the rows in alphabetical order."""
    return tuple(sorted(schemes, key=lambda scheme: (scheme.name.casefold(), scheme.key)))


def dates() -> list[date]:
    """Return the days of all editions, the latest first; the shipped one is among them."""
    return sorted({*Edition.objects.values_list("on", flat=True), shipped().edition}, reverse=True)


def edition(on: date) -> Issued | None:
    """Return the edition of a day as it was issued, or None."""
    if kept := Edition.objects.filter(on=on).first():
        return Issued(Directory(kept.on, tuple(_read(each) for each in kept.rows)), kept.method)
    return shipped_edition() if on == shipped().edition else None


def latest() -> Issued:
    """Return the edition issued last."""
    kept = Edition.objects.in_order().filter(on__gte=shipped().edition).first()
    return (
        Issued(Directory(kept.on, tuple(_read(each) for each in kept.rows)), kept.method) if kept else shipped_edition()
    )


def shipped_edition() -> Issued:
    """Return the edition that comes with the software."""
    return Issued(shipped(), words("handbook", "directory").text)


def kept(scheme: Scheme) -> dict[str, str | None]:
    """Return a row as an edition keeps it: who checked it stays with the row itself, not with the edition."""
    told = {name: value for name, value in asdict(scheme).items() if name in _KEPT}
    return told | {"checked_on": scheme.checked_on.isoformat() if scheme.checked_on else None}


def _read(row: Mapping[str, Any]) -> Scheme:
    on = row["checked_on"]
    return Scheme(**{**row, "checked_on": date.fromisoformat(on) if on else None})
