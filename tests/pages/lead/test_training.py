"""Sessions and who is trained, as the leads' pages show and change them."""

from datetime import UTC, date, datetime, time

import pytest
from bs4 import BeautifulSoup

from pares.ground import clock
from pares.stages.recruitment import actions as recruitment
from pares.stages.training import actions as training
from pares.stages.training.models import Session, SessionKind
from tests import world as worlds

NOON = datetime(2027, 3, 3, 12, tzinfo=UTC)
DAY = date(2027, 3, 10)
PAGE = "/lead/northgate-mentoring/spring-2027/training/"
SENT = {
    "kind": "advanced",
    "on-day": "10",
    "on-month": "3",
    "on-year": "2027",
    "starts": "5.30pm",
    "minutes": "90",
    "place": "Library",
}


@pytest.fixture
def lead(world, signed_in):
    clock.go_to(NOON)
    return signed_in(worlds.person("Asha"))


@pytest.fixture
def session(world) -> Session:
    return training.plan_session(
        cohort=world.spring, kind=SessionKind.ADVANCED, on=DAY, starts=time(17), place="Library", by=None, at=NOON
    )


def soup(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer
    return BeautifulSoup(answer.content, "html.parser")


def table(page: BeautifulSoup, caption: str) -> list[list[str]]:
    (found,) = [each for each in page.select("table") if each.caption.get_text(strip=True) == caption]
    return [[cell.get_text(" ", strip=True) for cell in row.select(".pares-cell")] for row in found.select("tbody tr")]


def summary(page: BeautifulSoup) -> list[str]:
    return [line.get_text(strip=True) for line in page.select(".nhsuk-error-summary__list li")]


def notice(page: BeautifulSoup) -> str:
    return page.select_one(".nhsuk-notification-banner__content").get_text(" ", strip=True)


def test_sessions_and_who_is_trained(world, lead, session):
    worlds.mentor(world.spring, "Ned")
    page = soup(lead.get(PAGE))
    assert table(page, "Sessions") == [
        ["Basic mentoring skills", "Wednesday 24 February 2027, 5pm to 6pm", "Library", "0", "3"],
        ["Advanced mentoring skills", "Wednesday 10 March 2027, 5pm to 6pm", "Library", "0", "-"],
    ]
    assert table(page, "Mentors") == [
        ["Ned", "Not yet", "-", "Accept other training of Ned"],
        ["Max", "Trained", "Basic mentoring skills, 24 February", "Accept other training of Max"],
        ["Mina", "Trained", "Basic mentoring skills, 24 February", "Accept other training of Mina"],
        ["Mo", "Trained", "Basic mentoring skills, 24 February", "Accept other training of Mo"],
    ]


def test_a_session_is_planned_and_nobody_hears_of_it(lead):
    page = soup(lead.post(f"{PAGE}plan/", SENT, follow=True))
    assert notice(page) == "The session on Wednesday 10 March 2027 is planned. Nobody has been invited yet."
    found = Session.objects.get(on=DAY)
    assert (found.starts, found.minutes, found.place) == (time(17, 30), 90, "Library")
    assert worlds.letters("training_invitation") == []


def test_what_is_wrong_is_said_and_kept(lead):
    sent = SENT | {"on-day": "31", "on-month": "4", "starts": "25:00", "minutes": "5", "place": "x" * 201, "kind": ""}
    page = soup(lead.post(f"{PAGE}plan/", sent))
    assert summary(page) == [
        "Answer the question “What kind of session is it?”",
        "31 April does not exist",
        "Enter a time, such as 5pm or 17:00",
        "Length must be 10 or more",
        "Place must have 200 characters or fewer, not 201",
    ]
    assert page.select_one("[name=place]")["value"] == "x" * 201
    assert page.select_one("[name=starts]")["value"] == "25:00"


@pytest.mark.parametrize(
    ("typed", "read"),
    [("17:00", time(17)), ("5pm", time(17)), ("5.30 PM", time(17, 30)), ("midday", time(12)), ("12am", time(0))],
)
def test_times_are_typed_as_people_write_them(lead, typed, read):
    lead.post(f"{PAGE}plan/", SENT | {"starts": typed})
    assert Session.objects.get(on=DAY).starts == read


@pytest.mark.parametrize("typed", ["17", "13pm", "17:60", "soon", ""])
def test_other_times_are_not_guessed(lead, typed):
    page = soup(lead.post(f"{PAGE}plan/", SENT | {"starts": typed}))
    assert summary(page) == ["Enter a time, such as 5pm or 17:00" if typed else "Enter start time"]


def test_the_invitation_is_read_before_it_is_sent(lead, session):
    here = f"{PAGE}{session.pk}/"
    page = soup(lead.get(f"{here}invite/"))
    letter = page.select_one(".pares-letter")
    assert "Wednesday 10 March 2027, 5pm to 6pm" in letter.get_text()
    assert letter.select("a") == []
    assert worlds.letters("training_invitation") == []
    page = soup(lead.post(f"{here}invite/", follow=True))
    assert notice(page) == "3 mentors invited. The letters leave within working hours."
    assert len(worlds.letters("training_invitation")) == 3
    assert "has been invited" in soup(lead.get(f"{here}invite/")).get_text()


def test_a_move_is_told_and_keeps_what_was_typed_when_refused(lead, session):
    here = f"{PAGE}{session.pk}/"
    lead.post(f"{here}invite/")
    past = {key: value for key, value in SENT.items() if key != "kind"} | {"on-month": "1", "place": "Hall"}
    page = soup(lead.post(f"{here}move/", past))
    assert summary(page) == ["This day has passed. Enter today or a later day."]
    assert page.select_one("[name=place]")["value"] == "Hall"
    lead.post(f"{here}move/", past | {"on-month": "4"})
    session.refresh_from_db()
    assert (session.on, session.place, session.sequence) == (date(2027, 4, 10), "Hall", 1)


def test_calling_off_says_who_is_told(lead, session):
    here = f"{PAGE}{session.pk}/"
    assert "Nobody has been invited" in soup(lead.get(f"{here}cancel/")).get_text()
    page = soup(lead.post(f"{here}cancel/", follow=True))
    assert notice(page) == "The session is called off, and everybody invited is told."
    page = soup(lead.post(f"{here}invite/", follow=True))
    assert notice(page) == "This session was cancelled, so nothing more can be changed."


def test_other_training_is_accepted_and_taken_back(world, lead):
    ned = worlds.mentor(world.spring, "Ned")
    here = f"{PAGE}mentors/{ned.pk}/equivalent/"
    future = {"kind": "prior", "on-day": "1", "on-month": "6", "on-year": "2027"}
    assert summary(soup(lead.post(here, future))) == ["The date must be 3 March 2027 or earlier"]
    assert notice(soup(lead.post(here, future | {"on-year": "2026"}, follow=True))) == "Ned counts as trained."
    lines = table(soup(lead.get(PAGE)), "Mentors")
    assert lines[-1] == [
        "Ned",
        "Trained",
        "Mentoring training done before, 1 June 2026",
        "Change other training of Ned",
    ]
    lead.post(f"{here}take-back/")
    assert table(soup(lead.get(PAGE)), "Mentors")[0][:2] == ["Ned", "Not yet"]


def test_other_schemes_sessions_do_not_exist(world, lead):
    theirs = training.plan_session(
        cohort=world.other, kind=SessionKind.BASIC, on=DAY, starts=time(17), place="Theirs", by=None, at=NOON
    )
    mentor = worlds.mentor(world.other, "Olu")
    for address in (
        f"{PAGE}{theirs.pk}/",
        f"{PAGE}{theirs.pk}/move/",
        f"{PAGE}mentors/{mentor.pk}/equivalent/",
        f"{PAGE}mentors/{world.mentees['Ella'].pk}/equivalent/",
        PAGE.replace("northgate-mentoring", "southmere-buddies"),
    ):
        assert lead.get(address).status_code == 404, address


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_whatever_its_length(world, lead, django_assert_num_queries, number):
    for each in list(world.mentors.values())[number:]:
        recruitment.withdraw(application=each, by=None, at=NOON)
    for hour in range(9, 9 + number - 1):
        training.plan_session(
            cohort=world.spring, kind=SessionKind.BASIC, on=DAY, starts=time(hour), place="Hall", by=None, at=NOON
        )
    with django_assert_num_queries(9):
        page = soup(lead.get(PAGE))
    assert (len(table(page, "Sessions")), len(table(page, "Mentors"))) == (number, number)
