"""Editors keep the library: the work, the records, their licences with a history, and the copies we hold."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from pares.ground import clock
from pares.ground.people import actions as people
from pares.ground.people.models import Person
from pares.guide.library.curating import actions
from pares.guide.library.curating.actions import Look
from pares.guide.library.curating.models import LicenceChange, LinkCheck, Outcome
from pares.guide.library.models import FileBytes, KeptFile, Resource
from pares.guide.library.rules import Claim, State
from tests import world as worlds

pytestmark = pytest.mark.django_db

AT = datetime(2027, 4, 7, 9, tzinfo=UTC)
TODAY = date(2027, 4, 7)
WORK, RECORDS = "/edit/library/", "/edit/library/records/"
PDF = b"%PDF-1.4\n1 0 obj << >> endobj\n%%EOF\n"


@pytest.fixture
def edie() -> Person:
    return people.appoint_editor(person=worlds.person("Edie"), by=None, at=worlds.PLANNED)


@pytest.fixture
def client_of_edie(signed_in, edie) -> Client:
    clock.go_to(AT)
    return signed_in(edie)


def record(by: Person, title: str = "Ground rules", state: str = State.UNKNOWN, **said: Any) -> Resource:
    described = {"owner": "Riverside", "link": "https://riverside.example/", "kind": "guide", "audience": "mentors"}
    described |= {"purpose": "For the first meeting", "believed": "", "checked_on": TODAY}
    claim = {name: said.pop(name) for name in list(said) if name in Claim.__slots__}
    return actions.add_record(
        claim=Claim(state, **claim), by=by, at=AT - timedelta(days=1), title=title, **described | said
    )


def granted(by: Person, title: str, until: date) -> Resource:
    said = {"evidence": "Mail", "granted_by": "Ann", "granted_on": date(2026, 4, 1), "granted_for": "mentors"}
    return record(by, title, State.GRANTED, granted_until=until, **said)


def requested(by: Person, title: str, *, sent: date | None):
    resource = record(by, title, State.LINK_ONLY)
    letter = {
        "audience": "mentors",
        "adapt": False,
        "asked_of": "Riverside",
        "address": "",
        "subject": "a",
        "text": "b",
    }
    made = actions.write_letter(resource=resource, by=by, at=AT - timedelta(days=1), **letter)
    return actions.record_sent(request=made, on=sent, by=by, at=AT) if sent else made


def soup(answer: HttpResponse, status: int = 200) -> BeautifulSoup:
    assert answer.status_code == status
    return BeautifulSoup(answer.content, "html.parser")


def rows(page: BeautifulSoup, heap: str) -> list[list[str]]:
    section = page.select_one(f"section[aria-labelledby={heap}]")
    found = section.select("tbody tr") if section else []
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select(".pares-cell")] for row in found]


def faults(page: BeautifulSoup) -> list[str]:
    return [line.get_text(strip=True) for line in page.select(".nhsuk-error-summary li")]


def said(page: BeautifulSoup) -> str:
    return page.select_one("main").get_text(" ")


def test_every_heap_holds_what_is_due_and_nothing_else(client_of_edie, edie):
    requested(edie, "Due", sent=TODAY - timedelta(days=28))
    requested(edie, "Young", sent=TODAY - timedelta(days=27))
    requested(edie, "Unsent", sent=None)
    granted(edie, "Ending", TODAY + timedelta(days=60))
    granted(edie, "Ended", TODAY - timedelta(days=1))
    granted(edie, "Lasting", TODAY + timedelta(days=61))
    record(edie, "Lost", State.OGL, evidence="Foot", link="")
    record(edie, "Unknown")
    record(edie, "Stale", State.OGL, evidence="Foot", checked_on=TODAY - timedelta(days=365))
    record(edie, "Fresh", State.OGL, evidence="Foot", checked_on=TODAY - timedelta(days=364))
    broken, moved = record(edie, "Broken", State.OWN), record(edie, "Moved", State.OWN)
    fine = record(edie, "Fine", State.OWN)
    looks = [
        Look("Library: broken", "", broken.link, Outcome.GONE, "There is no such page.", 404, resource=broken.pk),
        Look("Library: fine", "", fine.link, Outcome.FINE, "It is there.", 200, resource=fine.pk),
        Look("Library: moved", "", moved.link, Outcome.MOVED, "Moved.", 200, "https://new.example/", moved.pk),
        Look("Words: help", "/help/", "https://gone.example/", Outcome.FAILED, "Nobody knows the name gone.example."),
        Look("Words: about", "/about/", "https://fine.example/", Outcome.BARRED, "The site turns programs away.", 403),
    ]
    actions.record_looks(looks=looks, whole=True, at=AT)

    page = soup(client_of_edie.get(WORK))

    assert [(row[0], row[2]) for row in rows(page, "chase")] == [("Due", "Ask again : Due")]
    assert rows(page, "chase")[0][1] == "Sent to Riverside on 10 March 2027. To ask again since 7 April 2027."
    assert [row[0] for row in rows(page, "drafts")] == ["Unsent"]
    assert [row[0] for row in rows(page, "answers")] == ["Young"]
    assert [(row[0], row[1].split(".")[0]) for row in rows(page, "ending")] == [
        ("Ended", "Ended on 6 April 2027"),
        ("Ending", "Ends on 6 June 2027"),
    ]
    assert [(row[0], row[2]) for row in rows(page, "broken")] == [
        ("Broken", "Change the address : Broken"),
        ("Words: help", "Open the page : Words: help"),
    ]
    assert [row[0] for row in rows(page, "moved")] == ["Moved"]
    assert [row[0] for row in rows(page, "addresses")] == ["Lost"]
    assert [row[0] for row in rows(page, "licences")] == ["Unknown"]
    assert [row[0] for row in rows(page, "unchecked")] == ["Stale"]


def test_nothing_to_do_is_said(client_of_edie):
    assert soup(client_of_edie.get(WORK)).select_one(".pares-empty h2").get_text() == "Nothing to do"


@pytest.mark.parametrize("number", [1, 3])
def test_the_work_costs_the_same_however_much_there_is(client_of_edie, edie, django_assert_num_queries, number):
    for place in range(number):
        requested(edie, f"Due {place}", sent=TODAY - timedelta(days=40))
        requested(edie, f"Young {place}", sent=TODAY)
        requested(edie, f"Unsent {place}", sent=None)
        granted(edie, f"Ended {place}", TODAY - timedelta(days=1))
        row = record(edie, f"Unknown {place}", link="", checked_on=None)
        looks = [
            Look(f"Library: {place}", "", f"https://{place}.example/", Outcome.GONE, "Gone.", 404, resource=row.pk)
        ]
        looks += [Look(f"Moved: {place}", "", f"https://{place}.uk/", Outcome.MOVED, "x", 200, "https://x.uk/", row.pk)]
        actions.record_looks(looks=looks, whole=False, at=AT)
    client_of_edie.get(WORK)

    with django_assert_num_queries(11):
        client_of_edie.get(WORK)


@pytest.mark.parametrize("number", [1, 3])
def test_the_records_cost_the_same_however_many(client_of_edie, edie, django_assert_num_queries, number):
    for place in range(number):
        record(edie, f"Record {place}")
    client_of_edie.get(RECORDS)

    with django_assert_num_queries(3):
        page = client_of_edie.get(RECORDS)
    assert len(soup(page).select("tbody tr")) == number


def test_all_records_say_their_licence_and_link_and_whether_they_are_out(client_of_edie, edie):
    shown, gone = record(edie, "Shown"), record(edie, "Gone", link="")
    client_of_edie.post(f"{RECORDS}gone/take-out/")
    actions.record_looks(
        looks=[Look("Library: shown", "", shown.link, Outcome.GONE, "x", 404, resource=shown.pk)], whole=True, at=AT
    )
    found = soup(client_of_edie.get(RECORDS)).select("tbody tr")

    assert [[" ".join(c.get_text(" ").split()) for c in row.select(".pares-cell")] for row in found] == [
        ["Gone Riverside. Taken out", "Not known", "Address to be found", "7 April 2027"],
        ["Shown Riverside", "Not known", "Not there", "7 April 2027"],
    ]
    assert client_of_edie.get(f"/library/{gone.slug}/").status_code == 404


NO_ADDRESS = "Enter the full address, such as https://www.example.org/page/, or leave it empty."
NOT_SHOWN = "Enter what shows this, such as the sentence on the owner’s page and its address"
NEW = {
    "title": "A new guide",
    "owner": "Northgate",
    "link": "https://northgate.example/guide",
    "kind": "guide",
    "audience": "leads",
    "purpose": "To begin with",
    "believed": "",
}


def test_a_record_is_added_with_its_evidence_and_history(client_of_edie, edie):
    answer = client_of_edie.post(
        "/edit/library/add/", NEW | {"state": "open", "licence": "cc-by-4.0", "open_shown": "Foot of the page"}
    )
    made = Resource.objects.get()

    assert (answer.status_code, answer["Location"]) == (302, f"{RECORDS}a-new-guide/")
    assert (made.state, made.licence, made.evidence, made.checked_on) == (
        "open",
        "cc-by-4.0",
        "Foot of the page",
        TODAY,
    )
    assert [(each.was, each.now, each.by) for each in LicenceChange.objects.all()] == [("", "open", edie)]
    assert "A new guide" in said(soup(client_of_edie.get("/library/a-new-guide/")))


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"title": ""}, "Enter the title"),
        ({"title": "Ground rules"}, "A record with this title is in the library already."),
        ({"link": "javascript:alert(1)"}, NO_ADDRESS),
        ({"state": "ogl", "ogl_shown": ""}, NOT_SHOWN),
        ({"state": "open", "open_shown": "x"}, "Select which licence it is under"),
        ({"state": ""}, "Select what you know of its licence"),
    ],
)
def test_what_a_record_lacks_is_said_and_what_was_typed_kept(client_of_edie, edie, changed, fault):
    record(edie)
    page = soup(client_of_edie.post("/edit/library/add/", NEW | {"state": "unknown"} | changed))

    assert faults(page) == [fault]
    assert page.select_one("#id_purpose").get_text(strip=True) == "To begin with"
    assert Resource.objects.count() == 1


def test_a_record_is_described_anew_and_its_page_stays(client_of_edie, edie):
    record(edie)
    answer = client_of_edie.post(f"{RECORDS}ground-rules/describe/", NEW | {"title": "Better rules", "link": ""})

    assert answer["Location"] == f"{RECORDS}ground-rules/"
    assert Resource.objects.values_list("title", "link", "slug").get() == ("Better rules", "", "ground-rules")


def test_a_licence_changes_with_a_reason_that_stays_in_the_history(client_of_edie, edie):
    record(edie)
    address = f"{RECORDS}ground-rules/licence/"

    page = soup(client_of_edie.post(address, {"state": "link_only", "why": ""}))
    assert faults(page) == ["Enter why the licence changes"]
    client_of_edie.post(address, {"state": "link_only", "why": "The page says all rights reserved."})
    history = soup(client_of_edie.get(f"{RECORDS}ground-rules/")).select_one("#history ~ table tbody tr")
    assert [" ".join(cell.get_text(" ").split()) for cell in history.select(".pares-cell")] == [
        *("7 April 2027", "Not known", "Link only", "The page says all rights reserved.", "Edie"),
    ]


def test_requested_is_no_answer_to_choose(client_of_edie, edie):
    record(edie)
    page = soup(client_of_edie.get(f"{RECORDS}ground-rules/licence/"))

    assert "requested" not in {each["value"] for each in page.select("input[name=state]")}


def test_a_copy_is_kept_for_editors_and_goes_out_only_by_its_licence(client_of_edie, edie):
    record(edie)
    file = SimpleUploadedFile("rules.pdf", PDF)
    client_of_edie.post(f"{RECORDS}ground-rules/copy/", {"file": file})

    mine = client_of_edie.get(f"{RECORDS}ground-rules/copy/file")
    assert (mine.content, mine["Content-Disposition"]) == (PDF, 'attachment; filename="rules.pdf"')
    assert client_of_edie.get("/library/ground-rules/file").status_code == 404
    client_of_edie.post(f"{RECORDS}ground-rules/copy/delete/")
    assert (KeptFile.objects.count(), FileBytes.objects.count()) == (0, 0)
    assert client_of_edie.get(f"{RECORDS}ground-rules/copy/file").status_code == 404


def test_a_file_that_is_not_what_it_says_is_refused(client_of_edie, edie):
    record(edie)
    page = soup(client_of_edie.post(f"{RECORDS}ground-rules/copy/", {"file": SimpleUploadedFile("a.pdf", b"<script>")}))

    assert faults(page) == [
        "The file must be a PDF, Word, PowerPoint or Excel file, or a PNG or JPEG picture, and must be whole."
    ]
    assert KeptFile.objects.count() == 0


def test_a_record_goes_out_and_comes_back(client_of_edie, edie):
    record(edie)
    assert client_of_edie.get(f"{RECORDS}ground-rules/take-out/").status_code == 200
    assert Resource.objects.get().withdrawn_at is None
    client_of_edie.post(f"{RECORDS}ground-rules/take-out/")
    assert "was taken out on 7 April 2027" in said(soup(client_of_edie.get(f"{RECORDS}ground-rules/")))
    assert soup(client_of_edie.get(WORK)).select(".pares-empty") != []
    client_of_edie.post(f"{RECORDS}ground-rules/put-back/")
    assert Resource.objects.get().withdrawn_at is None


def test_checked_today_and_a_new_address_take_one_press(client_of_edie, edie):
    row = record(edie, checked_on=None)
    seen = Look("Library: x", "", row.link, Outcome.MOVED, "x", 200, "https://new.example/", row.pk)
    actions.record_looks(looks=[seen], whole=True, at=AT)

    for act in ("checked", "new-address"):
        assert client_of_edie.post(f"{RECORDS}ground-rules/{act}/")["Location"] == WORK
    assert Resource.objects.values_list("checked_on", "link").get() == (TODAY, "https://new.example/")
    again = client_of_edie.post(f"{RECORDS}ground-rules/new-address/", follow=True)
    assert "The last link check found no new address" in said(soup(again))
    assert LinkCheck.objects.count() == 0


@pytest.mark.parametrize("who", ["Asha", "Max", "Ella", "Omar"])
@pytest.mark.parametrize("address", [WORK, RECORDS, f"{RECORDS}ground-rules/", "/edit/library/add/"])
def test_leads_mentors_and_mentees_find_nothing_here(world, signed_in, edie, who, address):
    record(edie, believed="a canary for editors")
    answer = signed_in(worlds.person(who)).get(address)

    assert answer.status_code == 404
    assert b"canary" not in answer.content


def test_visitors_are_asked_to_sign_in(client, edie):
    answer = client.get(WORK)

    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/edit/library/")
