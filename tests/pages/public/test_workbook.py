import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pares.ground import clock
from pares.ground.cohorts.calendar import changeover_of
from pares.ground.errands.worker import run_next
from pares.ground.people.models import Person
from pares.pages.public.outlines import outline, shipped
from pares.stages.recruitment import importing
from pares.stages.recruitment.models import Application
from tests import world as worlds
from tests.world import World

assert importing.take_in
NOW = datetime(2027, 2, 17, 12, tzinfo=UTC)
PEOPLE = "/lead/northgate-mentoring/spring-2027/people/"
MENTOR = {
    "Email address": "lin@nhs.net",
    "Name": "Lin Wu",
    "Personal email address": "lin@home.example",
    "Grade": "CT2",
    "Site": "Northgate",
    "Specialty": "Psychiatry",
    "Team": "Liaison",
    "Previous post": "Southmere",
    "Topics": "Exams; Work and life",
    "Exam": "MRCP",
    "How many mentees": 2,
    "In a group": "Yes",
    "Video calls are fine": "Yes",
    "About the mentor": "Likes nights.",
    "Signed up on": date(2027, 2, 10),
}
MENTEE = {
    "Email address": "ben@nhs.net",
    "Name": "Ben Adams",
    "Grade": "F1",
    "Site": "Southmere",
    "Supervisors": "Dr Grey",
    "Topics": "Exams",
    "In a group": "No",
    "Video calls are fine": "No",
    "Signed up on": date(2027, 2, 11),
}


@pytest.fixture
def book(client: Client) -> Any:
    return openpyxl.load_workbook(io.BytesIO(client.get("/templates/workbook.xlsx").content))


@pytest.fixture
def asha(world: World, signed_in: Callable[[Person], Client]) -> Client:
    clock.go_to(NOW)
    return signed_in(worlds.person("Asha"))


def saved(book: Any) -> SimpleUploadedFile:
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("pares-workbook.xlsx", content.getvalue())


def page(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


@pytest.mark.parametrize(("part", "title", "person"), [("mentor", "Mentors", MENTOR), ("mentee", "Mentees", MENTEE)])
@pytest.mark.django_db
def test_its_lists_of_people_import_back(
    asha: Client, book: Any, part: str, title: str, person: dict[str, Any]
) -> None:
    for sheet, one in (("Mentors", MENTOR), ("Mentees", MENTEE)):
        headings = {cell.value: cell.column for cell in book[sheet][1]}
        for heading, value in one.items():
            book[sheet].cell(2, headings[heading], value)
    columns = asha.post(PEOPLE + "import/", {"part": part, "file": saved(book)})["Location"]

    selects = page(asha, columns).select("main select")
    chosen = {each["name"]: found["value"] for each in selects if (found := each.select_one("[selected]"))}
    kept = columns.replace("columns/", "")
    assert (len(chosen), len(selects)) == (len(selects), {"mentor": 15, "mentee": 14}[part])
    assert asha.post(columns, chosen)["Location"] == kept + "preview/"
    assert asha.get(kept + "errors.csv").content.decode("utf-8-sig").splitlines() == ["Row,Column,What is wrong"]
    asha.post(kept + "preview/")
    assert run_next(clock.now())

    (came,) = Application.objects.filter(person__email__in=["lin@nhs.net", "ben@nhs.net"])
    assert (came.person.email, came.part, came.grade.name) == (person["Email address"], part, person["Grade"])
    assert came.group is (part == "mentor")
    assert came.applied_at.date() == person["Signed up on"]
    assert [topic.name for topic in came.topics.all()] == person["Topics"].split("; ")


@pytest.mark.django_db
def test_the_sheets_to_fill_in_are_empty_and_offer_choices(book: Any) -> None:
    held = {sheet.title: sheet.max_row for sheet in book}
    offered = {
        sheet.title: sorted({rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"})
        for sheet in book
    }

    assert book.sheetnames == [
        *("Read me", "Mentors", "Mentees", "Training register", "Pairs", "Timeline", "Activity log", "Checklist"),
        "Lists",
    ]
    assert {title: held[title] for title in ("Mentors", "Mentees", "Training register", "Pairs", "Activity log")} == (
        dict.fromkeys(("Mentors", "Mentees", "Training register", "Pairs", "Activity log"), 1)
    )
    assert held["Checklist"] > 30
    assert "__" not in "".join(str(cell.value) for row in book["Checklist"].iter_rows() for cell in row)
    assert [len(offered[title]) for title in ("Mentors", "Mentees", "Activity log")] == [5, 4, 2]
    assert {sheet.freeze_panes for sheet in book if sheet.title not in {"Read me", "Timeline"}} == {"A2"}


@pytest.mark.django_db
def test_the_read_me_says_what_comes_back_and_marks_its_examples(book: Any) -> None:
    rows = [[cell.value or "" for cell in row] for row in book["Read me"].iter_rows()]
    said = " ".join(row[0] for row in rows)

    assert "The other sheets stay here: Pares has no way to bring in registers, pairs or meetings." in said
    assert [row[0] for row in rows if "example.org" in " ".join(row)] == ["example, delete me"] * 2


@pytest.mark.parametrize("timeline", shipped().values(), ids=lambda timeline: timeline.key)
@pytest.mark.django_db
def test_its_dates_are_those_of_the_timelines_but_for_closed_days(book: Any, timeline: Any) -> None:
    """Excel is not at hand, so the formula is read: its anchor and days must be the steps' own.

    What follows a changeover within the cohort depends on its dates, and is no row of the sheet.
    """
    sheet = book["Timeline"]
    column = {4: 4, 6: 5, 12: 6}[timeline.months]
    listed = {row[0].value: (row[2].value, row[column - 1].value) for row in sheet.iter_rows(min_row=6)}
    steps = outline(timeline, date(2027, 8, 4)).steps

    planned = {step.step.key for step in steps if changeover_of(step.step.key) is None}
    assert planned == {step.key for step in timeline.steps}
    held = {each for each in listed.values() if each[1] is not None}
    assert held == {(step.anchor, step.offset_days) for step in timeline.steps}
    assert sheet["G6"].value == (
        '=IF(OR($B$1="",$B$2="",INDEX(D6:F6,MATCH($B$3,{4,6,12},0))=""),"",'
        'WORKDAY(IF(C6="start",$B$1,$B$2)+INDEX(D6:F6,MATCH($B$3,{4,6,12},0))-1,1))'
    )
