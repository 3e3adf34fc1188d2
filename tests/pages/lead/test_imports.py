import io
from collections.abc import Callable
from datetime import UTC, datetime

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pares.ground import clock
from pares.ground.errands.worker import run_next
from pares.ground.people.models import Person
from pares.ground.schemes import actions as schemes
from pares.stages.recruitment import importing
from pares.stages.recruitment.models import Application, State
from tests import world as worlds
from tests.world import SIGNED_UP, World

assert importing.take_in
PEOPLE = "/lead/northgate-mentoring/spring-2027/people/"
NOW = datetime(2027, 2, 17, 12, tzinfo=UTC)
HEADINGS = ["Timestamp", "Email Address", "Your name", "Grade", "Which hospital?", "How many mentees?"]
LIN = ["17/02/2027 10:11:12", "Lin@NHS.net", "Lin Wu", "CT2", "Northgate", "2"]
BEN = ["16/02/2027 09:00:00", "ben@nhs.net", "Ben Adams", "CT1", "Westwood", "1"]


@pytest.fixture
def asha(world: World, signed_in: Callable[[Person], Client]) -> Client:
    clock.go_to(NOW)
    return signed_in(worlds.person("Asha"))


def csv(*rows: list[str], name: str = "list.csv") -> SimpleUploadedFile:
    text = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in (HEADINGS, *rows))
    return SimpleUploadedFile(name, text.encode(), "text/csv")


def xlsx(*rows: list[str]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for row in (["Mentors 2027"], [], HEADINGS, *rows):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("list.xlsx", content.getvalue())


def page(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def upload(client: Client, file: SimpleUploadedFile, **more: str) -> str:
    """Send the file and the columns as they are suggested; return the list's address."""
    answer = client.post(PEOPLE + "import/", {"part": "mentor", "file": file} | more)
    assert answer.status_code == 302, BeautifulSoup(answer.content, "html.parser").main.get_text()
    columns = answer["Location"]
    chosen = {
        select["name"]: found["value"]
        for select in page(client, columns).select("select")
        if (found := select.select_one("[selected]"))
    }
    assert client.post(columns, chosen)["Location"] == columns.replace("columns", "preview")
    return columns.replace("columns/", "")


def cells(found: BeautifulSoup) -> list[list[str]]:
    return [[cell.text.strip() for cell in row.select(".pares-cell")] for row in found.select("main tbody tr")]


def test_a_list_comes_in_by_three_pages_and_the_worker(asha: Client) -> None:
    kept = upload(asha, xlsx(LIN, [*BEN[:4], "Southmere", "1"]))
    preview = page(asha, kept + "preview/")

    assert cells(preview) == [
        ["4", "Lin Wu", "lin@nhs.net", "CT2", "Northgate", "New"],
        ["5", "Ben Adams", "ben@nhs.net", "CT1", "Southmere", "New"],
    ]
    assert not Person.objects.filter(email="lin@nhs.net").exists()
    for _ in range(2):
        assert asha.post(kept + "preview/")["Location"] == kept + "progress/"
    waiting = page(asha, kept + "progress/")
    assert waiting.select_one("noscript meta")["http-equiv"] == "refresh"
    assert "Waiting to start" in waiting.text
    assert (run_next(clock.now()), run_next(clock.now())) == (True, False)
    assert [each.text for each in page(asha, kept + "progress/").select(".pares-tile__number")] == ["2", "0", "0"]
    lin = Application.objects.get(person__email="lin@nhs.net")
    assert (lin.state, lin.capacity, lin.applied_at.date().isoformat()) == (State.RECEIVED, 2, "2027-02-17")
    assert asha.get(kept + "preview/")["Location"] == kept + "progress/"


def test_errors_stand_with_their_rows_and_nobody_comes_in(asha: Client) -> None:
    kept = upload(asha, csv(LIN, ["31/04/2026", "two@a.org; b@c.org", "=1+1", "F9", "Northgate", "9"]))
    preview = page(asha, kept + "preview/")

    assert cells(preview)[:5] == [
        ["3", "Email Address", "There is more than one address in this cell: two@a.org; b@c.org. Keep one."],
        ["3", "Your name", "“=1+1” is a formula, not a name. Type the name itself."],
        ["3", "Timestamp", "“31/04/2026” is not a date: April 2026 has 30 days."],
        ["3", "Grade", "“F9” is not on the scheme's list of grades. Nearest: F2, F1."],
        ["3", "How many mentees?", "“9” is not a number from 1 to 4."],
    ]
    assert "1 row of 2 cannot be taken in" in preview.text
    assert "Take the list in" not in preview.text
    asha.post(kept + "preview/")
    assert (run_next(clock.now()), Person.objects.filter(email="lin@nhs.net").exists()) == (False, False)


def test_the_first_200_errors_are_shown_and_all_of_them_are_in_the_file(asha: Client) -> None:
    kept = upload(asha, csv(*(["", "", f"Name {n}", "", "", ""] for n in range(250)), LIN))
    preview = page(asha, kept + "preview/")

    assert preview.select_one("caption").text.strip() == "What is wrong: the first 200 of 250"
    assert len(preview.select("table")[0].select("tbody tr")) == 200
    lines = asha.get(kept + "errors.csv").content.decode("utf-8-sig").splitlines()
    assert (lines[0], lines[-1], len(lines)) == (
        "Row,Column,What is wrong",
        "251,Email Address,There is no email address.",
        251,
    )


def test_unknown_sites_are_added_by_one_press(asha: Client, world: World) -> None:
    kept = upload(asha, csv(LIN, BEN))
    assert "1 site on this list is not on the scheme's list: Westwood." in page(asha, kept + "preview/").text
    for _ in range(2):
        asha.post(kept + "sites/")

    assert [site.name for site in world.northgate.sites.all()] == ["Northgate", "Southmere", "Westwood"]
    assert "cannot be taken in" not in page(asha, kept + "preview/").text


def test_an_opt_out_list_says_where_its_addresses_come_from(asha: Client, world: World) -> None:
    schemes.describe(scheme=world.northgate, by=None, at=SIGNED_UP, joining="opt_out")
    day = {"answer_by-day": "10", "answer_by-month": "3", "answer_by-year": "2027"}
    early = asha.post(
        PEOPLE + "import/", {"part": "mentee", "file": csv(LIN), **day, "answer_by-day": "20", "answer_by-month": "2"}
    )
    assert [
        each.text.strip() for each in BeautifulSoup(early.content, "html.parser").select(".nhsuk-error-summary li")
    ] == [
        "Say where these addresses came from",
        "The date must be 24 February 2027 or later",
    ]
    kept = upload(asha, csv(LIN), part="mentee", address_from="the list of starters", **day)
    asha.post(kept + "preview/")
    run_next(clock.now())
    lin = Application.objects.get(person__email="lin@nhs.net")
    assert (lin.part, lin.state, str(lin.answer_by)) == ("mentee", State.NOTICED, "2027-03-10")
    assert [letter.to for letter in worlds.letters("opt_out_notice")] == ["lin@nhs.net"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"", "The file is empty: choose another"),
        ("a.csv", b"Name,Email\r\n", "This file has headings but no people below them."),
        ("a.csv", b"Name,Email\r\nA\x00,b@c.org\r\n" + b"A,b@c.org\r\n" * 99, "is damaged: it holds bytes"),
        ("a.xlsx", b"PK\x03\x04nothing", "This file is damaged."),
        ("a.csv", bytes(range(256)) * 9, "This is not a spreadsheet."),
        ("a.pdf", b"%PDF", "The file must end in .csv or .xlsx"),
        ("a.csv", b"a" * (10 * 1024 * 1024 + 1), "The file must be smaller than 10 MB"),
        ("a.csv", b"a" * (12 * 1024 * 1024), "This file is larger than 10 MB."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_words(asha: Client, name: str, content: bytes, sentence: str) -> None:
    answer = asha.post(PEOPLE + "import/", {"part": "mentor", "file": SimpleUploadedFile(name, content)})
    (said,) = BeautifulSoup(answer.content, "html.parser").select(".nhsuk-error-summary li")

    assert sentence in said.text
    assert said.a["href"] == "#id_file"


def test_columns_are_refused_until_they_make_sense_and_kept_for_the_next_file(asha: Client) -> None:
    columns = asha.post(PEOPLE + "import/", {"part": "mentor", "file": csv(LIN)})["Location"]
    assert "Such as: Lin@NHS.net" in page(asha, columns).text
    answer = asha.post(columns, {"column1": "email", "column2": "email"})
    assert [
        each.text.strip() for each in BeautifulSoup(answer.content, "html.parser").select(".nhsuk-error-summary li")
    ] == [
        "“Email Address” and “Your name” cannot both be “Email address”. Choose one of them.",
        "Choose the column that holds the names.",
    ]
    asha.post(columns, {"column1": "email", "column2": "name"})
    again = asha.post(PEOPLE + "import/", {"part": "mentor", "file": csv(BEN)})["Location"]
    assert [each["value"] for each in page(asha, again).select("option[selected]") if each["value"]] == [
        "email",
        "name",
    ]


def test_a_list_is_found_by_its_own_leads_in_its_own_cohort(
    asha: Client, world: World, signed_in: Callable[[Person], Client]
) -> None:
    kept = upload(asha, csv(LIN))
    omar = signed_in(worlds.person("Omar"))
    elsewhere = kept.replace("northgate-mentoring", "southmere-buddies")

    pages = ("columns/", "preview/", "errors.csv", "progress/")
    assert {omar.get(address + end).status_code for address in (kept, elsewhere) for end in pages} == {404}
