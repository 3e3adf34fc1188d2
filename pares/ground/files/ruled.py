"""Workbooks to be filled in by people: ruled sheets, headings that stay in view, lists to choose from, no macros."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from pares.ground.files.steadying import steady
from pares.ground.files.writing import harmless

LISTS = "Lists"
RULED = 300
"""How many rows are ready to be filled in."""
_ROOM_IN_LISTS = 100
_FACE, _INK, _ACCENT, _SHADE, _LINE = "Arial", "212B32", "1D4F5C", "E8EDEE", "AEB7BD"
_DATE, _TEXT = "DD/MM/YYYY", "@"


class Kind(StrEnum):
    """What a column takes."""

    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what it takes, and a hint for whoever fills it in; `choices` names one of the lists.

    With `strict`, nothing but one of the choices is taken.
    """

    heading: str
    kind: Kind = Kind.TEXT
    width: int = 18
    hint: str = ""
    choices: str = ""
    strict: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """One line above the headings: what it asks, what it takes, and what stands there already."""

    label: str
    column: Column
    value: int | None = None


class Formula(str):
    """A formula of ours: any other text in a cell is text, whatever it begins with."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ruled:
    """One sheet: what is asked above its headings, its columns, and the rows that stand there already."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str | int | None, ...], ...] = ()
    asked: tuple[Asked, ...] = ()

    @property
    def heading_row(self) -> int:
        """The row the headings stand in."""
        return len(self.asked) + 2 if self.asked else 1


@dataclass(frozen=True, slots=True)
class Forms:
    """A whole workbook: the words on its first sheet, its sheets, and the lists its columns choose from."""

    title: str
    author: str
    words: tuple[tuple[str, ...], ...]
    sheets: tuple[Ruled, ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    changed: date


def ruled_bytes(forms: Forms) -> bytes:
    """Return the workbook as .xlsx; the same forms give the same bytes."""
    book = Workbook()
    book.properties.title, book.properties.creator = forms.title, forms.author
    book.properties.language = "en-GB"
    _words(book.active, forms)
    ranges = {name: _range(at) for at, (name, _) in enumerate(forms.lists, 1)}
    for sheet in forms.sheets:
        _sheet(book.create_sheet(sheet.title), sheet, ranges)
    _lists(book.create_sheet(LISTS), forms.lists)
    content = BytesIO()
    book.save(content)
    return steady(content.getvalue(), forms.changed)


def _words(page: Any, forms: Forms) -> None:
    """Write the first sheet: a row of one cell is a paragraph, of several a row of a table; the first is the title."""
    page.title = "Read me"
    page.column_dimensions["A"].width = 30
    for column in "BCDEFGH":
        page.column_dimensions[column].width = 22
    for at, row in enumerate(forms.words, 1):
        for place, words in enumerate(row, 1):
            cell = page.cell(at, place, harmless(words))
            cell.font = Font(name=_FACE, size=16 if at == 1 else 11, bold=at == 1, color=_ACCENT if at == 1 else _INK)
            cell.alignment = Alignment(wrap_text=len(row) > 1, vertical="top")


def _sheet(page: Any, sheet: Ruled, ranges: Mapping[str, str]) -> None:
    for at, asked in enumerate(sheet.asked, 1):
        _cell(page.cell(at, 1), asked.label, bold=True)
        _cell(page.cell(at, 2), asked.value, shape=_DATE if asked.column.kind is Kind.DATE else "0").border = _border()
        _held(page, asked.column, f"B{at}", ranges)
    top = sheet.heading_row
    for place, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(place)
        heading = _cell(page.cell(top, place), column.heading, bold=True)
        heading.fill, heading.border = PatternFill("solid", fgColor=_SHADE), _border()
        page.column_dimensions[letter].width = column.width
        _held(page, column, f"{letter}{top + 1}:{letter}{top + RULED}", ranges)
    for at, row in enumerate(sheet.rows, top + 1):
        for place, (value, column) in enumerate(zip(row, sheet.columns, strict=True), 1):
            _cell(page.cell(at, place), value, shape=_DATE if column.kind is Kind.DATE else "General")
    page.freeze_panes = f"A{top + 1}"
    page.print_title_rows = f"{top}:{top}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _cell(at: Any, value: str | int | None, *, bold: bool = False, shape: str = "General") -> Any:
    """Write a value into the cell `at`, and return it."""
    at.value = harmless(value) if isinstance(value, str) and not isinstance(value, Formula) else value
    at.font = Font(name=_FACE, size=11, bold=bold, color=_INK)
    at.alignment = Alignment(wrap_text=True, vertical="top")
    at.number_format = shape
    return at


def _held(page: Any, column: Column, cells: str, ranges: Mapping[str, str]) -> None:
    """Offer a column's choices, hold it to dates, and show its hint to whoever stands in it."""
    if column.kind is Kind.CHOICE:
        rule = DataValidation(
            "list", formula1=ranges[column.choices], errorStyle="stop" if column.strict else "warning"
        )
        rule.error = "Choose one of the list." if column.strict else "This is not on the list. Use it all the same?"
    elif column.kind is Kind.DATE:
        rule = DataValidation("date", operator="greaterThan", formula1="36526", errorStyle="stop")
        rule.error = "Enter a date, like 7/4/2027."
    elif column.hint:
        rule = DataValidation()
    else:
        return
    rule.allow_blank, rule.showErrorMessage, rule.errorTitle = True, column.kind is not Kind.TEXT, column.heading[:32]
    if column.hint:
        rule.showInputMessage, rule.promptTitle, rule.prompt = True, column.heading[:32], column.hint
    rule.add(cells)
    page.add_data_validation(rule)


def _lists(page: Any, lists: Sequence[tuple[str, tuple[str, ...]]]) -> None:
    for place, (name, choices) in enumerate(lists, 1):
        page.column_dimensions[get_column_letter(place)].width = 28
        _cell(page.cell(1, place), name, bold=True).fill = PatternFill("solid", fgColor=_SHADE)
        for at, choice in enumerate(choices, 2):
            _cell(page.cell(at, place), int(choice) if choice.isdecimal() else choice)
    page.freeze_panes = "A2"


def _range(place: int) -> str:
    """Return the filled cells of a list, however many somebody adds."""
    letter = get_column_letter(place)
    filled = f"COUNTA({LISTS}!${letter}$2:${letter}${_ROOM_IN_LISTS + 1})"
    return f"OFFSET({LISTS}!${letter}$2,0,0,MAX(1,{filled}),1)"


def _border() -> Border:
    side = Side("thin", color=_LINE)
    return Border(left=side, right=side, top=side, bottom=side)
