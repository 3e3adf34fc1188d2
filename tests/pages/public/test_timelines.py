from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pares.ground import clock

pytestmark = pytest.mark.django_db


def shown(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_a_plan_has_every_step_with_its_weekday(client: Client) -> None:
    found = shown(client, "/timelines/core-6/?start=2027-02-03")
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.select(".pares-cell")]
        for row in found.select("table")[-1].select("tbody tr")
    ]

    assert len(rows) == 28
    assert rows[0] == [
        "Wednesday 11 November 2026",
        (
            "Agree dates, book rooms and tell the sponsor Twelve weeks ahead is when trusts in England are due to hear "
            "who comes to which post."
        ),
        "The leads",
    ]
    assert rows[-1][0] == "Wednesday 18 August 2027"


def test_why_a_step_has_moved_is_said(client: Client) -> None:
    found = shown(client, "/timelines/foundation-4/?start=2027-04-07")

    assert [note.get_text() for note in found.select("th .pares-note")] == [
        "Moved from Wednesday 31 March 2027: at least 5 working days after “Propose the matches and look through them”",
        "Moved from Wednesday 5 May 2027: at least 5 working days after “Ask pairs whether they have met”",
    ]


def test_without_a_start_it_is_the_next_usual_one(client: Client) -> None:
    clock.go_to(datetime(2026, 9, 1, 12, tzinfo=UTC))
    found = shown(client, "/timelines/foundation-4/?from=a-friend")
    usual = [each.get_text() for each in found.select(".nhsuk-grid-column-one-third ul")[0].select("li")]

    assert [box["value"] for box in found.select(".nhsuk-date-input input")] == ["2", "12", "2026"]
    assert usual == [
        "Wednesday 2 December 2026",
        "Wednesday 7 April 2027",
        "Wednesday 4 August 2027",
        "Wednesday 1 December 2027",
    ]


def test_boxes_lead_to_the_one_address_of_a_plan(client: Client) -> None:
    answer = client.get("/timelines/yearly-12/", {"start-day": "7", "start-month": "April", "start-year": "2027"})

    assert (answer.status_code, answer["Location"]) == (302, "/timelines/yearly-12/?start=2027-04-07")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("start=2027-02-31", "31 February does not exist"),
        ("start=soon", "The date must include a day and a month"),
        ("start=", "Answer the question “When does it start?”"),
        ("start=2027-04-07%00", "The day must be a number, such as 7"),
        ("start=1850-04-07", "Choose a date between 2000 and 2099."),
        ("start=2099-12-02", "Choose a date between 2000 and 2099."),
        ("start-day=7&start-year=2027", "The date must include a month"),
    ],
)
def test_a_start_that_cannot_be_is_refused_in_words(client: Client, asked: str, sentence: str) -> None:
    found = shown(client, f"/timelines/core-6/?{asked}")

    assert [each.get_text(strip=True) for each in found.select(".nhsuk-error-summary li")] == [sentence]
    assert found.select("table, svg.app-chart") == []


@pytest.mark.parametrize("key", ["nothing", "core-7", "core-6.toml"])
def test_a_timeline_we_do_not_have_is_not_there(client: Client, key: str) -> None:
    assert client.get(f"/timelines/{key}/").status_code == 404
