"""Proposing, locking, swapping and confirming on the leads' pages."""

import re
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pares.ground import clock
from pares.stages.matching import actions as matching
from pares.stages.matching.models import Pair
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import Application, WishKind
from tests import world as worlds

NOON = datetime(2027, 3, 31, 12, tzinfo=UTC)
PAGE = "/lead/northgate-mentoring/spring-2027/matching/"
OVERTAKEN = "Somebody changed this proposal while you were looking at it. Here it is as it stands now."
CONFIRMED = "This cohort's match has been confirmed, so the proposal can no longer be changed."


@pytest.fixture
def lead(world, signed_in) -> Client:
    clock.go_to(NOON)
    return signed_in(worlds.person("Asha"))


@pytest.fixture
def proposed(world, lead) -> Client:
    lead.post(f"{PAGE}propose/")
    lead.get(PAGE)
    return lead


def soup(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer
    return BeautifulSoup(answer.content, "html.parser")


def notices(page: BeautifulSoup) -> list[str]:
    return [each.get_text(" ", strip=True) for each in page.select(".nhsuk-notification-banner__content")]


def faults(page: BeautifulSoup) -> list[str]:
    return [each.get_text(strip=True) for each in page.select(".nhsuk-error-summary__list li")]


def rows(page: BeautifulSoup, caption: str) -> list[list[str]]:
    found = [each for each in page.select("table") if each.caption.get_text(strip=True) == caption]
    cells = found[0].select("tbody tr") if found else []
    return [[cell.get_text(" ", strip=True) for cell in row.select(".pares-cell")] for row in cells]


def mentor_of(page: BeautifulSoup, mentee: Application) -> str:
    return page.select_one(f"#mentee-{mentee.pk} td .pares-cell strong").get_text(strip=True)


def seen(world) -> int:
    return world.spring.proposals.newest().changes


def test_before_a_proposal_the_page_says_what_there_is(world, lead):
    worlds.mentor(world.spring, "Ned")
    page = soup(lead.get(PAGE))
    assert [each.get_text(" ", strip=True) for each in page.select(".pares-tile")] == [
        "3 mentees wait",
        "3 free places",
        "3 mentors ready 1 mentor not trained yet",
    ]
    assert rows(page, "Places and mentees at each site") == [["Northgate", "2", "2", "2"], ["Southmere", "1", "1", "1"]]


def test_a_site_short_of_mentors_gets_a_call_of_its_own(world, lead):
    for name in ("Lou", "Liz"):
        worlds.mentee(world.spring, name, site="Southmere")
    page = soup(lead.get(PAGE))
    assert rows(page, "Places and mentees at each site") == [
        ["Northgate", "2", "2", "2", "Enough"],
        ["Southmere", "1", "1", "3", "Ask for 2 more at Southmere"],
    ]
    call = page.find("a", string="Ask for 2 more at Southmere")["href"]
    text = soup(lead.get(call)).select_one("#text").get_text()
    assert text.strip().split("\n\n")[1] == (
        "At Southmere 2 more mentees wait than we have places for. "
        "Could you take one of them, or do you know who could?"
    )
    plain = call.split("?")[0]
    for other in (plain, f"{plain}?site=Northgate", f"{plain}?site=<b>", call.replace("mentor/", "mentee/")):
        assert "than we have places for" not in soup(lead.get(other)).select_one("#text").get_text()


def test_nobody_to_match_is_said(world, signed_in):
    clock.go_to(NOON)
    answer = signed_in(worlds.person("Omar")).post("/lead/southmere-buddies/spring-2027/matching/propose/", follow=True)
    assert notices(soup(answer)) == [
        "There is nobody to match yet: you need mentees who wait and mentors who are trained."
    ]


def test_a_proposal_shows_the_weakest_pair_first_and_who_is_left_over(world, lead):
    far = worlds.mentor(world.spring, "Fin", site="Southmere")
    worlds.train(world.spring, *world.mentors.values(), far)
    worlds.mentor(world.spring, "Ned")
    for name in ("Lou", "Liz"):
        worlds.mentee(world.spring, name)
    page = soup(lead.post(f"{PAGE}propose/", follow=True))
    assert notices(page) == ["4 pairs proposed. Nobody but the leads sees them."]
    pairs = rows(page, "Pairs, the weakest first")
    assert len(pairs) == 4
    assert pairs[0][1] in {"Fin CT2, Southmere", "Mo CT2, Southmere"}  # one of them by lot
    assert pairs[0][2].startswith("Fair fit, 50 of 100 Why : ")
    ((name, why, _),) = rows(page, "Mentees without a mentor")
    assert why.startswith("5 mentees, this one among them, can only have mentors who together have 4 places, ")
    assert re.findall(r"If (\w+) took one more mentee, (\w+) would have (?:\w+ as )?a mentor", why)
    helps = [each.get_text(strip=True) for each in page.select("table .pares-why + ul li")]
    assert all(each.startswith("If ") and f" {name.split()[0]} would have " in each for each in helps)
    assert len(helps) == 3
    assert rows(page, "Mentors left over") == [["Ned CT2, Northgate", "The mentor has not been trained yet."]]


def test_a_swap_tells_the_cost_and_says_what_moved(world, proposed):
    esme = world.mentees["Esme"]
    page = soup(proposed.get(f"{PAGE}swap/{esme.pk}/"))
    mentors = [each.get_text(strip=True) for each in page.select(".nhsuk-radios__label")]
    assert sorted(mentors) == ["Max", "Mina"]
    hint = page.select_one(".nhsuk-radios__hint").get_text(" ", strip=True)
    assert hint.startswith("Fair fit, 50 of 100. CT2, Northgate, 1 place.")
    # Ties are settled by lot, so that one or two others move.
    cost = re.search(r"(1 other|2 others) moves?, everybody still has a mentor, .*total fit falls by \d+%\.$", hint)
    sent = {name: page.select_one(f"[name={name}]")["value"] for name in ("mentor", "seen")}
    page = soup(proposed.post(f"{PAGE}swap/{esme.pk}/", sent, follow=True))
    assert notices(page) == [f"Esme is now with {mentors[0]}, and the pair is locked. {cost[1]} moved."]
    assert mentor_of(page, esme) == mentors[0]
    assert "Unlock" in page.select_one(f"#mentee-{esme.pk}").get_text()


def test_locking_and_letting_go(world, proposed):
    esme = world.mentees["Esme"]
    here = f"{PAGE}lock/{esme.pk}/"
    answer = proposed.post(here, {"seen": seen(world), "locked": "on"})
    assert answer["Location"] == f"{PAGE}#mentee-{esme.pk}"
    assert notices(soup(proposed.get(PAGE))) == ["Esme and Mo stay together from now on."]
    page = soup(proposed.post(here, {"seen": seen(world)}, follow=True))
    assert notices(page) == ["Esme and Mo may be moved from now on."]


@pytest.mark.parametrize("state", ["1", "", "nonsense"])
def test_a_page_that_is_out_of_date_changes_nothing(world, proposed, state):
    matching.propose(cohort=world.spring, by=None, at=NOON)
    esme, max_ = world.mentees["Esme"], world.mentors["Max"]
    for address, sent in (
        (f"{PAGE}lock/{esme.pk}/", {"locked": "on"}),
        (f"{PAGE}confirm/", {}),
        *([(f"{PAGE}swap/{esme.pk}/", {"mentor": str(max_.pk)})] if state != "nonsense" else []),
    ):
        page = soup(proposed.post(address, sent | {"seen": state}, follow=True))
        assert notices(page) == [OVERTAKEN], address
    assert Pair.objects.count() == 0
    assert [pair.locked for pair in world.spring.proposals.newest().pairs.all()] == [False] * 3


def test_a_mentor_full_of_locks_or_gone_is_refused_in_words(world, proposed):
    ella, esme, mo, max_ = world.mentees["Ella"], world.mentees["Esme"], world.mentors["Mo"], world.mentors["Max"]
    proposed.post(f"{PAGE}lock/{esme.pk}/", {"seen": seen(world), "locked": "on"})
    here = f"{PAGE}swap/{ella.pk}/"
    assert faults(soup(proposed.post(here, {"seen": seen(world)}))) == ["Choose a mentor"]
    assert faults(soup(proposed.post(here, {"seen": seen(world), "mentor": str(mo.pk)}))) == [
        "Mo's places are all taken by locked pairs. Unlock one of them first."
    ]
    recruitment.withdraw(application=max_, by=None, at=NOON)
    assert faults(soup(proposed.post(here, {"seen": seen(world), "mentor": str(max_.pk)}))) == [
        "Max has withdrawn, is away or has been matched meanwhile. Choose somebody else."
    ]
    assert "The people have changed" in soup(proposed.get(PAGE)).get_text()


@pytest.mark.parametrize("kind", [WishKind.NOT_WITH, WishKind.RELATIONSHIP])
def test_private_exclusions_show_one_sentence_and_no_detail(world, lead, kind):
    wim = worlds.mentee(world.spring, "Wim", wishes=(GivenWish(kind, "Mo"),))
    lead.post(f"{PAGE}propose/")
    page = soup(lead.get(f"{PAGE}swap/{wim.pk}/"))
    (barred,) = [each for each in page.select("details") if "cannot be matched" in each.summary.get_text()]
    assert [each.get_text(" ", strip=True) for each in barred.select("li")] == ["Mo : Kept private."]


def test_confirming_says_what_happens_and_nothing_leaves(world, proposed):
    page = soup(proposed.get(f"{PAGE}confirm/"))
    assert [each.get_text(" ", strip=True) for each in page.select("main li")][:3] == [
        "3 pairs are made.",
        "Every mentee has a mentor.",
        "6 letters are written and wait for you. Nothing leaves before you release the letters.",
    ]
    sent = {"seen": page.select_one("[name=seen]")["value"]}
    for _ in range(2):
        page = soup(proposed.post(f"{PAGE}confirm/", sent, follow=True))
        assert notices(page) == ["3 pairs confirmed. Their letters wait here for you to read and release."]
    assert Pair.objects.count() == 3
    assert {letter.state for kind in matching.MATCH_LETTERS for letter in worlds.letters(kind)} == {"held"}
    page = soup(proposed.post(f"{PAGE}propose/", follow=True))
    assert notices(page) == [CONFIRMED]
    assert page.select("[action*=lock], a[href*=swap]") == []


def test_two_leads_confirming_make_one_match(world, proposed, signed_in):
    sent = {"seen": seen(world)}
    first = proposed.post(f"{PAGE}confirm/", sent, follow=True)
    second = signed_in(worlds.person("Bola")).post(f"{PAGE}confirm/", sent, follow=True)
    assert first.redirect_chain == second.redirect_chain
    assert Pair.objects.count() == 3


def test_a_mentor_who_withdrew_stops_the_confirmation(world, proposed):
    recruitment.withdraw(application=world.mentors["Mo"], by=None, at=NOON)
    page = soup(proposed.post(f"{PAGE}confirm/", {"seen": seen(world)}, follow=True))
    assert notices(page) == [
        "Mo has withdrawn, is away or has been matched meanwhile. Propose again: your locked pairs stay where they can."
    ]
    assert Pair.objects.count() == 0


def test_other_schemes_people_do_not_exist_here(world, proposed):
    theirs, mentor = worlds.mentee(world.other, "Una"), worlds.mentor(world.other, "Olu")
    esme = world.mentees["Esme"]
    assert proposed.get(f"{PAGE}swap/{theirs.pk}/").status_code == 404
    assert proposed.post(f"{PAGE}lock/{theirs.pk}/", {"seen": "1"}).status_code == 404
    assert proposed.post(f"{PAGE}swap/{esme.pk}/", {"seen": seen(world), "mentor": str(mentor.pk)}).status_code == 404
    assert proposed.get(PAGE.replace("northgate-mentoring", "southmere-buddies")).status_code == 404


def test_every_act_is_a_link_or_a_button_with_words_of_its_own(proposed):
    page = soup(proposed.get(PAGE))
    labels = [each.get_text(" ", strip=True) for each in page.select("table a, table button")]
    assert len(labels) == len(set(labels)) == 9


@pytest.mark.parametrize("number", [1, 3])
def test_the_proposal_costs_the_same_whatever_its_length(world, lead, django_assert_num_queries, number):
    for each in list(world.mentees.values())[number:]:
        recruitment.withdraw(application=each, by=None, at=NOON)
    lead.post(f"{PAGE}propose/")
    lead.get(PAGE)
    with django_assert_num_queries(21):
        page = soup(lead.get(PAGE))
    assert len(rows(page, "Pairs, the weakest first")) == number
