"""A file with its own canary in every licence state x audience, in the library and on a shelf, before every role.

What comes is compared with a table written out here: nobody gets a byte of what is not cleared for them, neither by
following links nor by addresses known from elsewhere, and what is cleared is found by following links.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pares.ground import clock
from pares.ground.membership import actions as membership
from pares.ground.membership.models import Role
from pares.ground.people.actions import appoint_operator
from pares.ground.people.models import Person
from pares.guide.library import actions as library
from pares.guide.library.rules import Audience
from pares.guide.library.shelf import actions as shelf
from tests import world as worlds
from tests.handed_on import CLAIMS, LONG_AGO, ON, pdf
from tests.world import World

AT = datetime(ON.year, ON.month, ON.day, 9, tzinfo=UTC)
BEFORE = datetime(LONG_AGO.year, LONG_AGO.month, LONG_AGO.day, 9, tzinfo=UTC)
CANARY = re.compile(rb"canary-[a-z]+-\d+-[a-z]+")
MEANT_FOR = {
    Audience.EVERYONE: set(Audience),
    Audience.MEMBERS: {Audience.MENTORS, Audience.MENTEES},
} | {each: {each} for each in (Audience.LEADS, Audience.MENTORS, Audience.MENTEES, Audience.SPONSORS)}
ON_SHELVES = (Audience.MEMBERS, Audience.MENTORS, Audience.MENTEES, Audience.LEADS)
NORTHGATE, OTHER = "northgate-mentoring", "southmere-buddies"
# Where each begins, and as whom of their scheme they may have files.
PUBLIC, MENTOR, MENTEE, KEEPER = "public", "mentor", "mentee", "keeper"
ROLES = {
    "visitor": ("/", PUBLIC),
    "Max": ("/mentor/", MENTOR),
    "Ella": ("/mentee/", MENTEE),
    "Asha": (f"/lead/{NORTHGATE}/", KEEPER),
    "Edie": (f"/lead/{NORTHGATE}/shelf/", KEEPER),
    "Fay": (f"/facilitator/{NORTHGATE}/", PUBLIC),
    "Cleo": (f"/contact/{NORTHGATE}/", PUBLIC),
    "Dai": (f"/sponsor/{NORTHGATE}/", PUBLIC),
    "Omar": (f"/lead/{OTHER}/", KEEPER),
    "Moss": ("/mentor/", MENTOR),
    "Opal": ("/operator/", PUBLIC),
}
# They try both schemes' addresses; nobody else has anything to do with the other one.
OF_ANOTHER_SCHEME = ("Omar", "Moss")
# Pages and files of the library and the shelves; forms to change something hold no file.
FOLLOWED = re.compile(r"^/(library/|shelf/|lead/[a-z-]+/shelf/($|packs/|library/|[0-9a-f-]+/file))")


@dataclass(frozen=True)
class Planted:
    """A file with its canary: where it is, whom it is meant for, whom its licence lets have it, and its addresses."""

    canary: bytes
    place: str
    meant_for: Audience
    readers: frozenset[str]
    end: str
    """The last part of its address."""

    def addresses(self, schemes: tuple[str, ...]) -> Iterator[str]:
        """Yield its address in the library, and those behind the doors of members and of leads of some schemes."""
        if self.place == "library":
            yield f"/{self.end}"
        for scheme in schemes:
            yield f"/shelf/{scheme}/{self.end}"
            yield f"/lead/{scheme}/shelf/{self.end}"

    def goes_to(self, reader: Audience) -> bool:
        """Tell whether it is meant for and cleared for a reader."""
        return reader in MEANT_FOR[self.meant_for] and reader in self.readers

    def may_reach(self, kind: str, scheme: str = NORTHGATE) -> bool:
        """Tell who may have it, written out: the promise that the pages are held to. The shelf is Northgate's."""
        if self.place == "library" and Audience.EVERYONE in self.readers:
            return True
        if self.place == "shelf" and scheme != NORTHGATE:
            return False
        packed = any(map(self.goes_to, (Audience.MENTORS, Audience.MENTEES, Audience.LEADS)))
        return {
            PUBLIC: False,
            MENTOR: self.goes_to(Audience.MENTORS),
            MENTEE: self.goes_to(Audience.MENTEES),
            KEEPER: packed or Audience.LEADS in self.readers,
        }[kind]


@pytest.fixture
def planted(world: World) -> list[Planted]:
    """Return every file, planted, on the day the claims are made for."""
    clock.go_to(AT)
    membership.appoint(scheme=world.northgate, person=worlds.person("Edie"), role=Role.EDITOR, by=None, at=BEFORE)
    worlds.mentor(world.other, "Moss")
    appoint_operator(person=worlds.person("Opal"), by=None, at=BEFORE)
    by = worlds.person("Asha")
    return [*_in_the_library(by), *_on_the_shelf(world, by)]


def _in_the_library(by: Person) -> Iterator[Planted]:
    for number, (claim, readers) in enumerate(CLAIMS.values()):
        for audience in MEANT_FOR:
            canary = f"canary-library-{number}-{audience}"
            said = {"owner": "Ann", "link": "", "kind": "guide", "purpose": "To find out.", "audience": audience}
            row = library.add(by=by, at=AT, title=f"Record {number} {audience}", claim=claim, **said)
            library.hold(resource=row, name="a.pdf", content=pdf(canary), by=by, at=AT)
            yield Planted(canary.encode(), "library", audience, frozenset(readers), f"library/{row.slug}/file")


def _on_the_shelf(world: World, by: Person) -> Iterator[Planted]:
    for number, (claim, readers) in enumerate(CLAIMS.values()):
        for audience in ON_SHELVES:
            canary = f"canary-shelf-{number}-{audience}"
            item = shelf.put(
                scheme=world.northgate, title=f"File {number} {audience}", owner="Ann", audience=audience, claim=claim,
                name="a.pdf", content=pdf(canary), by=by, at=AT,
            )  # fmt: skip
            yield Planted(canary.encode(), "shelf", audience, frozenset(readers), f"{item.pk}/file")


def _packs() -> Iterator[str]:
    for audience in Audience:
        yield f"/library/packs/{audience}.zip"
        yield from (f"/lead/{scheme}/shelf/packs/{audience}.zip" for scheme in (NORTHGATE, OTHER))


def canaries(client: Client, addresses: Iterable[str]) -> set[bytes]:
    """Return the canaries in everything that comes from these addresses, unpacked where it is packed."""
    return {each for address in addresses for each in CANARY.findall(_whole(client.get(address).content))}


def _whole(content: bytes) -> bytes:
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def _links(content: bytes) -> list[str]:
    return [str(each.get("href") or "") for each in BeautifulSoup(content, "html.parser").select("a")]


def crawl(client: Client, start: str) -> set[str]:
    """Return every address of the library and the shelves that links lead to from a page."""
    waiting, seen = [start, "/library/"], set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code == 200, address
        if "html" in answer["Content-Type"]:
            links = _links(answer.content)
            waiting += [link.partition("#")[0] for link in links if FOLLOWED.match(link)]
    return seen


@pytest.mark.parametrize("who", ROLES)
def test_each_gets_what_is_cleared_for_them_and_not_a_byte_more(
    planted: list[Planted], client: Client, signed_in: Callable[[Person], Client], who: str
) -> None:
    start, kind = ROLES[who]
    if who != "visitor":
        signed_in(worlds.person(who))
    own = OTHER if who in OF_ANOTHER_SCHEME else NORTHGATE
    promised = {each.canary for each in planted if each.may_reach(kind, own)}
    schemes = tuple({own, NORTHGATE})
    known = [*_packs(), *(address for each in planted for address in each.addresses(schemes))]

    by_addresses = canaries(client, known)
    by_links = canaries(client, crawl(client, start)) if kind != PUBLIC or who == "visitor" else promised

    assert (by_links, by_addresses) == (promised, promised)


def test_the_table_tells_the_states_and_the_readers_apart(planted: list[Planted]) -> None:
    """The promises are not empty, not everything, and differ between readers."""
    counts = {kind: sum(each.may_reach(kind) for each in planted) for kind in (PUBLIC, MENTOR, MENTEE, KEEPER)}

    assert len(planted) == len(CLAIMS) * (len(MEANT_FOR) + len(ON_SHELVES))
    assert counts[PUBLIC] == 6 * len(MEANT_FOR)
    assert counts[PUBLIC] < counts[MENTOR] < counts[KEEPER] < len(planted)
    assert {each.canary for each in planted if each.may_reach(MENTOR)} != {
        each.canary for each in planted if each.may_reach(MENTEE)
    }
