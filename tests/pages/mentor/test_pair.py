"""What only the mentor's side of a pair has: "not this person"."""

from datetime import UTC, datetime, timedelta

import pytest

from pares.ground import clock
from pares.stages.matching.actions import mark_told
from pares.stages.matching.models import Ended
from tests import world as worlds


@pytest.fixture
def pair(world):
    """Esme and Mo: he was told on a Wednesday, she not yet."""
    pairs = worlds.match(world.spring, tell=False)
    pair = next(pair for pair in pairs if pair.mentee.person.name == "Esme")
    mark_told(pair=pair, side="mentor", at=worlds.CONFIRMED)
    clock.go_to(worlds.CONFIRMED + timedelta(hours=3))
    return pair


def test_a_mentor_says_no_in_two_steps_without_a_reason(pair, signed_in):
    client = signed_in(pair.mentor.person)
    where = f"/mentor/pairs/{pair.pk}/not-this-person/"
    assert where in client.get(f"/mentor/pairs/{pair.pk}/").content.decode()
    assert "<textarea" not in client.get(where).content.decode()

    answer = client.post(where, follow=True)

    pair.refresh_from_db()
    assert (pair.ended, pair.never_again) == (Ended.MENTOR_SAID_NO, True)
    assert "nobody will ask why" in answer.content.decode()


def test_the_mentee_who_was_never_told_never_hears_of_it(pair, signed_in):
    signed_in(pair.mentor.person).post(f"/mentor/pairs/{pair.pk}/not-this-person/")
    client = signed_in(pair.mentee.person)

    page = client.get("/mentee/").content.decode()

    assert "You do not have a mentor yet" in page
    assert [word for word in ("Mo<", "mo@example.org", "Earlier", "ended") if word in page] == []
    assert client.get(f"/mentee/pairs/{pair.pk}/").status_code == 404


@pytest.mark.parametrize("why", ["two working days have passed", "the mentee knows"])
def test_afterwards_it_is_too_late(pair, signed_in, why):
    if why == "the mentee knows":
        mark_told(pair=pair, side="mentee", at=worlds.CONFIRMED)
    else:
        clock.go_to(datetime(2027, 4, 6, 18, tzinfo=UTC))
    client = signed_in(pair.mentor.person)
    where = f"/mentor/pairs/{pair.pk}/not-this-person/"
    assert where not in client.get(f"/mentor/pairs/{pair.pk}/").content.decode()

    answer = client.post(where, follow=True)

    pair.refresh_from_db()
    assert pair.ended_at is None
    assert "You can ask for a change instead" in answer.content.decode()


def test_until_the_mentee_knows_the_mentor_is_asked_not_to_write(pair, signed_in):
    client = signed_in(pair.mentor.person)
    assert "Please wait with writing" in client.get(f"/mentor/pairs/{pair.pk}/").content.decode()

    mark_told(pair=pair, side="mentee", at=worlds.CONFIRMED + timedelta(days=2))

    page = client.get(f"/mentor/pairs/{pair.pk}/").content.decode()
    assert "You write first, by Wednesday 7 April 2027." in page
    assert "Please wait with writing" not in page
