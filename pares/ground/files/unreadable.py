"""Why an uploaded list of people could not be read: one named refusal per reason, each a sentence to show."""

from pares.ground.refusal import Refused

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 10_000
MAX_COLUMNS = 200


class Unreadable(Refused):
    """The uploaded file was not read; nothing of it was kept."""

    sentence = "This file could not be read. Save it again as CSV or Excel (.xlsx) and upload that."


class EmptyFile(Unreadable):
    """Nothing but blank cells, or no bytes at all."""

    sentence = "This file is empty. Choose the file that holds your list of people."


class NobodyListed(Unreadable):
    """Headings, and no row below them."""

    sentence = "This file has headings but no people below them. Add a row for each person and upload it again."


class TooLarge(Unreadable):
    """More than MAX_BYTES."""

    sentence = "This file is larger than 10 MB. Keep only the list of people, without pictures, and upload it again."


class TooManyRows(Unreadable):
    """More than MAX_ROWS people."""

    sentence = f"This file has more than {MAX_ROWS:,} rows. Split it into smaller files and upload them one by one."


class TooManyColumns(Unreadable):
    """A filled cell beyond MAX_COLUMNS, or a row too wide to be a list of people."""

    sentence = f"This file has more than {MAX_COLUMNS} columns. Keep only the columns about each person."


class NotASpreadsheet(Unreadable):
    """Some other kind of file, or bytes that are no text."""

    sentence = "This is not a spreadsheet. Upload a CSV or Excel (.xlsx) file."


class OldWorkbook(Unreadable):
    """The Excel format used until 2003, or another program's workbook."""

    sentence = "This kind of spreadsheet cannot be read. Save it as an Excel workbook (.xlsx) and upload that."


class Locked(Unreadable):
    """An encrypted workbook."""

    sentence = "This file is protected by a password. Remove the password in Excel and upload it again."


class Damaged(Unreadable):
    """A workbook whose parts do not fit together, or text with bytes lost."""

    sentence = "This file is damaged. Open it in Excel, save it under a new name, and upload that."


class Inflated(Unreadable):
    """A workbook that unpacks to far more than any list of people."""

    sentence = "This workbook unpacks to far more than a list of people. Copy the people into a new one."


class Unsafe(Unreadable):
    """XML with declarations that Excel never writes."""

    sentence = "This workbook holds what Excel never writes, so it was not opened. Copy the people into a new one."


class HiddenBytes(Unreadable):
    """NUL characters inside text."""

    def __init__(self, line: int) -> None:
        """Take the line, counted from 1, on which the first one stands."""
        super().__init__(
            f"Line {line} of this file is damaged: it holds bytes that are not text. Save it again as CSV."
        )


class LooseQuote(Unreadable):
    """A quotation mark that opens and never closes, or closes before its cell ends."""

    def __init__(self, line: int) -> None:
        """Take the line, counted from 1, on which reading stopped."""
        super().__init__(f"The quotation marks at line {line} do not pair up. Remove the odd one and upload it again.")


class LongCell(Unreadable):
    """A cell or line longer than any about a person."""

    def __init__(self, line: int) -> None:
        """Take the line, counted from 1."""
        super().__init__(f"A cell at line {line} is too long to be read. Shorten it and upload the file again.")


class NoSuchSheet(Unreadable):
    """The sheet asked for is not in the workbook."""

    def __init__(self, sheet: str) -> None:
        """Take the name that was asked for."""
        super().__init__(f"There is no sheet named “{sheet}” in this file. Choose one of its sheets.")
