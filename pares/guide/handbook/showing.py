"""A text as slides: each heading of the second level begins one, and a quotation in it is the speaker's note. Pure."""

import math
from collections.abc import Iterator, Sequence

from pares.ground.files.blocks import (
    Block,
    Heading,
    Item,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Run,
    Slide,
    Table,
    said,
    texts,
)

MOST_LINES = 9
TOP = 2
_TO_A_LINE = 58
_DEEPEST = 2


def split(blocks: Sequence[Block]) -> tuple[list[Block], list[Slide]]:
    """Return what stands before the first slide, and the slides."""
    opening: list[Block] = []
    held: list[tuple[str, list[Block]]] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == TOP:
            held.append((said(block.runs), []))
        else:
            (held[-1][1] if held else opening).append(block)
    return opening, [_slide(title, inner) for title, inner in held]


def lines(slide: Slide) -> int:
    """Return about how many lines the slide's words take, set as we set them."""
    return sum(math.ceil(max(len(words), 1) / (_TO_A_LINE - 4 * deep)) for words, deep in _lines(slide.blocks, 0))


def unshowable(slide: Slide) -> str:
    """Return the first kind of block in the slide that slides do not hold, or nothing."""
    return next(_strange(slide.blocks, 1), "")


def _slide(title: str, inner: Sequence[Block]) -> Slide:
    shown = tuple(each for block in inner if not isinstance(block, Quote) for each in _shown(block))
    notes = [words for block in inner if isinstance(block, Quote) for words in texts(block.blocks)]
    return Slide(title, shown, tuple(notes))


def _shown(block: Block) -> Iterator[Block]:
    """Yield the block as a slide shows it: a row of a table as a line, and no rules."""
    match block:
        case Table(rows=rows):
            cells = [tuple(run for cell in row for run in (*cell, Run(" "))) for row in rows]
            yield Listing(tuple(Item((Paragraph(row),)) for row in cells))
        case Rule(to_write_on=False):
            return
        case _:
            yield block


def _lines(blocks: Sequence[Block], deep: int) -> Iterator[tuple[str, int]]:
    for block in blocks:
        if isinstance(block, Listing):
            for item in block.items:
                yield from _lines(item.blocks, deep + 1)
        else:
            yield from ((words, deep) for words in texts([block]) or [""])


def _strange(blocks: Sequence[Block], deep: int) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Listing):
            if deep > _DEEPEST:
                yield "a list in a list in a list"
            for item in block.items:
                yield from _strange(item.blocks, deep + 1)
        elif not isinstance(block, Paragraph):
            yield type(block).__name__.lower()
