import io
from datetime import date

import openpyxl

from pares.ground.files.ruled import Asked, Column, Forms, Formula, Kind, Ruled, ruled_bytes

FORMS = Forms(
    title="Workbook",
    author="The authors",
    words=(("Title",), ("A line.",), ("=1+1", "cell")),
    sheets=(
        Ruled(
            "People", (Column("Name"), Column("Grade", Kind.CHOICE, 9, "Yours.", "Grades"), Column("Day", Kind.DATE))
        ),
        Ruled(
            "Plan",
            (Column("What"), Column("Date", Kind.DATE)),
            (("=2+2", Formula("=B1+7")),),
            (Asked("First day", Column("First day", Kind.DATE)),),
        ),
    ),
    lists=(("Other", ("x",)), ("Grades", ("F1", "2"))),
    changed=date(2026, 11, 23),
)


def test_a_workbook_is_ruled_and_offers_what_to_choose_from() -> None:
    book = openpyxl.load_workbook(io.BytesIO(ruled_bytes(FORMS)))
    people, plan = book["People"], book["Plan"]
    rules = {(rule.type, str(rule.sqref), rule.formula1) for rule in people.data_validations.dataValidation}

    assert book.sheetnames == ["Read me", "People", "Plan", "Lists"]
    assert [cell.value for cell in people[1]] == ["Name", "Grade", "Day"]
    assert rules == {
        ("list", "B2:B301", "OFFSET(Lists!$B$2,0,0,MAX(1,COUNTA(Lists!$B$2:$B$101)),1)"),
        ("date", "C2:C301", "36526"),
    }
    assert (people.freeze_panes, plan.freeze_panes) == ("A2", "A4")
    assert [[cell.value for cell in row] for row in book["Lists"].iter_rows()] == [
        ["Other", "Grades"],
        ["x", "F1"],
        [None, 2],
    ]


def test_only_our_own_formulas_run() -> None:
    book = openpyxl.load_workbook(io.BytesIO(ruled_bytes(FORMS)))

    assert [(cell.value, cell.data_type) for cell in book["Plan"][4]] == [("'=2+2", "s"), ("=B1+7", "f")]
    assert book["Read me"]["A3"].value == "'=1+1"


def test_the_same_forms_give_the_same_bytes() -> None:
    assert ruled_bytes(FORMS) == ruled_bytes(FORMS)
