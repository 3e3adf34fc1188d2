"""The pages after the match: who waits, filling free places, what if, and whom the cohort cannot lose."""

import re
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.test import Client
from django.urls import reverse

from pares.ground import clock
from pares.stages.matching import actions as matching
from pares.stages.matching.models import Ended, Pair
from pares.stages.mentoring import actions as mentoring
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import Application, WishKind
from tests import world as worlds
from tests.pages.lead.test_matching_private import PRIVATE, WISHES
from tests.pages.lead.test_pairs import notices, rows, soup

JUNE = datetime(2027, 6, 16, 12, tzinfo=UTC)
WHERE = {"scheme": "northgate-mentoring", "cohort": "spring-2027"}
PAIRS = "/lead/northgate-mentoring/spring-2027/pairs/"
PAGE = PAIRS + "waiting/"


@pytest.fixture
def lead(world, signed_in) -> Client:
    clock.go_to(JUNE)
    return signed_in(worlds.person("Asha"))


@pytest.fixture
def pairs(world) -> dict[str, Pair]:
    return {pair.mentee.person.name: pair for pair in worlds.match(world.spring)}


@pytest.fixture
def one_waits(world, pairs) -> Application:
    """Wim waits and may have anybody but Nia, the only one with a free place."""
    nia = worlds.mentor(world.spring, "Nia", site="Southmere")
    worlds.train(world.spring, *world.mentors.values(), nia)
    world.mentors["Nia"] = nia
    return worlds.mentee(world.spring, "Wim", supervisors="Nia")


def buttons(page: BeautifulSoup) -> dict[str, dict[str, str]]:
    """What each form of the page sends, by its button's words; the form's address under "to"."""
    found = {}
    for form in page.select("main form"):
        sent = {
            each["name"]: each.get("value", "")
            for each in form.select("[name]")
            if each["name"] != "csrfmiddlewaretoken"
        }
        found[form.button.get_text(" ", strip=True)] = sent | {"to": form["action"]}
    return found


def press(lead: Client, sent: dict[str, str]) -> BeautifulSoup:
    return soup(lead.post(sent["to"], sent, follow=True))


def test_before_the_match_there_is_nothing_to_fill(world, lead):
    for address in (PAGE, PAIRS + "what-if/", PAIRS + "without/"):
        assert lead.get(address).headers["Location"] == PAIRS
    assert lead.post(PAGE + "match/", {"seen": "x"}, follow=True).redirect_chain[-1][0] == PAIRS


def test_from_todays_list_to_the_match_in_two_presses(world, pairs, lead):
    matching.close_pair(pair=pairs["Esme"], ended=Ended.LEFT, by=None, at=JUNE)
    words = "1 place is free and 1 mentee waits"
    today = soup(lead.get("/lead/northgate-mentoring/spring-2027/"))
    assert [a["href"] for a in today.select("main a") if a.get_text(strip=True) == words] == [PAGE]
    listed = soup(lead.get(PAIRS)).select_one(".nhsuk-inset-text")
    assert (listed.get_text(" ", strip=True), listed.a["href"]) == (f"Information: {words}: match them .", PAGE)
    page = soup(lead.get(PAGE))
    ((mentee, mentor, fit),) = rows(page, "1 new pair")
    assert (mentee, mentor, fit.split(",")[0]) == ("Esme F1, Southmere", "Mo CT2, Southmere", "Very good fit")
    assert list(buttons(page)) == ["Match this mentee and write to all"]
    page = press(lead, buttons(page)["Match this mentee and write to all"])
    assert notices(page) == ["1 mentee has a mentor now, and nobody moved. Mentors hear first, then mentees."]
    assert "Nobody waits for a mentor" in page.get_text()
    assert page.select("main li")[-1].get_text(strip=True) == (
        "Wednesday 16 June 2027 at 1pm, Asha: Esme: from nobody to Mo."
    )


def test_who_would_move_is_said_before_anybody_does(world, pairs, one_waits, lead):
    page = soup(lead.get(PAGE))
    assert "Nobody who waits can be matched without moving somebody." in page.get_text()
    ((who, before, to, keep),) = rows(page, "Who moves")
    name, old = who.split()[0], before.split()[0]
    assert (to.split()[0], old) == ("Nia", str(pairs[name].mentor.person))
    assert keep == f"Keep this pair {old} and {name}"
    ((new, mentor, _),) = rows(page, "Who gets a mentor")
    assert (new.split()[0], mentor.split()[0]) == ("Wim", old)
    mentoring.ask_for_change(pair=pairs[name], by=pairs[name].mentee.person, at=JUNE)
    page = press(lead, buttons(page)["Move 1 person and match 1 mentee"])
    assert notices(page) == ["1 mentee has a mentor now, and 1 person moved. Mentors hear first, then mentees."]
    assert pairs[name].changes_asked.get().answered_at is not None
    assert rows(soup(lead.get(PAIRS)), "Pairs that ended") == [[name, old, "Matched anew", "No"]]


def test_a_plan_that_is_out_of_date_is_refused_and_the_new_one_shown(world, pairs, one_waits, lead):
    sent = buttons(soup(lead.get(PAGE)))["Move 1 person and match 1 mentee"]
    worlds.mentee(world.spring, "Zoe", site="Southmere")
    page = press(lead, sent)
    assert notices(page)[0].startswith("Somebody or something has changed since you looked. Nothing was done.")
    assert len(rows(page, "1 new pair")) == 1
    assert notices(press(lead, sent | {"seen": ""}))[0].startswith("Somebody or something has changed")


def test_a_pair_is_kept_together_from_the_plan_or_its_own_page(world, pairs, one_waits, lead):
    page = soup(lead.get(PAGE))
    (kept,) = (words for words in buttons(page) if words.startswith("Keep this pair"))
    page = press(lead, buttons(page)[kept])
    (pair,) = Pair.objects.filter(locked=True).in_words()
    assert notices(page) == [f"{pair} stay together whatever is filled."]
    assert f"nobody in them is moved: {pair}." in page.get_text()
    own = soup(lead.get(f"{PAIRS}{pair.pk}/"))
    page = press(lead, buttons(own)["Let this pair be moved"])
    assert notices(page) == [f"{pair} may be moved when places are filled."]
    assert "Keep this pair together" in buttons(page)


def test_who_was_left_out_can_be_taken_back(world, lead):
    matching.propose(cohort=world.spring, by=None, at=worlds.CONFIRMED)
    newest = world.spring.proposals.newest()
    matching.leave_out(proposal=newest, people={world.mentees["Esme"].pk}, by=None, at=worlds.CONFIRMED)
    matching.confirm(proposal=world.spring.proposals.newest(), by=None, at=worlds.CONFIRMED)
    page = soup(lead.get(PAGE))
    assert "No place is free" not in page.get_text()
    page = press(lead, buttons(page)["Take back Esme"])
    assert notices(page) == ["Esme is no longer left out."]
    assert len(rows(page, "1 new pair")) == 1


def test_what_if_and_whom_we_need(world, pairs, one_waits, lead):
    mo = str(world.mentors["Mo"].pk)
    page = soup(lead.get(PAIRS + "what-if/", {"change": "withdrawn", "leaving": mo}))
    lines = [each.get_text(strip=True) for each in page.select(".nhsuk-inset-text li")]
    assert lines[:2] == ["With a mentor: 3 of 4. Now: 3.", "Nobody else would have to move."]
    (needing,) = lines[2:]
    assert needing.startswith("Esme: from Mo (very good fit, ")
    assert ") to Nia (" in needing
    page = soup(lead.get(PAIRS + "what-if/", {"change": "matched", "mentee": str(one_waits.pk)}))
    lines = [each.get_text(strip=True) for each in page.select(".nhsuk-inset-text li")]
    assert lines[0] == "With a mentor: 4 of 4. Now: 3."
    assert [each.get_text(strip=True) for each in page.select(".nhsuk-inset-text strong")] == [
        "Who else would move:",
        "Who waits now and would have a mentor:",
    ]
    page = soup(lead.get(PAIRS + "what-if/", {"change": "withdrawn"}))
    assert "Nobody was chosen" in page.get_text()
    for asked in ({"change": "x"}, {"change": "matched", "mentee": mo}):
        assert soup(lead.get(PAIRS + "what-if/", asked)).select(".nhsuk-error-summary")
    table = rows(soup(lead.get(PAIRS + "without/?by=name")), "Without each mentor")
    assert table == [[name, "Their mentee could have another mentor.", "1", "0", "0"] for name in ("Max", "Mina", "Mo")]
    assert Pair.objects.standing().filter(cohort=world.spring).count() == 3


def test_no_wish_is_shown_and_private_kinds_are_alike(world, lead):
    """Wim may not have Tim, who alone has a place, for one of four private reasons; Ann wishes for Tim."""
    gone = [*world.mentors.values(), *world.mentees.values()]
    for each in gone:
        if each.person.name not in {"Max", "Ella"}:
            recruitment.withdraw(application=each, by=None, at=JUNE)
    worlds.match(world.spring)
    wim = worlds.mentee(world.spring, "Wim")
    worlds.mentee(world.spring, "Ann", wishes=(GivenWish(WishKind.RANKED, "Tim", rank=1),))
    tim = worlds.mentor(world.spring, "Tim", site="Southmere", capacity=2)
    worlds.train(world.spring, tim, world.mentors["Max"])
    shown = {}
    for kind in (*PRIVATE, "nothing"):
        with transaction.atomic():
            told = worlds.given(world.northgate, grade="F1", wishes=WISHES[kind])
            recruitment.change_wishes(application=wim, given=told, by=wim.person, at=JUNE)
            ended = {"ended": Ended.CHANGED, "ended_at": worlds.SIGNED_UP, "confirmed_at": worlds.SIGNED_UP}
            Pair.objects.create(cohort=world.spring, mentor=tim, mentee=wim, never_again=kind == "never again", **ended)
            asked = [{}, *({"change": "matched", "mentee": who.pk} for who in (wim,))]
            asked += [
                {"change": change, key: tim.pk} for change, key in (("withdrawn", "leaving"), ("one_more", "taking"))
            ]
            texts = [lead.get(PAIRS + "what-if/", each).content.decode() for each in asked]
            texts += [lead.get(address).content.decode() for address in (PAGE, PAIRS + "without/", PAIRS)]
            shown[kind] = [plain(text) for text in texts]
            transaction.set_rollback(True)
    for kind in PRIVATE:
        assert shown[kind] == shown["not_with"], kind
        assert not any("canary" in text.casefold() or "wish" in text.casefold() for text in shown[kind])
    assert shown["nothing"] != shown["not_with"]


def test_no_fit_tells_a_wish_after_the_match(world, lead):
    """Whomever Wim would like, the mentors with a free place stand in one order with one fit each."""
    worlds.match(world.spring)
    free = [worlds.mentor(world.spring, name) for name in ("Nia", "Tim")]
    worlds.train(world.spring, *free, *world.mentors.values())
    wim = worlds.mentee(world.spring, "Wim")
    shown = []
    for told in (
        (),
        (GivenWish(WishKind.RANKED, "Nia", rank=1),),
        (GivenWish(WishKind.RANKED, "Tim", rank=1),),
        (GivenWish(WishKind.PREFER, "site:Southmere"),),
    ):
        given = worlds.given(world.northgate, grade="F1", wishes=told)
        recruitment.change_wishes(application=wim, given=given, by=wim.person, at=JUNE)
        shown.append(plain(lead.get(reverse("lead.pairs.rematch", kwargs=WHERE | {"mentee": wim.pk})).content.decode()))
        page = lead.get(PAGE).content.decode()
        shown[-1] += str(sorted(set(re.findall(r"\d+ of 100", page))))
    assert shown == [shown[0]] * 4
    mentor = next(each for each in free if each.person.name == "Nia")
    assert matching.rematch(mentee=wim, mentor=mentor, by=None, at=JUNE).score == 1000


def plain(text: str) -> str:
    """The page without what differs from one answer to the next: tokens, and the ids of what was made afresh."""
    page = BeautifulSoup(text, "html.parser").main
    for each in page.select("input[type=hidden]"):
        each.decompose()
    for each in page.select("a[href], [aria-describedby], [id]"):
        for name in ("href", "aria-describedby", "id"):
            del each[name]
    return str(page)


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_cost_the_same_whatever_their_length(world, lead, django_assert_num_queries, number):
    for each in list(world.mentees.values())[number:]:
        recruitment.withdraw(application=each, by=None, at=JUNE)
    pairs = worlds.match(world.spring)
    with django_assert_num_queries(18):
        page = soup(lead.get(PAIRS + "without/"))
    assert len(page.select("tbody tr")) == number
    for pair in pairs:
        matching.close_pair(pair=pair, ended=Ended.LEFT, by=None, at=JUNE)
    with django_assert_num_queries(20):
        page = soup(lead.get(PAGE))
    assert len(page.select("tbody tr")) == number


def test_another_schemes_lead_finds_nothing(world, pairs, signed_in):
    omar = signed_in(worlds.person("Omar"))
    elsewhere = "/lead/southmere-buddies/spring-2027/pairs/"
    assert omar.get(PAGE).status_code == 404
    pair = pairs["Ella"]
    assert omar.post(f"{elsewhere}{pair.pk}/keep/", {"kept": "on"}).status_code == 404
    assert omar.post(f"{elsewhere}waiting/{pair.mentee.pk}/take-back/").status_code == 404
    assert reverse("lead.afterwards.waiting", kwargs=WHERE) == PAGE
