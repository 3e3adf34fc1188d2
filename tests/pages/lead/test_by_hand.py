"""Choosing the pairs oneself on the leads' pages."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from pares.ground import clock
from pares.stages.matching import actions as matching
from pares.stages.matching.places import supply
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import WishKind
from tests import world as worlds
from tests.pages.lead.test_matching import OVERTAKEN, PAGE, faults, notices, rows, seen, soup

NOON = datetime(2027, 3, 31, 12, tzinfo=UTC)
HAND = f"{PAGE}by-hand/"
WAIT = "Mentees who wait, those with the fewest mentors to choose from first"


@pytest.fixture
def lead(world, signed_in) -> Client:
    clock.go_to(NOON)
    return signed_in(worlds.person("Asha"))


def choose(lead, world, mentee, mentor, **more):
    whom = {"mentor": str(world.mentors[mentor].pk)} if mentor else {}
    sent = {"seen": seen(world)} | whom | more
    return soup(lead.post(f"{HAND}{world.mentees[mentee].pk}/", sent, follow=True))


def offered(page) -> dict[str, str]:
    items = page.select(".nhsuk-radios__item")
    return {each.label.get_text(strip=True): each.select_one(".nhsuk-hint").get_text(" ", strip=True) for each in items}


def tiles(page) -> list[str]:
    return [each.get_text(" ", strip=True) for each in page.select(".pares-tile")]


def only_at(site: str, **more):
    return (GivenWish(WishKind.MUST, f"site:{site}", **more),)


def test_a_lead_begins_with_nothing_chooses_and_lets_the_rest_be_proposed(world, lead):
    assert HAND in str(soup(lead.get(PAGE)))
    assert "Begin with no pairs" in soup(lead.get(HAND)).get_text(" ", strip=True)
    page = soup(lead.post(f"{HAND}begin/", follow=True))
    assert rows(page, WAIT) == [
        [f"{name} F1, {site}", "3", f"Choose a mentor for {name}"]
        for name, site in (("Eli", "Northgate"), ("Ella", "Northgate"), ("Esme", "Southmere"))
    ]
    assert "Everybody who waits can still have a mentor." in page.get_text(" ", strip=True)
    page = choose(lead, world, "Esme", "Max")
    assert notices(page) == ["Esme is with Max. Nobody else moved."]
    (line,) = rows(page, "Pairs so far")
    assert (line[:2], line[2].endswith("Chosen by hand")) == (["Esme F1, Southmere", "Max CT2, Northgate"], True)
    proposal = soup(lead.get(PAGE))
    assert "When Pares last worked it out" not in proposal.get_text(" ", strip=True)
    assert f"{HAND}{world.mentees['Ella'].pk}/" in str(proposal)
    page = soup(lead.post(f"{PAGE}propose/", follow=True))
    proposed = rows(page, "Pairs, the weakest first")
    assert (len(proposed), ["Esme F1, Southmere", "Max CT2, Northgate"] in [line[:2] for line in proposed]) == (3, True)
    assert "When Pares last worked it out" in page.get_text(" ", strip=True)


def test_a_choice_that_costs_somebody_their_mentor_says_so_in_words(world, lead):
    for name in ("Esme", "Eli"):
        who = world.mentees[name]
        told = worlds.given(world.northgate, grade="F1", site=who.site.name, wishes=only_at("Southmere"))
        recruitment.change_wishes(application=who, given=told, by=None, at=worlds.SIGNED_UP)
    lead.post(f"{HAND}begin/")
    page = soup(lead.get(HAND))
    assert "With these pairs at most 2 of 3 mentees can be matched: 2 more than now." in page.get_text(" ", strip=True)
    found = offered(soup(lead.get(f"{HAND}{world.mentees['Ella'].pk}/")))
    assert list(found) == ["Max", "Mina", "Mo"]
    warning = "If you choose Mo, at most 1 of 3 can be matched instead of 2."
    assert [name for name, words in found.items() if warning in words] == ["Mo"]
    assert not any("instead" in words for name, words in found.items() if name != "Mo")
    assert list(offered(soup(lead.get(f"{HAND}{world.mentees['Esme'].pk}/")))) == ["Mo"]
    page = choose(lead, world, "Ella", "Mo")
    assert "at most 1 of 3 mentees can be matched, as many as now" in page.get_text(" ", strip=True)
    assert [(line[0], line[1], line[2]) for line in rows(page, WAIT)] == [
        ("Eli F1, Northgate", "0", "See why for Eli"),
        ("Esme F1, Southmere", "0", "See why for Esme"),
    ]
    page = soup(lead.get(f"{HAND}{world.mentees['Esme'].pk}/"))
    words = page.get_text(" ", strip=True)
    assert "No mentor with a free place can be matched with Esme now. Take one of the pairs below apart" in words
    assert "CT2, Southmere. Has Ella." in words
    assert "2 mentors who cannot be matched with Esme" in words
    page = soup(lead.post(f"{HAND}{world.mentees['Ella'].pk}/apart/", {"seen": seen(world)}, follow=True))
    assert notices(page) == ["Ella waits again. Nobody else moved."]
    assert len(rows(page, WAIT)) == 3


def test_its_figures_count_people_as_the_other_pages_do(world, lead):
    """A place of somebody who is not trained, or is away, is nobody's; one is one, in words too."""
    worlds.mentor(world.spring, "Max Two")
    away = worlds.mentor(world.spring, "Mona")
    worlds.train(world.spring, *world.mentors.values(), away)
    recruitment.set_leave(application=away, on_leave=True, by=None, at=NOON)
    for name in ("Esme", "Eli"):
        recruitment.withdraw(application=world.mentees[name], by=None, at=NOON)
    assert supply(world.spring, NOON.date()).places == 3
    page = soup(lead.post(f"{HAND}begin/", follow=True))
    assert tiles(page) == ["1 mentee waits", "0 pairs so far", "3 free places"]
    page = choose(lead, world, "Ella", "Mo")
    assert tiles(page) == ["0 mentees wait", "1 pair so far", "2 free places"]
    assert "Propose the rest" not in page.get_text()


def test_what_may_not_be_is_refused_beside_the_field_and_kept(world, lead):
    ella = world.mentees["Ella"]
    wish = worlds.given(world.northgate, grade="F1", wishes=(GivenWish(WishKind.NOT_WITH, "Mo"),))
    recruitment.change_wishes(application=ella, given=wish, by=None, at=worlds.SIGNED_UP)
    lead.post(f"{HAND}begin/")
    state = seen(world)
    page = choose(lead, world, "Ella", "Mo")
    assert faults(page) == ["Ella and Mo cannot be matched. Kept private."]
    assert page.select_one("#mentor-error").get_text(" ", strip=True) == (
        "Error: Ella and Mo cannot be matched. Kept private."
    )
    assert "Mo : Kept private." in page.get_text(" ", strip=True)
    choose(lead, world, "Esme", "Max")
    page = choose(lead, world, "Ella", "Max")
    assert faults(page) == ["Max has no free place. Take one of their pairs apart first."]
    assert faults(choose(lead, world, "Ella", "")) == ["Choose a mentor"]
    assert notices(choose(lead, world, "Ella", "Mina", seen=state)) == [OVERTAKEN]
    for address in ("begin/", f"{world.mentees['Esme'].pk}/apart/"):
        assert notices(soup(lead.post(HAND + address, {"seen": state}, follow=True))) == [OVERTAKEN]
    assert [str(pair.mentee.person) for pair in world.spring.proposals.newest().pairs.all()] == ["Esme"]
    stranger = worlds.mentor(world.other, "Una")
    answer = lead.post(f"{HAND}{ella.pk}/", {"mentor": str(stranger.pk), "seen": seen(world)})
    assert answer.status_code == 404


def test_it_goes_on_from_a_proposal_is_undone_and_ends_with_the_match(world, lead, signed_in):
    lead.post(f"{PAGE}propose/")
    assert len(rows(soup(lead.get(HAND)), "Pairs so far")) == 3
    page = soup(lead.post(f"{HAND}begin/", {"seen": seen(world)}, follow=True))
    assert rows(page, "Pairs so far") == []
    page = soup(lead.post(f"{PAGE}undo/", {"seen": seen(world)}, follow=True))
    assert len(rows(page, "Pairs, the weakest first")) == 3
    recorded = [line[1].split(".")[0] for line in rows(soup(lead.get(f"{PAGE}record/")), "Changes")]
    assert recorded == ["Undid change 2", "Began with no pairs", "The first proposal: 3 pairs"]
    matching.confirm(proposal=world.spring.proposals.newest(), by=None, at=NOON)
    for address in (HAND, f"{HAND}{world.mentees['Ella'].pk}/"):
        assert lead.get(address)["Location"] == PAGE
    assert signed_in(worlds.person("Omar")).get(HAND).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_cost_the_same_whatever_their_length(world, lead, django_assert_num_queries, number):
    for each in list(world.mentees.values())[number:]:
        recruitment.withdraw(application=each, by=None, at=NOON)
    lead.post(f"{HAND}begin/")
    choose(lead, world, "Ella", "Max")
    with django_assert_num_queries(17):
        lead.get(HAND)
    with django_assert_num_queries(18):
        lead.get(f"{HAND}{world.mentees['Ella'].pk}/")
