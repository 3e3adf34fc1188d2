"""Bad input for every box of every form: never a fault of ours, never alive in a page, never a way off the site.

Each time every box gets the next few words in turn, so that all words are used; with `make test-hard` each gets all.
"""

import ast
import csv
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import override_settings
from django.urls import Resolver404, resolve, reverse
from hypothesis import settings as hypothesis

from pares.ground import clock
from pares.pages.route import Audience, Route
from pares.pages.routes import ROUTES
from tests.house_rules.bad_words import ALIVE, FILES, IN_ADDRESSES, WORDS
from tests.house_rules.browsing import Browser, body, browser
from tests.house_rules.reading import modules
from tests.house_rules.ways_in import OWNERS, SITE_EDITOR, VISITOR, WHO, Inhabited, address, may_enter, own, parameters

ALL = hypothesis().max_examples > 1_000
EACH = len(WORDS) if ALL else 2
# Who fills in the forms of an audience: the first of these who may.
FILLERS = (
    "visitor",
    "mentor",
    "mentee",
    "lead",
    "facilitator",
    "contact",
    "editor",
    "sponsor",
    "operator",
    "withdrawn mentee",
    SITE_EDITOR,
)
# Words put where people's and schemes' own words stand, as if they had come in some other way.
STORED = {
    "Person": ("name",),
    "Scheme": ("name", "organisation", "specialty", "invitation_code"),
    "Cohort": ("name",),
    "Milestone": ("title", "because", "why"),
    "Grade": ("name",),
    "Specialty": ("name",),
    "Site": ("name",),
    "Topic": ("name",),
    "Application": ("team", "previous_post", "supervisors", "exam", "about", "address_from"),
    "Session": ("place",),
    "Upload": ("file_name", "address_from"),
    "Unmatched": ("why",),
    "Letter": ("subject", "problem"),
    "ContactRequest": ("phone",),
    "Errand": ("problem",),
    "Certificate": ("name",),
    "Suggestion": ("name", "specialty", "group", "part", "since", "mentors", "mentees", "words", "credit", "answer"),
    "LeadersAccount": ("name", "role", "scheme", "place", "text", "question", "answer"),
}
# The boxes of forms that stand on no page as things are: they come after another step, or only now and then.
BOXES: dict[str, tuple[str, ...]] = {
    "account.details.address": ("email",),
    "account.details.address_code": ("code", "again"),
    "account.second_step.add_passkey": ("name", "credential", "passwordless"),
    "account.second_step.again": ("code", "next"),
    "account.second_step.again_by_passkey": ("credential", "next"),
    "account.second_step.authenticate": ("code", "credential"),
    "account.second_step.set_up_app": ("code",),
    "account.sign_in.code": ("code", "own_device", "next", "again"),
    "lead.afterwards.fill": ("seen",),
    "lead.certificates.mentor": ("proof", "why"),
    "lead.matching.swap": ("mentor", "seen"),
    "lead.pairs.rematch": ("mentor", "seen"),
    "lead.scheme.open_again": ("days",),
    "lead.surveys.launch": ("closes_on-day", "closes_on-month", "closes_on-year"),
    "mentee.pair.agreement": ("accept", "terms"),
    "mentor.pair.agreement": ("accept", "terms"),
}
LIKELY = {"-day": "20", "-year": "2027", "email": "some.body@example.org", "phone": "07700 900456", "starts": "17:00"}
# Some days must lie behind, some ahead.
MONTHS = ("9", "6")
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlogged_refusals")]


@dataclass
class Sheet:
    """A form as it stands on a page: where it goes, and what it would send if nothing were changed."""

    address: str
    fields: dict[str, Any] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


@override_settings(DEMO=True)
@pytest.mark.parametrize("who", FILLERS)
def test_no_word_in_any_box_is_too_much(inhabited: Inhabited, who: str) -> None:
    seen, words, faults = _ready(inhabited, who), itertools.cycle(WORDS), []
    for sheet in _sheets(seen, inhabited, who):
        for name in sheet.fields:
            for word in islice(words, EACH):
                faults += _fault(seen, sheet, {name: word})
        for word in islice(words, min(EACH, 20)):
            faults += _fault(seen, sheet, dict.fromkeys(sheet.fields, word))
        faults += _fault(seen, sheet, {}, nothing_else=True)
        for name in sheet.files:
            for title, content in FILES.items():
                faults += _fault(seen, sheet, {name: SimpleUploadedFile(title, content)})

    assert not faults, "\n".join(dict.fromkeys(faults))


def test_every_form_is_filled_in_by_somebody(inhabited: Inhabited) -> None:
    """Also those that stand on no page now, whose boxes are named above, and those that take a press and no words."""
    found = {_named(sheet.address) for who in FILLERS for sheet in _sheets(_ready(inhabited, who), inhabited, who)}
    takers = {route.name for route in ROUTES if "POST" in route.methods and route.audience is not Audience.DEMO}

    assert takers - found == set()
    assert set(BOXES) <= takers


@pytest.mark.parametrize("who", FILLERS)
def test_no_address_is_too_strange(inhabited: Inhabited, who: str) -> None:
    seen, words, faults = browser(inhabited, who), itertools.cycle(IN_ADDRESSES), []
    for route in ROUTES:
        if who != _filler(route):
            continue
        for name in parameters(route):
            for strange in islice(words, len(IN_ADDRESSES) if ALL else 4):
                where = _with(route, inhabited, name, strange)
                answers = [seen.ask(method, where) for method in route.methods]
                faults += [f"{where}: {answer.status_code}" for answer in answers if answer.status_code >= 500]

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("who", FILLERS)
def test_no_question_in_an_address_is_too_strange(inhabited: Inhabited, who: str) -> None:
    seen, words, faults = browser(inhabited, who), itertools.cycle(WORDS), []
    names = sorted(_asked_for())
    for route in ROUTES:
        if who != _filler(route) or "GET" not in route.methods:
            continue
        where = urlsplit(address(route, own(route, inhabited))).path
        for word in map(_sendable, islice(words, 40 if ALL else 2)):
            faults += _told(f"{route.name} ?{word[:40]!r}", seen.ask("GET", where, dict.fromkeys(names, word)))

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("who", ["visitor", "lead", "mentee"])
def test_ten_thousand_boxes_are_refused(inhabited: Inhabited, who: str) -> None:
    seen = browser(inhabited, who)
    many = {f"box{number}": "x" for number in range(10_000)}
    # Mentees can choose no longer: a page that asks nothing reads nothing that is sent.
    asking = (r for r in ROUTES if r.methods == ("GET", "POST") and r.view != "mentee.shortlist.choose")
    route = next(r for r in asking if who == _filler(r))

    assert seen.ask("POST", address(route, own(route, inhabited)), many).status_code == 400


@pytest.mark.parametrize("word", ["<script>pares()</script>", "'\"><img src=x onerror=pares()>", "{{7*7}}{% x %}"])
def test_words_that_got_in_stay_words(inhabited: Inhabited, word: str) -> None:
    """Every page of everybody, with markup for every name, title and answer; the public ones to three of them."""
    _store(word)
    faults = [
        fault
        for who in WHO
        for seen in [browser(inhabited, who)]
        for route in ROUTES
        if who in may_enter(route) and "GET" in route.methods
        if route.audience is not Audience.PUBLIC or who in {VISITOR, "lead", SITE_EDITOR}
        for fault in _told(f"{who} {route.name}", seen.ask("GET", address(route, own(route, inhabited))))
    ]

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("word", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "＝1"])
def test_no_table_that_is_handed_out_holds_a_formula(inhabited: Inhabited, word: str) -> None:
    _store(word)
    seen = browser(inhabited, "lead")
    answers = {
        route.name: seen.ask("GET", address(route, own(route, inhabited)))
        for route in ROUTES
        if route.audience is Audience.LEAD and route.path.endswith(".csv")
    }
    cells = {
        (name, cell)
        for name, answer in answers.items()
        for row in csv.reader(io.StringIO(body(answer).decode("utf-8-sig")))
        for cell in row
    }

    assert answers
    assert any(word.strip() in cell for _, cell in cells)
    assert {(name, cell) for name, cell in cells if cell.startswith(STARTS_A_FORMULA)} == set()
    assert {answer["Content-Disposition"].split(";")[0] for answer in answers.values()} == {"attachment"}


def test_another_sites_name_is_refused(inhabited: Inhabited) -> None:
    seen = browser(inhabited, "lead")
    named = seen.ask("GET", "/", headers={"host": "elsewhere.example"})
    forwarded = seen.ask("GET", "/home/", headers={"x-forwarded-host": "elsewhere.example"})

    assert named.status_code == 400
    assert b"elsewhere.example" not in body(forwarded) + forwarded.headers.get("Location", "").encode()


def _ready(inhabited: Inhabited, who: str) -> Browser:
    """Return a browser that has just proved who is there, and that is on the last page of signing up."""
    seen = browser(inhabited, who)
    person, place = inhabited.person(who), inhabited.northgate
    session = seen.client.session
    if person is not None:
        now = clock.now().isoformat()
        session["proved"] = {"person": str(person.pk), "second_step": True, "code_at": now, "second_step_at": now}
    work = {"grade": place.parts["Max"].grade_id, "site": place.parts["Max"].site_id, "capacity": 1}
    session[f"join.{place.coming.pk}.mentor"] = {
        "1": {"name": ["New Mentor"], "email": ["new.mentor@example.org"]},
        "2": {name: [str(value)] for name, value in work.items()},
    }
    session.save()
    seen.session = str(session.session_key)
    return seen


def _sheets(seen: Browser, inhabited: Inhabited, who: str) -> list[Sheet]:
    """Return every form on every page of the audiences this person fills in for, each address once."""
    found: dict[str, Sheet] = {}
    for where in _pages(inhabited, who):
        for sheet in _on_page(where, seen.ask("GET", where)):
            known = found.setdefault(sheet.address, sheet)
            known.fields = sheet.fields | known.fields
    named = {_named(where) for where in found}
    for route in ROUTES:
        if "POST" in route.methods and who == _filler(route) and route.name not in named:
            where = address(route, own(route, inhabited))
            found[where] = Sheet(where, dict.fromkeys(BOXES.get(route.name, ()), ""))
    for sheet in found.values():
        tries = (sheet.fields, *(_filled(sheet.fields, month) for month in MONTHS))
        sheet.fields = next((sent for sent in tries if _is_taken(seen, sheet.address, sent)), sheet.fields)
    return list(found.values())


def _is_taken(seen: Browser, where: str, sent: dict[str, Any]) -> bool:
    """Tell whether a form is accepted so: the word that is wrong should be the only thing wrong with it."""
    return seen.ask("POST", where, sent).status_code == 302


def _pages(inhabited: Inhabited, who: str) -> Iterator[str]:
    for route in ROUTES:
        if "GET" in route.methods and who in (_filler(route), _owner(route)):
            yield address(route, own(route, inhabited))
            if "number" in parameters(route):
                yield from (address(route, own(route, inhabited) | {"number": number}) for number in (2, 3))
    if who == "withdrawn mentee":
        for view in ("status", "wishes", "withdraw"):
            yield reverse(f"account.status.{view}", args=[inhabited.northgate.parts["Wilma"].pk])


def _on_page(where: str, answer: HttpResponse) -> Iterator[Sheet]:
    if "text/html" not in answer.headers.get("Content-Type", ""):
        return
    for form in BeautifulSoup(body(answer), "html.parser").find_all(
        "form", method=lambda way: (way or "").lower() == "post"
    ):
        target = urljoin(where, form.get("action") or where)
        if _named(target):
            yield _sheet(target, form)


def _sheet(target: str, form: Tag) -> Sheet:
    """Return a form as a browser would send it, each tick set and each first choice made."""
    sheet = Sheet(target)
    for box in form.select("input[name], textarea[name], select[name], button[name]"):
        name, kind = str(box["name"]), box.get("type", "")
        if kind == "file":
            sheet.files.append(name)
        elif kind in {"radio", "checkbox"}:
            if box.has_attr("checked") or name not in sheet.fields:
                sheet.fields[name] = box.get("value", "on")
        elif box.name == "select":
            options = box.select("option[selected]") or box.find_all("option")[-1:]
            sheet.fields[name] = "".join(option.get("value", "") for option in options)
        elif name != "csrfmiddlewaretoken":
            sheet.fields[name] = box.get("value") or box.get_text(strip=True)
    return sheet


def _filled(fields: dict[str, Any], month: str) -> dict[str, Any]:
    """Return the answers with something likely in every empty box."""
    return {name: value or _likely(name, month) for name, value in fields.items()}


def _likely(name: str, month: str) -> str:
    known = LIKELY | {"-month": month}
    return next((words for ending, words in known.items() if name.endswith(ending)), "Something")


def _fault(seen: Browser, sheet: Sheet, changed: dict[str, Any], *, nothing_else: bool = False) -> list[str]:
    """Send the form with some answers changed, look at what comes and where it leads."""
    sent = {} if nothing_else else sheet.fields | changed
    sent = {name: _sendable(value) for name, value in sent.items()}
    what = ", ".join(f"{name}={str(value)[:30]!r}" for name, value in [*changed.items()][:1])
    return _told(f"{_named(sheet.address)} {what}", seen.ask("POST", sheet.address, sent, follow=True))


def _sendable(value: Any) -> Any:
    """Return what a browser would send: half a character becomes the sign for one."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _told(what: str, answer: HttpResponse) -> list[str]:
    """Return what is wrong with an answer, in sentences."""
    wrong = [f"{what}: {answer.status_code}"] if answer.status_code >= 500 else []
    if "text/html" in answer.headers.get("Content-Type", ""):
        wrong += [f"{what}: {alive!r} stands in the page" for alive in ALIVE if alive in body(answer)]
    ways = [where for where, _ in getattr(answer, "redirect_chain", ())] or [answer.headers.get("Location", "")]
    wrong += [f"{what}: leads to {where}" for where in ways if urlsplit(where).netloc not in {"", "testserver"}]
    return wrong


def _named(where: str) -> str:
    try:
        return str(resolve(urlsplit(where).path).func.route.name)  # type: ignore[attr-defined]
    except Resolver404:
        return ""


def _filler(route: Route) -> str:
    """Return who fills in the forms of a page."""
    may = may_enter(route) & OWNERS.get(route.view, {*WHO})
    signed_in = ("mentor", *FILLERS) if route.audience is Audience.ACCOUNT else FILLERS
    return next((who for who in signed_in if who in may), "")


def _owner(route: Route) -> str:
    return "mentee" if route.audience is Audience.ACCOUNT and not parameters(route) else ""


def _with(route: Route, inhabited: Inhabited, name: str, strange: str) -> str:
    """Return the address with something strange in the place of one object."""
    given = {each: str(value) for each, value in own(route, inhabited).items()} | {name: strange}
    where = f"/{route.path}"
    for each in parameters(route):
        start, rest = where.split("<", 1)
        where = start + given[each] + rest.split(">", 1)[1]
    return where


def _asked_for() -> set[str]:
    """Return the names that pages read from addresses: `request.GET.get("page")`, `request.GET["start"]`."""
    return {
        node.value
        for path, tree in modules().items()
        if path.is_relative_to("pares/pages")
        for reading in ast.walk(tree)
        if isinstance(reading, ast.Call | ast.Subscript) and "request.GET" in ast.unparse(reading)
        for node in ast.walk(reading)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier()
    } | {"start-day", "start-month", "start-year", "next"}


def _store(word: str) -> None:
    for name, fields in STORED.items():
        model = apps.get_model("pares", name)
        for number, row in enumerate(model._default_manager.all()):  # noqa: SLF001 - the documented default
            for each in fields:
                longest = model._meta.get_field(each).max_length or 1_000  # noqa: SLF001 - the documented way to fields
                # Lines of a scheme's lists are told apart by their names.
                setattr(row, each, f"{word} {number}"[:longest] if len(word) + 5 < longest else word[:longest])
            row.save(update_fields=list(fields))
