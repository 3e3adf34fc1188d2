"""Text files of rows: which encoding, which delimiter, and the rows in them."""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice

from pares.ground.files.tables import SEARCHED, Row, filled, likeness
from pares.ground.files.unreadable import (
    Damaged,
    HiddenBytes,
    LongCell,
    LooseQuote,
    NotASpreadsheet,
    Unreadable,
)

DELIMITERS = ",;\t"

_LONGEST_LINE = 1_000_000
_SAMPLE = 4096
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_NO_TEXT = frozenset(range(32)) - frozenset(b"\t\n\r\x0b\x0c\x1a\x1b\x00")


def rows_of(content: bytes) -> tuple[list[Row], list[str]]:
    """Read a CSV file of any of the usual encodings and delimiters into its filled rows, and notes on how."""
    encoding, notes = _encoding(content)
    first = content[:_SAMPLE].decode(encoding, errors="ignore").splitlines()[:1]
    announced = first[0].strip().strip('"').lower() if first else ""
    if announced[:4] == "sep=" and len(announced) == len("sep=") + 1:
        rows = filled((number, cells) for number, cells in _records(content, encoding, announced[4]) if number > 1)
        return rows, notes
    delimiter = max(DELIMITERS, key=lambda mark: _fit(content, encoding, mark))
    return filled(_records(content, encoding, delimiter)), notes


def _encoding(content: bytes) -> tuple[str, list[str]]:
    """Name the encoding by its mark, by the place of its NULs, or by trial: UTF-8, then Windows-1252."""
    if content.startswith(_UTF32):
        raise NotASpreadsheet
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _sound(content, "utf-16"), []
    start = content[:_SAMPLE]
    even, odd = start[::2].count(0), start[1::2].count(0)
    for encoding, many, few in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if many > len(start) // 5 and few * 10 < many:
            return _sound(content, encoding), []
    if sum(start.count(byte) for byte in _NO_TEXT) * 100 > len(start):
        raise NotASpreadsheet
    nuls = content.count(0)
    if nuls * 100 > len(content):
        raise NotASpreadsheet
    if nuls:
        raise HiddenBytes(content.count(b"\n", 0, content.index(0)) + 1)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _sound(content, "cp1252", NotASpreadsheet), [
            "Read as Windows text (not UTF-8): check names with accents."
        ]
    return "utf-8-sig", []


def _sound(content: bytes, encoding: str, refusal: type[Damaged] | type[NotASpreadsheet] = Damaged) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise refusal from None
    if "\x00" in text:
        raise HiddenBytes(text.count("\n", 0, text.index("\x00")) + 1)
    return encoding


def _fit(content: bytes, encoding: str, delimiter: str) -> tuple[int, int]:
    """Score a delimiter on the first rows: known heading words, then the cells in rows of the usual width."""
    try:
        rows = filled(islice(_records(content, encoding, delimiter), SEARCHED))
    except Unreadable:
        return 0, 0
    widths = [len(row.cells) for row in rows]
    usual = max(widths, key=widths.count, default=1)
    return likeness(rows)[0], (usual - 1) * widths.count(usual)


def _records(content: bytes, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Give each record with its number, which is the row a spreadsheet program shows it in."""
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    try:
        yield from enumerate(reader, start=1)
    except csv.Error as error:
        raise (LongCell if "limit" in str(error) else LooseQuote)(reader.line_num) from error


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    number = 0
    while line := text.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE:
            raise LongCell(number)
        yield line
