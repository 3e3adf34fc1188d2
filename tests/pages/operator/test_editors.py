"""Who edits the words of the site."""

import re

from bs4 import BeautifulSoup

from pares.ground.ledger.models import Entry
from pares.ground.people import actions as people
from pares.ground.people.models import Person
from tests import world as worlds


def test_an_editor_is_let_in_and_ended(world, signed_in):
    olga = people.appoint_operator(person=worlds.person("Olga"), by=None, at=worlds.PLANNED)
    client = signed_in(olga)

    client.post("/operator/editors/", {"name": "Ed", "email": "ed@example.org"})

    ed = Person.objects.get(email="ed@example.org")
    page = BeautifulSoup(client.get("/operator/editors/").content, "html.parser")
    assert [re.sub(r"\s+", " ", row.get_text()).strip() for row in page.select("tbody tr")] == [
        "Name Ed Address ed@example.org End End the role of Ed"
    ]
    assert ed.is_editor is True
    client.post(page.select_one("tbody form")["action"])
    ed.refresh_from_db()
    assert ed.is_editor is False
    assert list(Entry.objects.filter(thing=ed.pk, actor=olga.pk).order_by("at").values_list("verb", flat=True)) == [
        "people.appoint_editor",
        "people.end_editor",
    ]


def test_only_an_editor_can_be_ended(world, signed_in):
    client = signed_in(people.appoint_operator(person=worlds.person("Olga"), by=None, at=worlds.PLANNED))

    assert client.post(f"/operator/editors/{worlds.person('Max').pk}/end/").status_code == 404


def test_an_address_that_is_none_is_refused_and_kept(world, signed_in):
    client = signed_in(people.appoint_operator(person=worlds.person("Olga"), by=None, at=worlds.PLANNED))

    page = client.post("/operator/editors/", {"name": "Ed", "email": "ed"})

    assert BeautifulSoup(page.content, "html.parser").select_one("#id_email")["value"] == "ed"
    assert not Person.objects.filter(name="Ed").exists()


def test_a_lead_finds_nothing_here(world, signed_in):
    assert signed_in(worlds.person("Asha")).get("/operator/editors/").status_code == 404
