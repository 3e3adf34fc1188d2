"""The operator's page."""

from bs4 import BeautifulSoup

from pares.ground.people import actions as people
from pares.ground.people.models import Person
from tests import world as worlds


def operator():
    person = worlds.person("Olga")
    return people.appoint_operator(person=person, by=None, at=worlds.PLANNED)


def test_it_shows_schemes_by_count_and_no_participant(world, signed_in):
    page = signed_in(operator()).get("/operator/")
    rows = BeautifulSoup(page.content, "html.parser").select("tbody tr")
    cells = [[cell.select_one(".pares-cell, td") or cell for cell in row.find_all(["td", "th"])] for row in rows]
    said = [[" ".join(cell.get_text(" ").split()) for cell in row] for row in cells]
    assert [[text.split(maxsplit=1)[-1] for text in row][-2:] for row in said] == [["2", "1"], ["1", "1"]]
    assert "Ella" not in page.content.decode()


def test_letting_somebody_open_schemes(world, signed_in):
    client = signed_in(operator())
    answer = client.post("/operator/", {"name": "Nia", "email": "nia@example.org"})
    assert (answer.status_code, answer["Location"]) == (302, "/operator/")
    assert Person.objects.get(email="nia@example.org").may_open_schemes is True


def test_an_address_that_is_none_is_refused_and_kept(world, signed_in):
    page = signed_in(operator()).post("/operator/", {"name": "Nia", "email": "nia"})
    assert page.status_code == 400
    assert BeautifulSoup(page.content, "html.parser").select_one("#id_email")["value"] == "nia"
    assert not Person.objects.filter(name="Nia").exists()


def test_a_lead_finds_nothing_here(world, signed_in):
    assert signed_in(worlds.person("Asha")).get("/operator/").status_code == 404
