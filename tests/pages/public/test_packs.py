import io
import zipfile
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pares.ground import clock
from pares.ground.people.models import Person
from pares.guide.handbook.course import course
from pares.guide.handbook.templates import For, templates
from pares.guide.library import actions
from pares.guide.library.models import Resource
from pares.guide.library.rules import Audience, Claim, State
from tests import world as worlds
from tests.handed_on import granted, pdf

pytestmark = pytest.mark.django_db
AT = datetime(2027, 4, 20, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today() -> None:
    clock.go_to(AT)


@pytest.fixture
def editor() -> Person:
    return worlds.person("Edie")


def held(editor: Person, title: str, claim: Claim, audience: str) -> Resource:
    row = actions.add(
        by=editor, at=AT, title=title, owner="Ann", link="", kind="guide", audience=audience, purpose="x", claim=claim
    )
    return actions.hold(resource=row, name=f"{title}.pdf", content=pdf(title), by=editor, at=AT)


def names(content: bytes, folder: str = "library") -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [name.removeprefix(f"{folder}/") for name in archive.namelist() if name.startswith(f"{folder}/")]


def test_a_pack_takes_what_is_for_its_audience_and_cleared_for_everyone(client: Client, editor: Person) -> None:
    held(editor, "Mine", Claim(State.OWN), "mentors")
    held(editor, "All", granted(Audience.EVERYONE), "everyone")
    held(editor, "Members", Claim(State.OGL, evidence="Stated"), "members")
    held(editor, "Leads", Claim(State.OWN), "leads")
    held(editor, "Alone", granted(Audience.MENTORS), "mentors")
    answer = client.get("/library/packs/mentors.zip")

    assert names(answer.content) == ["All.pdf", "Members.pdf", "Mine.pdf"]
    assert answer["Content-Disposition"] == 'attachment; filename="mentoring-pack-mentors.zip"'
    assert answer["Content-Type"] == "application/zip"
    assert client.get("/library/packs/mentors.zip").content == answer.content
    again = client.get("/library/packs/mentors.zip", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_change_of_licence_changes_the_pack(client: Client, editor: Person) -> None:
    row = held(editor, "Mine", Claim(State.OWN), "mentors")
    before = client.get("/library/packs/mentors.zip")
    actions.state_licence(resource=row, claim=Claim(State.REFUSED), by=editor, at=AT)
    after = client.get("/library/packs/mentors.zip", headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert (names(before.content), names(after.content)) == (["Mine.pdf"], [])


def test_our_own_files_are_those_of_their_pages_by_whom_they_are_for(client: Client) -> None:
    packs = {name: client.get(f"/library/packs/{name}.zip").content for name in ("leads", "mentees", "sponsors")}
    with zipfile.ZipFile(io.BytesIO(packs["leads"])) as archive:
        leads = {name: archive.read(name) for name in archive.namelist()}

    assert names(packs["mentees"], "templates") == sorted(
        f"{each.key}.docx" for each in templates() if each.reader is For.MENTEE
    )
    assert names(packs["sponsors"], "templates") == ["letter-of-support.docx", "report-outline.docx"]
    assert {name for name in leads if not name.startswith("attribution.")} == {
        "templates/workbook.xlsx",
        *(f"templates/{each.key}.docx" for each in templates()),
        *(f"course/{each.key}.{'pptx' if each.shown else 'pdf'}" for each in course()),
    }
    for address in ("templates/dpia-starter.docx", "course/handout-grow.pdf", "course/basic-slides.pptx"):
        assert leads[address] == client.get(f"/{address}").content
    assert "“DPIA starter”, The Pares contributors. Licence: CC BY 4.0" in leads["attribution.html"].decode()


def test_the_page_of_packs_says_what_is_left_out_and_why(client: Client, editor: Person) -> None:
    held(editor, "Alone", granted(Audience.MENTORS), "mentors")
    held(editor, "Mine", Claim(State.OWN), "mentors")
    page = BeautifulSoup(client.get("/library/packs/").content, "html.parser")

    assert [each.get_text() for each in page.select("main h2")] == [
        "For leads", "For mentors", "For mentees", "For sponsors",
    ]  # fmt: skip
    assert [each.get_text(strip=True) for each in page.select("details li")] == [
        "Alone: The permission is for mentors, not for everyone."
    ]
    assert {each["href"] for each in page.select("main a.nhsuk-button")} == {
        f"/library/packs/{audience}.zip" for audience in ("leads", "mentors", "mentees", "sponsors")
    }


@pytest.mark.parametrize("number", [1, 3])
def test_any_number_of_files_takes_the_same_queries(
    client: Client, editor: Person, number: int, django_assert_num_queries
) -> None:
    for each in range(number):
        held(editor, f"File {each}", Claim(State.OWN), "mentors")

    with django_assert_num_queries(3):
        assert client.get("/library/packs/").status_code == 200
    with django_assert_num_queries(4):
        assert client.get("/library/packs/mentors.zip").status_code == 200


def test_there_are_packs_for_four_audiences_only(client: Client) -> None:
    answers = {name: client.get(f"/library/packs/{name}.zip").status_code for name in (*Audience, "nobody")}

    assert answers == dict.fromkeys(("leads", "mentors", "mentees", "sponsors"), 200) | dict.fromkeys(
        ("everyone", "members", "nobody"), 404
    )
