"""Papers, books and slides as PDF: their blocks handed to typst as data, never as its markup."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from pares.ground.files.blocks import (
    BREAK,
    Block,
    Book,
    Chapter,
    Filled,
    Heading,
    Item,
    Listing,
    Paper,
    Paragraph,
    Quote,
    Rule,
    Run,
    Runs,
    Show,
    Table,
    Verbatim,
    parted,
)
from pares.ground.files.pdf import Json, Undrawable, each_text, render

STANDS_FOR = "?"
"""What is printed for a letter that none of our fonts holds."""
_MOST_TRIES = 20
_BEYOND = "\u2e80"
_FILLED: Mapping[Filled, Mapping[str, Json]] = {
    Filled.WORDS: {},
    Filled.BLANK: {"blank": True},
    Filled.LINE: {"line": True},
}


def paper_pdf(paper: Paper) -> bytes:
    """Return the paper as a tagged PDF on A4; the same paper gives the same bytes."""
    return printed("document", {**_foot(paper), "blocks": drawn(paper.blocks), "credit": _runs(paper.credit)})


def show_pdf(show: Show) -> bytes:
    """Return the slides as a tagged PDF of 16:9, without the speaker's notes."""
    slides = [{"title": slide.title, "blocks": drawn(slide.blocks)} for slide in show.slides]
    return printed("slides", {**_foot(show), "slides": slides})


def book_pdf(book: Book) -> bytes:
    """Return the book as a tagged PDF on A4 with cover, contents, bookmarks and page numbers."""
    parts: Json = [
        {"title": part.title, "short": part.short, "chapters": [*map(_chapter, part.chapters)]} for part in book.parts
    ]
    return printed("handbook", {**_foot(book), "parts": parts, "about": drawn(book.about)})


def printed(template: str, values: Mapping[str, Json]) -> bytes:
    """Fill the template; a letter that cannot be drawn becomes STANDS_FOR, since words edited here may hold any."""
    for _ in range(_MOST_TRIES):
        try:
            return render(template, values)
        except Undrawable as undrawn:
            values = _changed(values, partial(_without, undrawn.letters))
    return render(template, _changed(values, _latin))


def _changed(values: Mapping[str, Json], change: Callable[[str], str]) -> dict[str, Json]:
    return {key: each_text(value, change) for key, value in values.items()}


def _without(letters: str, text: str) -> str:
    """Return the text without these letters; where one is beyond the alphabets our fonts hold, without all of those."""
    if any(letter >= _BEYOND for letter in letters):
        text = "".join(STANDS_FOR if sign >= _BEYOND else sign for sign in text)
    return text.translate(dict.fromkeys(map(ord, letters), STANDS_FOR))


def _latin(text: str) -> str:
    return text.encode("latin-1", "replace").decode("latin-1")


def drawn(blocks: Sequence[Block]) -> list[Json]:
    """Return the blocks as `words.typ` takes them."""
    return [_block(block) for block in blocks]


def _foot(of: Paper | Show | Book) -> dict[str, Json]:
    changed = f"{of.changed.day} {of.changed:%B %Y}"
    return {
        "title": of.title,
        "summary": of.summary,
        "organisation": of.author,
        "changed": changed,
        "licence": of.licence,
        "source": of.source,
        "footer": f"{of.licence} · {of.source} · Words of {changed}",
    }


def _block(block: Block) -> Json:
    about: dict[str, Json]
    match block:
        case Heading(level=level, runs=runs, place=place):
            about = {"kind": "heading", "level": level, "runs": _runs(runs), "place": place}
        case Paragraph(runs=runs):
            about = {"kind": "paragraph", "runs": _runs(runs)}
        case Listing(items=items, start=None):
            about = {"kind": "bullets", "items": [_item(item) for item in items]}
        case Listing(items=items, start=start):
            about = {"kind": "numbers", "start": start, "items": [_item(item) for item in items]}
        case Table(headings=headings, rows=rows):
            about = {"kind": "table", "widths": block.widths, "sided": block.sided}
            about["headings"] = [_runs(cell) for cell in headings]
            about["rows"] = [[_runs(cell) for cell in row] for row in rows]
        case Quote(blocks=inner):
            about = {"kind": "quote", "blocks": drawn(inner)}
        case Verbatim(text=text):
            about = {"kind": "verbatim", "lines": text.split("\n")}
        case Rule(to_write_on=to_write_on):
            about = {"kind": "line" if to_write_on else "rule"}
    return about


def _chapter(chapter: Chapter) -> Json:
    words = {"title": chapter.title, "summary": chapter.summary, "place": chapter.place}
    return {**words, "blocks": drawn(chapter.blocks)}


def _item(item: Item) -> Json:
    return {"box": item.box, "place": item.place, "blocks": drawn(item.blocks)}


def _runs(runs: Runs) -> list[Json]:
    return [piece for run in runs for piece in _pieces(run)]


def _pieces(run: Run) -> list[Json]:
    if run.text == BREAK:
        return [{"break": True}]
    marks: dict[str, Json] = {name: True for name in ("strong", "em", "struck", "code") if getattr(run, name)}
    if run.link:
        marks |= {"place": run.link[1:]} if run.link.startswith("#") else {"address": run.link}
    return [{"text": text, **marks, **_FILLED[kind]} for text, kind in parted(run)]
