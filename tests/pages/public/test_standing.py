"""Under every page of guidance stands when its words changed and who reviewed them."""

import pytest
from django.test import Client

from pares.ground.people import actions as people
from pares.ground.wording import actions, draft, shipped
from pares.ground.wording.draft import Draft
from pares.pages.public.places import PAGES, place
from tests import world as worlds

EVERY = [
    *(("chapters", key) for key in ("equality", "step-4-match")),
    *(("handbook", key) for key in PAGES),
    ("templates", "lead-checklist"),
    ("course", "basic-slides"),
]


@pytest.mark.parametrize(("kind", "key"), EVERY)
def test_it_stands_there_and_only_editors_get_the_way_to_change_it(client: Client, db: None, kind: str, key: str):
    address = place(kind, key)

    page = client.get(address).content.decode()

    assert page.count("Not yet reviewed by a clinician.") == 1
    assert "Edit this page" not in page
    ed = people.appoint_editor(person=worlds.person("Ed"), by=None, at=worlds.PLANNED)
    client.force_login(ed)
    assert f'href="/edit/{kind}/{key}/">Edit this page</a>' in client.get(address).content.decode()


@pytest.mark.parametrize(("kind", "key"), EVERY)
def test_edited_words_are_what_the_page_shows(client: Client, db: None, kind: str, key: str):
    was = draft.of(shipped.shipped(kind, key))
    made = Draft("Our own title", "Our own summary.", f"{was.text}\n## Quibble\n\nOur Zebra words.\n")
    told = {"why": "Ours.", "started_from": 0, "by": None, "at": worlds.PLANNED}
    actions.revise(kind=kind, key=key, draft=made, **told)

    page = client.get(place(kind, key)).content.decode()

    assert "Our Zebra words." in page
    assert "Our own title" in page
    assert "These words last changed on 13 January 2027." in page


def test_every_page_of_words_has_its_place() -> None:
    assert {*shipped.keys("handbook")} - {*PAGES} == {"agreement-short"}
