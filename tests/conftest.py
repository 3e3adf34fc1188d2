"""Fixtures for all tests."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, sync_playwright

from pares.ground.people.models import Person
from tests import world as worlds
from tests.laid_out import LaidOut

# Playwright keeps a loop of its own running beside the tests, which touch the database as before.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to each database its own tests: on PostgreSQL, what asks for none has been run with SQLite already."""
    on_postgresql = settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"
    kept, left_out = [], []
    for item in items:
        fits = _asks_for_a_database(item) if on_postgresql else item.get_closest_marker("postgresql") is None
        (kept if fits else left_out).append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept


def _asks_for_a_database(item: pytest.Item) -> bool:
    asks = {"db", "transactional_db", "live_server", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    return bool(asks) or item.get_closest_marker("django_db") is not None


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, settings: object) -> Iterator[None]:
    """Give each test folders of its own for keys, letters and the clock."""
    settings.BOX_KEYS = tmp_path / "box-keys"
    settings.ERASED_LIST = tmp_path / "erased"
    settings.LETTERS_FOLDER = tmp_path / "letters"
    settings.CLOCK_FILE = tmp_path / "clock"
    yield
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureDef) -> Iterator[None]:
    """Let go of what a browser's last request may still hold open at the end: PostgreSQL drops no database in use."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the one Chromium of this run."""
    found = os.environ.get("PARES_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.fail("No Chromium: run this through make, which installs it, or set PARES_CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def laid_out(django_db_setup: None, django_db_blocker: pytest.FixtureDef) -> LaidOut:
    """Return the small named world, built through actions and ready to be laid out."""
    with django_db_blocker.unblock():
        return LaidOut(worlds.build)


@pytest.fixture
def world(laid_out: LaidOut, db: None) -> worlds.World:
    """Return the small named world."""
    return laid_out.lay()


@pytest.fixture
def signed_in(client: Client):
    """Return a function that signs the client in as somebody and returns the client."""

    def enter(person: Person) -> Client:
        client.force_login(person, settings.AUTHENTICATION_BACKENDS[0])
        return client

    return enter
