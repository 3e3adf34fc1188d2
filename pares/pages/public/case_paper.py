"""The case for a scheme on one sheet of paper: the page's own words, and the numbers asked for."""

from collections.abc import Iterator
from decimal import Decimal

from pares.ground.files import pdf
from pares.ground.files.blocks import Block, Heading, Listing, Table, said, texts
from pares.ground.files.typesetting import printed
from pares.ground.wording.papers import Part, blocks
from pares.ground.wording.shipped import Words
from pares.guide.handbook.chapters import Note, quoted
from pares.guide.handbook.hours import Case, Way, Who, in_hours, in_pounds
from pares.pages.rendering import counted
from pares.pages.site_context import Site


def paper(found: Case, words: Words, address: str) -> bytes:
    """Return the sheet as PDF; `address` is where the page stands."""
    text, notes = quoted(words.text)
    given, site = found.given, Site()
    return printed(
        "case",
        {
            "organisation": site.organisation or site.name,
            "title": "A case for peer mentoring",
            "period": f"{counted(given.mentees, 'pair')}, {given.months} months",
            "summary": (
                f"It takes the leads {in_hours(found.hours(Way.BY_HAND, Who.LEADS))} by hand, or "
                f"{in_hours(found.hours(Way.PARES, Who.LEADS))} with Pares. With the time of mentors and mentees "
                f"it is {in_hours(found.per_pair(Way.PARES))} for each pair. Our estimate: every number can be changed."
            ),
            "sections": [*_sections(text)],
            "headings": ["What it takes", "By hand", "With Pares"],
            "rows": _rows(found),
            "sources": [f"[{note.number}] {_source(note)}" for note in notes],
            "foot": f"{site.name}: {address}",
        },
    )


def _rows(found: Case) -> list[pdf.Json]:
    """Return the table's rows: each line with its working, the sums, and the money where there is any."""
    ways = (Way.BY_HAND, Way.PARES)
    rows: list[pdf.Json] = []
    for line in found.lines:
        values = [in_hours(line.hours if line.way in {way, Way.EITHER} else Decimal()) for way in ways]
        rows.append([f"{line.who}: {line.what[0].lower()}{line.what[1:]}", line.working.partition(" = ")[0], *values])
    rows.append(["Leads together", "", *(in_hours(found.hours(way, Who.LEADS)) for way in ways)])
    rows.append(["Everybody together", "", *(in_hours(found.hours(way)) for way in ways)])
    for each in found.money:
        values = [in_pounds(each.pounds if each.way in {way, Way.EITHER} else Decimal()) for way in ways]
        rows.append([each.what, each.working, *values])
    if found.money:
        rows.append(["Money together", "", *(in_pounds(found.pounds(way)) for way in ways)])
    return rows


def _sections(text: str) -> Iterator[pdf.Json]:
    """Yield each heading with the lines below it: paragraphs, points of a list, and rows of a table."""
    heading, lines = "", list[pdf.Json]()
    for block in blocks(text, Part(leads=str)):
        if isinstance(block, Heading):
            if lines:
                yield {"heading": heading, "lines": lines}
            heading, lines = said(block.runs), []
        else:
            lines += _lines(block)
    yield {"heading": heading, "lines": lines}


def _lines(block: Block) -> list[pdf.Json]:
    if isinstance(block, Table):
        return [{"kind": "row", "words": [said(cell) for cell in row]} for row in (block.headings, *block.rows)]
    if isinstance(block, Listing):
        return [{"kind": "item", "words": [" ".join(texts(item.blocks))]} for item in block.items]
    return [{"kind": "line", "words": [" ".join(texts([block]))]}]


def _source(note: Note) -> str:
    return f"{note.source.author}, {note.source.place}, {note.source.year}."
