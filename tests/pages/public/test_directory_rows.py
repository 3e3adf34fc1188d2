"""The directory's life as readers see it: its rows, its editions, and what they send in."""

import csv
import io
from datetime import date

import pypdf
import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client

from pares.guide.directory import actions, listing
from pares.guide.directory.models import Suggestion
from pares.guide.directory.rules import Check
from tests.guide.directory.sending import AT, KEY, READER, corrected, editor, facts, sent, shipped

pytestmark = pytest.mark.django_db

ROW = f"/directory/{KEY}/"
FILES = ("/directory/schemes.csv", "/directory/directory.pdf")
OPEN = ("/directory/", ROW, f"{ROW}correct/", "/directory/editions/", *FILES)
SCRIPT = "<script>pares()</script>{{7*7}}"
SENDER = {"words": "I lead it.", "credit": "", "email": "", "licence": "cc-by-4.0", "own": "on"}


@pytest.fixture(autouse=True)
def unlimited() -> None:
    cache.clear()


def page(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def everything(client: Client, *more: str) -> str:
    """Return all that anybody can read of the directory, files too, as text."""
    told = []
    for address in (*OPEN, *more):
        answer = client.get(address)
        if answer["Content-Type"] == "application/pdf":
            told += [each.extract_text() for each in pypdf.PdfReader(io.BytesIO(answer.content)).pages]
        else:
            told.append(answer.content.decode())
    return "\n".join(told)


def test_a_row_says_what_was_reported_where_and_that_nobody_checked(client: Client) -> None:
    shown = page(client, ROW)
    told = {row.dt.get_text(): row.dd.get_text().strip() for row in shown.select(".nhsuk-summary-list__row")}

    assert "Reported in 2020, not verified by us" in shown.select_one(".nhsuk-inset-text").get_text()
    assert told["Region"] == "UK"
    assert told["Where it was reported"].startswith("doi.org")
    assert shown.select_one(f"a[href='{ROW}correct/']").get_text().strip() == "Correct this row"


def test_a_row_an_editor_checked_says_when_by_whom_and_how(client: Client) -> None:
    check = Check(date(2027, 3, 2), "Its lead wrote to me.")
    actions.record_check(key=KEY, check=check, seen=0, by=editor(), at=AT)

    inset = page(client, ROW).select_one(".nhsuk-inset-text").get_text()
    assert "Verified as of 2 March 2027 by Edie. How: Its lead wrote to me." in inset
    assert "Verified as of 2 March 2027" in page(client, "/directory/?words=psychstart").get_text()


@pytest.mark.parametrize(
    "address", ["nothing/", "nothing/correct/", "editions/2026-11-24/", "editions/20261123/", "editions/x/schemes.csv"]
)
def test_what_does_not_exist_does_not(client: Client, address: str) -> None:
    assert client.get(f"/directory/{address}").status_code == 404


def test_what_is_sent_in_is_seen_by_nobody_before_it_is_taken(client: Client) -> None:
    sent(facts=facts(name="Canary Scheme", link="https://canary.example.org/"), words="Canary words")
    corrected(name="Canary Name", mentees="canary grades")

    assert "canary" not in everything(client).casefold()
    assert client.get("/directory/canary-scheme/").status_code == 404


def test_a_readers_address_is_never_public_not_even_when_taken(client: Client) -> None:
    edie = editor()
    actions.take(suggestion=sent(), facts=facts(), by=edie, at=AT)
    actions.take(suggestion=corrected(year="2026"), facts=shipped(year="2026"), by=edie, at=AT)
    actions.issue(on=AT.date(), by=edie, at=AT)
    edition = "/directory/editions/2027-03-03/"
    told = everything(client, "/directory/northgate-mentoring/", edition, f"{edition}schemes.csv")

    assert told.count("Suggested by a reader under CC BY 4.0") >= 2
    assert told.count("Kim Canary") == 2
    assert READER not in told
    assert "I lead it." not in told


def test_a_scheme_is_sent_in_with_a_licence_and_comes_to_the_editors(client: Client) -> None:
    answer = client.post("/directory/suggest/", facts(link="https://example.org/x") | SENDER | {"email": READER})
    kept = Suggestion.objects.get()

    assert (answer.status_code, answer["Location"]) == (302, "/directory/suggest/sent/")
    assert "An editor reads it" in page(client, "/directory/suggest/sent/").get_text()
    assert kept.facts == facts(link="https://example.org/x")
    assert (kept.key, kept.licence, kept.email) == ("", "cc-by-4.0", READER)
    assert "sessionid" not in client.cookies


def test_a_correction_starts_from_the_row_and_keeps_what_was_changed(client: Client) -> None:
    form = page(client, f"{ROW}correct/")
    assert form.select_one("#id_name")["value"] == "PsychStart"
    client.post(f"{ROW}correct/", shipped(year="2026") | SENDER)

    assert [(each.key, each.fields_changed) for each in Suggestion.objects.all()] == [(KEY, ("year",))]
    assert listing.row(KEY).year == "2020"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"own": ""}, "own"), ({"licence": ""}, "licence"), ({"licence": "mine"}, "licence"), ({"words": ""}, "words"),
        ({"words": "x" * 1001}, "words"), ({"email": "a@b.org, c@d.org"}, "email"), ({"name": "x" * 201}, "name"),
        ({"name": "\x00"}, "name"), ({"link": "javascript:alert(1)"}, "link"), ({"year": "soon"}, "year"),
        ({"region": "Narnia"}, "region"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_it_and_all_that_was_typed_stays(
    client: Client, wrong: dict[str, str], field: str
) -> None:
    answer = client.post("/directory/suggest/", facts(mentors="CT9 kept") | SENDER | wrong)
    shown = BeautifulSoup(answer.content, "html.parser")

    assert answer.status_code == 200
    assert len(shown.select(".nhsuk-error-summary li")) == 1
    assert shown.select_one(f"[name={field}]") is not None
    assert shown.select_one("#id_mentors")["value"] == "CT9 kept"
    assert Suggestion.objects.count() == 0


def test_too_much_from_one_place_waits_an_hour_and_keeps_what_was_typed(client: Client) -> None:
    names = [f"Scheme {number}" for number in range(7)]
    answers = [client.post("/directory/suggest/", facts(name=name) | SENDER) for name in names]
    refused = BeautifulSoup(answers[5].content, "html.parser")

    assert [answer.status_code for answer in answers] == [302] * 5 + [429, 429]
    assert Suggestion.objects.count() == 5
    assert "Too much has been sent in" in refused.select_one(".nhsuk-error-summary").get_text()
    assert refused.select_one("#id_name")["value"] == "Scheme 5"
    assert client.post(f"{ROW}correct/", shipped(year="2026") | SENDER).status_code == 429
    assert client.get("/directory/suggest/").status_code == 200


def test_hostile_words_stay_words_wherever_they_come_to_stand(client: Client) -> None:
    hostile = facts(name=f"Scheme {SCRIPT}", part=SCRIPT, mentors=SCRIPT, group=SCRIPT)
    made = actions.take(suggestion=sent(facts=hostile, credit=SCRIPT), facts=hostile, by=editor(), at=AT)
    actions.issue(on=AT.date(), by=editor(), at=AT)

    for address in ("", f"{made.key}/", f"{made.key}/correct/", "editions/2027-03-03/"):
        shown = page(client, f"/directory/{address}")
        assert [script for script in shown.select("script") if "pares()" in script.get_text()] == []
        assert "{{7*7}}" in str(shown)


def test_an_edition_shows_what_it_covers_and_what_changed_and_never_changes(client: Client) -> None:
    edie = editor()
    actions.add_row(facts=facts(), why="New", by=edie, at=AT)
    actions.edit_row(key=KEY, facts=shipped(year="2026"), why="Newer", seen=0, by=edie, at=AT)
    actions.take_off(key="ni-psychiatry-mentoring-scheme", why="Asked", seen=0, by=edie, at=AT)
    actions.issue(on=AT.date(), by=edie, at=AT)
    edition = "/directory/editions/2027-03-03/"
    addresses = (edition, f"{edition}schemes.csv", f"{edition}directory.pdf")
    issued = [client.get(address).content for address in addresses]
    told = [each.get_text() for each in BeautifulSoup(issued[0], "html.parser").select("main li")]

    assert [line for line in told if line.split(":")[0] in {"new", "changed", "taken off"}] == [
        "new: Northgate mentoring",
        "changed: PsychStart (year of the report)",
        "taken off: NI psychiatry mentoring scheme",
    ]
    actions.edit_row(key=KEY, facts=shipped(year="2027"), why="Later", seen=1, by=edie, at=AT)
    assert [client.get(address).content for address in addresses] == issued
    assert "1 row has changed here since then" in page(client, "/directory/").get_text()
    assert page(client, "/directory/editions/2026-11-23/").select_one("#rows").get_text() == "48 rows"


def test_the_file_of_an_edition_carries_its_date_and_runs_nothing(client: Client) -> None:
    edie = editor()
    actions.add_row(facts=facts(name="=HYPERLINK(1)"), why="New", by=edie, at=AT)
    actions.issue(on=AT.date(), by=edie, at=AT)
    answer = client.get("/directory/schemes.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert answer["Content-Disposition"] == 'attachment; filename="pares-directory-2027-03-03.csv"'
    assert len(rows) == 49
    assert {row["Edition of this list"] for row in rows} == {"2027-03-03"}
    assert [row["Scheme"] for row in rows if "HYPERLINK" in row["Scheme"]] == ["'=HYPERLINK(1)"]
    assert client.get("/directory/directory.pdf")["Content-Type"] == "application/pdf"


def test_the_list_costs_the_same_for_one_change_and_for_three(
    client: Client, django_assert_num_queries: pytest.FixtureDef
) -> None:
    edie = editor()
    for number in range(3):
        actions.add_row(facts=facts(name=f"Scheme {number}"), why="New", by=edie, at=AT)
        if number in {0, 2}:
            with django_assert_num_queries(4):
                client.get("/directory/")
