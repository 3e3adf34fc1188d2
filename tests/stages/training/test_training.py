"""Sessions, invitations, registers and what counts instead, through actions."""

from datetime import UTC, date, datetime, time

import pytest

from pares.ground.letters import actions as letters
from pares.ground.letters.models import Letter, State
from pares.stages.recruitment import actions as recruitment
from pares.stages.training import actions as training
from pares.stages.training.models import EquivalentKind, Session, SessionKind, on_register, with_training
from pares.stages.training.rules import BadPlace, Cancelled, HasRegister, NotAMentor, NotYet, Past
from tests import world as worlds

AT = worlds.SIGNED_UP
DAY = date(2027, 3, 10)
EVENING = datetime(2027, 3, 10, 20, tzinfo=UTC)
LATER = date(2027, 3, 17)


def planned(world: worlds.World, kind: SessionKind = SessionKind.ADVANCED, **more: object) -> Session:
    what = {"on": DAY, "starts": time(17), "place": "Library", "by": None, "at": AT} | more
    return training.plan_session(cohort=world.spring, kind=kind, **what)


def names(found) -> list[str]:
    return [each.person.name for each in found.select_related("person")]


def lines(letter: Letter, *wanted: str) -> list[str]:
    return [line for line in letter.calendar.splitlines() if line.startswith(wanted)]


def leave(kind: str) -> None:
    """Let the letters of a kind have left."""
    Letter.objects.filter(kind=kind).update(state=State.SENDING)
    for letter in Letter.objects.filter(kind=kind):
        letters.mark_sent(letter=letter, at=AT)


def test_planning_the_same_session_twice_plans_it_once(world):
    assert planned(world) == planned(world)
    assert planned(world, place="Room 4") != planned(world)
    assert worlds.letters("training_invitation") == []


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("  ", "Enter the place."),
        ("x" * 201, "Place must have 200 characters or fewer, not 201."),
    ],
)
def test_a_place_is_a_line(world, place, sentence):
    with pytest.raises(BadPlace) as refused:
        planned(world, place=place)
    assert (str(refused.value), refused.value.field) == (sentence, "place")


def test_everybody_is_invited_once_with_an_entry_for_the_calendar(world):
    session = planned(world)
    assert training.invite(session=session, by=None, at=AT) == 3
    assert training.invite(session=session, by=None, at=AT) == 0
    worlds.mentor(world.spring, "Maya")
    assert training.invite(session=session, by=None, at=AT) == 1
    asked = worlds.letters("training_invitation")
    assert [letter.to for letter in asked] == [f"{n}@example.org" for n in ("max", "maya", "mina", "mo")]
    assert lines(asked[0], "METHOD", "UID", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "CLASS", "LOCATION") == [
        "METHOD:REQUEST",
        "SUMMARY:Training session",
        "DTSTART:20270310T170000Z",
        "DTEND:20270310T180000Z",
        f"UID:{session.pk}@pares",
        "SEQUENCE:0",
        "CLASS:PRIVATE",
        "LOCATION:Library",
    ]
    assert "5pm to 6pm" in asked[0].text


def test_a_catch_up_is_for_those_not_trained(world):
    worlds.mentor(world.spring, "Maya")
    assert training.invite(session=planned(world, SessionKind.CATCH_UP), by=None, at=AT) == 1
    assert [letter.to for letter in worlds.letters("training_catch_up")] == ["maya@example.org"]


def test_a_move_puts_calendars_right_or_asks_anew_where_no_letter_had_left(world):
    session = planned(world)
    training.invite(session=session, by=None, at=AT)
    gone = Letter.objects.get(kind="training_invitation", to="max@example.org")
    Letter.objects.filter(pk=gone.pk).update(state=State.SENDING)
    letters.mark_sent(letter=gone, at=AT)
    moved = training.move_session(
        session=session, on=LATER, starts=time(9, 30), minutes=90, place="Hall", by=None, at=AT
    )
    told, asked = worlds.letters("training_changed"), worlds.letters("training_invitation")
    assert moved.sequence == 1
    assert [(letter.to, *lines(letter, "METHOD", "SEQUENCE")) for letter in told] == [
        ("max@example.org", "METHOD:REQUEST", "SEQUENCE:1")
    ]
    assert {(letter.to, letter.state) for letter in asked} == {
        ("max@example.org", "sent"),
        ("mina@example.org", "skipped"),
        ("mina@example.org", "ready"),
        ("mo@example.org", "skipped"),
        ("mo@example.org", "ready"),
    }
    training.move_session(session=session, on=LATER, starts=time(9, 30), minutes=90, place="Hall", by=None, at=AT)
    assert len(worlds.letters("training_changed")) == 1


def test_calling_off_tells_those_who_knew_and_nobody_else(world):
    session = planned(world)
    training.invite(session=session, by=None, at=AT)
    leave("training_invitation")
    worlds.mentor(world.spring, "Maya")
    training.invite(session=session, by=None, at=AT)
    training.cancel_session(session=session, by=None, at=AT)
    training.cancel_session(session=session, by=None, at=AT)
    told = worlds.letters("training_cancelled")
    assert [letter.to for letter in told] == ["max@example.org", "mina@example.org", "mo@example.org"]
    assert lines(told[0], "METHOD", "SEQUENCE", "STATUS") == ["METHOD:CANCEL", "SEQUENCE:1", "STATUS:CANCELLED"]
    assert Letter.objects.get(kind="training_invitation", to="maya@example.org").state == "skipped"


def test_nothing_is_changed_or_recorded_once_called_off(world):
    session = training.cancel_session(session=planned(world), by=None, at=AT)
    with pytest.raises(Cancelled):
        training.record_register(session=session, present=set(), by=None, at=EVENING)
    with pytest.raises(Cancelled):
        training.invite(session=session, by=None, at=AT)
    with pytest.raises(Cancelled):
        training.move_session(session=session, on=LATER, starts=time(9), minutes=60, place="Hall", by=None, at=AT)


def test_a_session_that_took_place_stays_where_it_was(world):
    session = Session.objects.get(on=worlds.TRAINED_ON)
    with pytest.raises(HasRegister):
        training.cancel_session(session=session, by=None, at=EVENING)
    with pytest.raises(Past):
        training.invite(session=session, by=None, at=EVENING)
    with pytest.raises(Past):
        training.move_session(
            session=planned(world), on=date(2027, 1, 1), starts=time(9), minutes=60, place="Hall", by=None, at=AT
        )


def test_a_register_is_kept_on_the_day(world):
    session = planned(world)
    with pytest.raises(NotYet) as refused:
        training.record_register(session=session, present=set(), by=None, at=AT)
    assert str(refused.value) == "This session is on Wednesday 10 March 2027. Keep the register on the day."


def test_a_register_takes_mentors_of_the_cohort_only(world):
    session = planned(world)
    training.record_register(session=session, present={world.mentors["Max"].pk}, by=None, at=EVENING)
    for stranger in (world.mentees["Ella"], worlds.mentor(world.other, "Olu")):
        with pytest.raises(NotAMentor):
            training.record_register(session=session, present={stranger.pk}, by=None, at=EVENING)
        assert session.attendances.count() == 1


def test_who_left_after_coming_stays_on_the_register_and_who_left_before_cannot_be_added(world):
    session = planned(world)
    came, gone = world.mentors["Max"], world.mentors["Mo"]
    training.record_register(session=session, present={came.pk}, by=None, at=EVENING)
    for each in (came, gone):
        recruitment.withdraw(application=each, by=None, at=EVENING)
    assert names(on_register(session)) == ["Max", "Mina"]
    assert training.record_register(session=session, present={came.pk}, by=None, at=EVENING) == 1
    with pytest.raises(NotAMentor):
        training.record_register(session=session, present={came.pk, gone.pk}, by=None, at=EVENING)


def test_two_people_keep_one_register_without_undoing_each_other(world):
    session = planned(world)
    max_, mina, mo = (world.mentors[name].pk for name in ("Max", "Mina", "Mo"))
    training.record_register(session=session, present={max_}, seen=set(), by=None, at=EVENING)
    training.record_register(session=session, present={mina, mo}, seen=set(), by=None, at=EVENING)
    assert names(on_register(session).filter(attendances__session=session)) == ["Max", "Mina", "Mo"]
    training.record_register(session=session, present={max_}, seen={max_, mina}, by=None, at=EVENING)
    assert names(on_register(session).filter(attendances__session=session)) == ["Max", "Mo"]


def test_trained_is_one_training_session_or_what_counts_instead(world):
    workshop_only, elsewhere, neither = (worlds.mentor(world.spring, name) for name in ("Una", "Eve", "Ned"))
    workshop = planned(world, SessionKind.WORKSHOP)
    training.record_register(session=workshop, present={workshop_only.pk}, by=None, at=EVENING)
    training.accept_equivalent(mentor=elsewhere, kind=EquivalentKind.PRIOR, on=DAY, by=None, at=EVENING)
    trained = {each.person.name: each.trained for each in with_training(world.spring.applications.mentors())}
    assert trained == {"Max": True, "Mina": True, "Mo": True, "Una": False, "Eve": True, "Ned": False}
    training.take_back_equivalent(mentor=elsewhere, by=None, at=EVENING)
    assert not with_training(world.spring.applications.filter(pk=elsewhere.pk)).get().trained
    with pytest.raises(NotYet):
        training.accept_equivalent(mentor=neither, kind=EquivalentKind.PRIOR, on=LATER, by=None, at=EVENING)
