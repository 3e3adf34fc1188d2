"""Whoever is erased is in no proposal, no reason and no record any more, and the board still stands."""

import json
from datetime import UTC, datetime

import pytest

from pares.ground import clock
from pares.stages.matching import actions as matching
from pares.stages.matching.models import Change, ProposedPair, Unmatched
from pares.stages.matching.rules import CannotGoBack, NothingToUndo
from tests import world as worlds
from tests.pages.lead.test_matching import PAGE, soup

NOON = datetime(2027, 3, 31, 12, tzinfo=UTC)


@pytest.fixture
def board(world, signed_in):
    """Return a board with a history: two mentees more than places, a swap, somebody left out and taken back."""
    clock.go_to(NOON)
    for name in ("Lou", "Liz"):
        worlds.mentee(world.spring, name)
    matching.propose(cohort=world.spring, by=None, at=NOON)
    newest = world.spring.proposals.newest()
    esme, max_ = world.mentees["Esme"], world.mentors["Max"]
    matching.swap(proposal=newest, mentee=esme, mentor=max_, by=worlds.person("Bola"), at=NOON)
    for people in ({esme.pk}, {max_.pk}, set()):
        newest = world.spring.proposals.newest()
        matching.leave_out(proposal=newest, people=people, by=worlds.person("Bola"), at=NOON)
    return signed_in(worlds.person("Asha"))


def told() -> str:
    """Return everything the matching keeps as plain text."""
    about = [each.about for each in Unmatched.objects.all()]
    return json.dumps([*about, *(each.difference for each in Change.objects.all())])


@pytest.mark.parametrize("name", ["Max", "Esme", "Lou"])
def test_whoever_is_erased_leaves_no_trace_in_the_matching(world, board, name):
    people = {**world.mentors, **world.mentees, "Lou": world.spring.applications.get(person__name="Lou")}
    gone = str(people[name].pk)
    assert gone in told()
    others = [str(each.pk) for other, each in people.items() if other != name]
    known = {other for other in others if other in told()}
    people[name].person.delete()
    assert gone not in told()
    assert {other for other in others if other in told()} == known
    assert not ProposedPair.objects.filter(mentor=gone).exists()
    for page in ("", "record/", "compare/", "without/", "what-if/", "quality/", "wishes/", "locks/", "aside/"):
        text = soup(board.get(PAGE + page)).get_text(" ")
        assert gone not in text
        assert name not in text.split()
    if name != "Lou":  # who has nobody in any of the states, so that no line of the record speaks of them
        assert "somebody who has left" in soup(board.get(f"{PAGE}record/")).get_text(" ")
    for _ in range(9):
        try:
            matching.undo(proposal=world.spring.proposals.newest(), by=None, at=NOON)
        except (CannotGoBack, NothingToUndo):
            break
    assert gone not in told()


def test_the_last_lead_to_change_it_is_forgotten_too(world, board):
    worlds.person("Bola").delete()
    assert "Bola" not in soup(board.get(f"{PAGE}record/")).get_text(" ")
    assert set(Change.objects.values_list("by__name", flat=True)) == {None}
