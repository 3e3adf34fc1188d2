"""Every kind of page that links lead each role to: axe finds nothing, and nothing scrolls sideways.

The visitor's pages are held so at three widths, those behind sign-in at 320 pixels.
"""

from datetime import date
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from pares.ground.people import actions as people
from tests import world as worlds
from tests.journeys.conftest import Visitor

ROLES = {
    "visitor": None,
    "lead": "Asha",
    "mentor": "Max",
    "mentee": "Ella",
    "facilitator": "Fay",
    "contact": "Cleo",
    "sponsor": "Dai",
    "operator": "Olga",
}
FILES = (
    *(".csv", ".bib", ".ris", ".pdf", ".ics", ".svg", ".css", ".docx", ".pptx", ".xlsx", ".zip", ".xml"),
    *("/file/", "/file"),
)
FIRST, PUBLIC = "public.home.home", "public."
SMALL, WIDTHS = (320,), (320, 768, 1280)


def kind_of(address: str) -> str | None:
    """Return the route of an address, None for files and other sites."""
    path = urlsplit(address).path
    try:
        return None if path.endswith(FILES) else resolve(path).url_name
    except Resolver404:
        return None


def walk(visitor: Visitor, start: str, *, public: bool) -> list[str]:
    """Open one page of each kind that links lead to, hold each against axe, and return the kinds."""
    widths = WIDTHS if public else SMALL
    seen: list[str] = []
    waiting = [start]
    while waiting:
        address = waiting.pop(0).split("?")[0]
        kind = kind_of(address)
        if kind is None or kind in seen or not address.startswith(visitor.address):
            continue
        if kind.startswith(PUBLIC) and not public:
            continue
        seen.append(kind)
        visitor.open(address)
        for width in widths:
            visitor.page.set_viewport_size({"width": width, "height": 900})
            visitor.is_well()
        waiting += visitor.page.eval_on_selector_all("a[href]", "links => links.map(link => link.href.split('#')[0])")
    return seen


@pytest.fixture
def inhabited(site, post, calendar):
    """Return the function that opens browsers, on a site where a cohort is half-way."""
    world = worlds.build()
    olga = worlds.person("Olga")
    people.appoint_operator(person=olga, by=None, at=worlds.PLANNED)
    pairs = worlds.match(world.spring)
    worlds.meet(pairs[0], date(2027, 4, 20))
    calendar.go(date(2027, 4, 28))
    post.deliver()
    return site


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_well_on_a_small_screen(inhabited, post, role):
    visitor = inhabited(width=320)
    name = ROLES[role]
    if name:
        visitor.sign_in(f"{name.lower()}@example.org", post)
    seen = walk(visitor, visitor.address + ("/home/" if name else "/"), public=not name)
    assert FIRST in seen or role != "visitor"
    assert len(seen) > 1
