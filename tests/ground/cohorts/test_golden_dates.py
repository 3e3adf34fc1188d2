"""Ten years of every usual start in each nation: as they were when somebody read them, and as the rules have them."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from pares.ground.cohorts.calendar import NATIONS, bank_holidays, changeovers, load, next_sending_time, plan
from pares.ground.cohorts.timeline import SHIPPED_NAMES
from tests.ground.cohorts import reckoned_by_hand as by_hand
from tests.ground.cohorts.golden_dates import golden, planned, rows

YEARS = range(2025, 2039)
EASTERS = {
    2026: (4, 5),
    2027: (3, 28),
    2028: (4, 16),
    2029: (4, 1),
    2030: (4, 21),
    2031: (4, 13),
    2032: (3, 28),
    2033: (4, 17),
    2034: (4, 9),
    2035: (3, 25),
    2036: (4, 13),
}
CHANGEOVERS = {
    2026: ("02-04", "04-01", "08-05", "12-02"),
    2027: ("02-03", "04-07", "08-04", "12-01"),
    2028: ("02-02", "04-05", "08-02", "12-06"),
    2029: ("02-07", "04-04", "08-01", "12-05"),
    2030: ("02-06", "04-03", "08-07", "12-04"),
    2031: ("02-05", "04-02", "08-06", "12-03"),
    2032: ("02-04", "04-07", "08-04", "12-01"),
    2033: ("02-02", "04-06", "08-03", "12-07"),
    2034: ("02-01", "04-05", "08-02", "12-06"),
    2035: ("02-07", "04-04", "08-01", "12-05"),
    2036: ("02-06", "04-02", "08-06", "12-03"),
}
# The weekdays of a month that rest, read off a calendar: what is kept instead of a holiday on a weekend.
IN_LIEU = [
    ("england", "2026-12", [25, 28]),  # Boxing Day on a Saturday
    ("england", "2027-12", [27, 28]),  # Christmas Day on a Saturday
    ("wales", "2028-01", [3]),  # New Year's Day on a Saturday
    ("scotland", "2027-01", [1, 4]),  # 2 January on a Saturday
    ("scotland", "2028-01", [3, 4]),  # New Year's Day on a Saturday
    ("scotland", "2033-01", [3, 4]),  # 2 January on a Sunday, the day after New Year's Day
    ("england", "2033-12", [26, 27]),  # Christmas Day on a Sunday
    ("scotland", "2030-12", [2, 25, 26]),  # St Andrew's Day on a Saturday
    ("scotland", "2031-12", [1, 25, 26]),  # St Andrew's Day on a Sunday
    ("northern-ireland", "2029-03", [19, 30]),  # St Patrick's Day on a Saturday, and Good Friday
    ("northern-ireland", "2030-03", [18]),  # St Patrick's Day on a Sunday
    ("northern-ireland", "2026-07", [13]),  # the Twelfth on a Sunday
    ("northern-ireland", "2031-07", [14]),  # the Twelfth on a Saturday
    ("scotland", "2026-06", [15]),  # given once, for the World Cup
    ("scotland", "2027-04", []),  # no Easter Monday in Scotland
]


@pytest.mark.parametrize("key", SHIPPED_NAMES)
def test_every_date_is_as_it_was_read(key: str) -> None:
    assert [*planned(load(key))] == golden(key)


@pytest.mark.parametrize(("key", "starts"), [("foundation-4", 33), ("core-6", 22), ("yearly-12", 11)])
def test_the_golden_dates_hold_every_usual_start_in_every_nation(key: str, starts: int) -> None:
    assert Counter(nation for nation, *_ in rows(key)) == dict.fromkeys(NATIONS, starts)


@pytest.mark.parametrize("key", SHIPPED_NAMES)
def test_dates_reckoned_another_way_agree(key: str) -> None:
    for nation, start, changeover, days in rows(key):
        assert by_hand.planned(key, nation, start, changeover) == days, (nation, start)


@pytest.mark.parametrize("key", SHIPPED_NAMES)
def test_nothing_but_the_start_falls_on_a_weekend_or_bank_holiday(key: str) -> None:
    closed = {
        (nation, start, step, day)
        for nation, start, _, days in rows(key)
        for step, day in days.items()
        if day.weekday() > 4 or day in by_hand.bank_holidays(nation, day.year)
    }
    assert closed == set()


def test_changeovers_are_those_of_the_calendar_on_the_wall() -> None:
    known = [date.fromisoformat(f"{year}-{day}") for year, days in CHANGEOVERS.items() for day in days]
    assert changeovers(date(2025, 12, 31), 44) == known
    assert {(day.strftime("%A"), day.day <= 7) for day in known} == {("Wednesday", True)}


def test_easter_moves_as_the_tables_of_the_churches_say() -> None:
    assert {year: (by_hand.easter(year).month, by_hand.easter(year).day) for year in EASTERS} == EASTERS


@pytest.mark.parametrize("nation", NATIONS)
def test_bank_holidays_follow_the_rules(nation: str) -> None:
    known = {day for year in YEARS for day in bank_holidays(nation, year) if day.weekday() < 5}
    reckoned = {day for year in YEARS for day in by_hand.bank_holidays(nation, year)}
    assert known == reckoned


@pytest.mark.parametrize(("nation", "month", "rests"), IN_LIEU)
def test_another_day_rests_for_a_holiday_on_a_weekend(nation: str, month: str, rests: list[int]) -> None:
    days = sorted(day for day in bank_holidays(nation, int(month[:4])) if f"{day:%Y-%m}" == month)
    assert [day.day for day in days if day.weekday() < 5] == rests


@pytest.mark.parametrize("key", SHIPPED_NAMES)
def test_nothing_falls_into_a_christmas_closure(key: str) -> None:
    closures = [(date(year, 12, 20), date(year + 1, 1, 3)) for year in YEARS]
    for nation, start, changeover, _ in rows(key):
        days = [each.date for each in plan(load(key), start, changeover, nation=nation, blackouts=closures)]
        assert [day for day in days if not (1, 3) < (day.month, day.day) < (12, 20)] == []


@pytest.mark.parametrize(
    ("summer_from", "summer_until"),
    [
        ("2026-03-29", "2026-10-25"),
        ("2027-03-28", "2027-10-31"),
        ("2028-03-26", "2028-10-29"),
        ("2029-03-25", "2029-10-28"),
        ("2030-03-31", "2030-10-27"),
    ],
)
def test_letters_leave_at_eight_before_and_after_the_clocks_change(summer_from: str, summer_until: str) -> None:
    def leaves(sunday: str, weeks: int) -> str:
        tuesday = date.fromisoformat(sunday) + timedelta(days=2, weeks=weeks)
        return f"{next_sending_time(datetime.combine(tuesday, datetime.min.time(), UTC)):%H:%M}"

    spring = [leaves(summer_from, weeks) for weeks in (-1, 0)]
    autumn = [leaves(summer_until, weeks) for weeks in (-1, 0)]
    assert (spring, autumn) == (["08:00", "07:00"], ["07:00", "08:00"])
