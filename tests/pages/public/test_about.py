"""Who makes this, and where they are reached: set by whoever runs the site, shown on the pages about itself."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

pytestmark = pytest.mark.django_db

ABOUT_ITSELF = ("/about/", "/accessibility/", "/privacy/")


def words(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser").select_one(".pares-words")


@pytest.mark.parametrize("address", ABOUT_ITSELF)
def test_whoever_runs_the_site_is_reached_where_they_say(client: Client, settings: object, address: str) -> None:
    settings.CONTACT = "library*desk*@example.org"
    shown = words(client, address)

    assert [link.get_text() for link in shown.select("a[href^=mailto]")] == ["library*desk*@example.org"]
    assert "{" not in shown.get_text()


@pytest.mark.parametrize("address", ABOUT_ITSELF)
def test_a_site_without_an_address_says_so(client: Client, settings: object, address: str) -> None:
    settings.CONTACT = ""

    assert "has not put an address here yet" in words(client, address).get_text()


def test_the_handbook_of_2016_is_credited_and_nobody_is_claimed_to_endorse(client: Client) -> None:
    shown = words(client, "/about/")
    text = " ".join(shown.get_text(" ").split())

    assert shown.select_one("a[href='https://southlondonpeers.com/']") is not None
    assert "we do not claim that they endorse it" in text
    assert "This is not an NHS service." in text


def test_the_privacy_notice_says_how_long_a_readers_address_is_kept(client: Client) -> None:
    row = next(row for row in words(client, "/privacy/").select("tr") if "To ask you back" in row.get_text())

    assert "3 months after the decision" in row.get_text()
    assert "The site’s editors" in row.get_text()
