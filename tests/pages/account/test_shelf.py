from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pares.ground import clock
from pares.ground.cohorts.actions import close_cohort
from pares.ground.people.models import Person
from pares.guide.library import actions as library
from pares.guide.library.models import ShelfItem
from pares.guide.library.rules import Audience, Claim, State
from pares.guide.library.shelf import actions
from pares.stages.recruitment import actions as recruitment
from tests import world as worlds
from tests.handed_on import granted, pdf
from tests.world import World

AT = datetime(2027, 4, 20, 9, tzinfo=UTC)
SHELF = "/shelf/northgate-mentoring/"


@pytest.fixture(autouse=True)
def _today(world: World) -> None:
    clock.go_to(AT)


def put(world: World, title: str, claim: Claim, audience: str = "members") -> ShelfItem:
    return actions.put(
        scheme=world.northgate, title=title, owner="Ann", audience=audience, claim=claim,
        name=f"{title}.pdf", content=pdf(title), by=worlds.person("Asha"), at=AT,
    )  # fmt: skip


def held(title: str, claim: Claim, audience: str) -> None:
    editor = worlds.person("Edie")
    row = library.add(
        by=editor, at=AT, title=title, owner="Bo", link="", kind="guide", audience=audience, purpose="x", claim=claim
    )
    library.hold(resource=row, name=f"{title}.pdf", content=pdf(title), by=editor, at=AT)


def files(client: Client, address: str = SHELF) -> dict[str, str]:
    answer = client.get(address)
    assert answer.status_code == 200
    page = BeautifulSoup(answer.content, "html.parser")
    return {each.get_text(): each["href"] for each in page.select("main li a")}


def test_each_sees_what_is_for_them_and_may_be_handed_to_them(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    put(world, "Both", Claim(State.OWN))
    put(world, "Mentors", granted(Audience.MENTORS))
    put(world, "Meant for mentees", Claim(State.OWN), "mentees")
    put(world, "Leads", Claim(State.OWN), "leads")
    put(world, "Ended", granted(Audience.EVERYONE, until=datetime(2027, 4, 19, tzinfo=UTC).date()))
    put(world, "Unknown", Claim(State.UNKNOWN))
    held("Guide", granted(Audience.MENTEES), "members")
    seen = {name: list(files(signed_in(worlds.person(name)))) for name in ("Max", "Ella")}

    assert seen == {
        "Max": ["Both", "Mentors"],
        "Ella": ["Both", "Meant for mentees", "Guide"],
    }


def test_a_file_is_handed_out_to_be_saved(world: World, signed_in: Callable[[Person], Client]) -> None:
    put(world, "Map", Claim(State.OWN))
    held("Guide", granted(Audience.MENTEES), "mentees")
    client = signed_in(worlds.person("Ella"))
    found = files(client)
    answers = {title: client.get(found[title]) for title in ("Map", "Guide")}

    assert {title: answer.content for title, answer in answers.items()} == {"Map": pdf("Map"), "Guide": pdf("Guide")}
    for title, answer in answers.items():
        assert answer["Content-Disposition"] == f'attachment; filename="{title}.pdf"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]


def test_an_address_known_from_somebody_else_leads_nowhere(world: World, signed_in: Callable[[Person], Client]) -> None:
    item = put(world, "Mentors", granted(Audience.MENTORS))
    held("Guide", granted(Audience.MENTORS), "mentors")
    ella = signed_in(worlds.person("Ella"))

    assert ella.get(f"{SHELF}{item.pk}/file").status_code == 404
    assert ella.get(f"{SHELF}library/guide/file").status_code == 404
    assert ella.get("/library/guide/file").status_code == 404


def test_only_who_takes_part_in_an_open_cohort_has_the_shelf(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    put(world, "Map", Claim(State.OWN))
    recruitment.withdraw(application=world.mentors["Mina"], by=worlds.person("Mina"), at=AT)
    names = ("Max", "Ella", "Mina", "Asha", "Omar", "Dai")

    assert {name: signed_in(worlds.person(name)).get(SHELF).status_code for name in names} == {
        "Max": 200, "Ella": 200, "Mina": 404, "Asha": 404, "Omar": 404, "Dai": 404,
    }  # fmt: skip
    close_cohort(cohort=world.spring, by=worlds.person("Asha"), at=AT)
    assert {name: signed_in(worlds.person(name)).get(SHELF).status_code for name in ("Max", "Ella")} == {
        "Max": 404, "Ella": 404,
    }  # fmt: skip


@pytest.mark.parametrize(("name", "home"), [("Max", "/mentor/"), ("Ella", "/mentee/")])
def test_the_start_page_leads_there_when_there_is_something(
    world: World, signed_in: Callable[[Person], Client], name: str, home: str
) -> None:
    client = signed_in(worlds.person(name))
    put(world, "Leads", Claim(State.OWN), "leads")
    put(world, "Refused", Claim(State.REFUSED))
    before = client.get(home).content.decode()
    put(world, "Map", Claim(State.OWN))

    assert SHELF not in before
    assert SHELF in client.get(home).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_any_number_of_files_takes_the_same_queries(
    world: World, signed_in: Callable[[Person], Client], number: int, django_assert_num_queries: Any
) -> None:
    for each in range(number):
        put(world, f"File {each}", Claim(State.OWN))
        held(f"Guide {each}", granted(Audience.MENTORS), "mentors")
    client = signed_in(worlds.person("Max"))

    with django_assert_num_queries(5):
        assert len(files(client)) == 2 * number
