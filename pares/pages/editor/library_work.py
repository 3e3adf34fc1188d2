"""The editors' work in the library: heaps of things to do, each with the one act that does it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from pares.guide.library.curating.models import LinkCheck, PermissionRequest
from pares.guide.library.curating.rules import CHECK_EVERY, ENDING_SOON
from pares.guide.library.models import Resource
from pares.pages.actors.editor import Editor
from pares.pages.rendering import counted, short_date


@dataclass(frozen=True)
class Task:
    """One thing to do: what it is about, where that is shown, what to know, and the act; `post` sends at once."""

    title: str
    page: str
    hint: str
    act: str
    href: str
    post: bool = False
    link: str = ""


@dataclass(frozen=True)
class Heap:
    """Things to do of one kind; `about` says why they are to be done."""

    id: str
    title: str
    about: str
    tasks: list[Task]


def heaps(editor: Editor, on: date) -> list[Heap]:
    """Return every heap, the most pressing first, empty ones too; one query each."""
    asked, records, checks = editor.permission_requests(), editor.resources(), editor.link_checks()
    return [
        Heap("chase", "To ask again", "Their day has come.", [_chase(each) for each in asked.to_chase(on)]),
        Heap("drafts", "Letters to send", "Written, and not sent.", [_draft(each) for each in asked.drafts()]),
        Heap(
            "answers",
            "Answers awaited",
            "Record each answer as it comes.",
            [_awaited(each) for each in asked.awaited(on)],
        ),
        Heap(
            "ending",
            "Permissions that end",
            f"Within {ENDING_SOON.days} days, or ended already: then nothing is handed on.",
            [_ending(each, on) for each in records.ending(on, ENDING_SOON)],
        ),
        Heap(
            "broken", "Broken links", "As the last link check found them.", [_broken(each) for each in checks.broken()]
        ),
        Heap(
            "moved", "Links that have moved", "For good, as their sites say.", [_moved(each) for each in checks.moved()]
        ),
        Heap(
            "addresses",
            "Addresses to be found",
            "Shown without a link.",
            _each(records.without_links(), "describe", "Add the address"),
        ),
        Heap(
            "licences",
            "Licences not known",
            "Nothing of these is handed on.",
            _each(records.of_unknown_licence(), "licence", "Record the licence"),
        ),
        Heap(
            "unchecked",
            "Not checked for a year",
            "",
            [_unchecked(each) for each in records.unchecked_since(on - CHECK_EVERY)],
        ),
    ]


def _chase(asked: PermissionRequest) -> Task:
    sent = f"Sent to {asked.asked_of} on {_day(asked.sent_on)}"
    again = f", asked again {counted(asked.chased, 'time')}" if asked.chased else ""
    return _about(asked, f"{sent}{again}. To ask again since {_day(asked.chase_on)}.", "Ask again", "chase")


def _draft(asked: PermissionRequest) -> Task:
    return _about(asked, f"To {asked.asked_of}, written on {short_date(asked.asked_at)}.", "Send", "letter")


def _awaited(asked: PermissionRequest) -> Task:
    hint = f"Sent to {asked.asked_of} on {_day(asked.sent_on)}. To ask again on {_day(asked.chase_on)}."
    return _about(asked, hint, "Record the answer", "letter")


def _ending(record: Resource, on: date) -> Task:
    ended = record.granted_until is not None and record.granted_until < on
    hint = f"{'Ended' if ended else 'Ends'} on {_day(record.granted_until)}. Given by {record.granted_by}."
    return Task(record.title, _page(record), hint, "Ask for more time", _to("editor.library_asking.ask", record))


def _broken(check: LinkCheck) -> Task:
    hint = f"{check.why} Since {short_date(check.since)}."
    if check.resource is None:
        return Task(check.place, check.page, hint, "Open the page", check.page, link=check.link)
    view = "describe" if check.link == check.resource.link else "licence"
    act = _to(f"editor.library.{view}", check.resource)
    return Task(check.resource.title, _page(check.resource), hint, "Change the address", act, link=check.link)


def _moved(check: LinkCheck) -> Task:
    record = check.resource or Resource(slug=check.place)
    act = _to("editor.library.new_address", record)
    return Task(
        record.title, _page(record), f"Now at {check.moved_to}", "Take the new address", act, post=True, link=check.link
    )


def _unchecked(record: Resource) -> Task:
    hint = f"Last checked on {_day(record.checked_on)}" if record.checked_on else "Never checked"
    act = _to("editor.library.checked", record)
    return Task(record.title, _page(record), hint, "I have checked it", act, post=True, link=record.link)


def _each(records: Iterable[Resource], view: str, act: str) -> list[Task]:
    return [Task(each.title, _page(each), each.owner, act, _to(f"editor.library.{view}", each)) for each in records]


def _about(asked: PermissionRequest, hint: str, act: str, view: str) -> Task:
    href = reverse(f"editor.library_asking.{view}", kwargs={"permission": asked.pk})
    return Task(asked.resource.title, _page(asked.resource), hint, act, href)


def _page(record: Resource) -> str:
    return _to("editor.library.record", record)


def _to(view: str, record: Resource) -> str:
    return reverse(view, kwargs={"key": record.slug})


def _day(day: date | None) -> str:
    return short_date(day) if day else "a day not noted"
