"""Filling free places after the match: exactly what was seen, once, with nobody left without a mentor for it."""

from datetime import UTC, datetime, timedelta

import pytest

from pares.ground.ledger.models import Entry
from pares.stages.matching import actions as matching
from pares.stages.matching.afterwards import actions
from pares.stages.matching.afterwards.asking import MATCHED, ONE_MORE, WITHDRAWN, cannot_lose, supposed
from pares.stages.matching.afterwards.filling import Plan, Plans, plans
from pares.stages.matching.afterwards.models import Filling
from pares.stages.matching.afterwards.rules import PeopleChanged
from pares.stages.matching.afterwards.standing import free_places, left_out, standing_of
from pares.stages.matching.models import Ended, Pair
from pares.stages.matching.rules import NotConfirmed, PairOver
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment.models import Application
from tests import world as worlds

JUNE = datetime(2027, 6, 16, 12, tzinfo=UTC)


@pytest.fixture
def pairs(world) -> dict[str, Pair]:
    return {pair.mentee.person.name: pair for pair in worlds.match(world.spring)}


@pytest.fixture
def one_waits(world, pairs) -> Application:
    """Wim waits and may have anybody but Nia, the only one with a free place."""
    nia = worlds.mentor(world.spring, "Nia", site="Southmere")
    worlds.train(world.spring, *world.mentors.values(), nia)
    world.mentors["Nia"] = nia
    return worlds.mentee(world.spring, "Wim", supervisors="Nia")


def found(world) -> Plans:
    return plans(standing_of(world.spring, JUNE.date()))


def named(world, plan: Plan | None) -> tuple[set[str], set[str]] | None:
    """Who is new and who moves, as "Wim: Max" and "Esme: Mo, Nia"."""
    if plan is None:
        return None
    names = {str(each.pk): each.person.name for each in Application.objects.filter(cohort=world.spring)}
    new = {f"{names[line.mentee]}: {names[line.after]}" for line in plan.new}
    return new, {f"{names[line.mentee]}: {names[line.before]}, {names[line.after]}" for line in plan.moved}


def couples(world) -> dict[str, str]:
    standing = Pair.objects.standing().filter(cohort=world.spring).in_words()
    return {pair.mentee.person.name: pair.mentor.person.name for pair in standing}


def fill(world, plan: Plan, by=None) -> Filling:
    return actions.fill(cohort=world.spring, seen=plan.seen, by=by, at=JUNE)


def test_where_nobody_waits_or_no_place_is_free_there_is_nothing_to_do(world, pairs):
    assert found(world) == Plans(None, None)
    worlds.mentee(world.spring, "Wim")
    assert found(world) == Plans(None, None)
    assert free_places(world.spring) == standing_of(world.spring, JUNE.date()).free_places == 0


def test_a_free_place_is_filled_without_moving_anybody(world, pairs):
    matching.close_pair(pair=pairs["Esme"], ended=Ended.LEFT, by=None, at=JUNE, never_again=True)
    before = couples(world)
    wim = worlds.mentee(world.spring, "Wim")
    assert free_places(world.spring) == standing_of(world.spring, JUNE.date()).free_places == 1
    plan = found(world).still
    assert (named(world, plan), found(world).moving is None) == (({"Wim: Mo"}, set()), True)
    done = fill(world, plan, by=worlds.person("Asha"))
    assert couples(world) == before | {"Wim": "Mo"}
    assert done.lines == [[str(wim.pk), None, str(world.mentors["Mo"].pk)]]
    leaves = {letter.to: (letter.kind, letter.not_before) for letter in worlds.letters("match_mentee")[-1:]}
    assert leaves == {"wim@example.org": ("match_mentee", datetime(2027, 6, 21, 7, tzinfo=UTC))}
    assert worlds.letters("match_mentor")[-1].state == "ready"
    assert Entry.objects.filter(verb="matching.fill", thing=done.pk, actor=worlds.person("Asha").pk).count() == 1


def test_one_moves_so_that_one_more_has_a_mentor(world, pairs, one_waits):
    plan = found(world).moving
    assert found(world).still is None
    ((new,), (moved,)) = named(world, plan)
    who, how = moved.split(": ")
    old, to = how.split(", ")
    assert (to, new, old) == ("Nia", f"Wim: {old}", couples(world)[who])
    before = couples(world)
    fill(world, plan)
    assert couples(world) == before | {who: "Nia", "Wim": old}
    ended = Pair.objects.get(pk=pairs[who].pk)
    assert (ended.ended, ended.get_ended_display(), ended.never_again) == ("moved", "Matched anew", False)
    assert [letter.to for letter in worlds.letters("pair_moved_mentee")] == [f"{who.lower()}@example.org"]
    assert [letter.to for letter in worlds.letters("pair_moved_mentor")] == [f"{old.lower()}@example.org"]
    assert worlds.letters("pair_ended") == []


def test_who_did_not_know_of_a_pair_hears_nothing_of_its_end(world, one_waits):
    for pair in Pair.objects.standing().filter(cohort=world.spring):
        pair.mentee_told_at = None
        pair.save()
    fill(world, found(world).moving)
    assert (worlds.letters("pair_moved_mentee"), worlds.letters("pair_moved_mentor")) == ([], [])
    assert len(worlds.letters("pair_ended")) == 1


def test_a_second_press_changes_nothing(world, pairs, one_waits):
    plan = found(world).moving
    first = fill(world, plan)
    after, letters = couples(world), len(worlds.letters("match_mentor"))
    assert fill(world, plan) == first
    assert (couples(world), len(worlds.letters("match_mentor"))) == (after, letters)


def test_what_is_not_any_more_what_was_seen_is_refused_whole(world, pairs, one_waits):
    plan, before = found(world).moving, couples(world)
    worlds.mentee(world.spring, "Zoe", site="Southmere")
    with pytest.raises(PeopleChanged, match="Nothing was done"):
        fill(world, plan)
    assert (couples(world), Filling.objects.count()) == (before, 0)
    for name in ("Zoe", "Wim"):
        who = Application.objects.get(cohort=world.spring, person__name=name)
        recruitment.withdraw(application=who, by=None, at=JUNE)
    with pytest.raises(PeopleChanged):
        fill(world, plan)


def test_the_same_people_again_are_not_the_same_press(world, pairs):
    matching.close_pair(pair=pairs["Esme"], ended=Ended.LEFT, by=None, at=JUNE)
    plan = found(world).still
    fill(world, plan)
    anew = Pair.objects.standing().get(mentee=pairs["Esme"].mentee)
    matching.close_pair(pair=anew, ended=Ended.LEFT, by=None, at=JUNE)
    assert couples(world).keys() == {"Ella", "Eli"}
    fill(world, found(world).still)
    assert couples(world)["Esme"] == "Mo"
    assert Filling.objects.count() == 2


def test_before_the_match_nothing_is_filled(world):
    with pytest.raises(NotConfirmed):
        actions.fill(cohort=world.spring, seen="x", by=None, at=JUNE)


def test_pairs_kept_together_never_move(world, pairs, one_waits):
    (moved,) = found(world).moving.moved
    first = Pair.objects.standing().get(mentee=moved.mentee)
    actions.keep_together(pair=first, kept=True, by=None, at=JUNE)
    (other,) = found(world).moving.moved
    assert other.mentee != moved.mentee
    for pair in Pair.objects.standing().filter(cohort=world.spring):
        actions.keep_together(pair=pair, kept=True, by=None, at=JUNE)
    assert found(world) == Plans(None, None)
    actions.keep_together(pair=first, kept=False, by=None, at=JUNE)
    assert found(world).moving.moved == (moved,)
    matching.close_pair(pair=first, ended=Ended.LEFT, by=None, at=JUNE)
    with pytest.raises(PairOver):
        actions.keep_together(pair=first, kept=True, by=None, at=JUNE)


def test_pairs_locked_in_the_proposal_are_kept_together(world):
    proposal = matching.propose(cohort=world.spring, by=None, at=worlds.CONFIRMED)
    matching.lock_only(proposal=proposal, mentees={world.mentees["Esme"].pk}, by=None, at=worlds.CONFIRMED)
    pairs = matching.confirm(proposal=proposal, by=None, at=worlds.CONFIRMED)
    assert {pair.mentee.person.name: pair.locked for pair in pairs} == {"Ella": False, "Eli": False, "Esme": True}


def test_a_pair_that_could_not_be_made_today_stays(world, pairs, one_waits):
    """Whoever is on leave, or whose facts have changed, keeps their mentor; a mentor with too many takes nobody new."""
    for each in (*world.mentors.values(), *world.mentees.values()):
        if each.person.name != "Nia":
            each.refresh_from_db()
            each.on_leave = True
            each.save()
    assert found(world) == Plans(None, None)
    assert {line.without for line in cannot_lose(standing_of(world.spring, JUNE.date()))} == {1}


def test_who_was_left_out_waits_until_taken_back(world):
    proposal = matching.propose(cohort=world.spring, by=None, at=worlds.CONFIRMED)
    esme = world.mentees["Esme"]
    matching.leave_out(proposal=proposal, people={esme.pk}, by=None, at=worlds.CONFIRMED)
    matching.confirm(proposal=world.spring.proposals.newest(), by=None, at=worlds.CONFIRMED)
    assert found(world) == Plans(None, None)
    assert left_out(world.spring, JUNE.date()) == [esme]
    for _ in range(2):
        actions.take_back(application=esme, by=None, at=JUNE)
    assert Entry.objects.filter(verb="matching.take_back").count() == 1
    ((new,), _) = named(world, found(world).still)
    assert new.startswith("Esme: ")


def test_what_if_says_who_moves(world, pairs, one_waits):
    now = standing_of(world.spring, JUNE.date())
    max_, mo = world.mentors["Max"], world.mentors["Mo"]
    gone = supposed(now, WITHDRAWN, str(mo.pk))
    assert [(line.mentee, line.after) for line in gone.needing] == [
        (str(world.mentees["Esme"].pk), str(world.mentors["Nia"].pk))
    ]
    assert (gone.new, gone.moved, gone.before, gone.after) == ((), (), 3, 3)
    more = supposed(now, ONE_MORE, str(max_.pk))
    assert [(line.mentee, line.after) for line in more.new] == [(str(one_waits.pk), str(max_.pk))]
    assert (more.moved, more.after, more.without_change) == ((), 4, 4)
    late = supposed(now, MATCHED, str(one_waits.pk))
    assert (len(late.moved), late.after, late.without_change) == (1, 4, 4)
    assert supposed(now, MATCHED, str(max_.pk)) is None
    assert supposed(now, WITHDRAWN, "") is None


def test_whom_a_cohort_can_spare(world, pairs, one_waits):
    names = {str(each.pk): name for name, each in world.mentors.items()}
    lost = {
        names[each.mentor]: (each.mentees, each.without, each.others)
        for each in cannot_lose(standing_of(world.spring, JUNE.date()))
    }
    assert lost == {"Max": (1, 0, 0), "Mina": (1, 0, 0), "Mo": (1, 0, 0)}
    recruitment.withdraw(application=world.mentors["Nia"], by=None, at=JUNE + timedelta(hours=1))
    assert [each.without for each in cannot_lose(standing_of(world.spring, JUNE.date()))] == [1, 1, 1]


def test_a_pair_whose_mentor_no_longer_counts_is_left_to_the_leads(world, pairs, one_waits):
    recruitment.withdraw(application=world.mentors["Mo"], by=None, at=JUNE)
    now = standing_of(world.spring, JUNE.date())
    assert str(world.mentees["Esme"].pk) not in {*now.pairs, *now.waiting}
    assert len(plans(now).moving.moved) == 1
    fill(world, plans(now).moving)
    assert couples(world)["Esme"] == "Mo"
