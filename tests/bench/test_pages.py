"""What is measured is there to be measured."""

import pytest
from django.test import Client
from django.urls import resolve

from bench.pages import PAGES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_the_bare_view(settings) -> None:
    settings.ROOT_URLCONF = "bench.bare.urls"


def test_the_bare_view_answers_with_one_word_through_all_our_middleware(client: Client) -> None:
    answer = client.get("/bare/")
    assert (answer.status_code, answer.content) == (200, b"bare")
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_every_page_measured_has_its_address(path: str) -> None:
    assert str(resolve("/" + path.partition("?")[0]).url_name or "public").startswith("public")
