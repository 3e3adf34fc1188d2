"""Packs for anybody: what is meant for one audience and may be handed to everyone, and what is left out and why."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pares.ground import clock
from pares.guide.library.gathering import Gathered, gather
from pares.guide.library.models import Resource
from pares.guide.library.packs import ZIP_TYPE, Pack, zipped
from pares.guide.library.rules import AUDIENCES, Audience
from pares.pages.actors import visitor
from pares.pages.handing import hand
from pares.pages.public.pack_papers import in_full, ours

FOR = (Audience.LEADS, Audience.MENTORS, Audience.MENTEES, Audience.SPONSORS)
ABOUT = (
    "Everything here may be handed to anybody, under the licence that stands beside it. "
    "Keep this list with the files. Some need a line beside them, and some may not be changed or sold."
)


def packs(request: HttpRequest) -> HttpResponse:
    """Show what is in each pack, and what is left out and why."""
    rows, made = list(visitor.resources()), ours()
    found = [(audience, AUDIENCES[audience], len(made.of(audience)), _gathered(rows, audience)) for audience in FOR]
    back = ("Library", reverse("public.library.library"))
    return render(request, "public/packs/packs.html", {"packs": found, "back": back})


def pack(request: HttpRequest, audience: str) -> HttpResponse:
    """Hand out the pack for an audience."""
    if audience not in FOR:
        raise Http404
    found = _gathered(visitor.resources(), audience)
    made = Pack(
        title=f"Mentoring pack for {AUDIENCES[audience].lower()}",
        about=ABOUT,
        included=(*(each.included() for each in ours().of(audience)), *found.included("library")),
        left_out=tuple(found.left_out),
    )
    return hand(request, f"mentoring-pack-{audience}.zip", ZIP_TYPE, made.key, lambda: zipped(made))


def _gathered(rows: Iterable[Resource], audience: str) -> Gathered:
    """Sort the library's records; a page of ours that the pack holds in full is not left out of it."""
    held = set(in_full()) if audience == Audience.LEADS else set()
    wanted = [row for row in rows if row.link not in held]
    return gather(wanted, audience=audience, handed_to=Audience.EVERYONE, on=clock.today())
