import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pares.ground.finding import actions
from pares.ground.finding.engine import NoFullTextError
from pares.pages.public.search import SHOWN

pytestmark = pytest.mark.django_db


def searched(client: Client, query: str) -> BeautifulSoup:
    answer = client.get(f"/search/{query}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def text(found: object) -> str:
    return re.sub(r"\s+", " ", found.get_text()).strip()


def test_a_question_is_answered_with_a_link_to_the_very_section(client: Client) -> None:
    page = searched(client, "?q=How+many+sessions+for+a+certificate%3F")
    best = page.select_one(".pares-results li")

    assert text(page.select_one("h1")) == "Search results"
    assert page.select_one("main input")["value"] == "How many sessions for a certificate?"
    assert best.select_one("h2 a")["href"] == "/handbook/recognition-and-evaluation/#what-mentors-get"
    assert {mark.get_text().lower() for mark in best.select("mark")} == {"certificate", "session", "sessions"}
    assert len(page.select(".pares-results > li")) == SHOWN
    assert re.fullmatch(rf"\d+ results, the best {SHOWN} of them shown\..*", text(page.select_one("#results")))


def test_the_first_search_makes_the_index_and_no_later_one_does(client: Client, django_assert_num_queries) -> None:
    searched(client, "?q=certificate")
    with django_assert_num_queries(3):  # is there one; which sections; their words
        searched(client, "?q=certificate")


def test_kinds_narrow_and_say_how_many(client: Client) -> None:
    page = searched(client, "?q=certificate")
    kinds = {text(link): link["href"] for link in page.select("nav[aria-label='Kinds of page'] a")}
    everything, *narrower = [(label, int(re.search(r"\((\d+)\)", label)[1])) for label in kinds]

    assert everything[0].startswith("Everything")
    assert everything[1] == sum(number for _, number in narrower)
    label, number = next(each for each in narrower if each[0].startswith("Templates"))
    templates = searched(client, kinds[label])
    assert text(templates.select_one("[aria-current=page]")) == label
    assert len(templates.select(".pares-results > li")) == min(number, SHOWN)
    assert {link["href"].split("/")[1] for link in templates.select(".pares-results h2 a")} == {"templates"}


def test_a_typing_error_is_put_right_with_a_way_back(client: Client) -> None:
    page = searched(client, "?q=certifcate")
    back = page.find("a", string="Search instead for certifcate")

    assert "Showing results for certificate." in text(page.select_one("main"))
    assert text(searched(client, back["href"]).select_one("main h2")) == "Nothing was found"


def test_nothing_found_says_what_to_do(client: Client) -> None:
    page = searched(client, "?q=xyzzyq")

    assert text(page.select_one("main h2")) == "Nothing was found"
    assert {link["href"] for link in page.select("main a")} >= {"/handbook/", "/resources/", "/help/"}
    assert page.select(".pares-results") == []


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%20", "?q=%3F%21"])
def test_nothing_asked_asks(client: Client, query: str) -> None:
    page = searched(client, query)

    assert page.select("main input[name=q]")
    assert page.select(".pares-results") == []


def test_what_is_typed_stays_text(client: Client) -> None:
    page = searched(client, "?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&kind=%3Cb%3E")

    assert page.select("main script, main b") == []
    assert page.select_one("main input[name=q]")["value"] == '"><script>alert(1)</script>'


@pytest.mark.parametrize("query", ["?q=" + "a" * 5_000, "?q=%00", "?q=mentor&kind=nothing", "?q=mentor&exact=x"])
def test_odd_questions_are_answered(client: Client, query: str) -> None:
    assert searched(client, query).select("h1")


def test_a_database_that_cannot_search_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot() -> bool:
        raise NoFullTextError

    monkeypatch.setattr(actions, "refresh", cannot)

    assert text(searched(client, "?q=certificate").select_one("h1")) == "Search does not work here"


def test_search_stands_in_the_header_of_public_pages_and_once_where_it_is_the_page(client: Client) -> None:
    for address, boxes in {
        "/": 1,
        "/search/": 1,
        "/privacy/": 1,
        "/handbook/": 1,
        "/sign-in/": 0,
        "/nowhere/": 0,
    }.items():
        page = BeautifulSoup(client.get(address).content, "html.parser")
        assert [form["action"] for form in page.select("form[role=search]")] == ["/search/"] * boxes
