from datetime import date

import pytest

from pares.ground.cohorts.calendar import changeovers, in_words, next_changeover, weeks_between


def test_the_changeovers_of_three_years_are_known() -> None:
    assert changeovers(date(2026, 11, 1), 9) == [
        date(2026, 12, 2),
        date(2027, 2, 3),
        date(2027, 4, 7),
        date(2027, 8, 4),
        date(2027, 12, 1),
        date(2028, 2, 2),
        date(2028, 4, 5),
        date(2028, 8, 2),
        date(2028, 12, 6),
    ]


def test_a_changeover_is_not_its_own_next() -> None:
    assert changeovers(date(2026, 12, 2), 1) == [date(2027, 2, 3)]
    assert changeovers(date(2026, 12, 1), 1) == [date(2026, 12, 2)]
    assert changeovers(date(2026, 12, 1), 0) == []


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2026, 12, 2), 4, date(2027, 4, 7)),
        (date(2027, 4, 7), 4, date(2027, 8, 4)),
        (date(2027, 2, 3), 6, date(2027, 8, 4)),
        (date(2027, 8, 4), 6, date(2028, 2, 2)),
        (date(2027, 8, 4), 12, date(2028, 8, 2)),
        (date(2027, 9, 1), 12, date(2028, 9, 6)),
        (date(2027, 10, 29), 5, date(2028, 3, 1)),
        (date(2027, 8, 31), 4, date(2027, 12, 1)),
    ],
)
def test_a_cohort_ends_on_a_first_wednesday(start: date, months: int, expected: date) -> None:
    assert next_changeover(start, months) == expected


def test_a_cohort_of_no_months_has_no_end() -> None:
    with pytest.raises(ValueError, match="at least 1 month"):
        next_changeover(date(2027, 2, 3), 0)


def test_posts_of_four_months_last_seventeen_or_eighteen_weeks() -> None:
    assert weeks_between(date(2026, 12, 2), date(2027, 4, 7)) == 18
    assert weeks_between(date(2027, 4, 7), date(2027, 8, 4)) == 17
    assert weeks_between(date(2027, 2, 3), date(2027, 8, 4)) == 26


def test_weeks_begin_at_nought_and_count_backwards_before_the_start() -> None:
    start = date(2027, 4, 7)
    days = [date(2027, 4, 7), date(2027, 4, 13), date(2027, 4, 14), date(2027, 4, 6), date(2027, 1, 13)]
    assert [weeks_between(start, day) for day in days] == [0, 0, 1, -1, -12]


def test_a_date_shows_its_weekday() -> None:
    assert in_words(date(2027, 4, 7)) == "Wednesday 7 April 2027"
