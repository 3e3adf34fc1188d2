"""The page of groups, and where else leads see that a mentor meets one."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from pares.ground import clock
from pares.stages.matching import actions as matching
from pares.stages.recruitment import actions as recruitment
from tests import world as worlds
from tests.pages.lead.test_matching import PAGE, rows, soup

NOON = datetime(2027, 3, 31, 12, tzinfo=UTC)
GROUPS = f"{PAGE}groups/"
MEET = "Mentors who meet their mentees as a group"


@pytest.fixture
def lead(world, signed_in) -> Client:
    clock.go_to(NOON)
    gus, mel = (
        worlds.mentor(world.spring, "Gus", capacity=4, group=True),
        worlds.mentor(world.spring, "Mel", capacity=3),
    )
    worlds.train(world.spring, gus, mel)
    for each in world.mentors.values():
        recruitment.withdraw(application=each, by=None, at=NOON)
    for each in ("Ann", "Ben"):
        worlds.mentee(world.spring, each, group=True)
    return signed_in(worlds.person("Asha"))


def test_groups_are_listed_before_and_after_the_match(world, lead):
    page = soup(lead.get(GROUPS))
    assert "2 of 5 (40%) mentees who wait said that a group suits them." in page.get_text(" ", strip=True)
    assert rows(page, MEET) == [["Gus CT2, Northgate", "Nobody yet", "4", "4"]]
    asked = rows(page, "Mentors with 3 places or more who meet each mentee alone")
    assert asked == [["Mel", "3", "mel@example.org"]]
    proposal = matching.propose(cohort=world.spring, by=None, at=NOON)
    for heading in ("In the group, as proposed", "In the group"):
        page = soup(lead.get(GROUPS))
        assert rows(page, MEET) == [["Gus CT2, Northgate", "Ann and Ben", "4", "2"]]
        assert page.select("th[scope=col]")[1].get_text(strip=True) == heading
        matching.confirm(proposal=proposal, by=None, at=NOON)


def test_the_proposal_and_the_pairs_say_how_large_a_group_is(world, lead):
    matching.propose(cohort=world.spring, by=None, at=NOON)
    tagged = ["Gus CT2, Northgate Group, with 1 other"] * 2 + ["Mel CT2, Northgate"] * 3
    assert sorted(line[1] for line in rows(soup(lead.get(PAGE)), "Pairs, the weakest first")) == tagged
    matching.confirm(proposal=world.spring.proposals.newest(), by=None, at=NOON)
    pairs = soup(lead.get(PAGE.replace("matching", "pairs")))
    assert sorted(line[1] for line in rows(pairs, "5 pairs")) == ["Gus Group, with 1 other"] * 2 + ["Mel"] * 3


def test_a_mentee_who_did_not_say_yes_could_lift_it(world, lead):
    mel = world.spring.applications.get(person__name="Mel")
    recruitment.withdraw(application=mel, by=None, at=NOON)
    lead.post(f"{PAGE}propose/")
    words = soup(lead.get(PAGE)).get_text(" ", strip=True)
    assert "This mentor meets mentees as a group, and the mentee has not said that a group suits them." in words
    assert "If Ella accepted a group, Ella would have Gus as a mentor; nobody else would move." in words


def test_other_schemes_find_nothing(world, lead, signed_in):
    assert signed_in(worlds.person("Omar")).get(GROUPS).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_whatever_its_length(world, lead, django_assert_num_queries, number):
    for name in range(number):
        worlds.mentor(world.spring, f"G{name}", capacity=2, group=True)
        worlds.mentee(world.spring, f"A{name}", group=True)
    matching.propose(cohort=world.spring, by=None, at=NOON)
    lead.get(GROUPS)
    with django_assert_num_queries(10):
        lead.get(GROUPS)
