"""How a file of words to take away is read: facts on top, Markdown below, each fault with its file and line. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

from markdown_it.token import Token

from pares.ground.wording.markdown import headings, parse
from pares.ground.wording.shipped import FENCE, NAME, BadWordsError
from pares.ground.wording.shipped import read as read_words
from pares.guide.handbook.chapters import SLOT
from pares.guide.handbook.facts import facts

SHALLOWEST, DEEPEST = 2, 3


def read(source: str, name: str, choices: Mapping[str, frozenset[str]]) -> tuple[Mapping[str, str], str]:
    """Return the facts and the Markdown of a file; `choices` are the values a fact may have, none for any words.

    Raises BadWordsError, naming the file and the line.
    """
    on_top, text = read_words(source, name)
    for line, sentence in (*_of_facts(source, on_top, choices), *_of_words(source, text)):
        raise BadWordsError(f"{name}, line {line}: {sentence}.")
    if not NAME.fullmatch(name.rsplit("/", 1)[-1].removesuffix(".md")):
        raise BadWordsError(f"{name}, line 1: the file's name cannot be part of an address.")
    return on_top, text


def _of_facts(
    source: str, on_top: Mapping[str, str], choices: Mapping[str, frozenset[str]]
) -> Iterator[tuple[int, str]]:
    closing = source.splitlines().index(FENCE, 1) + 1
    for missing in sorted(choices.keys() - on_top.keys()):
        yield closing, f"{missing} is missing"
    for key, value in on_top.items():
        line = next(at for at, words in enumerate(source.splitlines(), 1) if words.startswith(f"{key}:"))
        if key not in choices:
            yield line, f"{key} is not known here"
        elif choices[key] and value not in choices[key]:
            yield line, f"{key} is {value!r}; it is one of {', '.join(sorted(choices[key]))}"
        elif key == "order" and not value.isdecimal():
            yield line, f"order is {value!r}; it is a number"
        elif key == "changed" and not _is_day(value):
            yield line, f"changed is {value!r}; it is a day such as 2026-11-23"


def _of_words(source: str, text: str) -> Iterator[tuple[int, str]]:
    first = _first_line(source)
    if not text.strip():
        yield first, "there are no words"
    for at, line in enumerate(text.splitlines(), first):
        for slot in SLOT.finditer(line):
            if slot[1] not in facts():
                yield at, f"there is no figure {slot[1]} in facts.toml"
    before = SHALLOWEST - 1
    tokens = parse(text)
    for token, heading in zip((each for each in tokens if each.type == "heading_open"), headings(text), strict=True):
        at = first + (token.map or [0])[0]
        if not SHALLOWEST <= heading.level <= DEEPEST:
            yield at, "a heading has two or three number signs"
        elif heading.level > before + 1:
            yield at, "a heading of three number signs stands below one of two"
        before = heading.level
    yield from ((first + (token.map or [0])[0], "a table stands right below another") for token in _touching(tokens))


def _touching(tokens: list[Token]) -> Iterator[Token]:
    """Yield the tables with nothing between them and another: Word would make one of both."""
    for ended, begun in pairwise(tokens):
        if ended.type == "table_close" and begun.type == "table_open":
            yield begun


def _first_line(source: str) -> int:
    """Return the line of the file on which its words begin."""
    lines = source.splitlines()
    below = lines.index(FENCE, 1) + 1
    return next((at for at in range(below, len(lines)) if lines[at].strip()), len(lines) - 1) + 1


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
