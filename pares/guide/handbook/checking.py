"""What our words are held to before they are shipped. Pure: no Django.

No bare number in a chapter and no bare share in what is taken away (figures are quoted from facts.toml), no link into
nothing, no run of nine words that also stands in a given text, and a reading age of at most 14.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from pares.ground.wording.markdown import headings, parse
from pares.guide.handbook.chapters import SLOT, quoted
from pares.guide.handbook.facts import NoSuchFactError
from pares.guide.handbook.reading import words_of

RUN = 9
# Slots of other kinds, such as {helplines} and {Person.email}: filled elsewhere.
OTHER_SLOT = re.compile(r"\{[^{}\n]*\}")
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
ALLOWED = (
    rf"\b\d{{1,2}} (?:{_MONTH})(?: \d{{4}})?\b",  # dates
    r"\b(?:19|20)\d\d\b",  # years
    r"\b(?:[Ss]tep|[Cc]hapter|[Pp]aragraph|[Aa]rticle)s? \d+(?:\(\d\)\([a-z]\))?(?:(?: to | and )\d+)?",
    r"\b(?:999|111|116 123)\b|\b0\d{2,4}(?: ?\d{3,4}){2}\b",  # telephone numbers
    r"\b[A-Z]+\d\b",  # grades, such as F1 and CT2
)
_ALLOWED = re.compile("|".join(ALLOWED))
_NUMBER = re.compile(r"\d[\d.,]*\d%?|\d%?")
_SHARE = re.compile(r"\d[\d.,]*\s?%|\b\d+ (?:out )?of \d+\b")
# Tags whose words stand apart from sentences.
APART = frozenset({"h1", "h2", "h3", "th", "td"})
BODIES = ("Standing Committee on Postgraduate Medical and Dental Education",)
_NOT_OURS = re.compile("|".join((r"\"[^\"]*\"", "“[^”]*”", *BODIES)))


@dataclass(frozen=True)
class Page:
    """One text of ours: its name, its Markdown with slots, and whether every number or every share must be quoted."""

    name: str
    text: str
    figures: bool = False
    shares: bool = False


def bare_numbers(text: str) -> list[str]:
    """Return the numbers in the prose that are neither quoted from facts.toml nor of an allowed kind."""
    found: list[str] = []
    for block in prose(OTHER_SLOT.sub("", text)):
        found += _NUMBER.findall(_ALLOWED.sub("", block))
    return found


def bare_shares(text: str) -> list[str]:
    """Return the shares, such as 82% and 4 of 33, in the prose that are not quoted from facts.toml."""
    return [share for block in prose(OTHER_SLOT.sub("", text)) for share in _SHARE.findall(block)]


def unknown_figures(text: str) -> list[str]:
    """Return the keys in the text's slots that facts.toml does not have."""
    unknown = []
    for slot in SLOT.finditer(text):
        try:
            quoted(slot[0])
        except NoSuchFactError:
            unknown.append(slot[1])
    return unknown


def dead_links(page: Page, ids_at: Callable[[str], Collection[str] | None]) -> list[str]:
    """Return the links of the page into this site that lead nowhere.

    `ids_at` gives the ids on the page at a path, or None where there is no such page.
    """
    text, notes = quoted(page.text)
    own = {heading.id for heading in headings(text)} | {note.id for note in notes}
    dead = []
    for link in _links(parse(text)):
        path, _, place = link.partition("#")
        if path and not path.startswith("/"):
            continue
        ids = ids_at(path) if path else own
        if ids is None or (place and place not in ids):
            dead.append(link)
    return dead


def shared_runs(text: str, others: Iterable[Sequence[str]]) -> list[str]:
    """Return each run of nine words of ours that stands in one of the other texts, given as words.

    Quotations, titles in italics and names of bodies do not count: they are what they are.
    """
    ours: dict[tuple[str, ...], None] = {}
    for block in prose(OTHER_SLOT.sub("", text), quotations=False):
        for part in _NOT_OURS.sub(" | ", block).split("|"):
            ours |= dict.fromkeys(_runs(words_of(part)))
    theirs = {run for words in others for run in _runs(words)}
    return [" ".join(run) for run in ours if run in theirs]


def prose(text: str, *, quotations: bool = True, sentences: bool = False) -> list[str]:
    """Return the words of each paragraph, heading, list item and table cell, without addresses.

    With `sentences`, only of what is read as sentences: no headings and no cells, which would make a text look easy.
    """
    blocks, quoting, apart = [], 0, 0
    for token in parse(text):
        quoting += token.nesting if token.tag == "blockquote" else 0
        apart += token.nesting if token.tag in APART else 0
        if token.type == "inline" and (quotations or not quoting) and not (sentences and apart):
            blocks.append("".join(_said(token.children or [], quotations=quotations)))
    return blocks


def _said(children: Iterable[Token], *, quotations: bool) -> Iterator[str]:
    """Yield the words; without quotations, a title of a work, which is what we set in italics, becomes a stroke."""
    title = 0
    for child in children:
        if child.tag == "em" and not quotations:
            title += child.nesting
            yield " | "
        elif not title:
            yield " " if child.type in {"softbreak", "hardbreak"} else child.content


def _links(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        for child in token.children or []:
            if child.type == "link_open":
                yield str(child.attrGet("href") or "")


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
