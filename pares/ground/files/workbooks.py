"""Excel workbooks: their visible sheets, and the cells of one as the text a person sees. Nothing is run."""

import datetime as dt
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

import openpyxl

from pares.ground.files.archives import examine
from pares.ground.files.tables import SEARCHED, Row, filled, likeness
from pares.ground.files.unreadable import Damaged, EmptyFile, Inflated, NoSuchSheet, Unreadable

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

_MOST_CELLS = 3_000_000
_MOST_ROWS = 1_048_576
_MOST_SHEETS = 50
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ZEROS = re.compile("0+")
_PERCENT = re.compile(r"0(\.0+)?%")


def sheet_names(content: bytes) -> list[str]:
    """Name the visible sheets that can hold rows, in the workbook's order."""
    with _opened(content) as book:
        return [name for name, _ in _visible(book)]


def rows_of(content: bytes, sheet: str | None = None, likely: str = "") -> tuple[str, list[Row], list[str]]:
    """Read the sheet asked for, else the one of the `likely` name, else the one most like people.

    Give its name, its filled rows, and notes.
    """
    with _opened(content) as book:
        sheets = dict(_visible(book))
        notes: list[str] = []
        if sheet is None:
            sheet = next((name for name in sheets if name.casefold() == likely.casefold()), None) or _likeliest(sheets)
            if len(sheets) > 1:
                notes.append(f"Read from the sheet “{sheet}”, one of {len(sheets)}.")
        elif sheet not in sheets:
            raise NoSuchSheet(sheet)
        return sheet, filled(_rows(sheets[sheet])), notes


@contextmanager
def _opened(content: bytes) -> Iterator["Workbook"]:
    """Open a workbook already found safe; whatever openpyxl trips over is damage in the file."""
    examine(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
            try:
                yield book
            finally:
                book.close()
        except Unreadable:
            raise
        except Exception as error:
            raise Damaged from error


def _visible(book: "Workbook") -> list[tuple[str, Any]]:
    found = [(sheet.title, sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not found:
        raise EmptyFile
    return found[:_MOST_SHEETS]


def _likeliest(sheets: dict[str, Any]) -> str:
    def likeness_of(name: str) -> tuple[int, int]:
        return likeness(filled(islice(_rows(sheets[name]), 2 * SEARCHED)))

    return max(sheets, key=likeness_of)


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()
    cells = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells += len(row)
        if number > _MOST_ROWS or cells > _MOST_CELLS:
            raise Inflated
        if row:
            yield (
                number,
                [_seen(cell.value, cell.number_format) if cell.value is not None else "" for cell in row],
            )


def _seen(value: object, shape: str) -> str:
    """Write a cell's value as the person who filled it in sees it; dates as ISO."""
    if isinstance(value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, shape)
    if isinstance(value, dt.datetime):
        return _moment(value)
    if isinstance(value, dt.time):
        return value.isoformat("minutes")
    return str(value)


def _number(value: float, shape: str) -> str:
    if percent := _PERCENT.fullmatch(shape):
        return f"{value:.{len((percent[1] or '.')[1:])}%}"
    text = str(int(value)) if float(value).is_integer() else f"{value:.15g}"
    return text.zfill(len(shape)) if _ZEROS.fullmatch(shape) else text


def _moment(value: dt.datetime) -> str:
    whole = (value + dt.timedelta(microseconds=500_000)).replace(microsecond=0)
    if whole.time() == dt.time():
        return whole.date().isoformat()
    return whole.isoformat(" ", "seconds" if whole.second else "minutes")
