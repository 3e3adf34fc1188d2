"""Markdown as plain text for the text half of a letter, and plain text as Markdown again. Pure: no Django."""

import re
from collections.abc import Iterable, Sequence

from markdown_it.token import Token

from pares.ground.wording.markdown import escape, parse

BULLET = "- "
ADDRESS = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)]")


def plain(text: str) -> str:
    """Return what the Markdown says as plain text: lists with dashes or numbers, links as "words: address"."""
    return "\n\n".join(_blocks(parse(text)))


def from_plain(text: str) -> str:
    """Return Markdown for text somebody typed: only paragraphs, lists with dashes, and web addresses mean anything."""
    return "\n".join(_line(line.strip()) for line in text.splitlines())


def _blocks(tokens: Sequence[Token]) -> list[str]:
    blocks: list[str] = []
    items: list[str] | None = None
    depth, number = 0, 0
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open", "table_open"}:
            depth += 1
            if depth == 1:
                items, number = [], int(token.attrGet("start") or 1) if token.tag == "ol" else 0
        elif token.type in {"bullet_list_close", "ordered_list_close", "table_close"}:
            depth -= 1
            if depth == 0 and items is not None:
                blocks.append("\n".join(items))
                items = None
        elif token.type == "inline":
            words = _words(token.children or [])
            if items is None:
                blocks.append(words)
            else:
                items.append(f"{number}. {words}" if number else BULLET + words)
                number += 1 if number else 0
        elif token.type in {"fence", "code_block"}:
            blocks.append(token.content.rstrip("\n"))
    return blocks


def _words(children: Iterable[Token]) -> str:
    """Return one paragraph's words; a link is followed by its address unless its words are the address."""
    said: list[str] = []
    opened: list[tuple[int, str]] = []
    for child in children:
        if child.type == "link_open":
            opened.append((len(said), str(child.attrGet("href") or "")))
        elif child.type == "link_close":
            start, address = opened.pop()
            if "".join(said[start:]) != address:
                said.append(f": {address.removeprefix('mailto:').removeprefix('tel:')}")
        elif child.type in {"softbreak", "hardbreak"}:
            said.append("\n")
        else:
            said.append(child.content)
    return "".join(said)


def _line(line: str) -> str:
    bullet = BULLET if line.startswith(BULLET) else ""
    rest = line.removeprefix(bullet)
    parts: list[str] = []
    end = 0
    for match in ADDRESS.finditer(rest):
        parts += [escape(rest[end : match.start()]), f"<{match[0]}>"]
        end = match.end()
    return bullet + "".join(parts) + escape(rest[end:])
