"""What Word knows and python-docx has no words for: fields, boxes to tick, lists that begin anew."""

from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_BOX = f"""<w:sdt {nsdecls("w")} xmlns:w14="{_W14}"><w:sdtPr><w:alias w:val="Done"/>
<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>
<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>
<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic"/></w:rPr>
<w:t>\u2610</w:t></w:r></w:sdtContent></w:sdt>"""


def element(name: str, /, **values: str) -> Any:
    """Return a new element of Word's, with attributes of Word's."""
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


def field(paragraph: Paragraph, name: str) -> None:
    """Put a field that Word fills in, such as PAGE, at the paragraph's end."""
    for kind in ("begin", "", "separate", "1", "end"):
        run = paragraph.add_run("1" if kind == "1" else None)._r  # noqa: SLF001 - its only door
        if kind == "":
            code = element("w:instrText")
            code.text = name
            run.append(code)
        elif kind != "1":
            run.append(element("w:fldChar", fldCharType=kind))


def box(paragraph: Paragraph) -> None:
    """Put a box that can be ticked in Word, and a tab, at the paragraph's end."""
    paragraph._p.append(parse_xml(_BOX))  # noqa: SLF001 - its only door
    paragraph.add_run("\t")


def restarted(document: Document, style: str, start: int) -> int:
    """Return the number of a new list in that style whose first point has the number `start`."""
    numbering = document.part.numbering_part.element
    like = document.styles[style].element.pPr.numPr.numId.val
    made = numbering.add_num(numbering.num_having_numId(like).abstractNumId.val)
    made.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(made.numId)


def attributed(paragraph: Paragraph, number: int) -> None:
    """Make the paragraph a point of the list with that number."""
    of = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - its only door
    of.get_or_add_ilvl().val = 0
    of.get_or_add_numId().val = number
