from datetime import date, datetime, timedelta

import pytest

from pares.ground import clock
from pares.ground.letters import actions as letters
from pares.ground.letters.models import State as LetterState
from pares.stages.matching import pool
from pares.stages.recruitment import actions, links, wishes
from pares.stages.recruitment.given import Given, GivenWish
from pares.stages.recruitment.models import Application, Part, Source, State, Wish, WishKind
from pares.stages.recruitment.rules import AlreadyApplied, AlreadyListed, AlreadyOtherPart, Matched, TooLate
from tests import world as worlds
from tests.world import SIGNED_UP, UTC, World

LATER = SIGNED_UP + timedelta(days=1)
LAST_DAY = date(2027, 3, 10)


def listed(into: World, name: str = "Lin") -> Application:
    """Return somebody a lead put on the list of an opt-out cohort."""
    lead = worlds.person("Asha")
    return actions.put_on_list(
        cohort=into.spring,
        person=worlds.person(name),
        part=Part.MENTEE,
        given=Given(),
        address_from="the list of new starters",
        answer_by=LAST_DAY,
        by=lead,
        at=SIGNED_UP,
    )


def send(application: Application, at: datetime) -> None:
    """Let the letter to somebody on the list leave."""
    (letter,) = (each for each in letters.claim(at=at, limit=100) if each.about == application.pk)
    letters.mark_sent(letter=letter, at=at)


def waiting(into: World, on: date) -> set[str]:
    return {each.person.name for each in pool.waiting_mentees(into.spring, on)}


def test_a_sign_up_counts_once_its_address_is_confirmed(world: World) -> None:
    who = worlds.person("Kit")
    applied = actions.apply(
        cohort=world.spring, person=who, part=Part.MENTEE, given=Given(), terms="2026-11", by=who, at=SIGNED_UP
    )
    counted = Application.objects.filter(person=who).counted()

    assert (applied.state, applied.terms, counted.count()) == (State.UNCONFIRMED, "2026-11", 0)
    for _ in range(2):
        applied = actions.confirm_address(application=applied, by=who, at=LATER)
    assert (applied.state, applied.confirmed_at, counted.count()) == (State.RECEIVED, LATER, 1)
    letter = next(each for each in worlds.letters("application_received_mentee") if each.person == who)
    assert f"/taking-part/{applied.pk}/" in letter.text


def test_until_then_it_may_start_over_and_afterwards_not(world: World) -> None:
    who = worlds.person("Kit")
    told = {"cohort": world.spring, "person": who, "terms": "2026-11", "by": None}
    first = actions.apply(part=Part.MENTEE, given=Given(team="A"), at=SIGNED_UP, **told)
    again = actions.apply(part=Part.MENTOR, given=Given(team="B"), at=LATER, **told)

    assert (again.pk, again.part, again.team) == (first.pk, Part.MENTOR, "B")
    actions.confirm_address(application=again, by=who, at=LATER)
    with pytest.raises(AlreadyApplied):
        actions.apply(part=Part.MENTOR, given=Given(team="C"), at=LATER, **told)
    with pytest.raises(AlreadyOtherPart, match="takes part as a mentor"):
        actions.apply(part=Part.MENTEE, given=Given(), at=LATER, **told)
    again.refresh_from_db()
    assert again.team == "B"


def test_wishes_are_sealed_and_can_be_changed_until_the_match(world: World) -> None:
    ella = world.mentees["Ella"]
    wanted = (GivenWish(WishKind.NOT_WITH, "Max Unwanted"), GivenWish(WishKind.RANKED, "Mina", 1))
    told = Given(grade=ella.grade, site=ella.site, wishes=wanted)
    actions.change_wishes(application=ella, given=told, by=ella.person, at=LATER)

    assert {bytes(wish.sealed).find(b"Max") for wish in Wish.objects.all()} == {-1}
    assert sorted(wishes.of(ella), key=lambda wish: wish.whom) == list(wanted)
    worlds.match(world.spring)
    with pytest.raises(TooLate):
        actions.change_wishes(application=ella, given=Given(), by=ella.person, at=LATER)


def test_nobody_on_an_opt_out_list_is_proposed_before_their_letter_left_and_their_day_passed(world: World) -> None:
    lin = listed(world)
    after = LAST_DAY + timedelta(days=1)

    assert (lin.state, lin.source) == (State.NOTICED, Source.LIST)
    assert "Lin" not in waiting(world, after)
    send(lin, datetime(2027, 2, 18, 10, tzinfo=UTC))
    assert "Lin" not in waiting(world, LAST_DAY)
    assert "Lin" in waiting(world, after)


def test_a_letter_that_left_too_late_or_came_back_asks_nobody(world: World) -> None:
    late, back = listed(world, "Lin"), listed(world, "Ben")
    held = {letter.about: letter for letter in letters.claim(at=datetime(2027, 3, 11, 10, tzinfo=UTC), limit=100)}
    letters.mark_sent(letter=held[late.pk], at=datetime(2027, 3, 11, 10, tzinfo=UTC))
    letters.mark_failed(letter=held[back.pk], problem="No such address.", retry_at=None, at=LATER)

    assert waiting(world, LAST_DAY + timedelta(days=30)) & {"Lin", "Ben"} == set()


def test_the_notice_says_where_the_address_came_from_and_how_to_say_no(world: World) -> None:
    lin = listed(world)
    (letter,) = worlds.letters("opt_out_notice")

    assert "the list of new starters" in letter.text
    assert "Wednesday 10 March 2027" in letter.text
    assert f"/listed/{links.token(lin.pk)}/" in letter.text
    assert (links.application(links.token(lin.pk)), links.application("x.y")) == (lin.pk, None)


def test_saying_no_stops_everything_and_can_be_taken_back(world: World) -> None:
    lin = listed(world)
    for _ in range(2):
        lin = actions.opt_out(application=lin, by=lin.person, at=LATER)

    assert lin.state == State.OPTED_OUT
    assert [letter.state for letter in worlds.letters("opt_out_notice")] == [LetterState.SKIPPED]
    with pytest.raises(AlreadyListed):
        listed(world)
    assert actions.come_back(application=lin, by=lin.person, at=LATER).state == State.NOTICED


def test_who_has_a_partner_does_not_leave_by_saying_no(world: World) -> None:
    worlds.match(world.spring)
    with pytest.raises(Matched):
        actions.opt_out(application=world.mentees["Ella"], by=None, at=LATER)


def test_a_lead_accepts_declines_and_marks_leave_once(world: World) -> None:
    eli = world.mentees["Eli"]
    on = {"by": worlds.person("Asha"), "at": LATER}

    assert actions.accept(application=eli, **on).state == State.ACCEPTED
    for _ in range(2):
        assert actions.decline(application=eli, **on).state == State.DECLINED
    assert [letter.to for letter in worlds.letters("not_this_time")] == ["eli@example.org"]
    esme = world.mentees["Esme"]
    actions.set_leave(application=esme, on_leave=True, **on)
    assert waiting(world, clock.local(LATER).date()) == {"Ella"}
