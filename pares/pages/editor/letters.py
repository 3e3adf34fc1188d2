"""A scheme's own words for the standard letters, before its leads and editors."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pares.ground.letters import kinds
from pares.ground.letters.worded import of_schemes
from pares.ground.wording import draft as drafts
from pares.ground.wording.models import Revision
from pares.ground.wording.shipped import shipped
from pares.pages import navigation
from pares.pages.actors.desk import Desk
from pares.pages.actors.member import Member
from pares.pages.editor import writing

AUDIENCES = {
    "pool": "To people who may want to take part",
    "mentor": "To mentors",
    "mentee": "To mentees",
    "pair": "To both sides of a pair",
    "member": "To mentors and mentees",
}


@dataclass(frozen=True)
class Row:
    """One letter in the list, whose words it has, and whether the standard has changed since."""

    key: str
    title: str
    worded_by: str
    overtaken: bool


def contents(request: HttpRequest, member: Member) -> HttpResponse:
    """List the letters that the scheme may word itself, by whom they go to."""
    newest = member.wordings()
    own = {each.key: each for each in newest if each.scheme_id and not each.withdrawn}
    sites = {each.key for each in newest if not each.scheme_id and not each.withdrawn}
    rows: dict[str, list[Row]] = {heading: [] for heading in AUDIENCES.values()}
    for key, letter in kinds.kinds().items():
        if of_schemes(key):
            rows[AUDIENCES[letter.audience]].append(_row(key, letter.title, own.get(key), key in sites))
    frame = _frame(request, member)
    settings = ("Settings", reverse("lead.scheme.settings", args=[member.scheme.slug]))
    groups = [(heading, found) for heading, found in rows.items() if found]
    shown = {"groups": groups, "back": settings if frame["navigation"] else None}
    return render(request, "editor/letters/contents.html", frame | shown)


def edit(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """Word one letter."""
    return writing.edit(request, member.wording_desk(key), _framed(member))


def history(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """Show who changed it, when and why."""
    return writing.history(request, member.wording_desk(key), _framed(member))


def revision(request: HttpRequest, member: Member, key: str, number: int) -> HttpResponse:
    """Show one change."""
    return writing.revision(request, member.wording_desk(key), number, _framed(member))


def restore(request: HttpRequest, member: Member, key: str, number: int) -> HttpResponse:
    """Bring earlier words back."""
    return writing.restore(request, member.wording_desk(key), number, _framed(member))


def shipped_words(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """Take the standard letter, or keep our own."""
    return writing.shipped(request, member.wording_desk(key), _framed(member))


def _row(key: str, title: str, own: Revision | None, sites: bool) -> Row:  # noqa: FBT001 - which of two
    below = "The site’s words" if sites else "Standard letter"
    changed = own is not None and own.shipped_hash != drafts.of(shipped("letters", key)).fingerprint
    return Row(key, title, "Your own words" if own else below, changed)


def _framed(member: Member) -> writing.Show:
    """Return what draws a page in the scheme's frame; its leads have their menu there too."""

    def show(request: HttpRequest, template: str, desk: Desk, shown: Mapping[str, Any]) -> HttpResponse:
        back = desk.list_page if template == "edit" else (desk.title, desk.page("edit"))
        framed = {"desk": desk, "place": "", "back": back, **_frame(request, member)}
        return render(request, f"editor/words/{template}.html", framed | dict(shown))

    return show


def _frame(request: HttpRequest, member: Member) -> dict[str, Any]:
    menu = navigation.of_scheme(request, member.scheme) if member.is_lead() else []
    return {"scheme": member.scheme, "navigation": menu}
