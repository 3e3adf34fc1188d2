"""The words that come with Pares: `pares/content/<kind>/<key>.md`, each with a few facts on top.

The chapters of the handbook lie below it, in `pares/content/handbook/chapters`.

A file begins with a block of `key: value` lines between two lines of three dashes; what follows is Markdown.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from pares.ground.wording import markdown

CONTENT = Path(__file__).resolve().parents[2] / "content"
FOLDERS = {"chapters": "handbook/chapters"}
# A name is part of an address and of a file: no file system takes one much longer.
NAME = re.compile(r"[a-z][a-z0-9_-]{0,99}")
FENCE = "---"


class NotShippedError(LookupError):
    """No words of that name come with Pares."""


class BadWordsError(ValueError):
    """A file of words cannot be read; `str()` says which and why."""


@dataclass(frozen=True)
class Words:
    """One text: its kind and key, the facts on top of its file, and its Markdown.

    `number` is that of the revision made here which these words are; 0 where they are as shipped.
    """

    kind: str
    key: str
    facts: Mapping[str, str]
    text: str
    number: int = 0

    @property
    def title(self) -> str:
        """The text's title, or nothing."""
        return self.facts.get("title", "")

    @property
    def changed(self) -> date | None:
        """The day these words last changed, where it is known."""
        day = self.facts.get("changed")
        return date.fromisoformat(day) if day else None

    @property
    def html(self) -> str:
        """The text as safe HTML."""
        return _drawn(self.text)


@functools.lru_cache(maxsize=256)
def _drawn(text: str) -> str:
    """Keep what many people read: drawing it anew for each of them costs milliseconds."""
    return markdown.html(text)


@functools.cache
def shipped(kind: str, key: str) -> Words:
    """Return the words of that kind and key, such as ("handbook", "agreement").

    Raises NotShippedError, BadWordsError.
    """
    path = folder(kind) / f"{key}.md"
    if not (NAME.fullmatch(kind) and NAME.fullmatch(key) and path.is_file()):
        raise NotShippedError(f"There are no words {kind}/{key}.")
    facts, text = read(path.read_text(encoding="utf-8"), f"{kind}/{key}.md")
    return Words(kind, key, facts, text)


def keys(kind: str) -> list[str]:
    """Return the keys of all words of a kind, in alphabetical order."""
    return sorted(path.stem for path in folder(kind).glob("*.md"))


def folder(kind: str) -> Path:
    """Return where the words of a kind lie."""
    return CONTENT / FOLDERS.get(kind, kind)


def read(source: str, name: str) -> tuple[Mapping[str, str], str]:
    """Return the facts and the Markdown of a file's content; raises BadWordsError, naming the file and the line."""
    lines = source.splitlines()
    if FENCE not in lines[1:] or lines[0] != FENCE:
        raise BadWordsError(f"{name} must begin with its facts between two lines of {FENCE}.")
    end = lines.index(FENCE, 1)
    facts: dict[str, str] = {}
    for number, line in enumerate(lines[1:end], 2):
        key, colon, value = (part.strip() for part in line.partition(": "))
        if not (key and colon and value):
            raise BadWordsError(f"{name}, line {number}: {line!r} is not `key: value`.")
        if key in facts:
            raise BadWordsError(f"{name}, line {number}: {key} stands there twice.")
        facts[key] = value
    return MappingProxyType(facts), "\n".join(lines[end + 1 :]).strip() + "\n"


def as_file(words: Words) -> str:
    """Return the content of the file these words are shipped as: what `read` reads back."""
    on_top = "".join(f"{key}: {value}\n" for key, value in words.facts.items())
    return f"{FENCE}\n{on_top}{FENCE}\n{words.text}"
