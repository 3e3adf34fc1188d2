import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pares.ground import clock
from pares.guide.directory import actions, listing
from pares.guide.directory.models import Edition, RowVersion, State, Suggestion
from tests.guide.directory.sending import AT, KEY, READER, corrected, editor, facts, sent, shipped
from tests.world import World, person

pytestmark = pytest.mark.django_db

INBOX = "/edit/directory/"
ROW = f"{INBOX}rows/{KEY}/"
SCRIPT = "<script>pares()</script>"
UNCHECKED = {"checked": "no", "how": ""}


@pytest.fixture
def edie(signed_in) -> Client:
    return signed_in(editor())


def page(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def one(suggestion: Suggestion) -> str:
    return f"{INBOX}suggestions/{suggestion.pk}/"


def test_everything_here_is_for_editors_of_the_site_alone(world: World, client: Client, signed_in) -> None:
    suggestion = sent()
    addresses = [INBOX, f"{INBOX}rows/", f"{INBOX}rows/add/", f"{INBOX}issue/", one(suggestion)]
    addresses += [f"{one(suggestion)}decline/", ROW, f"{ROW}edit/", f"{ROW}check/", f"{ROW}take-off/"]

    assert {client.get(address).status_code for address in addresses} == {302}
    for name in ("Asha", "Bola", "Dai", "Max", "Ella"):
        other = signed_in(person(name))
        assert {other.get(address).status_code for address in addresses} == {404}
    assert {other.post(address).status_code for address in addresses} == {404, 405}
    assert (Suggestion.objects.get().state, RowVersion.objects.count()) == (State.NEW, 0)


def test_the_inbox_says_what_waits_and_what_became_of_the_rest(edie: Client) -> None:
    assert "Nothing waits for you" in page(edie, INBOX).get_text()
    declined = sent(facts=facts(name="B"))
    sent(), corrected(year="2026")
    actions.decline(suggestion=declined, why="No such scheme", by=editor(), at=AT)
    waiting, decided = page(edie, INBOX).select("table")

    told = [[cell.get_text().strip() for cell in row.select(".pares-cell")] for row in waiting.select("tbody tr")]
    assert sorted(told) == [
        ["Northgate mentoring", "New scheme", "3 March 2027"],
        ["PsychStart", "Correction", "3 March 2027"],
    ]
    assert [cell.get_text() for cell in decided.select(".pares-note")] == ["No such scheme"]


def test_a_suggestion_is_read_with_its_sender_and_taken_as_changed(edie: Client) -> None:
    suggestion = sent(words=f"I lead it {SCRIPT}")
    shown = page(edie, one(suggestion))
    assert READER in shown.get_text()
    assert SCRIPT in shown.get_text()
    assert shown.select_one("#id_name")["value"] == "Northgate mentoring"

    answer = edie.post(one(suggestion), facts(mentees="F1") | UNCHECKED | {"seen": "0"})
    assert answer["Location"] == f"{INBOX}rows/northgate-mentoring/"
    assert listing.row("northgate-mentoring").mentees == "F1"
    assert "is on the list as you left it" in page(edie, answer["Location"]).get_text()


def test_a_correction_stands_beside_the_row_and_only_its_facts_are_proposed(edie: Client) -> None:
    suggestion = corrected(year="2026")
    actions.edit_row(key=KEY, facts=shipped(mentors="consultants"), why="Meanwhile", seen=0, by=editor(), at=AT)
    shown = page(edie, one(suggestion))
    told = [[cell.get_text() for cell in row.select(".pares-cell")] for row in shown.select("table tbody tr")]

    assert told == [["Year of the report", "2020", "2026"]]
    assert (shown.select_one("#id_year")["value"], shown.select_one("#id_mentors")["value"]) == ("2026", "consultants")
    assert shown.select_one("[name=seen]")["value"] == "1"
    stale = edie.post(one(suggestion), shipped(year="2026") | UNCHECKED | {"seen": "0"})
    assert "Somebody else has changed this row" in stale.content.decode()
    assert listing.row(KEY).mentors == "consultants"


def test_taking_with_a_check_needs_a_way_and_says_so_to_everybody(edie: Client) -> None:
    suggestion = sent()
    answer = edie.post(one(suggestion), facts() | {"checked": "yes", "how": "", "seen": "0"})
    assert "Say how you checked it" in answer.content.decode()
    edie.post(one(suggestion), facts() | {"checked": "yes", "how": "Its page of today.", "seen": "0"})

    assert "Its page of today." in page(edie, "/directory/northgate-mentoring/").get_text()


def test_declining_needs_a_why_and_changes_nothing(edie: Client) -> None:
    suggestion = sent()
    assert edie.post(f"{one(suggestion)}decline/", {"why": ""}).status_code == 200
    assert Suggestion.objects.get().state == State.NEW
    edie.post(f"{one(suggestion)}decline/", {"why": "No such scheme"})

    assert (Suggestion.objects.get().state, len(listing.current())) == (State.DECLINED, 48)
    assert page(edie, one(suggestion)).select("form[method=post] #id_name") == []


def test_a_row_is_changed_checked_taken_off_and_tells_its_history(edie: Client) -> None:
    edie.post(f"{ROW}edit/", shipped(year="2026") | UNCHECKED | {"why": f"Newer {SCRIPT}", "seen": "0"})
    clock.go_to(AT)
    edie.post(f"{ROW}check/", {"on-day": "1", "on-month": "1", "on-year": "2026", "how": "By telephone", "seen": "1"})
    edie.post(f"{ROW}take-off/", {"why": "It asked us to", "seen": "2"})
    shown = page(edie, ROW)
    steps = [" ".join(step.get_text(" ").split()) for step in shown.select("section.pares-contents")]

    assert [step.split("Edie ", 1)[1] for step in steps] == [
        "Taken off the list. It asked us to",
        "Checked Checked on 1 January 2026: By telephone",
        f"Newer {SCRIPT} Year of the report: 2020 became 2026",
    ]
    assert edie.get(f"/directory/{KEY}/").status_code == 404
    assert edie.get(f"{INBOX}rows/nothing/").status_code == 404


def test_a_row_can_be_added(edie: Client) -> None:
    answer = edie.post(f"{INBOX}rows/add/", facts() | UNCHECKED | {"why": "I met its lead"})

    assert answer["Location"] == f"{INBOX}rows/northgate-mentoring/"
    assert listing.row("northgate-mentoring").origin == "Added by an editor of this site"
    twin = edie.post(f"{INBOX}rows/add/", facts() | UNCHECKED | {"why": "Again"})
    assert "already on the list" in twin.content.decode()


def test_names_are_taken_out_by_a_press(edie: Client) -> None:
    made = actions.take(suggestion=sent(), facts=facts(), by=editor(), at=AT)
    assert "Kim Canary" in page(edie, f"{INBOX}rows/{made.key}/").get_text()
    edie.post(f"{INBOX}rows/{made.key}/take-out-names/")

    for address in (f"{INBOX}rows/{made.key}/", f"/directory/{made.key}/"):
        assert "Kim Canary" not in page(edie, address).get_text()


def test_an_edition_says_what_it_will_say_and_is_issued_once(edie: Client) -> None:
    assert "Nothing has changed since" in edie.post(f"{INBOX}issue/").content.decode()
    actions.add_row(facts=facts(), why="New", by=editor(), at=AT)
    shown = page(edie, f"{INBOX}issue/").main.get_text()
    assert "new: Northgate mentoring" in shown
    assert "49 of 49 rows have not been verified by us" in shown
    assert Edition.objects.count() == 0
    assert "There is an edition of this day or a later one" in edie.post(f"{INBOX}issue/").content.decode()

    clock.go_to(AT)
    assert edie.post(f"{INBOX}issue/")["Location"] == "/directory/editions/2027-03-03/"
    assert edie.post(f"{INBOX}issue/")["Location"] == "/directory/editions/2027-03-03/"
    assert [each.isoformat() for each in listing.dates()] == ["2027-03-03", "2026-11-23"]


@pytest.mark.parametrize(("address", "number_of"), [(INBOX, 6), (f"{INBOX}rows/", 3)])
def test_a_list_costs_the_same_for_one_and_for_three(
    edie: Client, address: str, number_of: int, django_assert_num_queries: pytest.FixtureDef
) -> None:
    for number in range(3):
        sent(facts=facts(name=f"Waiting {number}"))
        taken = sent(facts=facts(name=f"Taken {number}"))
        actions.take(suggestion=taken, facts=taken.facts, by=editor(), at=AT)
        if number in {0, 2}:
            with django_assert_num_queries(number_of):
                edie.get(address)
