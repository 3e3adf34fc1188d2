"""Markdown to safe HTML with the NHS design system's classes. Pure: no Django.

Raw HTML in the source is shown as text, images are not drawn, and only safe links become links; what comes out is
cleaned once more, so that a mistake here is not a hole.
"""

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

CLASSES = {
    "blockquote": "nhsuk-inset-text",
    "h2": "nhsuk-heading-m",
    "h3": "nhsuk-heading-s",
    "hr": "nhsuk-section-break nhsuk-section-break--visible nhsuk-section-break--m",
    "ol": "nhsuk-list nhsuk-list--number",
    "table": "nhsuk-table",
    "tbody": "nhsuk-table__body",
    "td": "nhsuk-table__cell",
    "th": "nhsuk-table__header",
    "thead": "nhsuk-table__head",
    "tr": "nhsuk-table__row",
    "ul": "nhsuk-list nhsuk-list--bullet",
}
TAGS = {*CLASSES, "a", "br", "code", "em", "h1", "h4", "li", "p", "pre", "s", "strong"}
SCHEMES = {"http", "https", "mailto", "tel"}
# A path of this site, a place on the page, or an address with one of the schemes; never "//host" or "/\host".
SAFE_LINK = re.compile(r"(?:https?://[^/\\]|mailto:|tel:|#|/(?![/\\]|%5c))[^\x00-\x20]*", re.IGNORECASE)
# What a point of a list begins with where it is one to tick, and the class it is shown by.
BOX = "[ ] "
TICKED = "pares-tick"
# A line for the reader's own hand: a rule made of underlines.
TO_WRITE_ON = "pares-blank"
# Ids that the page around the words uses itself.
TAKEN = frozenset({"maincontent"})


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level, its id on the page and its words."""

    level: int
    id: str
    words: str


def html(text: str) -> str:
    """Return the Markdown as safe HTML; its headings have ids, its tables and lists the NHS classes."""
    tokens = parse(text)
    for heading, token in zip(_headings(tokens), _opening(tokens), strict=True):
        token.attrSet("id", heading.id)
    tick_boxes(tokens)
    for token in tokens:
        _dress(token)
    drawn: str = _reader().renderer.render(tokens, _reader().options, {})
    return nh3.clean(
        drawn,
        tags=TAGS,
        attributes={"*": {"class", "id"}, "a": {"href"}, "ol": {"start"}, "th": {"scope"}},
        url_schemes=SCHEMES,
        link_rel=None,
    )


def headings(text: str) -> list[Heading]:
    """Return the headings of the Markdown in order, with the ids they have in `html`."""
    return list(_headings(parse(text)))


def escape(value: str) -> str:
    """Return Markdown that shows the value as it is: nothing in it is read as Markdown, HTML or a link."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", value)


def parse(text: str) -> list[Token]:
    """Return the Markdown's tokens."""
    return _reader().parse(text)


def tick_boxes(tokens: Sequence[Token]) -> None:
    """Take the "[ ]" off each point that begins with one, and give the point its class instead."""
    for item, _, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if item.type == "list_item_open" and inline.children and inline.content.startswith(BOX):
            first = inline.children[0]
            first.content = first.content.removeprefix(BOX)
            item.attrSet("class", TICKED)


@functools.cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
    reader.validateLink = lambda url: SAFE_LINK.fullmatch(url) is not None  # type: ignore[method-assign]
    return reader


def _opening(tokens: Iterable[Token]) -> Iterator[Token]:
    return (token for token in tokens if token.type == "heading_open")


def _headings(tokens: Sequence[Token]) -> Iterator[Heading]:
    seen = dict.fromkeys(TAKEN, 1)
    for token, inline in itertools.pairwise(tokens):
        if token.type == "heading_open":
            words = "".join(child.content for child in inline.children or [])
            name = _free(_slug(words), seen)
            yield Heading(int(token.tag[1]), name, words)


def _slug(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)) or "section"


def _free(name: str, taken: dict[str, int]) -> str:
    """Return a name that is not taken, and take it; `taken` says up to which number each was tried."""
    number, free = taken.get(name, 0), name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    taken[name] = max(number, 1)
    taken[free] = taken.get(free, 1)
    return free


def _dress(token: Token) -> None:
    if token.nesting < 0:
        return
    if dress := CLASSES.get(token.tag):
        token.attrSet("class", dress)
    if token.tag == "th":
        token.attrSet("scope", "col")
    if token.type == "hr" and token.markup.startswith("_"):
        token.attrSet("class", TO_WRITE_ON)
