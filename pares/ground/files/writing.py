"""Spreadsheets out: every cell is text that no spreadsheet program runs."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from pares.ground.files.guarding import guarded

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell = str | int | float | dt.date | None
"""What a cell may be given as; dates are written as ISO, nothing as an empty cell."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE = 31
_LONGEST_CELL = 32_767
_WIDTHS = (10, 60)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook to be written."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write a CSV file that Excel opens rightly: UTF-8 with its mark, commas, CRLF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([harmless(heading) for heading in headings])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Write a workbook of text cells, one sheet after another; headings bold and kept in view."""
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for sheet in sheets:
        _write(book, _title(sheet.title, taken), sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def harmless(cell: Cell) -> str:
    """Give the cell as text without control characters, guarded if it could run as a formula."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return cell.isoformat() if isinstance(cell, dt.date) else str(cell)
    kept = _CONTROL.sub("", cell.replace("\r\n", "\n").replace("\r", "\n"))
    return guarded(kept)


def _write(book: Workbook, title: str, sheet: Sheet) -> None:
    page = book.create_sheet(title)
    page.freeze_panes = "A2"
    rows = [[harmless(cell) for cell in row] for row in sheet.rows]
    for at, heading in enumerate(sheet.headings):
        longest = max(map(len, [heading, *(row[at] for row in rows if len(row) > at)]))
        page.column_dimensions[get_column_letter(at + 1)].width = min(max(longest + 2, _WIDTHS[0]), _WIDTHS[1])
    page.append([_text(page, harmless(heading), bold=True) for heading in sheet.headings])
    for row in rows:
        page.append([_text(page, cell) for cell in row])


def _text(page: Any, value: str, *, bold: bool = False) -> Any:
    value = _ESCAPE.sub("_x005F_", value)
    cell = WriteOnlyCell(page, value if len(value) <= _LONGEST_CELL else value[: _LONGEST_CELL - 1] + "…")
    cell.data_type = "s"
    cell.number_format = "@"
    if bold:
        cell.font = Font(bold=True)
    if "\n" in value:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _title(wanted: str, taken: set[str]) -> str:
    """Bring a title within Excel's rules: at most 31 characters, no forbidden sign, not used twice."""
    plain = _NOT_IN_TITLES.sub(" ", _CONTROL.sub("", wanted)).strip(" '")[:_LONGEST_TITLE] or "Sheet"
    title, number = plain, 2
    while title.casefold() in taken:
        ending = f" {number}"
        title, number = plain[: _LONGEST_TITLE - len(ending)] + ending, number + 1
    taken.add(title.casefold())
    return title
