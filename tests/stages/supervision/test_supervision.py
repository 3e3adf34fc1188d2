"""Asking to be contacted: the clock, passing on, and what nobody else learns."""

from datetime import UTC, datetime, timedelta

import pytest

from pares.ground.ledger.models import Entry
from pares.ground.letters.models import Letter
from pares.ground.membership import actions as membership
from pares.ground.membership.models import Membership, Role
from pares.stages.supervision import actions as supervision
from pares.stages.supervision.models import ContactRequest, Stands, Urgency, Way
from pares.stages.supervision.rules import AlreadyClosed, NobodyToAsk, NoNumber, NotAsked, answer_due
from tests import world as worlds

TUESDAY = datetime(2027, 4, 20, 14, tzinfo=UTC)
PHONE = "07700 900123"


@pytest.fixture
def second(world):
    return membership.appoint(
        scheme=world.northgate, person=worlds.person("Gwen"), role=Role.CONTACT, by=None, at=worlds.SIGNED_UP
    ).person


def ask(world, at=TUESDAY, contact="Cleo", by="Ella", **more):
    said = {"urgency": Urgency.SOON, "way": Way.PHONE, "phone": PHONE, **more}
    return supervision.ask(scheme=world.northgate, contact=worlds.person(contact), by=worlds.person(by), at=at, **said)


def london(*when):
    return datetime(*when, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        pytest.param(london(2027, 4, 20, 14), london(2027, 4, 21, 14), id="the next day"),
        pytest.param(london(2027, 4, 23, 14), london(2027, 4, 26, 14), id="over a weekend"),
        pytest.param(london(2027, 4, 24, 2), london(2027, 4, 26, 16), id="asked on a Saturday"),
        pytest.param(london(2027, 3, 25, 15), london(2027, 3, 30, 14), id="over Easter, when clocks go forward"),
        pytest.param(london(2027, 12, 24, 9), london(2027, 12, 29, 9), id="over Christmas, with its substitute days"),
        pytest.param(london(2027, 4, 30, 12), london(2027, 5, 4, 12), id="over the bank holiday in May"),
        pytest.param(london(2027, 4, 20, 23, 30), london(2027, 4, 21, 23, 30), id="past midnight in London"),
    ],
)
def test_an_answer_is_due_at_the_same_time_on_the_next_working_day(asked, due):
    assert answer_due(asked, "england") == due


def test_the_nations_have_their_own_holidays():
    before_st_andrews = london(2027, 11, 29, 12)

    assert answer_due(before_st_andrews, "england") == london(2027, 11, 30, 12)
    assert answer_due(before_st_andrews, "scotland") == london(2027, 12, 1, 12)


def test_only_a_contact_of_the_scheme_is_asked(world):
    for contact in ("Asha", "Omar", "Ella"):
        with pytest.raises(NobodyToAsk):
            ask(world, contact=contact)
    assert not ContactRequest.objects.exists()


def test_a_call_needs_a_number_and_a_letter_keeps_none(world):
    with pytest.raises(NoNumber):
        ask(world, phone=" ")

    assert ask(world, way=Way.EMAIL).phone == ""


def test_the_letter_names_nobody_and_says_nothing(world):
    ask(world)

    [letter] = worlds.letters("contact_asked")
    assert (letter.to, letter.lane, letter.confidential) == ("cleo@example.org", "now", True)
    assert [word for word in ("Ella", "ella@", PHONE, "soon") if word in letter.subject + letter.text] == ["soon"]


def test_asking_twice_is_one_request_and_keeps_its_place(world):
    first, again = ask(world), ask(world, TUESDAY + timedelta(hours=20))

    assert (again.pk, again.asked_at) == (first.pk, TUESDAY)
    assert len(worlds.letters("contact_asked")) == 1


def test_what_has_become_urgent_is_told_and_keeps_its_place(world):
    ask(world)
    again = ask(world, TUESDAY + timedelta(hours=1), urgency=Urgency.TODAY)

    assert (again.urgency, again.asked_at) == ("today", TUESDAY)
    assert len(worlds.letters("contact_asked")) == 2


def test_asking_again_after_an_answer_begins_afresh(world):
    first = ask(world)
    supervision.acknowledge(request=first, by=worlds.person("Cleo"), at=TUESDAY + timedelta(hours=1))

    again = ask(world, TUESDAY + timedelta(days=3))

    assert (again.pk, again.stands, again.asked_at) == (first.pk, Stands.WAITING, TUESDAY + timedelta(days=3))


def test_what_is_seen_in_time_stays_where_it_is(world, second):
    request = ask(world)
    supervision.acknowledge(request=request, by=worlds.person("Cleo"), at=TUESDAY + timedelta(hours=23))

    assert supervision.escalate_overdue(at=TUESDAY + timedelta(days=30)) == 0


def test_nobody_in_time_goes_to_the_second_contact_then_outside(world, second):
    request = ask(world)
    just_before, due = TUESDAY + timedelta(hours=23, minutes=59), TUESDAY + timedelta(days=1)

    assert supervision.escalate_overdue(at=just_before) == 0
    assert supervision.escalate_overdue(at=due) == 1
    assert supervision.escalate_overdue(at=due) == 0
    request.refresh_from_db()
    assert (request.contact, request.stands) == (second, Stands.PASSED_ON)
    assert [letter.to for letter in worlds.letters("contact_escalated")] == ["gwen@example.org"]
    with pytest.raises(NotAsked):
        supervision.acknowledge(request=request, by=worlds.person("Cleo"), at=due)

    assert supervision.escalate_overdue(at=due + timedelta(days=1)) == 1
    assert supervision.escalate_overdue(at=due + timedelta(days=9)) == 0
    request.refresh_from_db()
    assert request.stands == Stands.UNANSWERED
    [letter] = worlds.letters("contact_unanswered")
    assert (letter.to, letter.lane, letter.scheme) == ("ella@example.org", "now", None)
    assert "/worried/" in letter.text


def test_without_a_second_contact_whoever_asked_is_told_at_once(world):
    ask(world)
    supervision.escalate_overdue(at=TUESDAY + timedelta(days=1))

    assert len(worlds.letters("contact_unanswered")) == 1


def test_a_request_for_one_contact_alone_reaches_no_other(world, second):
    request = ask(world, pass_on=False)
    supervision.escalate_overdue(at=TUESDAY + timedelta(days=1))

    request.refresh_from_db()
    assert (request.contact.name, request.stands) == ("Cleo", Stands.UNANSWERED)
    assert worlds.letters("contact_escalated") == []


def test_a_contact_who_asks_is_never_asked_themselves(world, second):
    with pytest.raises(NobodyToAsk):
        ask(world, by="Cleo")
    ask(world, by="Cleo", contact="Gwen")
    supervision.escalate_overdue(at=TUESDAY + timedelta(days=1))

    assert worlds.letters("contact_escalated") == []


def test_a_contact_who_has_left_counts_as_not_answering(world, second):
    ask(world)
    held = Membership.objects.get(person=worlds.person("Cleo"), role=Role.CONTACT)
    membership.end(membership=held, by=None, at=TUESDAY)

    assert supervision.escalate_overdue(at=TUESDAY + timedelta(minutes=1)) == 1


def test_only_whoever_is_asked_answers_and_only_the_asker_calls_off(world, second):
    request = ask(world)
    for act in (supervision.acknowledge, supervision.close):
        with pytest.raises(NotAsked):
            act(request=request, by=second, at=TUESDAY)
    with pytest.raises(NotAsked):
        supervision.call_off(request=request, by=worlds.person("Cleo"), at=TUESDAY)

    assert supervision.call_off(request=request, by=worlds.person("Ella"), at=TUESDAY).stands == Stands.CLOSED
    with pytest.raises(AlreadyClosed):
        supervision.acknowledge(request=request, by=worlds.person("Cleo"), at=TUESDAY)


def test_a_request_is_deleted_90_days_after_closing(world):
    request = ask(world)
    supervision.close(request=request, by=worlds.person("Cleo"), at=TUESDAY)

    assert supervision.forget_closed(at=TUESDAY + timedelta(days=89)) == 0
    assert supervision.forget_closed(at=TUESDAY + timedelta(days=90)) == 1
    assert not ContactRequest.objects.exists()


def test_a_request_nobody_closes_is_closed_after_90_days_and_deleted_90_days_later(world):
    ask(world)
    assert supervision.forget_closed(at=TUESDAY + timedelta(days=90)) == 0
    assert supervision.forget_closed(at=TUESDAY + timedelta(days=180)) == 1


def test_the_ledger_and_the_schemes_outbox_do_not_say_who_asked(world):
    request = ask(world)
    supervision.escalate_overdue(at=TUESDAY + timedelta(days=1))
    supervision.call_off(request=request, by=worlds.person("Ella"), at=TUESDAY + timedelta(days=2))

    lines = Entry.objects.filter(verb__startswith="supervision.")
    assert list(lines.values_list("verb", "actor", "thing", "scheme", "cohort")) == [
        ("supervision.close", None, None, None, None)
    ]
    about_ella = Letter.objects.filter(scheme=world.northgate, kind__startswith="contact")
    assert [letter.to for letter in about_ella] == ["cleo@example.org"]
