"""Proposing, swapping and confirming, through actions."""

import pytest

from pares.stages.matching import actions as matching
from pares.stages.matching.models import Pair
from pares.stages.matching.rules import AlreadyConfirmed, NobodyToMatch, Overtaken
from tests import world as worlds


def couples(proposal):
    return {(p.mentee.person.name, p.mentor.person.name) for p in proposal.pairs.select_related("mentee__person", "mentor__person")}


def test_everybody_gets_the_mentor_nearby(world):
    proposal = matching.propose(cohort=world.spring, by=None, at=worlds.CONFIRMED)
    assert proposal.matched == 3
    assert ("Esme", "Mo") in couples(proposal)


def test_a_swap_is_locked_and_survives_proposing_again(world):
    proposal = matching.propose(cohort=world.spring, by=None, at=worlds.CONFIRMED)
    esme, max_ = world.mentees["Esme"], world.mentors["Max"]
    matching.swap(proposal=proposal, mentee=esme, mentor=max_, by=None, at=worlds.CONFIRMED, seen=proposal.changes)
    again = matching.propose(cohort=world.spring, by=None, at=worlds.CONFIRMED)
    assert ("Esme", "Max") in couples(again)
    assert again.matched == 3


def test_a_lead_who_saw_an_older_state_is_refused(world):
    proposal = matching.propose(cohort=world.spring, by=None, at=worlds.CONFIRMED)
    seen = proposal.changes
    matching.lock(proposed=proposal.pairs.first(), locked=True, by=None, at=worlds.CONFIRMED, seen=seen)
    with pytest.raises(Overtaken):
        matching.confirm(proposal=proposal, by=None, at=worlds.CONFIRMED, seen=seen)
    assert Pair.objects.count() == 0


def test_confirming_twice_makes_the_pairs_once(world):
    proposal = matching.propose(cohort=world.spring, by=None, at=worlds.CONFIRMED)
    first = matching.confirm(proposal=proposal, by=None, at=worlds.CONFIRMED)
    second = matching.confirm(proposal=proposal, by=None, at=worlds.CONFIRMED)
    assert [pair.pk for pair in first] == [pair.pk for pair in second]
    assert len(worlds.letters("match_mentor")) == len(worlds.letters("match_mentee")) == 3
    assert {letter.state for letter in worlds.letters("match_mentor")} == {"held"}
    with pytest.raises(AlreadyConfirmed):
        matching.propose(cohort=world.spring, by=None, at=worlds.CONFIRMED)


def test_an_empty_cohort_has_nobody_to_match(world):
    with pytest.raises(NobodyToMatch):
        matching.propose(cohort=world.other, by=None, at=worlds.CONFIRMED)
