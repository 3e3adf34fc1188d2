"""Announcing, drawing and calling off a ballot, and proposing by it, through actions."""

import pytest

from pares.ground.ledger.models import Entry
from pares.stages.matching import actions as matching
from pares.stages.matching.ballot import order_of_lots
from pares.stages.matching.ballots import actions as ballots
from pares.stages.matching.ballots.rules import (
    AlreadyAnnounced,
    AlreadyDrawn,
    BadSeed,
    CalledOff,
    EnoughPlaces,
    NoSeed,
    NoSource,
    NotAsDrawn,
    NotDrawn,
    SourceTooLong,
)
from pares.stages.matching.by_hand import actions as by_hand
from pares.stages.matching.rules import AlreadyConfirmed
from pares.stages.recruitment import actions as recruitment
from pares.stages.reminders.sending import recheck
from tests import world as worlds

AT = worlds.CONFIRMED
SOURCE = "the bonus ball of the draw on Saturday 3 April 2027"


@pytest.fixture
def crowded(world):
    """Six mentees for three places."""
    for name in ("Lou", "Liz", "Lee"):
        world.mentees[name] = worlds.mentee(world.spring, name)
    return world


def announce(world, **told):
    return ballots.announce(cohort=world.spring, by=worlds.person("Asha"), at=AT, **(told or {"source": SOURCE}))


def draw(ballot, seed="14 32 5"):
    return ballots.draw(ballot=ballot, by=worlds.person("Asha"), at=AT, seed=seed)


def propose(world):
    return matching.propose(cohort=world.spring, by=None, at=AT)


def matched(proposal) -> set[str]:
    return {pair.mentee.person.name for pair in proposal.pairs.weak_first()}


def in_order(ballot) -> list[str]:
    return [ticket.application.person.name for ticket in ballot.tickets.in_order()]


def test_everybody_who_waits_gets_a_ticket_and_a_letter(crowded):
    gone = worlds.mentee(crowded.spring, "Una")
    recruitment.withdraw(application=gone, by=gone.person, at=AT)
    ballot = announce(crowded)
    assert sorted(ballot.tickets.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert (ballot.size, ballot.seed, ballot.drawn_at) == (6, "", None)
    letters = worlds.letters("ballot_announced")
    assert {letter.person.name for letter in letters} == set(crowded.mentees)
    for letter in letters:
        number = ballot.tickets.get(application__person=letter.person).number
        assert f"Your ticket is number {number} of 6." in letter.text
        assert f"It will come from: {SOURCE}" in " ".join(letter.text.split())
    assert announce(crowded) == ballot
    assert len(worlds.letters("ballot_announced")) == 6
    with pytest.raises(AlreadyAnnounced):
        announce(crowded, source="something else")


def test_who_has_withdrawn_is_not_written_to_about_lots(crowded):
    announce(crowded)
    lou = crowded.mentees["Lou"]
    recruitment.withdraw(application=lou, by=lou.person, at=AT)
    why = {str(letter.person): recheck(letter, AT) for letter in worlds.letters("ballot_announced")}
    assert (why.pop("Lou"), set(why.values())) == ("They do not take part any more.", {None})


def test_numbers_tell_neither_names_nor_who_came_first(crowded):
    orders = set()
    for number in range(4):
        ballot = announce(crowded, source=f"Draw {number}")
        orders.add(tuple(ballot.tickets.order_by("number").values_list("application__person__name", flat=True)))
        ballots.call_off(ballot=ballot, by=None, at=AT)
    assert len(orders) > 1


def test_a_draw_is_made_once_and_can_be_worked_out_again(crowded):
    ballot = draw(announce(crowded), "  14  32 5 ")
    assert (ballot.seed, ballot.drawn_by.name, ballot.drawn_at) == ("14 32 5", "Asha", AT)
    tickets = list(ballot.tickets.in_order())
    assert [ticket.lot for ticket in tickets] == [1, 2, 3, 4, 5, 6]
    assert [ticket.number for ticket in tickets] == order_of_lots("14 32 5", 6)
    again = draw(ballot, "another")
    assert again.seed == "14 32 5"
    assert [ticket.number for ticket in again.tickets.in_order()] == order_of_lots("14 32 5", 6)
    assert Entry.objects.filter(verb="matching.draw_ballot").count() == 1
    with pytest.raises(AlreadyDrawn):
        ballots.call_off(ballot=ballot, by=None, at=AT)


def test_words_fixed_when_it_was_announced_are_the_seed(crowded):
    ballot = announce(crowded, seed="Spring 2027, first draw")
    assert "It is fixed now: Spring 2027, first draw" in " ".join(worlds.letters("ballot_announced")[0].text.split())
    assert draw(ballot, "something else").seed == "Spring 2027, first draw"


@pytest.mark.parametrize(
    ("seed", "refusal"), [("", NoSeed), ("  ", NoSeed), ("5'; ls", BadSeed), ("5 €", BadSeed), ("5" * 101, BadSeed)]
)
def test_a_seed_that_cannot_be_copied_is_refused(crowded, seed, refusal):
    ballot = announce(crowded)
    with pytest.raises(refusal):
        draw(ballot, seed)
    assert ballot.tickets.exclude(lot=None).count() == 0


@pytest.mark.parametrize(("source", "refusal"), [(" ", NoSource), ("x" * 201, SourceTooLong)])
def test_where_the_seed_comes_from_must_be_said(crowded, source, refusal):
    with pytest.raises(refusal):
        announce(crowded, source=source)


def test_there_is_no_ballot_where_nobody_is_left_out(world):
    with pytest.raises(EnoughPlaces):
        announce(world)


def test_pairs_not_chosen_yet_are_no_lack_of_places(world):
    """Who chooses by hand begins with no pairs: everybody waits, and there is still a place for each."""
    by_hand.begin(cohort=world.spring, by=None, at=AT)
    with pytest.raises(EnoughPlaces):
        announce(world)


def test_the_lots_say_who_is_matched(crowded):
    propose(crowded)
    ballot = draw(announce(crowded))
    after = propose(crowded)
    # Three places, and everybody may have every mentor: the first three lots.
    assert matched(after) == set(in_order(ballot)[:3])
    told = "By lot no place is left: 3 mentees whose turn came before can only have the same mentors, "
    assert {left.why for left in after.unmatched.all()} == {f"{told}and fill all 3 places."}
    first = after.unmatched.first().about["mentees"]
    assert len(first) == 4
    assert len(matching.confirm(proposal=after, by=None, at=AT)) == 3


def test_locked_pairs_come_first_and_whoever_withdraws_is_passed_over(crowded):
    ballot = draw(announce(crowded))
    order = in_order(ballot)
    last, first = crowded.mentees[order[-1]], crowded.mentees[order[0]]
    kept = matching.swap(proposal=propose(crowded), mentee=last, mentor=crowded.mentors["Mo"], by=None, at=AT)
    assert matched(kept) == {order[-1], order[0], order[1]}
    recruitment.withdraw(application=first, by=first.person, at=AT)
    assert matched(propose(crowded)) == {order[-1], order[1], order[2]}
    assert ballot.tickets.count() == 6


def test_who_comes_later_is_behind_everybody(crowded):
    ballot = announce(crowded)
    worlds.mentee(crowded.spring, "Ann")
    draw(ballot)
    worlds.mentee(crowded.spring, "Abe")
    proposal = propose(crowded)
    assert in_order(ballot)[6:] == ["Ann", "Abe"]
    assert list(ballot.tickets.in_order().values_list("number", "lot"))[6:] == [(7, 7), (8, 8)]
    assert [letter.person.name for letter in worlds.letters("ballot_late")] == ["Abe", "Ann"]
    assert matched(proposal) == set(in_order(ballot)[:3])
    propose(crowded)
    assert len(worlds.letters("ballot_late")) == 2


def test_what_was_announced_is_kept_before_anything_is_confirmed(crowded):
    before = propose(crowded)
    now = matched(before)
    ballot = announce(crowded)
    with pytest.raises(NotDrawn):
        matching.confirm(proposal=before, by=None, at=AT)
    seed = next(str(n) for n in range(99) if _others_first(crowded, ballot, str(n), now))
    draw(ballot, seed)
    with pytest.raises(NotAsDrawn):
        matching.confirm(proposal=before, by=None, at=AT)
    after = propose(crowded)
    back = matching.undo(proposal=after, by=None, at=AT)
    assert matched(back) == now
    with pytest.raises(NotAsDrawn):
        matching.confirm(proposal=back, by=None, at=AT)


def _others_first(world, ballot, seed: str, now: set[str]) -> bool:
    names = dict(ballot.tickets.values_list("number", "application__person__name"))
    return {names[number] for number in order_of_lots(seed, 6)[:3]} != now


def test_a_ballot_can_be_called_off_before_the_draw(crowded):
    proposal = propose(crowded)
    ballot = ballots.call_off(ballot=announce(crowded), by=None, at=AT)
    assert ballots.call_off(ballot=ballot, by=None, at=AT) == ballot
    assert len(worlds.letters("ballot_called_off")) == 6
    with pytest.raises(CalledOff):
        draw(ballot)
    matching.confirm(proposal=proposal, by=None, at=AT)
    with pytest.raises(AlreadyConfirmed):
        announce(crowded)


def test_once_the_match_is_confirmed_lots_bind_nobody(crowded):
    draw(announce(crowded))
    matching.confirm(proposal=propose(crowded), by=None, at=AT)
    assert matching.pool.frame_of(crowded.spring, AT.date()).lots == ()
    assert ballots.give_late_tickets(cohort=crowded.spring, at=AT) == []
