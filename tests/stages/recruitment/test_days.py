from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pares.stages.recruitment.days import NoDay, day


@pytest.mark.parametrize(
    "cell",
    [
        *("7/4/2027", "07/04/27", "7.4.2027", "2027-04-07", "2027-04-07 10:15", "2027/04/07 10:11:12 am GMT"),
        *("7 April 2027", "7th apr 2027", "07-Apr-2027 09:00"),
    ],
)
def test_days_are_read_day_first(cell: str) -> None:
    assert day(cell) == date(2027, 4, 7)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("31/04/2027", "“31/04/2027” is not a date: April 2027 has 30 days."),
        ("29/02/2027", "“29/02/2027” is not a date: February 2027 has 28 days."),
        ("02/13/2027", "“02/13/2027” is not a date: write the day first, then the month."),
        ("31/04", "“31/04” is not a date. Write it like 7/4/2027."),
        ("0001-01-01", "“0001-01-01” is not a date: check the year."),
        ("next week", "“next week” is not a date. Write it like 7/4/2027."),
    ],
)
def test_what_is_no_day_is_said(cell: str, sentence: str) -> None:
    with pytest.raises(NoDay) as refused:
        day(cell)
    assert str(refused.value) == sentence


@given(st.text())
def test_any_text_is_a_day_or_refused(cell: str) -> None:
    with suppress(NoDay):
        assert isinstance(day(cell), date)
