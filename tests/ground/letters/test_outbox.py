from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from pares.ground.ledger.models import Entry
from pares.ground.letters import actions, merge, rules
from pares.ground.letters.address import NotOneAddress
from pares.ground.letters.models import Letter, State
from tests.ground.letters.conftest import TUESDAY, Office

FRIDAY_EVENING = datetime(2027, 3, 26, 18, tzinfo=UTC)  # Good Friday
TUESDAY_AFTER_EASTER = datetime(2027, 3, 30, 7, tzinfo=UTC)  # 8am in London: summer time began on the 28th


def test_a_letter_is_written_once_a_key(office: Office) -> None:
    first = office.write(values={"cohort_name": "A *spring*", "link": "https://pares.example/x"})
    second = office.write(to=office.ella, at=TUESDAY + timedelta(days=1))

    assert second == first
    assert (first.to, first.person, first.reply_to) == (
        "max@northgate.example",
        office.max,
        "mentoring@northgate.example",
    )
    assert first.subject == "Your certificate is ready, A *spring*"
    assert first.text.startswith(
        "Hello Max Northgate,\n\nThank you for being a mentor in Northgate mentoring, A *spring*."
    )
    assert "A *spring*" in first.html
    assert (first.state, first.confidential, first.not_before) == (State.READY, False, TUESDAY)


def test_a_letter_goes_when_its_cause_does(office: Office) -> None:
    with transaction.atomic():
        office.write()
        transaction.set_rollback(True)

    assert list(Letter.objects.all()) == []


def test_the_usual_lane_waits_for_working_hours_and_the_other_does_not(office: Office) -> None:
    usual = office.write(at=FRIDAY_EVENING)
    now = office.write_now(at=FRIDAY_EVENING)
    later = office.write("later", not_before=FRIDAY_EVENING)

    assert (usual.not_before, later.not_before) == (TUESDAY_AFTER_EASTER, TUESDAY_AFTER_EASTER)
    assert now.not_before == FRIDAY_EVENING


@pytest.mark.parametrize("address", ["a@b.org, evil@e.org", "a@b.org\nBcc: evil@e.org", "", "a@b.org\x00"])
def test_a_letter_has_exactly_one_address(office: Office, address: str) -> None:
    with pytest.raises(NotOneAddress):
        office.write(to=address, values={"name": "x", "cohort_name": "x", "link": "https://a.example"})

    assert list(Letter.objects.all()) == []


def test_a_letter_without_a_value_it_needs_is_a_mistake_of_ours(office: Office) -> None:
    with pytest.raises(merge.MissingValueError):
        office.write(values={"cohort_name": "x"})


def test_release_lets_held_letters_go_once(office: Office) -> None:
    held = [office.write(str(number), hold=True) for number in range(2)]

    assert actions.claim(at=TUESDAY, limit=9) == []
    assert actions.release(letters=held, by=office.lead, at=TUESDAY) == 2
    assert actions.release(letters=held, by=office.lead, at=TUESDAY) == 0
    assert list(Entry.objects.filter(verb="letters.release").values_list("actor", flat=True)) == [office.lead.pk] * 2


def test_a_lead_edits_a_held_letter(office: Office) -> None:
    letter = office.write(hold=True)

    edited = actions.edit(
        letter=letter,
        subject="Your certificate\r\nBcc: x",
        text="Dear Max,\n\n- well *done*\n<script>alert(1)</script>",
        by=office.lead,
        at=TUESDAY,
    )

    assert edited.subject == "Your certificate Bcc: x"
    assert edited.text == "Dear Max,\n\n- well *done*\n<script>alert(1)</script>"
    assert "&lt;script&gt;" in edited.html
    assert "<script" not in edited.html


@pytest.mark.parametrize(
    ("subject", "text", "error"),
    [
        ("About Ella Northgate", "words", rules.NamesSomebody),
        (" \x00", "words", rules.NoSubject),
        ("Subject", " \n", rules.NoWords),
        ("Subject", "Hello {name}", merge.UnknownPlaceholder),
    ],
)
def test_some_edits_are_refused(office: Office, subject: str, text: str, error: type[Exception]) -> None:
    office.write("other", to=office.ella)
    letter = office.write(hold=True)

    with pytest.raises(error):
        actions.edit(letter=letter, subject=subject, text=text, by=office.lead, at=TUESDAY)


def test_a_released_letter_is_not_edited(office: Office) -> None:
    with pytest.raises(rules.NotHeld, match="has been released"):
        actions.edit(letter=office.write(), subject="s", text="t", by=office.lead, at=TUESDAY)


def test_a_skipped_letter_does_not_leave_and_one_on_its_way_is_not_skipped(office: Office) -> None:
    skipped = actions.skip(letter=office.write("a"), why="The mentor said no.", at=TUESDAY)
    on_its_way = office.write("b")
    claimed = actions.claim(at=TUESDAY, limit=9)

    assert (skipped.state, skipped.problem) == (State.SKIPPED, "The mentor said no.")
    assert claimed == [on_its_way]
    assert actions.skip(letter=on_its_way, why="Too late.", at=TUESDAY).state == State.SENDING


def test_a_letter_skipped_with_a_code_loses_its_words(office: Office) -> None:
    letter = actions.skip(letter=office.write_now(), why="Not needed.", at=TUESDAY)

    assert (letter.text, letter.html) == ("", "")
