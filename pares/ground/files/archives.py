"""Whether a zipped workbook is safe to open, judged before anything in it is unpacked or believed.

Sizes come from the archive's own directory (Python's zipfile never unpacks more than is declared there); each
XML part is then walked once as a stream, so that a document type, entities or a flood of elements are met in
passing.
"""

import zipfile
from io import BytesIO
from xml.parsers import expat

from pares.ground.files.unreadable import Damaged, Inflated, NotASpreadsheet, OldWorkbook, Unsafe

MEBIBYTE = 1024 * 1024

_MOST_PARTS = 2_000
_MOST_BYTES = 80 * MEBIBYTE
_ROWS_AND_TEXT = 48 * MEBIBYTE
_OTHER_XML = 4 * MEBIBYTE
_MOST_RATIO = 100
_MOST_ELEMENTS = 3_000_000
_MOST_IN_A_ROW = 80_000
_ROW_DEPTH = 3
_XML = (".xml", ".rels")


def examine(content: bytes) -> None:
    """Refuse an archive that is no workbook, is damaged, unpacks to too much, or declares a document type."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            _is_workbook({part.filename for part in parts}, archive)
            _is_modest(parts)
            walker = _Walker()
            for part in parts:
                if part.filename.lower().endswith(_XML):
                    walker.walk(archive, part)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        EOFError,
        OSError,
        RuntimeError,
        NotImplementedError,
        ValueError,
    ) as error:
        raise Damaged from error


def _is_workbook(names: set[str], archive: zipfile.ZipFile) -> None:
    if "xl/workbook.bin" in names:
        raise OldWorkbook
    if "mimetype" in names and b"opendocument.spreadsheet" in archive.open("mimetype").read(100):
        raise OldWorkbook
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise NotASpreadsheet


def _is_modest(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES:
        raise Inflated
    for part in parts:
        name = part.filename.lower()
        bulky = "/worksheets/" in name or "sharedstrings" in name
        if name.endswith(_XML) and part.file_size > (_ROWS_AND_TEXT if bulky else _OTHER_XML):
            raise Inflated
        if part.file_size > MEBIBYTE and part.file_size > _MOST_RATIO * part.compress_size:
            raise Inflated


class _Walker:
    """Counts the elements of all parts together, and of each row by itself."""

    def __init__(self) -> None:
        self.elements = 0
        self.depth = 0
        self.in_row = 0

    def walk(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
        self.depth = 0
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        try:
            with archive.open(part) as source:
                parser.ParseFile(source)
        except expat.ExpatError as error:
            raise Damaged from error

    def _doctype(self, *_: object) -> None:
        raise Unsafe

    def _open(self, *_: object) -> None:
        self.elements += 1
        self.depth += 1
        self.in_row = self.in_row + 1 if self.depth > _ROW_DEPTH else 0
        if self.elements > _MOST_ELEMENTS or self.in_row > _MOST_IN_A_ROW:
            raise Inflated

    def _close(self, *_: object) -> None:
        self.depth -= 1
