from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pares.ground import clock
from pares.ground.letters.models import Letter
from pares.ground.membership.models import Membership
from pares.ground.people import actions as people
from pares.ground.people.models import Person
from pares.ground.schemes.models import Scheme
from tests import world as worlds

NOW = datetime(2027, 1, 18, 9, tzinfo=UTC)
HERE = "/schemes/open/"
ANSWERS = {
    "name": "Harbour mentors",
    "organisation": "Harbour Trust",
    "specialty": "Anaesthetics",
    "closeness": "near_peer",
    "least_gap": "2",
    "joining": "opt_out",
    "nation": "wales",
    "mailbox": "Mentors@harbour.example",
    "second_name": "Bea",
    "second_email": "bea@harbour.example",
}


@pytest.fixture
def hana(db: None) -> Person:
    clock.go_to(NOW)
    return worlds.person("Hana", at=NOW)


@pytest.fixture
def anyone(settings, hana: Person, signed_in) -> Client:
    settings.WHO_MAY_OPEN = "anyone"
    return signed_in(hana)


@pytest.mark.parametrize(
    ("setting", "who", "opened"),
    [
        ("operator", "nobody", 0),
        ("operator", "lead", 0),
        ("operator", "let in", 1),
        ("operator", "operator", 1),
        ("invited", "nobody", 0),
        ("invited", "lead", 1),
        ("invited", "let in", 1),
        ("anyone", "nobody", 1),
    ],
)
def test_who_may_open_a_scheme_is_a_setting(  # noqa: PLR0913, PLR0917
    settings, hana: Person, signed_in, setting: str, who: str, opened: int
) -> None:
    settings.WHO_MAY_OPEN = setting
    if who == "operator":
        people.appoint_operator(person=hana, by=None, at=NOW)
    if who == "let in":
        people.allow_to_open_schemes(person=hana, by=None, at=NOW)
    if who == "lead":
        worlds.scheme("Elsewhere", lead="Hana")

    answer = signed_in(hana).post(HERE, ANSWERS)

    assert Scheme.objects.filter(name="Harbour mentors").count() == opened
    assert answer.status_code == (302 if opened else 200)
    assert ("Ask before you open a scheme" in answer.content.decode()) is not bool(opened)


def test_a_scheme_opens_with_both_its_leads_and_goes_on_to_the_sites(anyone: Client) -> None:
    answer = anyone.post(HERE, ANSWERS)
    scheme = Scheme.objects.get()

    assert answer["Location"] == "/lead/harbour-mentors/settings/lists/sites/"
    assert (scheme.closeness, scheme.least_gap, scheme.joining) == ("near_peer", 2, "opt_out")
    assert (scheme.nation, scheme.mailbox) == ("wales", "mentors@harbour.example")
    leads = Membership.objects.filter(scheme=scheme, role="lead").order_by("person__name")
    assert [lead.person.name for lead in leads] == ["Bea", "Hana"]
    letters = Letter.objects.filter(kind="role_appointed").order_by("to")
    assert [letter.to for letter in letters] == ["bea@harbour.example", "hana@example.org"]
    assert anyone.get(answer["Location"]).status_code == 200


def test_peers_need_no_gap_and_one_lead_is_enough(anyone: Client) -> None:
    anyone.post(HERE, ANSWERS | {"closeness": "peer", "least_gap": "x", "second_name": "", "second_email": ""})

    assert Scheme.objects.get().least_gap == 0
    assert Membership.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"name": ""}, "name", "Enter the scheme’s name"),
        ({"name": "HARBOUR Mentors!"}, "name", "Another scheme has this name."),
        ({"name": "。"}, "name", "Use at least one letter from a to z or one digit in the name."),
        ({"name": "x" * 121}, "name", "must have 120 characters or fewer"),
        ({"least_gap": "0"}, "least_gap", "must be 1 or more"),
        ({"least_gap": "two"}, "least_gap", "must be a whole number"),
        ({"nation": "mars"}, "nation", "Select one of the answers shown"),
        ({"mailbox": '"a b"@harbour.example'}, "mailbox", "email address"),
        ({"mailbox": "a@b.example, c@d.example"}, "mailbox", "email address"),
        ({"second_name": ""}, "second_name", "Enter the second lead’s name"),
        ({"second_email": ""}, "second_email", "Enter the second lead’s email address"),
        ({"second_email": "bea"}, "second_email", "Enter an email address in the correct format"),
    ],
)
def test_what_is_wrong_stands_beside_its_question_and_nothing_typed_is_lost(
    anyone: Client, wrong: dict, field: str, sentence: str
) -> None:
    worlds.scheme("Harbour mentors", lead="Omar")
    answer = anyone.post(HERE, ANSWERS | {"name": "Second scheme"} | wrong)
    page = BeautifulSoup(answer.content, "html.parser").main
    error = page.select_one("form .nhsuk-error-message")
    typed = {box["name"]: box.get("value", "") for box in page.select("input.nhsuk-input")}

    assert answer.status_code == 200
    assert sentence in error.get_text()
    assert error["id"] == f"id_{field}-error"
    expected = ANSWERS | {"name": "Second scheme"} | wrong
    assert typed == {name: expected[name] for name in typed}
    assert (Scheme.objects.count(), Person.objects.filter(name="Bea").count()) == (1, 0)


def test_visitors_sign_in_first(client: Client, db: None) -> None:
    assert client.get(HERE)["Location"] == "/sign-in/?next=/schemes/open/"
