"""Cells that a spreadsheet program would run as a formula: made harmless by an apostrophe, and back."""

import re

_RUNS = re.compile("['\\s\u200b-\u200f\u2060\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|'*[\t\r\n\x00]")


def guarded(cell: str) -> str:
    """Put an apostrophe before a cell that could run.

    Such a cell begins, after any blanks, with = + - @ or a full-width twin of these, or TAB, CR, LF, NUL.
    """
    return "'" + cell if _RUNS.match(cell) else cell


def unguarded(cell: str) -> str:
    """Take off the apostrophe that `guarded` put there; any other cell stays as it is."""
    return cell[1:] if cell.startswith("'") and _RUNS.match(cell[1:]) else cell
