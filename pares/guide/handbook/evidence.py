"""Studies of mentoring for doctors in training, from `pares/content/references.toml`: what was done and what came out.

Every figure is a source's own. Where a source names no total, none is made up.
"""

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, TypeVar

from pares.ground.wording.shipped import CONTENT

KINDS = {
    "peer": "Peer",
    "near-peer": "Near-peer",
    "buddy": "Buddy",
    "senior": "Senior mentors",
    "several": "Several kinds, or none in particular",
}
DESIGNS = {
    "survey": "One survey",
    "repeated": "Surveys at several times",
    "comparison": "Two groups compared, not by lot",
    "mixed": "Figures and words, over time",
    "qualitative": "What people said (qualitative)",
    "review": "Systematic review",
    "account": "Account by those who ran it",
}
TYPES = ("article", "abstract", "report", "page")
_KEY = re.compile(r"[a-z][a-z0-9-]*")
_LINK = re.compile(r"https?://[^\s/\\@]+\.[a-z]+(?:[/?#][^\s\"<>\\]*)?")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>{}\\]+")
_YEARS = range(1950, 2100)
_WHOLE_PERCENT = re.compile(r"(\d+)%")


class BadEvidenceError(ValueError):
    """The studies cannot be read; `str()` says which and why."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One figure: `n` of `of` where the source gives both, `share` as it prints it."""

    what: str
    n: int | None = None
    of: int | None = None
    share: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a study can be read; whatever is not known is empty (year: None). Authors are "Family, Given"."""

    key: str
    type: str
    title: str
    authors: tuple[str, ...] = ()
    office: str = ""
    year: int | None = None
    journal: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    doi: str = ""
    url: str = ""

    @property
    def link(self) -> str:
        """The address to follow: the DOI's where there is one."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


@dataclass(frozen=True, slots=True)
class Study:
    """One study in our own words; `association` says why a difference shows no effect, where it may seem to."""

    key: str
    name: str
    kind: str
    design: str
    size: str
    compared: bool
    how: str
    found: tuple[Finding, ...]
    caveat: str
    references: tuple[Reference, ...]
    year: int | None = None
    people: int | None = None
    outcome: str = ""
    """What came out besides the figures."""
    association: str = ""


@functools.cache
def studies() -> tuple[Study, ...]:
    """Return the studies we ship, in the order of their file."""
    return read((CONTENT / "references.toml").read_text(encoding="utf-8"))


def references() -> tuple[Reference, ...]:
    """Return every reference once, in alphabetical order of its key."""
    known = {reference.key: reference for study in studies() for reference in study.references}
    return tuple(known[key] for key in sorted(known))


def read(source: str) -> tuple[Study, ...]:
    """Return the studies a TOML text holds; raises BadEvidenceError, naming what is wrong and where."""
    try:
        found = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise BadEvidenceError(f"The studies are not TOML: {error}.") from error
    known = _by_key([_reference(row) for row in found.get("reference", [])])
    made = _by_key([_study(row, known) for row in found.get("study", [])])
    used = {reference.key for study in made.values() for reference in study.references}
    if unused := known.keys() - used:
        raise BadEvidenceError(f"No study stands on: {', '.join(sorted(unused))}.")
    return tuple(made.values())


Keyed = TypeVar("Keyed", Reference, Study)


def _by_key(things: list[Keyed]) -> dict[str, Keyed]:
    known: dict[str, Keyed] = {}
    for thing in things:
        if thing.key in known:
            raise BadEvidenceError(f"{thing.key} stands there twice.")
        known[thing.key] = thing
    return known


def _reference(row: Mapping[str, Any]) -> Reference:
    where = _complete(Reference, row, "Reference")
    made = Reference(**{**row, "authors": tuple(row.get("authors", ()))})
    rules = (
        (not any(" " in author and ", " not in author for author in made.authors), "authors are Family, Given"),
        (made.type in TYPES, f"type must be one of {', '.join(TYPES)}"),
        (made.year is None or made.year in _YEARS, "year must be a year"),
        (not made.doi or _DOI.fullmatch(made.doi), "doi must begin with 10. and hold no blank"),
        (not made.url or _LINK.fullmatch(made.url), "url must be a full http(s) address"),
        (made.doi or made.url, "there must be a doi or a url"),
    )
    _hold(where, rules)
    return made


def _study(row: Mapping[str, Any], known: Mapping[str, Reference]) -> Study:
    where = _complete(Study, row, "Study")
    if unknown := [key for key in row["references"] if key not in known]:
        raise BadEvidenceError(f"{where}: there is no reference {unknown[0]}.")
    found = tuple(_finding(each, where) for each in row["found"])
    made = Study(**{**row, "found": found, "references": tuple(known[key] for key in row["references"])})
    rules = (
        (made.kind in KINDS, f"kind must be one of {', '.join(KINDS)}"),
        (made.design in DESIGNS, f"design must be one of {', '.join(DESIGNS)}"),
        (made.year is None or made.year in _YEARS, "year must be a year"),
        (made.people is None or made.people > 0, "people must be a number above nought, or left out"),
        (made.references, "there must be a reference"),
        (made.association or not made.compared, "a comparison needs its association: why it shows no effect"),
        (all((made.name, made.size, made.how, made.caveat)), "name, size, how and caveat must say something"),
    )
    _hold(where, rules)
    return made


def _finding(row: Mapping[str, Any], where: str) -> Finding:
    try:
        made = Finding(**row)
    except TypeError as error:
        raise BadEvidenceError(f"{where}: a finding has what, n, of and share, not {', '.join(row)}.") from error
    _hold(f"{where}, “{made.what}”", ((made.n is not None or made.share, "there is no figure"), *_sums(made)))
    return made


def _sums(made: Finding) -> tuple[tuple[object, str], ...]:
    """Return what must hold of n, of and the share printed: a whole percentage must be the one they make."""
    if made.n is None or made.of is None:
        return ((made.of is None, "of needs n"),)
    printed = _WHOLE_PERCENT.fullmatch(made.share)
    made_of_them = (200 * made.n + made.of) // (2 * made.of) if made.of else -1
    return (
        (0 <= made.n <= made.of, "n must be within of"),
        (not printed or int(printed[1]) == made_of_them, f"{made.n} of {made.of} is {made_of_them}%, not {made.share}"),
    )


def _complete(made: type[Reference] | type[Study], row: Mapping[str, Any], what: str) -> str:
    """Refuse a row that lacks a field or has one too many; return how to name it in a sentence."""
    where = f"{what} {row.get('key', 'without a key')}"
    needed = {field.name for field in fields(made) if field.default is MISSING}
    lacking, unknown = needed - row.keys(), row.keys() - {field.name for field in fields(made)}
    untold = [field.name for field in fields(made) if field.type is str and type(row.get(field.name, "")) is not str]
    rules = (
        (not lacking, f"missing: {', '.join(sorted(lacking))}"),
        (not unknown, f"unknown: {', '.join(sorted(unknown))}"),
        (not untold, f"must be text: {', '.join(untold)}"),
    )
    _hold(where, rules)
    _hold(where, ((_KEY.fullmatch(row["key"]), "key must be small letters, figures and hyphens"),))
    return where


def _hold(where: str, rules: tuple[tuple[object, str], ...]) -> None:
    for holds, otherwise in rules:
        if not holds:
            raise BadEvidenceError(f"{where}: {otherwise}.")
