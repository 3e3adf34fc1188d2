"""What holds of every public page, whoever wrote it: it is there, asks no other host, and is HTML as it should be."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import urldefrag, urlsplit

import html5lib
import pytest
from bs4 import BeautifulSoup, Tag

from pares.pages.route import Audience
from pares.pages.routes import ROUTES
from tests.pages.public.conftest import PublicHalf

# Public addresses that no link leads to: asked by machines, opened from letters, or reached by sending a form.
NOT_LINKED = {
    "public.health.healthz",
    "site_context.site_stylesheet",
    "public.sitemap.robots",
    "public.sitemap.sitemap",
    "public.answer.answer",
    "public.changeover.check",
    "public.changeover.going_on",
    "public.survey.answer",
    "public.join.doors",
    "public.join.start",
    "public.join.page",
    "public.join_notice.notice",
    "public.sharing.answer",
    "public.directory.sent",
    "public.experience.yours",
    "public.experience.withdraw",
    "public.experience.withdrawn",
    "account.sign_in.code",
    "account.sign_out.sign_out",
}
INTERACTIVE = ("a[href]", "button", "input", "select", "textarea", "summary", "label")
pytestmark = pytest.mark.django_db
HEADINGS = re.compile(r"h[1-6]")


def test_every_link_leads_to_a_page_or_a_file(public_half: PublicHalf) -> None:
    lost = {address: each.status for address, each in public_half.found.items() if each.status != HTTPStatus.OK}

    # The one page a visitor is asked to sign in for.
    assert lost == {"/contact-me/": HTTPStatus.FOUND}


def test_every_place_on_a_page_that_a_link_names_is_there(public_half: PublicHalf) -> None:
    lost = []
    for link, page in public_half.linked.items():
        address, place = urldefrag(link)
        there = public_half.found.get(address)
        if place and there and there.is_page and place not in there.ids:
            lost.append((page, link))

    assert lost == []


def test_links_lead_to_every_kind_of_public_page(public_half: PublicHalf) -> None:
    public = {route.name for route in ROUTES if route.audience is Audience.PUBLIC}

    assert public - {each.route for each in public_half.found.values()} == NOT_LINKED


def test_no_page_asks_another_host_for_anything(public_half: PublicHalf) -> None:
    asked = (
        "link[rel~=stylesheet], link[rel~=icon], script[src], img, iframe, form, video, audio, object, embed, source"
    )
    strangers = {
        (address, each.get("href") or each.get("src") or each.get("action") or "")
        for address, got in public_half.pages.items()
        for each in got.page.select(asked)
        if urlsplit(each.get("href") or each.get("src") or each.get("action") or "").netloc
    }
    inline = [
        address for address, got in public_half.pages.items() if got.page.select("[style], style, script:not([src])")
    ]

    assert (strangers, inline) == (set(), [])


def test_links_elsewhere_are_whole_addresses(public_half: PublicHalf) -> None:
    known = {"http", "https", "mailto", "tel"}

    assert {link for link in public_half.elsewhere if urlsplit(link).scheme not in known} == set()


def test_every_page_is_html_without_a_fault(public_half: PublicHalf) -> None:
    reader = html5lib.HTMLParser()
    faults = {}
    for address, got in public_half.pages.items():
        reader.parse(got.content.decode())
        if reader.errors:
            faults[address] = [(place, code) for place, code, _ in reader.errors][:3]

    assert faults == {}


def test_every_page_is_built_as_a_page(public_half: PublicHalf) -> None:
    faults = {address: found for address, got in public_half.pages.items() if (found := [*wrong_with(got.page)])}

    assert faults == {}


def test_no_two_pages_have_one_title(public_half: PublicHalf) -> None:
    """But for forms, and for records of the library, which are called what they are records of."""
    listed = {address: got.page for address, got in public_half.pages.items() if got.page.select("link[rel=canonical]")}
    own = {address: page for address, page in listed.items() if "?" not in address}
    titles = Counter(
        page.title.get_text() for address, page in own.items() if not re.fullmatch("/library/[^/]+/", address)
    )

    assert [title for title, times in titles.items() if times > 1] == []


def wrong_with(page: BeautifulSoup) -> Iterator[str]:
    """Yield what a reader of the markup, by ear or by machine, would stumble over."""
    ids = Counter(each["id"] for each in page.select("[id]"))
    yield from (f"{name} is there {times} times" for name, times in ids.items() if times > 1)
    for each in page.select("[for], [aria-labelledby], [aria-describedby], [aria-controls]"):
        named = " ".join(each.get(key, "") for key in ("for", "aria-labelledby", "aria-describedby", "aria-controls"))
        yield from (f"{each.name} names {name}, which is not there" for name in named.split() if name not in ids)
    yield from (f"{outer.name} holds {inner.name}" for outer, inner in _nested(page))
    yield from (
        f"{each} has no name"
        for each in page.select("input:not([type=hidden]), select, textarea")
        if not _named(page, each)
    )
    yield from ("a picture says nothing" for each in page.select("img:not([alt]), svg:not([aria-hidden]):not([role])"))
    yield from (f"an empty {each.name}" for each in page.select("a[href], button, th, h1, h2, h3") if not _said(each))
    yield from _headings(page)
    if not page.html.get("lang") or len(page.select("main")) != 1 or not page.title:
        yield "lang, main or title is missing"
    yield from ("a table has no headings" for each in page.select("table") if not each.select("th"))


def _nested(page: BeautifulSoup) -> Iterator[tuple[Tag, Tag]]:
    for outer in page.select("a[href], button, summary, label"):
        inner = [
            each
            for each in outer.select(", ".join(INTERACTIVE))
            if not (outer.name == "label" and each.name == "input")
        ]
        yield from ((outer, each) for each in inner)


def _named(page: BeautifulSoup, box: Tag) -> bool:
    return bool(box.get("aria-label") or box.get("aria-labelledby") or page.select(f"label[for='{box.get('id', '')}']"))


def _said(each: Tag) -> str:
    pictures = " ".join(picture.get("alt", "") for picture in each.select("img"))
    return (each.get_text() + pictures + each.get("aria-label", "")).strip()


def _headings(page: BeautifulSoup) -> Iterator[str]:
    levels = [int(each.name[1]) for each in page.main.find_all(HEADINGS)] if page.main else []
    if levels.count(1) != 1:
        yield f"{levels.count(1)} headings of the first level"
    yield from (
        f"a heading {after} below a {before}" for before, after in itertools.pairwise(levels) if after > before + 1
    )


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        ("<p id=a></p><p id=a></p>", "a is there 2 times"),
        ("<a href=/><button>x</button></a>", "a holds button"),
        ("<label>Name <input id=n></label>", '<input id="n"/> has no name'),
        ("<h3>Deep</h3>", "a heading 3 below a 1"),
        ("<img src=/x>", "a picture says nothing"),
        ("<p aria-describedby=gone></p>", "p names gone, which is not there"),
        ("<a href=/></a>", "an empty a"),
    ],
)
def test_a_fault_would_be_seen(markup: str, fault: str) -> None:
    whole = f"<html lang=en><title>x</title><main><h1>One</h1>{markup}</main></html>"

    assert fault in [*wrong_with(BeautifulSoup(whole, "html.parser"))]
