from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from pares.ground import clock
from pares.ground.letters.models import Letter
from pares.ground.membership import actions as membership
from pares.ground.membership.models import Membership, Role
from pares.ground.people.models import Person
from tests import world as worlds

NOW = datetime(2027, 1, 18, 9, tzinfo=UTC)
HERE = "/lead/northgate-mentoring/members/"
NIA = {"name": "Nia", "email": "nia@example.org", "role": "facilitator"}


@pytest.fixture
def asha(world: worlds.World, signed_in) -> Client:
    clock.go_to(NOW)
    return signed_in(worlds.person("Asha"))


def said(answer) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def rows(answer) -> list[list[str]]:
    table = BeautifulSoup(answer.content, "html.parser").main.find("table")
    return [
        [cell.select_one(".pares-cell").get_text(" ", strip=True) for cell in row.find_all(["th", "td"])][:3]
        for row in table.tbody.find_all("tr")
    ]


def held(name: str) -> Membership:
    return Membership.objects.get(person__name=name, scheme__slug="northgate-mentoring", ended_at=None)


def test_the_roles_of_this_scheme_stand_leads_first(asha: Client) -> None:
    assert rows(asha.get(HERE)) == [
        ["Asha", "asha@example.org", "Lead"],
        ["Bola", "bola@example.org", "Lead"],
        ["Fay", "fay@example.org", "Facilitator"],
        ["Cleo", "cleo@example.org", "Safeguarding contact"],
        ["Dai", "dai@example.org", "Sponsor"],
    ]


def test_a_role_is_given_once_by_name_and_address(asha: Client) -> None:
    first = asha.post(HERE, NIA, follow=True)
    again = asha.post(HERE, NIA | {"email": "NIA@example.org", "name": "Someone"}, follow=True)

    assert "Nia now has the role facilitator." in said(first)
    assert "Nia already has the role facilitator. Nothing has changed." in said(again)
    assert Letter.objects.filter(kind="role_appointed", to="nia@example.org").count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Enter their name"),
        ({"email": "nia@example.org,bo@example.org"}, "email address"),
        ({"role": "king"}, "Select one of the answers shown"),
    ],
)
def test_nobody_is_appointed_by_half(asha: Client, wrong: dict, sentence: str) -> None:
    before = Person.objects.count()
    page = BeautifulSoup(asha.post(HERE, NIA | wrong).content, "html.parser").main

    assert sentence in page.select_one("form .nhsuk-error-message").get_text()
    assert (Person.objects.count(), len(page.tbody.find_all("tr"))) == (before, 5)


def test_a_role_ends_after_the_lead_was_told_what_that_means(asha: Client, world: worlds.World) -> None:
    fay = held("Fay")
    assert "They can no longer open the pages" in said(asha.get(f"{HERE}{fay.pk}/end/"))
    assert held("Fay").pk == fay.pk

    ended = asha.post(f"{HERE}{fay.pk}/end/", follow=True)
    assert "The role of Fay has ended." in said(ended)
    assert [row[0] for row in rows(ended)] == ["Asha", "Bola", "Cleo", "Dai"]
    assert asha.post(f"{HERE}{fay.pk}/end/").status_code == 404


def test_a_lead_who_gives_up_the_role_is_out_and_the_last_one_stays(asha: Client) -> None:
    own, other = held("Asha"), held("Bola")
    asha.post(f"{HERE}{other.pk}/end/")
    refused = asha.post(f"{HERE}{own.pk}/end/", follow=True)
    assert "This is the scheme’s only lead." in said(refused)
    assert "This scheme has one lead." in said(refused)

    asha.post(HERE, NIA | {"role": "lead"})
    assert asha.post(f"{HERE}{own.pk}/end/")["Location"] == "/home/"
    assert asha.get(HERE).status_code == 404


def test_roles_elsewhere_are_not_found(asha: Client) -> None:
    omar = Membership.objects.get(person__name="Omar")

    assert asha.post(f"{HERE}{omar.pk}/end/").status_code == 404
    omar.refresh_from_db()
    assert omar.ended_at is None
    assert asha.get("/lead/southmere-buddies/members/").status_code == 404


@pytest.mark.parametrize("others", [1, 3])
def test_more_members_take_no_more_queries(
    asha: Client, world: worlds.World, others: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(others):
        who = worlds.person(f"Editor {number}")
        membership.appoint(scheme=world.northgate, person=who, role=Role.EDITOR, by=None, at=NOW)

    with django_assert_num_queries(4):
        asha.get(HERE)
