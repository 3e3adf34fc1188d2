"""What changed, as a page and as a feed."""

import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pares.ground.people.models import Person
from pares.ground.wording import actions, draft, shipped
from pares.ground.wording.draft import Draft
from tests import world as worlds

ATOM = "{http://www.w3.org/2005/Atom}"


def change(kind: str, key: str, why: str, *, title: str = "", text: str = "Ours. {link}", **more):
    was = draft.of(shipped.shipped(kind, key))
    actions.revise(
        kind=kind,
        key=key,
        draft=Draft(title or was.title, was.summary, text),
        why=why,
        started_from=0,
        by=worlds.person("Ed Lindqvist"),
        **({"at": worlds.PLANNED} | more),
    )


def listed(client: Client) -> list[str]:
    page = BeautifulSoup(client.get("/changes/").content, "html.parser")
    return [re.sub(r"\s+", " ", line.get_text(" ")).strip() for line in page.select(".pares-chapters li")]


def test_it_lists_what_was_edited_before_what_was_shipped_and_no_letter_and_no_editor(client, world):
    change("handbook", "cookies", "Said <more> clearly", title="Biscuits & co", text="Ours.")
    change("chapters", "step-9-finish", "A later one", text="Ours.", at=worlds.PLANNED + timedelta(days=1))
    change("letters", "check_in_mentor", "A letter of ours")
    change("letters", "check_in_mentor", "A scheme's own", text="Other {link}", scheme=world.northgate)

    found = listed(client)

    assert found[:2] == [
        f"{shipped.shipped('chapters', 'step-9-finish').title} 14 January 2027. A later one",
        "Biscuits & co 13 January 2027. Said <more> clearly",
    ]
    assert "Chapters of the handbook 23 November 2026. 21 texts as they come with Pares." in found[2:]
    said = " ".join(found)
    assert [word for word in ("A letter of ours", "A scheme's own", "Lindqvist") if word in said] == []


def test_the_feed_says_the_same_and_is_sound(client, db):
    change("handbook", "cookies", "Said <more> clearly", title="Biscuits & co", text="Ours.")

    answer = client.get("/changes.xml")

    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(answer.content)  # noqa: S314 - our own
    entries = feed.findall(f"{ATOM}entry")
    first = {child.tag.removeprefix(ATOM): child for child in entries[0]}
    assert (first["title"].text, first["summary"].text) == ("Biscuits & co", "Said <more> clearly")
    assert first["link"].attrib["href"].endswith("/cookies/")
    assert first["link"].attrib["href"].startswith("http")
    assert first["updated"].text == "2027-01-13T09:00:00+00:00"
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids) == len(listed(client))
    for needed in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{needed}") is not None
    assert b"Lindqvist" not in answer.content


def test_public_pages_name_the_feed(client, db):
    page = BeautifulSoup(client.get("/handbook/").content, "html.parser")

    link = page.select_one('link[rel="alternate"]')
    assert (link["type"], link["href"]) == ("application/atom+xml", "/changes.xml")
    assert [a["href"] for a in page.select("footer a") if a.get_text(strip=True) == "What changed"] == ["/changes/"]


@pytest.mark.parametrize("changed", [1, 3])
def test_the_list_costs_as_much_however_much_was_changed(client, db, changed, django_assert_num_queries):
    for key in ("cookies", "help", "agreement")[:changed]:
        change("handbook", key, "Ours", text="Ours.")
    assert isinstance(worlds.person("Ed Lindqvist"), Person)

    with django_assert_num_queries(2):
        client.get("/changes/")
