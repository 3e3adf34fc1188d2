"""The records that come with Pares, from `pares/content/library.toml`: what is written there and nothing more.

`rows` are the numbers of the rows of the list of sources that a record is made from, so that none is lost; our own
pages have none. A record without a link is one whose address is still to be found.
"""

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from pares.ground.refusal import Refused
from pares.ground.wording.shipped import CONTENT
from pares.guide.library.licences import LICENCES
from pares.guide.library.rules import AUDIENCES, Claim, State, checked

KINDS = ("guide", "template", "course", "standard", "study", "model", "tool", "report")
# No permission is shipped: it is given to those who run a site, not to the software.
STATES = (State.OPEN, State.OGL, State.LINK_ONLY, State.UNKNOWN, State.OWN)
_KEY = re.compile(r"[a-z][a-z0-9-]{1,78}[a-z0-9]")
_LINK = re.compile(r"(?:https?://[^\s/\\@]+\.[a-z]+(?:[/?#][^\s\"<>\\]*)?|/(?:[a-z0-9-]+/)+)?")
_LONGEST = {"title": 200, "owner": 200, "purpose": 500, "believed": 500, "evidence": 1000, "evidence_link": 500}


class BadLibraryError(ValueError):
    """The list cannot be read; `str()` says which record and why."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record as shipped. Empty text means "not known"."""

    key: str
    rows: tuple[int, ...]
    title: str
    owner: str
    link: str
    kind: str
    audience: str
    purpose: str
    state: str
    licence: str
    evidence: str
    evidence_link: str
    believed: str

    @property
    def claim(self) -> Claim:
        """What the record says of its licence."""
        return Claim(self.state, self.licence, self.evidence, self.evidence_link)


@dataclass(frozen=True, slots=True)
class Library:
    """All records, and the day the list was made."""

    edition: date
    records: tuple[Record, ...]


@functools.cache
def library() -> Library:
    """Return the records we ship."""
    return read((CONTENT / "library.toml").read_text(encoding="utf-8"))


def read(source: str) -> Library:
    """Return the records a TOML text holds; raises BadLibraryError."""
    try:
        found = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise BadLibraryError(f"The library is not TOML: {error}.") from error
    edition = found.get("edition")
    if type(edition) is not date:
        raise BadLibraryError("The library must say its edition as a date, such as edition = 2027-01-31.")
    records = tuple(_record(each, number) for number, each in enumerate(found.get("resource", []), 1))
    keys = [record.key for record in records]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise BadLibraryError(f"Listed twice: {', '.join(sorted(twice))}.")
    return Library(edition, records)


def _record(each: Mapping[str, Any], number: int) -> Record:
    """Return one record, or say what is wrong with it and which it is."""
    where = f"Record {number} ({each.get('key', 'without a key')})"
    if wrong := each.keys() ^ {field.name for field in fields(Record)}:
        raise BadLibraryError(f"{where}: missing or unknown: {', '.join(sorted(wrong))}.")
    texts = {name: value for name, value in each.items() if name != "rows"}
    if any(not isinstance(value, str) or value != value.strip() for value in texts.values()):
        raise BadLibraryError(f"{where}: everything but rows must be text without blanks around it.")
    record = Record(rows=tuple(each["rows"]), **texts)
    if fault := _fault(record):
        raise BadLibraryError(f"{where}: {fault}.")
    return record


def _fault(record: Record) -> str:
    if not _KEY.fullmatch(record.key):
        return "key must be small letters, digits and hyphens"
    if long := [name for name, most in _LONGEST.items() if len(getattr(record, name)) > most]:
        return f"{long[0]} is too long"
    if not (record.title and record.owner and record.purpose):
        return "title, owner and purpose must be there"
    if record.kind not in KINDS or record.audience not in AUDIENCES or record.state not in STATES:
        return "kind, audience or state is none of ours"
    if not _LINK.fullmatch(record.link):
        return "link must be a full http(s) address, a page of this site, or empty"
    return _claims(record)


def _claims(record: Record) -> str:
    """Say what is wrong with what a record says of its licence: what is only believed is no licence."""
    if record.licence and record.licence not in LICENCES:
        return "licence is none of ours"
    try:
        return "" if checked(record.claim) == record.claim else "it says more of its licence than its state needs"
    except Refused as refused:
        return str(refused).removesuffix(".")
