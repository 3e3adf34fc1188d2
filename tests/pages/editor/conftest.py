"""An editor of the site, and pages read as people read them."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pares.ground.people import actions as people
from pares.ground.people.models import Person
from tests import world as worlds


@pytest.fixture
def ed(db: None) -> Person:
    person = worlds.person("Ed Lindqvist")
    return people.appoint_editor(person=person, by=None, at=worlds.PLANNED)


@pytest.fixture
def editing(signed_in, ed: Person) -> Client:
    """Return a browser in which the site's editor is signed in."""
    return signed_in(ed)


@pytest.fixture
def page():
    """Return a function that returns the page of an answer, which must have come."""

    def read(answer) -> BeautifulSoup:
        assert answer.status_code == 200
        return BeautifulSoup(answer.content, "html.parser")

    return read


@pytest.fixture
def said():
    """Return a function that returns what an element says, on one line."""

    def words(found) -> str:
        return re.sub(r"\s+", " ", found.get_text()).strip()

    return words


@pytest.fixture
def typed():
    """Return a function that returns what stands in a page's form, to be sent back with changes."""

    def fields(found: BeautifulSoup, **changes: str) -> dict[str, str]:
        form = found.select_one("main form[method=post]")
        boxes = {box["name"]: box.get("value", "") for box in form.select("input[name]")}
        areas = {area["name"]: area.text.removeprefix("\n") for area in form.select("textarea")}
        boxes.pop("csrfmiddlewaretoken", None)
        return boxes | areas | changes

    return fields
