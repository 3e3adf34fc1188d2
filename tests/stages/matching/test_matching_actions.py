"""Proposing, locking, swapping, confirming and changing pairs one by one, through actions."""

from datetime import timedelta

import pytest

from pares.ground.ledger.models import Entry
from pares.stages.matching import actions as matching
from pares.stages.matching.models import Ended, Pair
from pares.stages.matching.rules import (
    AlreadyConfirmed,
    Gone,
    NobodyToMatch,
    NoLongerTrue,
    NotAllowed,
    NotConfirmed,
    Overtaken,
    PairOver,
)
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import Application, WishKind
from tests import world as worlds

AT = worlds.CONFIRMED


def propose(world):
    return matching.propose(cohort=world.spring, by=None, at=AT)


def swap(proposal, mentee, mentor, **more):
    return matching.swap(proposal=proposal, mentee=mentee, mentor=mentor, by=None, at=AT, **more)


def couples(proposal) -> dict[str, str]:
    return {pair.mentee.person.name: pair.mentor.person.name for pair in proposal.pairs.weak_first()}


def flags(proposal) -> dict[str, tuple[bool, bool]]:
    return {pair.mentee.person.name: (pair.locked, pair.by_hand) for pair in proposal.pairs.weak_first()}


def test_everybody_gets_the_mentor_nearby(world):
    proposal = propose(world)
    assert (proposal.matched, couples(proposal)["Esme"]) == (3, "Mo")


def test_a_swap_is_locked_and_survives_proposing_again(world):
    proposal = propose(world)
    swap(proposal, world.mentees["Esme"], world.mentors["Max"], seen=proposal.changes)
    again = propose(world)
    assert (again.matched, couples(again)["Esme"], flags(again)["Esme"]) == (3, "Max", (True, True))
    assert proposal.pairs.count() == 0


def test_a_locked_pair_stays_where_others_move(world):
    proposal = propose(world)
    kept = proposal.pairs.weak_first().get(mentee=world.mentees["Esme"])
    matching.lock(proposed=kept, locked=True, by=None, at=AT)
    with pytest.raises(NotAllowed) as refused:
        swap(proposal, world.mentees["Ella"], world.mentors["Mo"])
    assert str(refused.value) == "Mo's places are all taken by locked pairs. Unlock one of them first."
    matching.lock(proposed=proposal.pairs.get(mentee=world.mentees["Esme"]), locked=False, by=None, at=AT)
    assert couples(swap(proposal, world.mentees["Ella"], world.mentors["Mo"]))["Ella"] == "Mo"


def test_a_lock_that_no_longer_fits_is_let_go(world):
    roomy = worlds.mentor(world.spring, "Mick", capacity=2)
    worlds.train(world.spring, *world.mentors.values(), roomy)
    proposal = propose(world)
    for name in ("Ella", "Eli"):
        proposal = swap(proposal, world.mentees[name], roomy)
    Application.objects.filter(pk=roomy.pk).update(capacity=1)
    again = propose(world)
    assert sum(locked for locked, _ in flags(again).values()) == 1


def test_a_lead_who_saw_an_older_state_is_refused(world):
    proposal = propose(world)
    seen = proposal.changes
    matching.lock(proposed=proposal.pairs.first(), locked=True, by=None, at=AT, seen=seen)
    with pytest.raises(Overtaken):
        matching.confirm(proposal=proposal, by=None, at=AT, seen=seen)
    assert Pair.objects.count() == 0


def test_an_earlier_proposal_can_no_longer_be_changed_or_confirmed(world):
    earlier = propose(world)
    later = propose(world)
    assert later.changes > earlier.changes
    with pytest.raises(Overtaken):
        matching.confirm(proposal=earlier, by=None, at=AT)
    with pytest.raises(Overtaken):
        swap(earlier, world.mentees["Esme"], world.mentors["Max"])


def test_a_swap_says_who_cannot_be_matched_and_why(world):
    proposal, esme, mo = propose(world), world.mentees["Esme"], world.mentors["Mo"]
    untrained = worlds.mentor(world.spring, "Ned")
    away = recruitment.withdraw(application=world.mentors["Max"], by=None, at=AT)
    for mentor, kind, sentence in (
        (untrained, NotAllowed, "Esme and Ned cannot be matched. The mentor has not been trained yet."),
        (away, Gone, "Max has withdrawn, is away or has been matched meanwhile. Choose somebody else."),
    ):
        with pytest.raises(kind) as refused:
            swap(proposal, esme, mentor)
        assert (str(refused.value), refused.value.field) == (sentence, "mentor")
    assert couples(proposal)["Esme"] == mo.person.name


@pytest.mark.parametrize("kind", [WishKind.NOT_WITH, WishKind.RELATIONSHIP])
def test_private_exclusions_are_one_sentence(world, kind):
    wish = GivenWish(kind, "Mo")
    wary = worlds.mentee(world.spring, "Wim", wishes=(wish,))
    with pytest.raises(NotAllowed) as refused:
        swap(propose(world), wary, world.mentors["Mo"])
    assert str(refused.value) == "Wim and Mo cannot be matched. Kept private."


def test_confirming_twice_makes_the_pairs_once(world):
    proposal = propose(world)
    first = matching.confirm(proposal=proposal, by=None, at=AT)
    second = matching.confirm(proposal=proposal, by=None, at=AT + timedelta(hours=1), seen=0)
    assert [pair.pk for pair in first] == [pair.pk for pair in second]
    assert len(worlds.letters("match_mentor")) == len(worlds.letters("match_mentee")) == 3
    assert {letter.state for kind in matching.MATCH_LETTERS for letter in worlds.letters(kind)} == {"held"}
    assert Entry.objects.filter(verb="matching.confirm").count() == 1
    with pytest.raises(AlreadyConfirmed):
        propose(world)
    with pytest.raises(AlreadyConfirmed):
        swap(proposal, world.mentees["Esme"], world.mentors["Max"])


def test_a_mentor_who_withdrew_meanwhile_stops_the_confirmation(world):
    proposal = propose(world)
    recruitment.withdraw(application=world.mentors["Mo"], by=None, at=AT)
    with pytest.raises(NoLongerTrue) as refused:
        matching.confirm(proposal=proposal, by=None, at=AT)
    assert str(refused.value) == (
        "Mo has withdrawn, is away or has been matched meanwhile. Propose again: your locked pairs stay where they can."
    )
    assert Pair.objects.count() == 0


def test_fewer_places_than_proposed_stop_the_confirmation(world):
    roomy = worlds.mentor(world.spring, "Mick", capacity=2)
    worlds.train(world.spring, *world.mentors.values(), roomy)
    proposal = propose(world)
    for name in ("Ella", "Eli"):
        proposal = swap(proposal, world.mentees[name], roomy)
    Application.objects.filter(pk=roomy.pk).update(capacity=1)
    with pytest.raises(NoLongerTrue) as refused:
        matching.confirm(proposal=proposal, by=None, at=AT)
    assert str(refused.value).startswith("Mick now has fewer places than this proposal gives them.")
    assert Pair.objects.count() == 0


def test_a_confirmed_pairs_fit_tells_no_wish(world):
    """All that is said of Ella and Max fits in full: a fit of less would tell that she wished for something else."""
    ella, max_ = world.mentees["Ella"], world.mentors["Max"]
    told = (GivenWish(WishKind.RANKED, "Mo", 1), GivenWish(WishKind.PREFER, "site:Southmere"))
    given = worlds.given(world.northgate, grade="F1", wishes=told)
    recruitment.change_wishes(application=ella, given=given, by=ella.person, at=AT)
    proposal = propose(world)
    swap(proposal, ella, max_)
    proposal = world.spring.proposals.newest()
    before = proposal.pairs.get(mentee=ella)
    assert (before.mentor, before.score < 1000) == (max_, True)
    matching.confirm(proposal=proposal, by=None, at=AT)
    before.refresh_from_db()
    assert (Pair.objects.get(mentee=ella).score, before.score) == (1000, 1000)


def test_what_reasons_say_of_wishes_is_dropped_at_confirmation(world):
    keen = worlds.mentee(world.spring, "Wim", wishes=(GivenWish(WishKind.RANKED, "Mo", 1),))
    proposal = swap(propose(world), keen, world.mentors["Mo"])
    assert any(reason["confidential"] for pair in proposal.pairs.all() for reason in pair.reasons)
    pairs = matching.confirm(proposal=proposal, by=None, at=AT)
    kept = [reason for each in (*pairs, *proposal.pairs.all()) for reason in each.reasons]
    assert {reason["confidential"] for reason in kept} == {False}


def test_an_empty_cohort_has_nobody_to_match(world):
    with pytest.raises(NobodyToMatch):
        matching.propose(cohort=world.other, by=None, at=AT)


def test_one_mentee_is_matched_anew_and_all_others_stay(world):
    ella, max_ = world.mentees["Ella"], world.mentors["Max"]
    with pytest.raises(NotConfirmed):
        matching.rematch(mentee=ella, mentor=max_, by=None, at=AT)
    proposal = swap(propose(world), ella, max_)
    pairs = {pair.mentee.person.name: pair for pair in matching.confirm(proposal=proposal, by=None, at=AT)}
    others = {name: pair.pk for name, pair in pairs.items() if name != "Ella"}
    free = worlds.mentor(world.spring, "Mick")
    worlds.train(world.spring, *world.mentors.values(), free)
    matching.close_pair(pair=pairs["Ella"], ended=Ended.CHANGED, by=None, at=AT, never_again=True)
    with pytest.raises(PairOver):
        matching.close_pair(pair=pairs["Ella"], ended=Ended.CHANGED, by=None, at=AT)
    for mentor, sentence in (
        (max_, "Ella and Max cannot be matched. Kept private."),
        (
            pairs["Esme"].mentor,
            f"Ella and {pairs['Esme'].mentor.person} cannot be matched. The mentor has no free place.",
        ),
    ):
        with pytest.raises(NotAllowed) as refused:
            matching.rematch(mentee=ella, mentor=mentor, by=None, at=AT)
        assert str(refused.value) == sentence
    anew = matching.rematch(mentee=ella, mentor=free, by=None, at=AT)
    assert matching.rematch(mentee=ella, mentor=free, by=None, at=AT) == anew
    standing = {pair.mentee.person.name: pair.pk for pair in Pair.objects.standing().in_words()}
    assert standing == others | {"Ella": anew.pk}
    late = worlds.mentee(world.spring, "Lou")
    with pytest.raises(Gone):
        matching.rematch(mentee=ella, mentor=pairs["Eli"].mentor, by=None, at=AT)
    with pytest.raises(NotAllowed):
        matching.rematch(mentee=late, mentor=free, by=None, at=AT)
