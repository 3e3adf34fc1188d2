"""May I share this? One answer for every use, kind of work and audience, from a table. Pure: no Django.

The table is ours; what it stands on is said with each answer (`pares/content/sharing.toml`): the Copyright, Designs and
Patents Act 1988 (sections 16, 30 and 178), the Creative Commons licences, and the Open Government Licence v3.0. It is
never more generous than the gate in `rules`, which tests hold for every combination.
"""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from pares.ground.wording.shipped import CONTENT
from pares.guide.library.attribution import Work, attribution
from pares.guide.library.licences import LICENCES, OGL, OURS, Licence
from pares.guide.library.rules import Audience, Standing, State, Use


class Verdict(StrEnum):
    """The answer."""

    YES = "yes"
    LINK = "link"
    ASK = "ask"


class What(StrEnum):
    """What somebody has before them."""

    OWN = "own"
    OPEN = "open"
    OGL = "ogl"
    NHS_PAGE = "nhs_page"
    ARTICLE = "article"
    BOOK = "book"
    SLIDES = "slides"
    UNKNOWN = "unknown"


WHATS: dict[str, str] = {
    What.OWN: "Something from this site that says it is ours",
    What.OPEN: "Something with a Creative Commons licence",
    What.OGL: "Something under the Open Government Licence",
    What.NHS_PAGE: "A page or leaflet of the NHS that states no licence",
    What.ARTICLE: "An article in a journal, without an open licence",
    What.BOOK: "A book, or pages from one",
    What.SLIDES: "Somebody’s slides or handout",
    What.UNKNOWN: "I do not know",
}
USES: dict[str, str] = {
    Use.LINK: "Link to it",
    Use.QUOTE: "Quote a short passage",
    Use.ADAPT: "Change it and use my version",
    Use.HAND_ON: "Hand out copies as it is",
}
AUDIENCES: dict[str, str] = {
    Audience.MENTEES: "A mentee in my scheme",
    Audience.MENTORS: "All our mentors",
    Audience.EVERYONE: "Everybody, on a public website",
}
# What the gate knows of each kind of work, to compare the table with.
STATES: dict[What, State] = {
    What.OWN: State.OWN,
    What.OPEN: State.OPEN,
    What.OGL: State.OGL,
    What.NHS_PAGE: State.UNKNOWN,
    What.ARTICLE: State.LINK_ONLY,
    What.BOOK: State.LINK_ONLY,
    What.SLIDES: State.UNKNOWN,
    What.UNKNOWN: State.UNKNOWN,
}
_ORDER = (Use.LINK, Use.QUOTE, Use.ADAPT, Use.HAND_ON)
_Cell = tuple[Verdict, str]
_TABLE: dict[What, tuple[_Cell, _Cell, _Cell, _Cell]] = {
    What.OWN: ((Verdict.YES, "own"),) * 4,
    What.OPEN: (
        (Verdict.YES, "link"),
        (Verdict.YES, "quote_open"),
        (Verdict.YES, "open_changed"),
        (Verdict.YES, "open"),
    ),
    What.OGL: ((Verdict.YES, "link"), *((Verdict.YES, "ogl"),) * 3),
    What.NHS_PAGE: (
        (Verdict.YES, "link"),
        (Verdict.YES, "quote"),
        (Verdict.ASK, "nhs_changed"),
        (Verdict.LINK, "nhs_page"),
    ),
    What.ARTICLE: (
        (Verdict.YES, "link"),
        (Verdict.YES, "quote"),
        (Verdict.ASK, "changed_text"),
        (Verdict.LINK, "article"),
    ),
    What.BOOK: (
        (Verdict.YES, "link_book"),
        (Verdict.YES, "quote"),
        (Verdict.ASK, "changed_text"),
        (Verdict.ASK, "book"),
    ),
    What.SLIDES: ((Verdict.YES, "link"), *((Verdict.ASK, "slides"),) * 3),
    What.UNKNOWN: ((Verdict.YES, "link_unknown"), *((Verdict.LINK, "unknown"),) * 3),
}
# One mentee can be lent a book, which needs nobody's leave.
_EXCEPTIONS: dict[tuple[What, Use, Audience], _Cell] = {
    (What.BOOK, Use.HAND_ON, Audience.MENTEES): (Verdict.LINK, "lend_book"),
}


class BadSharingError(ValueError):
    """The words of the answers cannot be read; `str()` says what is wrong."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to do with what, for whom; `licence` is a key of LICENCES where it has an open one."""

    use: Use
    what: What
    audience: Audience
    licence: str = ""

    @property
    def terms(self) -> Licence | None:
        """The licence the work is under, where it is under one."""
        named = {What.OGL: OGL, What.OWN: LICENCES[OURS], What.OPEN: LICENCES.get(self.licence)}
        return named.get(self.what)


@dataclass(frozen=True, slots=True)
class Law:
    """One thing an answer stands on."""

    words: str
    link: str


@dataclass(frozen=True, slots=True)
class Reason:
    """What an answer says: the answer in one line, why, what to do next, and what that stands on."""

    key: str
    says: str
    why: tuple[str, ...]
    next: tuple[str, ...]
    law: tuple[Law, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The one answer: its verdict, the words for it, and the conditions of the licence that gives the right."""

    verdict: Verdict
    reason: Reason
    conditions: tuple[str, ...] = ()


def answer(asked: Asked) -> Answer:
    """Return the one answer to what was asked."""
    verdict, key = _cell(asked)
    terms = asked.terms if verdict is Verdict.YES and asked.use is not Use.LINK else None
    return Answer(verdict, reasons()[key], _conditions(terms, asked.use) if terms else ())


def credit(asked: Asked, *, title: str = "", owner: str = "", address: str = "") -> str:
    """Return the line of credit to put beside it; what is not known stands in square brackets, to be filled in."""
    work = Work(title or "[title]", owner or "[owner]", address)
    source = "" if address.startswith("http") else f" Source: {address or '[address of the owner’s page]'}"
    if asked.use is Use.LINK or asked.terms is None or answer(asked).verdict is not Verdict.YES:
        return f"“{work.title}”, {work.owner}.{source or f' Source: {address}'}"
    licence = OURS if asked.what is What.OWN else asked.licence
    standing = Standing(STATES[asked.what], licence)
    return f"{attribution(work, standing, changed=asked.use is Use.ADAPT)}{source}"


@functools.cache
def reasons() -> Mapping[str, Reason]:
    """Return the words of every answer by its key; raises BadSharingError."""
    return read((CONTENT / "sharing.toml").read_text(encoding="utf-8"))


def read(text: str) -> Mapping[str, Reason]:
    """Return the words a TOML text holds; raises BadSharingError, naming the reason at fault."""
    try:
        found = tomllib.loads(text)
        laws = {key: Law(**entry) for key, entry in found.pop("law", {}).items()}
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise BadSharingError(f"The words of the answers cannot be read: {error}.") from error
    made = {key: _reason(key, entry, laws) for key, entry in found.pop("reason", {}).items()}
    used = {key for _, key in [*_EXCEPTIONS.values(), *(cell for row in _TABLE.values() for cell in row)]} | {_CHANGED}
    if wrong := sorted(used ^ made.keys()):
        raise BadSharingError(f"Reasons that are missing or that nothing leads to: {', '.join(wrong)}.")
    return MappingProxyType(made)


_CHANGED = "no_changes"


def _cell(asked: Asked) -> _Cell:
    """Return the verdict and its reason: an exception, the licence's own word on changes, or the table's."""
    if exception := _EXCEPTIONS.get((asked.what, asked.use, asked.audience)):
        return exception
    if asked.what is What.OPEN and asked.terms is None:
        return _TABLE[What.UNKNOWN][_ORDER.index(asked.use)]
    if asked.use is Use.ADAPT and asked.terms and not asked.terms.adapt:
        return Verdict.ASK, _CHANGED
    return _TABLE[asked.what][_ORDER.index(asked.use)]


def _conditions(terms: Licence, use: Use) -> tuple[str, ...]:
    """Return the conditions that matter: those on changed versions only for somebody who changes it."""
    return tuple(each for each in terms.conditions if use is Use.ADAPT or "changed version" not in each)


def _reason(key: str, entry: Mapping[str, Any], laws: Mapping[str, Law]) -> Reason:
    known = {"says", "why", "next", "law"}
    if entry.keys() != known or not all(entry.values()):
        raise BadSharingError(f"The reason {key} must say {', '.join(sorted(known))}, and nothing else.")
    if unknown := [each for each in entry["law"] if each not in laws]:
        raise BadSharingError(f"The reason {key} stands on something that is not there: {unknown[0]}.")
    stands_on = tuple(laws[each] for each in entry["law"])
    return Reason(key, entry["says"], tuple(entry["why"]), tuple(entry["next"]), stands_on)
