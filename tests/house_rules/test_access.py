"""The table of addresses, tried out: everybody x every address x every method x own, others' and missing objects."""

import re
from collections import Counter
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, get_resolver, path, resolve

from pares import urls
from pares.ground.cohorts.rules import NOT_A_COHORT
from pares.ground.membership import actions as membership
from pares.ground.membership.models import Membership
from pares.pages import access_table
from pares.pages.route import Audience, Route
from pares.pages.routes import ROUTES
from tests.house_rules.browsing import Browser, body, browser
from tests.house_rules.inhabited import NOW
from tests.house_rules.reading import ROOT
from tests.house_rules.ways_in import (
    MAY_ENTER,
    OWN_NOTHING,
    OWNERS,
    SITE_EDITOR,
    VISITOR,
    WHO,
    Inhabited,
    address,
    foreign,
    may_enter,
    missing,
    objects,
    own,
    parameters,
)

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# Addresses that answer 404 to the right person with their own objects, each with its reason.
NOTHING_TO_SHOW = {
    "demo.mail.letter": "no letter has been sent",
    "editor.library_asking.evidence": "the owner has not answered",
    "account.second_step.remove_passkey": "nobody has a passkey",
    "account.second_step.remove_app": "nobody has an app",
    "account.second_step.square": "nobody is setting an app up",
    "account.second_step.recovery_codes": "nobody has an app to lose",
    "account.second_step.download_recovery_codes": "nobody has an app to lose",
    "account.second_step.new_recovery_codes": "nobody has an app to lose",
}
HEADERS = {
    "X-Content-Type-Options": {"nosniff"},
    "X-Frame-Options": {"DENY"},
    "Referrer-Policy": {"same-origin", "no-referrer"},
    "Cross-Origin-Opener-Policy": {"same-origin"},
}

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__), pytest.mark.usefixtures("unlogged_refusals")]


def _undeclared(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("reached")


urlpatterns = [*urls.urlpatterns, path("undeclared/", _undeclared)]
handler404 = urls.handler404


@pytest.mark.parametrize("who", WHO)
def test_everybody_reaches_what_the_table_says_and_nothing_else(inhabited: Inhabited, who: str) -> None:
    seen = browser(inhabited, who)
    wrong = [
        f"{method} {route.name}: {answer}, not {expected}"
        for route in ROUTES
        for method in _methods(route, who)
        if (answer := _kind(seen.ask(method, address(route, own(route, inhabited)))))
        not in (expected := _expected(route, who, method))
    ]

    assert not wrong, "\n".join(wrong)
    assert not (bare := _bare(seen)), "\n".join(bare)
    assert len(seen.seen) >= len(ROUTES) * (len(METHODS) - 1)


@pytest.mark.parametrize("who", [each for each in WHO if each not in OWN_NOTHING])
def test_what_is_somebody_elses_is_as_if_it_did_not_exist(inhabited: Inhabited, who: str) -> None:
    """What the editors of the site decide on is nobody's but theirs, whichever scheme's reader sent it."""
    seen = browser(inhabited, who)
    told_apart = []
    for route in ROUTES:
        if who not in may_enter(route) or route.audience in {Audience.PUBLIC, Audience.DEMO}:
            continue
        if may_enter(route) == {SITE_EDITOR}:
            continue
        for theirs, nothing in foreign(route, inhabited):
            for method in route.methods:
                answers = [_told(seen, method, route, given) for given in (theirs, nothing)]
                if answers[0] != answers[1] or answers[0][0] != 404:
                    told_apart.append(f"{method} {address(route, theirs)}: {answers[0][0]} and {answers[1][0]}")

    assert not told_apart, "\n".join(told_apart)


@pytest.mark.parametrize("who", sorted(OWN_NOTHING))
def test_who_withdrew_has_no_partner(inhabited: Inhabited, who: str) -> None:
    seen = browser(inhabited, who)
    of_pairs = [route for route in ROUTES if who in may_enter(route) and "pair" in parameters(route)]
    answers = Counter(
        seen.ask(method, address(route, own(route, inhabited))).status_code
        for route in of_pairs
        for method in route.methods
    )

    assert set(answers) == {404}


def test_what_does_not_exist_is_not_there_for_anybody(inhabited: Inhabited) -> None:
    """Objects in public addresses are named by what cannot be guessed; a wrong guess finds nothing."""
    seen = browser(inhabited, VISITOR)
    answers = {
        route.name: seen.ask("GET", address(route, missing(route))).status_code
        for route in ROUTES
        if route.audience is Audience.PUBLIC and parameters(route) and "GET" in route.methods
    }

    assert answers == dict.fromkeys(answers, 404)


@override_settings(DEMO=True)
def test_in_the_demo_its_own_pages_are_there_for_everybody(inhabited: Inhabited) -> None:
    shown = {
        (who, route.name): browser(inhabited, who).ask("GET", address(route, own(route, inhabited))).status_code
        for who in (VISITOR, "lead")
        for route in ROUTES
        if route.audience is Audience.DEMO and "GET" in route.methods and not parameters(route)
    }

    assert shown == dict.fromkeys(shown, 200)
    assert shown


def test_the_table_speaks_of_every_audience() -> None:
    assert set(MAY_ENTER) == set(Audience)


def test_every_address_of_the_site_comes_from_the_table() -> None:
    named = {name for route in ROUTES for name in (route.name, *route.aliases)}
    patterns = get_resolver(settings.ROOT_URLCONF).url_patterns

    assert [each for each in urls.urlpatterns if getattr(each.callback, "route", None) not in ROUTES] == []
    assert {each.name for each in patterns if isinstance(each, URLPattern)} - {None} == named


def test_no_two_rows_of_the_table_are_one_address() -> None:
    paths = Counter(re.sub(r"<\w+:\w+>", "<>", route.path) for route in ROUTES)
    views = Counter(route.view for route in ROUTES)

    assert [twice for counted in (paths, views) for twice, times in counted.items() if times > 1] == []


def test_every_address_leads_to_its_own_row(inhabited: Inhabited) -> None:
    """An earlier row with a wider pattern would take a later one's requests."""
    taken = {
        route.name: reached
        for route in ROUTES
        if (reached := resolve(urlsplit(address(route, own(route, inhabited))).path).func.route.name) != route.name  # type: ignore[attr-defined]
    }

    assert taken == {}


def test_no_cohort_is_called_like_a_page_of_its_scheme() -> None:
    """Beside a cohort's own address stand the scheme's pages: their names are kept from cohorts."""
    beside = {
        rest.split("/")[0]
        for route in ROUTES
        if (rest := route.path.partition("<slug:scheme>/")[2]) and not rest.startswith("<")
    }

    assert beside <= set(NOT_A_COHORT)


def test_a_view_that_is_not_in_the_table_does_not_exist(client: Client) -> None:
    assert client.get("/undeclared/").status_code == 404


def test_a_role_that_ended_opens_nothing_from_the_next_request_on(inhabited: Inhabited) -> None:
    """The same session, before and after; a co-lead ends the role."""
    place = inhabited.northgate
    routes = [route for route in ROUTES if route.audience is Audience.LEAD and route.methods[0] == "GET"]
    lea = browser(inhabited, "lead")
    before = {lea.ask("GET", address(route, own(route, inhabited))).status_code for route in routes}
    held = Membership.objects.get(person=place.people["Asha"], scheme=place.scheme, ended_at=None)
    membership.end(membership=held, by=place.people["Lea"], at=NOW)
    after = {lea.ask("GET", address(route, own(route, inhabited))).status_code for route in routes}

    assert before <= {200, 302}
    assert after == {404}


def test_a_lead_has_the_pages_of_their_own_scheme_only(inhabited: Inhabited) -> None:
    """Southmere's lead finds Southmere's rows at the very addresses at which Northgate's are hidden."""
    seen = browser(inhabited, "lead of another scheme")
    routes = [route for route in ROUTES if route.audience is Audience.LEAD and route.methods[0] == "GET"]
    found = {
        route.name: seen.ask("GET", address(route, objects(route, inhabited.southmere, "Max"))).status_code
        for route in routes
    }

    assert {name: status for name, status in found.items() if status not in {200, 302}} == {}


@pytest.mark.parametrize("who", [who for who in WHO if who != VISITOR])
def test_only_who_may_open_a_scheme_gets_to_the_form(inhabited: Inhabited, who: str) -> None:
    asked = b'name="organisation"' in body(browser(inhabited, who).ask("GET", "/schemes/open/"))

    assert asked == (who == "operator")


def test_signing_in_leads_back_to_the_page_asked_for(inhabited: Inhabited) -> None:
    seen = browser(inhabited, VISITOR)
    answer = seen.ask("GET", f"/lead/{inhabited.northgate.scheme.slug}/?page=2")

    assert answer["Location"] == "/sign-in/?" + urlencode(
        {"next": f"/lead/{inhabited.northgate.scheme.slug}/?page=2"}, safe="/"
    )


def test_the_access_page_says_what_the_table_says() -> None:
    written = (ROOT / "docs" / "operating" / "access.md").read_text(encoding="utf-8")

    assert written == access_table.page(), "Run scripts/write_access and commit docs/operating/access.md."


def _methods(route: Route, who: str) -> tuple[str, ...]:
    """Return what to try: HEAD of what everybody may see is tried by the visitor alone, who stands for all."""
    spared = {"HEAD"} if route.audience is Audience.PUBLIC and who != VISITOR else set()
    return tuple(method for method in METHODS if method not in spared)


def _expected(route: Route, who: str, method: str) -> set[str]:
    """Return what the table promises: which kinds of answer are right."""
    allowed = method in route.methods or (method == "HEAD" and "GET" in route.methods)
    if not allowed:
        return {"not this method"}
    if route.audience is Audience.DEMO:
        return {"not here"}
    if who in may_enter(route) & OWNERS.get(route.view, {*WHO}):
        may_be_absent = route.view in NOTHING_TO_SHOW or (who in OWN_NOTHING and parameters(route))
        return {"shown", "sent on"} | ({"not here"} if may_be_absent else set())
    if route.audience is Audience.VISITOR:
        return {"sent on"}
    return {"sign in"} if who == VISITOR else {"not here"}


def _kind(answer: HttpResponse) -> str:
    """Return what an answer is, in a word."""
    location = answer.headers.get("Location", "")
    if answer.status_code == 302:
        return "sign in" if location.startswith("/sign-in/?next=") else "sent on"
    return {200: "shown", 400: "shown", 404: "not here", 405: "not this method"}.get(
        answer.status_code, str(answer.status_code)
    )


def _told(seen: Browser, method: str, route: Route, given: dict[str, object]) -> tuple[object, ...]:
    """Return all that an answer tells, the address asked for apart."""
    answer = seen.ask(method, address(route, given))
    text = body(answer).replace(address(route, given).encode(), b"")
    headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
    return answer.status_code, text, headers


def _bare(seen: Browser) -> list[str]:
    """Return what lacks a header that every answer must carry."""
    return [f"{method} {where}: {lacks}" for method, where, answer in seen.seen for lacks in _lacks(seen, answer)]


def _lacks(seen: Browser, answer: HttpResponse) -> list[str]:
    headers = answer.headers
    lacking = [name for name, values in HEADERS.items() if headers.get(name) not in values]
    policy = headers.get("Content-Security-Policy", "")
    if "unsafe" in policy or not {"default-src 'none'", "frame-ancestors 'none'"} <= {*policy.split("; ")}:
        lacking.append(f"Content-Security-Policy: {policy}")
    cached = headers.get("Cache-Control", "")
    if seen.session and "no-store" not in cached and "public" not in cached:
        lacking.append(f"Cache-Control: {cached}")
    return lacking
