"""Two lists in, one workbook out: the matching for those who want nothing else."""

from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from pares.ground.files.writing import Sheet, xlsx_bytes
from pares.stages.matching import crowds

MENTORS = """Full name,Email address,Grade,Hospital,Specialty,How many mentees?,Topics,Comments
Max Moor,max@example.org,CT2,Northgate,Psychiatry,2,Exams; On-calls,likes tea
Mina Lee,mina@example.org,ST4,Northgate,Medicine,1,Careers,
Mo Ali,mo@example.org,CT1,Southmere,Psychiatry,1,,
"""
MENTEES = """Name,Email,Training grade,Site,Career interests,Please not with,Educational supervisor,topics
Ella Fox,ella@example.org,F1,Northgate,Psychiatry,Mo Ali,,Exams
Eli Ray,eli@example.org,FY2,Northgate,Medicine,,Max Moor,
Esme Day,esme@example.org,F1,Southmere,,max@example.org,,On-calls
Eve Kay,eve@example.org,ST7,Southmere,Surgery,,,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mentors.csv").write_text(MENTORS)
    (tmp_path / "mentees.csv").write_text(MENTEES)
    return tmp_path


def matched(folder: Path, *more: str, mentors: str = "mentors.csv") -> dict[str, list[list[str]]]:
    out = folder / "pairs.xlsx"
    call_command("match", str(folder / mentors), str(folder / "mentees.csv"), "--out", str(out), *more)
    book = openpyxl.load_workbook(out)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] for sheet in book}


def refused(folder: Path, *more: str) -> str:
    with pytest.raises(CommandError) as refusal:
        matched(folder, *more)
    assert refusal.value.returncode == 2
    assert not (folder / "pairs.xlsx").exists()
    return str(refusal.value).replace(f"{folder}/", "")


def test_two_lists_become_pairs_with_reasons(folder, capsys):
    sheets = matched(folder)
    assert sheets["Pairs"] == [
        [
            "Eli Ray",
            "Mina Lee",
            "Very good fit, 100 of 100",
            "1000",
            "Both at Northgate. The mentee is interested in Medicine; the mentor shares Medicine.",
        ],
        [
            "Ella Fox",
            "Max Moor",
            "Very good fit, 100 of 100",
            "1000",
            (
                "Both at Northgate. The mentee is interested in Psychiatry; the mentor shares Psychiatry. "
                "The mentee asked about Exams; the mentor offers that."
            ),
        ],
        [
            "Esme Day",
            "Mo Ali",
            "Good fit, 62 of 100",
            "625",
            "Both at Southmere. The mentee asked about On-calls; the mentor offers none of it.",
        ],
    ]
    assert sheets["Without a mentor"] == [
        ["Eve Kay", "No mentor is possible. 3 of 3: The mentor's grade is not far enough above the mentee's."]
    ]
    assert sheets["Places left"] == [["Max Moor", "1"]]
    assert capsys.readouterr().out.splitlines()[:2] == [
        (
            "mentors.csv: 3 people. Name: “Full name”; Email address: “Email address”; Grade: “Grade”; "
            "Site: “Hospital”; Specialty: “Specialty”; How many mentees: “How many mentees?”; Topics: “Topics”. "
            "Not used: “Comments”."
        ),
        (
            "mentees.csv: 4 people. Name: “Name”; Email address: “Email”; Grade: “Training grade”; Site: “Site”; "
            "Specialty: “Career interests”; Not with: “Please not with”; Supervisors: “Educational supervisor”; "
            "Topics: “topics”."
        ),
    ]


def test_groups_are_understood_on_both_lists(folder):
    mentors = MENTORS.replace("Comments", "Meets a group").replace("likes tea", "yes")
    (folder / "mentors.csv").write_text(mentors)
    whom = {mentee: mentor for mentee, mentor, *_ in matched(folder)["Pairs"]}
    assert whom["Ella Fox"] == "Max Moor"
    said = MENTEES.replace(",topics\n", ",topics,Happy in a group?\n").replace(",Exams\n", ",Exams,no\n")
    (folder / "mentees.csv").write_text(
        said.replace(",Max Moor,\n", ",Max Moor,,\n").replace("On-calls\n", "On-calls,\n")
    )
    sheets = matched(folder)
    assert "Ella Fox" not in {mentee for mentee, mentor, *_ in sheets["Pairs"] if mentor == "Max Moor"}
    (folder / "mentors.csv").write_text(mentors.replace("Careers,", "Careers,perhaps"))
    (folder / "pairs.xlsx").unlink()
    assert "“perhaps” is neither yes nor no." in refused(folder)


def test_a_workbook_with_both_lists_and_the_same_bytes_again(folder):
    rows = [line.split(",") for line in MENTORS.splitlines()]
    mentees = [line.split(",") for line in MENTEES.splitlines()]
    book = xlsx_bytes([Sheet("Mentees", mentees[0], mentees[1:]), Sheet("Mentors", rows[0], rows[1:])])
    (folder / "both.xlsx").write_bytes(book)
    assert matched(folder, mentors="both.xlsx")["Pairs"] == matched(folder)["Pairs"]


def test_the_lists_of_another_program(folder):
    """The headings of the civil service's mentor-match."""
    heads = "first name,last name,email,role,organisation,grade,profession\n"
    (folder / "mentors.csv").write_text(heads + "Max,Moor,max@example.org,Lead,North,5,Policy\n")
    (folder / "mentees.csv").write_text(heads + "Ella,Fox,ella@example.org,Officer,North,3,Policy\n")
    (pair,) = matched(folder)["Pairs"]
    assert pair == [
        "Ella Fox",
        "Max Moor",
        "Very good fit, 100 of 100",
        "1000",
        "Both at North. The mentee is interested in Policy; the mentor shares Policy.",
    ]


def test_weights_and_gap_are_taken(folder):
    weights = folder / "weights.toml"
    weights.write_text("travel = 1\n")
    sheets = matched(folder, "--weights", str(weights), "--gap", "5")
    assert [row[1] for row in sheets["Pairs"]] == ["Mina Lee"]
    assert {row[4] for row in sheets["Pairs"]} == {"Both at Northgate."}
    assert sheets["What was read"][-1] == ["A mentor is at least 5 ahead in grade."]


def test_lists_without_grades_rule_nobody_out_by_them(folder):
    (folder / "mentors.csv").write_text("Name,Site\nMax,North\n")
    (folder / "mentees.csv").write_text("Name,Site\nElla,North\n")
    sheets = matched(folder)
    assert [row[:2] for row in sheets["Pairs"]] == [["Ella", "Max"]]
    assert sheets["What was read"][-1] == ["Grades were not compared: a list has none."]


def test_each_fault_is_told_with_its_row_and_nothing_is_written(folder):
    (folder / "mentors.csv").write_text(
        "Name,Email,Grade,Places,Video\n"
        "Max,max@example.org,CT2,two,yes\n"
        ",mina@example.org,ST4,1,no\n"
        "Mo,mo@example.org,Boss,1,perhaps\n"
        "Max again,MAX@example.org,,1,\n"
        "May,may@example.org,,1,\n"
    )
    assert refused(folder).splitlines() == [
        "mentors.csv, row 2, “Places”: “two” is not a whole number from 0 to 20.",
        "mentors.csv, row 3, “Name”: There is no name.",
        (
            "mentors.csv, row 4, “Grade”: “Boss” is not a grade known here. Use grades such as F1, CT2 or ST4, "
            "or numbers throughout."
        ),
        "mentors.csv, row 4, “Video”: “perhaps” is neither yes nor no.",
        "mentors.csv, row 5, “Name”: Max again is in row 2 too.",
        "mentors.csv, row 6, “Grade”: There is no grade. Use grades such as F1, CT2 or ST4, or numbers throughout.",
    ]


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        (
            "charm = 3",
            (
                "weights.toml: There is no criterion charm. There are: travel, post, interest, topics, wishes, "
                "experience, exam, availability, preference."
            ),
        ),
        (
            "travel = -1",
            "weights.toml: The weight of “Travel between sites” must be a whole number from 0 to 1000.",
        ),
        ("travel", "weights.toml: Expected '=' after a key in a key/value pair (at end of document)"),
    ],
)
def test_weights_that_make_no_sense(folder, weights, sentence):
    path = folder / "weights.toml"
    path.write_text(weights)
    assert refused(folder, "--weights", str(path)) == sentence


def test_files_that_are_not_there_or_are_no_list(folder):
    (folder / "mentors.csv").write_text("")
    assert refused(folder).startswith("mentors.csv: ")
    (folder / "mentors.csv").unlink()
    assert refused(folder) == "mentors.csv cannot be read: no such file or directory."
    with pytest.raises(CommandError, match=r"pairs\.ods must end in \.xlsx\."):
        call_command("match", "a.csv", "b.csv", "--out", "pairs.ods")


def test_beyond_a_table_the_pairs_are_priced_and_as_good(folder, monkeypatch, capsys):
    usual = matched(folder)
    monkeypatch.setattr(crowds, "LARGEST_TABLE", 2)
    monkeypatch.setattr(crowds, "BLOCK", 4)
    priced = matched(folder)
    assert (priced["Pairs"], priced["Figures"]) == (usual["Pairs"], usual["Figures"])
    assert "Looking for promising pairs: 0%" in capsys.readouterr().out.splitlines()
