from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from pares.ground import clock
from pares.ground.cohorts import actions as cohorts
from pares.ground.cohorts.models import Cohort
from tests import world as worlds

NOW = datetime(2027, 1, 18, 9, tzinfo=UTC)
HERE = "/lead/northgate-mentoring/spring-2027/timeline/"
CLOSE = HERE + "steps/mentor_applications_close/"


@pytest.fixture
def asha(world: worlds.World, signed_in) -> Client:
    clock.go_to(NOW)
    return signed_in(worlds.person("Asha"))


def boxes(day: date, name: str = "date") -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def day(cohort: Cohort, key: str) -> date:
    return cohort.milestones.get(key=key).on


def rows(answer) -> dict[str, list[str]]:
    """Return the cells of each step's row, the heading that phones show left out."""
    table = BeautifulSoup(answer.content, "html.parser").find("table")
    found = {}
    for row in table.tbody.find_all("tr"):
        cells = [" ".join(cell.select_one(".pares-cell").get_text(" ").split()) for cell in row.find_all(["th", "td"])]
        found[row.strong.get_text()] = cells
    return found


def said(answer) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def test_every_step_stands_with_its_weekday_and_why_it_moved(asha: Client, world: worlds.World) -> None:
    shown = rows(asha.get(HERE))

    assert len(shown) == world.spring.milestones.count()
    assert shown["Call for mentors"] == [
        "Wednesday 27 January 2027",
        "Call for mentors Mentors. We write.",
        "To come",
        "Move : Call for mentors Leave out : Call for mentors",
    ]
    assert shown["Confirm the matches and release the letters"][1].endswith(
        "Moved from Wednesday 31 March 2027: at least 5 working days after “Propose the matches and look through them”."
    )
    assert shown["The cohort starts"][3] == "The cohort’s own date"


def test_cohorts_at_the_same_time_are_named_those_of_another_scheme_are_not(asha: Client, world: worlds.World) -> None:
    cohorts.plan_cohort(
        scheme=world.northgate,
        name="Summer 2027",
        timeline=cohorts.calendar.load("foundation-4"),
        starts_on=date(2027, 8, 4),
        by=None,
        at=NOW,
    )

    page = said(asha.get(HERE))

    assert "At the same time runs Summer 2027 (Wednesday 12 May 2027 to Wednesday 22 December 2027)." in page
    assert page.count("At the same time") == 1
    assert "Southmere" not in page


def test_a_step_moves_after_everything_that_moves_with_it_was_shown(asha: Client, world: worlds.World) -> None:
    to = date(2027, 2, 22)
    asked = asha.post(CLOSE, boxes(to))

    assert asked.status_code == 200
    assert "Basic mentoring skills, one hour Now Wednesday 24 February 2027 Then Monday 1 March 2027" in said(asked)
    assert day(world.spring, "mentor_applications_close") == date(2027, 2, 17)

    done = asha.post(CLOSE, boxes(to) | {"confirmed": "yes"}, follow=True)
    assert done.redirect_chain == [(HERE, 302)]
    assert "“Mentor applications close” is now on Monday 22 February 2027." in said(done)
    assert (day(world.spring, "mentor_applications_close"), day(world.spring, "basic_training")) == (
        to,
        date(2027, 3, 1),
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (boxes(date(2027, 1, 17)), "Sunday 17 January 2027 is over. Choose today, Monday 18 January 2027, or a later"),
        ({"date-day": "31", "date-month": "4", "date-year": "2027"}, "31 April does not exist"),
        (boxes(date(2150, 1, 1)), "Choose a date between 2000 and 2099."),
        ({"date-day": "", "date-month": "", "date-year": ""}, "Enter a date"),
    ],
)
@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "yes"}])
def test_a_day_that_cannot_be_is_refused_beside_the_boxes(
    asha: Client, world: worlds.World, typed: dict, sentence: str, confirmed: dict
) -> None:
    answer = asha.post(CLOSE, typed | confirmed)
    page = BeautifulSoup(answer.content, "html.parser")

    assert answer.status_code == 200
    assert sentence in page.select_one(".nhsuk-form-group .nhsuk-error-message").get_text()
    assert [box["value"] for box in page.select(".nhsuk-date-input__input") if box.get("value")] == [
        value for value in typed.values() if value
    ]
    assert day(world.spring, "mentor_applications_close") == date(2027, 2, 17)


def test_a_day_off_may_be_chosen_and_is_pointed_out(asha: Client) -> None:
    asked = said(asha.post(HERE + "steps/workshop/", boxes(date(2027, 6, 19))))

    assert "“Workshop: group supervision for mentors” is on Saturday 19 June 2027, which is not a working day" in asked


def test_a_step_is_left_out_taken_in_and_put_back(asha: Client, world: worlds.World) -> None:
    workshop = HERE + "steps/workshop/"
    assert "Now Wednesday 16 June 2027 Then Left out" in said(asha.get(workshop + "leave-out/"))
    assert not world.spring.milestones.get(key="workshop").skipped

    left_out = asha.post(workshop + "leave-out/", {"confirmed": "yes"}, follow=True)
    assert rows(left_out)["Workshop: group supervision for mentors"][0] == "Left out"
    back = asha.post(workshop + "put-back/", {"confirmed": "yes"}, follow=True)
    assert rows(back)["Workshop: group supervision for mentors"][0] == "Wednesday 16 June 2027"


def test_leaving_out_a_call_says_that_nobody_can_sign_up(asha: Client) -> None:
    assert "nobody can sign up as mentee in this cohort" in said(asha.get(HERE + "steps/invite_mentees/leave-out/"))


@pytest.mark.parametrize("act", ["", "leave-out/", "put-back/"])
@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("cohort_starts", "This is the cohort's own date."),
        ("plan_cohort", "This step has already happened"),
    ],
)
def test_what_is_done_or_fixed_cannot_be_changed(
    asha: Client, world: worlds.World, act: str, key: str, sentence: str
) -> None:
    cohorts.mark_done(milestone=world.spring.milestones.get(key="plan_cohort"), by=None, at=NOW)
    stood = day(world.spring, key)

    for ask in (asha.get, asha.post):
        answer = ask(f"{HERE}steps/{key}/{act}", follow=True)
        assert answer.redirect_chain == [(HERE, 302)]
        assert sentence in said(answer)
    assert (day(world.spring, key), world.spring.milestones.get(key=key).skipped) == (stood, False)


def test_a_lead_says_that_a_step_is_done(asha: Client, world: worlds.World) -> None:
    asha.post(HERE + "steps/plan_cohort/done/")
    early = asha.post(HERE + "steps/basic_training/done/", follow=True)
    machine = asha.post(HERE + "steps/call_mentors/done/", follow=True)

    done = list(world.spring.milestones.filter(done_at__isnull=False).values_list("key", flat=True))
    assert done == ["plan_cohort"]
    assert "This step is planned for Wednesday 24 February 2027." in said(early)
    assert "This step happens by itself." in said(machine)


def test_the_cohort_moves_after_everything_was_shown(asha: Client, world: worlds.World) -> None:
    typed = boxes(date(2027, 4, 14), "start") | boxes(date(2027, 9, 1), "changeover")
    asked = said(asha.post(HERE + "dates/", typed))

    assert "The cohort starts Now Wednesday 7 April 2027 Then Wednesday 14 April 2027" in asked
    world.spring.refresh_from_db()
    assert world.spring.starts_on == worlds.START
    asha.post(HERE + "dates/", typed | {"confirmed": "yes"})
    world.spring.refresh_from_db()
    assert (world.spring.starts_on, world.spring.changeover_on) == (date(2027, 4, 14), date(2027, 9, 1))


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        (date(2027, 4, 7), date(2027, 4, 7), "so it cannot end on Wednesday 7 April 2027"),
        (date(2027, 4, 7), date(2030, 4, 7), "A cohort can last up to 24 months."),
        (date(2027, 1, 4), date(2027, 4, 7), "Monday 4 January 2027 is over."),
    ],
)
def test_dates_that_make_no_cohort_are_refused(
    asha: Client, world: worlds.World, start: date, end: date, sentence: str
) -> None:
    answer = asha.post(HERE + "dates/", boxes(start, "start") | boxes(end, "changeover") | {"confirmed": "yes"})

    assert sentence in BeautifulSoup(answer.content, "html.parser").select_one(".nhsuk-error-message").get_text()
    world.spring.refresh_from_db()
    assert (world.spring.starts_on, world.spring.changeover_on) == (worlds.START, date(2027, 8, 4))


def test_a_closed_cohort_is_shown_and_stays(asha: Client, world: worlds.World) -> None:
    cohorts.close_cohort(cohort=world.spring, by=None, at=NOW)

    assert "Move" not in rows(asha.get(HERE))["Call for mentors"][3]
    for page in ("dates/", "steps/workshop/"):
        assert "This cohort is closed." in said(asha.get(HERE + page, follow=True))


@pytest.mark.parametrize(
    "page", ["", "dates/", "steps/workshop/", "steps/workshop/leave-out/", "steps/workshop/put-back/"]
)
def test_other_people_find_nothing(world: worlds.World, signed_in, page: str) -> None:
    for name in ("Omar", "Fay", "Dai", "Max"):
        assert signed_in(worlds.person(name)).get(HERE + page).status_code == 404
    assert (
        signed_in(worlds.person("Asha")).get(f"/lead/southmere-buddies/spring-2027/timeline/{page}").status_code == 404
    )


def test_a_step_that_does_not_exist_is_not_found(asha: Client) -> None:
    assert asha.get(HERE + "steps/party/").status_code == 404


@pytest.mark.parametrize("others", [1, 3])
def test_the_page_takes_as_many_queries_for_three_cohorts_as_for_one(
    asha: Client, world: worlds.World, others: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(others):
        worlds.cohort(world.northgate, f"Other {number}", start=worlds.START + timedelta(days=7 * number))

    with django_assert_num_queries(6):
        asha.get(HERE)
