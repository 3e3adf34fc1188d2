"""Slides for PowerPoint, 16:9: a title in its place on each slide, the speaker's notes below it, and no pictures."""

import copy
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Inches, Pt

from pares.ground.files.blocks import BREAK, Block, Heading, Listing, Paragraph, Run, Runs, Show, Slide, legible, texts
from pares.ground.files.steadying import steady

PPTX_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
FACE = b"Arial"
ACCENT, WHITE, QUIET = map(RGBColor.from_string, ("1D4F5C", "FFFFFF", "4C6272"))
WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
BOX = "\u2610 "
_TITLE_SLIDE, _CONTENT = 0, 1
_THEME_FACE = b"Calibri"

# Where the placeholders stand, by layout and kind: left, top, width and height in inches.
_PLACES: dict[str, dict[Any, tuple[float, float, float, float]]] = {
    "every": {
        PP_PLACEHOLDER.TITLE: (0.8, 0.5, 11.7, 1.1),
        PP_PLACEHOLDER.BODY: (0.8, 1.75, 11.7, 4.9),
        PP_PLACEHOLDER.OBJECT: (0.8, 1.75, 11.7, 4.9),
        PP_PLACEHOLDER.FOOTER: (0.8, 6.85, 9.5, 0.4),
        PP_PLACEHOLDER.SLIDE_NUMBER: (11.5, 6.85, 1.0, 0.4),
        PP_PLACEHOLDER.DATE: (9.5, 6.85, 1.8, 0.4),
    },
    "first": {
        PP_PLACEHOLDER.CENTER_TITLE: (1, 2.1, 11.3, 1.5),
        PP_PLACEHOLDER.SUBTITLE: (1, 3.8, 11.3, 1.6),
    },
}


def pptx(show: Show) -> bytes:
    """Return the slides as a PowerPoint file (en-GB); the same slides give the same bytes."""
    made = Presentation()
    _dress(made)
    _properties(made, show)
    _first(made, show)
    for slide in show.slides[1:]:
        _slide(made, slide, f"{show.title} · {show.licence} · {show.source}")
    content = BytesIO()
    made.save(content)
    return steady(content.getvalue(), show.changed)


def _first(made: Any, show: Show) -> None:
    """Draw the first slide on the cover, its words below its title; above the notes stands what opens the text."""
    slide = show.slides[0]
    drawn = made.slides.add_slide(made.slide_layouts[_TITLE_SLIDE])
    _title(drawn, slide.title)
    _Paragraphs(drawn.placeholders[1].text_frame).blocks(slide.blocks or (Paragraph((Run(show.licence),)),), 0)
    _notes(drawn, (*show.notes, *slide.notes))


def _slide(made: Any, slide: Slide, foot: str) -> None:
    drawn = made.slides.add_slide(made.slide_layouts[_CONTENT])
    _title(drawn, slide.title)
    body = drawn.placeholders[1]
    if slide.blocks:
        paragraphs = _Paragraphs(body.text_frame)
        paragraphs.blocks(slide.blocks, 0)
    else:
        body._element.getparent().remove(body._element)  # noqa: SLF001 - its only door
    _foot(drawn, foot)
    _notes(drawn, slide.notes)


class _Paragraphs:
    """Puts blocks into a text frame, one paragraph after another."""

    def __init__(self, frame: Any) -> None:
        self.frame, self.begun = frame, False

    def blocks(self, blocks: Iterable[Block], level: int) -> None:
        for block in blocks:
            match block:
                case Listing():
                    self.list(block, level)
                case Heading(runs=runs) | Paragraph(runs=runs):
                    self.paragraph(runs, level, None)
                case _:
                    for words in texts([block]):
                        self.paragraph((Run(words),), level, None)

    def list(self, listing: Listing, level: int) -> None:
        for number, item in enumerate(listing.items, listing.start or 0):
            first = True
            for block in item.blocks:
                if isinstance(block, Paragraph) and first:
                    runs = (Run(BOX), *block.runs) if item.box else block.runs
                    self.paragraph(runs, level, "" if listing.start is None else str(number))
                    first = False
                else:
                    self.blocks([block], level + 1)

    def paragraph(self, runs: Runs, level: int, bullet: str | None) -> None:
        """Add a paragraph: `bullet` is None for none, "" for a dot, or its number."""
        made = self.frame.add_paragraph() if self.begun else self.frame.paragraphs[0]
        self.begun, made.level = True, min(level, 4)
        about = made._p.get_or_add_pPr()  # noqa: SLF001 - its only door
        if bullet is None:
            about.set("marL", "0")
            about.set("indent", "0")
            about.append(OxmlElement("a:buNone"))
        elif bullet:
            counted = OxmlElement("a:buAutoNum")
            counted.set("type", "arabicPeriod")
            counted.set("startAt", bullet)
            about.append(counted)
        _words(made, runs)


def _words(paragraph: Any, runs: Runs) -> None:
    for run in runs:
        if run.text == BREAK:
            paragraph.add_line_break()
            continue
        drawn = paragraph.add_run()
        drawn.text = legible(run.text).replace(BREAK, " ")
        drawn.font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK
        if run.strong:
            drawn.font.bold = True
        if run.em:
            drawn.font.italic = True
        if run.link and not run.link.startswith("#"):
            drawn.hyperlink.address = legible(run.link)


def _title(slide: Any, words: str) -> None:
    _words(slide.shapes.title.text_frame.paragraphs[0], (Run(words),))


def _notes(slide: Any, notes: Sequence[str]) -> None:
    if notes:
        frame = slide.notes_slide.notes_text_frame
        for at, words in enumerate(notes):
            _words(frame.paragraphs[0] if at == 0 else frame.add_paragraph(), (Run(words),))


def _foot(slide: Any, words: str) -> None:
    """Copy the layout's foot and number onto the slide, which python-pptx leaves out."""
    for holder in slide.slide_layout.placeholders:
        kind = holder.placeholder_format.type
        if kind in {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}:
            copied = copy.deepcopy(holder._element)  # noqa: SLF001 - its only door
            slide.shapes._spTree.append(copied)  # noqa: SLF001 - its only door
            if kind == PP_PLACEHOLDER.FOOTER:
                _words(slide.shapes[-1].text_frame.paragraphs[0], (Run(words),))


def _properties(made: Any, show: Show) -> None:
    about = made.core_properties
    about.title, about.subject = legible(show.title), legible(show.summary)
    about.author = about.last_modified_by = show.author
    about.language, about.comments, about.keywords = "en-GB", show.licence, "mentoring, doctors in training"
    about.revision = 1


def _dress(made: Any) -> None:
    """Make of the plain master that comes with python-pptx one of our own: two layouts, our face, our sizes."""
    made.slide_width, made.slide_height = WIDTH, HEIGHT
    for layout in [*made.slide_layouts][2:]:
        made.slide_layouts.remove(layout)
    for key, related in [*made.part.package._rels.items()]:  # noqa: SLF001 - its only door
        if related.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            made.part.package._rels.pop(key)  # noqa: SLF001 - its only door
    master = made.slide_master
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = theme.blob.replace(_THEME_FACE, FACE)  # noqa: SLF001 - its only door
    for sheet in (master, *made.slide_layouts):
        for holder in sheet.placeholders:
            _stand(holder)
        for words in sheet._element.iter(qn("a:rPr"), qn("a:endParaRPr")):  # noqa: SLF001 - its only door
            words.set("lang", "en-GB")
    _sizes(master)
    first = made.slide_layouts[_TITLE_SLIDE]
    first.background.fill.solid()
    first.background.fill.fore_color.rgb = ACCENT
    for holder in first.placeholders:
        _set(holder, WHITE, 40 if holder.placeholder_format.type == PP_PLACEHOLDER.CENTER_TITLE else 22)


def _stand(holder: Any) -> None:
    kind = holder.placeholder_format.type
    if place := (_PLACES["first"] | _PLACES["every"]).get(kind):
        holder.left, holder.top, holder.width, holder.height = map(Inches, place)
    if kind in {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE}:
        _set(holder, QUIET, 12)
        holder.text_frame.paragraphs[0]._p.get_or_add_pPr().set(  # noqa: SLF001 - its only door
            "algn", "r" if kind == PP_PLACEHOLDER.SLIDE_NUMBER else "l"
        )


def _sizes(master: Any) -> None:
    """Set the master's own styles: titles to the left in our colour, three sizes of text."""
    styles = master._element.find(qn("p:txStyles"))  # noqa: SLF001 - its only door
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    _style(title.find(qn("a:defRPr")), 34, bold=True)
    for level, size in enumerate((28, 24, 20), 1):
        _style(styles.find(qn("p:bodyStyle")).find(qn(f"a:lvl{level}pPr")).find(qn("a:defRPr")), size)


def _style(words: Any, size: int, *, bold: bool = False) -> None:
    words.set("sz", str(size * 100))
    words.set("lang", "en-GB")
    if bold:
        words.set("b", "1")
        for fill in words.findall(qn("a:solidFill")):
            fill[0].getparent().replace(fill[0], _colour(ACCENT))


def _colour(colour: RGBColor) -> Any:
    made = OxmlElement("a:srgbClr")
    made.set("val", str(colour))
    return made


def _set(holder: Any, colour: RGBColor, size: int) -> None:
    """Set the words of a layout's placeholder: those on its slides take after it."""
    styles = holder.text_frame._txBody.find(qn("a:lstStyle"))  # noqa: SLF001 - its only door
    for found in [*styles]:
        styles.remove(found)
    level, words, fill = OxmlElement("a:lvl1pPr"), OxmlElement("a:defRPr"), OxmlElement("a:solidFill")
    level.set("algn", "l")
    level.set("marL", "0")
    level.set("indent", "0")
    words.set("sz", str(Pt(size).centipoints))
    fill.append(_colour(colour))
    words.append(fill)
    level.append(OxmlElement("a:buNone"))
    level.append(words)
    styles.append(level)
