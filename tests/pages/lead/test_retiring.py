"""Ending a scheme: what the page says will happen is what happens, and what was kept can still be reached."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pares.ground import clock
from pares.ground.cohorts.rules import SchemeEnded
from pares.ground.letters.models import Letter
from tests import endings
from tests import world as worlds

HERE = "/lead/northgate-mentoring/"
END = f"{HERE}settings/end/"
JOIN = "/join/northgate-mentoring/spring-2027/mentor/"


@pytest.fixture
def asha(world: worlds.World, signed_in) -> Client:
    worlds.match(world.spring, tell=False)
    clock.go_to(endings.AFTER)
    return signed_in(worlds.person("Asha"))


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser").main


def said(answer) -> str:
    return " ".join(soup(answer).get_text(" ").split())


def points(answer) -> list[str]:
    return [" ".join(each.get_text(" ").split()) for each in soup(answer).select("li")]


def test_a_scheme_is_ended_after_saying_what_that_means(asha: Client, world: worlds.World) -> None:
    waiting = Letter.objects.held().filter(scheme=world.northgate).count()
    assert points(asha.get(END)) == [
        "nobody can sign up for it, and members can no longer ask its contacts to get in touch",
        "Spring 2027 is closed for good: no reminders, no further steps",
        f"{waiting} letters that wait for you in the outbox are not sent; those already on their way still leave",
        "we write to the other lead",
    ]
    world.northgate.refresh_from_db()
    assert (world.northgate.retired_at, asha.get(JOIN).status_code) == (None, 200)

    home = asha.post(END, follow=True)
    assert home.redirect_chain == [(HERE, 302)]
    assert "This scheme ended on Wednesday 11 August 2027. Nobody can sign up, and no reminders are sent." in said(home)
    assert "Plan a cohort" not in said(home)
    assert asha.get(JOIN).status_code == 404
    for page in ("", "certificates/", "report/", "people/mentors/", "settings/"):
        assert asha.get(f"{HERE}{page if page == 'settings/' else f'spring-2027/{page}'}").status_code == 200
    assert Letter.objects.held().filter(scheme=world.northgate).count() == 0


def test_what_has_ended_is_not_offered_to_be_ended(asha: Client, world: worlds.World) -> None:
    asha.post(END)
    answer = asha.get(END)
    assert (answer.status_code, answer["Location"]) == (302, f"{HERE}settings/")
    answer = asha.get(f"{HERE}plan/", follow=True)
    assert answer.redirect_chain == [(f"{HERE}settings/", 302)]
    assert SchemeEnded.sentence in said(answer)


def test_it_begins_again(asha: Client, world: worlds.World) -> None:
    asha.post(END)
    assert "Begin the scheme again" in said(asha.get(f"{HERE}settings/"))
    home = asha.post(f"{HERE}settings/begin-again/", follow=True)
    assert "Its earlier cohorts stay closed; plan a new one." in home.content.decode()
    assert "Plan a cohort" in said(home)
    world.spring.refresh_from_db()
    assert world.spring.closed_at is not None


def test_pairs_that_meet_are_not_left_alone(asha: Client, world: worlds.World) -> None:
    clock.go_to(endings.OPENS)
    page = asha.get(END)
    assert "This scheme cannot be ended yet. Pairs of Spring 2027 still meet until" in said(page)
    assert "End this scheme" not in [each.get_text(strip=True) for each in soup(page).select("button")]
    answer = asha.post(END, follow=True)
    assert "Pairs of Spring 2027 still meet until Wednesday 4 August 2027." in answer.content.decode()
    world.northgate.refresh_from_db()
    assert world.northgate.retired_at is None
