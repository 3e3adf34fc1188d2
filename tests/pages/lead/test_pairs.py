"""Pairs as the leads see them, ending one, and matching one mentee anew."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup

from pares.ground import clock
from pares.stages.matching import actions as matching
from pares.stages.matching.models import Ended, Pair
from pares.stages.mentoring import actions as mentoring
from pares.stages.recruitment import actions as recruitment
from tests import world as worlds

JUNE = datetime(2027, 6, 16, 12, tzinfo=UTC)
PAGE = "/lead/northgate-mentoring/spring-2027/pairs/"


@pytest.fixture
def pairs(world) -> dict[str, Pair]:
    return {pair.mentee.person.name: pair for pair in worlds.match(world.spring)}


@pytest.fixture
def lead(world, signed_in):
    clock.go_to(JUNE)
    return signed_in(worlds.person("Asha"))


def soup(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer
    return BeautifulSoup(answer.content, "html.parser")


def rows(page: BeautifulSoup, caption: str) -> list[list[str]]:
    found = [each for each in page.select("table") if each.caption.get_text(strip=True) == caption]
    cells = found[0].select("tbody tr") if found else []
    return [[cell.get_text(" ", strip=True) for cell in row.select(".pares-cell")] for row in cells]


def notices(page: BeautifulSoup) -> list[str]:
    return [each.get_text(" ", strip=True) for each in page.select(".nhsuk-notification-banner__content")]


def test_before_the_match_there_are_no_pairs(world, lead):
    page = soup(lead.get(PAGE))
    assert "Pairs stand here once the match is confirmed." in page.get_text()
    assert page.select("table") == []


def test_met_yes_or_no_and_a_count_never_a_day(pairs, lead):
    worlds.meet(pairs["Ella"], date(2027, 4, 20), date(2027, 6, 14))
    worlds.meet(pairs["Eli"], date(2027, 4, 20))
    mentoring.agree(pair=pairs["Ella"], terms=worlds.TERMS, by=pairs["Ella"].mentor.person, at=JUNE)
    mentoring.ask_for_change(pair=pairs["Esme"], by=pairs["Esme"].mentee.person, at=JUNE)
    page = soup(lead.get(PAGE))
    partner = {name: str(pair.mentor.person) for name, pair in pairs.items()}
    opens = {name: f"Open the pair {pair}" for name, pair in pairs.items()}
    assert rows(page, "3 pairs") == [
        ["Esme", "Mo", "Both", "Nobody yet", "No Silent since week 1 Change asked for", opens["Esme"]],
        ["Eli", partner["Eli"], "Both", "Nobody yet", "Yes, 1 time Silent since week 2", opens["Eli"]],
        ["Ella", partner["Ella"], "Both", "Mentor", "Yes, 2 times", opens["Ella"]],
    ]
    for address in (PAGE, *(f"{PAGE}{pair.pk}/" for pair in pairs.values())):
        words = lead.get(address).content.decode()
        assert not any(day in words for day in ("20 April", "14 June", "2027-04-20", "2027-06-14")), address


def test_who_has_been_told(world, lead):
    (pair, *_) = worlds.match(world.spring, tell=False)
    assert rows(soup(lead.get(PAGE)), "3 pairs")[0][2] == "Nobody yet"
    clock.go_to(datetime(2027, 4, 1, 9, tzinfo=UTC))
    matching.mark_told(pair=pair, side="mentor", at=datetime(2027, 4, 1, 9, tzinfo=UTC))
    told = {line[0]: line[2] for line in rows(soup(lead.get(PAGE)), "3 pairs")}
    assert told[str(pair.mentee.person)] == "Mentor; the mentee after 5 April"


def test_who_asked_for_a_change_stands_on_the_pairs_own_page(pairs, lead):
    mentoring.ask_for_change(pair=pairs["Esme"], by=pairs["Esme"].mentee.person, at=JUNE)
    assert "Esme asked for a change." in soup(lead.get(f"{PAGE}{pairs['Esme'].pk}/")).get_text()
    assert "asked for a change" not in soup(lead.get(f"{PAGE}{pairs['Ella'].pk}/")).get_text()


def test_ending_a_pair_tells_both_and_frees_them(pairs, lead):
    esme = pairs["Esme"]
    mentoring.ask_for_change(pair=esme, by=esme.mentee.person, at=JUNE)
    here = f"{PAGE}{esme.pk}/end/"
    page = soup(lead.post(here, {}))
    assert [each.get_text(strip=True) for each in page.select(".nhsuk-error-summary__list li")] == [
        "Answer the question “How does it end?”"
    ]
    page = soup(lead.post(here, {"ended": "changed", "never_again": "on"}, follow=True))
    assert notices(page) == ["Mo and Esme are no longer a pair. You can look for another mentor below."]
    assert rows(page, "Mentees who wait for a mentor") == [["Esme F1, Southmere", "Find a mentor for Esme"]]
    assert rows(page, "Pairs that ended") == [["Esme", "Mo", "A change was asked for", "No"]]
    assert [letter.to for letter in worlds.letters("pair_ended")] == ["esme@example.org", "mo@example.org"]
    assert esme.changes_asked.get().answered_at is not None
    assert notices(soup(lead.post(here, {"ended": "left"}, follow=True))) == ["This pair has already ended."]
    barred = soup(lead.get(f"{PAGE}rematch/{esme.mentee.pk}/")).select_one("details").get_text(" ", strip=True)
    assert "Mo : Kept private." in barred


def test_a_mentee_is_matched_anew_with_the_best_first(world, pairs, lead):
    matching.close_pair(pair=pairs["Esme"], ended=Ended.CHANGED, by=None, at=JUNE)
    near, far = worlds.mentor(world.spring, "Sal", site="Southmere"), worlds.mentor(world.spring, "Nia")
    worlds.train(world.spring, *world.mentors.values(), near, far)
    here = f"{PAGE}rematch/{pairs['Esme'].mentee.pk}/"
    page = soup(lead.get(here))
    assert [each.get_text(strip=True) for each in page.select(".nhsuk-radios__label")] == ["Mo", "Sal", "Nia"]
    assert "Max : The mentor has no free place." in page.get_text(" ", strip=True)
    page = soup(lead.post(here, {"mentor": str(pairs["Ella"].mentor.pk)}))
    assert [each.get_text(strip=True) for each in page.select(".nhsuk-error-summary__list li")] == [
        f"Esme and {pairs['Ella'].mentor.person} cannot be matched. The mentor has no free place."
    ]
    page = soup(lead.post(here, {"mentor": str(near.pk)}, follow=True))
    assert notices(page) == ["Esme and Sal are a pair. Sal hears first, then Esme."]
    assert [letter.state for letter in worlds.letters("match_mentor") if letter.to == "sal@example.org"] == ["ready"]
    assert notices(soup(lead.get(here, follow=True))) == ["Esme does not wait for a mentor now."]


def test_a_mentor_who_withdrew_meanwhile_is_refused_in_words(world, pairs, lead):
    matching.close_pair(pair=pairs["Esme"], ended=Ended.LEFT, by=None, at=JUNE)
    recruitment.withdraw(application=world.mentors["Mo"], by=None, at=JUNE)
    page = soup(lead.post(f"{PAGE}rematch/{pairs['Esme'].mentee.pk}/", {"mentor": str(world.mentors["Mo"].pk)}))
    assert [each.get_text(strip=True) for each in page.select(".nhsuk-error-summary__list li")] == [
        "Mo has withdrawn, is away or has been matched meanwhile. Choose somebody else."
    ]


def test_other_schemes_pairs_do_not_exist(world, pairs, signed_in):
    omar = signed_in(worlds.person("Omar"))
    elsewhere = "/lead/southmere-buddies/spring-2027/pairs/"
    for address in (f"{elsewhere}{pairs['Ella'].pk}/", f"{elsewhere}rematch/{world.mentees['Ella'].pk}/", PAGE):
        assert omar.get(address).status_code == 404, address


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(world, lead, django_assert_num_queries, number):
    for each in list(world.mentees.values())[number:]:
        recruitment.withdraw(application=each, by=None, at=JUNE)
    for pair in worlds.match(world.spring):
        worlds.meet(pair, date(2027, 4, 20))
        mentoring.ask_for_change(pair=pair, by=pair.mentee.person, at=JUNE + timedelta(hours=1))
    with django_assert_num_queries(11):
        page = soup(lead.get(PAGE))
    assert len(page.select("tbody tr")) == number
