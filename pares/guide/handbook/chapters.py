"""The chapters that come with Pares, and the figures they quote. Pure: no Django.

A chapter is `pares/content/handbook/chapters/<key>.md`. On top stand title, summary, order, reader, the day its words
last changed, and the letters that go with it. `{fact:lothian_met}` in its words stands for a figure of `facts.toml`.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pares.ground.wording.shipped import CONTENT, NAME, BadWordsError
from pares.ground.wording.shipped import read as read_words
from pares.guide.handbook.facts import Basis, Fact, Source, fact

FOLDER = CONTENT / "handbook" / "chapters"
SLOT = re.compile(r"\{fact:([^{}\n]*)\}")
NEEDED = {"title", "summary", "order", "reader", "changed"}
KNOWN = NEEDED | {"letters"}


class Reader(StrEnum):
    """Whom a chapter is for, in the order of the contents."""

    THINKING = "thinking"
    STARTING = "starting"
    RUNNING = "running"
    MENTOR = "mentor"
    MENTEE = "mentee"


@dataclass(frozen=True)
class Chapter:
    """One chapter: its Markdown still with slots, and the kinds of letter that go with it."""

    key: str
    title: str
    summary: str
    order: int
    reader: Reader
    changed: date
    letters: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Note:
    """One note at the end of a page: a source on one basis, and the figures quoted from it."""

    number: int
    source: Source
    basis: Basis
    facts: tuple[Fact, ...]

    @property
    def id(self) -> str:
        """The note's place on the page."""
        return f"source-{self.number}"


@functools.cache
def chapters() -> tuple[Chapter, ...]:
    """Return the chapters in their order; raises BadWordsError."""
    found = [read(path.read_text(encoding="utf-8"), path.stem) for path in sorted(FOLDER.glob("*.md"))]
    ordered = tuple(sorted(found, key=lambda each: each.order))
    if len({each.order for each in ordered}) < len(ordered):
        raise BadWordsError("Two chapters have the same order.")
    return ordered


def read(source: str, key: str) -> Chapter:
    """Return the chapter a file's content is; raises BadWordsError."""
    on_top, text = read_words(source, f"chapters/{key}.md")
    if not NAME.fullmatch(key):
        raise BadWordsError(f"{key} cannot be part of an address.")
    if wrong := sorted((NEEDED - on_top.keys()) | (on_top.keys() - KNOWN)):
        raise BadWordsError(f"chapters/{key}.md: missing or unknown on top: {', '.join(wrong)}.")
    try:
        return Chapter(
            key=key,
            title=on_top["title"],
            summary=on_top["summary"],
            order=int(on_top["order"]),
            reader=Reader(on_top["reader"]),
            changed=date.fromisoformat(on_top["changed"]),
            letters=_names(on_top),
            text=text,
        )
    except ValueError as error:
        raise BadWordsError(f"chapters/{key}.md: {error}.") from error


def quoted(text: str) -> tuple[str, tuple[Note, ...]]:
    """Return the Markdown with its figures, each marked with the number of its note, and the notes in order.

    Raises facts.NoSuchFactError.
    """
    found: dict[tuple[str, Basis], dict[str, Fact]] = {}

    def figure(slot: re.Match[str]) -> str:
        said = fact(slot[1])
        found.setdefault((said.source.key, said.basis), {})[said.key] = said
        number = [*found].index((said.source.key, said.basis)) + 1
        return rf"{said.words} [\[{number}\]](#source-{number})"

    filled = SLOT.sub(figure, text)
    notes = [(basis, tuple(each.values())) for (_, basis), each in found.items()]
    return filled, tuple(Note(n, said[0].source, basis, said) for n, (basis, said) in enumerate(notes, 1))


def _names(on_top: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name.strip() for name in on_top.get("letters", "").split(",") if name.strip())
