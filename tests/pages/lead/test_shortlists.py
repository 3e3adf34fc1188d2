"""Letting mentees choose, as the leads see it: what it means, how many have answered, and never who chose whom."""

import re
from datetime import date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import serializers
from django.db import transaction
from django.test import Client
from django.urls import reverse

from pares.ground import clock
from pares.ground.ledger.models import Entry
from pares.stages.matching import actions as matching
from pares.stages.matching.models import Change, Ended, Pair
from pares.stages.matching.shortlists import actions
from pares.stages.matching.shortlists.answering import Answer, Way
from pares.stages.matching.shortlists.models import Choosing, Shortlist
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import WishKind
from tests import world as worlds

OPENED = datetime(2027, 3, 15, 12, tzinfo=clock.LONDON)
LAST = date(2027, 3, 22)
WHERE = {"scheme": "northgate-mentoring", "cohort": "spring-2027"}
PAGE = "/lead/northgate-mentoring/spring-2027/matching/shortlist/"
PRIVATE = {
    "not_with": (GivenWish(WishKind.NOT_WITH, "Tim"),),
    "relationship": (GivenWish(WishKind.RELATIONSHIP, "Tim"),),
    "must": (GivenWish(WishKind.MUST, "not site:Southmere"),),
    "never again": (),
}


@pytest.fixture
def lead(world, signed_in) -> Client:
    clock.go_to(OPENED)
    return signed_in(worlds.person("Asha"))


def soup(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer
    return BeautifulSoup(answer.content, "html.parser")


def notices(page: BeautifulSoup) -> list[str]:
    return [each.get_text(" ", strip=True) for each in page.select(".nhsuk-notification-banner__content")]


def faults(page: BeautifulSoup) -> list[str]:
    return [each.get_text(strip=True) for each in page.select(".nhsuk-error-summary__list li")]


def typed(day: date) -> dict[str, str]:
    return {"closes_on-day": str(day.day), "closes_on-month": str(day.month), "closes_on-year": str(day.year)}


def let_choose(world) -> Choosing:
    return actions.open_choosing(cohort=world.spring, closes_on=LAST, by=None, at=OPENED)


def answer(world, name: str, way: Way, *mentors: str) -> None:
    who = world.mentees[name]
    order = tuple(str(world.mentors[each].person_id) for each in mentors)
    actions.answer(shortlist=Shortlist.objects.get(mentee=who), given=Answer(way, order), at=OPENED)


def test_the_page_says_what_will_happen_and_to_how_many(world, lead):
    page = soup(lead.get(PAGE))
    rows = [[cell.get_text(strip=True) for cell in row.select(".pares-cell")] for row in page.select("tbody tr")]
    assert rows == [["3", "3"], ["2", "0"], ["1", "0"], ["None: not asked", "0"]]
    boxes = [page.select_one(f"[name=closes_on-{box}]")["value"] for box in ("day", "month", "year")]
    assert boxes == ["22", "3", "2027"]  # five working days from Monday
    letters = [each.get_text(" ", strip=True) for each in page.select(".pares-letter")]
    assert letters[0].startswith("Hello Name, You can say which mentor you would like")
    assert "to at most 3 mentees for each place you have" in letters[1]
    assert page.select(".pares-letter a") == []


def test_a_press_asks_them_once_even_where_two_leads_press(world, lead, signed_in):
    page = soup(lead.post(PAGE, typed(LAST), follow=True))
    assert notices(page) == ["3 mentees can choose until Monday 22 March 2027. The letters leave in working hours."]
    page = soup(signed_in(worlds.person("Bola")).post(PAGE, typed(date(2027, 3, 30)), follow=True))
    assert notices(page) == ["Mentees can choose already, until Monday 22 March 2027."]
    assert [choosing.closes_on for choosing in Choosing.objects.all()] == [LAST]


def test_a_bad_day_is_said_beside_the_field(world, lead):
    assert faults(soup(lead.post(PAGE, typed(OPENED.date())))) == ["The date must be 16 March 2027 or later"]
    far = world.spring.changeover_on + timedelta(days=1)
    assert faults(soup(lead.post(PAGE, typed(far)))) == [
        "The last day must be before the cohort ends, on Wednesday 4 August 2027."
    ]
    assert Choosing.objects.count() == 0


def test_while_it_is_open_the_lead_sees_how_many_and_extends_or_ends_it(world, lead):
    let_choose(world)
    answer(world, "Ella", Way.ORDER, "Mina")
    page = soup(lead.get(PAGE))
    assert "Open until Monday 22 March 2027." in page.get_text()
    assert [each.get_text(" ", strip=True) for each in page.select(".pares-tile")] == ["1 of 3 mentees answered so far"]
    page = soup(lead.post(f"{PAGE}extend/", typed(date(2027, 3, 24)), follow=True))
    assert notices(page) == ["Mentees can choose until Wednesday 24 March 2027."]
    assert faults(soup(lead.post(f"{PAGE}extend/", typed(date(2027, 3, 17))))) == [
        "Mentees were told Wednesday 24 March 2027: choose that day or a later one, or end it now."
    ]
    assert "You have 1 of 3 answers. No more are taken." in soup(lead.get(f"{PAGE}end/")).get_text()
    for _ in range(2):
        lead.post(f"{PAGE}end/")
    assert Choosing.objects.get().ended == "lead"
    assert lead.get(f"{PAGE}extend/")["Location"] == lead.get(f"{PAGE}end/")["Location"] == PAGE
    page = soup(lead.get(PAGE))
    assert "1 of 3 mentees answered until Monday 15 March 2027." in page.get_text()
    lead.post(PAGE, typed(LAST))
    assert [choosing.ended for choosing in Choosing.objects.order_by("opened_at")] == ["lead", ""]


def test_confirming_too_early_is_warned_of(world, lead):
    matching.propose(cohort=world.spring, by=None, at=OPENED)
    confirm = PAGE.replace("shortlist", "confirm")
    warned = ".nhsuk-card--warning h2"
    assert soup(lead.get(confirm)).select(warned) == []
    choosing = let_choose(world)
    assert "Mentees are still choosing" in soup(lead.get(confirm)).select_one(warned).get_text()
    later = OPENED + timedelta(hours=1)
    actions.end_choosing(choosing=choosing, by=None, at=later)
    assert "Mentees have chosen since" in soup(lead.get(confirm)).select_one(warned).get_text()
    assert "Mentees have chosen" in soup(lead.get(PAGE.replace("shortlist/", ""))).select_one(warned).get_text()
    matching.propose(cohort=world.spring, by=None, at=later)
    assert soup(lead.get(confirm)).select(warned) == []


def test_after_the_match_it_cannot_begin(world, lead):
    worlds.match(world.spring, at=OPENED)
    page = soup(lead.post(PAGE, typed(LAST)))
    assert faults(page) == ["This cohort's match has been confirmed, so the proposal can no longer be changed."]
    assert "Who would be asked today" not in page.get_text()


@pytest.mark.parametrize("name", ["Ella", "Eli"])
def test_no_page_export_or_record_tells_one_answer_from_another(world, lead, signed_in, name):
    """Everything leads and mentors can open, before and after a proposal that makes the same pairs either way."""
    let_choose(world)
    proposal = matching.propose(cohort=world.spring, by=None, at=OPENED)
    held = {pair.mentee_id for pair in proposal.pairs.all()}
    matching.lock_only(proposal=proposal, mentees=held, by=None, at=OPENED)
    answers = [(Way.ORDER, "Max"), (Way.ORDER, "Mina", "Max"), (Way.ORDER, "Mo"), (Way.ANY,), (Way.OTHERS,)]
    shown = [_everything(world, signed_in, name, each) for each in answers]
    assert all(each == shown[0] for each in shown)


def _everything(world, signed_in, name: str, given: tuple) -> list[str]:
    """Return all that leads and mentors are shown, and the ledger, once somebody has answered so; then undo it."""
    with transaction.atomic():
        answer(world, name, *given)
        matching.propose(cohort=world.spring, by=None, at=OPENED)
        lead = signed_in(worlds.person("Asha"))
        who = world.mentees[name]
        views = ["matching.proposal", "matching_board.record", "matching_asking.wishes", "matching_asking.quality"]
        views += ["matching_asking.without", "stable.compare", "by_hand.by_hand"]
        texts = [lead.get(reverse(f"lead.{view}", kwargs=WHERE)) for view in [*views, "shortlists.shortlist"]]
        texts += [lead.get(f"/lead/northgate-mentoring/spring-2027/{end}") for end in ("", "letters/", "pairs/")]
        texts += [lead.get(reverse("lead.matching.swap", kwargs=WHERE | {"mentee": each})) for each in _mentees(world)]
        for mentor in world.mentors.values():
            asked = {"change": "withdrawn", "leaving": str(mentor.pk), "taking": str(mentor.pk)}
            texts.append(lead.get(reverse("lead.matching_asking.what_if", kwargs=WHERE), asked))
        texts += [lead.get(reverse("lead.people.person", kwargs=WHERE | {"application": who.pk}))]
        texts += [lead.get(reverse("lead.people.export", kwargs=WHERE | {"part": "mentee"}))]
        for each in world.mentors.values():
            mentor = signed_in(each.person)
            texts += [mentor.get("/mentor/"), mentor.get(f"/taking-part/{each.pk}/")]
        assert {text.status_code for text in texts} == {200}
        pages = [re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text.content.decode()) for text in texts]
        pages += [" ".join(map(str, row)) for row in Entry.objects.order_by("at", "verb").values_list("verb", "thing")]
        pages += [
            serializers.serialize("json", Change.objects.order_by("number"), fields=["verb", "number", "difference"])
        ]
        transaction.set_rollback(True)
    proposal = r"[0-9a-f]{8}-[0-9a-f-]{27}"
    return [re.sub(proposal, "id", page) for page in pages]


def _mentees(world) -> list:
    return [each.pk for each in world.mentees.values()]


def test_one_private_kind_looks_like_another_to_leads_and_to_the_mentee(world, lead, signed_in):
    wim, tim = worlds.mentee(world.spring, "Wim"), worlds.mentor(world.spring, "Tim", site="Southmere")
    worlds.train(world.spring, tim, *world.mentors.values())
    shown = {kind: _both_pages(world, signed_in, wim, tim, kind) for kind in (*PRIVATE, "nothing")}
    for kind in PRIVATE:
        assert shown[kind] == shown["not_with"], kind
        assert "Tim" not in shown[kind][-1]
    assert shown["nothing"] != shown["not_with"]


def _both_pages(world, signed_in, wim, tim, kind: str) -> list[str]:
    """Return the lead's page before and after mentees are asked, and Wim's own, with some others gone; then undo it."""
    with transaction.atomic():
        for each in (world.mentors["Mo"], world.mentees["Eli"], world.mentees["Esme"]):
            recruitment.withdraw(application=each, by=None, at=OPENED)
        told = worlds.given(world.northgate, grade="F1", wishes=PRIVATE.get(kind, ()))
        recruitment.change_wishes(application=wim, given=told, by=wim.person, at=OPENED)
        ended = {"ended": Ended.CHANGED, "ended_at": worlds.SIGNED_UP, "confirmed_at": worlds.SIGNED_UP}
        Pair.objects.create(cohort=world.spring, mentor=tim, mentee=wim, never_again=kind == "never again", **ended)
        pages = [signed_in(worlds.person("Asha")).get(PAGE)]
        let_choose(world)
        pages.append(signed_in(worlds.person("Asha")).get(PAGE))
        pages.append(signed_in(wim.person).get(reverse("mentee.shortlist.choose", kwargs={"application": wim.pk})))
        transaction.set_rollback(True)
    return [re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.content.decode()) for page in pages]


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_cost_the_same_whatever_the_number_of_mentees(world, lead, django_assert_num_queries, number):
    for each in list(world.mentees.values())[number:]:
        recruitment.withdraw(application=each, by=None, at=OPENED)
    lead.get(PAGE)
    with django_assert_num_queries(17):
        lead.get(PAGE)
    let_choose(world)
    with django_assert_num_queries(6):
        lead.get(PAGE)
