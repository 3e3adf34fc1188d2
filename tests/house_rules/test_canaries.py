"""Something unmistakable lies in every confidential field; everybody looks everywhere, and only some may find it.

Who finds what is written out below, by hand, as the promise; the crawl asks every address of the table as everybody,
with their own and with others' objects, and follows every link it finds on the way.
"""

import functools
import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import pypdf
import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.db import connection
from django.urls import Resolver404, resolve

from pares.ground.errands.models import Errand
from pares.ground.ledger.models import Entry
from pares.ground.letters.models import Letter
from pares.pages.route import Audience, Route
from pares.pages.routes import ROUTES
from pares.pages.site_context import ROOMS
from pares.stages.mentoring import actions as mentoring
from tests.house_rules.browsing import body, browser
from tests.house_rules.inhabited import MET_ON, NOW, ask_for_contact, secrets
from tests.house_rules.ways_in import (
    SITE_EDITOR,
    STRANGER,
    VISITOR,
    WHO,
    Inhabited,
    address,
    foreign,
    may_enter,
    own,
    parameters,
)

LEADS = {"lead"}
# What lies in Northgate, and who of `ways_in.WHO` comes across it by looking everywhere. Everybody else, nowhere.
FOUND_BY: dict[str, set[str]] = {
    "the mentor's name": {"mentor", "mentee", "lead", "facilitator"},
    "the mentee's name": {"mentor", "mentee", "lead", "contact"},
    "the mentor's address": {"mentor", "mentee", "lead"},
    "the mentee's address": {"mentor", "mentee", "lead"},
    "the mentor's team": {"mentor", "lead"},
    "the mentee's team": {"mentee", "lead"},
    "the mentor's post before": LEADS,
    "the mentee's supervisors": {"mentee"},
    "what the mentor says about themselves": {"mentor", "mentee"},
    "the mentee's wish": set(),
    "the mentee's veto": set(),
    "the mentor's veto": set(),
    "the mentee's phone": {"contact"},
    "the mentee's answer": set(),
    "the mentor's answer": set(),
    "the mentee's sign-in code": set(),
    "the mentee's personal address": {"mentee"},
    "the mentor's personal address": {"mentor"},
    "what a reader would correct": {SITE_EDITOR},
    "how a reader knows": {SITE_EDITOR},
    "a reader's address": {SITE_EDITOR},
    "the file on the shelf": {"mentor", "mentee", "lead", "editor"},
    "the scheme’s own words": {"lead", "editor"},
    "the day they met": {"mentor", "mentee"},
    "another mentee's survey link": set(),
    "the way to answer a letter": set(),
    "the certificate's code": {"mentor"},
}
WRITTEN = ("%-d %B %Y", "%-d %b %Y", "%Y-%m-%d", "%d/%m/%Y", "%Y%m%d", "%A %-d %B", "%a %-d %b")
DAYS = [day.strftime(way) for day in MET_ON for way in WRITTEN]
MOST_PAGES = 1000
# What differs from one second to the next, and says nothing.
STAMP = re.compile(r"DTSTAMP:\w+")
# The public rooms hold hundreds of pages that are the same to everybody: a visitor reads them all, and so do somebody
# who is signed in and an editor, who sees a little more there. The files in them are made without a look at who asks.
READERS = {VISITOR, "mentee", SITE_EDITOR}
FILE = re.compile(r"\.(?:csv|docx|ics|pdf|pptx|xlsx|zip)$")
LINKS = {"a": "href", "link": "href", "img": "src", "iframe": "src"}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlogged_refusals")]


Seen = Callable[[str], dict[str, str]]


@pytest.fixture(scope="module")
def seen_by(inhabited: Inhabited) -> Seen:
    """Return what each person sees as things stand, looked up once."""

    @functools.cache
    def look(who: str) -> dict[str, str]:
        return _crawl(inhabited, who)

    return look


@pytest.mark.parametrize("who", WHO)
def test_everybody_finds_what_is_theirs_to_find(inhabited: Inhabited, seen_by: Seen, who: str) -> None:
    found: dict[str, list[str]] = {}
    for where, text in seen_by(who).items():
        for what in _within(text, inhabited):
            found.setdefault(what, []).append(where)

    assert {what: places[:3] for what, places in found.items() if who not in FOUND_BY[what]} == {}
    assert {what for what, finders in FOUND_BY.items() if who in finders} <= set(found)


@pytest.mark.parametrize("who", [who for who in WHO if who not in {STRANGER, SITE_EDITOR}])
def test_no_other_scheme_shows_through(inhabited: Inhabited, seen_by: Seen, who: str) -> None:
    """Nothing of Southmere, not even its mark at the end of every name, is anywhere in Northgate.

    What readers of either send to the editors of the site is the editors' to read.
    """
    assert [where for where, text in seen_by(who).items() if inhabited.southmere.mark in text] == []


@pytest.mark.parametrize("who", ["mentor", "lead", "facilitator", "sponsor"])
def test_a_request_for_contact_leaves_no_trace_for_anybody_but_the_two(
    inhabited: Inhabited, seen_by: Seen, who: str
) -> None:
    """Every page of the partner and of the leads is the same to the byte before and after."""
    before = seen_by(who)
    ask_for_contact(inhabited.northgate, "Eli", "Cleo", phone="07700 900123")
    after = _crawl(inhabited, who)

    assert {where for where in before | after if before.get(where) != after.get(where)} == set()


def test_who_asks_for_a_change_stays_unknown_to_the_partner(inhabited: Inhabited, seen_by: Seen) -> None:
    before = seen_by("mentor")
    pair = inhabited.northgate.pairs["Max"]
    mentoring.ask_for_change(pair=pair, by=pair.mentee.person, at=NOW)
    after = _crawl(inhabited, "mentor")

    assert {where for where in before | after if before.get(where) != after.get(where)} == set()


def test_the_ledger_and_errands_hold_ids_and_no_words(inhabited: Inhabited) -> None:
    texts = [*_rows(Entry), *_rows(Errand)]

    assert texts
    assert [(what, text) for text in texts for what in _within(text, inhabited)] == []


def test_no_letters_subject_names_anybody(inhabited: Inhabited) -> None:
    """Whoever looks over a shoulder reads subjects; names, addresses and days stand in none."""
    subjects = set(Letter.objects.values_list("subject", flat=True))

    assert subjects
    assert [(what, text) for text in subjects for what in _within(text, inhabited)] == []
    assert [
        text for text in subjects for place in (inhabited.northgate, inhabited.southmere) if place.mark in text
    ] == []


def test_a_letter_holds_what_its_reader_may_know(inhabited: Inhabited) -> None:
    """A letter is a page too: what is for the eyes of one is in no letter to another."""
    told = {
        (what, letter.to)
        for letter in Letter.objects.all()
        for what in _within(f"{letter.subject}\n{letter.text}\n{letter.html}\n{letter.calendar}", inhabited)
        if letter.to not in _may_be_told(inhabited, what)
    }

    assert told == set()


def test_the_log_holds_nothing_of_anybody(inhabited: Inhabited, caplog: pytest.LogCaptureFixture) -> None:
    """Refused requests and all others, at the finest level, as everybody who has something to hide."""
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("django.request").setLevel(logging.DEBUG)
        logging.getLogger("django.db.backends").setLevel(logging.INFO)
        for who in ("mentee", "lead", "contact"):
            seen = browser(inhabited, who)
            for route in ROUTES:
                if who in may_enter(route):
                    seen.ask(route.methods[0], address(route, own(route, inhabited)))
    texts = {caplog.handler.format(record) for record in caplog.records}
    # An address with a secret in it stands in the web server's log too; those secrets end with their survey or pair.
    in_addresses = {"another mentee's survey link", "the way to answer a letter"}

    assert texts
    assert [(what, text) for text in texts for what in _within(text, inhabited) if what not in in_addresses] == []


def test_the_database_holds_no_readable_wish_and_no_readable_answer(inhabited: Inhabited) -> None:
    dump = _dump()
    sealed = (
        "the mentee's wish",
        "the mentee's veto",
        "the mentor's veto",
        "the mentee's answer",
        "the mentor's answer",
    )
    told = inhabited.northgate.secrets

    assert told["the mentee's phone"].encode() in dump
    assert [what for what in sealed if told[what].encode() in dump] == []


def test_no_secret_is_part_of_another() -> None:
    words = [*secrets("Xyloq").values(), *secrets("Brindlewick").values()]

    assert [(a, b) for a in words for b in words if a is not b and a in b] == []


def _secrets(inhabited: Inhabited) -> dict[str, list[str]]:
    """Return every canary of Northgate with the ways it may be written."""
    place = inhabited.northgate
    max_, ella = place.people["Max"], place.people["Ella"]
    certificate = place.things["certificate of Max"]
    return {
        **{what: [words] for what, words in place.secrets.items()},
        "the mentor's name": [max_.name],
        "the mentee's name": [ella.name],
        "the mentor's address": [max_.email],
        "the mentee's address": [ella.email],
        "the day they met": DAYS,
        "another mentee's survey link": [place.things["invitation of Eli"].token],
        "the way to answer a letter": [place.things["reply of Max"].token],
        "the certificate's code": [certificate.code],
    }


def _within(text: str, inhabited: Inhabited) -> list[str]:
    return [what for what, ways in _secrets(inhabited).items() if any(way in text for way in ways)]


def _crawl(inhabited: Inhabited, who: str) -> dict[str, str]:
    """Return the text of every page somebody reaches, by address: all of the table, and all links from there."""
    seen = browser(inhabited, who)
    ahead = list(dict.fromkeys(_known(inhabited, who)))
    pages: dict[str, str] = {}
    while ahead and len(pages) < MOST_PAGES:
        where = ahead.pop(0)
        if where in pages or _read_by_others(who, where):
            continue
        answer = seen.ask("GET", where)
        pages[where] = _text(body(answer), answer.headers.get("Content-Type", ""))
        if "text/html" in answer.headers.get("Content-Type", "") and answer.status_code == 200:
            ahead += _links(where, pages[where])
        if answer.status_code in {301, 302}:
            ahead.append(urljoin(where, answer["Location"]))
    assert len(pages) < MOST_PAGES
    return pages


def _read_by_others(who: str, where: str) -> bool:
    """Return whether this is a public page, or a public file, that reads the same to somebody else who reads it."""
    if who not in READERS:
        return _in_public_room(where)
    return who != VISITOR and FILE.search(urlsplit(where).path) is not None and _in_public_room(where)


def _in_public_room(where: str) -> bool:
    try:
        route: Route | None = getattr(resolve(urlsplit(where).path).func, "route", None)
    except Resolver404:
        return False
    return route is not None and route.audience is Audience.PUBLIC and route.view.split(".")[1] in ROOMS


def _known(inhabited: Inhabited, who: str) -> Iterator[str]:
    for route in ROUTES:
        if "GET" not in route.methods or "token" in parameters(route):
            continue
        yield address(route, own(route, inhabited))
        if who in may_enter(route) and route.audience is not Audience.PUBLIC:
            yield from (address(route, theirs) for theirs, _ in foreign(route, inhabited))


def _links(where: str, page: str) -> list[str]:
    """Return the links of a page that stay on the site."""
    soup = BeautifulSoup(page, "html.parser")
    found = [tag[name] for kind, name in LINKS.items() for tag in soup.find_all(kind) if tag.has_attr(name)]
    joined = [urldefrag(urljoin(f"http://testserver{where}", link)).url for link in found]
    ours = [link.removeprefix("http://testserver") for link in joined if link.startswith("http://testserver/")]
    return [link for link in dict.fromkeys(ours) if not link.startswith(("/static/", "/timelines/"))]


@functools.lru_cache(maxsize=256)
def _text(content: bytes, kind: str) -> str:
    """Return all that can be read in an answer of that kind, files included; what a reader cannot see is read too."""
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if content.startswith(b"PK\x03\x04"):
        parts = zipfile.ZipFile(io.BytesIO(content))
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    text = content.decode("utf-8", "replace")
    return STAMP.sub("", re.sub(r"\r?\n[ \t]", "", text)) if "calendar" in kind else text


def _may_be_told(inhabited: Inhabited, what: str) -> set[str]:
    """Return the addresses letters to which may hold it."""
    place = inhabited.northgate
    names = {
        "the mentor's name": {"Max", "Ella"},
        "the mentor's address": {"Max", "Ella"},
        "the mentee's name": {"Max", "Ella"},
        "the mentee's address": {"Max", "Ella"},
        "what the mentor says about themselves": {"Ella"},
        "the mentee's sign-in code": {"Ella"},
        "another mentee's survey link": {"Eli"},
        "the way to answer a letter": {"Ella"},
        "the certificate's code": {"Max"},
    }
    return {place.people[name].email for name in names.get(what, set())}


def _rows(model: type[Entry | Errand]) -> list[str]:
    return [" ".join(str(value) for value in row) for row in model.objects.values_list()]


def _dump() -> bytes:
    """Return every value of every table as one heap of bytes."""
    heap = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608, SLF001
            heap += [bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                     for row in cursor.fetchall() for value in row]  # fmt: skip
    return b"\n".join(heap)
