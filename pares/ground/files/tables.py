"""From rows of cells to a table of people: where the headings stand, which rows and columns count."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pares.ground.files.guarding import unguarded
from pares.ground.files.unreadable import (
    MAX_COLUMNS,
    MAX_ROWS,
    EmptyFile,
    NobodyListed,
    TooManyColumns,
    TooManyRows,
)

SEARCHED = 30
"""How many filled rows from the top may hold the headings."""

_LONGEST_HEADING = 300
_LISTED = 6
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufeff]")
_ABOUT_A_PERSON = re.compile(
    r"\b(e-?mail|mail|name|forename|surname|grade|level|training|special(i)?ty|site|hospital|trust|base|role|"
    r"mentor|mentee|gmc|phone|mobile|post|rotation|department|location|timestamp|"
    r"(start|completion) time|id)s?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the headings: its number as the spreadsheet shows it, and a cell for each heading."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """People as uploaded. `sheet` is "" where the file has none; `notes` say in words what was left out."""

    headings: list[str]
    rows: list[Row]
    sheet: str = ""
    notes: list[str] = field(default_factory=list)


def clean(cell: str) -> str:
    """Give the cell as a person sees it: composed letters (NFC), no control characters, no outer blanks.

    The apostrophe with which our own exports guard a formula is taken off again.
    """
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    return unguarded(_UNSEEN.sub("", unicodedata.normalize("NFC", text))).strip()


def filled(rows: Iterable[tuple[int, Sequence[str]]], *, limit: int = MAX_ROWS + SEARCHED) -> list[Row]:
    """Keep the rows that hold anything, less their trailing blanks; refuse beyond `limit` or MAX_COLUMNS."""
    kept: list[Row] = []
    for number, raw in rows:
        cells = [clean(cell) for cell in raw]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) > MAX_COLUMNS:
            raise TooManyColumns
        if len(kept) == limit:
            raise TooManyRows
        kept.append(Row(number, cells))
    return kept


def likeness(rows: Sequence[Row]) -> tuple[int, int]:
    """Measure the likeness to a list of people: known words in the best heading row, then filled rows."""
    return max((_known(row) for row in rows[:SEARCHED]), default=0), len(rows)


def table(rows: Sequence[Row], *, sheet: str = "", notes: Sequence[str] = ()) -> Table:
    """Find the headings among filled rows and lay every other row under them.

    Title rows above the headings, blank columns and repeats of the heading row are left out, and said so.
    """
    if not rows:
        raise EmptyFile
    at = _heading_row(rows)
    told = list(notes)
    if at is None:
        given: list[str] = []
        people = list(rows)
        told.append("No headings were found, so the columns are named by their letters.")
    else:
        given = rows[at].cells
        people = [row for row in rows[at + 1 :] if row.cells != given]
        told += _left_out(above=at, repeats=len(rows) - at - 1 - len(people), heading=rows[at].number)
    if not people:
        raise NobodyListed
    if len(people) > MAX_ROWS:
        raise TooManyRows
    return _laid_out(given, people, sheet, told)


def letter(column: int) -> str:
    """Name a column, counted from 0, as a spreadsheet does: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _laid_out(given: Sequence[str], people: Sequence[Row], sheet: str, notes: list[str]) -> Table:
    width = max(len(given), *(len(row.cells) for row in people))
    headed = [*given, *[""] * (width - len(given))]
    used = [at for at in range(width) if headed[at] or any(len(row.cells) > at and row.cells[at] for row in people)]
    unnamed = [letter(at) for at in used if not headed[at]]
    if unnamed and given:
        notes.append(_without_heading(unnamed))
    headings = _told_apart([headed[at] or f"Column {letter(at)}" for at in used])
    rows = [Row(row.number, [row.cells[at] if len(row.cells) > at else "" for at in used]) for row in people]
    return Table(headings, rows, sheet, notes)


def _heading_row(rows: Sequence[Row]) -> int | None:
    """Give the index of the heading row, or None where the people start at once."""
    top = rows[:SEARCHED]
    known = [_known(row) for row in top]
    if max(known):
        return known.index(max(known))
    counts = [sum(map(bool, row.cells)) for row in top]
    first = next(at for at, count in enumerate(counts) if 3 * count >= 2 * max(counts))
    return None if any("@" in cell for cell in top[first].cells) else first


def _known(row: Row) -> int:
    if any("@" in cell for cell in row.cells):
        return 0
    return sum(
        len(cell) <= _LONGEST_HEADING and bool(_ABOUT_A_PERSON.search(cell.replace("_", " "))) for cell in row.cells
    )


def _told_apart(headings: Sequence[str]) -> list[str]:
    """Give repeated headings a number, Email and Email (2), passing over a number already taken."""
    taken = {heading.casefold() for heading in headings}
    seen: set[str] = set()
    apart = []
    for heading in headings:
        name, number = heading, 2
        while name.casefold() in seen or (name != heading and name.casefold() in taken):
            name, number = f"{heading} ({number})", number + 1
        seen.add(name.casefold())
        apart.append(name)
    return apart


def _left_out(*, above: int, repeats: int, heading: int) -> list[str]:
    notes = []
    if above:
        notes.append(f"The headings were found in row {heading}; what stands above them was left out.")
    if repeats:
        notes.append(f"Rows that only repeat the headings were left out: {repeats}.")
    return notes


def _without_heading(letters: Sequence[str]) -> str:
    if len(letters) == 1:
        return f"Column {letters[0]} has no heading: it is called “Column {letters[0]}”."
    if len(letters) > _LISTED:
        return f"{len(letters)} columns have no heading: they go by their letters."
    return f"Columns {', '.join(letters[:-1])} and {letters[-1]} have no heading: they go by their letters."
