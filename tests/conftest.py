"""Fixtures for all tests."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from pares.ground.people.models import Person
from tests import world as worlds


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, settings: object) -> Iterator[None]:
    """Give each test folders of its own for keys, letters and the clock."""
    settings.BOX_KEYS = tmp_path / "box-keys"
    settings.LETTERS_FOLDER = tmp_path / "letters"
    settings.CLOCK_FILE = tmp_path / "clock"
    yield
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.fixture
def world(db: None) -> worlds.World:
    """Return the small named world."""
    return worlds.build()


@pytest.fixture
def signed_in(client: Client):
    """Return a function that signs the client in as somebody and returns the client."""

    def enter(person: Person) -> Client:
        client.force_login(person, settings.AUTHENTICATION_BACKENDS[0])
        return client

    return enter
