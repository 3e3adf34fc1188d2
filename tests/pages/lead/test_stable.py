"""What if no two people could do better together, on the leads' page; each number is worked out again."""

from datetime import UTC, datetime

import pytest

from pares.ground import clock
from pares.stages.matching import actions as matching
from pares.stages.matching import pool
from pares.stages.matching.proposing import fit_in_words
from pares.stages.matching.stable import compared
from pares.stages.recruitment import actions as recruitment
from tests import world as worlds
from tests.pages.lead.test_matching import PAGE, rows, soup

NOON = datetime(2027, 3, 31, 12, tzinfo=UTC)
RATHER = "Two who fit each other better than those they have"


@pytest.fixture
def lead(world, signed_in):
    clock.go_to(NOON)
    return signed_in(worlds.person("Asha"))


def test_both_answers_stand_side_by_side(world, lead):
    # Sue will not travel, so that only Mo is left for her, who does not offer her topic and fits Esme better.
    worlds.mentee(world.spring, "Sue", site="Southmere", travel_minutes=5, video=False, topics=("Exams",))
    far = worlds.mentor(world.spring, "Max Two")
    worlds.train(world.spring, *world.mentors.values(), far)
    lead.post(f"{PAGE}propose/")
    newest = world.spring.proposals.newest()
    table = pool.frame_of(world.spring, NOON.date()).table(seed=newest.seed)
    found = compared(table, table)
    page = soup(lead.get(f"{PAGE}stable/"))
    figures = rows(page, "The two side by side")
    assert [line[1:] for line in figures] == [
        [f"{each.matched} of 4 ({each.matched * 25}%)" for each in (found.best, found.stable)],
        [fit_in_words(each.worst) for each in (found.best, found.stable)],
        [f"{each.total:,}" for each in (found.best, found.stable)],
    ]
    assert (newest.matched, newest.worst, newest.total) == (found.best.matched, found.best.worst, found.best.total)
    assert "The fit of all pairs together is the sum over all pairs, each from 0 to 1,000." in page.get_text()
    assert len(rows(page, RATHER)) == len(found.rather) > 0
    assert world.spring.proposals.newest().changes == newest.changes


def test_only_before_the_match_is_confirmed_and_only_for_its_leads(world, lead, signed_in):
    matching.confirm(proposal=matching.propose(cohort=world.spring, by=None, at=NOON), by=None, at=NOON)
    assert lead.get(f"{PAGE}stable/")["Location"] == PAGE
    assert signed_in(worlds.person("Omar")).get(f"{PAGE}stable/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_whatever_its_length(world, lead, django_assert_num_queries, number):
    for each in list(world.mentees.values())[number:]:
        recruitment.withdraw(application=each, by=None, at=NOON)
    matching.propose(cohort=world.spring, by=None, at=NOON)
    lead.get(f"{PAGE}stable/")
    with django_assert_num_queries(16):
        soup(lead.get(f"{PAGE}stable/"))
