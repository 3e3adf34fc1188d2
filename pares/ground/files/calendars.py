"""Calendar files (RFC 5545) and invitations (RFC 5546): private, in UTC or whole days."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from icalendar import Calendar, Event, vCalAddress, vDuration

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_PRODUCT = "-//Pares//Mentoring//EN"


@dataclass(frozen=True, slots=True)
class Party:
    """Who sends or receives an invitation."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a calendar. Aware datetimes for a meeting; dates for whole days, `end` the last day itself.

    `uid` stays the same for ever; `sequence` goes up by one when the time or the place changes, and only then.
    Calendars at work are shared: keep `summary` neutral.
    """

    uid: str
    start: dt.datetime | dt.date
    end: dt.datetime | dt.date
    summary: str
    location: str = ""
    description: str = ""
    sequence: int = 0

    def __post_init__(self) -> None:
        """Hold the kinds and the order of the two times; anything else is a ValueError."""
        if isinstance(self.start, dt.datetime) != isinstance(self.end, dt.datetime):
            raise ValueError("both ends are times or both are days")
        if isinstance(self.start, dt.datetime) and isinstance(self.end, dt.datetime):
            if self.start.tzinfo is None or self.end.tzinfo is None:
                raise ValueError("times carry their zone")
            if self.end <= self.start:
                raise ValueError("a meeting ends after it starts")
        elif self.end < self.start:
            raise ValueError("the last day is not before the first")


def event(
    entry: Entry,
    *,
    stamp: dt.datetime,
    method: Method = "PUBLISH",
    organizer: Party | None = None,
    attendee: Party | None = None,
) -> bytes:
    """Write one entry as a calendar file; its mail part must carry the same method.

    REQUEST and CANCEL go from an organizer to one attendee; PUBLISH, for downloads, names no attendee. CANCEL takes
    the entry as last sent and raises its sequence by one. `stamp` is the time of sending.
    """
    if (method == "PUBLISH") != (attendee is None):
        raise ValueError("an attendee belongs to REQUEST and CANCEL, and only there")
    if attendee is not None and organizer is None:
        raise ValueError("an invitation has an organizer")
    written = _event(entry, stamp)
    if organizer is not None:
        written.add("organizer", _party(organizer))
    if attendee is not None:
        written.add("attendee", _invited(attendee, asked=method == "REQUEST"))
        written.add("status", "CONFIRMED" if method == "REQUEST" else "CANCELLED")
    if method == "CANCEL":
        written["sequence"] = entry.sequence + 1
    calendar = _calendar(method)
    calendar.add_component(written)
    return bytes(calendar.to_ical())


def feed(entries: Iterable[Entry], *, name: str, stamp: dt.datetime, hours: int = 12) -> bytes:
    """Write a calendar to subscribe to, read again every so many hours; `stamp` is when its entries last changed."""
    calendar = _calendar("PUBLISH")
    calendar.add("name", _text(name))
    calendar.add("x-wr-calname", _text(name))
    again = vDuration(dt.timedelta(hours=hours), params={"VALUE": "DURATION"})
    calendar.add("refresh-interval", again)
    calendar.add("x-published-ttl", f"PT{hours}H")
    for entry in sorted(entries, key=lambda each: (each.start.isoformat(), each.uid)):
        calendar.add_component(_event(entry, stamp))
    return bytes(calendar.to_ical())


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _event(entry: Entry, stamp: dt.datetime) -> Event:
    written = Event()
    written.add("uid", entry.uid)
    written.add("dtstamp", stamp.astimezone(dt.UTC))
    written.add("sequence", entry.sequence)
    written.add("class", "PRIVATE")
    written.add("summary", _text(entry.summary))
    if isinstance(entry.start, dt.datetime) and isinstance(entry.end, dt.datetime):
        written.add("dtstart", entry.start.astimezone(dt.UTC))
        written.add("dtend", entry.end.astimezone(dt.UTC))
    else:
        written.add("dtstart", entry.start)
        written.add("dtend", entry.end + dt.timedelta(days=1))
        written.add("transp", "TRANSPARENT")
    for field in ("location", "description"):
        if words := _text(getattr(entry, field)):
            written.add(field, words)
    return written


def _party(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{_text(party.address)}")
    if party.name:
        address.params["CN"] = _text(party.name).replace("\n", " ")
    return address


def _invited(party: Party, *, asked: bool) -> vCalAddress:
    address = _party(party)
    address.params["ROLE"] = "REQ-PARTICIPANT"
    if asked:
        address.params["PARTSTAT"] = "NEEDS-ACTION"
        address.params["RSVP"] = "TRUE"
    return address


def _text(words: str) -> str:
    """Leave out control and direction characters; line ends become plain ones, which the format escapes."""
    return _CONTROL.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))
