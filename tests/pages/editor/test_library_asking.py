"""Editors ask an owner for permission, chase the letter, and record the answer with what shows it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from pares.ground import clock
from pares.ground.letters import actions as letters
from pares.ground.letters.models import Letter
from pares.ground.people import actions as people
from pares.ground.people.models import Person
from pares.guide.library import actions as library
from pares.guide.library.curating import actions
from pares.guide.library.curating.models import PermissionRequest
from pares.guide.library.models import KeptFile, Resource
from pares.guide.library.rules import Claim, State
from tests import world as worlds

pytestmark = pytest.mark.django_db

AT = datetime(2027, 4, 7, 9, tzinfo=UTC)
TODAY = date(2027, 4, 7)
PDF = b"%PDF-1.4\n1 0 obj << >> endobj\n%%EOF\n"
RECORD = "/edit/library/records/ground-rules/"
CANARY = "Direct line 01632 960001"


@pytest.fixture
def edie() -> Person:
    return people.appoint_editor(person=worlds.person("Edie"), by=None, at=worlds.PLANNED)


@pytest.fixture
def resource(edie) -> Resource:
    described = {"owner": "Riverside", "link": "https://riverside.example/", "kind": "guide", "audience": "mentors"}
    said = {"purpose": "For the first meeting", "believed": "", "checked_on": TODAY, "title": "Ground rules"}
    return actions.add_record(claim=Claim(State.UNKNOWN), by=edie, at=AT - timedelta(days=1), **described, **said)


@pytest.fixture
def desk(signed_in, edie, resource) -> Client:
    clock.go_to(AT)
    return signed_in(edie)


def soup(answer: HttpResponse, status: int = 200) -> BeautifulSoup:
    assert answer.status_code == status
    return BeautifulSoup(answer.content, "html.parser")


def faults(page: BeautifulSoup) -> list[str]:
    return [line.get_text(strip=True) for line in page.select(".nhsuk-error-summary li")]


def words(page: BeautifulSoup) -> str:
    return " ".join(page.select_one("main").get_text(" ").split())


def drafted(desk: Client, **changed: str) -> str:
    asked = {"audience": "mentors", "asked_of": "Riverside", "address": "rights@riverside.example"} | changed
    answer = desk.post(f"{RECORD}ask/", asked)
    assert answer.status_code == 302
    return answer["Location"]


def filled(page: BeautifulSoup) -> dict[str, str]:
    boxes = {
        each["name"]: each.get("value", "") for each in page.select("main input[type=text], main input[type=email]")
    }
    return boxes | {each["name"]: each.get_text().removeprefix("\n") for each in page.select("main textarea")}


def sent(desk: Client) -> str:
    address = drafted(desk)
    desk.post(address, filled(soup(desk.get(address))) | {"act": "send"})
    return address


def day(name: str, of: date) -> dict[str, str]:
    return {f"{name}-day": str(of.day), f"{name}-month": str(of.month), f"{name}-year": str(of.year)}


def granted(**changed: str) -> dict[str, object]:
    said = {
        "answered_by": "Publications office",
        "audience": "mentors",
        "scope": "In print",
        "evidence": f"Yes. {CANARY}",
    }
    return said | day("answered_on", TODAY + timedelta(days=1)) | day("until", TODAY + timedelta(days=365)) | changed


def test_from_the_record_to_the_outbox(desk):
    address = drafted(desk)
    page = soup(desk.get(address))
    letter = filled(page)

    assert "Ground rules, found at https://riverside.example/" in letter["text"]
    answer = desk.post(address, letter | {"text": "Dear all,\n\nmay we?", "act": "send"}, follow=True)
    assert "The letter leaves on the next working day. It comes up again on 5 May 2027." in words(soup(answer))
    assert Letter.objects.values_list("kind", "to", "text").get() == (
        "ask_permission", "rights@riverside.example", "Dear all,\n\nmay we?",
    )  # fmt: skip
    assert Resource.objects.get().state == State.REQUESTED


def test_pressing_send_twice_sends_once(desk):
    address = drafted(desk)
    letter = filled(soup(desk.get(address))) | {"act": "send"}
    desk.post(address, letter)
    page = soup(desk.post(address, letter))

    assert page.select_one("h1").get_text(" ", strip=True) == "Ground rules - The letter to the owner"
    assert Letter.objects.count() == 1


def test_saving_for_later_sends_nothing(desk):
    address = drafted(desk)
    desk.post(address, filled(soup(desk.get(address))) | {"subject": "Later", "act": "later"})

    assert (PermissionRequest.objects.get().subject, Letter.objects.count()) == ("Later", 0)
    assert Resource.objects.get().state == State.UNKNOWN


def test_without_an_address_the_editor_sends_it_and_says_when(desk):
    address = drafted(desk, address="")
    letter = filled(soup(desk.get(address)))

    page = soup(desk.post(address, letter | {"act": "send"}))
    assert faults(page) == ["Enter an email address, or send the letter yourself and tell us when."]
    assert desk.post(address, letter | {"act": "myself"})["Location"] == f"{address}sent/"
    late = soup(desk.post(f"{address}sent/", day("sent_on", TODAY + timedelta(days=1))))
    assert faults(late) == ["The date must be 7 April 2027 or earlier"]
    desk.post(f"{address}sent/", day("sent_on", TODAY - timedelta(days=7)))
    assert PermissionRequest.objects.values_list("sent_on", "chase_on").get() == (date(2027, 3, 31), date(2027, 4, 28))


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"subject": ""}, "Enter a subject"),
        ({"text": " "}, "Enter the letter’s words"),
        ({"address": "not one"}, "Enter an email address in the correct format, like name@example.com"),
        ({"text": "Hello {owner_name}"}, "There is nothing to put in for {owner_name}. Here you can use: none."),
    ],
)
def test_what_a_letter_lacks_is_said(desk, changed, fault):
    address = drafted(desk)
    page = soup(desk.post(address, filled(soup(desk.get(address))) | changed | {"act": "send"}))

    assert faults(page) == [fault]
    assert Letter.objects.count() == 0


def test_nobody_is_asked_for_what_is_allowed_already(desk, edie, resource):
    claim = Claim(State.OGL, evidence="Foot of the page")
    actions.change_licence(resource=resource, claim=claim, why="Found it", by=edie, at=AT)
    page = soup(desk.post(f"{RECORD}ask/", {"audience": "mentors", "asked_of": "Riverside"}))

    assert faults(page) == [
        "You need not ask. It is under Open Government Licence v3.0, and that says what is allowed."
    ]
    assert PermissionRequest.objects.count() == 0


def test_a_letter_is_thrown_away_before_it_leaves_and_kept_after(desk):
    desk.post(f"{drafted(desk)}discard/")
    assert PermissionRequest.objects.count() == 0
    desk.post(f"{sent(desk)}discard/")
    assert PermissionRequest.objects.count() == 1


def test_asking_again_moves_the_date_on(desk):
    address = sent(desk)
    clock.go_to(AT + timedelta(days=28))
    page = soup(desk.get(f"{address}ask-again/"))
    letter = filled(page) | {"time": page.select_one("input[name=time]")["value"], "act": "send"}

    for _ in range(2):
        answer = desk.post(f"{address}ask-again/", letter, follow=True)
    assert "It comes up again on 2 June 2027." in words(soup(answer))
    assert sorted(Letter.objects.values_list("kind", flat=True)) == ["ask_permission", "chase_permission"]
    assert PermissionRequest.objects.get().chased == 1


def test_a_yes_sets_the_licence_and_keeps_its_evidence_to_editors(desk, client):
    address = sent(desk)
    clock.go_to(AT + timedelta(days=1))
    file = SimpleUploadedFile("answer.pdf", PDF)
    answer = desk.post(f"{address}yes/", granted() | {"file": file}, follow=True)

    assert "The answer is recorded, and the licence with it." in words(soup(answer))
    row = Resource.objects.get()
    assert (row.state, row.granted_for, row.granted_until) == ("granted", "mentors", date(2028, 4, 6))
    shown = soup(desk.get(address))
    assert CANARY in words(shown)
    assert desk.get(f"{address}evidence").content == PDF
    client.logout()
    assert CANARY.encode() not in client.get("/library/ground-rules/").content
    assert client.get(f"{address}evidence").status_code == 302


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"evidence": ""}, "Paste the words of the answer, or choose a file that shows it."),
        ({"answered_by": ""}, "Enter who answered for the owner"),
        ({"audience": ""}, "Select whom the permission is for"),
        (day("answered_on", TODAY - timedelta(days=1)), "The day must be on or after the day the letter was sent."),
        (day("answered_on", TODAY + timedelta(days=2)), "The date must be 8 April 2027 or earlier"),
        (day("until", TODAY), "The last day must be on or after the day of the answer."),
    ],
)
def test_a_yes_lacks_nothing(desk, changed, fault):
    address = sent(desk)
    clock.go_to(AT + timedelta(days=1))
    page = soup(desk.post(f"{address}yes/", granted(**changed)))

    assert faults(page) == [fault]
    assert page.select_one("#id_scope")["value"] == "In print"
    assert Resource.objects.get().state == State.REQUESTED


def test_a_file_that_is_none_of_ours_is_refused_and_the_words_kept(desk):
    address = sent(desk)
    clock.go_to(AT + timedelta(days=1))
    page = soup(desk.post(f"{address}yes/", granted() | {"file": SimpleUploadedFile("answer.pdf", b"MZ program")}))

    assert len(faults(page)) == 1
    assert CANARY in page.select_one("#id_evidence").get_text()
    assert KeptFile.objects.count() == 0


def test_a_no_and_a_silence_are_answers_too(desk, edie):
    address = sent(desk)
    desk.post(f"{address}no/", {"answered_by": "Ann", "evidence": "No."} | day("answered_on", TODAY))
    assert Resource.objects.get().state == State.REFUSED
    again = sent(desk)
    assert "What was known of the licence before" in words(soup(desk.get(f"{again}give-up/")))
    desk.post(f"{again}give-up/")
    assert Resource.objects.get().state == State.REFUSED
    assert sorted(PermissionRequest.objects.values_list("reply", flat=True)) == ["refused", "silent"]


def test_an_answer_before_the_letter_is_refused(desk):
    address = drafted(desk)
    page = soup(desk.post(f"{address}no/", {"answered_by": "Ann", "evidence": "No."} | day("answered_on", TODAY)))

    assert faults(page) == ["Send the letter first, or say when you sent it."]


def test_a_letter_that_could_not_be_delivered_is_shown(desk):
    address = sent(desk)
    letter = letters.claim(at=AT + timedelta(days=1), limit=1)[0]
    letters.mark_failed(letter=letter, problem="No such mailbox", retry_at=None, at=AT)

    assert "could not be delivered. No such mailbox" in words(soup(desk.get(address)))


@pytest.mark.parametrize("who", ["Asha", "Max", "Ella"])
def test_nobody_else_sees_what_was_asked(world, signed_in, edie, resource, who):
    said = {"audience": "mentors", "adapt": False, "asked_of": CANARY, "address": "", "subject": "a", "text": "b"}
    request = actions.write_letter(resource=resource, by=edie, at=AT, **said)
    visitor = signed_in(worlds.person(who))

    for page in ("", "yes/", "evidence"):
        answer = visitor.get(f"/edit/library/letters/{request.pk}/{page}")
        assert answer.status_code == 404
        assert CANARY.encode() not in answer.content


def test_a_record_taken_out_leaves_the_work(desk, edie, resource):
    sent(desk)
    library.withdraw(resource=resource, by=edie, at=AT)
    clock.go_to(AT + timedelta(days=40))

    assert soup(desk.get("/edit/library/")).select_one("section") is None
