"""A dated timeline to take away: for a calendar, for a spreadsheet, and on one page of paper."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from pares.ground.cohorts import calendar
from pares.ground.files import pdf
from pares.ground.files.calendars import Entry, feed
from pares.ground.files.writing import csv_bytes
from pares.ground.letters.kinds import kind
from pares.ground.schemes.models import Nation
from pares.guide.handbook.steps import explained
from pares.pages.public.outlines import Outline
from pares.pages.rendering import day_month, long_date, short_date
from pares.pages.site_context import Site

CALENDAR_TYPE = "text/calendar; charset=utf-8"
HEADINGS = (
    *("Date", "Weekday", "Week", "Step", "For whom", "Done by", "Why", "Based on", "Date moved", "Letters"),
    *("Where to read", "Bank holidays"),
)
AUDIENCES = {
    "lead": "The leads",
    "mentors": "Mentors",
    "mentees": "Mentees",
    "pairs": "Mentors and mentees",
    "sponsors": "Sponsors",
}
ACTS = {
    "letter": "A letter",
    "lead": "The leads",
    "event": "A meeting",
    "system": "A date",
}
BASES = {"stated": "Stated by a source", "inferred": "Inferred from a source", "ours": "Ours"}


def letters_of(step: calendar.Step) -> list[str]:
    """Return the titles of the letters that go with a step."""
    told = explained(step.key)
    return [kind(key).title for key in told.letters] if told else []


def chapter_of(step: calendar.Step) -> str:
    """Return the path of the chapter that explains a step, at its letters where it has some; "" where none does."""
    told = explained(step.key)
    if told is None:
        return ""
    place = "#letters" if told.letters else ""
    return reverse("public.handbook.chapter", kwargs={"key": told.chapter}) + place


def in_order(outline: Outline) -> list[calendar.Planned]:
    """Return the steps by their days."""
    return sorted(outline.steps, key=lambda each: each.date)


def as_calendar(outline: Outline, stamp: datetime) -> bytes:
    """Return every step as a whole day without an alarm; a later version of the same plan replaces its days."""
    entries = [
        Entry(
            uid=f"{outline.timeline.key}-{outline.start:%Y%m%d}-{each.key}@timelines.pares",
            start=each.date,
            end=each.date,
            summary=each.title,
            description="\n".join(_explained(each)),
        )
        for each in outline.steps
    ]
    return feed(entries, name=f"Mentoring: {outline.timeline.name}, from {short_date(outline.start)}", stamp=stamp)


def as_csv(outline: Outline) -> bytes:
    """Return a row for each step, in the order of their days."""
    return csv_bytes(HEADINGS, (_row(each, outline) for each in in_order(outline)))


def as_paper(outline: Outline) -> bytes:
    """Return the plan as one page of A4."""
    nation = Nation(outline.nation).label
    first, last = outline.parts[0].first, max(part.last for part in outline.parts)
    days = (last - first).days + 1
    site = Site()
    return pdf.render(
        "timeline",
        {
            "organisation": site.organisation or site.name,
            "title": outline.timeline.name,
            "period": f"{long_date(outline.start)} to the changeover on {long_date(outline.changeover)}",
            "note": f"Dates keep clear of weekends and of bank holidays in {nation}. Change what does not suit you.",
            "headings": ["Date", "What happens", "For whom"],
            "steps": [
                [_short(each), each.title + _moved(each), AUDIENCES[each.step.who]] for each in in_order(outline)
            ],
            "alternative": " ".join(
                f"{part.label}: {short_date(part.first)} to {short_date(part.last)}." for part in outline.parts
            ),
            "parts": [
                {
                    "label": part.label,
                    "from": (part.first - first).days / days,
                    "width": ((part.last - part.first).days + 1) / days,
                    "kind": part.kind,
                    "dates": " to ".join(dict.fromkeys((day_month(part.first), day_month(part.last)))),
                }
                for part in outline.parts
            ],
            "foot": f"{site.name}: {settings.URL}{_address(outline)}",
        },
    )


def _row(each: calendar.Planned, outline: Outline) -> Sequence[str | int]:
    chapter = chapter_of(each.step)
    return (
        each.date.isoformat(),
        f"{each.date:%A}",
        calendar.weeks_between(outline.start, each.date),
        each.title,
        AUDIENCES[each.step.who],
        ACTS[each.step.act],
        each.step.why,
        BASES[each.step.basis],
        each.moved_because or "",
        "; ".join(letters_of(each.step)),
        settings.URL + chapter if chapter else "",
        Nation(outline.nation).label,
    )


def _explained(each: calendar.Planned) -> list[str]:
    """Return the lines below a step in a calendar."""
    letters, chapter = letters_of(each.step), chapter_of(each.step)
    lines = [f"For: {AUDIENCES[each.step.who].lower()}.", each.step.why]
    if each.moved_because:
        lines.append(f"{each.moved_because[:1].upper()}{each.moved_because[1:]}.")
    if letters:
        lines.append(f"Letters: {'; '.join(letters)}.")
    if chapter:
        lines.append(settings.URL + chapter)
    return [line for line in lines if line]


def _short(each: calendar.Planned) -> str:
    return f"{each.date:%a} {short_date(each.date)}"


def _moved(each: calendar.Planned) -> str:
    return f" (not {day_month(each.ideal)})" if each.date != each.ideal else ""


def _address(outline: Outline) -> str:
    nation = "" if outline.nation == "england" else f"&nation={outline.nation}"
    where = reverse("public.timelines.timeline", kwargs={"key": outline.timeline.key})
    return f"{where}?start={outline.start.isoformat()}{nation}"
