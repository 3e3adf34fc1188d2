"""The public half as a visitor finds it: every page that links lead to from the start page, fetched once."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http import HTTPStatus
from urllib.parse import urldefrag, urljoin

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.test import Client, override_settings
from django.urls import resolve

from pares.ground import clock
from pares.ground.finding.documents import Document
from pares.guide.experience import actions as experience
from pares.guide.experience.models import Licence
from pares.guide.library import actions as library
from pares.guide.library.rules import Claim, State
from pares.pages.public.findable import documents
from tests import world as worlds
from tests.handed_on import pdf

HOST = "https://mentoring.example"
NOW = datetime(2027, 4, 20, 9, tzinfo=UTC)
HTML = "text/html"


@dataclass
class Fetched:
    """One answer: its status, its kind, its bytes, and its HTML read."""

    status: int
    kind: str
    content: bytes
    route: str
    page: BeautifulSoup = field(repr=False)

    @property
    def is_page(self) -> bool:
        return self.kind == HTML and self.status == HTTPStatus.OK

    @property
    def ids(self) -> set[str]:
        return {each["id"] for each in self.page.select("[id]")}


@dataclass
class PublicHalf:
    """Every address that was fetched, and where each link that leads elsewhere goes."""

    found: dict[str, Fetched] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    linked: dict[str, str] = field(default_factory=dict)
    """Each link with its fragment, and one page it stands on."""

    documents: list[Document] = field(default_factory=list)
    """What search is told at the same time."""
    sitemap: bytes = b""

    @property
    def pages(self) -> dict[str, Fetched]:
        return {address: each for address, each in self.found.items() if each.is_page}


def fetch(client: Client, address: str) -> Fetched:
    answer = client.get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.get("Content-Type", "").split(";")[0]
    page = BeautifulSoup(content if kind == HTML else b"", "html.parser")
    return Fetched(answer.status_code, kind, content, resolve(address.split("?", maxsplit=1)[0]).url_name, page)


def follow(half: PublicHalf, client: Client, start: str) -> None:
    """Fetch all that links lead to; of files of one kind, the first stands for all."""
    waiting, files = [start], set()
    while waiting:
        address = waiting.pop(0)
        route = resolve(address.split("?")[0]).url_name
        if address in half.found or route in files:
            continue
        half.found[address] = got = fetch(client, address)
        if not got.is_page:
            files.add(route)
        for link in got.page.select("a[href]"):
            to = urljoin(address, link["href"])
            if not to.startswith("/"):
                half.elsewhere.add(to)
                continue
            half.linked.setdefault(to, address)
            waiting.append(urldefrag(to)[0])


@pytest.fixture(scope="session")
def public_half(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> PublicHalf:
    """Return what a visitor finds on a site whose library has a file to hand on and whose leaders wrote an account."""
    editor_told = {
        "name": "Ann Example",
        "role": "Lead",
        "scheme": "Northgate",
        "place": "Wales",
        "licence": Licence.CC_BY,
    }
    clock_file = tmp_path_factory.mktemp("public") / "clock"
    with (
        override_settings(CLOCK_FILE=clock_file, URL=HOST),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        clock.go_to(NOW)
        editor = worlds.person("Edie")
        library.load_shipped(at=NOW)
        row = library.add(
            title="Our map", owner="Us", link="", kind="guide", audience="mentors", purpose="To find the room.",
            claim=Claim(State.OWN), by=editor, at=NOW,
        )  # fmt: skip
        library.hold(resource=row, name="map.pdf", content=pdf("map"), by=editor, at=NOW)
        account = experience.send_in(text="We began with six pairs and two leads.\n\n" * 5, at=NOW, **editor_told)
        experience.publish(
            account=account, read=account.fingerprint, known_by="By phone", on=date(2027, 4, 20), by=editor, at=NOW
        )
        half = PublicHalf(documents=documents(), sitemap=Client().get("/sitemap.xml").content)
        follow(half, Client(), "/")
        transaction.set_rollback(True)
    return half
