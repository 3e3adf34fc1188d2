"""A date typed into three boxes, and what may be wrong with it, in words."""

import calendar
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from pares.pages.fields.asked import Asked, Question, Shown, for_django
from pares.pages.rendering import MONTHS, short_date

Data = Mapping[str, Any]
Files = MultiValueDict[str, Any]
Bound = date | Callable[[], date] | None
DIGITS_OF_A_YEAR = 4
MONTH_NUMBERS = {name.lower(): place for place, name in enumerate(MONTHS, 1)}
MONTH_NUMBERS |= {name[:3].lower(): place for place, name in enumerate(MONTHS, 1)}


class Boxes(NamedTuple):
    """What stands in the three boxes."""

    day: str = ""
    month: str = ""
    year: str = ""


class DateBoxes(forms.Widget):
    """Reads three boxes named `<field>-day`, `-month` and `-year`."""

    def value_from_datadict(self, data: Data, files: Files, name: str) -> Boxes:  # noqa: ARG002 - Django's
        """Return what was typed, without the spaces around it."""
        return Boxes(*(str(data.get(f"{name}-{box}", "")).strip() for box in Boxes._fields))

    def value_omitted_from_data(self, data: Data, files: Files, name: str) -> bool:  # noqa: ARG002 - Django's
        """Tell whether none of the boxes was sent."""
        return not any(f"{name}-{box}" in data for box in Boxes._fields)


class DateField(Question, forms.Field):
    """A day of the calendar; `earliest` and `latest` are included and may be functions of the clock."""

    widget = DateBoxes

    def __init__(self, label: str, *, earliest: Bound = None, latest: Bound = None, **asked: Unpack[Asked]) -> None:
        """Ask for a date."""
        self.earliest, self.latest = earliest, latest
        self.put(asked)
        super().__init__(**for_django(label, asked, verb="Enter", template="date"))

    def to_python(self, value: Any) -> date | None:
        """Return the date in the boxes, or None where all are empty; a sentence says what is wrong."""
        if value is None or isinstance(value, date):
            return value
        return read(Boxes(*value)) if any(value) else None

    def validate(self, value: Any) -> None:
        """Refuse no date where one is needed, and a date outside the bounds."""
        super().validate(value)
        earliest, latest = (bound() if callable(bound) else bound for bound in (self.earliest, self.latest))
        if value and earliest and value < earliest:
            raise ValidationError(f"The date must be {short_date(earliest)} or later", code="bounds")
        if value and latest and value > latest:
            raise ValidationError(f"The date must be {short_date(latest)} or earlier", code="bounds")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether the boxes say another date than the initial one."""
        return boxes(initial() if callable(initial) else initial) != boxes(data)

    def boxes(self, shown: Shown) -> Boxes:
        """Return what to put into the boxes."""
        return boxes(shown.value())

    def wrong(self, shown: Shown) -> set[str]:
        """Return the names of the boxes to mark: those at fault, or all three."""
        faults = [fault for fault in shown.errors.as_data() if isinstance(fault, ValidationError)]
        named = {box for fault in faults for box in (fault.code or "").split("-") if box in Boxes._fields}
        return named or (set(Boxes._fields) if faults else set())

    def focus(self, shown: Shown) -> str:
        """Return the id of the first box at fault."""
        wrong = self.wrong(shown)
        return f"{shown.auto_id}-{next((box for box in Boxes._fields if box in wrong), 'day')}"


def boxes(value: Any) -> Boxes:
    """Return the boxes for a date, for boxes, or for nothing."""
    if isinstance(value, date):
        return Boxes(str(value.day), str(value.month), str(value.year))
    return Boxes(*value) if value else Boxes()


def read(typed: Boxes) -> date:
    """Return the date typed; months may be words. A ValidationError's code names the boxes at fault."""
    empty = [box for box in Boxes._fields if not getattr(typed, box)]
    if empty:
        raise ValidationError(f"The date must include a {' and a '.join(empty)}", code="-".join(empty))
    month = MONTH_NUMBERS.get(typed.month.lower()) or _number("month", typed.month, "4 or April")
    day, year = _number("day", typed.day, "7"), _number("year", typed.year, "2027")
    if not 1 <= month <= len(MONTHS):
        raise ValidationError(f"There is no month {month}: write 1 to 12, or its name", code="month")
    if len(typed.year) != DIGITS_OF_A_YEAR or not year:
        raise ValidationError("Write the year with four digits, such as 2027", code="year")
    return _existing(day, month, year)


def _existing(day: int, month: int, year: int) -> date:
    if 1 <= day <= calendar.monthrange(year, month)[1]:
        return date(year, month, day)
    leap = f" {year}" if (day, month) == (29, 2) else ""
    raise ValidationError(f"{day} {MONTHS[month - 1]}{leap} does not exist", code="day")


def _number(box: str, typed: str, example: str) -> int:
    if typed.isdecimal() and len(typed) <= DIGITS_OF_A_YEAR:
        return int(typed)
    raise ValidationError(f"The {box} must be a number, such as {example}", code=box)
