from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from pares.ground import clock
from pares.ground.cohorts import actions as cohorts
from pares.ground.membership import actions as membership
from pares.ground.membership.models import Membership
from tests import world as worlds

NOW = datetime(2027, 1, 18, 9, tzinfo=UTC)
HERE = "/lead/northgate-mentoring/"


@pytest.fixture
def asha(world: worlds.World, signed_in) -> Client:
    clock.go_to(NOW)
    return signed_in(worlds.person("Asha"))


def rows(answer) -> list[list[str]]:
    table = BeautifulSoup(answer.content, "html.parser").main.find("table")
    return [
        [" ".join(cell.select_one(".pares-cell").get_text(" ").split()) for cell in row.find_all(["th", "td"])]
        for row in table.tbody.find_all("tr")
    ]


def menu(answer) -> list[tuple[str, str, bool]]:
    links = BeautifulSoup(answer.content, "html.parser").select(".pares-header__navigation a")
    return [(link.get_text(), link["href"], link.get("aria-current") == "page") for link in links]


def test_the_cohorts_stand_with_their_dates_stage_and_next_step(asha: Client, world: worlds.World) -> None:
    old = worlds.cohort(world.northgate, "Winter 2027", start=worlds.START - timedelta(days=63))
    cohorts.close_cohort(cohort=old, by=None, at=NOW)

    assert rows(asha.get(HERE)) == [
        [
            "Spring 2027",
            "7 April 2027 to 4 August 2027",
            "Being prepared",
            "Wednesday 27 January 2027: Call for mentors",
        ],
        ["Winter 2027", "3 February 2027 to 2 June 2027", "Closed", "None"],
    ]


def test_the_menu_leads_on_and_marks_the_page_shown(asha: Client) -> None:
    assert menu(asha.get(HERE)) == [
        ("Cohorts", HERE, True),
        ("Members", HERE + "members/", False),
        ("Wording", HERE + "wording/", False),
        ("Shelf", HERE + "shelf/", False),
        ("Settings", HERE + "settings/", False),
    ]
    assert [label for label, _, current in menu(asha.get(HERE + "settings/lists/sites/")) if current] == ["Settings"]
    assert [label for label, _, current in menu(asha.get(HERE + "spring-2027/")) if current] == ["Today"]


def test_an_empty_scheme_says_what_it_lacks(world: worlds.World, signed_in) -> None:
    clock.go_to(NOW)
    worlds.scheme("Harbour mentors", lead="Hana").sites.all().delete()
    page = signed_in(worlds.person("Hana")).get("/lead/harbour-mentors/").content.decode()

    assert ("No cohort yet" in page, "no sites yet" in page, "You lead this scheme alone" in page) == (True,) * 3


def test_a_scheme_with_two_leads_and_sites_lacks_nothing(asha: Client) -> None:
    page = asha.get(HERE).content.decode()

    assert ("no sites yet" in page, "alone" in page) == (False, False)


def test_another_scheme_is_not_found_and_a_former_lead_is_out_at_once(asha: Client, world: worlds.World) -> None:
    assert asha.get("/lead/southmere-buddies/").status_code == 404
    own = Membership.objects.get(person__name="Asha", scheme=world.northgate)
    membership.end(membership=own, by=None, at=NOW)
    assert asha.get(HERE).status_code == 404


@pytest.mark.parametrize("others", [0, 2])
def test_three_cohorts_take_as_many_queries_as_one(
    asha: Client, world: worlds.World, others: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(others):
        worlds.cohort(world.northgate, f"Other {number}")

    with django_assert_num_queries(6):
        assert len(rows(asha.get(HERE))) == others + 1
