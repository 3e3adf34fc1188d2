"""A ballot on the pages of leads and mentees, and the letters of it."""

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from pares.ground import clock
from pares.stages.matching.ballot import order_of_lots
from pares.stages.matching.ballots import actions as ballots
from pares.stages.recruitment import actions as recruitment
from tests import world as worlds
from tests.pages.lead.test_matching import PAGE, notices, rows, soup

NOON = datetime(2027, 3, 31, 12, tzinfo=UTC)
BALLOT = f"{PAGE}ballot/"
SOURCE = "the numbers of the draw on Saturday 3 April 2027"
CAPTION = "Lots, the first drawn first"


@pytest.fixture
def lead(world, signed_in) -> Client:
    clock.go_to(NOON)
    for name in ("Lou", "Liz"):
        world.mentees[name] = worlds.mentee(world.spring, name)
    return signed_in(worlds.person("Asha"))


def announced(world, **told):
    return ballots.announce(cohort=world.spring, by=None, at=NOON, **(told or {"source": SOURCE}))


def drawn(world, seed="14 32 5"):
    return ballots.draw(ballot=announced(world), by=None, at=NOON, seed=seed)


def faults(page) -> list[str]:
    return [each.get_text(strip=True) for each in page.select(".nhsuk-error-summary__list li")]


def buttons(page) -> list[str]:
    return [each.get_text(strip=True) for each in page.select("main .nhsuk-button")]


def test_a_ballot_from_announcing_to_the_pairs_it_makes(world, lead):
    lead.post(f"{PAGE}propose/")
    page = soup(lead.get(PAGE))
    assert lead.get(page.find("a", string="Draw lots, because places are short")["href"]).status_code == 200
    page = soup(lead.post(f"{BALLOT}announce/", {"when": "later", "source": SOURCE}, follow=True))
    assert notices(page) == ["The ballot is announced. 5 letters will leave, each with a ticket."]
    assert buttons(page) == ["Draw the lots", "Call the ballot off"]
    told = soup(lead.get(PAGE))
    assert "Until it is, pairs are proposed without it and the match cannot be confirmed." in told.get_text()
    seen = world.spring.proposals.newest().changes
    assert notices(soup(lead.post(f"{PAGE}confirm/", {"seen": seen}, follow=True))) == [
        "A ballot has been announced and not drawn. Draw the lots, or call the ballot off, before you confirm."
    ]
    clock.go_to(NOON + timedelta(days=3))
    page = soup(lead.post(f"{BALLOT}draw/", {"seed": "14 32 5"}, follow=True))
    assert notices(page) == ["The lots are drawn. Propose again, and the pairs are made by them."]
    assert "after these pairs were proposed" in soup(lead.get(PAGE)).get_text()
    lead.post(f"{PAGE}propose/")
    page = soup(lead.get(BALLOT))
    lines = rows(page, CAPTION)
    assert [int(number) for _, number, *_ in lines] == order_of_lots("14 32 5", 5)
    assert [place for *_, place in lines] == ["Has a place"] * 3 + ["No place left"] * 2
    assert page.select_one("main pre strong").get_text() == " ".join(map(str, order_of_lots("14 32 5", 5)))
    names = {pair.mentee.person.name for pair in world.spring.proposals.newest().pairs.weak_first()}
    assert names == {who.split()[0] for _, _, who, _ in lines[:3]}
    why = [line[1] for line in rows(soup(lead.get(PAGE)), "Mentees without a mentor")]
    assert all(each.startswith("By lot no place is left: 3 mentees whose turn came before") for each in why)
    seen = world.spring.proposals.newest().changes
    assert lead.post(f"{PAGE}confirm/", {"seen": seen})["Location"].endswith("/letters/")
    assert rows(soup(lead.get(BALLOT)), CAPTION)[0][3] == "Has a place"


def test_who_withdrew_is_passed_over_and_a_pair_by_hand_is_marked(world, lead):
    ballot = drawn(world)
    order = [ticket.application for ticket in ballot.tickets.in_order()]
    lead.post(f"{PAGE}propose/")
    recruitment.withdraw(application=order[0], by=None, at=NOON)
    page = soup(lead.get(BALLOT))
    assert "The proposal does not go by these lots yet" in page.get_text()
    assert [len(line) for line in rows(page, CAPTION)] == [3] * 5
    lead.post(f"{PAGE}propose/")
    swap = f"{PAGE}swap/{order[4].pk}/"
    assert "comes before every lot" in soup(lead.get(swap)).get_text()
    seen = world.spring.proposals.newest().changes
    lead.post(swap, {"mentor": str(world.mentors["Mo"].pk), "seen": seen})
    assert [line[3] for line in rows(soup(lead.get(BALLOT)), CAPTION)] == [
        "Passed over: does not wait",
        *("Has a place", "Has a place", "No place left", "Has a place, locked"),
    ]


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({}, "Select what the lots will be drawn from"),
        ({"when": "later", "source": ""}, "Enter where the seed will come from"),
        ({"when": "now", "seed": ""}, "Enter the seed"),
    ],
)
def test_what_is_missing_is_said(lead, sent, fault):
    assert faults(soup(lead.post(f"{BALLOT}announce/", sent))) == [fault]


def test_a_seed_that_could_not_be_copied_is_refused_beside_the_field(world, lead):
    announced(world)
    page = soup(lead.post(f"{BALLOT}draw/", {"seed": "5`; ls`"}))
    assert faults(page)[0].startswith("The seed must be 100 characters or fewer, only letters")
    assert page.select_one("[name=seed]")["value"] == "5`; ls`"


def test_whoever_comes_second_is_told_that_the_draw_stands(world, lead):
    """Two leads with the same page open: the later seed counts nothing, and its sender must not believe otherwise."""
    drawn(world)
    stands = "The lots have been drawn, so the ballot can no longer be called off or drawn again."
    assert notices(soup(lead.post(f"{BALLOT}draw/", {"seed": "another"}, follow=True))) == [stands]
    assert notices(soup(lead.post(f"{BALLOT}call-off/", follow=True))) == [stands]
    assert notices(soup(lead.post(f"{BALLOT}draw/", {"seed": " 14  32 5"}, follow=True))) == []
    assert notices(soup(lead.get(f"{BALLOT}draw/", follow=True))) == []


def test_pairs_chosen_by_hand_do_not_offer_it(world, lead):
    for name in ("Lou", "Liz"):
        recruitment.withdraw(application=world.mentees[name], by=None, at=NOON)
    lead.post(f"{PAGE}by-hand/begin/")
    assert soup(lead.get(PAGE)).find("a", string="Draw lots, because places are short") is None
    assert buttons(soup(lead.get(BALLOT))) == []


def test_it_is_offered_only_where_places_are_short(world, lead):
    for name in ("Lou", "Liz"):
        recruitment.withdraw(application=world.mentees[name], by=None, at=NOON)
    lead.post(f"{PAGE}propose/")
    assert soup(lead.get(PAGE)).find("a", string="Draw lots, because places are short") is None
    page = soup(lead.get(BALLOT))
    assert (buttons(page), "nothing to draw lots for" in page.get_text()) == ([], True)
    sent = {"when": "later", "source": SOURCE}
    assert notices(soup(lead.post(f"{BALLOT}announce/", sent, follow=True))) == [
        "There are places for all who wait and could have a mentor, so there is nothing to draw lots for."
    ]


def test_a_ballot_is_called_off_and_its_words_were_fixed(world, lead):
    announced(world, seed="Spring 2027, first draw")
    assert soup(lead.get(f"{BALLOT}draw/")).select_one("[name=seed]") is None
    page = soup(lead.post(f"{BALLOT}call-off/", follow=True))
    assert notices(page) == ["The ballot is called off. We write so to everybody who has a ticket."]
    assert "Called off on Wednesday 31 March 2027" in page.get_text()
    assert buttons(page) == ["Announce a ballot"]
    assert lead.get(f"{BALLOT}draw/")["Location"] == BALLOT


def test_a_mentee_checks_the_draw_and_sees_no_name(world, lead, signed_in):
    ballot = announced(world)
    ella = world.mentees["Ella"]
    others = [who for who in (*world.mentees, *world.mentors) if who != "Ella"]
    check = f"/mentee/ballot/{ella.pk}/"
    client = signed_in(ella.person)
    assert client.get("/mentee/").content.decode().count(check) == 1
    number = ballot.tickets.get(application=ella).number
    before = soup(client.get(check))
    assert before.select_one(".nhsuk-summary-list__value").get_text(strip=True) == str(number)
    assert (SOURCE in before.get_text(), before.find("pre")) == (True, None)
    ballots.draw(ballot=ballot, by=worlds.person("Asha"), at=NOON, seed="14 32 5")
    late = worlds.mentee(world.spring, "Zed")
    ballots.give_late_tickets(cohort=world.spring, at=NOON)
    page = soup(client.get(check))
    text = page.select_one("main").get_text(" ", strip=True)
    assert [name for name in (*others, "Asha", "Zed") if re.search(rf"\b{name}\b", text)] == []
    printed = page.select_one("main pre strong").get_text()
    _, python, shell, figure = (each.get_text() for each in page.select("main pre"))
    # What the page says is what anybody gets who copies its lines.
    command = python.replace("python3", sys.executable, 1)
    for line, said in ((command, printed), (shell, f"{figure}  -")):
        ran = subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=True)
        assert ran.stdout.strip() == said
    for who in (world.mentees["Eli"], late):
        assert client.get(f"/mentee/ballot/{who.pk}/").status_code == 404
    assert (
        "You joined after the draw was announced."
        in soup(signed_in(late.person).get(f"/mentee/ballot/{late.pk}/")).get_text()
    )
    assert signed_in(worlds.person("Omar")).get(BALLOT).status_code == 404


@pytest.mark.parametrize(("state", "queries"), [(announced, 6), (drawn, 20)])
@pytest.mark.parametrize("number", [3, 0])
def test_the_page_costs_the_same_whatever_its_length(  # noqa: PLR0913, PLR0917
    world, lead, django_assert_num_queries, state, queries, number
):
    for each in list(world.mentees.values())[3 + number // 2 :]:
        recruitment.withdraw(application=each, by=None, at=NOON)
    worlds.mentee(world.spring, "Ann")
    state(world)
    lead.post(f"{PAGE}propose/")
    lead.get(BALLOT)
    with django_assert_num_queries(queries):
        soup(lead.get(BALLOT))
