"""Choosing pairs by hand, through actions: what is chosen is done, nothing else moves, and it can be undone."""

import pytest

from pares.stages.matching import actions as matching
from pares.stages.matching.board.reading import state_of
from pares.stages.matching.by_hand.actions import ALL_TAKEN, MENTEE_WAITS, MENTOR_WAITS
from pares.stages.matching.models import Pair
from pares.stages.matching.pool import set_aside
from pares.stages.matching.rules import AlreadyConfirmed, Gone, NobodyToMatch, NotAllowed, Overtaken
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import WishKind
from tests import world as worlds

AT = worlds.CONFIRMED


def begin(world, **more):
    return matching.begin(cohort=world.spring, by=worlds.person("Asha"), at=AT, **more)


def newest(world):
    return world.spring.proposals.newest()


def choose(world, mentee, mentor, **more):
    both = {"mentee": world.mentees[mentee], "mentor": world.mentors[mentor]}
    return matching.choose(proposal=newest(world), **both, by=worlds.person("Asha"), at=AT, **more)


def apart(world, mentee, **more):
    return matching.take_apart(proposal=newest(world), mentee=world.mentees[mentee], by=None, at=AT, **more)


def pairs(world):
    held = newest(world).pairs.select_related("mentee__person", "mentor__person")
    return {str(each.mentee.person): (str(each.mentor.person), each.locked, each.by_hand) for each in held}


def waits(world):
    return {str(each.application.person): each.why for each in newest(world).unmatched.select_related("application")}


def test_pairs_are_chosen_one_by_one_and_the_rest_is_proposed(world):
    begin(world)
    assert pairs(world) == {}
    assert waits(world) == dict.fromkeys(("Ella", "Eli", "Esme"), MENTEE_WAITS) | dict.fromkeys(
        ("Max", "Mina", "Mo"), MENTOR_WAITS
    )
    choose(world, "Esme", "Max")
    choose(world, "Esme", "Max")
    assert pairs(world) == {"Esme": ("Max", True, True)}
    assert "Esme" not in waits(world)
    choose(world, "Esme", "Mina")
    choose(world, "Ella", "Max")
    assert pairs(world) == {"Esme": ("Mina", True, True), "Ella": ("Max", True, True)}
    proposal = newest(world)
    scores = [pair.score for pair in proposal.pairs.all()]
    assert (proposal.matched, proposal.worst, proposal.total) == (2, 0, sum(scores))
    apart(world, "Ella")
    apart(world, "Ella")
    matching.propose(cohort=world.spring, by=None, at=AT)
    assert pairs(world)["Esme"] == ("Mina", True, True)
    assert {locked for _, locked, _ in pairs(world).values()} == {True, False}
    verbs = list(world.spring.changes.order_by("number").values_list("verb", flat=True))
    assert verbs == ["start", "choose", "choose", "choose", "apart", "propose"]
    assert len(matching.confirm(proposal=newest(world), by=None, at=AT)) == Pair.objects.count() == 3


def test_a_choice_in_a_proposal_moves_nobody_else_and_is_undone(world):
    matching.propose(cohort=world.spring, by=None, at=AT)
    before = state_of(newest(world), set_aside(world.spring))
    stood = pairs(world)
    with pytest.raises(NotAllowed, match=r"has no free place\. Take one of their pairs apart first"):
        choose(world, "Esme", stood["Ella"][0])
    apart(world, "Ella")
    choose(world, "Esme", stood["Ella"][0])
    assert pairs(world) == {"Eli": stood["Eli"], "Esme": (stood["Ella"][0], True, True)}
    assert waits(world) == {"Ella": MENTEE_WAITS, stood["Esme"][0]: MENTOR_WAITS}
    begin(world)
    assert pairs(world) == {}
    for _ in range(3):
        matching.undo(proposal=newest(world), by=None, at=AT)
    assert state_of(newest(world), set_aside(world.spring)) == before


def test_what_may_not_be_is_refused_and_another_lead_is_not_overrun(world):
    ella, mo = world.mentees["Ella"], world.mentors["Mo"]
    wishes = worlds.given(world.northgate, grade="F1", wishes=(GivenWish(WishKind.NOT_WITH, "Mo"),))
    recruitment.change_wishes(application=ella, given=wishes, by=ella.person, at=worlds.SIGNED_UP)
    begin(world)
    with pytest.raises(NotAllowed, match=r"Ella and Mo cannot be matched\. Kept private\."):
        choose(world, "Ella", "Mo")
    seen = newest(world).changes
    choose(world, "Esme", "Max", seen=seen)
    for act in (
        lambda: choose(world, "Ella", "Mina", seen=seen),
        lambda: apart(world, "Esme", seen=seen),
        lambda: begin(world, seen=seen),
    ):
        with pytest.raises(Overtaken):
            act()
    choose(world, "Eli", "Mina")
    assert waits(world)["Ella"] == ALL_TAKEN
    recruitment.withdraw(application=mo, by=None, at=AT)
    with pytest.raises(Gone):
        choose(world, "Ella", "Mo")
    matching.confirm(proposal=newest(world), by=None, at=AT)
    for act in (lambda: choose(world, "Ella", "Mo"), lambda: apart(world, "Esme"), lambda: begin(world)):
        with pytest.raises(AlreadyConfirmed):
            act()
    with pytest.raises(NobodyToMatch):
        matching.begin(cohort=world.other, by=None, at=AT)


def test_choosing_leaves_a_pair_of_somebody_who_left_as_it_is(world):
    matching.propose(cohort=world.spring, by=None, at=AT)
    stood = pairs(world)
    recruitment.withdraw(application=world.mentees["Ella"], by=None, at=AT)
    apart(world, "Eli")
    choose(world, "Eli", stood["Eli"][0])
    assert pairs(world) == stood | {"Eli": (stood["Eli"][0], True, True)}
