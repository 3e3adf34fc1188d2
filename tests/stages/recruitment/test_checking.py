import time
import tracemalloc
from dataclasses import replace
from datetime import date

import pytest

from pares.ground.schemes.models import Grade, Site, Specialty, Topic
from pares.stages.recruitment import known_names
from pares.stages.recruitment.checking import Checked, Known, check
from pares.stages.recruitment.columns import Meaning
from pares.stages.recruitment.known_names import Names
from pares.stages.recruitment.models import Part

HEADINGS = ["Name", "Email", "Grade", "Hospital", "Topics", "How many", "Date", "Team"]
COLUMNS = {
    Meaning.NAME: 0,
    Meaning.EMAIL: 1,
    Meaning.GRADE: 2,
    Meaning.SITE: 3,
    Meaning.TOPICS: 4,
    Meaning.CAPACITY: 5,
    Meaning.APPLIED: 6,
    Meaning.TEAM: 7,
}
GRADES = [Grade(name=name, position=place) for place, name in enumerate(("F1", "F2", "CT1", "CT2", "GPST1", "ST3"))]
SITES = [Site(name="St Mary's Hospital", position=1), Site(name="Northgate", position=2)]
TOPICS = [Topic(name="Exams", position=1), Topic(name="Work, rest and play", position=2)]
GOOD = ("Amina Khan", "amina@nhs.net", "CT1", "Northgate", "", "", "", "")


def known(**more: object) -> Known:
    base = Known(
        part=Part.MENTOR,
        grades=Names("grades", GRADES, known_names.grade),
        sites=Names("sites", SITES, known_names.site),
        specialties=Names("specialties", [Specialty(name="Psychiatry", position=1)]),
        topics=Names("topics", TOPICS),
        parts={"mo@nhs.net": "mentor", "ella@nhs.net": "mentee"},
        names={"mo salah": "mo@nhs.net"},
        today=date(2027, 2, 17),
    )
    return replace(base, **more)


def row(number: int = 2, **cells: str) -> list[object]:
    place = {"name": 0, "email": 1, "grade": 2, "site": 3, "topics": 4, "capacity": 5, "date": 6, "team": 7}
    filled = list(GOOD)
    for key, cell in cells.items():
        filled[place[key]] = cell
    return [number, *filled]


def checked(*rows: list[object], against: Known | None = None) -> Checked:
    return check(list(rows), HEADINGS, COLUMNS, against or known())


def said(*rows: list[object]) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.sentence) for fault in checked(*rows).faults]


def test_a_good_row_becomes_a_person() -> None:
    (line,) = checked(
        row(7, email="Amina.Khan@NHS.net", grade="core trainee 1", site="st marys", topics="Exams; Work, rest and play",
            capacity="2 mentees", date="3/2/2027", team="Ward 3")
    ).lines  # fmt: skip

    assert (line.row, line.name, line.email, line.applied_on) == (
        7,
        "Amina Khan",
        "amina.khan@nhs.net",
        date(2027, 2, 3),
    )
    assert line.told == {
        "grade": GRADES[2],
        "site": SITES[0],
        "topics": tuple(TOPICS),
        "capacity": 2,
        "team": "Ward 3",
    }


def test_empty_cells_say_nothing() -> None:
    (line,) = checked(row(grade="", site="")).lines

    assert line.told == {}


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"email": ""}, "Email", "There is no email address."),
        ({"email": "anonymous"}, "Email", "There is no email address."),
        ({"email": "amina at nhs"}, "Email", "“amina at nhs” is not an email address."),
        (
            {"email": "a@nhs.net; b@nhs.net"},
            "Email",
            "There is more than one address in this cell: a@nhs.net; b@nhs.net. Keep one.",
        ),
        ({"name": ""}, "Name", "There is no name."),
        ({"name": '=HYPERLINK("x")'}, "Name", '“=HYPERLINK("x")” is a formula, not a name. Type the name itself.'),
        ({"name": "a@nhs.net"}, "Name", "This is an address, not a name."),
        ({"grade": "F3"}, "Grade", "“F3” is not on the scheme's list of grades. Nearest: F2, F1."),
        (
            {"grade": "consultant"},
            "Grade",
            "“consultant” is not on the scheme's list of grades. It has F1, F2, CT1 and 3 more.",
        ),
        (
            {"site": "Northgate House"},
            "Hospital",
            "“Northgate House” is not on the scheme's list of sites. Nearest: Northgate.",
        ),
        ({"date": "31/04/2026"}, "Date", "“31/04/2026” is not a date: April 2026 has 30 days."),
        ({"date": "18/2/2027"}, "Date", "“18/2/2027” has not come yet."),
        ({"capacity": "lots"}, "How many", "“lots” is not a number from 1 to 4."),
        ({"team": "x" * 121}, "Team", "This has 121 characters. There is room for 120."),
        (
            {"email": "Ella@nhs.net"},
            "Email",
            "ella@nhs.net takes part in this cohort as a mentee. In one cohort a person is mentor or mentee, not both.",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_row_and_column(cells: dict[str, str], column: str, sentence: str) -> None:
    assert said(row(41, **cells)) == [(41, column, sentence)]
    assert checked(row(41, **cells)).lines == []


def test_a_row_says_all_that_is_wrong_with_it() -> None:
    assert [fault.column for fault in checked(row(email="x", grade="x", site="y", date="z")).faults] == [
        "Email",
        "Date",
        "Grade",
        "Hospital",
    ]


def test_one_person_in_two_spellings_is_refused_and_namesakes_are_asked_about() -> None:
    result = checked(
        row(2),
        row(3, email="AMINA@nhs.net", name="A. Khan"),
        row(4, email="other@nhs.net", name="amina  khan"),
        row(5, email="mo@work.net", name="Mo Salah"),
    )

    assert [(each.row, each.sentence) for each in result.faults] == [
        (3, "amina@nhs.net is in row 2 too. Keep one of the two rows.")
    ]
    assert [(each.row, each.sentence) for each in result.warnings] == [
        (4, "amina khan is in row 2 too, with another address: amina@nhs.net."),
        (5, "Mo Salah takes part already with another address: mo@nhs.net."),
    ]


@pytest.mark.parametrize(
    ("part", "capacity", "said", "outcome"),
    [
        (Part.MENTOR, "3", "Yes, together", True),
        (Part.MENTOR, "1", "no", False),
        (Part.MENTOR, "1", "yes", "A group has at least 2 mentees."),
        (Part.MENTEE, "", "yes", True),
        (Part.MENTEE, "", "", None),
        (Part.MENTEE, "", "sometimes", "“sometimes” is neither yes nor no."),
    ],
)
def test_a_group_is_yes_or_no_and_more_than_one(part: Part, capacity: str, said: str, outcome: object) -> None:
    headings, columns = [*HEADINGS, "In a group"], COLUMNS | {Meaning.GROUP: 8}
    found = check([[*row(capacity=capacity), said]], headings, columns, known(part=part))

    assert [fault.sentence for fault in found.faults] or [line.told.get("group") for line in found.lines] == [outcome]
    assert [fault.sentence for fault in found.faults] == ([outcome] if isinstance(outcome, str) else [])


@pytest.mark.parametrize(
    ("spelt", "name"),
    [
        *(("FY1", "F1"), ("Foundation Year 2", "F2"), ("F1 doctor", "F1"), ("Core Psychiatry Trainee year 2", "CT2")),
        *(("GP ST1", "GPST1"), ("GP registrar 1", "GPST1"), ("Specialty Registrar 3", "ST3"), ("st 3", "ST3")),
    ],
)
def test_grades_are_known_in_the_usual_spellings(spelt: str, name: str) -> None:
    found = Names("grades", GRADES, known_names.grade).find(spelt)

    assert found is not None
    assert found.name == name


def test_ten_thousand_bad_rows_are_checked_in_seconds() -> None:
    rows = [row(n, email=f"x{n}", grade=f"Grade {n}", site=f"Site {n}", date="31/04/2026") for n in range(10_000)]
    steps: list[tuple[int, ...]] = []
    tracemalloc.start()
    began = time.perf_counter()
    result = check(rows, HEADINGS, COLUMNS, known(), lambda *step: steps.append(step))
    seconds, (_, most) = time.perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (len(result.faults), result.lines) == (40_000, [])
    assert seconds < 10
    assert most < 100 * 1024 * 1024
    assert steps[-1] == (10_000, 10_000)


def test_one_bad_row_among_ten_thousand_is_found() -> None:
    rows = [row(n, email=f"x{n}@nhs.net", name=f"Name {n}") for n in range(2, 10_002)]
    rows[5_000][2] = "x5002 at nhs.net"
    result = checked(*rows)

    assert [(fault.row, fault.sentence) for fault in result.faults] == [
        (5_002, "“x5002 at nhs.net” is not an email address.")
    ]
    assert len(result.lines) == 9_999
