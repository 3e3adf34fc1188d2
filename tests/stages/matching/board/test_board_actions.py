"""Locks, leaving people out, undoing, and the record of it all, through actions."""

import pytest

from pares.ground.schemes.actions import describe
from pares.stages.matching import actions as matching
from pares.stages.matching.board.reading import state_of, states
from pares.stages.matching.board.states import reweighed
from pares.stages.matching.board.words import Names, told
from pares.stages.matching.models import Change
from pares.stages.matching.pool import set_aside, weights_of
from pares.stages.matching.rules import (
    AlreadyConfirmed,
    CannotGoBack,
    NobodyToMatch,
    NothingToUndo,
    Overtaken,
    WeightsMoved,
)
from pares.stages.matching.scores import DEFAULT_WEIGHTS, Criterion
from pares.stages.recruitment import actions as recruitment
from tests import world as worlds

AT = worlds.CONFIRMED


def propose(world):
    return matching.propose(cohort=world.spring, by=worlds.person("Asha"), at=AT)


def state(world):
    return state_of(world.spring.proposals.newest(), set_aside(world.spring))


def undo(world, **more):
    return matching.undo(proposal=world.spring.proposals.newest(), by=worlds.person("Bola"), at=AT, **more)


def swap_esme(world, mentor="Max"):
    newest = world.spring.proposals.newest()
    return matching.swap(
        proposal=newest, mentee=world.mentees["Esme"], mentor=world.mentors[mentor], by=worlds.person("Asha"), at=AT
    )


def leave_out(world, *names):
    people = {world.mentees.get(name, world.mentors.get(name)).pk for name in names}
    return matching.leave_out(proposal=world.spring.proposals.newest(), people=people, by=None, at=AT)


def record(world):
    return [(each.number, each.verb, str(each.by or "")) for each in world.spring.changes.order_by("number")]


def test_every_change_is_written_down_and_undone_one_by_one(world):
    stood = [state_of(propose(world), frozenset())]
    for change in (
        lambda: swap_esme(world),
        lambda: leave_out(world, "Ella", "Mina"),
        lambda: propose(world),
        lambda: matching.lock_only(
            proposal=world.spring.proposals.newest(),
            mentees={world.mentees["Eli"].pk, world.mentees["Esme"].pk},
            by=None,
            at=AT,
        ),
    ):
        change()
        stood.append(state(world))
    for earlier in reversed(stood[:-1]):
        undo(world)
        assert state(world) == earlier
    with pytest.raises(NothingToUndo):
        undo(world)
    assert record(world) == [
        (1, "propose", "Asha"),
        (2, "swap", "Asha"),
        (3, "leave_out", ""),
        (4, "propose", "Asha"),
        (5, "lock", ""),
        *((number, "undo", "Bola") for number in range(6, 10)),
    ]
    assert [each.undoes.number for each in world.spring.changes.filter(verb="undo").order_by("number")] == [5, 4, 3, 2]


def test_every_earlier_state_can_be_read_from_the_record(world):
    stood = {1: state_of(propose(world), frozenset())}
    for number, change in enumerate((lambda: swap_esme(world), lambda: leave_out(world, "Mo"), lambda: undo(world)), 2):
        change()
        stood[number] = state(world)
    newest = world.spring.proposals.newest()
    assert states(newest, list(world.spring.changes.newest_first())) == stood


def test_whoever_is_left_out_has_nobody_and_comes_back(world):
    propose(world)
    leave_out(world, "Esme", "Max")
    newest = world.spring.proposals.newest()
    people = {pair.mentee.person.name: pair.mentor.person.name for pair in newest.pairs.weak_first()}
    assert sorted(people) == ["Eli", "Ella"]
    assert sorted(people.values()) == ["Mina", "Mo"]
    assert newest.unmatched.count() == 0
    leave_out(world)
    assert world.spring.proposals.newest().matched == 3
    with pytest.raises(NobodyToMatch):
        leave_out(world, "Max", "Mina", "Mo")


def test_an_undo_that_is_no_longer_true_is_refused(world):
    propose(world)
    swap_esme(world)
    swap_esme(world, "Mina")
    recruitment.withdraw(application=world.mentors["Mo"], by=None, at=AT)
    with pytest.raises(CannotGoBack):
        undo(world)
    assert Change.objects.count() == 3


def test_two_leads_never_undo_each_others_changes_unseen(world):
    proposal = propose(world)
    swap_esme(world)
    for act in (
        lambda: undo(world, seen=proposal.changes),
        lambda: matching.leave_out(
            proposal=proposal, people={world.mentees["Ella"].pk}, by=None, at=AT, seen=proposal.changes
        ),
        lambda: matching.lock_only(proposal=proposal, mentees=set(), by=None, at=AT, seen=proposal.changes),
    ):
        with pytest.raises(Overtaken):
            act()
    matching.confirm(proposal=world.spring.proposals.newest(), by=None, at=AT)
    with pytest.raises(AlreadyConfirmed):
        undo(world)


def test_saving_what_is_so_already_is_no_change(world):
    proposal = propose(world)
    matching.lock_only(proposal=proposal, mentees=set(), by=None, at=AT, seen=proposal.changes)
    leave_out(world)
    assert Change.objects.count() == 1


def weigh(world, **weights):
    wanted = {criterion: weights.get(criterion.name, DEFAULT_WEIGHTS[criterion]) for criterion in Criterion}
    newest = world.spring.proposals.newest()
    return matching.weigh(proposal=newest, weights=wanted, by=worlds.person("Asha"), at=AT)


def weights(world):
    return weights_of(type(world.northgate).objects.get(pk=world.northgate.pk))


def test_an_undo_brings_back_what_counted_and_the_pairs_of_then(world):
    propose(world)
    swap_esme(world)
    stood = state(world)
    weigh(world, TRAVEL=0, TOPICS=40)
    assert (weights(world)[Criterion.TRAVEL], weights(world)[Criterion.TOPICS]) == (0, 40)
    assert {placed.score for placed in state(world).pairs.values()} != {placed.score for placed in stood.pairs.values()}
    weigh(world, TRAVEL=0, TOPICS=40)
    assert Change.objects.count() == 3
    undo(world)
    assert weights(world) == DEFAULT_WEIGHTS
    assert state(world) == stood
    last, before = world.spring.changes.newest_first()[:2]
    assert told(before, Names()).lines[:2] == [
        "Topics wanted and offered: from 15 to 40",
        "Travel between sites: from 25 to 0",
    ]
    assert told(last, Names()).lines[:2] == [
        "Topics wanted and offered: from 40 to 15",
        "Travel between sites: from 0 to 25",
    ]
    assert reweighed(before.difference) == [("TOPICS", 15, 40), ("TRAVEL", 25, 0)]


def test_numbers_changed_from_another_cohort_are_not_overwritten(world):
    propose(world)
    weigh(world, TRAVEL=10)
    others = {criterion.name: number for criterion, number in weights(world).items()} | {"TRAVEL": 11}
    describe(scheme=world.northgate, weights=others, by=None, at=AT)
    with pytest.raises(WeightsMoved):
        undo(world)
    assert weights(world)[Criterion.TRAVEL] == 11


def test_an_undo_after_a_change_elsewhere_scores_by_what_counts_now(world):
    propose(world)
    swap_esme(world)
    others = {criterion.name: number for criterion, number in DEFAULT_WEIGHTS.items()} | {"TRAVEL": 0}
    describe(scheme=world.northgate, weights=others, by=None, at=AT)
    undo(world)
    newest = world.spring.proposals.newest()
    for pair in newest.pairs.all():
        earned = sum(reason["weight"] * reason["share"] for reason in pair.reasons)
        of = sum(reason["weight"] for reason in pair.reasons)
        assert pair.score == (round(earned / of) if of else 1000)
    assert (newest.worst, newest.total) == (
        min(pair.score for pair in newest.pairs.all()),
        sum(pair.score for pair in newest.pairs.all()),
    )
