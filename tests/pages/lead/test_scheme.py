from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from pares.ground import clock
from pares.ground.schemes import actions as schemes
from pares.ground.schemes.models import Travel
from tests import world as worlds

NOW = datetime(2027, 1, 18, 9, tzinfo=UTC)
HERE = "/lead/northgate-mentoring/settings/"
PAGES = ("", "description/", "lists/sites/", "ways/", "closed-days/", "sign-up/")
DESCRIBED = {
    "name": "Northgate mentoring",
    "organisation": "Northgate Hospitals",
    "specialty": "Foundation",
    "closeness": "near_peer",
    "least_gap": "1",
    "joining": "opt_in",
    "nation": "england",
    "mailbox": "mentoring@example.org",
}


@pytest.fixture
def asha(world: worlds.World, signed_in) -> Client:
    clock.go_to(NOW)
    return signed_in(worlds.person("Asha"))


def said(answer) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def error(answer) -> str:
    return (
        BeautifulSoup(answer.content, "html.parser").main.select_one("form .nhsuk-error-message").get_text(strip=True)
    )


def days(first: date, last: date) -> dict[str, str]:
    named = {"first": first, "last": last}
    return {f"{name}-{box}": str(getattr(day, box)) for name, day in named.items() for box in ("day", "month", "year")}


def names(of, kind: str) -> list[str]:
    return [line.name for line in getattr(of, kind).all()]


def test_the_settings_say_everything_that_is_set(asha: Client, world: worlds.World) -> None:
    shown = said(asha.get(HERE))

    for part in (
        "Name Northgate mentoring Change name",
        "Who mentors whom Near-peer, at least 1 year ahead",
        "Sites Northgate, Southmere Change sites",
        "Topics Settling into the post, Difficult conversations with patients",
        "and 7 more",
        "Closed days None",
    ):
        assert part in shown


def test_a_description_is_changed_and_the_address_stays(asha: Client, world: worlds.World) -> None:
    answer = asha.post(HERE + "description/", DESCRIBED | {"name": "North mentoring", "closeness": "peer"}, follow=True)
    world.northgate.refresh_from_db()

    assert answer.redirect_chain == [(HERE, 302)]
    assert (world.northgate.name, world.northgate.slug) == ("North mentoring", "northgate-mentoring")
    assert (world.northgate.closeness, world.northgate.least_gap) == ("peer", 0)


def test_another_nation_dates_the_cohorts_by_its_holidays(asha: Client, world: worlds.World) -> None:
    easter = worlds.cohort(world.northgate, "Easter", start=date(2027, 5, 10))
    training = easter.milestones.filter(key="basic_training").values_list("on", flat=True)
    assert list(training) == [date(2027, 3, 31)]

    answer = asha.post(HERE + "description/", DESCRIBED | {"nation": "scotland"}, follow=True)

    # Easter Monday is no bank holiday in Scotland.
    assert list(training.all()) == [date(2027, 3, 30)]
    assert "of Easter moved." in said(answer)


def test_a_name_that_is_taken_is_refused_and_the_page_keeps_its_heading(asha: Client, world: worlds.World) -> None:
    answer = asha.post(HERE + "description/", DESCRIBED | {"name": "Southmere buddies", "organisation": "Other"})

    assert "Another scheme has this name." in error(answer)
    assert 'value="Other"' in answer.content.decode()
    world.northgate.refresh_from_db()
    assert (world.northgate.name, world.northgate.organisation) == ("Northgate mentoring", "Northgate Hospitals")


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("sites", "Southmere\r\n\r\n  Eastfield \r\nNorthgate", ["Southmere", "Eastfield", "Northgate"]),
        ("topics", "Exams", ["Exams"]),
        ("grades", "F1, 1\nClinical fellow, 4\nCT2, 4", ["F1", "CT2", "Clinical fellow"]),
    ],
)
def test_a_list_is_typed_one_line_each(asha: Client, world: worlds.World, kind: str, typed: str, kept: list) -> None:
    answer = asha.post(f"{HERE}lists/{kind}/", {"lines": typed}, follow=True)

    assert answer.redirect_chain == [(HERE, 302)]
    assert names(world.northgate, kind) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("sites", "", "Enter at least one site."),
        ("sites", " \n \n", "Enter at least one site."),
        ("sites", "Eastfield", "“Northgate” and “Southmere” cannot be taken off the list."),
        ("sites", "Northgate\nSouthmere\nnorthgate", "“northgate” is on the list twice."),
        ("sites", "Northgate\nSouthmere\n" + "x" * 121, "is too long. A site has up to 120 characters."),
        ("sites", "Northgate\x00", "cannot be seen"),
        ("grades", "F1", "“F1” needs a comma and the year of training after the grade"),
        ("grades", "F1, 1\nF1, 2", "“F1” is on the list twice."),
        ("grades", "F1, 1", "“CT2” cannot be taken off the list."),
    ],
)
def test_a_list_that_cannot_be_is_refused_and_kept_on_the_page(
    asha: Client, world: worlds.World, kind: str, typed: str, sentence: str
) -> None:
    before = names(world.northgate, kind)
    answer = asha.post(f"{HERE}lists/{kind}/", {"lines": typed})

    assert sentence in error(answer)
    area = BeautifulSoup(answer.content, "html.parser").textarea.get_text()
    assert area.strip() == typed.replace("\x00", "").strip() or "\x00" in typed
    assert names(world.northgate, kind) == before


def test_there_is_no_other_list(asha: Client) -> None:
    assert asha.get(HERE + "lists/memberships/").status_code == 404


def test_the_way_between_two_sites_is_said_once_and_taken_back(asha: Client, world: worlds.World) -> None:
    north, south = (world.northgate.sites.get(name=name) for name in ("Northgate", "Southmere"))
    asha.post(f"{HERE}ways/{north.pk}/", {f"site-{south.pk}": "40"})
    assert "Site Southmere Minutes to the others Northgate: 40" in said(asha.get(HERE + "ways/"))

    asha.post(f"{HERE}ways/{south.pk}/", {f"site-{north.pk}": ""})
    assert Travel.objects.count() == 0


@pytest.mark.parametrize("typed", ["0", "301", "half an hour", "-5", "99999999999999999999"])
def test_minutes_nobody_travels_are_refused(asha: Client, world: worlds.World, typed: str) -> None:
    north, south = (world.northgate.sites.get(name=name) for name in ("Northgate", "Southmere"))
    answer = asha.post(f"{HERE}ways/{north.pk}/", {f"site-{south.pk}": typed})

    assert "Southmere must be" in error(answer)
    assert Travel.objects.count() == 0


def test_the_ways_of_another_schemes_site_are_not_found(asha: Client, world: worlds.World) -> None:
    assert asha.get(f"{HERE}ways/{world.southmere.sites.first().pk}/").status_code == 404


def test_closed_days_move_the_steps_away_and_back(asha: Client, world: worlds.World) -> None:
    training = date(2027, 2, 24)
    closed = asha.post(HERE + "closed-days/", days(training, training), follow=True)
    assert "1 step of Spring 2027 moved." in said(closed)
    assert "Closed Wednesday 24 February 2027 Remove" in said(closed)
    assert world.spring.milestones.get(key="basic_training").on == date(2027, 2, 25)

    opened = asha.post(HERE + "closed-days/remove/", {"days": "2027-02-24 2027-02-24"}, follow=True)
    assert "No closed days yet." in said(opened)
    assert world.spring.milestones.get(key="basic_training").on == training


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (days(date(2027, 12, 20), date(2027, 12, 19)), "The last day must be the same as or after the first day."),
        (days(date(2027, 1, 1), date(2027, 12, 31)), "There is no working day in the 60 days after"),
        (days(date(2027, 12, 20), date(2027, 12, 20)) | {"last-day": ""}, "The date must include a day"),
        (days(date(2027, 12, 20), date(2027, 12, 20)) | {"first-month": "13"}, "There is no month 13"),
    ],
)
def test_closed_days_that_cannot_be_are_refused(asha: Client, world: worlds.World, typed: dict, sentence: str) -> None:
    answer = asha.post(HERE + "closed-days/", typed)
    boxes = BeautifulSoup(answer.content, "html.parser").select(".nhsuk-date-input__input")

    assert sentence in error(answer)
    assert {box["name"]: box.get("value", "") for box in boxes} == typed
    assert "No closed days yet." in said(answer)
    world.northgate.refresh_from_db()
    assert world.northgate.closed_days == []


def test_who_may_sign_up_is_set_and_what_is_not_asked_for_is_forgotten(asha: Client, world: worlds.World) -> None:
    asha.post(
        HERE + "sign-up/", {"entry": "domains", "domains": "@example.nhs.uk\nexample.ac.uk", "invitation_code": "x"}
    )
    world.northgate.refresh_from_db()
    assert (world.northgate.domains, world.northgate.invitation_code) == (["example.nhs.uk", "example.ac.uk"], "")

    asha.post(HERE + "sign-up/", {"entry": "code", "invitation_code": "harbour", "domains": "nonsense"})
    world.northgate.refresh_from_db()
    assert (world.northgate.entry, world.northgate.domains, world.northgate.invitation_code) == ("code", [], "harbour")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"entry": "code", "invitation_code": " "}, "Enter invitation code"),
        ({"entry": "domains", "domains": ""}, "Enter domains"),
        ({"entry": "domains", "domains": "anything"}, "“anything” is not the end of an email address."),
        ({"entry": "nobody"}, "Select one of the answers shown"),
    ],
)
def test_an_entry_nobody_could_pass_is_refused(asha: Client, world: worlds.World, typed: dict, sentence: str) -> None:
    assert sentence in error(asha.post(HERE + "sign-up/", typed))
    world.northgate.refresh_from_db()
    assert world.northgate.entry == "open"


def test_other_people_find_nothing(world: worlds.World, signed_in) -> None:
    for name in ("Omar", "Fay", "Dai", "Cleo", "Max"):
        client = signed_in(worlds.person(name))
        assert [client.get(HERE + page).status_code for page in PAGES] == [404] * len(PAGES)


@pytest.mark.parametrize("sites", [1, 3])
def test_a_longer_list_takes_no_more_queries(
    asha: Client, world: worlds.World, sites: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    named = ["Northgate", "Southmere", *(f"Site {number}" for number in range(sites))]
    schemes.set_list(scheme=world.northgate, kind="sites", names=named, by=None, at=NOW)

    with django_assert_num_queries(8):
        asha.get(HERE)
    with django_assert_num_queries(5):
        asha.get(HERE + "ways/")
