from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from pares.ground import clock
from pares.ground.ledger.models import Entry
from pares.ground.people.models import Person
from pares.ground.schemes import actions as schemes
from pares.stages.recruitment import actions
from pares.stages.recruitment.given import Given, GivenWish
from pares.stages.recruitment.models import Application, State, WishKind
from tests import world as worlds
from tests.world import SIGNED_UP, World

PEOPLE = "/lead/northgate-mentoring/spring-2027/people/"
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def asha(world: World, signed_in: Callable[[Person], Client]) -> Client:
    clock.go_to(NOW)
    return signed_in(worlds.person("Asha"))


def page(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def cells(found: BeautifulSoup) -> list[list[str]]:
    return [
        [" ".join(cell.text.split()) for cell in row.select(".pares-cell")] for row in found.select("main tbody tr")
    ]


def test_places_stand_against_mentees_for_each_site(asha: Client, world: World) -> None:
    actions.set_leave(application=world.mentors["Mina"], on_leave=True, by=None, at=NOW)
    worlds.mentee(world.spring, "Edie", site="Southmere")
    found = page(asha, PEOPLE)

    assert cells(found) == [["Northgate", "1", "2", "1 place short"], ["Southmere", "1", "2", "1 place short"]]
    assert [tile.text for tile in found.select(".pares-tile__number")] == ["2", "2", "4"]


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize(("part", "queries"), [("mentors", 6), ("mentees", 6)])
def test_a_list_of_one_takes_as_many_queries_as_a_list_of_three(  # noqa: PLR0913, PLR0917
    asha: Client, world: World, part: str, queries: int, many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for each in list(getattr(world, part).values())[many:]:
        each.delete()
    asha.get(PEOPLE)
    with django_assert_num_queries(queries):
        found = page(asha, PEOPLE + part + "/")
    assert len(cells(found)) == many


def test_lists_say_who_is_trained_away_and_not_yet_told(asha: Client, world: World) -> None:
    worlds.mentor(world.spring, "Una", capacity=2)
    actions.set_leave(application=world.mentors["Mo"], on_leave=True, by=None, at=NOW)
    schemes.describe(scheme=world.northgate, by=None, at=SIGNED_UP, joining="opt_out")
    told = {"address_from": "the list", "answer_by": NOW.date() + timedelta(days=14), "by": worlds.person("Asha")}
    lin = worlds.person("Lin")
    actions.put_on_list(cohort=world.spring, person=lin, part="mentee", given=Given(), at=NOW, **told)

    assert cells(page(asha, PEOPLE + "mentors/")) == [
        ["Max", "CT2", "Northgate", "1", "Yes", "Received"],
        ["Mina", "CT2", "Northgate", "1", "Yes", "Received"],
        ["Mo", "CT2", "Southmere", "1", "Yes", "Received On leave"],
        ["Una", "CT2", "Northgate", "2", "Not yet", "Received"],
    ]
    assert cells(page(asha, PEOPLE + "mentees/"))[-1] == [
        "Lin",
        "not said",
        "not said",
        "On an opt-out list Letter not sent",
    ]


def test_a_persons_page_shows_no_wishes_and_records_who_looked(asha: Client, world: World) -> None:
    ella = world.mentees["Ella"]
    told = Given(grade=ella.grade, site=ella.site, wishes=(GivenWish(WishKind.NOT_WITH, "Unwanted Person"),))
    actions.change_wishes(application=ella, given=told, by=None, at=SIGNED_UP)
    found = page(asha, f"{PEOPLE}{ella.pk}/").text
    looked = Entry.objects.filter(verb="recruitment.look_at", thing=ella.pk)

    assert ("ella@example.org" in found, "Unwanted" in found) == (True, False)
    assert [(entry.actor, entry.cohort) for entry in looked] == [(worlds.person("Asha").pk, world.spring.pk)]


@pytest.mark.parametrize(
    ("act", "state", "on_leave"),
    [
        ("accept", State.ACCEPTED, False),
        ("decline", State.DECLINED, False),
        ("withdraw", State.WITHDRAWN, False),
        ("leave", State.RECEIVED, True),
        ("back", State.RECEIVED, False),
    ],
)
def test_a_lead_decides_by_post_alone_and_once(
    asha: Client, world: World, act: str, state: State, *, on_leave: bool
) -> None:
    ella = world.mentees["Ella"]
    address = f"{PEOPLE}{ella.pk}/{act}/"
    asha.get(address)
    ella.refresh_from_db()
    assert (ella.state, ella.on_leave) == (State.RECEIVED, False)
    for _ in range(2):
        assert asha.post(address)["Location"] == f"{PEOPLE}{ella.pk}/"
    ella.refresh_from_db()
    assert (ella.state, ella.on_leave) == (state, on_leave)
    assert len(worlds.letters("not_this_time")) == (act == "decline")
    assert asha.post(f"{PEOPLE}{ella.pk}/promote/").status_code == 404


def test_who_is_withdrawn_leaves_the_pair_too(asha: Client, world: World) -> None:
    pair = worlds.match(world.spring)[0]
    asha.post(f"{PEOPLE}{pair.mentor.pk}/withdraw/")
    pair.refresh_from_db()

    assert pair.ended == "left"
    assert pair.mentee.person.email in [letter.to for letter in worlds.letters("pair_ended")]


def test_one_person_is_added_by_hand(asha: Client, world: World) -> None:
    grade = str(world.northgate.grades.get(name="CT2").pk)
    told = {"name": " Lin  Wu ", "email": "Lin@NHS.net", "grade": grade, "capacity": "2"}
    answer = asha.post(PEOPLE + "add/mentor/", told)
    lin = Application.objects.get(person__email="lin@nhs.net")

    assert answer["Location"] == f"{PEOPLE}{lin.pk}/"
    assert (lin.person.name, str(lin.grade), lin.capacity, lin.state) == ("Lin Wu", "CT2", 2, State.RECEIVED)
    again = asha.post(PEOPLE + "add/mentor/", told).content.decode()
    assert "is on the list already" in again
    assert "takes part as a mentor" in asha.post(PEOPLE + "add/mentee/", told).content.decode()


def test_a_lead_writes_down_who_said_yes_to_groups(asha: Client, world: World) -> None:
    gus = {"name": "Gus", "email": "gus@nhs.net", "capacity": "1", "group": "on"}
    assert "A group has at least 2 mentees" in asha.post(PEOPLE + "add/mentor/", gus).content.decode()
    asha.post(PEOPLE + "add/mentor/", gus | {"capacity": "4"})
    asha.post(PEOPLE + "add/mentee/", {"name": "Gia", "email": "gia@nhs.net", "group": "on"})
    said = {each.person.name: each.group for each in Application.objects.filter(person__email__endswith="@nhs.net")}
    assert said == {"Gus": True, "Gia": True}
    pages = {name: Application.objects.get(person__name=name).pk for name in ("Gus", "Gia", "Ella")}
    shown = {name: page(asha, f"{PEOPLE}{key}/").get_text(" ", strip=True) for name, key in pages.items()}
    assert "4 mentees, met together as a group" in shown["Gus"]
    assert "A group of up to 4 Suits them" in shown["Gia"]
    assert "A group of up to 4 Has not said that it suits them" in shown["Ella"]
    assert "4, as a group" in page(asha, PEOPLE + "mentors/").get_text(" ", strip=True)
    exported = asha.get(PEOPLE + "export/mentor.csv").content.decode("utf-8-sig").splitlines()
    assert exported[0].split(",")[9:12] == ["How many mentees", "In a group", "Video calls are fine"]
    assert {line.split(",")[1]: line.split(",")[10] for line in exported[1:]}["Gus"] == "yes"


def test_an_exported_list_is_harmless_and_comes_in_again_unchanged(asha: Client, world: World) -> None:
    worlds.mentor(world.spring, "=1+1 Formula", team="@SUM(A1)", topics=("Exams", "Work and life"))
    answer = asha.get(PEOPLE + "export/mentor.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()

    assert answer["Content-Disposition"] == 'attachment; filename="spring-2027-mentors.csv"'
    assert len(lines) == 5
    assert lines[1].split(",")[1:6] == ["'=1+1 Formula", "CT2", "Northgate", "Psychiatry", "'@SUM(A1)"]
    kept = "\r\n".join(line for line in lines if "Formula" not in line).encode()
    file = {"part": "mentor", "file": SimpleUploadedFile("mentors.csv", kept)}
    columns = asha.post(PEOPLE + "import/", file)["Location"]
    guessed = {each["name"]: each.select_one("[selected]") for each in page(asha, columns).select("select")}
    chosen = {name: option["value"] for name, option in guessed.items() if option}
    asha.post(columns, chosen)
    assert [row[-1] for row in cells(page(asha, columns.replace("columns", "preview")))] == ["Stays as it is"] * 3


def test_the_call_is_ready_to_copy(asha: Client) -> None:
    found = page(asha, PEOPLE + "call/mentor/")

    link = "/join/northgate-mentoring/spring-2027/mentor/"
    assert found.select_one("#link")["value"].endswith(link)
    assert found.select_one("#subject")["value"] == "Would you be a mentor? Northgate mentoring, Spring 2027"
    assert link in found.select_one("#text").text
    assert "Wednesday 17 February 2027" in found.select_one("#text").text
    assert asha.get(PEOPLE + "call/nobody/").status_code == 404


def test_nobody_elses_people_are_there(asha: Client, world: World, signed_in: Callable[[Person], Client]) -> None:
    who = world.mentees["Ella"]
    omar = signed_in(worlds.person("Omar"))
    elsewhere = PEOPLE.replace("northgate-mentoring", "southmere-buddies")
    ends = ("", "mentors/", f"{who.pk}/", f"{who.pk}/withdraw/", "export/mentee.csv", "add/mentee/")

    assert {omar.get(PEOPLE + end).status_code for end in ends} == {404}
    assert omar.get(f"{elsewhere}{who.pk}/").status_code == 404
    assert "Ella" not in page(omar, elsewhere + "mentees/").text
