"""Keeping a register, as facilitator and as lead."""

from datetime import UTC, date, datetime, time

import pytest
from bs4 import BeautifulSoup

from pares.ground import clock
from pares.stages.recruitment import actions as recruitment
from pares.stages.training import actions as training
from pares.stages.training.models import Session, SessionKind
from tests import world as worlds

EVENING = datetime(2027, 3, 10, 20, tzinfo=UTC)
DAY = EVENING.date()
PAGE = "/facilitator/northgate-mentoring/"


def planned(cohort, on: date = DAY, **more) -> Session:
    what = {"kind": SessionKind.ADVANCED, "starts": time(17), "place": "Library"} | more
    return training.plan_session(cohort=cohort, on=on, **what, by=None, at=worlds.SIGNED_UP)


@pytest.fixture
def fay(world, signed_in):
    clock.go_to(EVENING)
    return signed_in(worlds.person("Fay"))


def soup(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer
    return BeautifulSoup(answer.content, "html.parser")


def ticks(page: BeautifulSoup) -> dict[str, bool]:
    boxes = page.select("[type=checkbox]")
    return {page.select_one(f"label[for='{box['id']}']").get_text(strip=True): box.has_attr("checked") for box in boxes}


def said(page: BeautifulSoup, place: str) -> list[str]:
    return [line.get_text(" ", strip=True) for line in page.select(place)]


@pytest.mark.parametrize("name", ["Fay", "Asha"])
def test_facilitators_and_leads_tick_who_came(world, signed_in, name):
    clock.go_to(EVENING)
    keeper, session = signed_in(worlds.person(name)), planned(world.spring)
    assert ticks(soup(keeper.get(f"{PAGE}{session.pk}/"))) == {"Max": False, "Mina": False, "Mo": False}
    page = soup(keeper.post(f"{PAGE}{session.pk}/", {"present": [world.mentors["Mo"].pk], "seen": ""}, follow=True))
    assert said(page, ".nhsuk-notification-banner__content") == ["The register is saved: 1 mentor came."]
    assert ticks(page) == {"Max": False, "Mina": False, "Mo": True}


def test_names_and_nothing_else_of_the_mentors(world, fay):
    page = fay.get(f"{PAGE}{planned(world.spring).pk}/").content.decode()
    for kept in ("max@example.org", "CT2", "Northgate<", "Ella"):
        assert kept not in page


def test_before_the_day_there_is_the_list_only(world, fay):
    session = planned(world.spring, on=date(2027, 3, 17))
    page = soup(fay.get(f"{PAGE}{session.pk}/"))
    sentence = "This session is on Wednesday 17 March 2027. Keep the register on the day."
    assert said(page, ".nhsuk-inset-text") == [f"Information: {sentence}"]
    assert said(page, "main li") == ["Max", "Mina", "Mo"]
    mo = str(world.mentors["Mo"].pk)
    page = soup(fay.post(f"{PAGE}{session.pk}/", {"present": [mo], "seen": ""}))
    assert said(page, ".nhsuk-error-summary__list li") == [sentence]
    assert ticks(page) == {"Max": False, "Mina": False, "Mo": True}


def test_somebody_who_withdrew_meanwhile_is_named_as_a_fault_and_the_ticks_stay(world, fay):
    session, gone = planned(world.spring), world.mentors["Mo"]
    recruitment.withdraw(application=gone, by=None, at=EVENING)
    came = [str(world.mentors["Max"].pk), str(gone.pk)]
    page = soup(fay.post(f"{PAGE}{session.pk}/", {"present": came, "seen": ""}))
    assert said(page, ".nhsuk-error-summary__list li") == [
        "Somebody on this register is not a mentor in this cohort any more. Look at the list again."
    ]
    assert ticks(page) == {"Max": True, "Mina": False}
    assert session.attendances.count() == 0


def test_two_people_on_one_register_keep_each_others_ticks(world, fay):
    session = planned(world.spring)
    training.record_register(session=session, present={world.mentors["Max"].pk}, by=None, at=EVENING)
    fay.post(f"{PAGE}{session.pk}/", {"present": [world.mentors["Mo"].pk], "seen": "no id"})
    assert ticks(soup(fay.get(f"{PAGE}{session.pk}/"))) == {"Max": True, "Mina": False, "Mo": True}


def test_sessions_called_off_or_of_other_schemes_do_not_exist(world, fay):
    off = training.cancel_session(session=planned(world.spring), by=None, at=EVENING)
    theirs = planned(world.other)
    for session in (off, theirs):
        assert fay.get(f"{PAGE}{session.pk}/").status_code == 404
        assert fay.post(f"{PAGE}{session.pk}/", {"present": []}).status_code == 404
    assert fay.get("/facilitator/southmere-buddies/").status_code == 404


def test_mentors_and_sponsors_keep_no_registers(world, signed_in):
    for name in ("Max", "Dai"):
        assert signed_in(worlds.person(name)).get(PAGE).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(world, fay, django_assert_num_queries, number):
    for hour in range(9, 9 + number - 1):
        planned(world.spring, starts=time(hour))
    with django_assert_num_queries(4):
        page = soup(fay.get(PAGE))
    assert len(page.select(".nhsuk-task-list__item")) == number


def test_the_survey_before_the_start_is_offered_once_the_register_is_kept(world, fay):
    session = planned(world.spring)
    here = f"{PAGE}{session.pk}/"
    assert "Send mentors the survey" not in fay.get(here).content.decode()
    fay.post(here, {"present": [world.mentors["Mo"].pk], "seen": ""})
    assert "Send mentors the survey" in fay.get(here).content.decode()
    page = soup(fay.post(f"{here}survey/", follow=True))
    assert said(page, ".nhsuk-notification-banner__content") == [
        "The survey is on its way to the mentors. It is open until Wednesday 24 March 2027."
    ]
    assert "Send mentors the survey" not in page.get_text()
    asked = worlds.letters("survey_invitation_mentor_pre")
    assert [letter.to for letter in asked] == ["max@example.org", "mina@example.org", "mo@example.org"]
