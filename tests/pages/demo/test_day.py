from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pares.ground import clock
from pares.ground.errands import actions as errands
from pares.ground.errands.models import Errand
from tests import world as worlds

pytestmark = pytest.mark.django_db
TODAY = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _demo(settings: object) -> None:
    settings.DEMO = True
    clock.go_to(TODAY)


def boxes(day: int, month: int, year: int) -> dict[str, int]:
    return {"day-day": day, "day-month": month, "day-year": year}


def shown(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_it_says_which_day_it_is_and_what_comes_next(client: Client) -> None:
    worlds.cohort(worlds.scheme())
    page = shown(client, "/demo/day/")
    ahead = [
        (day.h3.get_text(), [step.contents[0].strip() for step in day.select("li")])
        for day in page.select(".pares-ahead__day")
    ]

    assert page.select_one(".pares-demo__words").get_text() == (
        "This is a demo with invented people. Today is Monday 1 March 2027."
    )
    assert ahead[:2] == [
        (
            "Wednesday 10 March 2027",
            ["Advanced mentoring skills, one hour, and catch-up", "Invite mentees, or tell them that they are listed"],
        ),
        ("Wednesday 17 March 2027", ["Remind mentees who have not answered"]),
    ]
    assert len(ahead) == 6


def test_a_day_ahead_sets_out_once(client: Client) -> None:
    answers = [client.post("/demo/day/", boxes(7, 4, 2027)) for _ in range(2)]
    errand = Errand.objects.get()

    assert (errand.kind, errand.arguments) == ("go_to_day", {"day": "2027-04-07"})
    assert [answer["Location"] for answer in answers] == [f"/demo/day/{errand.pk}/"] * 2


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (boxes(1, 3, 2027), "The date must be 2 March 2027 or later"),
        (boxes(28, 2, 2020), "The date must be 2 March 2027 or later"),
        (boxes(1, 3, 2040), "The date must be 28 February 2030 or earlier"),
        (boxes(31, 4, 2027), "31 April does not exist"),
        ({}, "Answer the question “Which day would you like to go to?”"),
    ],
)
def test_time_goes_forwards_only(client: Client, day: dict[str, int], sentence: str) -> None:
    answer = client.post("/demo/day/", day)
    page = BeautifulSoup(answer.content, "html.parser")

    assert [each.get_text(strip=True) for each in page.select(".nhsuk-error-summary li")] == [sentence]
    assert list(Errand.objects.all()) == []


def test_the_journey_can_be_watched_to_its_end(client: Client) -> None:
    errand = errands.ask(kind="go_to_day", arguments={"day": "2027-04-07"}, by=None, at=clock.now())
    address = f"/demo/day/{errand.pk}/"
    under_way = shown(client, address)
    taken = errands.claim(at=clock.now())
    assert taken is not None
    errands.report_progress(errand=taken, done=3, total=37)
    half_way = shown(client, address)
    errands.finish(errand=taken, result={}, at=clock.now())
    arrived = shown(client, address)

    assert under_way.select_one("h1").get_text() == "Going to Wednesday 7 April 2027"
    assert half_way.select_one(".pares-progress__count").get_text() == "3 of 37 (8%)"
    assert arrived.select_one("h1").get_text() == "You are there"
    assert [bool(page.select("[data-watch]")) for page in (under_way, half_way, arrived)] == [True, True, False]


def test_a_journey_that_failed_says_why(client: Client) -> None:
    errand = errands.ask(kind="go_to_day", arguments={"day": "2027-04-07"}, by=None, at=clock.now())
    taken = errands.claim(at=clock.now())
    assert taken is not None
    errands.refuse(errand=taken, problem="It is later than that already.", at=clock.now())

    page = shown(client, f"/demo/day/{errand.pk}/")
    assert (page.select_one("h1").get_text(), page.select_one("main p").get_text()) == (
        "You are not there",
        "It is later than that already.",
    )


def test_other_errands_are_not_shown(client: Client) -> None:
    other = errands.ask(kind="import_people", arguments={"day": "2027-04-07"}, by=None, at=clock.now())

    assert client.get(f"/demo/day/{other.pk}/").status_code == 404
