import csv
import datetime as dt
import io
import string

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pares.ground.files.reading import read
from pares.ground.files.tables import clean
from pares.ground.files.writing import Sheet, csv_bytes, harmless, xlsx_bytes

FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "+44 7700 900123",
    "-Ann",
    "@SUM(A1)",
    "\t=1",
    "\tAnn",
    "\r=1",
    "\x00=1",
    " =1",
    "\u200b=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "=cmd|' /C calc'!A0",
]


def cells_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("cell", FORMULAS)
def test_nothing_that_runs_leaves_in_either_format(cell: str) -> None:
    assert harmless(cell)[0] == "'"
    assert cells_of(csv_bytes([cell], [[cell]])) == [[harmless(cell)]] * 2
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([Sheet("P", [cell], [[cell]])])))["P"]
    found = [row[0] for row in sheet.iter_rows()]
    assert [(cell.data_type, cell.value) for cell in found] == [("s", harmless(cell))] * 2


def test_numbers_dates_and_plain_words_stay_as_they_are() -> None:
    day = dt.date(2027, 4, 7)
    assert cells_of(csv_bytes(["a"], [[-5], [0.5], [None], ["O'Neill"], [day]])) == [
        ["a"],
        ["-5"],
        ["0.5"],
        [""],
        ["O'Neill"],
        [day.isoformat()],
    ]


def test_control_characters_and_lone_surrogates_are_left_out() -> None:
    assert harmless("A\x07nn\x1b \ud800Lee\ufffe\r\nx") == "Ann Lee\nx"


def test_sheet_titles_keep_within_excels_rules() -> None:
    content = xlsx_bytes([Sheet(title, ["Name"], []) for title in ("a/b[c]", "A/B[C]", "", "x" * 40, "x" * 40)])
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == [
        "a b c",
        "A B C 2",
        "Sheet",
        "x" * 31,
        "x" * 29 + " 2",
    ]


def test_a_cell_beyond_excels_limit_is_visibly_cut() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([Sheet("P", ["Name"], [["a" * 40_000]])])))["P"]
    assert sheet["A2"].value == "a" * 32_766 + "…"


SIGNS = st.characters(exclude_categories=["Cs"]) | st.sampled_from("=+-@＝'\t,;\"\n")
GRIDS = st.lists(st.lists(st.text(SIGNS, max_size=12), min_size=3, max_size=3), min_size=1, max_size=8)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@given(grid=GRIDS)
def test_what_is_written_reads_back(kind: str, grid: list[list[str]]) -> None:
    told = [[f"P{at}", *row] for at, row in enumerate(grid)]
    headings = ["Name", "Email", "Grade", "Site"]
    content = csv_bytes(headings, told) if kind == "csv" else xlsx_bytes([Sheet("P", headings, told)])
    found = read(content, f"p.{kind}")
    assert found.headings == headings
    assert [row.cells for row in found.rows] == [[clean(harmless(cell)) for cell in row] for row in told]


@given(st.text(string.printable + "＝Å'", max_size=10))
def test_an_exported_cell_comes_back_as_it_was_typed(cell: str) -> None:
    kept = cell.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in kept if sign in "\n\t" or sign.isprintable())
    assert clean(harmless(cell)) == kept.strip()
