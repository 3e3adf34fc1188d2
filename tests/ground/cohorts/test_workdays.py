from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from pares.ground.cohorts.calendar import (
    NATIONS,
    NoWorkingDay,
    WorkingDays,
    bank_holidays,
    is_working_day,
    letters_may_leave,
    next_sending_time,
)

COMMON_2027 = {
    date(2027, 1, 1),
    date(2027, 3, 26),
    date(2027, 5, 3),
    date(2027, 5, 31),
    date(2027, 12, 27),
    date(2027, 12, 28),
}
ENGLAND_2027 = COMMON_2027 | {date(2027, 3, 29), date(2027, 8, 30)}


@pytest.mark.parametrize(
    ("nation", "expected"),
    [
        ("england", ENGLAND_2027),
        ("wales", ENGLAND_2027),
        ("scotland", COMMON_2027 | {date(2027, 1, 4), date(2027, 8, 2), date(2027, 11, 30)}),
        ("northern-ireland", ENGLAND_2027 | {date(2027, 3, 17), date(2027, 7, 12)}),
    ],
)
def test_each_nation_keeps_its_own_bank_holidays(nation: str, expected: set[date]) -> None:
    weekdays = {day for day in bank_holidays(nation, 2027) if day.weekday() < 5}
    assert weekdays == expected
    assert [day for day in sorted(expected) if is_working_day(day, nation)] == []


def test_the_four_nations_are_offered_and_no_other() -> None:
    assert set(NATIONS) == {"england", "scotland", "wales", "northern-ireland"}
    with pytest.raises(ValueError, match="There is no nation 'cornwall'"):
        is_working_day(date(2027, 4, 7), "cornwall")


def test_weekends_bank_holidays_and_blackouts_are_closed() -> None:
    strike = (date(2027, 4, 12), date(2027, 4, 14))
    days = [date(2027, 4, 9) + timedelta(days=number) for number in range(7)]
    assert [is_working_day(day, "england", [strike]) for day in days] == [
        True,
        False,
        False,
        False,
        False,
        False,
        True,
    ]
    assert [WorkingDays("england", (strike,)).closed(day) for day in (days[0], days[1], days[3])] == [
        None,
        "weekend",
        "blackout days",
    ]
    assert WorkingDays("england").closed(date(2027, 3, 29)) == "bank holiday"
    assert WorkingDays("scotland").closed(date(2027, 3, 29)) is None


def test_working_days_are_counted_across_easter() -> None:
    days = WorkingDays("england")
    assert days.after(date(2027, 3, 24), 5) == date(2027, 4, 2)
    assert days.between(date(2027, 3, 24), date(2027, 4, 2)) == 5
    assert days.between(date(2027, 3, 24), date(2027, 3, 24)) == 0
    assert days.after(date(2027, 3, 26), 0) == date(2027, 3, 30)


def test_a_search_for_a_working_day_is_bounded() -> None:
    summer = (date(2027, 7, 1), date(2027, 12, 31))
    with pytest.raises(NoWorkingDay) as refusal:
        WorkingDays("england", (summer,)).on_or_after(date(2027, 7, 7))
    assert str(refusal.value) == (
        "There is no working day in the 60 days after Wednesday 7 July 2027. Shorten the blackout days."
    )


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        # Monday to Friday around the clock change of Sunday 28 March 2027, which is Easter: GMT before, BST after.
        (datetime(2027, 3, 25, 7, 59, tzinfo=UTC), datetime(2027, 3, 25, 8, tzinfo=UTC)),
        (datetime(2027, 3, 25, 17, 59, 59, tzinfo=UTC), datetime(2027, 3, 25, 17, 59, 59, tzinfo=UTC)),
        (datetime(2027, 3, 25, 18, tzinfo=UTC), datetime(2027, 3, 30, 7, tzinfo=UTC)),
        (datetime(2027, 3, 28, 9, tzinfo=UTC), datetime(2027, 3, 30, 7, tzinfo=UTC)),
        (datetime(2027, 3, 30, 6, 59, tzinfo=UTC), datetime(2027, 3, 30, 7, tzinfo=UTC)),
        (datetime(2027, 3, 30, 7, tzinfo=UTC), datetime(2027, 3, 30, 7, tzinfo=UTC)),
        (datetime(2027, 3, 30, 17, tzinfo=UTC), datetime(2027, 3, 31, 7, tzinfo=UTC)),
        # Around Sunday 31 October 2027: BST before, GMT after.
        (datetime(2027, 10, 29, 7, tzinfo=UTC), datetime(2027, 10, 29, 7, tzinfo=UTC)),
        (datetime(2027, 10, 29, 17, tzinfo=UTC), datetime(2027, 11, 1, 8, tzinfo=UTC)),
        (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), datetime(2027, 11, 1, 8, tzinfo=UTC)),
        (datetime(2027, 11, 1, 7, 30, tzinfo=UTC), datetime(2027, 11, 1, 8, tzinfo=UTC)),
        # Christmas on a weekend, with two substitute days.
        (datetime(2027, 12, 24, 20, tzinfo=UTC), datetime(2027, 12, 29, 8, tzinfo=UTC)),
        # Still the evening before in New York, already the morning in London.
        (
            datetime(2027, 2, 3, 4, tzinfo=timezone(timedelta(hours=-5))),
            datetime(2027, 2, 3, 9, tzinfo=UTC),
        ),
    ],
)
def test_letters_leave_in_london_office_hours(at: datetime, leaves: datetime) -> None:
    assert next_sending_time(at) == leaves
    assert next_sending_time(at).tzinfo is UTC
    assert letters_may_leave(at) == (at == leaves)
    assert letters_may_leave(leaves)


def test_letters_rest_on_the_bank_holidays_of_the_scheme() -> None:
    orangemens_day = datetime(2027, 7, 12, 9, tzinfo=UTC)
    assert letters_may_leave(orangemens_day, "england")
    assert not letters_may_leave(orangemens_day, "northern-ireland")
    assert next_sending_time(orangemens_day, "northern-ireland") == datetime(2027, 7, 13, 7, tzinfo=UTC)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        letters_may_leave(datetime(2027, 3, 30, 9))  # noqa: DTZ001
