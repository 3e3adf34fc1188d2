import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from pares.ground.files.calendars import Entry, Party, event, feed

LONDON = ZoneInfo("Europe/London")
STAMP = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
MEETING = Entry(
    "m1@pares.example",
    dt.datetime(2027, 4, 7, 9, tzinfo=LONDON),
    dt.datetime(2027, 4, 7, 10, tzinfo=LONDON),
    "Mentoring training",
    "Room 1; North, East",
    "Bring a pen",
    sequence=2,
)
DAYS = Entry("d1@pares.example", dt.date(2027, 4, 1), dt.date(2027, 4, 2), "Survey closes")
LEAD, MENTOR = Party("lead@x.uk", 'Lead "A", B'), Party("mentor@x.uk")


def lines(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_an_invitation_in_full() -> None:
    content = event(MEETING, stamp=STAMP, method="REQUEST", organizer=LEAD, attendee=MENTOR)
    assert sorted(lines(content)) == sorted([
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Pares//Mentoring//EN", "CALSCALE:GREGORIAN", "METHOD:REQUEST",
        "BEGIN:VEVENT", "SUMMARY:Mentoring training", "DTSTART:20270407T080000Z", "DTEND:20270407T090000Z",
        "DTSTAMP:20270301T120000Z", "UID:m1@pares.example", "SEQUENCE:2", "CLASS:PRIVATE",
        "ATTENDEE;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:mentor@x.uk",
        "DESCRIPTION:Bring a pen", r"LOCATION:Room 1\; North\, East",
        "ORGANIZER;CN=\"Lead ^'A^', B\":mailto:lead@x.uk", "STATUS:CONFIRMED", "END:VEVENT", "END:VCALENDAR", "",
    ])  # fmt: skip


def test_a_cancellation_keeps_the_uid_and_raises_the_sequence() -> None:
    content = event(MEETING, stamp=STAMP, method="CANCEL", organizer=LEAD, attendee=MENTOR)
    found = Calendar.from_ical(content)
    cancelled = found.walk("VEVENT")[0]
    assert (found["METHOD"], cancelled["UID"], cancelled["SEQUENCE"], cancelled["STATUS"]) == (
        "CANCEL", "m1@pares.example", 3, "CANCELLED",
    )  # fmt: skip


def test_a_published_file_has_whole_days_and_no_attendee() -> None:
    assert [line for line in lines(event(DAYS, stamp=STAMP)) if line.startswith(("DT", "TRANSP", "ATT", "METHOD"))] == [
        "METHOD:PUBLISH",
        "DTSTART;VALUE=DATE:20270401",
        "DTEND;VALUE=DATE:20270403",
        "DTSTAMP:20270301T120000Z",
        "TRANSP:TRANSPARENT",
    ]


def test_a_feed_is_in_order_private_and_says_when_to_read_it_again() -> None:
    found = lines(feed([MEETING, DAYS], name="Cohort", stamp=STAMP))
    assert [line for line in found if line.startswith(("UID", "CLASS", "REFRESH", "X-", "NAME", "METHOD", "ATT"))] == [
        "METHOD:PUBLISH", "NAME:Cohort", "X-WR-CALNAME:Cohort", "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H", "UID:d1@pares.example", "CLASS:PRIVATE", "UID:m1@pares.example", "CLASS:PRIVATE",
    ]  # fmt: skip
    assert len(Calendar.from_ical(feed([], name="Cohort", stamp=STAMP)).walk("VEVENT")) == 0


@pytest.mark.parametrize(
    "words", ["a\nEND:VEVENT\r\nATTENDEE:mailto:x@x.uk", "\x00a\u2028b\u202ec", '"; CN=x:', "é" * 300]
)
def test_no_words_break_out_of_their_line(words: str) -> None:
    told = replace(MEETING, summary=words, location=words, description=words)
    content = event(told, stamp=STAMP, method="REQUEST", organizer=replace(LEAD, name=words), attendee=MENTOR)
    found = Calendar.from_ical(content).walk("VEVENT")
    assert len(found) == 1
    assert str(found[0]["ATTENDEE"]) == "mailto:mentor@x.uk"
    assert str(found[0]["ORGANIZER"]) == "mailto:lead@x.uk"
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


@pytest.mark.parametrize(
    "times",
    [
        {"start": dt.datetime(2027, 4, 7, 9)},  # noqa: DTZ001 - the point of the case
        {"end": dt.date(2027, 4, 8)},
        {"end": MEETING.start},
        {"start": dt.date(2027, 4, 8), "end": dt.date(2027, 4, 7)},
    ],
)
def test_times_that_make_no_sense_are_errors_of_ours(times: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - four sentences for the developer
        replace(MEETING, **times)


@pytest.mark.parametrize(
    ("method", "organizer", "attendee"), [("PUBLISH", LEAD, MENTOR), ("REQUEST", LEAD, None), ("CANCEL", None, MENTOR)]
)
def test_a_method_without_its_parties_is_an_error_of_ours(
    method: Any, organizer: Party | None, attendee: Party | None
) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the developer's, not a user's
        event(MEETING, stamp=STAMP, method=method, organizer=organizer, attendee=attendee)
