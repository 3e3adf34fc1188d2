"""The board behind "More ways": locks, leaving out, undoing, the record and two proposals side by side."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from pares.ground import clock
from pares.stages.matching import actions as matching
from pares.stages.matching.models import Change
from pares.stages.recruitment import actions as recruitment
from tests import world as worlds
from tests.pages.lead.test_matching import CONFIRMED, OVERTAKEN, PAGE, mentor_of, notices, rows, seen, soup

NOON = datetime(2027, 3, 31, 12, tzinfo=UTC)
PAGES = ("locks/", "aside/", "record/", "compare/")


@pytest.fixture
def lead(world, signed_in) -> Client:
    clock.go_to(NOON)
    client = signed_in(worlds.person("Asha"))
    client.post(f"{PAGE}propose/")
    client.get(PAGE)
    return client


def ticks(page) -> dict[str, bool]:
    boxes = page.select("input[type=checkbox]")
    words = [page.select_one(f"label[for={each['id']}]").get_text(strip=True) for each in boxes]
    return dict(zip(words, (each.has_attr("checked") for each in boxes), strict=True))


def test_several_pairs_are_locked_and_let_go_at_once(world, lead):
    ella, eli = (str(world.mentees[name].pk) for name in ("Ella", "Eli"))
    sent = {"seen": seen(world), "ticked": [ella, eli]}
    assert notices(soup(lead.post(f"{PAGE}locks/", sent, follow=True))) == ["2 pairs locked."]
    held = ticks(soup(lead.get(f"{PAGE}locks/")))
    assert {words.split()[0] for words, ticked in held.items() if ticked} == {"Ella", "Eli"}
    assert len(held) == 3
    page = soup(lead.post(f"{PAGE}locks/", {"seen": seen(world)}, follow=True))
    assert notices(page) == ["0 pairs locked."]
    assert [pair.locked for pair in world.spring.proposals.newest().pairs.all()] == [False] * 3


def test_somebody_left_out_is_said_and_taken_back(world, lead):
    mo = world.mentors["Mo"]
    sent = {"seen": seen(world), "ticked": [str(mo.pk)]}
    page = soup(lead.post(f"{PAGE}aside/", sent, follow=True))
    assert notices(page) == ["1 person left out. The pairs are worked out afresh."]
    assert rows(page, "Left out for now") == [["Mo CT2, Southmere", "Mentor"]]
    assert len(rows(page, "Mentees without a mentor")) == 1
    boxes = ticks(soup(lead.get(f"{PAGE}aside/")))
    assert [words for words, ticked in boxes.items() if ticked] == ["Mo (mentor, Southmere)"]
    assert len(boxes) == 6
    page = soup(lead.post(f"{PAGE}aside/", {"seen": seen(world)}, follow=True))
    assert len(rows(page, "Pairs, the weakest first")) == 3


def test_undoing_goes_back_and_the_record_keeps_both(world, lead):
    esme, max_ = world.mentees["Esme"], world.mentors["Max"]
    matching.swap(proposal=world.spring.proposals.newest(), mentee=esme, mentor=max_, by=worlds.person("Bola"), at=NOON)
    page = soup(lead.get(PAGE))
    assert mentor_of(page, esme) == "Max"
    assert "Last change: Bola, Wednesday 31 March 2027 at 1pm. Swapped." in page.get_text(" ", strip=True)
    page = soup(lead.post(f"{PAGE}undo/", {"seen": seen(world)}, follow=True))
    assert notices(page) == ["The last change is undone. Undo again to go back further."]
    assert mentor_of(page, esme) == "Mo"
    lines = rows(soup(lead.get(f"{PAGE}record/")), "Changes")
    assert [(number, what.split(".")[0], whom.split()[0]) for number, what, whom in lines] == [
        ("3", "Undid change 2", "Asha"),
        ("2", "Swapped", "Bola"),
        ("1", "The first proposal: 3 pairs", "Asha"),
    ]
    assert "Esme: from Mo to Max" in lines[1][1]
    assert "Esme: locked" not in lines[1][1]
    page = soup(lead.post(f"{PAGE}undo/", {"seen": seen(world)}, follow=True))
    assert notices(page) == ["There is nothing to undo."]


def test_two_proposals_side_by_side(world, lead):
    only = soup(lead.get(f"{PAGE}compare/"))
    assert "There is only one proposal so far." in only.get_text(" ", strip=True)
    proposal = world.spring.proposals.newest()
    before = {pair.mentee.person.name: pair for pair in proposal.pairs.weak_first()}
    matching.swap(proposal=proposal, mentee=world.mentees["Esme"], mentor=world.mentors["Max"], by=None, at=NOON)
    after = {pair.mentee.person.name: pair for pair in proposal.pairs.weak_first()}
    page = soup(lead.get(f"{PAGE}compare/"))
    figures = rows(page, "The figures")
    assert figures[0] == ["Mentees with a mentor", "3 of 3 (100%)", "3 of 3 (100%)"]
    for place, stood in ((1, before), (2, after)):
        scores = [pair.score for pair in stood.values()]
        assert figures[1][place].endswith(f", {min(scores) // 10} of 100")
        assert figures[2][place].endswith(f", {round(sum(scores) / 3 + 1e-9) // 10} of 100")
    expected = [
        [name, str(before[name].mentor.person), str(after[name].mentor.person)]
        for name in sorted(before)
        if before[name].mentor != after[name].mentor
    ]
    assert rows(page, "Who has another mentor") == expected
    same = soup(lead.get(f"{PAGE}compare/", {"one": "2", "other": "2"}))
    assert rows(same, "Who has another mentor") == []
    assert "3 mentees have the same mentor in both." in same.get_text(" ", strip=True)
    wrong = soup(lead.get(f"{PAGE}compare/", {"one": "99", "other": "x"}))
    assert len(wrong.select(".nhsuk-error-summary__list li")) == 2


def test_the_record_goes_on_page_after_page(world, lead, monkeypatch):
    monkeypatch.setattr("pares.pages.lead.matching_board.SHOWN", 2)
    for _ in range(4):
        matching.propose(cohort=world.spring, by=None, at=NOON)
    pages = [soup(lead.get(f"{PAGE}record/", {"page": number})) for number in (1, 2, 3)]
    assert [[line[0] for line in rows(page, "Changes")] for page in pages] == [["5", "4"], ["3", "2"], ["1"]]
    assert pages[0].select_one("nav.nhsuk-pagination a[rel=next]")["href"] == "?page=2"
    (now,) = [each["href"] for each in pages[2].select("table a") if "Compare with now" in each.get_text()]
    compared = soup(lead.get(now))
    chosen = [each.get_text().split(":")[0] for each in compared.select("select [selected]")]
    assert chosen == ["1", "5"]
    offered = [each["value"] for each in soup(lead.get(f"{PAGE}compare/", {"page": 2})).select("#id_one option")]
    assert offered == ["", "5", "3", "2"]


def test_what_another_lead_changed_meanwhile_is_never_lost(world, lead):
    state = seen(world)
    matching.propose(cohort=world.spring, by=worlds.person("Bola"), at=NOON)
    sent = {"ticked": [str(world.mentees["Ella"].pk)]}
    for address in ("locks/", "aside/", "undo/"):
        assert notices(soup(lead.post(PAGE + address, sent | {"seen": state}, follow=True))) == [OVERTAKEN], address
        assert notices(soup(lead.post(PAGE + address, {"seen": "x"}, follow=True))) == [OVERTAKEN], address
    strangers = {"seen": seen(world), "ticked": [str(worlds.mentee(world.other, "Una").pk)]}
    for address in ("locks/", "aside/"):
        assert notices(soup(lead.post(PAGE + address, strangers, follow=True))) == [OVERTAKEN], address
    assert Change.objects.count() == 2


def test_after_the_match_only_the_record_is_left(world, lead):
    matching.confirm(proposal=world.spring.proposals.newest(), by=None, at=NOON)
    for address in ("locks/", "aside/", "compare/"):
        assert lead.get(PAGE + address)["Location"] == PAGE
    assert notices(soup(lead.post(f"{PAGE}undo/", {"seen": seen(world)}, follow=True))) == [CONFIRMED]
    assert len(rows(soup(lead.get(f"{PAGE}record/")), "Changes")) == 1


@pytest.mark.parametrize("page", PAGES)
def test_other_schemes_find_nothing(world, lead, signed_in, page):
    other = signed_in(worlds.person("Omar"))
    assert other.get(PAGE + page).status_code == 404


@pytest.mark.parametrize(("page", "queries"), [("locks/", 6), ("aside/", 8), ("record/", 8), ("compare/", 10)])
@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_whatever_their_length(  # noqa: PLR0913, PLR0917
    world, lead, django_assert_num_queries, page, queries, number
):
    for each in list(world.mentees.values())[number:]:
        recruitment.withdraw(application=each, by=None, at=NOON)
    for _ in range(number):
        matching.propose(cohort=world.spring, by=None, at=NOON)
    lead.get(PAGE)
    with django_assert_num_queries(queries):
        soup(lead.get(PAGE + page))
