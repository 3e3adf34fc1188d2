"""Markdown as the blocks of a paper: what the page shows, for Word, PDF and slides. Pure: no Django."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it.tree import SyntaxTreeNode

from pares.ground.files.blocks import (
    BREAK,
    Block,
    Heading,
    Item,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Run,
    Runs,
    Table,
    Verbatim,
    places,
    said,
)
from pares.ground.wording.markdown import headings, parse, tick_boxes

_DRAWN = re.compile(r"[^\W_]")
_MARKS: dict[str, Callable[[Run], Run]] = {
    "strong": lambda run: replace(run, strong=True),
    "em": lambda run: replace(run, em=True),
    "s": lambda run: replace(run, struck=True),
}


@dataclass(frozen=True)
class Part:
    """How one text stands in a paper: below which level, with which places, and where its links lead.

    `prefix` goes before the names of its places; `leads` turns a link of the text into an address or a "#place".
    """

    leads: Callable[[str], str]
    prefix: str = ""
    deeper: int = 0


def blocks(text: str, part: Part) -> tuple[Block, ...]:
    """Return the Markdown's blocks; put together as a paper, they go through `sound`."""
    tokens = parse(text)
    tick_boxes(tokens)
    ids = (heading.id for heading in headings(text))
    return tuple(_block(node, part, ids) for node in SyntaxTreeNode(tokens).children)


def sound(found: Sequence[Block], *, top: int, known: Collection[str] | None = None) -> tuple[Block, ...]:
    """Return the blocks of a paper with sound headings and no link that leads nowhere.

    There is no gap between the headings' levels, and none without words.

    Headings begin at `top`; `known` are the places of the whole paper where these blocks are one part of it.
    """
    there = places(found) if known is None else known

    def kept(runs: Runs) -> Runs:
        lost = {run for run in runs if run.link.startswith("#") and run.link[1:] not in there}
        return tuple(replace(run, link="") if run in lost else run for run in runs)

    level, levelled = top - 1, []
    for block in found:
        if isinstance(block, Heading):
            if not _DRAWN.search(said(block.runs)):
                continue
            level = max(top, min(block.level, level + 1))
            block = replace(block, level=level)  # noqa: PLW2901 - the same heading
        levelled.append(_each(block, kept))
    return tuple(levelled)


def runs(text: str, part: Part) -> Runs:
    """Return the words of Markdown that is one paragraph."""
    first = next(iter(blocks(text, part)), None)
    return first.runs if isinstance(first, Paragraph) else ()


def _block(node: SyntaxTreeNode, part: Part, ids: Iterator[str]) -> Block:
    found: Block
    match node.type:
        case "heading":
            found = Heading(int(node.tag[1]) + part.deeper, _runs(node, part), part.prefix + next(ids))
        case "bullet_list" | "ordered_list":
            start = int(node.attrs.get("start", 1)) if node.tag == "ol" else None
            found = Listing(tuple(_item(each, part, ids) for each in node.children), start)
        case "table":
            found = _table(node, part)
        case "blockquote":
            found = Quote(_inner(node, part, ids))
        case "hr":
            found = Rule(to_write_on=node.markup.startswith("_"))
        case "fence" | "code_block":
            found = Verbatim(node.content.rstrip("\n"))
        case _:
            found = Paragraph(_runs(node, part))
    return found


def _inner(node: SyntaxTreeNode, part: Part, ids: Iterator[str]) -> tuple[Block, ...]:
    """Return the blocks within a point or a quotation, where a heading is only words in bold."""
    found = [_block(each, part, ids) for each in node.children]
    return tuple(
        Paragraph(tuple(replace(run, strong=True) for run in each.runs)) if isinstance(each, Heading) else each
        for each in found
    )


def _item(node: SyntaxTreeNode, part: Part, ids: Iterator[str]) -> Item:
    return Item(_inner(node, part, ids), box="class" in node.attrs)


def _table(node: SyntaxTreeNode, part: Part) -> Table:
    rows = [tuple(_runs(cell, part) for cell in row.children) for half in node.children for row in half.children]
    return Table(rows[0], tuple(rows[1:]))


def _runs(node: SyntaxTreeNode, part: Part) -> Runs:
    inline = node.children[0] if node.children else None
    return _joined(_inline(inline.children, part, Run(""))) if inline else ()


def _inline(nodes: Iterable[SyntaxTreeNode], part: Part, like: Run) -> list[Run]:
    found: list[Run] = []
    for node in nodes:
        if mark := _MARKS.get(node.type):
            found += _inline(node.children, part, mark(like))
        elif node.type == "link":
            found += _inline(node.children, part, replace(like, link=part.leads(str(node.attrs.get("href", "")))))
        elif node.type == "code_inline":
            found.append(replace(like, text=node.content, code=True))
        else:
            text = {"hardbreak": BREAK, "softbreak": " "}.get(node.type, node.content)
            found.append(replace(like, text=text))
    return found


def _joined(found: Sequence[Run]) -> Runs:
    """Return the runs with neighbours set alike made one, and none without words."""
    joined: list[Run] = []
    for run in found:
        last = joined[-1] if joined else None
        if last and BREAK not in {run.text, last.text} and replace(last, text="") == replace(run, text=""):
            joined[-1] = replace(last, text=last.text + run.text)
        elif run.text:
            joined.append(run)
    return tuple(joined)


def _each(block: Block, change: Callable[[Runs], Runs]) -> Block:
    """Return the block with the words of each of its parts changed."""
    match block:
        case Heading() | Paragraph():
            return replace(block, runs=change(block.runs))
        case Listing(items=items):
            changed = tuple(replace(item, blocks=tuple(_each(each, change) for each in item.blocks)) for item in items)
            return replace(block, items=changed)
        case Table(headings=on_top, rows=rows):
            return Table(tuple(map(change, on_top)), tuple(tuple(map(change, row)) for row in rows))
        case Quote(blocks=inner):
            return Quote(tuple(_each(each, change) for each in inner))
        case _:
            return block
