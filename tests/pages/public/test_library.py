import re
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pares.ground import clock
from pares.ground.people.models import Person
from pares.guide.library import actions
from pares.guide.library.models import Resource
from pares.guide.library.rules import Audience, Claim, State
from tests import world as worlds
from tests.handed_on import granted, pdf

pytestmark = pytest.mark.django_db
AT = datetime(2027, 4, 20, 9, tzinfo=UTC)
ADDRESS = "/library/"
QUERIES = 1


@pytest.fixture(autouse=True)
def _today() -> None:
    clock.go_to(AT)


@pytest.fixture
def editor() -> Person:
    return worlds.person("Edie")


def record(editor: Person, title: str, claim: Claim, **changed: str) -> Resource:
    described = {"owner": "Ann & Co", "link": "", "kind": "guide", "audience": "mentors", "purpose": "To find us."}
    return actions.add(by=editor, at=AT, title=title, claim=claim, **described | changed)


def shown(client: Client, address: str = ADDRESS, **asked: str) -> BeautifulSoup:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def rows(page: BeautifulSoup) -> list[list[str]]:
    return [
        [re.sub(r"\s+", " ", cell.get_text(" ")).strip() for cell in row.select(".pares-cell")]
        for row in page.select("tbody tr")
    ]


def titles(page: BeautifulSoup) -> list[str]:
    return [each.get_text() for each in page.select("tbody th a")]


def test_what_is_shipped_is_shown_with_its_licence_and_without_links_that_are_not_known(client: Client) -> None:
    actions.load_shipped(at=AT)
    found = {row[0]: row[4] for row in rows(shown(client))}

    assert len(found) == Resource.objects.count()
    assert found["Eisen 2014 The authors, and BMJ"] == "CC BY-NC 3.0"
    assert found[
        "Mentoring and coaching, Occasional Paper 66 (2008) Royal College of Psychiatrists Address to be found"
    ] == ("Link only")
    assert found["The handbook Pares"] == "Our own, CC BY 4.0"


def test_a_get_form_filters_by_words_kind_audience_and_licence(client: Client, editor: Person) -> None:
    record(editor, "Open for mentors", Claim(State.OPEN, "cc-by-4.0", "Stated"))
    record(editor, "Unknown course", Claim(State.UNKNOWN), kind="course", audience="everyone")
    record(editor, "For leads", Claim(State.LINK_ONLY), audience="leads")
    record(editor, "For mentors alone", granted(Audience.MENTORS))

    assert titles(shown(client, words="MENTORS alone")) == ["For mentors alone"]
    assert titles(shown(client, kind="course")) == ["Unknown course"]
    assert titles(shown(client, audience="mentors")) == ["For mentors alone", "Open for mentors", "Unknown course"]
    assert titles(shown(client, sharing="handed-on")) == ["Open for mentors"]
    assert titles(shown(client, sharing="link-only")) == ["For leads", "For mentors alone"]
    assert titles(shown(client, sharing="not-known")) == ["Unknown course"]
    assert shown(client, words="zebra").select_one(".pares-empty h2").get_text() == "Nothing fits"
    page = shown(client, kind="nonsense")
    assert page.select_one("#records").get_text() == "4 of 4 records"
    assert page.select_one("form.pares-filter")["method"] == "get"


@pytest.mark.parametrize("number", [1, 3])
def test_any_number_of_records_takes_the_same_queries(
    client: Client, editor: Person, number: int, django_assert_num_queries
) -> None:
    for each in range(number):
        row = record(editor, f"Record {each}", granted(Audience.EVERYONE))
        actions.hold(resource=row, name="a.pdf", content=pdf("x"), by=editor, at=AT)

    with django_assert_num_queries(QUERIES):
        assert len(rows(shown(client))) == number


def test_a_record_says_its_licence_what_shows_it_and_what_a_reader_may_do(client: Client, editor: Person) -> None:
    record(
        editor,
        "A guide",
        Claim(State.OPEN, "cc-by-nc-nd-4.0", "Stated on the page", "https://example.org/licence"),
        link="https://example.org/guide",
    )
    page = shown(client, "/library/a-guide/")
    facts = {
        row.dt.get_text(): re.sub(r"\s+", " ", row.dd.get_text(" ")).strip()
        for row in page.select(".nhsuk-summary-list__row")
    }

    assert facts == {
        "Whose it is": "Ann & Co",
        "Where it is": "https://example.org/guide",
        "Kind": "Guide or handbook",
        "For": "Mentors",
        "Licence": "CC BY-NC-ND 4.0 Read the licence",
        "What shows that": "Stated on the page https://example.org/licence",
        "Last checked": "Not yet. This record is unverified.",
    }
    assert [row[:2] for row in rows(page)] == [
        ["Link to it", "Yes"],
        ["Quote a short part", "Yes"],
        ["Hand out copies, unchanged", "Yes, if"],
        ["Adapt it", "No"],
        ["Charge for it", "No"],
    ]
    assert page.select_one(".pares-quotation").get_text().startswith("“A guide”, Ann & Co. Licence: CC BY-NC-ND 4.0")
    assert page.select("main .nhsuk-button") == []


def test_what_is_not_verified_is_said_so(client: Client) -> None:
    actions.load_shipped(at=AT)
    page = shown(client, "/library/ten-point-plan-2025/")

    assert (
        page.select_one(".nhsuk-inset-text")
        .get_text(" ", strip=True)
        .startswith("Information: Not verified: Believed to be")
    )
    assert page.select_one(".nhsuk-tag").get_text() == "Not known"
    assert "Address to be found" in page.main.get_text()
    assert [row[1] for row in rows(page)] == ["Yes", "Yes", "No", "No", "No"]
    assert page.select(".pares-quotation") == []


def test_a_permission_says_by_whom_for_whom_and_until_when(client: Client, editor: Person) -> None:
    record(editor, "Allowed", granted(Audience.MEMBERS, until=AT.date()))
    words = shown(client, "/library/allowed/").main.get_text(" ", strip=True)

    assert "Ann Owner, on 4 January 2027" in words
    assert "Mentors and mentees" in words
    assert "20 April 2027" in words
    assert "The permission is for mentors and mentees, not for everyone. Ask the owner first." in words


def test_a_copy_is_handed_out_to_be_saved(client: Client, editor: Person) -> None:
    row = record(editor, "A guide", Claim(State.OWN))
    actions.hold(resource=row, name="Guide Nguyễn.pdf", content=pdf("x"), by=editor, at=AT)
    answer = client.get("/library/a-guide/file")

    assert (answer.status_code, answer.content) == (200, pdf("x"))
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Guide%20Nguy%E1%BB%85n.pdf"
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert client.get("/library/a-guide/file", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    button = shown(client, "/library/a-guide/").select_one("main .nhsuk-button")
    assert (button.get_text(strip=True), button["href"]) == ("Download (PDF, 1 kB)", "/library/a-guide/file")


def test_a_permission_that_ends_takes_the_copy_with_it(client: Client, editor: Person) -> None:
    row = record(editor, "Allowed", granted(Audience.EVERYONE, until=AT.date()))
    actions.hold(resource=row, name="a.pdf", content=pdf("x"), by=editor, at=AT)
    last = client.get("/library/allowed/file")
    clock.go_to(datetime(2027, 4, 21, 0, 30, tzinfo=UTC))

    assert last.status_code == 200
    assert client.get("/library/allowed/file", headers={"If-None-Match": last["ETag"]}).status_code == 404
    assert shown(client, "/library/allowed/").select_one(".nhsuk-tag").get_text() == "Permission ended"


@pytest.mark.parametrize(
    "address", ["/library/nothing/", "/library/nothing/file", "/library/gone/", "/library/gone/file"]
)
def test_what_is_not_there_or_was_taken_out_is_not_found(client: Client, editor: Person, address: str) -> None:
    row = record(editor, "Gone", Claim(State.OWN))
    actions.hold(resource=row, name="a.pdf", content=pdf("x"), by=editor, at=AT)
    actions.withdraw(resource=row, by=editor, at=AT)

    assert client.get(address).status_code == 404
