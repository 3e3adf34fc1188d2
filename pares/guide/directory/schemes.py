"""The directory as it is shipped: schemes that somebody has reported, from `pares/content/directory.toml`.

What is not known is empty, never guessed. A link is there only where the report's address is known in full. Nobody
has checked a row, unless somebody here says when and how.
"""

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
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
REGIONS = (
    "East Midlands",
    "East of England",
    "Kent Surrey Sussex",
    "London",
    "North East",
    "North West",
    "Northern Ireland",
    "Scotland",
    "South West",
    "Thames Valley",
    "UK",
    "Wales",
    "Wessex",
    "West Midlands",
    "Yorkshire and Humber",
)
LABELS = {
    "name": "Name of the scheme",
    "specialty": "Specialty",
    "group": "For whom or what within it",
    "region": "Region",
    "part": "Where within the region",
    "since": "Since",
    "kind": "Kind",
    "mentors": "Mentors",
    "mentees": "Mentees",
    "status": "Status as reported",
    "year": "Year of the report",
    "link": "Address of the report",
}
"""What is told of a scheme, in the order it is asked and shown."""
_YEAR = re.compile(r"(?:\d{4}(?:-\d{2})?)?")
_WEB_ADDRESS = re.compile(r"https?://[^\s/\\@\x00-\x1f\x7f-\x9f]+\.[a-z]+(?:[/?#][^\s\"<>\\\x00-\x1f\x7f-\x9f]*)?")
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_REQUIRED = ("name", "specialty", "region", "kind", "status")


class BadDirectoryError(ValueError):
    """The list cannot be read; `str()` says which scheme and why."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """One row as reported. Empty text means "not known"; `year` is that of the report, such as "2024-25"."""

    key: str
    """What its own page is called; it outlives every change of name."""
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
    checked_on: date | None = None
    checked_by: str = ""
    checked_how: str = ""
    origin: str = ""
    """Where the row comes from if not from the list we shipped, such as "Suggested by a reader under CC BY 4.0"."""
    thanks: str = ""
    """The readers who asked to be named beside what they sent in."""

    @property
    def facts(self) -> dict[str, str]:
        """What is told of the scheme, by the names of `LABELS`."""
        return {name: getattr(self, name) for name in LABELS}

    @property
    def host(self) -> str:
        """Whose site the report stands on: "adc.bmj.com"; "" where its address is still to be found."""
        return (urlsplit(self.link).hostname or "").removeprefix("www.")

    @property
    def checked(self) -> str:
        """What may be relied on, in a sentence that stands beside every row."""
        if self.checked_on:
            return f"Verified as of {self.checked_on.day} {self.checked_on:%B %Y}"
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
    for names in ([scheme.name for scheme in schemes], [scheme.key for scheme in schemes]):
        if twice := {name for name in names if names.count(name) > 1}:
            raise BadDirectoryError(f"Listed twice: {', '.join(sorted(twice))}.")
    return Directory(edition, tuple(sorted(schemes, key=lambda scheme: scheme.name.casefold())))


def _scheme(row: Mapping[str, Any], number: int) -> Scheme:
    """Return one row, or say what is wrong with it and which it is."""
    row = {("group" if key == "for" else key): value for key, value in row.items()}
    where = f"Scheme {number} ({row.get('name', 'without a name')})"
    known = {"key", *LABELS}
    if row.keys() != known:
        wrong = ", ".join(sorted(row.keys() ^ known)).replace("group", "for")
        raise BadDirectoryError(f"{where}: missing or unknown: {wrong}.")
    if any(not isinstance(value, str) or value != value.strip() for value in row.values()):
        raise BadDirectoryError(f"{where}: everything must be text without blanks around it.")
    scheme = Scheme(**row)
    if faults := fault(scheme.facts) or _bad_key(scheme.key):
        raise BadDirectoryError(f"{where}: {next(iter(faults.values()))}.")
    return scheme


def fault(facts: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with the facts of a row, by the field it is wrong with; nothing where all is well."""
    if empty := [name for name in _REQUIRED if not facts[name]]:
        return {empty[0]: f"{empty[0]} is empty"}
    judged = (
        ("kind", facts["kind"] in KINDS, f"kind must be one of {', '.join(KINDS)}"),
        ("status", facts["status"] in STATUSES, f"status must be one of {', '.join(STATUSES)}"),
        ("region", facts["region"] in REGIONS, f"region must be one of {', '.join(REGIONS)}"),
        ("year", is_year(facts["year"]), "year must be empty or such as 2024 or 2024-25"),
        ("link", not facts["link"] or is_web_address(facts["link"]), "link must be a full http(s) address, or empty"),
    )
    return {name: sentence for name, holds, sentence in judged if not holds}


def is_year(words: str) -> bool:
    """Tell whether these words are a year as the list writes it, "2024" or "2024-25", or nothing."""
    return _YEAR.fullmatch(words) is not None


def is_web_address(link: str) -> bool:
    """Tell whether a link is a full address on the web, with nothing in it that could be something else."""
    return _WEB_ADDRESS.fullmatch(link) is not None


def _bad_key(key: str) -> dict[str, str]:
    return {} if _KEY.fullmatch(key) else {"key": "key must be small letters, figures and hyphens"}
