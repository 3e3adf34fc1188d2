"""What leads choose from, in words."""

from dataclasses import replace

import pytest

from pares.stages.matching import actions as matching
from pares.stages.matching.alternatives import Alternative, Move
from pares.stages.matching.choosing import best_free_mentor, free_mentors, instead
from pares.stages.matching.models import Ended
from pares.stages.matching.places import SitePlaces, people_changed, supply
from pares.stages.matching.problem import Objective
from pares.stages.matching.proposing import cost_in_words, fit_in_words
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import WishKind
from tests import world as worlds

AT = worlds.CONFIRMED
TODAY = AT.date()
PLAIN = Alternative("m", 500, Objective(3, 500, 2000), 0, 0, 0, ())
TWO = (Move("a", "m", "n"), Move("b", "n", None))


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (PLAIN, "Nobody else moves, everybody still has a mentor, total fit stays the same."),
        (
            replace(PLAIN, moves=TWO, lost_total=62),
            "2 others move, everybody still has a mentor, total fit falls by 3%.",
        ),
        (
            replace(PLAIN, moves=TWO[:1], objective=Objective(2, 1, 2000), lost_matches=1, lost_total=1),
            "1 other moves, 1 mentee fewer has a mentor, total fit falls by less than 1%.",
        ),
        (
            replace(PLAIN, objective=Objective(2, 1, 2000), lost_matches=0, lost_total=-200),
            "Nobody else moves, as many are matched as now, total fit rises by 11%.",
        ),
        (
            replace(PLAIN, lost_matches=-2, objective=Objective(2, 1, 0)),
            "Nobody else moves, 2 mentees more have a mentor, total fit stays the same.",
        ),
    ],
)
def test_the_cost_in_words(choice, words):
    assert cost_in_words(choice, 3) == words


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (1000, "Very good fit, 100 of 100"),
        (799, "Good fit, 79 of 100"),
        (400, "Fair fit, 40 of 100"),
        (0, "Weak fit, 0 of 100"),
    ],
)
def test_the_fit_in_words(score, words):
    assert fit_in_words(score) == words


def test_the_figures_shown_are_what_the_swap_does(world):
    proposal = matching.propose(cohort=world.spring, by=None, at=AT)
    esme = world.mentees["Esme"]
    before = {pair.mentee.person.name: pair.mentor.person.name for pair in proposal.pairs.weak_first()}
    choice = instead(proposal, esme, TODAY).possible[0]
    assert {one.mentor.person.name for one in instead(proposal, esme, TODAY).possible} == {"Max", "Mina"}
    after = matching.swap(proposal=proposal, mentee=esme, mentor=choice.mentor, by=None, at=AT)
    now = {pair.mentee.person.name: pair.mentor.person.name for pair in after.pairs.weak_first()}
    moved = sorted(f"{name}: from {before[name]} to {now[name]}" for name in now if now[name] != before[name])
    assert sorted([*choice.moves, f"Esme: from Mo to {choice.mentor.person}"]) == moved


@pytest.mark.parametrize("kind", [WishKind.NOT_WITH, WishKind.RELATIONSHIP, WishKind.MUST])
def test_who_cannot_be_and_the_private_reason_in_one_sentence(world, kind):
    wary = worlds.mentee(world.spring, "Wim", wishes=(GivenWish(kind, "Mo"),))
    worlds.mentor(world.spring, "Ned")
    proposal = matching.propose(cohort=world.spring, by=None, at=AT)
    barred = {each.mentor.person.name: each.why for each in instead(proposal, wary, TODAY).barred}
    assert barred["Mo"] == ("Kept private.",)
    assert barred["Ned"][0] == "The mentor has not been trained yet."


def test_free_mentors_come_best_first_and_say_nothing_of_wishes(world):
    pairs = worlds.match(world.spring)
    near, far = (
        worlds.mentor(world.spring, name, site=site) for name, site in (("Nia", "Northgate"), ("Fin", "Southmere"))
    )
    worlds.train(world.spring, *world.mentors.values(), near, far)
    late = worlds.mentee(world.spring, "Lou", wishes=(GivenWish(WishKind.RANKED, "Fin", 1),))
    found = free_mentors(late, TODAY)
    assert {one.mentor.person.name for one in found.possible} == {"Nia", "Fin"}
    assert {reason["confidential"] for one in found.possible for reason in one.reasons} == {False}
    full = ("The mentor has no free place.",)
    assert [(str(each.mentor.person), each.why) for each in found.barred] == [(n, full) for n in ("Max", "Mina", "Mo")]
    assert best_free_mentor(mentee=late, at=AT) == found.possible[0].mentor
    assert free_mentors(pairs[0].mentee, TODAY) is None
    matching.close_pair(pair=pairs[0], ended=Ended.CHANGED, by=None, at=AT)
    assert free_mentors(pairs[0].mentee, TODAY) is not None


def test_places_at_each_site_and_whether_people_changed(world):
    worlds.mentor(world.spring, "Ned", capacity=3)
    assert supply(world.spring, TODAY).sites == [SitePlaces("Northgate", 2, 2, 2), SitePlaces("Southmere", 1, 1, 1)]
    assert supply(world.spring, TODAY).untrained == 1
    proposal = matching.propose(cohort=world.spring, by=None, at=AT)
    assert not people_changed(proposal, TODAY)
    late = worlds.mentee(world.spring, "Lou")
    assert people_changed(proposal, TODAY)
    recruitment.withdraw(application=late, by=None, at=AT)
    assert not people_changed(proposal, TODAY)
    recruitment.withdraw(application=world.mentors["Mo"], by=None, at=AT)
    assert people_changed(proposal, TODAY)
