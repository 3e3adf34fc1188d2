"""Asking owners, and what they say: through the actions alone."""

from datetime import date, timedelta

import pytest

from pares.ground.letters.models import Letter
from pares.ground.letters.models import State as Post
from pares.ground.people.models import Person
from pares.ground.refusal import Refused
from pares.guide.library import actions as library
from pares.guide.library.curating import actions, rules
from pares.guide.library.curating.actions import Upload
from pares.guide.library.curating.asking import draft, reminder
from pares.guide.library.curating.models import LicenceChange, PermissionRequest
from pares.guide.library.models import KeptFile, Resource
from pares.guide.library.rules import Audience, State
from tests import world as worlds
from tests.guide.library.curating.asked import AT, DAY, PDF, TODAY, cleared, granted, history, record, sent, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def edie() -> Person:
    return worlds.person("Edie")


def test_the_draft_says_what_is_asked_for_and_where_to_answer(edie):
    words = draft(record(edie), audience=Audience.MEMBERS, adapt=True, by=edie)

    assert words.subject == "May we share your work with doctors in training?"
    assert "Ground rules, found at https://riverside.example/rules/" in words.text
    assert "- hand out copies, unchanged" in words.text
    assert "- change it to fit our schemes" in words.text
    assert "mentors and mentees" in words.text
    assert "Please reply to edie@example.org." in words.text


def test_asking_dates_the_chase_and_marks_the_record(edie):
    rules_page = record(edie)
    request = sent(rules_page, edie)
    letter = Letter.objects.get(kind="ask_permission")

    assert (request.sent_on, request.chase_on) == (TODAY, TODAY + timedelta(weeks=4))
    assert (letter.to, letter.state, letter.about) == ("rights@riverside.example", Post.READY, request.pk)
    assert letter.text == request.letter
    assert Resource.objects.get().state == State.REQUESTED
    assert history(rules_page) == [
        ("unknown", "requested", "The owner was asked."),
        ("", "unknown", "The record was added."),
    ]


def test_sending_twice_is_sending_once(edie):
    request = sent(record(edie), edie)
    again = actions.send(request=request, by=edie, at=AT + DAY)

    assert (again.sent_on, Letter.objects.count()) == (TODAY, 1)
    assert actions.record_sent(request=request, on=TODAY, by=edie, at=AT + DAY).chase_on == request.chase_on


def test_the_editors_words_leave_and_not_the_drafts(edie):
    request = written(record(edie), edie, subject="A question", text="To whom it may concern,\n\nMay we?\n")
    actions.send(request=request, by=edie, at=AT)

    letter = Letter.objects.get()
    assert (letter.subject, letter.text) == ("A question", "To whom it may concern,\n\nMay we?")


def test_a_letter_sent_by_other_means_is_dated_by_the_editor(edie):
    request = written(record(edie), edie, address="")

    with pytest.raises(rules.NoAddress):
        actions.send(request=request, by=edie, at=AT)
    with pytest.raises(rules.NotInFuture):
        actions.record_sent(request=request, on=TODAY + DAY, by=edie, at=AT)
    done = actions.record_sent(request=request, on=TODAY - DAY, by=edie, at=AT)
    assert (done.sent_on, done.chase_on, Letter.objects.count()) == (TODAY - DAY, TODAY + 27 * DAY, 0)


@pytest.mark.parametrize(
    ("changed", "refused", "field"),
    [
        ({"asked_of": " "}, rules.NobodyToAsk, "asked_of"),
        ({"subject": "\u200e"}, rules.NoWords, "subject"),
        ({"text": "\n "}, rules.NoWords, "text"),
        ({"text": "x" * 6001}, rules.NoWords, "text"),
        ({"address": "a@b.uk, c@d.uk"}, Refused, "address"),
    ],
)
def test_what_a_letter_lacks_is_said_beside_its_field(edie, changed, refused, field):
    with pytest.raises(refused) as said:
        written(record(edie), edie, **changed)

    assert (said.value.field, PermissionRequest.objects.count()) == (field, 0)


def test_a_letter_is_changed_until_it_leaves_and_never_after(edie):
    resource = record(edie)
    first = written(resource, edie)
    second = written(resource, edie, subject="Better")

    assert (first.pk, second.subject) == (second.pk, "Better")
    actions.send(request=second, by=edie, at=AT)
    with pytest.raises(rules.SentAlready):
        written(resource, edie)
    actions.discard(request=second, by=edie, at=AT)
    assert PermissionRequest.objects.count() == 1


def test_a_letter_that_has_not_left_can_be_thrown_away(edie):
    resource = record(edie)
    actions.discard(request=written(resource, edie), by=edie, at=AT)

    assert (PermissionRequest.objects.count(), Resource.objects.get().state) == (0, State.UNKNOWN)


@pytest.mark.parametrize(
    ("state", "claim", "why"),
    [
        (State.OWN, {}, "You need not ask. It is our own work."),
        (
            State.OPEN,
            {"licence": "cc-by-nd-4.0", "evidence": "Foot of page"},
            "You need not ask. It is under CC BY-ND 4.0, and that says what is allowed.",
        ),
        (
            State.GRANTED,
            {"evidence": "Mail", "granted_by": "Ann", "granted_on": TODAY, "granted_for": "everyone"},
            "You need not ask. Ann gave permission. Name the owner and say that it is by permission.",
        ),
    ],
)
def test_nobody_is_asked_for_what_is_allowed(edie, state, claim, why):
    with pytest.raises(rules.AllowedAlready) as said:
        written(record(edie, state=state, **claim), edie)

    assert str(said.value) == why


def test_nobody_is_asked_for_a_record_that_was_taken_out(edie):
    resource = library.withdraw(resource=record(edie), by=edie, at=AT)

    with pytest.raises(rules.TakenOut):
        written(resource, edie)


def test_chasing_moves_the_date_on_and_counts_once_a_time(edie):
    request, later = sent(record(edie), edie), AT + 28 * DAY
    words = reminder(request, by=edie)
    assert "On Wednesday 7 April 2027 we asked" in words.text

    for _ in range(2):
        done = actions.chase(
            request=request, time=1, subject=words.subject, text=words.text, post=True, by=edie, at=later
        )
    assert (done.chased, done.chase_on) == (1, TODAY + 56 * DAY)
    assert [each.kind for each in Letter.objects.order_by("made_at")] == ["ask_permission", "chase_permission"]


def test_chasing_without_an_address_needs_other_means(edie):
    request = actions.record_sent(request=written(record(edie), edie, address=""), on=TODAY, by=edie, at=AT)
    asked = {"request": request, "time": 1, "subject": "Again", "text": "Please?", "by": edie, "at": AT + 28 * DAY}

    with pytest.raises(rules.NoAddress):
        actions.chase(post=True, **asked)
    assert actions.chase(post=False, **asked).chased == 1


def test_a_letter_not_sent_is_neither_chased_nor_answered(edie):
    request = written(record(edie), edie)

    with pytest.raises(rules.NotSentYet):
        actions.chase(request=request, time=1, subject="a", text="b", post=False, by=edie, at=AT)
    with pytest.raises(rules.NotSentYet):
        granted(request, edie)
    with pytest.raises(rules.NotSentYet):
        actions.give_up(request=request, by=edie, at=AT)


def test_a_permission_opens_the_gate_for_whom_and_how_long_it_says(edie):
    resource = record(edie)
    granted(sent(resource, edie), edie)

    found = Resource.objects.get()
    assert (found.state, found.granted_by, found.granted_for) == (
        "granted",
        "Ann Other, publications office",
        "mentors",
    )
    assert (found.granted_on, found.granted_until) == (date(2027, 4, 15), date(2028, 4, 14))
    assert [cleared(resource, who, date(2028, 4, 14)) for who in (Audience.MENTORS, Audience.EVERYONE)] == [True, False]
    assert not cleared(resource, Audience.MENTORS, date(2028, 4, 15))
    assert history(resource)[0] == ("requested", "granted", "The owner gave permission.")


def test_the_owners_words_stay_with_the_editors(edie):
    resource = record(edie)
    request = granted(sent(resource, edie), edie)

    assert "01632 960001" in request.evidence
    assert Resource.objects.get().evidence == "Answer of the owner of Thursday 15 April 2027, kept by the editors."


def test_a_permission_said_twice_is_one(edie):
    request = granted(sent(record(edie), edie), edie)
    again = granted(request, edie, audience=Audience.EVERYONE)

    assert (again.granted_for, LicenceChange.objects.count()) == (Audience.MENTORS, 3)
    with pytest.raises(rules.AnsweredAlready):
        actions.record_refusal(
            request=request, answered_by="Ann", answered_on=TODAY, evidence="No", by=edie, at=AT + 9 * DAY
        )


@pytest.mark.parametrize(
    ("changed", "refused", "field"),
    [
        ({"answered_by": " "}, rules.NotSaid, "answered_by"),
        ({"answered_on": TODAY - DAY}, rules.BeforeAsking, "answered_on"),
        ({"answered_on": TODAY + 10 * DAY}, rules.NotInFuture, "answered_on"),
        ({"until": date(2027, 4, 14)}, rules.NotSaid, "until"),
        ({"evidence": " "}, rules.NothingShowsIt, "evidence"),
        ({"file": Upload("mail.pdf", b"not a pdf")}, Refused, "file"),
    ],
)
def test_a_permission_lacks_nothing(edie, changed, refused, field):
    request = sent(record(edie), edie)
    with pytest.raises(refused) as said:
        granted(request, edie, **changed)

    assert said.value.field == field
    assert (Resource.objects.get().state, KeptFile.objects.count()) == (State.REQUESTED, 0)


def test_a_file_alone_shows_an_answer(edie):
    request = granted(sent(record(edie), edie), edie, evidence="", file=Upload("../Mail from Ann.pdf", PDF))

    assert (request.evidence_file.name, request.evidence_file.kept_by) == ("Mail from Ann.pdf", edie)
    assert Resource.objects.get().file is None


def test_a_refusal_shuts_the_gate_and_says_so(edie):
    resource = record(edie)
    request = sent(resource, edie)
    said = {"answered_by": "Ann", "answered_on": TODAY, "evidence": "We would rather not.", "by": edie, "at": AT + DAY}

    for _ in range(2):
        actions.record_refusal(request=request, **said)
    assert Resource.objects.get().state == State.REFUSED
    assert not cleared(resource, Audience.MENTORS, TODAY)
    assert history(resource)[0] == ("requested", "refused", "The owner said no.")
    with pytest.raises(rules.NothingShowsIt):
        actions.record_refusal(request=sent(record(edie, "Other"), edie), **(said | {"evidence": ""}))


def test_giving_up_brings_back_what_was_known_before(edie):
    resource = record(edie, state=State.LINK_ONLY)
    request = sent(resource, edie)
    actions.give_up(request=request, by=edie, at=AT + 90 * DAY)

    assert (request.resource.pk, Resource.objects.get().state) == (resource.pk, State.LINK_ONLY)
    assert history(resource)[0] == ("requested", "link_only", "The owner did not answer.")
    assert actions.give_up(request=request, by=edie, at=AT + 91 * DAY).answered_on == TODAY + 90 * DAY
    assert sent(Resource.objects.get(), edie, at=AT + 91 * DAY).pk != request.pk


def test_a_permission_that_runs_outlives_asking_and_a_no(edie):
    resource = record(edie)
    granted(sent(resource, edie), edie)
    renewal = sent(Resource.objects.get(), edie, at=AT + 300 * DAY)

    assert Resource.objects.get().state == State.GRANTED
    day = TODAY + 301 * DAY
    actions.record_refusal(
        request=renewal, answered_by="Ann", answered_on=day, evidence="Not again.", by=edie, at=AT + 301 * DAY
    )
    assert cleared(resource, Audience.MENTORS, day)


def test_a_no_after_the_end_is_a_refusal(edie):
    resource = record(edie)
    granted(sent(resource, edie), edie, until=date(2027, 5, 1))
    renewal = sent(Resource.objects.get(), edie, at=AT + 60 * DAY)
    actions.record_refusal(
        request=renewal, answered_by="Ann", answered_on=TODAY + 61 * DAY, evidence="No.", by=edie, at=AT + 61 * DAY
    )

    assert Resource.objects.get().state == State.REFUSED
