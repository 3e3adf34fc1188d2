"""Telling of a new post while a pair stands."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup

from pares.ground import clock
from pares.ground.people.actions import add_personal_address
from pares.stages.matching.models import Pair
from pares.stages.mentoring.changeover.models import PairInQuestion
from pares.stages.recruitment.models import Application
from tests import world as worlds

MAY = datetime(2027, 5, 5, 12, tzinfo=UTC)
SAVED = "Thank you. What you told us is saved."


@pytest.fixture
def matched(world):
    pairs = worlds.match(world.spring)
    clock.go_to(MAY)
    return {pair.mentee.person.name: pair for pair in pairs}


def here(who: Application) -> str:
    return f"/taking-part/{who.pk}/moved/"


def soup(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer
    return BeautifulSoup(answer.content, "html.parser")


def faults(page: BeautifulSoup) -> list[str]:
    return [each.get_text(strip=True) for each in page.select(".nhsuk-error-summary__list li")]


def told(who: Application) -> tuple[str, str, str]:
    who.refresh_from_db()
    return who.site.name, who.team, who.supervisors


def test_what_is_told_is_saved_and_the_pair_page_leads_there(world, matched, signed_in):
    esme = matched["Esme"].mentee
    client = signed_in(esme.person)
    pair_page = soup(client.get(f"/mentee/pairs/{matched['Esme'].pk}/"))
    assert len(pair_page.select(f'a[href="{here(esme)}"]')) == 1
    site = world.northgate.sites.get(name="Northgate")
    sent = {"site": str(site.pk), "team": " Ward 9 ", "supervisors": "Dr Mo\nProf. Ann Other\n", "address": "same"}
    answer = client.post(here(esme), sent)
    assert answer.headers["Location"] == "/mentee/"
    assert told(esme) == ("Northgate", "Ward 9", "Mo; Ann Other")
    assert PairInQuestion.objects.get().pair == matched["Esme"]
    # Nothing tells the two what was found, and the match stands.
    assert SAVED in client.get("/mentee/").content.decode()
    assert soup(client.get(here(esme))).select_one("textarea").get_text(strip=True) == "Mo\nAnn Other"
    after = client.get(f"/mentee/pairs/{matched['Esme'].pk}/")
    assert soup(after).main.get_text() == pair_page.main.get_text()
    assert Pair.objects.standing().count() == 3


def test_a_mentor_is_not_asked_who_supervises_them_and_keeps_what_was_told(matched, signed_in):
    mo = matched["Esme"].mentor
    Application.objects.filter(pk=mo.pk).update(supervisors="Prof Quill")
    client = signed_in(mo.person)
    page = soup(client.get(here(mo)))
    assert page.select("textarea") == []
    client.post(here(mo), {"site": str(mo.site_id), "team": "Ward 1", "address": "same"})
    assert told(mo) == ("Southmere", "Ward 1", "Prof Quill")


def test_what_is_wrong_is_said_and_everything_typed_is_kept(matched, signed_in):
    esme = matched["Esme"].mentee
    client = signed_in(esme.person)
    names = "\n".join(["Ann Other"] * 28)
    page = soup(client.post(here(esme), {"site": "", "team": "W" * 121, "supervisors": names, "address": ""}))
    assert faults(page) == [
        "Select where you work now",
        "Your team or ward now must have 120 characters or fewer, not 121",
        "These are too many names: there is room for 300 characters",
        "Select whether our letters still reach you",
    ]
    assert page.select_one("input[name=team]")["value"] == "W" * 121
    assert page.select_one("textarea").get_text(strip=True) == names
    assert told(esme) == ("Southmere", "", "")


def test_another_address_is_changed_where_addresses_are_changed(matched, signed_in):
    esme = matched["Esme"].mentee
    add_personal_address(person=esme.person, email="esme.home@example.net", by=None, at=MAY)
    client = signed_in(esme.person)
    assert "You also gave us esme.home@example.net." in soup(client.get(here(esme))).get_text()
    answer = client.post(here(esme), {"site": str(esme.site_id), "team": "", "supervisors": "", "address": "other"})
    assert answer.headers["Location"] == "/account/address/"


def test_it_is_for_those_who_know_of_a_partner(world, matched, signed_in):
    esme, ella = matched["Esme"].mentee, matched["Ella"].mentee
    late = worlds.mentee(world.spring, "Late")
    assert signed_in(ella.person).get(here(esme)).status_code == 404
    assert signed_in(late.person).get(here(late)).headers["Location"] == f"/taking-part/{late.pk}/"
