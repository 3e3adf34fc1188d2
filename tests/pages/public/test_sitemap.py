from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.pages.public.conftest import HOST, PublicHalf

pytestmark = pytest.mark.django_db
SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
SHORTEST, LONGEST = 30, 620


def listed(sitemap: bytes) -> dict[str, str]:
    """Return each address of the sitemap below the site's, with its day."""
    found = ET.fromstring(sitemap).findall("s:url", SPACE)  # noqa: S314 - our own
    return {url.findtext("s:loc", "", SPACE).removeprefix(HOST): url.findtext("s:lastmod", "", SPACE) for url in found}


def head(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return BeautifulSoup(answer.content, "html.parser").head


def named(page: BeautifulSoup, name: str) -> str:
    (found,) = page.select(f"meta[name='{name}'], meta[property='{name}']")
    return found["content"]


@pytest.fixture(autouse=True)
def own_address(settings: object) -> None:
    settings.URL = HOST


def test_every_page_listed_says_so_itself_and_has_words_of_its_own(public_half: PublicHalf) -> None:
    described: dict[str, str] = {}
    for address in listed(public_half.sitemap):
        page = public_half.found[address].page
        assert [link["href"] for link in page.select("link[rel=canonical]")] == [HOST + address]
        assert page.select("meta[name=robots]") == []
        assert named(page, "og:url") == HOST + address
        assert named(page, "og:title")
        assert named(page, "og:type") == ("website" if address == "/" else "article")
        description = named(page, "description")
        assert SHORTEST <= len(description) <= LONGEST, (address, description)
        assert described.setdefault(description, address) == address


def test_chapters_say_when_they_last_changed(client: Client) -> None:
    answer = client.get("/sitemap.xml")

    assert answer["Content-Type"] == "application/xml"
    assert listed(answer.content)["/handbook/equality/"] == "2026-11-23"


def test_every_page_is_listed_or_asks_to_be_left_out(public_half: PublicHalf) -> None:
    pages = {address: got.page for address, got in public_half.pages.items() if "?" not in address}
    open_to_robots = {
        address for address, page in pages.items() if not page.select("meta[name=robots][content=noindex]")
    }

    # Editions show again what the directory shows now.
    beside = open_to_robots - set(listed(public_half.sitemap))
    assert {address for address in beside if not address.startswith("/directory/editions/")} == set()


def test_an_address_with_a_question_is_listed_without_it(client: Client) -> None:
    page = head(client, "/timelines/core-6/?start=2027-08-04")

    assert [link["href"] for link in page.select("link[rel=canonical]")] == [
        "https://mentoring.example/timelines/core-6/"
    ]


@pytest.mark.parametrize("address", ["/search/?q=mentor", "/sign-in/", "/directory/suggest/"])
def test_results_and_forms_are_not_for_other_search_engines(client: Client, address: str) -> None:
    page = head(client, address)

    assert [tag["content"] for tag in page.select("meta[name=robots]")] == ["noindex"]
    assert page.select("link[rel=canonical], meta[property]") == []


def test_robots_find_the_list_and_a_demo_asks_to_be_left_out(client: Client, settings: object) -> None:
    assert client.get("/robots.txt").content.decode().splitlines() == [
        "User-agent: *",
        "Allow: /",
        "Sitemap: https://mentoring.example/sitemap.xml",
    ]
    settings.DEMO = True
    assert client.get("/robots.txt").content.decode().splitlines() == ["User-agent: *", "Disallow: /"]


def test_the_picture_beside_a_link_is_our_mark_on_our_own_host(client: Client) -> None:
    picture = named(head(client, "/"), "og:image")

    assert picture == "https://mentoring.example/static/pares/share.png"
    assert b"".join(client.get("/static/pares/share.png").streaming_content).startswith(b"\x89PNG")
