from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pares.ground.letters import actions
from pares.ground.letters.models import Letter, State
from tests.ground.letters.conftest import TUESDAY, Office

SUNDAY = datetime(2027, 3, 7, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def rate(settings: Any) -> None:
    settings.LETTERS_A_MINUTE = 30


def test_a_claimed_letter_is_nobody_elses_until_its_lease_is_over(office: Office) -> None:
    letter = office.write()

    assert actions.claim(at=TUESDAY, limit=9) == [letter]
    assert actions.claim(at=TUESDAY + timedelta(minutes=5), limit=9) == []
    assert actions.claim(at=TUESDAY + timedelta(minutes=6), limit=9) == [letter]


def test_at_once_goes_first_and_on_sundays(office: Office) -> None:
    usual, now = office.write(), office.write_now(at=TUESDAY + timedelta(seconds=1))

    [claimed] = actions.claim(at=SUNDAY, limit=9)
    assert claimed == now
    assert Letter.objects.get(pk=usual.pk).state == State.READY

    actions.mark_sent(letter=claimed, at=SUNDAY)
    again = office.write_now("again")
    assert actions.claim(at=SUNDAY + timedelta(days=1), limit=9) == [again, usual]


def test_each_nation_keeps_its_own_holidays(office: Office) -> None:
    st_patrick = datetime(2027, 3, 17, 10, tzinfo=UTC)
    letter = office.write()
    office.scheme.nation = "northern-ireland"
    office.scheme.save()

    assert actions.claim(at=st_patrick, limit=9) == []
    assert actions.claim(at=st_patrick + timedelta(days=1), limit=9) == [letter]


def test_the_usual_lane_keeps_to_its_rate(office: Office, settings: Any) -> None:
    settings.LETTERS_A_MINUTE = 2
    for number in range(5):
        office.write(str(number))
    codes = {office.write_now(f"code {number}").pk for number in range(3)}

    claimed = actions.claim(at=TUESDAY, limit=99)

    assert {letter.pk for letter in claimed[:3]} == codes
    assert len(claimed) == 5
    assert actions.claim(at=TUESDAY + timedelta(seconds=59), limit=99) == []
    assert len(actions.claim(at=TUESDAY + timedelta(seconds=60), limit=99)) == 2
    assert len(actions.claim(at=TUESDAY + timedelta(seconds=120), limit=99)) == 1


def test_since_when_a_letter_that_leaves_at_once_waits(office: Office) -> None:
    office.write()

    assert Letter.objects.waiting_since(TUESDAY) is None

    office.write_now(at=TUESDAY)
    assert Letter.objects.waiting_since(TUESDAY + timedelta(minutes=9)) == TUESDAY


def test_five_claimers_at_once_never_get_the_same_letter(together: Any, office: Office, settings: Any) -> None:
    settings.LETTERS_A_MINUTE = 25
    for number in range(40):
        office.write(str(number))

    batches = together(lambda: actions.claim(at=TUESDAY, limit=7), 5)

    claimed = [letter.key for batch in batches for letter in batch]
    assert len(claimed) == len(set(claimed)) == 25


def test_one_key_is_one_letter_however_many_write_it(together: Any, office: Office) -> None:
    letters = together(lambda: office.write("same").pk, 5)

    assert len(set(letters)) == 1
