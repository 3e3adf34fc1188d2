"""Agreement, sessions, changes and one-press answers, through actions."""

from datetime import UTC, date, datetime, timedelta

import pytest

from pares.ground.ledger.models import Entry
from pares.stages.matching.actions import close_pair
from pares.stages.matching.models import Ended, Pair
from pares.stages.mentoring import actions as mentoring
from pares.stages.mentoring.actions import Met
from pares.stages.mentoring.models import (
    Asks,
    Band,
    Choice,
    Mode,
    Reply,
    SessionFact,
    as_seen_by,
    last_heard,
    with_sessions,
)
from pares.stages.mentoring.rules import Closed, NotASession, NotTheirs, Over, WrongDay, write_by
from tests import world as worlds

MAY = datetime(2027, 5, 5, 12, tzinfo=UTC)
DAY = date(2027, 4, 20)


@pytest.fixture
def pair(world):
    pairs = worlds.match(world.spring)
    return next(pair for pair in pairs if pair.mentee.person.name == "Esme")


def met(day=DAY, band=Band.MIDDLE, mode=Mode.VIDEO, *, about=False):
    return Met(day, band, mode, about)


def test_both_accept_the_agreement_once(pair):
    for _ in range(2):
        mentoring.agree(pair=pair, terms="2026-11", by=pair.mentor.person, at=MAY)

    assert pair.agreements.count() == 1
    seen = {
        who.person.name: as_seen_by(Pair.objects.all(), who.person, "2026-11").get(pk=pair.pk)
        for who in (pair.mentor, pair.mentee)
    }
    assert {name: each.agreed for name, each in seen.items()} == {"Mo": True, "Esme": False}


def test_new_words_of_the_agreement_are_accepted_anew(pair):
    mentoring.agree(pair=pair, terms="2026-11", by=pair.mentor.person, at=MAY)

    assert not as_seen_by(Pair.objects.all(), pair.mentor.person, "2027-01").get(pk=pair.pk).agreed


def test_the_same_pair_and_day_is_one_session_whoever_says_so(pair):
    mentoring.declare_sessions(pair=pair, met=[met()], by=pair.mentor.person, at=MAY)
    mentoring.declare_sessions(
        pair=pair, met=[met(band=Band.LONG), met(date(2027, 4, 27))], by=pair.mentee.person, at=MAY
    )

    assert list(pair.session_facts.values_list("on", "band")) == [(DAY, "middle"), (date(2027, 4, 27), "middle")]
    assert with_sessions(Pair.objects.all()).get(pk=pair.pk).sessions == 2


def test_sessions_are_declared_all_or_none(pair):
    tomorrow = date(2027, 5, 6)
    with pytest.raises(WrongDay) as refused:
        mentoring.declare_sessions(pair=pair, met=[met(), met(tomorrow)], by=pair.mentor.person, at=MAY)

    assert str(refused.value) == "This day is in the future. Add a session once you have met."
    assert not pair.session_facts.exists()


@pytest.mark.parametrize(
    ("day", "allowed"), [(date(2027, 3, 30), False), (date(2027, 3, 31), True), (MAY.date(), True)]
)
def test_a_session_lies_between_the_match_and_today(pair, day, allowed):
    if allowed:
        mentoring.declare_sessions(pair=pair, met=[met(day)], by=pair.mentor.person, at=MAY)
    else:
        with pytest.raises(WrongDay, match="You were matched on Wednesday 31 March 2027"):
            mentoring.declare_sessions(pair=pair, met=[met(day)], by=pair.mentor.person, at=MAY)


def test_nothing_is_no_session(pair):
    with pytest.raises(NotASession):
        mentoring.declare_sessions(pair=pair, met=[], by=pair.mentor.person, at=MAY)


def test_a_session_can_be_taken_back_twice(pair):
    [fact] = mentoring.declare_sessions(pair=pair, met=[met()], by=pair.mentor.person, at=MAY)
    for _ in range(2):
        mentoring.take_back_session(fact=fact, by=pair.mentee.person, at=MAY)

    assert not SessionFact.objects.exists()


def test_nobody_else_acts_for_a_pair(pair, world):
    stranger = world.mentors["Max"].person
    acts = (
        lambda: mentoring.agree(pair=pair, terms="2026-11", by=stranger, at=MAY),
        lambda: mentoring.declare_sessions(pair=pair, met=[met()], by=stranger, at=MAY),
        lambda: mentoring.ask_for_change(pair=pair, by=stranger, at=MAY),
        lambda: mentoring.ask_reply(pair=pair, person=stranger, at=MAY),
    )
    for act in acts:
        with pytest.raises(NotTheirs):
            act()


def test_an_ended_pair_takes_nothing_more(pair):
    [fact] = mentoring.declare_sessions(pair=pair, met=[met()], by=pair.mentor.person, at=MAY)
    ended = close_pair(pair=pair, ended=Ended.CHANGED, by=None, at=MAY)
    for act in (
        lambda: mentoring.declare_sessions(pair=ended, met=[met(MAY.date())], by=pair.mentor.person, at=MAY),
        lambda: mentoring.take_back_session(fact=fact, by=pair.mentor.person, at=MAY),
        lambda: mentoring.ask_for_change(pair=ended, by=pair.mentor.person, at=MAY),
    ):
        with pytest.raises(Over):
            act()


@pytest.mark.parametrize("leaver", ["Mo", "Asha"])
def test_leaving_ends_the_pair_whoever_does_it_and_once_is_enough(pair, leaver):
    for _ in range(2):
        gone = mentoring.leave(application=pair.mentor, by=worlds.person(leaver), at=MAY)

    assert gone.state == "withdrawn"
    assert Pair.objects.get(pk=pair.pk).ended == Ended.LEFT
    assert Pair.objects.standing().count() == 2
    assert len(worlds.letters("pair_ended")) == 2


def test_asking_for_a_change_twice_is_one_request_and_one_letter_to_each_lead(pair):
    for _ in range(2):
        mentoring.ask_for_change(pair=pair, by=pair.mentee.person, at=MAY)

    assert pair.changes_asked.count() == 1
    letters = worlds.letters("change_asked")
    assert [letter.to for letter in letters] == ["asha@example.org", "bola@example.org"]
    assert {"Esme", "Mo"} & set(" ".join(letter.subject + letter.text for letter in letters).split()) == set()


def test_the_ledger_does_not_say_which_of_the_two_acted(pair):
    mentoring.declare_sessions(pair=pair, met=[met()], by=pair.mentee.person, at=MAY)
    mentoring.ask_for_change(pair=pair, by=pair.mentee.person, at=MAY)
    reply = mentoring.ask_reply(pair=pair, person=pair.mentee.person, at=MAY)
    mentoring.answer(reply=reply, choice=Choice.CALL, at=MAY)

    lines = Entry.objects.filter(verb__startswith="mentoring.").values_list("verb", "actor")
    assert sorted(lines) == [
        ("mentoring.answer", None),
        ("mentoring.ask_for_change", None),
        ("mentoring.declare_sessions", None),
    ]


def test_a_lead_answers_every_request_of_a_pair_at_once(pair):
    for who in (pair.mentor.person, pair.mentee.person):
        mentoring.ask_for_change(pair=pair, by=who, at=MAY)

    assert mentoring.answer_change(pair=pair, by=None, at=MAY) == 2
    assert mentoring.answer_change(pair=pair, by=None, at=MAY) == 0


def test_a_question_is_put_once_and_keeps_its_link(pair):
    first = mentoring.ask_reply(pair=pair, person=pair.mentor.person, at=MAY)
    again = mentoring.ask_reply(pair=pair, person=pair.mentor.person, at=MAY + timedelta(days=7))
    other = mentoring.ask_reply(pair=pair, person=pair.mentee.person, at=MAY)

    assert again.token == first.token != other.token
    assert len(first.token) == 22
    assert first.link == f"http://127.0.0.1:8000/reply/{first.token}/"


def test_we_have_met_breaks_the_silence_but_is_no_session(pair):
    reply = mentoring.ask_reply(pair=pair, person=pair.mentee.person, at=MAY)
    mentoring.declare_sessions(pair=pair, met=[met()], by=pair.mentor.person, at=MAY)
    assert last_heard([pair]) == {pair.pk: DAY}

    mentoring.answer(reply=reply, choice=Choice.YES, at=MAY)

    assert last_heard([pair]) == {pair.pk: MAY.date()}
    assert with_sessions(Pair.objects.all()).get(pk=pair.pk).sessions == 1


def test_an_answer_can_be_changed_and_taken_back(pair):
    reply = mentoring.ask_reply(pair=pair, person=pair.mentee.person, at=MAY, asks=Asks.CONTACT)
    mentoring.answer(reply=reply, choice=Choice.STOP, at=MAY)
    assert Reply.objects.stopped(Pair.objects.all()) == {(pair.pk, pair.mentee.person_id)}

    mentoring.answer(reply=reply, choice=None, at=MAY)

    assert Reply.objects.stopped(Pair.objects.all()) == set()
    assert (reply.__class__.objects.get().choice, reply.__class__.objects.get().answered_at) == ("", None)


def test_a_call_asked_for_waits_until_a_lead_has_called(pair, world):
    reply = mentoring.ask_reply(pair=pair, person=pair.mentee.person, at=MAY)
    for _ in range(2):
        mentoring.answer(reply=reply, choice=Choice.CALL, at=MAY)
    assert [each.person.name for each in Reply.objects.calls_asked(world.spring)] == ["Esme"]
    assert len(worlds.letters("call_asked")) == 2

    mentoring.settle_call(reply=reply, by=worlds.person("Asha"), at=MAY)

    assert not Reply.objects.calls_asked(world.spring).exists()


def test_a_question_about_an_ended_pair_is_closed(pair):
    reply = mentoring.ask_reply(pair=pair, person=pair.mentee.person, at=MAY)
    close_pair(pair=pair, ended=Ended.CHANGED, by=None, at=MAY)

    with pytest.raises(Closed):
        mentoring.answer(reply=reply, choice=Choice.YES, at=MAY)


def test_the_mentor_writes_within_a_week(pair):
    assert write_by(pair) == date(2027, 4, 7)
