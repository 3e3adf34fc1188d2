"""The figures our prose quotes, each with its source: `pares/content/facts.toml`. Pure: no Django.

A figure has a key, the words that are printed for it, what it counts, n and of where there are, its source, and its
basis: stated by the source, inferred from it, or ours.
"""

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from pares.ground.wording.shipped import CONTENT

KEY = re.compile(r"[a-z][a-z0-9_]*")
SHARE = re.compile(r"(\d+(?:\.\d+)?)%")
OURS = "pares"
# How far a printed percentage may lie from n of N, in points: sources round up and down.
ROUNDING = 1
WHOLE = 100
NEEDED = {"words", "counts", "source", "basis"}
KNOWN = NEEDED | {"n", "of"}
OF_SOURCE = {"author", "place", "year"}


class BadFactsError(ValueError):
    """The figures cannot be read; `str()` says which and why."""


class NoSuchFactError(LookupError):
    """There is no figure of that key."""


class Basis(StrEnum):
    """Where a figure comes from."""

    STATED = "stated"
    INFERRED = "inferred"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Source:
    """Who said it: author or scheme, the journal or site it stands in, and the year."""

    key: str
    author: str
    place: str
    year: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure: the words printed for it, what it counts, n of N where there are, its source and basis."""

    key: str
    words: str
    counts: str
    source: Source
    basis: Basis
    n: int | None = None
    of: int | None = None

    @property
    def out_of(self) -> str:
        """Return "32 of 95", or nothing where the source gives no such numbers."""
        return "" if self.n is None else f"{self.n} of {self.of}"


@functools.cache
def facts() -> Mapping[str, Fact]:
    """Return the figures that come with Pares by their keys; raises BadFactsError."""
    return read((CONTENT / "facts.toml").read_text(encoding="utf-8"))


def fact(key: str) -> Fact:
    """Return the figure of that key; raises NoSuchFactError."""
    try:
        return facts()[key]
    except KeyError:
        raise NoSuchFactError(f"There is no figure {key} in facts.toml.") from None


def read(text: str) -> Mapping[str, Fact]:
    """Return the figures of a file's content by their keys; raises BadFactsError, naming the figure."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFactsError(f"facts.toml is not TOML: {error}.") from error
    if strange := sorted(given.keys() - {"source", "fact"}):
        raise BadFactsError(f"facts.toml has unknown parts: {', '.join(strange)}.")
    sources = {key: _source(key, entry) for key, entry in given.get("source", {}).items()}
    found = {key: _fact(key, entry, sources) for key, entry in given.get("fact", {}).items()}
    if unused := sorted(sources.keys() - {each.source.key for each in found.values()}):
        raise BadFactsError(f"No figure comes from: {', '.join(unused)}.")
    return MappingProxyType(found)


def _source(key: str, entry: Mapping[str, Any]) -> Source:
    if wrong := sorted(OF_SOURCE ^ entry.keys()):
        raise BadFactsError(f"The source {key} lacks or should not have: {', '.join(wrong)}.")
    if empty := sorted(name for name, value in entry.items() if not (isinstance(value, str) and value.strip())):
        raise BadFactsError(f"The source {key} says nothing for: {', '.join(empty)}.")
    return Source(key, **entry)


def _fact(key: str, entry: Mapping[str, Any], sources: Mapping[str, Source]) -> Fact:
    if not KEY.fullmatch(key):
        raise BadFactsError(f"The figure {key!r} needs a key of small letters, digits and underlines.")
    if wrong := sorted((NEEDED - entry.keys()) | (entry.keys() - KNOWN)):
        raise BadFactsError(f"The figure {key} lacks or should not have: {', '.join(wrong)}.")
    if entry["source"] not in sources:
        raise BadFactsError(f"The figure {key} names a source that is not there: {entry['source']}.")
    if entry["basis"] not in {*Basis}:
        raise BadFactsError(f"The figure {key} has the basis {entry['basis']!r}; it is {', '.join(Basis)}.")
    made = Fact(key, **{**entry, "source": sources[entry["source"]], "basis": Basis(entry["basis"])})
    _check(made)
    return made


def _check(made: Fact) -> None:
    """Return if the figure agrees with itself; raises BadFactsError."""
    if not (made.words.strip() and made.counts.strip()):
        raise BadFactsError(f"The figure {made.key} needs its words and what it counts.")
    if (made.basis is Basis.OURS) != (made.source.key == OURS):
        raise BadFactsError(f"The figure {made.key} is ours if and only if its source is {OURS}.")
    if (made.n is None) != (made.of is None):
        raise BadFactsError(f"The figure {made.key} gives only one of n and of.")
    if made.n is None or made.of is None:
        return
    if not 0 <= made.n <= made.of or not made.of:
        raise BadFactsError(f"The figure {made.key} says {made.n} of {made.of}.")
    if (share := SHARE.search(made.words)) and abs(float(share[1]) - WHOLE * made.n / made.of) > ROUNDING:
        raise BadFactsError(f"The figure {made.key} says {share[0]}, but {made.n} of {made.of} is another share.")
