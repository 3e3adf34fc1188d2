"""Word documents: a paper's blocks under real styles, so that Word's own navigation and a screen reader know them."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Cm, Emu, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from pares.ground.files import word_styles
from pares.ground.files.blocks import (
    BREAK,
    Block,
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
    Table,
    Verbatim,
    legible,
    parted,
    places,
    said,
)
from pares.ground.files.steadying import steady
from pares.ground.files.word_parts import attributed, box, element, field, restarted

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_DEEPEST = 3
_LINE = "_" * 20
_ROOM_TO_WRITE = Cm(0.9)


def docx(paper: Paper) -> bytes:
    """Return the paper as a Word document (A4, en-GB); the same paper gives the same bytes."""
    document = Document()
    for key, related in [*document.part.package.rels.items()]:
        if related.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            document.part.package.rels.pop(key)
    word_styles.dress(document)
    _Writer(document, paper).write()
    content = BytesIO()
    document.save(content)
    return steady(content.getvalue(), paper.changed)


class _Writer:
    """Puts one paper into a document, block after block."""

    def __init__(self, document: WordDocument, paper: Paper) -> None:
        self.document, self.paper = document, paper
        self.names = {place: f"place{number}" for number, place in enumerate(sorted(places(paper.blocks)), 1)}
        self.ruled = self.after_table = False

    def write(self) -> None:
        self._properties()
        self._footer()
        self._words(self._paragraph("Heading 1"), (Run(self.paper.title),))
        if self.paper.summary:
            self._words(self._paragraph("Subtitle"), (Run(self.paper.summary),))
        self._blocks(self.paper.blocks)
        if self.paper.credit:
            self._words(self._paragraph("Small"), self.paper.credit)

    def _properties(self) -> None:
        about = self.document.core_properties
        about.title, about.subject = legible(self.paper.title), legible(self.paper.summary)
        about.author = about.last_modified_by = self.paper.author
        about.language, about.comments, about.keywords = "en-GB", self.paper.licence, "mentoring, doctors in training"
        about.revision = 1

    def _footer(self) -> None:
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.style = "Footer"
        changed = f"{self.paper.changed.day} {self.paper.changed:%B %Y}"
        line = f"{self.paper.licence} · {self.paper.source} · Words of {changed} · Page "
        paragraph.add_run(legible(line))
        for name, between in (("PAGE", " of "), ("NUMPAGES", "")):
            field(paragraph, name)
            if between:
                paragraph.add_run(between)

    def _paragraph(self, style: str) -> WordParagraph:
        paragraph = self.document.add_paragraph(style=style)
        if self.after_table:
            paragraph.paragraph_format.space_before = Pt(12)
        if self.ruled:
            word_styles.ruled_above(paragraph)
        self.after_table = self.ruled = False
        return paragraph

    def _blocks(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Heading(level=level, runs=runs, place=place):
                paragraph = self._paragraph(f"Heading {min(level, _DEEPEST)}")
                self._words(paragraph, runs)
                self._place(paragraph, place)
            case Paragraph(runs=runs):
                self._words(self._paragraph("Normal"), runs)
            case Listing():
                self._list(block, 1)
            case Table():
                self._table(block)
            case Quote(blocks=inner):
                self._quote(inner)
            case Rule(to_write_on=True):
                self._paragraph("Line to write on").add_run("\t")
            case Rule():
                self.ruled = True
            case Verbatim(text=text):
                self._words(self._paragraph("Verbatim"), _lines(text))

    def _quote(self, inner: Sequence[Block]) -> None:
        for block in inner:
            if isinstance(block, Paragraph):
                self._words(self._paragraph("Quote"), block.runs)
            else:
                self._block(block)

    def _list(self, listing: Listing, level: int) -> None:
        at = "" if level == 1 else f" {min(level, _DEEPEST)}"
        number = None if listing.start is None else restarted(self.document, f"List Number{at}", listing.start)
        for item in listing.items:
            style = "Tick List" if item.box else "List Bullet" if number is None else "List Number"
            self._item(item, style + at, f"List Continue{at}", number, level)

    def _item(self, item: Item, style: str, goes_on: str, number: int | None, level: int) -> None:
        first: WordParagraph | None = None
        for block in item.blocks or (Paragraph(()),):
            if isinstance(block, Listing):
                self._list(block, level + 1)
            elif isinstance(block, Paragraph):
                paragraph = self._paragraph(goes_on if first else style)
                if not first and number is not None:
                    attributed(paragraph, number)
                if not first and item.box:
                    box(paragraph)
                self._words(paragraph, block.runs)
                first = first or paragraph
            else:
                self._block(block)
        if first:
            self._place(first, item.place)

    def _table(self, table: Table) -> None:
        headed = any(map(said, table.headings))
        rows = ((table.headings,) if headed else ()) + table.rows
        drawn = self.document.add_table(rows=len(rows), cols=len(table.headings), style="Table Grid")
        drawn.autofit = False
        widths = [Emu(int(word_styles.TEXT_WIDTH * width / sum(table.widths))) for width in table.widths]
        for column, width in zip(drawn.columns, widths, strict=True):
            column.width = width
        for at, (row, cells) in enumerate(zip(drawn.rows, rows, strict=True)):
            on_top = headed and at == 0
            to_write_in = not on_top and not all(map(said, cells))
            word_styles.row(row, header=on_top, height=_ROOM_TO_WRITE if to_write_in else None)
            for place, (cell, runs, width) in enumerate(zip(row.cells, cells, widths, strict=True)):
                cell.width = width
                named = on_top or (table.sided and place == 0)
                cell.paragraphs[0].style = "Table Heading" if named else "Table Text"
                self._words(cell.paragraphs[0], runs)
        word_styles.looks(drawn, header_row=headed, header_column=table.sided)
        self.after_table = True

    def _words(self, paragraph: WordParagraph, runs: Runs) -> None:
        for run in runs:
            into: Any = self._link(paragraph, run.link) if run.link else paragraph._p  # noqa: SLF001 - its only door
            for text, kind in parted(run):
                into.append(_drawn(paragraph, run, text, kind))

    def _link(self, paragraph: WordParagraph, link: str) -> Any:
        if link.startswith("#"):
            drawn = element("w:hyperlink", anchor=self.names.get(link[1:], ""), history="1")
        else:
            drawn = element("w:hyperlink", history="1")
            related = self.document.part.relate_to(legible(link), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            drawn.set(word_styles.qn("r:id"), related)
        paragraph._p.append(drawn)  # noqa: SLF001 - its only door
        return drawn

    def _place(self, paragraph: WordParagraph, place: str) -> None:
        if place:
            number = self.names[place].removeprefix("place")
            paragraph._p.append(element("w:bookmarkStart", id=number, name=self.names[place]))  # noqa: SLF001
            paragraph._p.append(element("w:bookmarkEnd", id=number))  # noqa: SLF001 - its only door


def _drawn(paragraph: WordParagraph, run: Run, text: str, kind: Filled) -> Any:
    """Return the run's element, taken off the paragraph's end to be put where it belongs."""
    blank = "Blank" if kind is Filled.BLANK else None
    drawn = paragraph.add_run(style="Hyperlink" if run.link else "Code" if run.code else blank)
    if text == BREAK:
        drawn.add_break(WD_BREAK.LINE)
    else:
        drawn.text = _LINE if kind is Filled.LINE else legible(text).replace(BREAK, " ")
    for mark, name in ((run.strong, "bold"), (run.em, "italic"), (run.struck, "strike")):
        if mark:
            setattr(drawn.font, name, True)
    return drawn._r  # noqa: SLF001 - its only door


def _lines(text: str) -> Runs:
    lines = text.split("\n")
    return tuple(each for line in lines for each in (Run(line), Run(BREAK)))[:-1]
