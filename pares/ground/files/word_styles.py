"""How our Word documents look: the styles of Word's own names, set once, and the few marks beside them."""

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from pares.ground.files.word_parts import element

__all__ = ["TEXT_WIDTH", "dress", "looks", "qn", "row", "ruled_above"]

FACE = "Arial"
INK, ACCENT, QUIET = RGBColor(0x21, 0x2B, 0x32), RGBColor(0x1D, 0x4F, 0x5C), RGBColor(0x4C, 0x62, 0x72)
LINK = RGBColor(0x00, 0x5E, 0xB8)
SHADE, TINT, HAIRLINE = "E8EDEE", "FFF3C4", "AEB7BD"
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = Cm(21), Cm(29.7), Cm(2.2)
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN

_How = tuple[float, RGBColor, bool, float, float]

# Size, colour, bold, and the space above and below, in points.
_SET: dict[str, _How] = {
    "Normal": (11, INK, False, 0, 7),
    "Heading 1": (22, ACCENT, True, 0, 6),
    "Heading 2": (15, ACCENT, True, 18, 5),
    "Heading 3": (12, INK, True, 12, 3),
    "Subtitle": (13, QUIET, False, 0, 12),
    "Quote": (11, INK, False, 4, 8),
    "Footer": (8.5, QUIET, False, 0, 0),
}
_OURS: dict[str, _How] = {
    "Small": (9, QUIET, False, 20, 0),
    "Verbatim": (10, INK, False, 0, 7),
    "Line to write on": (11, QUIET, False, 10, 4),
    "Table Text": (10, INK, False, 3, 3),
    "Table Heading": (10, INK, True, 3, 3),
    "Tick List": (11, INK, False, 0, 4),
    "Tick List 2": (11, INK, False, 0, 4),
    "Tick List 3": (11, INK, False, 0, 4),
}
_MONOSPACED = "Consolas"


def dress(document: Document) -> None:
    """Set page, language and styles of a new document."""
    page = document.sections[0]
    page.page_width, page.page_height = PAGE_WIDTH, PAGE_HEIGHT
    page.left_margin = page.right_margin = page.top_margin = MARGIN
    page.bottom_margin = Cm(2)
    for name in _OURS:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    for name, how in (_SET | _OURS).items():
        _set(document.styles[name], how)
    for name in ("List Bullet", "List Number", "List Continue"):
        for level in ("", " 2", " 3"):
            document.styles[name + level].paragraph_format.space_after = Pt(4)
    _peculiarities(document)
    _characters(document)
    _language(document)


def row(drawn: _Row, *, header: bool, height: Length | None) -> None:
    """Mark a row: repeated on each page where it is the headings, never split, at least as high as asked."""
    about = drawn._tr.get_or_add_trPr()  # noqa: SLF001 - its only door
    about.append(element("w:cantSplit"))
    if height is not None:
        drawn.height = height
    if header:
        about.append(element("w:tblHeader"))
        for cell in drawn.cells:
            cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=SHADE))  # noqa: SLF001


def looks(drawn: Table, *, header_row: bool, header_column: bool) -> None:
    """Say which row or column of a table holds its headings, and draw it in fine lines."""
    about: Any = drawn._tbl.tblPr  # noqa: SLF001 - its only door
    for found in about.findall(qn("w:tblLook")):
        about.remove(found)
    borders = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color=HAIRLINE))
    about.find(qn("w:tblLayout")).addprevious(borders)
    first = {"firstRow": str(int(header_row)), "firstColumn": str(int(header_column))}
    about.append(element("w:tblLook", val="04A0", **first, lastRow="0", lastColumn="0", noHBand="1", noVBand="1"))


def ruled_above(paragraph: Paragraph) -> None:
    """Draw a line above the paragraph."""
    _border(paragraph._p.get_or_add_pPr(), "top", "8")  # noqa: SLF001 - its only door
    paragraph.paragraph_format.space_before = Pt(14)


def _set(style: Any, how: _How) -> None:
    size, colour, bold, above, below = how
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = colour
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(below)
    _face(style, _MONOSPACED if style.name == "Verbatim" else FACE)


def _face(style: Any, name: str) -> None:
    """Set the typeface, in place of the theme's, which would go before it."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), name)


def _peculiarities(document: Document) -> None:
    styles = document.styles
    styles["Normal"].paragraph_format.line_spacing = 1.15
    for level in (1, 2, 3):
        styles[f"Heading {level}"].paragraph_format.keep_with_next = True
        tick = styles["Tick List" + ("" if level == 1 else f" {level}")]
        tick.paragraph_format.left_indent = Cm(0.7 * level)
        tick.paragraph_format.first_line_indent = Cm(-0.7)
        tick.paragraph_format.tab_stops.add_tab_stop(Cm(0.7 * level))
    styles["Quote"].paragraph_format.left_indent = Cm(0.5)
    _border(styles["Quote"].element.get_or_add_pPr(), "left", "24")
    tabs = styles["Line to write on"].paragraph_format.tab_stops
    tabs.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
    for name in ("Table Text", "Table Heading"):
        styles[name].paragraph_format.line_spacing = 1


def _characters(document: Document) -> None:
    for name in ("Hyperlink", "Code", "Blank"):
        document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
    document.styles["Hyperlink"].font.color.rgb = LINK
    document.styles["Hyperlink"].font.underline = True
    _face(document.styles["Code"], _MONOSPACED)
    shade = element("w:shd", val="clear", color="auto", fill=TINT)
    document.styles["Blank"].element.get_or_add_rPr().append(shade)


def _border(of: Any, side: str, size: str) -> None:
    borders = element("w:pBdr")
    borders.append(element(f"w:{side}", val="single", sz=size, space="8", color=HAIRLINE))
    of.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")


def _language(document: Document) -> None:
    for root in (document.styles.element, document.settings.element):
        for name in ("w:lang", "w:themeFontLang"):
            for found in root.iter(qn(name)):
                found.set(qn("w:val"), "en-GB")
