"""What is asked about sessions, and about training done elsewhere."""

import re
from datetime import time
from typing import Any, Unpack

from django.core.exceptions import ValidationError

from pares.ground import clock
from pares.pages.fields import DateField, NumberField, PagesForm, RadiosField, TextField
from pares.pages.fields.asked import Asked
from pares.stages.training.models import EquivalentKind, SessionKind
from pares.stages.training.rules import LONGEST_PLACE

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE)
NOON, HOURS, MINUTES = 12, 24, 60


class TimeField(TextField):
    """A time of the day, typed as people write it: "17:00", "5pm", "5.30 pm", "midday"."""

    def __init__(self, label: str, **asked: Unpack[Asked]) -> None:
        """Ask for a time."""
        super().__init__(label, width=5, **asked)

    def prepare_value(self, value: Any) -> Any:
        """Return a time as it is shown in the box."""
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def clean(self, value: Any) -> time:
        """Return the time typed, or say how to write one."""
        typed = str(super().clean(value)).strip().lower()
        found = _TIME.fullmatch({"midday": "12pm", "noon": "12pm"}.get(typed, typed))
        read = _read(found) if found else None
        if read is None:
            raise ValidationError("Enter a time, such as 5pm or 17:00", code="time")
        return read


def _read(found: re.Match[str]) -> time | None:
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= NOON:
        return None
    if half:
        hour = hour % NOON + (NOON if half == "pm" else 0)
    elif not found[2]:
        return None
    return time(hour, minute) if hour < HOURS and minute < MINUTES else None


class SessionForm(PagesForm):
    """When and where a session is."""

    on = DateField("Date", hint="For example, 27 3 2027")
    starts = TimeField("Start time", hint="For example, 5pm or 17:00")
    minutes = NumberField("Length", least=10, most=480, suffix="minutes", initial=60)
    place = TextField(
        "Place",
        max_length=LONGEST_PLACE,
        hint="A room, or the address of a video call. It stands in the invitation and in people's calendars.",
    )


class PlanForm(SessionForm):
    """A new session."""

    kind = RadiosField(
        "What kind of session is it?",
        choices=SessionKind,
        hints={
            "catch_up": "For mentors who missed the others: only they are invited.",
            "workshop": "For mentors who have begun. It does not count as training.",
        },
    )
    field_order = ("kind", "on", "starts", "minutes", "place")


class EquivalentForm(PagesForm):
    """Training a mentor did elsewhere."""

    kind = RadiosField("What did they do?", choices=EquivalentKind)
    on = DateField("When did they finish it?", hint="For example, 27 3 2026", latest=clock.today)
