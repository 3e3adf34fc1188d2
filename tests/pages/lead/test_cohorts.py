from datetime import UTC, date, datetime
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pares.ground import clock
from pares.ground.cohorts import actions as cohorts
from pares.ground.cohorts.models import Cohort
from pares.ground.schemes import actions as schemes
from tests import world as worlds

NOW = datetime(2027, 1, 18, 9, tzinfo=UTC)
CHOOSE = "/lead/northgate-mentoring/plan/"
PLAN = CHOOSE + "dates/"


@pytest.fixture
def asha(world: worlds.World, signed_in) -> Client:
    clock.go_to(NOW)
    return signed_in(worlds.person("Asha"))


def page(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser").main


def said(answer) -> str:
    return " ".join(page(answer).get_text(" ").split())


def plan(steps: str = "foundation-4", start: str = "2027-08-04") -> str:
    return f"{PLAN}?{urlencode({'steps': steps, 'start': start})}"


def typed(name: str, day: int, month: int, year: int) -> dict[str, str]:
    return {"name": name, "changeover-day": str(day), "changeover-month": str(month), "changeover-year": str(year)}


def dates(answer) -> dict[str, str]:
    rows = [
        [cell.select_one(".pares-cell").get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in page(answer).tbody.find_all("tr")
    ]
    return {step: day for day, step, _ in rows}


def test_lengths_copies_and_the_next_changeovers_are_offered(asha: Client) -> None:
    labels = [label.get_text(strip=True) for label in page(asha.get(CHOOSE)).select(".nhsuk-radios__label")]

    assert labels == [
        "Four months, near-peer (foundation doctors)",
        "Six months, peer (core trainees)",
        "Twelve months (a training year)",
        "The same steps as Spring 2027",
        "Wednesday 3 February 2027",
        "Wednesday 7 April 2027",
        "Wednesday 4 August 2027",
        "Wednesday 1 December 2027",
        "Another date",
    ]


@pytest.mark.parametrize(
    ("answers", "start"),
    [
        ({"start": "2027-08-04"}, "2027-08-04"),
        ({"start": "other", "other-day": "6", "other-month": "October", "other-year": "2027"}, "2027-10-06"),
        ({"start": "2027-08-04", "other-day": "nonsense"}, "2027-08-04"),
    ],
)
def test_choices_lead_to_the_plan(asha: Client, answers: dict, start: str) -> None:
    answer = asha.post(CHOOSE, {"timeline": "core-6"} | answers)

    assert (answer.status_code, answer["Location"]) == (302, plan("core-6", start))


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "Select when it starts"),
        ({"start": "2027-08-05"}, "Select one of the answers shown"),
        ({"start": "other"}, "Enter a start date"),
        (
            {"start": "other", "other-day": "17", "other-month": "1", "other-year": "2027"},
            "The date must be 18 January 2027 or later",
        ),
    ],
)
def test_a_start_that_cannot_be_is_refused_and_the_rest_kept(asha: Client, answers: dict, sentence: str) -> None:
    shown = page(asha.post(CHOOSE, {"timeline": "core-6"} | answers))

    assert [error.get_text(strip=True) for error in shown.select("form .nhsuk-error-message")] == [f"Error:{sentence}"]
    assert shown.select_one("input[value=core-6]").has_attr("checked")


def test_the_plan_proposes_a_name_and_an_end_and_shows_every_date(asha: Client) -> None:
    answer = asha.get(plan())
    shown = page(answer)

    assert shown.select_one("[name=name]")["value"] == "August to December 2027"
    assert [box["value"] for box in shown.select(".nhsuk-date-input__input")] == ["1", "12", "2027"]
    assert dates(answer)["Call for mentors"] == "Wednesday 26 May 2027"
    assert dates(answer)["Send the report to the sponsor"] == "Wednesday 22 December 2027"
    assert Cohort.objects.filter(name__startswith="August").count() == 0


def test_another_end_is_looked_at_and_then_kept(asha: Client) -> None:
    other = typed("Autumn 2027", 2, 2, 2028)
    looked = asha.post(plan(), other | {"look": "yes"})
    assert dates(looked)["Send the report to the sponsor"] == "Wednesday 23 February 2028"
    assert not Cohort.objects.filter(name="Autumn 2027").exists()

    kept = asha.post(plan(), other | {"keep": "yes"})
    made = Cohort.objects.get(name="Autumn 2027")
    assert kept["Location"] == "/lead/northgate-mentoring/autumn-2027/timeline/"
    assert (made.starts_on, made.changeover_on, made.months) == (date(2027, 8, 4), date(2028, 2, 2), 6)


def test_keeping_a_plan_twice_makes_one_cohort(asha: Client) -> None:
    for _ in range(2):
        answer = asha.post(plan(), typed("Autumn 2027", 1, 12, 2027) | {"keep": "yes"})

    assert Cohort.objects.filter(name="Autumn 2027").count() == 1
    assert "This scheme already has a cohort with that name." in said(answer)


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        (typed("", 1, 12, 2027), "name", "Enter the cohort’s name"),
        (typed("spring 2027", 1, 12, 2027), "name", "This scheme already has a cohort with that name."),
        (typed("Autumn", 4, 8, 2027), "changeover", "so it cannot end on Wednesday 4 August 2027."),
        (typed("Autumn", 31, 9, 2027), "changeover", "31 September does not exist"),
        (typed("Autumn", 1, 12, 2035), "changeover", "A cohort can last up to 24 months."),
    ],
)
@pytest.mark.parametrize("press", ["keep", "look"])
def test_what_makes_no_cohort_is_refused_beside_its_field(
    asha: Client, answers: dict, field: str, sentence: str, press: str
) -> None:
    answer = asha.post(plan(), answers | {press: "yes"})
    kept = {box["name"]: box.get("value", "") for box in page(answer).select("form input:not([type=hidden])")}

    assert answer.status_code == 200
    assert kept == answers
    assert Cohort.objects.count() == 2
    if press == "keep" or field == "changeover" or not answers["name"]:
        error = page(answer).select_one("form .nhsuk-error-message")
        assert sentence in error.get_text()
        assert error["id"].startswith(f"id_{field}")


def test_training_on_christmas_day_moves_and_says_so(asha: Client) -> None:
    shown = dates(asha.get(plan(start="2028-02-05")))
    moved = next(step for step in shown if step.startswith("Basic mentoring skills"))

    assert shown[moved] == "Wednesday 29 December 2027"
    assert moved.endswith("Moved from Saturday 25 December 2027: bank holiday.")


def test_a_late_plan_says_where_there_is_no_room(asha: Client) -> None:
    shown = said(asha.get(plan(start="2027-02-03")))

    assert "Look at these dates first" in shown
    assert "“Advanced mentoring skills, one hour, and catch-up” should be done before the cohort starts" in shown
    assert "Moved from Wednesday 11 November 2026: the cohort was planned after that day." in shown


def test_closed_days_without_end_are_said_to_be_the_mistake(asha: Client, world: worlds.World) -> None:
    schemes.set_blackouts(scheme=world.northgate, days=[(date(2027, 5, 1), date(2027, 9, 1))], by=None, at=NOW)

    assert "Shorten the blackout days." in said(asha.get(plan()))
    answer = asha.post(plan(), typed("Autumn 2027", 1, 12, 2027) | {"keep": "yes"})
    assert "There is a problem There is no working day in the 60 days after" in said(answer)
    assert Cohort.objects.count() == 2


def test_a_cohort_of_ones_own_is_copied_with_what_it_leaves_out(asha: Client, world: worlds.World) -> None:
    cohorts.skip_milestone(milestone=world.spring.milestones.get(key="workshop"), by=None, at=NOW)

    asha.post(plan("copy:spring-2027"), typed("Autumn 2027", 1, 12, 2027) | {"keep": "yes"})

    made = Cohort.objects.get(name="Autumn 2027")
    assert list(made.milestones.filter(skipped=True).values_list("key", flat=True)) == ["workshop"]


def test_another_schemes_cohort_cannot_be_copied(asha: Client, world: worlds.World) -> None:
    worlds.cohort(world.southmere, "Hidden 2027")

    assert "Hidden 2027" not in said(asha.get(CHOOSE))
    assert asha.get(plan("copy:hidden-2027")).status_code == 404


@pytest.mark.parametrize(
    ("steps", "start"),
    [
        ("nonsense", "2027-08-04"),
        ("../x", "2027-08-04"),
        ("foundation-4", "soon"),
        ("foundation-4", "9999-12-31"),
        ("", ""),
    ],
)
def test_an_address_that_asks_for_nothing_is_not_found(asha: Client, steps: str, start: str) -> None:
    assert asha.get(plan(steps, start)).status_code == 404


def test_an_address_from_last_week_is_answered_in_words(asha: Client) -> None:
    assert "is over. Choose today, Monday 18 January 2027, or a later day." in said(asha.get(plan(start="2027-01-11")))
