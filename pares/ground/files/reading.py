"""An uploaded list of people, as a table: CSV or XLSX, told by its content and not by its name."""

from pares.ground.files import delimited, workbooks
from pares.ground.files.tables import Row, Table, table
from pares.ground.files.unreadable import (
    MAX_BYTES,
    EmptyFile,
    Locked,
    NotASpreadsheet,
    OldWorkbook,
    TooLarge,
    Unreadable,
)

__all__ = ["Row", "Table", "Unreadable", "read", "sheets"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"<", b"\xef\xbb\xbf<")
_EXCEL_NAMES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".numbers")


def read(content: bytes, name: str, *, sheet: str | None = None, likely: str = "") -> Table:
    """Read the whole file, or the sheet named, into a table; any reason not to is an `Unreadable`.

    Where no sheet is named, one of the `likely` name goes before the one that looks most like a list of people.
    """
    if _is_workbook(content, name):
        chosen, rows, notes = workbooks.rows_of(content, sheet, likely)
        return table(rows, sheet=chosen, notes=notes)
    rows, notes = delimited.rows_of(content)
    return table(rows, notes=notes)


def sheets(content: bytes, name: str) -> list[str]:
    """Name the sheets to choose from, in the workbook's order; none for a CSV file."""
    return workbooks.sheet_names(content) if _is_workbook(content, name) else []


def _is_workbook(content: bytes, name: str) -> bool:
    """Tell a workbook from text by its first bytes, refusing at once what is neither."""
    if len(content) > MAX_BYTES:
        raise TooLarge
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xfe\xff"):
        raise EmptyFile
    if content.startswith(_OLE):
        raise Locked if "EncryptedPackage".encode("utf-16-le") in content else OldWorkbook
    if content.startswith(_ZIP):
        return True
    if content.lstrip().startswith(_OTHERS):
        raise NotASpreadsheet
    if name.lower().endswith(_EXCEL_NAMES):
        raise NotASpreadsheet(
            "This file is named like a workbook but is not one. Save it as .xlsx in Excel and upload that."
        )
    return False
