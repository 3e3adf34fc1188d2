"""After a changeover: one press, a new post told, and pairs that nobody but a lead decides about."""

from datetime import UTC, date, datetime, timedelta

import pytest

from pares.ground import clock
from pares.ground.ledger.models import Entry
from pares.ground.letters.models import Letter
from pares.ground.people.actions import move_address
from pares.stages.matching.actions import close_pair
from pares.stages.matching.exclusions import Exclusion
from pares.stages.matching.models import Ended, Pair
from pares.stages.matching.rules import PairOver
from pares.stages.mentoring import actions as mentoring
from pares.stages.mentoring.changeover import actions as changeover
from pares.stages.mentoring.changeover.models import (
    ChangeoverCheck,
    GoingOn,
    PairInQuestion,
    Said,
    Stands,
    Wants,
)
from pares.stages.mentoring.changeover.reasons import against, marks, to_look_at
from pares.stages.mentoring.changeover.rules import AlreadyAsked, MayGoOn, NotTold
from pares.stages.mentoring.models import Choice
from pares.stages.mentoring.rules import Closed
from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import Application, WishKind
from pares.stages.reminders.actions import run_due
from pares.stages.reminders.sending import recheck
from pares.stages.training.models import Session
from tests import world as worlds

CHANGEOVER = date(2027, 4, 7)
CHECKED = datetime(2027, 4, 8, 9, tzinfo=clock.LONDON)
REMINDED = datetime(2027, 4, 15, 9, tzinfo=clock.LONDON)
LATER = datetime(2027, 4, 20, 12, tzinfo=UTC)


@pytest.fixture
def core(world):
    """A six-month cohort across April: Max has Ella and Eli at Northgate, Mo has Esme at Southmere."""
    core = worlds.cohort(world.northgate, "Core", timeline="core-6", start=date(2027, 2, 3))
    trained = [worlds.mentor(core, "Max", capacity=2), worlds.mentor(core, "Mo", site="Southmere")]
    for name, site in (("Ella", "Northgate"), ("Eli", "Northgate"), ("Esme", "Southmere")):
        worlds.mentee(core, name, site=site)
    worlds.train(core, *trained)
    worlds.match(core)
    return core


def part(core, name) -> Application:
    return core.applications.select_related("cohort__scheme", "person").get(person__name=name)


def pair(core, mentee) -> Pair:
    return Pair.objects.in_words().get(cohort=core, mentee__person__name=mentee)


def move(core, name, *, site="Northgate", team="", supervisors="", at=LATER):  # noqa: PLR0913 - a post
    who = part(core, name)
    there = core.scheme.sites.get(name=site)
    return changeover.tell_post(application=who, site=there, team=team, supervisors=supervisors, by=who.person, at=at)


def listed(core) -> list[tuple[str, str, list[str]]]:
    rows = to_look_at(PairInQuestion.objects.all(), core)
    return [(question.pair.mentee.person.name, question.stands, why) for question, why in rows]


def in_question(core, mentee="Esme") -> PairInQuestion:
    return PairInQuestion.objects.get(pair=pair(core, mentee))


def answers(core, mentee="Esme") -> dict[str, GoingOn]:
    found = in_question(core, mentee).answers.select_related("person", "question__pair__cohort")
    return {each.person.name: each for each in found}


def say(core, name, wants, at=LATER):
    return changeover.answer_going_on(answer=answers(core)[name], wants=wants, at=at)


def written(kind) -> list[str]:
    return [letter.person.name for letter in Letter.objects.filter(kind=kind).order_by("person__name")]


@pytest.fixture
def supervised(core):
    """Mo has become the supervisor of Esme, who says so."""
    move(core, "Esme", site="Southmere", supervisors="Mo; Dr Somebody Else")
    return core


def test_everybody_with_a_pair_is_asked_once_reminded_once_and_then_left_alone(core):
    before = datetime(2027, 4, 7, 12, tzinfo=clock.LONDON)
    run_due(at=before)
    assert written("changeover_check") == []
    for minute in range(3):
        run_due(at=CHECKED + timedelta(minutes=minute))
    assert written("changeover_check") == ["Eli", "Ella", "Esme", "Max", "Mo"]
    checks = {each.application.person.name: each for each in ChangeoverCheck.objects.all()}
    changeover.answer_check(check=checks["Max"], said=Said.SAME, at=CHECKED)
    changeover.answer_check(check=checks["Ella"], said=Said.CHANGED, at=CHECKED)
    changeover.answer_check(check=checks["Esme"], said=Said.CHANGED, at=CHECKED)
    move(core, "Esme", site="Northgate", at=CHECKED)
    mo = mentoring.ask_reply(pair=pair(core, "Esme"), person=part(core, "Mo").person, at=CHECKED)
    mentoring.answer(reply=mo, choice=Choice.STOP, at=CHECKED)
    for minute in range(3):
        run_due(at=REMINDED + timedelta(minutes=minute))
    assert written("changeover_reminder") == ["Eli", "Ella"]
    for day in range(1, 60):
        run_due(at=REMINDED + timedelta(days=day))
    assert (len(written("changeover_check")), len(written("changeover_reminder"))) == (5, 2)
    assert ChangeoverCheck.objects.count() == 5
    assert Pair.objects.standing().filter(cohort=core).count() == 3


def test_a_cohort_without_a_changeover_asks_nobody(world):
    worlds.match(world.spring)
    for day in range(120):
        run_due(at=clock.morning(worlds.START + timedelta(days=day)))
    assert (written("changeover_check"), written("changeover_reminder")) == ([], [])


def test_a_letter_that_is_no_longer_needed_does_not_leave(core):
    run_due(at=CHECKED)
    letters = {letter.person.name: letter for letter in Letter.objects.filter(kind="changeover_check")}
    check = ChangeoverCheck.objects.get(application=part(core, "Max"))
    changeover.answer_check(check=check, said=Said.SAME, at=CHECKED)
    close_pair(pair=pair(core, "Esme"), ended=Ended.LEFT, by=None, at=CHECKED)
    assert {name: recheck(letter, CHECKED) for name, letter in letters.items()} == {
        "Max": "They have answered meanwhile.",
        "Ella": None,
        "Eli": None,
        "Esme": "The pair has ended.",
        "Mo": "The pair has ended.",
    }


def test_an_answer_is_taken_once_changed_and_taken_back(core):
    check = changeover.ask_check(application=part(core, "Ella"), changeover_on=CHANGEOVER, at=CHECKED)
    assert changeover.ask_check(application=part(core, "Ella"), changeover_on=CHANGEOVER, at=LATER) == check
    for _ in range(2):
        changeover.answer_check(check=check, said=Said.SAME, at=LATER)
    assert (check.said, check.confirmed_at) == ("same", LATER)
    changeover.answer_check(check=check, said=Said.CHANGED, at=LATER)
    assert (check.said, check.confirmed_at) == ("changed", None)
    changeover.answer_check(check=check, said=None, at=LATER)
    assert (check.said, check.confirmed_at) == ("", None)
    lines = Entry.objects.filter(verb="changeover.answer_check").values_list("actor", "kind", "thing")
    assert list(lines) == [(None, "cohort", core.pk)] * 3


def test_what_is_told_confirms_the_post_and_is_kept_as_told(core):
    check = changeover.ask_check(application=part(core, "Esme"), changeover_on=CHANGEOVER, at=CHECKED)
    for _ in range(2):
        move(core, "Esme", site="Northgate", team="Ward 4", supervisors="Dr Quill")
    esme = part(core, "Esme")
    assert (esme.site.name, esme.team, esme.supervisors) == ("Northgate", "Ward 4", "Dr Quill")
    check.refresh_from_db()
    assert (check.said, check.confirmed_at) == ("changed", LATER)
    assert Entry.objects.filter(verb="recruitment.change_post").count() == 1
    assert listed(core) == []


def test_a_pair_that_would_not_be_made_is_listed_and_stays_as_it_is(supervised):
    assert listed(supervised) == [("Esme", "open", [Exclusion.SUPERVISOR.value])]
    assert in_question(supervised).changeover_on == CHANGEOVER
    assert written("pairs_in_question") == ["Asha", "Bola"]
    for day in range(1, 100):
        run_due(at=LATER + timedelta(days=day))
    assert listed(supervised) == [("Esme", "open", [Exclusion.SUPERVISOR.value])]
    assert pair(supervised, "Esme").ended_at is None
    assert written("pairs_in_question") == ["Asha", "Bola"]


def test_places_training_and_leave_do_not_matter_to_a_pair_that_stands(core):
    Application.objects.filter(cohort=core, part="mentor").update(capacity=1, on_leave=True)
    Session.objects.filter(cohort=core).delete()
    assert changeover.check_pairs(cohort=core, at=LATER) == 0
    assert against(core, Pair.objects.filter(cohort=core)) == {}


def test_a_mentor_who_joins_the_team_of_one_mentee_is_listed_with_that_one(core):
    move(core, "Ella", team="Ward 7")
    move(core, "Max", team="ward 7 ")
    assert listed(core) == [("Ella", "open", [Exclusion.SAME_TEAM.value])]


def test_a_pair_that_may_be_made_again_leaves_the_list_and_can_come_back(supervised):
    changeover.ask_both(question=in_question(supervised), by=None, at=LATER)
    letter = Letter.objects.filter(kind="keep_if_both_agree").first()
    assert recheck(letter, LATER) is None
    move(supervised, "Esme", site="Southmere")
    assert listed(supervised) == []
    assert recheck(letter, LATER) == "Nobody asks any more."
    with pytest.raises(Closed):
        say(supervised, "Mo", Wants.GO_ON)
    move(supervised, "Esme", site="Southmere", supervisors="mo@example.org")
    assert [stands for _, stands, _ in listed(supervised)] == ["open"]


def test_a_list_that_somebody_brought_in_is_looked_at_with_the_next_changeover(core):
    Application.objects.filter(pk=part(core, "Esme").pk).update(supervisors="Mo")
    run_due(at=CHECKED)
    assert listed(core) == [("Esme", "open", [Exclusion.SUPERVISOR.value])]


def test_both_are_asked_once_and_both_agreeing_keeps_the_pair(supervised):
    asha = worlds.person("Asha")
    for minute in range(2):
        changeover.ask_both(question=in_question(supervised), by=asha, at=LATER + timedelta(minutes=minute))
    assert written("keep_if_both_agree") == ["Esme", "Mo"]
    say(supervised, "Mo", Wants.GO_ON)
    assert listed(supervised) == [("Esme", "asked", [Exclusion.SUPERVISOR.value])]
    say(supervised, "Esme", Wants.GO_ON)
    assert (listed(supervised), in_question(supervised).stands) == ([], Stands.KEPT)
    changeover.check_pairs(cohort=supervised, at=LATER)
    move(supervised, "Esme", site="Northgate", supervisors="Mo")
    assert listed(supervised) == []


def test_a_pair_that_was_kept_comes_back_for_another_reason_only(supervised):
    changeover.ask_both(question=in_question(supervised), by=None, at=LATER)
    for name in ("Mo", "Esme"):
        say(supervised, name, Wants.GO_ON)
    move(supervised, "Mo", site="Southmere", team="Ward 1")
    move(supervised, "Esme", site="Southmere", team="Ward 1", supervisors="Mo")
    assert listed(supervised) == [("Esme", "open", [Exclusion.SUPERVISOR.value, Exclusion.SAME_TEAM.value])]
    assert {each.wants for each in answers(supervised).values()} == {""}


def test_what_came_to_speak_against_a_pair_while_both_were_asked_is_still_to_decide(supervised):
    changeover.ask_both(question=in_question(supervised), by=None, at=LATER)
    say(supervised, "Mo", Wants.GO_ON)
    move(supervised, "Mo", site="Southmere", team="Ward 1")
    move(supervised, "Esme", site="Southmere", team="Ward 1", supervisors="Mo")
    say(supervised, "Esme", Wants.GO_ON)
    assert [stands for _, stands, _ in listed(supervised)] == ["open"]


@pytest.mark.parametrize("order", [("Mo", "Esme"), ("Esme", "Mo")])
def test_one_no_is_told_as_not_agreed_whoever_said_it_and_ends_nothing(supervised, order):
    first, second = order
    changeover.ask_both(question=in_question(supervised), by=None, at=LATER)
    say(supervised, first, Wants.OTHER)
    assert listed(supervised) == [("Esme", "not_agreed", [Exclusion.SUPERVISOR.value])]
    say(supervised, second, Wants.GO_ON)
    assert listed(supervised) == [("Esme", "not_agreed", [Exclusion.SUPERVISOR.value])]
    assert pair(supervised, "Esme").ended_at is None
    with pytest.raises(AlreadyAsked):
        changeover.ask_both(question=in_question(supervised), by=None, at=LATER)
    lines = Entry.objects.filter(verb="changeover.answer_going_on").values_list("actor", "kind", "thing")
    assert list(lines) == [(None, "cohort", supervised.pk)] * 2
    say(supervised, first, Wants.GO_ON)
    assert in_question(supervised).stands == Stands.KEPT
    say(supervised, second, None)
    assert in_question(supervised).stands == Stands.ASKED


@pytest.mark.parametrize("decide", [changeover.match_anew, changeover.end])
def test_a_lead_ends_a_pair_once(supervised, decide):
    question = in_question(supervised)
    for minute in range(2):
        decide(question=question, by=worlds.person("Asha"), at=LATER + timedelta(minutes=minute))
    ended = pair(supervised, "Esme")
    assert (ended.ended, ended.ended_at, ended.never_again) == ("changeover", LATER, False)
    assert written("pair_ended") == ["Esme", "Mo"]
    assert listed(supervised) == []
    other = pair(supervised, "Ella")
    close_pair(pair=other, ended=Ended.LEFT, by=None, at=LATER)
    gone = PairInQuestion.objects.create(pair=other, since=LATER)
    with pytest.raises(PairOver):
        decide(question=gone, by=worlds.person("Asha"), at=LATER)


@pytest.mark.parametrize("decide", [changeover.match_anew, changeover.end])
def test_who_said_what_is_forgotten_once_it_is_decided(supervised, decide):
    question = in_question(supervised)
    changeover.ask_both(question=question, by=None, at=LATER)
    say(supervised, "Mo", Wants.GO_ON)
    say(supervised, "Esme", Wants.OTHER)
    decide(question=question, by=None, at=LATER)
    assert {each.wants for each in answers(supervised).values()} == {""}


def test_the_database_shows_neither_what_was_said_nor_by_whom(supervised):
    changeover.ask_both(question=in_question(supervised), by=None, at=LATER)
    kept = [dict(GoingOn.objects.values_list("person__name", "sealed"))]
    for wants in (Wants.OTHER, Wants.GO_ON, None):
        say(supervised, "Esme", wants)
        kept.append(dict(GoingOn.objects.values_list("person__name", "sealed")))
    assert {len(bytes(sealed)) for rows in kept for sealed in rows.values()} == {12 + 16 + 16}
    # Both rows are another each time, whoever of the two answered.
    assert [len({bytes(rows[name]) for rows in kept}) for name in ("Mo", "Esme")] == [4, 4]
    assert not any(word in bytes(sealed) for rows in kept for sealed in rows.values() for word in (b"other", b"go_on"))


def test_of_two_leads_the_second_finds_what_the_first_did(supervised):
    asha, bola = worlds.person("Asha"), worlds.person("Bola")
    first, second = in_question(supervised), in_question(supervised)
    changeover.ask_both(question=first, by=asha, at=LATER)
    stale = answers(supervised)["Mo"]
    assert changeover.match_anew(question=second, by=bola, at=LATER).stands == Stands.REMATCHED
    assert changeover.end(question=first, by=asha, at=LATER).stands == Stands.REMATCHED
    with pytest.raises(PairOver):
        changeover.ask_both(question=first, by=asha, at=LATER)
    with pytest.raises(Closed):
        changeover.answer_going_on(answer=stale, wants=Wants.GO_ON, at=LATER)
    assert written("keep_if_both_agree") == ["Esme", "Mo"]
    assert written("pair_ended") == ["Esme", "Mo"]


def test_who_has_not_been_told_cannot_be_asked(core):
    Pair.objects.filter(cohort=core).update(mentee_told_at=None)
    move(core, "Mo", site="Southmere", team="Ward 1")
    Application.objects.filter(pk=part(core, "Esme").pk).update(team="Ward 1")
    changeover.check_pairs(cohort=core, at=LATER)
    with pytest.raises(NotTold):
        changeover.ask_both(question=in_question(core), by=None, at=LATER)


def test_nothing_is_decided_about_a_pair_against_which_nothing_speaks(core):
    question = PairInQuestion.objects.create(pair=pair(core, "Esme"), since=LATER)
    assert listed(core) == []
    with pytest.raises(MayGoOn):
        changeover.ask_both(question=question, by=None, at=LATER)


def test_a_private_reason_is_one_sentence_and_cannot_be_read_from_the_row(world):
    core = worlds.cohort(world.northgate, "Core", timeline="core-6", start=date(2027, 2, 3))
    worlds.train(core, worlds.mentor(core, "Mo", site="Southmere"))
    must = GivenWish(WishKind.MUST, "not site:Northgate")
    worlds.mentee(core, "Esme", site="Northgate", wishes=(must, GivenWish(WishKind.NOT_WITH, "mo.else@example.org")))
    worlds.match(core)
    move(core, "Mo", site="Northgate")
    assert listed(core) == [("Esme", "open", ["Kept private."])]
    changeover.ask_both(question=in_question(core), by=None, at=LATER)
    first = in_question(core).marks
    assert ("PRIVATE" in str(first), {len(mark) for mark in first}) == (False, {64})
    supervisor = Pair(cohort=core, mentor=part(core, "Mo"), mentee=part(core, "Esme"))
    for kinds in ((Exclusion.SUPERVISOR,), (Exclusion.SUPERVISOR, Exclusion.PRIVATE)):
        assert len(marks(supervisor, kinds)) == len(first), "how many reasons there are would tell of a private one"
    move(core, "Mo", site="Southmere")
    assert listed(core) == []
    move_address(person=part(core, "Mo").person, email="mo.else@example.org", by=None, at=LATER)
    changeover.check_pairs(cohort=core, at=LATER)
    assert listed(core) == [("Esme", "open", ["Kept private."])]
    changeover.ask_both(question=in_question(core), by=None, at=LATER)
    assert in_question(core).marks == first
    move(core, "Mo", site="Northgate", team="Ward 1")
    move(core, "Esme", site="Northgate", team="Ward 1")
    assert [why for _, _, why in listed(core)] == [[Exclusion.SAME_TEAM.value]]


def test_whom_somebody_named_by_an_address_is_meant_after_it_changed(core):
    move(core, "Esme", site="Southmere", supervisors="mo@example.org")
    mo = part(core, "Mo").person
    for address in ("mo.two@example.org", "mo.three@example.org"):
        move_address(person=mo, email=address, by=mo, at=LATER)
    changeover.check_pairs(cohort=core, at=LATER)
    assert listed(core) == [("Esme", "open", [Exclusion.SUPERVISOR.value])]


def test_all_of_it_goes_after_the_last_day_and_not_before(supervised):
    run_due(at=CHECKED)
    changeover.ask_both(question=in_question(supervised), by=None, at=LATER)
    last = clock.morning(supervised.changeover_on)
    assert changeover.forget(at=last) == 0
    assert changeover.forget(at=last + timedelta(days=1)) == 5 + 1
    assert (ChangeoverCheck.objects.count(), PairInQuestion.objects.count(), GoingOn.objects.count()) == (0, 0, 0)
    assert changeover.forget(at=last + timedelta(days=1)) == 0
