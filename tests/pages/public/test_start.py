"""Opening a scheme without an account yet."""

import pytest
from bs4 import BeautifulSoup

from pares.ground.people.models import Person
from tests import world as worlds

HERE = "/schemes/start/"


@pytest.fixture(autouse=True)
def anyone(settings, db):
    settings.WHO_MAY_OPEN = "anyone"


def test_somebody_new_gets_a_code_and_goes_on_to_the_scheme(client):
    answer = client.post(HERE, {"name": "Nia", "email": "nia@example.org"})
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/code/?next=%2Fschemes%2Fopen%2F")
    assert [letter.to for letter in worlds.letters("sign_in_code")] == ["nia@example.org"]


def test_somebody_known_is_told_nothing_else(client):
    worlds.person("Nia")
    answer = client.post(HERE, {"name": "Somebody else", "email": "NIA@example.org"})
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/code/?next=%2Fschemes%2Fopen%2F")
    assert Person.objects.get().name == "Nia"


def test_what_was_typed_is_kept(client):
    page = client.post(HERE, {"name": "Nia", "email": "nia"})
    assert BeautifulSoup(page.content, "html.parser").select_one("#id_name")["value"] == "Nia"
    assert Person.objects.count() == 0


def test_elsewhere_nobody_new_is_let_in(client, settings):
    settings.WHO_MAY_OPEN = "operator"
    page = client.post(HERE, {"name": "Nia", "email": "nia@example.org"})
    assert BeautifulSoup(page.content, "html.parser").h1.get_text(strip=True) == "Ask before you open a scheme"
    assert Person.objects.count() == 0
