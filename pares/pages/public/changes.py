"""What changed lately on the public half: words edited here, words as shipped, and editions of the directory."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from pares.ground import clock
from pares.ground.wording.kinds import TextKind
from pares.ground.wording.models import Revision
from pares.ground.wording.shipped import keys, shipped
from pares.guide.handbook.edited import CHAPTERS, COURSE, PAGES, TEMPLATES
from pares.pages.actors.visitor import edition_dates, lately_changed
from pares.pages.public.places import place
from pares.pages.rendering import counted, short_date

KINDS = (CHAPTERS, PAGES, TEMPLATES, COURSE)
LISTED = {
    CHAPTERS.name: "public.handbook.contents",
    PAGES.name: "public.words.about",
    TEMPLATES.name: "public.templates.contents",
    COURSE.name: "public.course.overview",
}
MOST = 50
FEED_TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class Change:
    """One thing that changed: its name among all changes, when, what, why and where it is to be seen."""

    id: str
    at: datetime
    title: str
    words: str
    address: str


def changes(request: HttpRequest) -> HttpResponse:
    """Show what changed, the latest first."""
    return render(request, "public/changes/changes.html", {"changes": latest()})


def feed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Hand the same out as an Atom feed (RFC 4287)."""
    root, here = settings.URL, settings.URL + reverse("public.changes.feed")
    made = Atom1Feed(
        title=f"{settings.SITE_NAME}: what changed",
        link=root + reverse("public.changes.changes"),
        description="",
        language="en-GB",
        feed_url=here,
        feed_guid=here,
        author_name=settings.ORGANISATION or settings.SITE_NAME,
    )
    for change in latest():
        made.add_item(
            title=change.title,
            link=root + change.address,
            description=change.words,
            unique_id=f"{here}#{change.id}",
            updateddate=change.at,
            pubdate=change.at,
        )
    return HttpResponse(made.writeString("utf-8"), content_type=FEED_TYPE)


def latest() -> list[Change]:
    """Return what changed, the latest first; two queries."""
    edited = (_edit(each) for each in lately_changed([kind.name for kind in KINDS], MOST))
    found = [*edited, *(change for kind in KINDS for change in _shipped(kind)), *_editions()]
    return sorted(found, key=lambda change: (change.at, change.id), reverse=True)[:MOST]


def _edit(revision: Revision) -> Change:
    back = "The words as they come with Pares hold again. " if revision.withdrawn else ""
    address = place(revision.kind, revision.key) or reverse(LISTED[revision.kind])
    return Change(f"edit-{revision.pk}", revision.at, revision.title, back + revision.why, address)


def _shipped(kind: TextKind) -> Iterator[Change]:
    """Yield one change for each day on which words of a kind changed that come with Pares."""
    days = Counter(shipped(kind.name, key).changed for key in keys(kind.name))
    for day, number in days.items():
        if day:
            said = f"{counted(number, 'text')} as {'it comes' if number == 1 else 'they come'} with Pares."
            address = reverse(LISTED[kind.name])
            yield Change(f"{kind.name}-{day.isoformat()}", clock.morning(day), kind.title, said, address)


def _editions() -> Iterator[Change]:
    for day in edition_dates():
        title = f"Directory of schemes, edition of {short_date(day)}"
        address = reverse("public.directory.directory")
        yield Change(f"directory-{day.isoformat()}", clock.morning(day), title, "A new edition.", address)
