import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pares.ground import clock
from pares.ground.membership import actions as membership
from pares.ground.membership.models import Role
from pares.ground.people.models import Person
from pares.guide.library.models import FileBytes, KeptFile, ShelfItem
from pares.guide.library.rules import Audience, Claim, State
from pares.guide.library.shelf import actions
from tests import world as worlds
from tests.handed_on import granted, pdf
from tests.world import World

AT = datetime(2027, 4, 20, 9, tzinfo=UTC)
SHELF = "/lead/northgate-mentoring/shelf/"
OPEN = {"state": "open", "licence": "cc-by-4.0", "open_shown": "Stated on https://example.org"}
GRANTED = {
    "state": "granted",
    "granted_by": "Ann Owner",
    "granted_on-day": "4",
    "granted_on-month": "1",
    "granted_on-year": "2027",
    "granted_until-day": "31",
    "granted_until-month": "12",
    "granted_until-year": "2027",
    "granted_for": "mentors",
    "granted_scope": "Handouts",
    "granted_shown": "Letter of 4 January",
}


@pytest.fixture
def asha(world: World, signed_in: Callable[[Person], Client]) -> Client:
    clock.go_to(AT)
    return signed_in(worlds.person("Asha"))


def put(world: World, title: str = "Map", claim: Claim | None = None, audience: str = "members") -> ShelfItem:
    return actions.put(
        scheme=world.northgate,
        title=title,
        owner="Ann",
        audience=audience,
        claim=claim or Claim(State.OWN),
        name=f"{title}.pdf",
        content=pdf(title),
        by=worlds.person("Asha"),
        at=AT,
    )


def sent(client: Client, content: bytes = b"", **said: Any) -> Any:
    """Send a file with what is said of it."""
    file = SimpleUploadedFile("../Map of sites.docx", content or pdf("map"), "text/html")
    return client.post(SHELF + "add/", {"file": file, "title": "Map", "owner": "Us", "audience": "members"} | said)


def faults(answer: Any) -> list[str]:
    assert answer.status_code == 200
    page = BeautifulSoup(answer.content, "html.parser")
    return [each.get_text(strip=True) for each in page.select(".nhsuk-error-summary__list a")]


def rows(client: Client) -> list[list[str]]:
    page = BeautifulSoup(client.get(SHELF).content, "html.parser")
    return [
        [re.sub(r"\s+", " ", cell.get_text(" ")).strip() for cell in row.select(".pares-cell")]
        for row in page.select("tbody tr")
    ]


def test_an_empty_shelf_says_what_belongs_there(asha: Client) -> None:
    page = BeautifulSoup(asha.get(SHELF).content, "html.parser")

    assert page.select_one(".pares-empty h2").get_text() == "Nothing on the shelf yet"
    assert [each.get_text() for each in page.select("nav [aria-current]")] == ["Shelf"]


@pytest.mark.parametrize(
    ("said", "tag", "readers"),
    [
        ({"state": "own"}, "Our own", "Mentors: yes. It is our own work. Mentees: yes. It is our own work."),
        (
            OPEN,
            "CC BY 4.0",
            "Mentors: yes. It is under CC BY 4.0. Mentees: yes. It is under CC BY 4.0.",
        ),
        (
            GRANTED,
            "Permission granted Until 31 December 2027",
            "Mentors: yes. Ann Owner gave permission. Mentees: no. The permission is for mentors, not for mentees.",
        ),
        (
            {"state": "unknown"},
            "Not known",
            " ".join(f"{who}: no. Nobody has found out what the owner allows." for who in ("Mentors", "Mentees")),
        ),
    ],
)
def test_a_file_is_put_there_with_its_licence_and_the_page_says_who_gets_it(
    asha: Client, said: dict[str, str], tag: str, readers: str
) -> None:
    answer = sent(asha, **said)
    assert (answer.status_code, answer["Location"]) == (302, SHELF)

    assert [row[:4] for row in rows(asha)] == [
        ["Map Us. PDF, 1 kB, since 20 April 2027", "Mentors and mentees", tag, readers]
    ]
    assert [(file.name, file.media) for file in KeptFile.objects.all()] == [("Map of sites.pdf", "application/pdf")]


@pytest.mark.parametrize(
    ("content", "said", "sentence"),
    [
        (b"<html>", {"state": "own"}, "The file must be a PDF, Word, PowerPoint or Excel file"),
        (b"", {}, "Select what you know of its licence"),
        (b"", {"state": "open", "open_shown": "Stated"}, "Select which licence it is under"),
        (b"", OPEN | {"open_shown": ""}, "Enter what shows this"),
        (b"", {"state": "ogl"}, "Enter what shows this"),
        (b"", GRANTED | {"granted_by": ""}, "Answer the question “Who gave permission?”"),
        (b"", GRANTED | {"granted_for": ""}, "Select whom the permission is for"),
        (b"", GRANTED | {"granted_until-year": "2026"}, "The last day must be on or after"),
        (b"", GRANTED | {"granted_on-year": "2028"}, "The date must be 20 April 2027 or earlier"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(
    asha: Client, content: bytes, said: dict[str, str], sentence: str
) -> None:
    file = SimpleUploadedFile("map.pdf", content or pdf("map"))
    answer = asha.post(SHELF + "add/", {"file": file, "title": "Map", "owner": "Us", "audience": "members"} | said)
    found = faults(answer)

    assert [each.startswith(sentence) for each in found] == [True], found
    assert 'value="Map"' in answer.content.decode()
    assert (ShelfItem.objects.count(), FileBytes.objects.count()) == (0, 0)


def test_a_file_too_large_to_arrive_is_said_to_be_so(asha: Client) -> None:
    answer = sent(asha, b"a" * (12 * 1024 * 1024), state="own")

    assert faults(answer) == ["The file must be smaller than 10 MB."]


def test_a_licence_is_changed_with_what_it_had_shown(asha: Client, world: World) -> None:
    item = put(world, claim=granted(Audience.MENTORS))
    page = BeautifulSoup(asha.get(f"{SHELF}{item.pk}/").content, "html.parser")

    assert page.select_one("[name=granted_by]")["value"] == "Ann Owner"
    assert page.select_one("[name=state][checked]")["value"] == "granted"
    answer = asha.post(f"{SHELF}{item.pk}/", {"title": "Plan", "owner": "Us", "audience": "leads", "state": "refused"})
    assert answer["Location"] == SHELF
    assert [(row.title, row.audience, row.state, row.granted_by) for row in ShelfItem.objects.all()] == [
        ("Plan", "leads", "refused", "")
    ]


def test_a_file_is_deleted_after_being_asked(asha: Client, world: World) -> None:
    item = put(world)

    assert "The file Map.pdf is deleted for good." in asha.get(f"{SHELF}{item.pk}/remove/").content.decode()
    assert FileBytes.objects.count() == 1
    assert asha.post(f"{SHELF}{item.pk}/remove/")["Location"] == SHELF
    assert (ShelfItem.objects.count(), FileBytes.objects.count()) == (0, 0)


def test_a_pack_holds_what_is_cleared_for_its_audience(asha: Client, world: World) -> None:
    put(world, "For mentors", granted(Audience.MENTORS))
    put(world, "Refused", Claim(State.REFUSED))
    put(world, "For leads", Claim(State.OWN), "leads")
    contents = {}
    for audience in ("mentors", "mentees", "leads"):
        answer = asha.get(f"{SHELF}packs/{audience}.zip")
        assert answer["Content-Disposition"] == f'attachment; filename="northgate-mentoring-{audience}.zip"'
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            contents[audience] = [name for name in archive.namelist() if not name.startswith("attribution")]
    page = BeautifulSoup(asha.get(SHELF).content, "html.parser")

    assert contents == {"mentors": ["For mentors.pdf"], "mentees": [], "leads": ["For leads.pdf"]}
    assert [each.get_text(strip=True) for each in page.select("details li")] == [
        "Refused: The owner said no.",
        "For mentors: The permission is for mentors, not for mentees.",
        "Refused: The owner said no.",
    ]
    assert asha.get(f"{SHELF}packs/sponsors.zip").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_any_number_of_files_takes_the_same_queries(
    asha: Client, world: World, number: int, django_assert_num_queries: Any
) -> None:
    for each in range(number):
        put(world, f"File {each}")

    with django_assert_num_queries(6):
        assert len(rows(asha)) == number


def test_a_schemes_editor_keeps_the_shelf_too_and_nobody_else_does(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    clock.go_to(AT)
    item, edie = put(world), worlds.person("Edie")
    membership.appoint(scheme=world.northgate, person=edie, role=Role.EDITOR, by=None, at=AT)
    answers = {}
    for name in ("Edie", "Bola", "Fay", "Cleo", "Dai", "Omar", "Max", "Ella"):
        client = signed_in(worlds.person(name))
        answers[name] = [
            client.get(f"{SHELF}{end}").status_code for end in ("", "add/", f"{item.pk}/file", "packs/mentors.zip")
        ]

    assert answers == {"Edie": [200] * 4, "Bola": [200] * 4} | dict.fromkeys(
        ("Fay", "Cleo", "Dai", "Omar", "Max", "Ella"), [404] * 4
    )
    assert signed_in(edie).get(SHELF).content.decode().count("/lead/northgate-mentoring/settings/") == 0


def test_a_file_of_another_scheme_is_not_here(asha: Client, world: World) -> None:
    item = put(world)
    actions.take_away(item=item, by=worlds.person("Asha"), at=AT)
    theirs = actions.put(
        scheme=world.southmere, title="Theirs", owner="Omar", audience="members", claim=Claim(State.OWN),
        name="theirs.pdf", content=pdf("theirs"), by=worlds.person("Omar"), at=AT,
    )  # fmt: skip

    for end in ("", "file", "remove/"):
        assert asha.get(f"{SHELF}{theirs.pk}/{end}").status_code == 404
    assert rows(asha) == []
