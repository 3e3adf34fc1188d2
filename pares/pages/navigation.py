"""The menu under the header: one list for each place, made from the table of addresses, the page shown now marked."""

from collections.abc import Mapping
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from pares.ground.cohorts.models import Cohort
from pares.ground.schemes.models import Scheme
from pares.pages.route import Audience, Route
from pares.pages.routes import ROUTES

# What stands in a menu, in order: its words, and the end of its address.
SCHEME_PAGES = (
    ("Cohorts", ""),
    ("Members", "members/"),
    ("Wording", "wording/"),
    ("Shelf", "shelf/"),
    ("Settings", "settings/"),
)
COHORT_PAGES = (
    ("Today", ""),
    ("People", "people/"),
    ("Training", "training/"),
    ("Matching", "matching/"),
    ("Pairs", "pairs/"),
    ("Letters", "letters/"),
    ("Timeline", "timeline/"),
    ("Surveys", "surveys/"),
    ("Certificates", "certificates/"),
    ("Report", "report/"),
)
EDITOR_PAGES = (
    ("Words", ""),
    ("Library", "library/"),
    ("Directory", "directory/"),
    ("Leaders’ accounts", "accounts/"),
)
SCHEME = "lead/<slug:scheme>/"
COHORT = SCHEME + "<slug:cohort>/"
EDITING = "edit/"


class Entry(NamedTuple):
    """One line of a menu."""

    label: str
    address: str
    current: bool


def of_scheme(request: HttpRequest, scheme: Scheme) -> list[Entry]:
    """Return the menu of a scheme's own pages."""
    return _menu(request, SCHEME, SCHEME_PAGES, {"scheme": scheme.slug})


def of_editor(request: HttpRequest) -> list[Entry]:
    """Return the menu of the site's editors; what is under none of its further pages is under the first."""
    menu = [entry for label, end in EDITOR_PAGES if (entry := _editing(request, label, end))]
    beside = any(entry.current for entry in menu[1:])
    return [entry._replace(current=not beside) if not place else entry for place, entry in enumerate(menu)]


def of_cohort(request: HttpRequest, cohort: Cohort) -> list[Entry]:
    """Return the menu of a cohort's pages as its leads have it."""
    return _menu(request, COHORT, COHORT_PAGES, {"scheme": cohort.scheme.slug, "cohort": cohort.slug})


def cohort_page(cohort: Cohort, end: str) -> str:
    """Return the address of one of a cohort's pages in its menu, such as "people/"; "" where the table has none."""
    route = _at(COHORT + end)
    return reverse(route.name, kwargs={"scheme": cohort.scheme.slug, "cohort": cohort.slug}) if route else ""


def _menu(request: HttpRequest, root: str, pages: tuple[tuple[str, str], ...], where: Mapping[str, str]) -> list[Entry]:
    """Return the pages that the table has, the first of them marked only on its own address."""
    menu = []
    for label, end in pages:
        if route := _at(root + end) or _at(root + end, Audience.EDITOR):
            address = reverse(route.name, kwargs=dict(where))
            here = request.path.startswith(address) if end else request.path == address
            menu.append(Entry(label, address, here))
    return menu


def _editing(request: HttpRequest, label: str, end: str) -> Entry | None:
    route = _at(EDITING + end, Audience.EDITOR)
    address = reverse(route.name) if route else ""
    return Entry(label, address, request.path.startswith(address)) if route else None


def _at(path: str, audience: Audience = Audience.LEAD) -> Route | None:
    """Return an audience's page at that path of the table."""
    found = (route for route in ROUTES if route.path == path and route.audience is audience)
    return next((route for route in found if "GET" in route.methods), None)
