"""A paper as blocks of words, the same for Word, PDF and slides. Pure: no Django.

Whoever has Markdown makes these of it; whoever writes a file draws them. Nothing here is markup of any kind: each text
is what a reader reads.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

BREAK = "\n"
"""The text of a run that is a line break and nothing else."""

TO_FILL_IN = re.compile(r"(\[(?=[^\]\n]*[A-Za-z/])[^\[\]\n]{1,160}\]|_{3,})")
"""What the reader puts their own words for: [name of your scheme], or a line of underlines."""

_NARROWEST, _WIDEST, _TO_A_LINE = 6, 60, 90
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Run:
    """Words set alike. `link` is an address, "#" and a place in the same paper, or nothing."""

    text: str
    strong: bool = False
    em: bool = False
    struck: bool = False
    code: bool = False
    link: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `place` is what links in the paper call it."""

    level: int
    runs: Runs
    place: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Item:
    """One point of a list; `box` where it is one to tick, `place` where something links to it."""

    blocks: tuple["Block", ...]
    box: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: `start` is its first number, or None for bullets and boxes."""

    items: tuple[Item, ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: one row of headings, and rows of as many cells."""

    headings: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]

    @property
    def sided(self) -> bool:
        """Whether the first column holds headings too: it has none of its own on top."""
        return not said(self.headings[0])

    @property
    def widths(self) -> list[int]:
        """How wide the columns are beside each other: each has room for its longest word, then for its longest cell."""
        columns = [[said(cell) for cell in column] for column in zip(self.headings, *self.rows, strict=True)]
        least = [
            max(_NARROWEST, *(len(word) + 3 for cell in column for word in cell.split() or [""])) for column in columns
        ]
        wanted = [min(max(map(len, column)), _WIDEST) + 1 for column in columns]
        spare = max(_TO_A_LINE - sum(least), 0)
        return [low + spare * high // sum(wanted) for low, high in zip(least, wanted, strict=True)]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of somebody else, or set apart."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line between two parts; `to_write_on` where it is a line for the reader's own hand."""

    to_write_on: bool = False


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines that stand as they are."""

    text: str


Block = Heading | Paragraph | Listing | Table | Quote | Rule | Verbatim


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document: `changed` is the day of its words; `licence` and `source` stand at its foot."""

    title: str
    summary: str
    blocks: tuple[Block, ...]
    changed: date
    author: str
    licence: str
    source: str
    credit: Runs = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter of a book."""

    title: str
    summary: str
    blocks: tuple[Block, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Division:
    """A part of a book; its `short` chapters follow each other on a page and are not in the contents."""

    title: str
    chapters: tuple[Chapter, ...]
    short: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A whole book; `about` stands behind its cover."""

    title: str
    summary: str
    parts: tuple[Division, ...]
    about: tuple[Block, ...]
    changed: date
    author: str
    licence: str
    source: str


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: what is shown, and what the speaker has before them."""

    title: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Show:
    """A set of slides with what stands on the first of them."""

    title: str
    summary: str
    slides: tuple[Slide, ...]
    notes: tuple[str, ...]
    changed: date
    author: str
    licence: str
    source: str


def legible(text: str) -> str:
    """Return the text without signs that no Office file may hold."""
    return _NOT_IN_XML.sub("", text)


def said(runs: Sequence[Run]) -> str:
    """Return the words of the runs alone."""
    return "".join(run.text for run in runs)


def texts(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the words of every heading, paragraph, item and cell in order."""
    for block in blocks:
        match block:
            case Heading(runs=runs) | Paragraph(runs=runs):
                yield said(runs)
            case Listing(items=items):
                for item in items:
                    yield from texts(item.blocks)
            case Table(headings=headings, rows=rows):
                yield from map(said, headings)
                yield from (said(cell) for row in rows for cell in row)
            case Quote(blocks=inner):
                yield from texts(inner)
            case Verbatim(text=text):
                yield text
            case Rule():
                pass


class Filled(Enum):
    """What a piece of text is to its reader."""

    WORDS = auto()
    BLANK = auto()
    LINE = auto()


def parted(run: Run) -> list[tuple[str, Filled]]:
    """Return the run's text in pieces, each with what it is; a line to write on stays with the word before it."""
    if run.link or run.code:
        return [(run.text, Filled.WORDS)]
    pieces = [(piece, _kind(piece)) for piece in TO_FILL_IN.split(run.text) if piece]
    follows = [*(kind for _, kind in pieces[1:]), Filled.WORDS]
    return [
        (piece[:-1] + "\u00a0" if then is Filled.LINE and piece.endswith(" ") else piece, kind)
        for (piece, kind), then in zip(pieces, follows, strict=False)
    ]


def _kind(piece: str) -> Filled:
    if not TO_FILL_IN.fullmatch(piece):
        return Filled.WORDS
    return Filled.LINE if piece.startswith("_") else Filled.BLANK


def places(blocks: Sequence[Block]) -> set[str]:
    """Return every place in the paper that a link can lead to."""
    found: set[str] = set()
    for block in blocks:
        match block:
            case Heading(place=place) if place:
                found.add(place)
            case Listing(items=items):
                for item in items:
                    found |= {item.place} - {""} | places(item.blocks)
            case Quote(blocks=inner):
                found |= places(inner)
            case _:
                pass
    return found
