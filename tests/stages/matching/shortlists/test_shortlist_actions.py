"""Letting mentees choose: once, sealed, until the last day, and what the matching makes of it."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from pares.ground import clock
from pares.ground.cohorts import actions as cohorts
from pares.ground.ledger.models import Entry
from pares.ground.letters.models import Letter
from pares.ground.schemes import actions as schemes
from pares.stages.matching import actions as matching
from pares.stages.matching.models import ProposedPair
from pares.stages.matching.rules import AlreadyConfirmed
from pares.stages.matching.shortlists import actions, rules
from pares.stages.matching.shortlists.answering import Answer, Way, answered
from pares.stages.matching.shortlists.models import Choosing, Shortlist, Shortlisted
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment import wishes
from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import Wish, WishKind
from pares.stages.reminders.actions import run_due
from pares.stages.reminders.sending import recheck
from tests import world as worlds

OPENED = datetime(2027, 3, 15, 12, tzinfo=clock.LONDON)  # a Monday
LAST = date(2027, 3, 22)


def nine(day: date) -> datetime:
    return clock.morning(day)


@pytest.fixture
def choosing(world) -> Choosing:
    return actions.open_choosing(cohort=world.spring, closes_on=LAST, by=worlds.person("Asha"), at=OPENED)


def listed(world, name: str) -> Shortlist:
    return Shortlist.objects.get(mentee=world.mentees[name])


def answer(world, name: str, way: Way, *mentors: str, at: datetime = OPENED) -> None:
    order = tuple(str(world.mentors[each].person_id) for each in mentors)
    actions.answer(shortlist=listed(world, name), given=Answer(way, order), at=at)


def pairs(world, at: datetime = OPENED) -> dict[str, str]:
    proposal = matching.propose(cohort=world.spring, by=None, at=at)
    return {pair.mentee.person.name: pair.mentor.person.name for pair in proposal.pairs.weak_first()}


def to(kind: str) -> list[str]:
    return sorted(letter.person.name for letter in worlds.letters(kind))


def test_everybody_who_waits_gets_a_list_and_a_letter_once(world, choosing):
    again = actions.open_choosing(cohort=world.spring, closes_on=LAST + timedelta(days=1), by=None, at=OPENED)
    assert (again, again.closes_on) == (choosing, LAST)
    assert {each.lines.count() for each in choosing.shortlists.all()} == {3}
    assert to("shortlist_invitation") == ["Eli", "Ella", "Esme"]
    assert to("shortlist_mentors") == ["Max", "Mina", "Mo"]
    assert {letter.state for letter in Letter.objects.filter(kind__startswith="shortlist")} == {"ready"}
    assert [entry.verb for entry in Entry.objects.filter(verb__contains="choosing")] == ["matching.open_choosing"]


def test_the_first_on_a_list_is_who_the_proposal_would_give(world, choosing):
    first = Shortlisted.objects.filter(place=1).select_related("shortlist__mentee__person", "mentor__person")
    assert {each.shortlist.mentee.person.name: each.mentor.person.name for each in first} == pairs(world)


@pytest.mark.parametrize("kind", [WishKind.NOT_WITH, WishKind.RELATIONSHIP])
def test_nobody_ruled_out_stands_on_a_list(world, kind):
    worlds.mentee(world.spring, "Wim", wishes=(GivenWish(kind, "Mo"),))
    worlds.mentor(world.spring, "Ned")
    actions.open_choosing(cohort=world.spring, closes_on=LAST, by=None, at=OPENED)
    wim = Shortlist.objects.get(mentee__person__name="Wim")
    assert {line.mentor.person.name for line in wim.lines.all()} == {"Max", "Mina"}
    assert not Shortlisted.objects.filter(mentor__person__name="Ned").exists()  # not trained


def test_who_is_in_a_locked_pair_or_left_out_is_not_asked(world):
    proposal = matching.propose(cohort=world.spring, by=None, at=OPENED)
    matching.lock(proposed=proposal.pairs.get(mentee=world.mentees["Esme"]), locked=True, by=None, at=OPENED)
    matching.leave_out(proposal=proposal, people={world.mentees["Eli"].pk}, by=None, at=OPENED)
    actions.open_choosing(cohort=world.spring, closes_on=LAST, by=None, at=OPENED)
    assert to("shortlist_invitation") == ["Ella"]


def test_what_was_chosen_decides_and_can_be_changed(world, choosing):
    for ella, eli in (("Mina", "Max"), ("Max", "Mina"), ("Mina", "Max")):
        answer(world, "Ella", Way.ORDER, ella, eli)
        answer(world, "Eli", Way.ORDER, eli)
        assert pairs(world) == {"Esme": "Mo", "Ella": ella, "Eli": eli}


def test_somebody_else_is_a_wish_and_no_veto(world, choosing):
    answer(world, "Esme", Way.OTHERS)
    assert len(pairs(world)) == 3  # there is nobody else
    rosa = worlds.mentor(world.spring, "Rosa", site="Southmere")
    worlds.train(world.spring, *world.mentors.values(), rosa)
    assert pairs(world)["Esme"] == "Rosa"


def test_other_wishes_stay_and_the_number_of_wishes_says_nothing(world):
    max_ = GivenWish(WishKind.RANKED, "Max", 1)
    told = worlds.given(world.spring.scheme, grade="F1", wishes=(max_, GivenWish(WishKind.NOT_WITH, "Olga")))
    ella = world.mentees["Ella"]
    recruitment.change_wishes(application=ella, given=told, by=None, at=OPENED)
    actions.open_choosing(cohort=world.spring, closes_on=LAST, by=None, at=OPENED)
    seen = set()
    for way, chosen in ((Way.ORDER, ["Mina"]), (Way.ORDER, ["Mo", "Max"]), (Way.ANY, []), (Way.OTHERS, [])):
        answer(world, "Ella", way, *chosen)
        kept = wishes.of(ella)
        assert {wish.whom for wish in kept if wish.kind in {WishKind.RANKED, WishKind.NOT_WITH}} == {"Max", "Olga"}
        assert answered(kept) == Answer(way, tuple(str(world.mentors[each].person_id) for each in chosen))
        seen.add((len(kept), {len(wish.sealed) for wish in Wish.objects.filter(application=ella)} == {1052}))
    assert seen == {(5, True)}
    recruitment.change_wishes(application=ella, given=worlds.given(world.spring.scheme, grade="F1"), by=None, at=OPENED)
    assert answered(wishes.of(ella)) == Answer(Way.OTHERS)


def test_no_table_holds_who_was_chosen_and_no_reason_or_score_tells(world, choosing):
    """Only sealed bytes, and who a proposal matches, differ between one answer and another."""

    def state(chosen: str) -> list[str]:
        answer(world, "Ella", Way.ORDER, chosen)
        heap = []
        with connection.cursor() as cursor:
            for table in sorted(connection.introspection.table_names()):
                if table != Wish._meta.db_table and "entry" not in table:  # noqa: SLF001
                    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
                    heap += sorted(str(row) for row in cursor.fetchall())
        return heap

    assert state("Max") == state("Mina") == state("Mo")
    matching.propose(cohort=world.spring, by=None, at=OPENED)
    frame = {pair.mentee.person.name: pair for pair in ProposedPair.objects.weak_first()}
    assert all("ish" not in str(pair.reasons) for pair in frame.values())
    scores = {pair.mentee_id: pair.score for pair in frame.values()}
    Wish.objects.all().delete()
    plain = matching.propose(cohort=world.spring, by=None, at=OPENED)
    swapped = {pair.mentee_id: pair.score for pair in plain.pairs.all() if pair.mentor_id == frame_mentor(frame, pair)}
    assert swapped
    assert swapped.items() <= scores.items()


def frame_mentor(frame, pair):
    return frame[pair.mentee.person.name].mentor_id


def test_answers_are_taken_until_the_last_day_and_from_the_list_alone(world, choosing):
    answer(world, "Ella", Way.ANY, at=nine(LAST).replace(hour=23))
    with pytest.raises(rules.Over):
        answer(world, "Ella", Way.OTHERS, at=nine(LAST + timedelta(days=1)))
    for chosen in (("Max", "Max"), ()):
        with pytest.raises(rules.NotOnTheList):
            answer(world, "Ella", Way.ORDER, *chosen)
    recruitment.withdraw(application=world.mentors["Max"], by=None, at=OPENED)
    with pytest.raises(rules.NotOnTheList):
        answer(world, "Ella", Way.ORDER, "Max")
    recruitment.withdraw(application=world.mentees["Ella"], by=None, at=OPENED)
    with pytest.raises(rules.NotTakingPart):
        answer(world, "Ella", Way.ANY)
    assert answered(wishes.of(world.mentees["Ella"])) == Answer(Way.ANY)


def test_when_it_cannot_begin_it_says_why(world):
    kept = {"cohort": world.spring, "by": None, "at": OPENED}
    for day in (OPENED.date(), world.spring.changeover_on + timedelta(days=1)):
        with pytest.raises(rules.BadLastDay):
            actions.open_choosing(closes_on=day, **kept)
    with pytest.raises(rules.NobodyCanChoose):
        actions.open_choosing(cohort=world.other, closes_on=LAST, by=None, at=OPENED)
    asha, usual = worlds.person("Asha"), dict(world.northgate.weights)
    schemes.describe(scheme=world.northgate, by=asha, at=OPENED, weights={**usual, "WISHES": 0})
    world.spring.scheme.refresh_from_db()
    with pytest.raises(rules.ChangesNothing):
        actions.open_choosing(closes_on=LAST, **kept)
    schemes.describe(scheme=world.northgate, by=asha, at=OPENED, weights=usual)
    worlds.match(world.spring, at=OPENED)
    with pytest.raises(AlreadyConfirmed):
        actions.open_choosing(closes_on=LAST, **kept)


def test_the_last_day_moves_later_only(world, choosing):
    with pytest.raises(rules.BadLastDay):
        actions.extend(choosing=choosing, closes_on=LAST - timedelta(days=1), by=None, at=OPENED)
    run_due(at=nine(date(2027, 3, 18)))
    later = actions.extend(choosing=choosing, closes_on=date(2027, 3, 24), by=None, at=nine(date(2027, 3, 18)))
    assert (later.closes_on, later.reminded_on) == (date(2027, 3, 24), None)
    actions.end_choosing(choosing=choosing, by=None, at=nine(date(2027, 3, 19)))
    with pytest.raises(rules.Over):
        actions.extend(choosing=choosing, closes_on=date(2027, 3, 25), by=None, at=nine(date(2027, 3, 19)))


def test_the_ledger_which_outlives_the_lists_does_not_tell_who_has_answered(world, choosing):
    before = set(Entry.objects.values_list("pk", flat=True))
    answer(world, "Ella", Way.ANY)
    told = Entry.objects.exclude(pk__in=before).values_list("verb", "actor", "kind", "thing")
    assert list(told) == [("recruitment.choose", None, "cohort", world.spring.pk)]


def test_who_is_asked_again_has_answered_nothing_yet(world, choosing):
    """Their letter says that without an answer what they told at sign-up counts, and nothing else does."""
    who = world.mentees["Ella"]
    told = worlds.given(world.northgate, grade="F1", wishes=(GivenWish(WishKind.RANKED, "Mo", rank=1),))
    recruitment.change_wishes(application=who, given=told, by=who.person, at=OPENED)
    answer(world, "Ella", Way.OTHERS)
    actions.end_choosing(choosing=choosing, by=None, at=OPENED)
    assert len(wishes.of(who)) == 4
    actions.open_choosing(cohort=world.spring, closes_on=LAST, by=None, at=OPENED + timedelta(hours=1))
    assert wishes.of(who) == [GivenWish(WishKind.RANKED, "Mo", rank=1)]
    assert Entry.objects.filter(verb="recruitment.forget_choices").values_list("kind", flat=True).get() == "cohort"


def test_a_reminder_goes_two_working_days_before_to_who_has_not_answered(world, choosing):
    answer(world, "Ella", Way.ANY)
    recruitment.withdraw(application=world.mentees["Eli"], by=None, at=OPENED)
    run_due(at=nine(date(2027, 3, 17)))
    assert to("shortlist_reminder") == []
    for _ in range(2):
        run_due(at=nine(date(2027, 3, 18)))  # Thursday: Friday and Monday are left
        assert to("shortlist_reminder") == ["Esme"]
    (letter,) = worlds.letters("shortlist_reminder")
    assert recheck(letter, OPENED) is None
    answer(world, "Esme", Way.ANY)
    assert recheck(letter, OPENED) == "They have answered meanwhile."


def test_it_closes_by_itself_and_tells_the_leads_numbers_alone(world, choosing):
    answer(world, "Ella", Way.ORDER, "Mina")
    run_due(at=nine(LAST))
    assert to("shortlist_closed") == []
    for _ in range(2):
        run_due(at=nine(LAST + timedelta(days=1)))
        assert to("shortlist_closed") == ["Asha", "Bola"]
    choosing.refresh_from_db()
    assert choosing.ended == "last_day"
    letter = worlds.letters("shortlist_closed")[0]
    assert "We have 1 of 3 answers." in letter.text
    assert not any(name in letter.text for name in (*world.mentees, *world.mentors))
    (invitation, *_) = worlds.letters("shortlist_invitation")
    assert recheck(invitation, OPENED) == "Choosing has ended."


def test_mentors_are_told_while_mentees_choose_and_while_they_take_part(world, choosing):
    found = {str(letter.person): letter for letter in worlds.letters("shortlist_mentors")}
    recruitment.withdraw(application=world.mentors["Mo"], by=None, at=OPENED)
    gone = "They do not take part any more."
    assert {name: recheck(letter, OPENED) for name, letter in found.items()} == {"Max": None, "Mina": None, "Mo": gone}
    actions.end_choosing(choosing=choosing, by=None, at=OPENED)
    assert recheck(found["Max"], OPENED) == "Choosing has ended."


def test_confirming_meanwhile_ends_it_and_erases_the_lists(world, choosing):
    answer(world, "Ella", Way.ORDER, "Mina")
    worlds.match(world.spring, at=OPENED)
    choosing.refresh_from_db()
    assert (choosing.ended, Shortlist.objects.count(), Shortlisted.objects.count()) == ("confirmed", 0, 0)
    run_due(at=nine(LAST + timedelta(days=1)))
    assert to("shortlist_closed") == []
    assert actions.forget_over(at=nine(world.spring.changeover_on)) == 0
    assert actions.forget_over(at=nine(world.spring.changeover_on + timedelta(days=1))) == 1


def test_a_closed_cohort_takes_no_answers_and_gets_no_letters(world, choosing):
    cohorts.close_cohort(cohort=world.spring, by=None, at=OPENED)
    with pytest.raises(rules.Over):
        answer(world, "Ella", Way.ANY)
    run_due(at=nine(date(2027, 3, 18)))
    assert (to("shortlist_reminder"), to("shortlist_closed")) == ([], [])
