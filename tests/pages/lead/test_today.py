from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from pares.ground import clock
from pares.ground.cohorts import actions as cohorts
from pares.ground.letters import actions as letters
from pares.stages.mentoring import actions as mentoring
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment.models import Application
from tests import world as worlds

HERE = "/lead/northgate-mentoring/spring-2027/"
PLANNING = datetime(2027, 1, 18, 9, tzinfo=UTC)
RUNNING = datetime(2027, 4, 26, 9, tzinfo=UTC)


@pytest.fixture
def asha(world: worlds.World, signed_in) -> Client:
    clock.go_to(PLANNING)
    return signed_in(worlds.person("Asha"))


def page(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser").main


def needs(answer) -> list[str]:
    return [link.get_text() for link in page(answer).select(".nhsuk-task-list__link")]


def tiles(answer) -> list[str]:
    return [" ".join(tile.get_text(" ").split()) for tile in page(answer).select(".pares-tile")]


def coming(answer) -> list[str]:
    return [row.get_text(" ", strip=True) for row in page(answer).select(".nhsuk-summary-list__key")]


def accept_all(world: worlds.World) -> None:
    for application in Application.objects.filter(cohort=world.spring, state="received"):
        recruitment.accept(application=application, by=None, at=PLANNING)


def finish_steps(world: worlds.World, until: date) -> None:
    for step in world.spring.milestones.filter(on__lte=until):
        cohorts.mark_done(milestone=step, by=None, at=PLANNING)


def test_what_waits_before_the_start_stands_with_the_numbers_and_the_next_dates(asha: Client) -> None:
    answer = asha.get(HERE)

    assert needs(answer) == ["Agree dates, book rooms and tell the sponsor"]
    assert tiles(answer) == ["3 of 3 mentors trained", "3 mentees", "3 places with trained mentors"]
    assert coming(answer) == ["Wednesday 27 January 2027", "Wednesday 10 February 2027", "Wednesday 17 February 2027"]


def test_a_step_is_done_in_one_press(asha: Client) -> None:
    answer = asha.post(HERE + "timeline/steps/plan_cohort/done/", follow=True)

    assert answer.redirect_chain == [(HERE, 302)]
    assert needs(answer) == []


def test_a_lead_sees_who_waits_and_totals_but_no_name_and_no_session_date(asha: Client, world: worlds.World) -> None:
    accept_all(world)
    first, second, third = worlds.match(world.spring)
    worlds.meet(first, date(2027, 4, 13))
    mentoring.ask_for_change(pair=second, by=second.mentee.person, at=RUNNING)
    finish_steps(world, date(2027, 5, 10))
    failed = letters.queue(
        kind="waiting",
        key="lost",
        to=third.mentee.person,
        values={"hear_by_date": "Wednesday 7 April 2027", "link": "http://127.0.0.1/"},
        at=RUNNING,
        cohort=world.spring,
    )
    type(failed).objects.filter(pk=failed.pk).update(state="failed")
    clock.go_to(RUNNING)

    answer = asha.get(HERE)

    assert needs(answer) == [
        "Somebody asks for a change",
        "1 letter could not be delivered",
        "6 letters to read and release",
        "2 pairs have gone quiet",
    ]
    assert tiles(answer)[-1] == "1 of 3 pairs have met at least once"
    words = page(answer).get_text(" ")
    assert [name for name in (*world.mentors, *world.mentees) if name in words.split()] == []
    assert "13 April" not in words


def test_nothing_to_do_is_said(asha: Client, world: worlds.World) -> None:
    accept_all(world)
    finish_steps(world, date(2027, 1, 18))
    answer = asha.get(HERE)

    assert needs(answer) == []
    assert "Everything else runs by itself." in page(answer).get_text(" ")


def test_there_are_fewer_than_ten_things_however_late(asha: Client, world: worlds.World) -> None:
    for step in world.spring.milestones.all():
        type(step).objects.filter(pk=step.pk).update(act="lead")
    clock.go_to(datetime(2027, 9, 1, 9, tzinfo=UTC))

    assert len(needs(asha.get(HERE))) == 9


def test_a_closed_cohort_needs_nobody(asha: Client, world: worlds.World) -> None:
    cohorts.close_cohort(cohort=world.spring, by=None, at=PLANNING)
    answer = asha.get(HERE)

    assert (needs(answer), coming(answer)) == ([], [])
    assert "This cohort is closed." in page(answer).get_text(" ")


def test_other_people_find_nothing(world: worlds.World, signed_in) -> None:
    for name in ("Omar", "Fay", "Dai", "Max"):
        client = signed_in(worlds.person(name))
        assert client.get(HERE).status_code == 404
        assert client.post(HERE + "timeline/steps/plan_cohort/done/").status_code == 404
    asha = signed_in(worlds.person("Asha"))
    assert asha.get("/lead/northgate-mentoring/winter/").status_code == 404


@pytest.mark.parametrize("more", [1, 3])
def test_more_people_take_no_more_queries(
    asha: Client, world: worlds.World, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(more):
        mentor = worlds.mentor(world.spring, f"Mentor {number}")
        worlds.train(world.spring, mentor, on=date(2027, 3, 1) + timedelta(days=number))
        worlds.mentee(world.spring, f"Mentee {number}")
    worlds.match(world.spring)
    clock.go_to(RUNNING)

    with django_assert_num_queries(20):
        asha.get(HERE)
