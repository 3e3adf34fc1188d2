"""The directory: schemes that somebody has reported, from `pares/content/directory.toml`. We checked none of them.

What is not known is empty, never guessed. A link is there only where the report's address is known in full.
"""

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from pares.ground.wording.shipped import CONTENT

KINDS = {
    "peer": "Peer",
    "near-peer": "Near-peer",
    "near-peer group": "Near-peer, in groups",
    "group": "Groups around a senior doctor",
    "family": "“Family” of several grades",
    "buddy and mentor": "Buddy and mentor",
    "senior": "Senior doctors as mentors",
    "mixed": "Mixed",
    "standards": "Standards, not a scheme",
    "not stated": "Not stated",
}
STATUSES = {
    "active": "Was active",
    "applications": "Was taking applications",
    "completed pilot": "Pilot that ended",
    "developing": "Was being developed",
    "evaluated": "Evaluated",
    "historic": "Of the past",
    "page": "Had a web page",
    "pilot": "Pilot",
    "planned": "Was planned",
    "recruiting": "Was recruiting",
    "registering": "Was registering interest",
    "reported": "Described",
    "unknown": "Not known",
}
NOT_A_SCHEME = "standards"
_YEAR = re.compile(r"(?:\d{4}(?:-\d{2})?)?")
_REQUIRED = ("name", "specialty", "region", "kind", "status")


class BadDirectoryError(ValueError):
    """The list cannot be read; `str()` says which scheme and why."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """One row as reported. Empty text means "not known"; `year` is that of the report, such as "2024-25"."""

    name: str
    specialty: str
    group: str
    """Whom or what within the specialty: "foundation doctors"."""
    region: str
    part: str
    """Where within the region: "south"."""
    since: str
    kind: str
    mentors: str
    mentees: str
    status: str
    year: str
    link: str

    @property
    def host(self) -> str:
        """Whose site the report stands on: "adc.bmj.com"; "" where its address is still to be found."""
        return (urlsplit(self.link).hostname or "").removeprefix("www.")

    @property
    def checked(self) -> str:
        """What may be relied on, in a sentence that stands beside every row."""
        if self.year:
            return f"{'Page read' if self.status == 'page' else 'Reported'} in {self.year}, not verified by us"
        return (
            "Page read on a day that was not noted, not verified by us"
            if self.status == "page"
            else ("Year of the report not known, not verified by us")
        )


@dataclass(frozen=True, slots=True)
class Directory:
    """An edition of the list: the day it was issued, and its rows by name."""

    edition: date
    schemes: tuple[Scheme, ...]


@functools.cache
def directory() -> Directory:
    """Return the edition we ship."""
    return read((CONTENT / "directory.toml").read_text(encoding="utf-8"))


def read(source: str) -> Directory:
    """Return the list a TOML text holds; raises BadDirectoryError."""
    try:
        found = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise BadDirectoryError(f"The directory is not TOML: {error}.") from error
    edition = found.get("edition")
    if type(edition) is not date:
        raise BadDirectoryError("The directory must say its edition as a date, such as edition = 2027-01-31.")
    schemes = [_scheme(row, number) for number, row in enumerate(found.get("scheme", []), 1)]
    names = [scheme.name for scheme in schemes]
    if twice := {name for name in names if names.count(name) > 1}:
        raise BadDirectoryError(f"Listed twice: {', '.join(sorted(twice))}.")
    return Directory(edition, tuple(sorted(schemes, key=lambda scheme: scheme.name.casefold())))


def _scheme(row: Mapping[str, Any], number: int) -> Scheme:
    """Return one row, or say what is wrong with it and which it is."""
    row = {("group" if key == "for" else key): value for key, value in row.items()}
    where = f"Scheme {number} ({row.get('name', 'without a name')})"
    known = {field.name for field in fields(Scheme)}
    if row.keys() != known:
        wrong = ", ".join(sorted(row.keys() ^ known)).replace("group", "for")
        raise BadDirectoryError(f"{where}: missing or unknown: {wrong}.")
    if any(not isinstance(value, str) or value != value.strip() for value in row.values()):
        raise BadDirectoryError(f"{where}: everything must be text without blanks around it.")
    scheme = Scheme(**row)
    if fault := _fault(scheme):
        raise BadDirectoryError(f"{where}: {fault}.")
    return scheme


def _fault(scheme: Scheme) -> str:
    if empty := [name for name in _REQUIRED if not getattr(scheme, name)]:
        return f"{empty[0]} is empty"
    if scheme.kind not in KINDS:
        return f"kind must be one of {', '.join(KINDS)}"
    if scheme.status not in STATUSES:
        return f"status must be one of {', '.join(STATUSES)}"
    if not _YEAR.fullmatch(scheme.year):
        return "year must be empty or such as 2024 or 2024-25"
    if scheme.link and not _is_web_address(scheme.link):
        return "link must be a full http(s) address, or empty"
    return ""


def _is_web_address(link: str) -> bool:
    return re.fullmatch(r"https?://[^\s/\\@]+\.[a-z]+(?:[/?#][^\s\"<>\\]*)?", link) is not None
