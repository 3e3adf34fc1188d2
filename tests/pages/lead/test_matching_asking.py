"""What leads ask before they decide; each number is worked out again from the problem alone."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import Client

from pares.ground import clock
from pares.stages.matching import actions as matching
from pares.stages.matching import pool
from pares.stages.matching.problem import Mentor, Objective, Problem
from pares.stages.matching.solver import solve
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import WishKind
from tests import world as worlds
from tests.pages.lead.test_matching import OVERTAKEN, PAGE, notices, rows, seen, soup

NOON = datetime(2027, 3, 31, 12, tzinfo=UTC)
PAGES = ("without/", "what-if/", "wishes/", "quality/", "weights/")


@pytest.fixture
def lead(world, signed_in) -> Client:
    clock.go_to(NOON)
    return signed_in(worlds.person("Asha"))


@pytest.fixture
def proposed(world, lead) -> Client:
    lead.post(f"{PAGE}propose/")
    lead.get(PAGE)
    return lead


def problem_of(world) -> Problem:
    newest = world.spring.proposals.newest()
    return pool.frame_of(world.spring, NOON.date()).problem(seed=newest.seed)


def with_places(problem: Problem, mentor: str, change: int) -> Objective:
    mentors = [
        Mentor(each.id, max(0, each.capacity + change)) if each.id == mentor else each for each in problem.mentors
    ]
    return solve(replace(problem, mentors=tuple(mentors))).objective


def items(page) -> list[str]:
    return [each.get_text(strip=True) for each in page.select(".nhsuk-inset-text li")]


def test_what_each_mentor_is_worth(world, proposed):
    problem, names = problem_of(world), {str(each.pk): name for name, each in world.mentors.items()}
    now = solve(problem).objective
    expected = {}
    for who, name in names.items():
        then = with_places(problem, who, -9)
        expected[name] = [now.matched - then.matched, now.worst - then.worst, now.total - then.total]
    lines = rows(soup(proposed.get(f"{PAGE}without/")), "Without each mentor")
    assert {name: [int(each.replace(",", "")) for each in figures] for name, _, *figures in lines} == expected
    assert {words for _, words, *_ in lines} == {"1 more mentee would have no mentor."}
    by_name = rows(soup(proposed.get(f"{PAGE}without/?by=name")), "Without each mentor")
    assert [line[0] for line in by_name] == ["Max", "Mina", "Mo"]
    by_fit = rows(soup(proposed.get(f"{PAGE}without/?by=fit")), "Without each mentor")
    assert [expected[line[0]][2] for line in by_fit] == sorted((each[2] for each in expected.values()), reverse=True)
    assert soup(proposed.get(f"{PAGE}without/?by=nonsense")).select_one("main strong").get_text() == "mentees lost"


@pytest.mark.parametrize(("change", "field", "places"), [("withdrawn", "leaving", -9), ("one_more", "taking", 1)])
def test_what_if_a_mentor_changes(world, proposed, change, field, places):
    worlds.mentee(world.spring, "Lou")
    matching.propose(cohort=world.spring, by=None, at=NOON)
    problem, mo = problem_of(world), world.mentors["Mo"]
    now, then = solve(problem).objective, with_places(problem, str(mo.pk), places)
    page = soup(proposed.get(f"{PAGE}what-if/", {"change": change, field: str(mo.pk)}))
    words = items(page)
    assert words[1:4] == [
        f"With a mentor: {then.matched} of 4, now {now.matched}.",
        f"The weakest pair that is not locked: {then.worst // 10} of 100, now {now.worst // 10}.",
        f"The fit of all pairs together: {then.total:,}, now {now.total:,}.",
    ]
    moved = re.match(r"(Nobody|\d+) ", words[0])[1]
    assert len(words[4:]) == (0 if moved == "Nobody" else int(moved))
    if change == "withdrawn":
        assert any(line.startswith("Esme: from Mo to ") for line in words[4:])
    assert world.spring.proposals.newest().changes == 2


def test_late_mentees_are_shown_before_anything_is_done(world, proposed):
    page = soup(proposed.get(f"{PAGE}what-if/", {"change": "joined"}))
    assert "Nobody has joined late" in page.get_text()
    recruitment.withdraw(application=world.mentees["Eli"], by=None, at=NOON)
    matching.propose(cohort=world.spring, by=None, at=NOON)
    worlds.mentee(world.spring, "Lou")
    page = soup(proposed.get(f"{PAGE}what-if/", {"change": "joined"}))
    assert "Joined since the proposal was made: Lou." in page.get_text(" ", strip=True)
    assert items(page)[1] == "With a mentor: 3 of 3, now 2."
    assert any(line.startswith("Lou: from nobody to ") for line in items(page))


@pytest.mark.parametrize(
    "asked", [{"change": "withdrawn"}, {"change": "withdrawn", "leaving": "nobody"}, {"change": "x"}]
)
def test_a_question_without_an_answer_is_no_error(world, proposed, asked):
    assert items(soup(proposed.get(f"{PAGE}what-if/", asked))) == []


def test_who_chose_each_other_and_what_it_would_cost(world, lead):
    worlds.mentee(world.spring, "Lou", wishes=(GivenWish(WishKind.RANKED, "Mo", rank=1),))
    mo = worlds.mentor(world.spring, "Moa", site="Southmere", wishes=(GivenWish(WishKind.RANKED, "Esme", rank=1),))
    worlds.train(world.spring, *world.mentors.values(), mo)
    lead.post(f"{PAGE}propose/")
    page = soup(lead.get(f"{PAGE}wishes/"))
    assert "Everybody who chose each other and can be matched is matched." in page.get_text(" ", strip=True)
    both = worlds.mentee(world.spring, "Bea", wishes=(GivenWish(WishKind.RANKED, "Bo", rank=1),))
    bo = worlds.mentor(world.spring, "Bo", site="Southmere", wishes=(GivenWish(WishKind.RANKED, "Bea", rank=1),))
    worlds.train(world.spring, *world.mentors.values(), mo, bo)
    newest = matching.propose(cohort=world.spring, by=None, at=NOON)
    if newest.pairs.get(mentee=both).mentor == bo:
        other = world.mentors["Max"]
        matching.swap(proposal=newest, mentee=both, mentor=other, by=None, at=NOON)
        matching.lock_only(proposal=newest, mentees={both.pk}, by=None, at=NOON)
    lines = rows(soup(lead.get(f"{PAGE}wishes/")), "Chose each other, not matched")
    assert [line[:2] for line in lines] == [["Bea", "Bo"]]
    assert re.search(r"total fit (rises|falls|stays)", lines[0][3])


def test_how_well_pairs_fit_and_who_gets_what(world, lead):
    for number in range(6):
        asked = ("LTFT",) if number < 4 else ("IMG",) if number == 4 else ()
        worlds.mentee(world.spring, f"Una{number}", site="Southmere", grade="F2", experience=asked)
    worlds.mentee(world.spring, "Ulf", experience=("LTFT",))
    worlds.mentee(world.spring, "Uri")
    lead.post(f"{PAGE}propose/")
    newest = world.spring.proposals.newest()
    page = soup(lead.get(f"{PAGE}quality/"))
    levels = dict(rows(page, "How well the pairs fit"))
    assert sum(map(int, levels.values())) == newest.pairs.count() == 3
    with_mentor = {grade: newest.pairs.filter(mentee__grade__name=grade).count() for grade in ("F1", "F2")}
    hidden = {number: "Not shown" if number else "No pair" for number in with_mentor.values()}
    expected = [
        [grade, of, str(number), hidden[number]] for of, (grade, number) in zip("56", with_mentor.items(), strict=True)
    ]
    assert rows(page, "By grade") == expected
    # One who asked would be found by what is missing from the whole: neither a group nor the rest is told.
    assert (
        rows(page, "By training in medicine abroad")
        == rows(page, "By return to training")
        == rows(page, "By site")
        == []
    )
    assert [line[:2] for line in rows(page, "By training less than full time")] == [
        ["Asked for a mentor who knows it", "5"],
        ["Did not ask", "6"],
    ]
    assert len(page.select(".app-chart")) == 3
    assert "only one group: site, training in medicine abroad and return to training." in page.get_text(" ", strip=True)


def test_weights_are_tried_before_they_are_kept(world, proposed):
    page = soup(proposed.get(f"{PAGE}weights/"))
    sent = {
        each["name"]: each["value"] for each in page.select("main input[name]") if each["name"] != "csrfmiddlewaretoken"
    }
    assert sent["travel"] == "25"
    changed = sent | {"travel": "0", "topics": "40"}
    page = soup(proposed.post(f"{PAGE}weights/", changed))
    assert items(page) or "Nobody would move." in page.get_text()
    world.northgate.refresh_from_db()
    assert world.northgate.weights == {}
    page = soup(proposed.post(f"{PAGE}weights/", changed | {"keep": "1"}, follow=True))
    assert notices(page) == ["The new numbers are kept, and the pairs are worked out afresh with them."]
    world.northgate.refresh_from_db()
    assert (world.northgate.weights["TRAVEL"], world.northgate.weights["TOPICS"]) == (0, 40)
    page = soup(proposed.post(f"{PAGE}weights/", changed | {"keep": "1", "travel": "9"}, follow=True))
    assert notices(page) == [OVERTAKEN]
    world.northgate.refresh_from_db()
    assert world.northgate.weights["TRAVEL"] == 0
    nothing = dict.fromkeys(sent, "0") | {"seen": seen(world)}
    faults = soup(proposed.post(f"{PAGE}weights/", nothing)).select(".nhsuk-error-summary__list li")
    assert [each.get_text(strip=True) for each in faults] == ["Give at least one of them more than 0"]


@pytest.mark.parametrize("page", PAGES)
def test_nothing_to_ask_without_an_open_proposal(world, lead, signed_in, page):
    assert lead.get(PAGE + page)["Location"] == PAGE
    assert signed_in(worlds.person("Omar")).get(PAGE + page).status_code == 404


@pytest.mark.parametrize(
    ("page", "queries"),
    [("without/", 16), ("what-if/", 18), ("wishes/", 16), ("quality/", 8), ("weights/", 5)],
)
@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_whatever_their_length(  # noqa: PLR0913, PLR0917
    world, lead, django_assert_num_queries, page, queries, number
):
    for each in list(world.mentees.values())[number:]:
        recruitment.withdraw(application=each, by=None, at=NOON)
    matching.propose(cohort=world.spring, by=None, at=NOON)
    lead.get(PAGE)
    with django_assert_num_queries(queries):
        soup(lead.get(PAGE + page))
