"""A mentee's shortlist: three cards with what may be shown, an answer that is kept sealed, and what ends it."""

from datetime import date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from pares.ground import clock
from pares.stages.matching.shortlists import actions
from pares.stages.matching.shortlists.answering import Answer, Way, answered
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment import wishes
from tests import world as worlds

OPENED = datetime(2027, 3, 15, 12, tzinfo=clock.LONDON)
LAST = date(2027, 3, 22)
ABOUT = "Came to it from surgery."


@pytest.fixture
def ella(world, signed_in) -> Client:
    clock.go_to(OPENED)
    told = worlds.given(
        world.northgate, grade="CT2", topics=("Exams",), about=ABOUT, team="Team Quillon", previous_post="Post Tavish"
    )
    recruitment.change_wishes(application=world.mentors["Max"], given=told, by=None, at=OPENED)
    actions.open_choosing(cohort=world.spring, closes_on=LAST, by=None, at=OPENED)
    return signed_in(world.mentees["Ella"].person)


def address(world, name: str = "Ella") -> str:
    return reverse("mentee.shortlist.choose", kwargs={"application": world.mentees[name].pk})


def soup(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer
    return BeautifulSoup(answer.content, "html.parser")


def heading(page: BeautifulSoup) -> str:
    return page.h1.find_all(string=True, recursive=False)[-1].strip()


def place_of(page: BeautifulSoup, name: str) -> str:
    return next(each["value"] for each in page.select("#id_first option") if each.get_text().startswith(name))


def test_three_mentors_are_shown_with_what_they_know_is_shown_and_no_more(world, ella):
    page = soup(ella.get(address(world)))
    cards = {card.h2.get_text(strip=True): card for card in page.select(".nhsuk-card")}
    assert set(cards) == {"Max", "Mina", "Mo"}
    rows = cards["Max"].select(".nhsuk-summary-list__row")
    assert [row.get_text(" ", strip=True) for row in rows] == [
        "Grade and specialty CT2, Psychiatry",
        "Works at Northgate",
        "Can help with Exams",
        f"In their words {ABOUT}",
    ]
    text = page.get_text()
    assert [hidden for hidden in ("Team Quillon", "Post Tavish", "max@example.org") if hidden in text] == []
    assert "It is not a promise." in text


def test_what_a_mentor_writes_about_themselves_is_read_there(world, ella, signed_in):
    mina = world.mentors["Mina"]
    sent = {"about": "I cycle.\nAsk me about nights.", "capacity": "1"}
    answer = signed_in(mina.person).post(f"/taking-part/{mina.pk}/wishes/", sent, follow=True)
    assert "Ask me about nights." in answer.content.decode()
    card = next(
        card
        for card in soup(signed_in(world.mentees["Ella"].person).get(address(world))).select(".nhsuk-card")
        if card.h2.get_text(strip=True) == "Mina"
    )
    assert "In their words I cycle. Ask me about nights." in " ".join(card.get_text(" ").split())


def test_an_answer_is_kept_shown_again_and_changed(world, ella):
    here, who = address(world), world.mentees["Ella"]
    page = soup(ella.get(here))
    sent = {"way": "order", "first": place_of(page, "Mina"), "second": place_of(page, "Max"), "third": ""}
    page = soup(ella.post(here, sent, follow=True))
    accounts = {name: str(each.person_id) for name, each in world.mentors.items()}
    assert answered(wishes.of(who)) == Answer(Way.ORDER, (accounts["Mina"], accounts["Max"]))
    chosen = [each.get_text() for each in page.select("option[selected]")]
    assert chosen == ["Mina, CT2, Northgate", "Max, CT2, Northgate"]
    for way in (Way.ANY, Way.OTHERS):
        page = soup(ella.post(here, {"way": way.value, "first": sent["first"]}, follow=True))
        assert answered(wishes.of(who)) == Answer(way)
        assert [each["value"] for each in page.select("input[checked]")] == [way.value]


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({}, "Answer the question “What would you like?”"),
        ({"way": "order"}, "Choose whom you would like most"),
        (
            {"way": "order", "first": "1", "second": "1"},
            "You have chosen this mentor already: choose another, or nobody",
        ),
        ({"way": "order", "first": "9"}, "Select one of the answers shown"),
        ({"way": "best"}, "Select one of the answers shown"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(world, ella, sent, fault):
    page = soup(ella.post(address(world), sent))
    assert [each.get_text(strip=True) for each in page.select(".nhsuk-error-summary__list li")] == [fault]
    assert answered(wishes.of(world.mentees["Ella"])) is None


def test_mentors_who_withdraw_meanwhile_are_gone_with_a_word(world, ella):
    here = address(world)
    page = soup(ella.get(here))
    ella.post(here, {"way": "order", "first": place_of(page, "Mina"), "second": place_of(page, "Max")})
    recruitment.withdraw(application=world.mentors["Mina"], by=None, at=OPENED)
    page = soup(ella.get(here))
    assert "1 mentor who was on your list has withdrawn. Please look at your answer again." in page.get_text()
    assert [each.get_text() for each in page.select("option[selected]")] == ["Max, CT2, Northgate"]
    recruitment.withdraw(application=world.mentors["Max"], by=None, at=OPENED)
    page = soup(ella.get(here))
    assert [each["value"] for each in page.select("input[name=way]")] == ["any", "others"]
    recruitment.withdraw(application=world.mentors["Mo"], by=None, at=OPENED)
    page = soup(ella.get(here))
    assert "have withdrawn meanwhile" in page.get_text()
    assert page.select("main form") == []


def test_it_ends(world, ella):
    here = address(world)
    ella.post(here, {"way": "any"})
    clock.go_to(clock.morning(LAST + timedelta(days=1)))
    page = soup(ella.post(here, {"way": "others"}, follow=True))
    assert (heading(page), "Your answer is sealed" in page.get_text()) == ("Choosing has ended", True)
    assert answered(wishes.of(world.mentees["Ella"])) == Answer(Way.ANY)
    worlds.match(world.spring, at=OPENED, tell=False)
    assert heading(soup(ella.get(here))) == "There is nothing to choose"


def test_who_has_withdrawn_chooses_nothing(world, ella):
    recruitment.withdraw(application=world.mentees["Ella"], by=None, at=OPENED)
    page = soup(ella.get(address(world)))
    assert "You do not take part in this cohort any more." in page.get_text()
    assert page.select("main form") == []


def test_the_start_page_leads_there_while_it_is_open(world, ella):
    link = f'href="{address(world)}"'
    assert link in ella.get("/mentee/").content.decode()
    ella.post(address(world), {"way": "any"})
    assert "Change which mentor you would like" in ella.get("/mentee/").content.decode()
    clock.go_to(clock.morning(LAST + timedelta(days=1)))
    assert link not in ella.get("/mentee/").content.decode()


def test_somebody_elses_list_does_not_exist(world, ella, signed_in):
    assert ella.get(address(world, "Eli")).status_code == 404
    assert signed_in(world.mentors["Max"].person).get(address(world)).status_code == 404
    assert signed_in(worlds.person("Asha")).get(address(world)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_whatever_its_length(world, signed_in, django_assert_num_queries, number):
    clock.go_to(OPENED)
    for each in list(world.mentors.values())[number:]:
        recruitment.withdraw(application=each, by=None, at=OPENED)
    actions.open_choosing(cohort=world.spring, closes_on=LAST, by=None, at=OPENED)
    asked = next(each for each in world.mentees.values() if each.shortlists.exists())
    client = signed_in(asked.person)
    here = reverse("mentee.shortlist.choose", kwargs={"application": asked.pk})
    client.get(here)
    with django_assert_num_queries(8):
        page = soup(client.get(here))
    assert len(page.select(".nhsuk-card")) == number
