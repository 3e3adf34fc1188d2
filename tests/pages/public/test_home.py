import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

import brotli
import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.test import Client

from pares.ground import clock
from pares.ground.membership.models import Role
from pares.ground.people.models import Person
from tests import world as worlds

WORDS = (
    "/",
    "/help/",
    "/agreement/",
    "/privacy/",
    "/accessibility/",
    "/cookies/",
    "/about/",
    "/timelines/core-6/",
    "/resources/",
)
FIRST_VISIT = 100_000


def page(client: Client, address: str = "/") -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def texts(found: BeautifulSoup, selector: str) -> list[str]:
    return [re.sub(r"\s+", " ", each.get_text()).strip() for each in found.select(selector)]


@pytest.mark.django_db
def test_the_definition_is_quoted_to_the_letter_and_referenced(client: Client) -> None:
    home = page(client)

    assert texts(home, "blockquote p") == [
        (
            "“the process whereby an experienced, empathic individual guides another individual in the development and "
            "re-examination of their own ideas, learning, and personal and professional development”"
        ),
        "“the mentor….achieves this by listening and talking in confidence to the mentee”",
    ]
    assert texts(home, ".pares-quotation figcaption") == [
        "SCOPME. Supporting doctors and dentists at work: an enquiry into mentoring. London: SCOPME; 1998."
    ]


@pytest.mark.django_db
def test_the_example_has_the_dates_of_the_next_start_that_leaves_time_to_prepare(client: Client) -> None:
    clock.go_to(datetime(2027, 1, 1, 12, tzinfo=UTC))

    first, second = page(client).select(".pares-figure")

    assert [texts(row, ".pares-cell") for row in first.select("tbody tr")] == [
        ["Mentors sign up", "Wednesday 27 January 2027", "Wednesday 17 February 2027"],
        ["Mentors are trained", "Wednesday 24 February 2027", "Wednesday 10 March 2027"],
        ["Mentees sign up", "Wednesday 10 March 2027", "Wednesday 24 March 2027"],
        # Good Friday and Easter Monday stand between the proposal and the fifth working day after it.
        ["Pairs are matched and told", "Wednesday 24 March 2027", "Friday 2 April 2027"],
        ["Pairs meet", "Wednesday 7 April 2027", "Tuesday 3 August 2027"],
        ["Workshop", "Wednesday 16 June 2027", "Wednesday 16 June 2027"],
        ["Surveys", "Wednesday 21 July 2027", "Wednesday 11 August 2027"],
        ["Report", "Wednesday 25 August 2027", "Wednesday 25 August 2027"],
    ]
    caption = "From Wednesday 4 August 2027 to the changeover on Wednesday 2 February 2028"
    assert texts(second, "figcaption") == [caption]


@pytest.mark.django_db
def test_each_reader_is_told_where_to_begin(client: Client) -> None:
    home = page(client)

    assert texts(home, ".pares-readers h3") == ["Thinking about it", "Starting a scheme", "Running one"]
    assert [[link["href"] for link in reader.select("a")] for reader in home.select(".pares-readers__one")] == [
        ["/handbook/what-mentoring-is/", "/evidence/", "/case/", "/directory/"],
        ["/handbook/leads-and-resources/", "/timelines/", "/templates/", "/handbook/step-1-recruit-mentors/"],
        ["/course/", "/handbook/step-7-reminders/", "/handbook/recognition-and-evaluation/", "/handbook/handing-over/"],
    ]


@pytest.mark.django_db
def test_there_are_three_doors(client: Client) -> None:
    assert [link["href"] for link in page(client).select(".nhsuk-card__link")] == [
        "/handbook/",
        "/resources/",
        "/help/#to-run-a-scheme-here",
    ]


@pytest.mark.django_db
def test_only_a_demo_is_looked_round_in(client: Client, settings: object) -> None:
    assert page(client).select(".pares-hero .nhsuk-button") == []
    settings.DEMO = True
    (button,) = page(client).select(".pares-hero .nhsuk-button")
    assert (button.get_text().strip(), button["href"]) == ("Look round", "/demo/")


@pytest.mark.django_db
def test_the_first_thing_to_do_is_to_ask(client: Client) -> None:
    home = page(client)
    (example,) = home.select(".pares-search__example a")

    assert [form["action"] for form in home.select(".pares-hero form")] == ["/search/"]
    assert example["href"] == "/search/?q=How%20many%20sessions%20for%20a%20certificate%3F"
    assert page(client, example["href"]).select(".pares-results")


@pytest.mark.django_db
def test_whoever_is_signed_in_sees_their_own_places_first(signed_in: Callable[[Person], Client]) -> None:
    scheme = worlds.scheme()
    lead = worlds.person("Asha")
    worlds.membership.appoint(scheme=scheme, person=lead, role=Role.SPONSOR, by=None, at=worlds.PLANNED)

    home = page(signed_in(lead))

    assert texts(home, "[aria-labelledby=your-places] h3") == [
        "Lead of Northgate mentoring",
        "Sponsor of Northgate mentoring",
    ]
    assert texts(home, ".pares-hero .nhsuk-button") == ["Go to your pages"]


@pytest.mark.django_db
def test_who_may_open_a_scheme_is_led_straight_there(signed_in: Callable[[Person], Client], settings: object) -> None:
    client = signed_in(worlds.person("Asha"))
    ways = {}
    for who in ("operator", "anyone"):
        settings.WHO_MAY_OPEN = who
        ways[who] = page(client).select(".nhsuk-card__link")[-1]["href"]

    assert ways == {"operator": "/help/#to-run-a-scheme-here", "anyone": "/schemes/start/"}


@pytest.mark.django_db
def test_safety_numbers_can_be_called(client: Client) -> None:
    calls = [(link.get_text(), link["href"]) for link in page(client).select(".pares-calls a")]

    assert calls == [
        ("999", "tel:999"),
        ("111", "tel:111"),
        ("116 123", "tel:116123"),
        ("0330 123 1245", "tel:03301231245"),
    ]


@pytest.mark.django_db
def test_a_first_visit_is_light_and_asks_no_other_host(client: Client) -> None:
    answer = client.get("/")
    home = BeautifulSoup(answer.content, "html.parser")
    asked = [
        each.get("src") or each.get("href")
        for each in home.select("link[rel=stylesheet], link[rel=icon], script[src], img[src]")
    ]
    files = {
        Path(str(finders.find(address.removeprefix("/static/")))) for address in asked if address.startswith("/static/")
    }
    colour = next(client.get(address) for address in asked if address.startswith("/site.css"))
    for script in [file for file in files if file.suffix == ".js"]:
        imported = re.findall(r'from "(\.[^"]+)"', script.read_text(encoding="utf-8"))
        files |= {(script.parent / name).resolve() for name in imported}

    weight = len(answer.content) + len(colour.content) + sum(len(brotli.compress(file.read_bytes())) for file in files)

    assert all(address.startswith(("/static/", "/site.css")) for address in asked)
    assert "nhsuk-frontend.min.js" in {file.name for file in files}
    assert weight <= FIRST_VISIT


@pytest.mark.django_db
@pytest.mark.parametrize("address", WORDS)
def test_every_link_of_the_page_and_its_footer_leads_somewhere(client: Client, address: str) -> None:
    found = page(client, address)
    own = {urljoin(address, link["href"]) for link in found.select("a[href]")}
    own = {link for link in own if link.startswith("/")}

    lost = []
    for link in sorted(own):
        path, _, place = link.partition("#")
        answer = client.get(path, follow=True)
        ids = {each["id"] for each in BeautifulSoup(answer.content, "html.parser").select("[id]")}
        if answer.status_code != 200 or (place and place not in ids):
            lost.append(link)

    assert lost == []
