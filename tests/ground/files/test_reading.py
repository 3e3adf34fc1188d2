import codecs
import datetime as dt
import io
import zipfile
from typing import Any

import openpyxl
import pytest

from pares.ground.files import unreadable as no
from pares.ground.files.reading import Row, Table, read, sheets

PEOPLE = "Name,Email,Grade\nÅsa O’Neill,asa@x.nhs.uk,ST3\nRené,rene@x.nhs.uk,ST4\n"
HEADINGS = ["Name", "Email", "Grade"]
ROWS = [Row(2, ["Åsa O’Neill", "asa@x.nhs.uk", "ST3"]), Row(3, ["René", "rene@x.nhs.uk", "ST4"])]
WINDOWS = "Read as Windows text (not UTF-8): check names with accents."


def workbook(**grids: list[list[Any]]) -> bytes:
    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    for title, grid in grids.items():
        sheet = book.create_sheet(title)
        for row in grid:
            sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def repacked(content: bytes, **changed: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, changed.get(part.rsplit("/", 1)[-1].split(".")[0], old.read(part)))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "notes"),
    [
        (PEOPLE.encode(), []),
        (PEOPLE.encode("utf-8-sig"), []),
        (PEOPLE.encode("utf-16"), []),
        (codecs.BOM_UTF16_BE + PEOPLE.encode("utf-16-be"), []),
        (PEOPLE.encode("utf-16-le"), []),
        (PEOPLE.encode("utf-16-be"), []),
        (PEOPLE.encode("cp1252"), [WINDOWS]),
        (PEOPLE.replace(",", ";").encode(), []),
        (PEOPLE.replace(",", "\t").encode("utf-16"), []),
        (PEOPLE.replace("\n", "\r\n").encode(), []),
        (PEOPLE.replace("\n", "\r").encode(), []),
        (PEOPLE.replace("Åsa", "A\u030asa").encode(), []),
        (PEOPLE.replace(",ST", " ,\u00a0ST").encode(), []),
    ],
)
def test_the_same_people_in_every_encoding_and_delimiter(content: bytes, notes: list[str]) -> None:
    assert read(content, "people.csv") == Table(HEADINGS, ROWS, "", notes)


def test_excels_own_line_naming_the_delimiter() -> None:
    assert read(b"sep=;\nName;Email\nAnn, B;a@x.uk\n", "p.csv").rows == [Row(3, ["Ann, B", "a@x.uk"])]


def test_commas_within_cells_do_not_beat_semicolons() -> None:
    content = b"Name;Email;Site\nA, Dr;a@x.uk;North, East, West\nB, Dr;b@x.uk;South, East, West\n"
    assert read(content, "p.csv").rows[0] == Row(2, ["A, Dr", "a@x.uk", "North, East, West"])


def test_titles_blanks_and_repeated_headings_are_left_out_and_said() -> None:
    content = b"Mentors of 2027,,,\n,,,\nName,,Email,email\n\nAnn,,a@x.uk,b@x.uk\nName,,Email,email\nBob,,c@x.uk,\n"
    assert read(content, "p.csv") == Table(
        ["Name", "Email", "email (2)"],
        [Row(5, ["Ann", "a@x.uk", "b@x.uk"]), Row(7, ["Bob", "c@x.uk", ""])],
        "",
        [
            "The headings were found in row 3; what stands above them was left out.",
            "Rows that only repeat the headings were left out: 1.",
        ],
    )


def test_a_number_already_taken_by_another_heading_is_passed_over() -> None:
    assert read(b"Email,Email (2),Email\na,b,c\n", "p.csv").headings == ["Email", "Email (2)", "Email (3)"]


def test_merged_or_missing_headings_take_their_column_letter() -> None:
    found = read(b"Name,,Email\nAnn,Lee,a@x.uk\n", "p.csv")
    assert (found.headings, found.notes) == (
        ["Name", "Column B", "Email"],
        ["Column B has no heading: it is called “Column B”."],
    )


def test_people_without_headings_lose_nobody() -> None:
    found = read(b"Ann,a@x.uk\nBob,b@x.uk\n", "p.csv")
    assert (found.headings, [row.cells[0] for row in found.rows]) == (["Column A", "Column B"], ["Ann", "Bob"])


def test_headings_in_other_words_stand_above_the_people() -> None:
    found = read(b"Liste\nNom,Courriel\nAnn,a@x.uk\n", "p.csv")
    assert (found.headings, found.rows) == (["Nom", "Courriel"], [Row(3, ["Ann", "a@x.uk"])])


def test_the_sheet_of_people_is_chosen_and_others_offered() -> None:
    content = workbook(
        Readme=[["How to fill this in"]] * 9, People=[["Name", "E-mail"], ["Ann", "a@x.uk"]], Lists=[["ST3"], ["ST4"]]
    )
    assert sheets(content, "p.xlsx") == ["Readme", "People", "Lists"]
    assert read(content, "p.xlsx") == Table(
        ["Name", "E-mail"], [Row(2, ["Ann", "a@x.uk"])], "People", ["Read from the sheet “People”, one of 3."]
    )
    assert read(content, "p.xlsx", sheet="Lists").rows == [Row(2, ["ST4"])]
    with pytest.raises(no.NoSuchSheet):
        read(content, "p.xlsx", sheet="Elsewhere")


def test_a_sheet_of_the_likely_name_goes_before_the_one_most_like_people() -> None:
    row = ["Ann", "a@x.uk", "ST3"]
    content = workbook(Mentors=[HEADINGS, row, row], Mentees=[["Name"], ["Ben"]])

    assert [read(content, "p.xlsx", likely=name).sheet for name in ("mentees", "People", "")] == [
        "Mentees",
        "Mentors",
        "Mentors",
    ]
    assert read(content, "p.xlsx", sheet="Mentors", likely="Mentees").sheet == "Mentors"


def test_a_hidden_sheet_is_neither_offered_nor_read() -> None:
    book: Any = openpyxl.Workbook()
    book.active.append(["Name", "Email"])
    book.active.append(["Ann", "a@x.uk"])
    book.create_sheet("Hidden").append(["Name", "Email", "Grade"])
    book["Hidden"].sheet_state = "hidden"
    assert sheets(saved(book), "p.xlsx") == ["Sheet"]
    assert read(saved(book), "p.xlsx").sheet == "Sheet"


def test_cells_read_as_a_person_sees_them() -> None:
    book: Any = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Name", "GMC", "Phone", "Start", "Made", "At", "Share", "Yes", "Points"])
    row = ["Ann_x000D_\nLee", 12345, 447700900123, dt.date(2027, 4, 7), dt.datetime(2027, 4, 7, 9, 30)]  # noqa: DTZ001 - a cell knows no zone
    sheet.append([*row, dt.time(13, 5), 0.5, True, 0.1 + 0.2])
    sheet["B2"].number_format, sheet["G2"].number_format = "0000000", "0%"
    assert read(saved(book), "p.xlsx").rows == [
        Row(
            2,
            ["Ann\nLee", "0012345", "447700900123", "2027-04-07", "2027-04-07 09:30", "13:05", "50%", "TRUE", "0.3"],
        )
    ]


def test_a_formula_is_never_run_and_shows_its_saved_result() -> None:
    content = workbook(P=[["Name", "Email"], ["=1+1", "a@x.uk"]])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    answered = repacked(content, sheet1=xml.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>"))
    assert read(content, "p.xlsx").rows == [Row(2, ["", "a@x.uk"])]
    assert read(answered, "p.xlsx").rows == [Row(2, ["2", "a@x.uk"])]


def test_a_workbook_that_declares_too_small_a_size_is_read_whole() -> None:
    content = workbook(P=[["Name", "Email"], ["Ann", "a@x.uk"]])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    assert read(repacked(content, sheet1=xml.replace(b"A1:B2", b"A1")), "p.xlsx").rows == [Row(2, ["Ann", "a@x.uk"])]


def test_the_row_limit_counts_people_only() -> None:
    most = "Title\n\nName,Email\n" + "Ann,a@x.uk\n\n" * no.MAX_ROWS
    assert len(read(most.encode(), "p.csv").rows) == no.MAX_ROWS
    with pytest.raises(no.TooManyRows):
        read((most + "Bob,b@x.uk\n").encode(), "p.csv")
    with pytest.raises(no.TooManyRows):
        read((most + "Bob,b@x.uk\n" * 100).encode(), "p.csv")


def bomb(part: str, payload: bytes) -> bytes:
    return repacked(workbook(P=[["Name"], ["Ann"]]), **{part: payload})


def entities(encoding: str) -> bytes:
    bombed = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet>&b;</worksheet>'
    return bombed.encode(encoding)


def locked() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")


def document() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<a/>")
    return out.getvalue()


BAD = {
    "nothing": (b"", "p.csv", no.EmptyFile),
    "a mark only": (codecs.BOM_UTF8, "p.csv", no.EmptyFile),
    "blank lines": (b" \r\n\r\n,,,\n", "p.csv", no.EmptyFile),
    "blank sheet": (workbook(P=[]), "p.xlsx", no.EmptyFile),
    "zeros": (b"\0" * 5000, "p.csv", no.EmptyFile),
    "headings only": (b"Name,Email\n", "p.csv", no.NobodyListed),
    "huge": (b"a" * (no.MAX_BYTES + 1), "p.csv", no.TooLarge),
    "wide": (b"Name" + b",x" * 250 + b"\n" + b"a,b\n", "p.csv", no.TooManyColumns),
    "binary": (bytes(range(256)) * 40, "p.csv", no.NotASpreadsheet),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "p.xlsx", no.NotASpreadsheet),
    "PDF": (b"%PDF-1.7\n", "p.csv", no.NotASpreadsheet),
    "web page": (b"<html><table><tr><td>Name", "p.xls", no.NotASpreadsheet),
    "document": (document(), "p.xlsx", no.NotASpreadsheet),
    "text named xlsx": (PEOPLE.encode(), "p.xlsx", no.NotASpreadsheet),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "p.xls", no.OldWorkbook),
    "locked": (locked(), "p.xlsx", no.Locked),
    "half a workbook": (workbook(P=[["Name"], ["Ann"]])[:2000], "p.xlsx", no.Damaged),
    "broken XML": (bomb("sheet1", b"<worksheet><sheetData>"), "p.xlsx", no.Damaged),
    "no sheet XML": (bomb("sheet1", b""), "p.xlsx", no.Damaged),
    "odd UTF-16": (codecs.BOM_UTF16_LE + b"a\0b", "p.csv", no.Damaged),
    "NUL": (b"Name,Email\nAnn,a@x.uk\nB\0b,b@x.uk\n" + b"Ann,a@x.uk\n" * 50, "p.csv", no.HiddenBytes),
    "lone quote": (b'Name,Email\n"Ann,a@x.uk\nBob,b@x.uk\n', "p.csv", no.LooseQuote),
    "text after a quote": (b'Name,Email\n"Ann" Lee,a@x.uk\n', "p.csv", no.LooseQuote),
    "1 MB cell": (b"Name,Email\n" + b"a" * 1_000_001 + b",a@x.uk\n", "p.csv", no.LongCell),
    "200 KB cell": (b"Name,Email\n" + b"a" * 200_000 + b",a@x.uk\n", "p.csv", no.LongCell),
    "entities": (bomb("sheet1", entities("utf-8")), "p.xlsx", no.Unsafe),
    "entities in UTF-16": (bomb("sheet1", entities("utf-16")), "p.xlsx", no.Unsafe),
    "entities in EBCDIC": (bomb("styles", entities("cp037")), "p.xlsx", no.Damaged),
    "zip bomb": (bomb("sheet1", b" " * 30_000_000), "p.xlsx", no.Inflated),
    "styles bomb": (bomb("styles", b"<a/>" * 1_100_000), "p.xlsx", no.Inflated),
    "endless row": (bomb("sheet1", b"<w><s><row>" + b"<c/>" * 90_000 + b"</row></s></w>"), "p.xlsx", no.Inflated),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_in_one_sentence(case: str) -> None:
    content, name, refusal = BAD[case]
    with pytest.raises(no.Unreadable) as refused:
        read(content, name)
    assert type(refused.value) is refusal
    assert str(refused.value).endswith(".")


def test_a_row_numbered_beyond_any_sheet_is_refused() -> None:
    content = workbook(P=[["Name", "Email"], ["Ann", "a@x.uk"]])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").replace(b'<row r="2"', b'<row r="999999999"')
    with pytest.raises(no.Inflated):
        read(repacked(content, sheet1=xml), "p.xlsx")


def test_the_line_with_the_fault_is_named() -> None:
    with pytest.raises(no.HiddenBytes, match=r"^Line 3 "):
        read(*BAD["NUL"][:2])
    with pytest.raises(no.LooseQuote, match=r"line 2 "):
        read(*BAD["text after a quote"][:2])
