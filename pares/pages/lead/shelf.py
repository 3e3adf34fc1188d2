"""A scheme's shelf, as its leads and editors keep it: files, whom each is for, its licence, and packs of them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pares.ground import clock
from pares.ground.refusal import Refused
from pares.guide.library.gathering import Gathered, Holding, gather
from pares.guide.library.judging import MEGABYTE
from pares.guide.library.models import Licensed, ShelfItem, read_bytes
from pares.guide.library.packs import ZIP_TYPE, Pack, zipped
from pares.guide.library.rules import AUDIENCES, Audience, Verdict, reaches
from pares.guide.library.shelf import actions
from pares.pages.account.forms import posted
from pares.pages.actors.member import Member
from pares.pages.actors.reach import one
from pares.pages.handing import hand
from pares.pages.lead.frame import render_member
from pares.pages.lead.shelf_forms import Described, NewFile, as_described
from pares.pages.library_shown import tag

PACKS = (Audience.MENTORS, Audience.MENTEES, Audience.LEADS)
ABOUT = (
    "Made by {scheme} for its own {audience}, under the licence or permission that stands beside each file. "
    "Keep this list with the files, and do not pass them on to others unless their licence says that you may."
)


def shelf(request: HttpRequest, member: Member) -> HttpResponse:
    """Show what is on the shelf, who gets each file and who does not, and the packs."""
    items, library, today = list(member.shelf()), list(member.library_files()), clock.today()
    held: list[Holding] = [*items, *library]
    shown = {
        "items": [(item, tag(item, today), _readers(item), _is_open(item)) for item in items],
        "library": [row for row in library if _is_for_leads(row)],
        "packs": [(audience, AUDIENCES[audience], _gathered(held, audience)) for audience in PACKS],
        "used": round(sum(item.file.size for item in items) / MEGABYTE, 1),
        "room": actions.WHOLE_SHELF // MEGABYTE,
        "audiences": AUDIENCES,
    }
    return render_member(request, "lead/shelf/shelf.html", member, shown)


def add(request: HttpRequest, member: Member) -> HttpResponse:
    """Ask for a file and put it on the shelf."""
    form = NewFile(posted(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST":
        form.refuse_huge(int(request.META.get("CONTENT_LENGTH") or 0))
    if request.method == "POST" and form.is_valid():
        try:
            item = _put(form, member)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"“{item.title}” is on the shelf.")
            return _to_shelf(member)
    return render_member(request, "lead/shelf/add.html", member, {"form": form} | _above(member))


def _put(form: NewFile, member: Member) -> ShelfItem:
    """Put the file of a valid form on the shelf; raises Refused."""
    said, file = form.cleaned_data, form.cleaned_data["file"]
    return actions.put(
        scheme=member.scheme,
        title=said["title"],
        owner=said["owner"],
        audience=said["audience"],
        claim=form.claim,
        name=file.name,
        content=file.read(),
        by=member.person,
        at=clock.now(),
    )


def change(request: HttpRequest, member: Member, item: UUID) -> HttpResponse:
    """Ask anew what a file is called, whom it is for and what its licence is."""
    there = member.on_the_shelf(item)
    form = Described(posted(request), initial=as_described(there))
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("title", "owner", "audience")}
        try:
            actions.restate(item=there, claim=form.claim, by=member.person, at=clock.now(), **said)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"“{there.title}” is changed.")
            return _to_shelf(member)
    return render_member(request, "lead/shelf/change.html", member, {"form": form, "item": there} | _above(member))


def remove(request: HttpRequest, member: Member, item: UUID) -> HttpResponse:
    """Say what taking a file away means, and delete it."""
    there = member.on_the_shelf(item)
    if request.method == "POST":
        actions.take_away(item=there, by=member.person, at=clock.now())
        messages.success(request, f"“{there.title}” is deleted.")
        return _to_shelf(member)
    shown = {"item": there, "confirm": "Delete this file", "danger": True, "cancel": _address(member)}
    return render_member(request, "lead/shelf/remove.html", member, shown | _above(member))


def file(request: HttpRequest, member: Member, item: UUID) -> HttpResponse:
    """Hand over a file that the scheme may hand on: to those it is for, or to its leads."""
    there = member.on_the_shelf(item)
    if not _is_open(there):
        raise Http404
    kept = there.file
    return hand(request, kept.name, kept.media, kept.digest, lambda: read_bytes(kept))


def library_file(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """Hand over a copy from the library that leads may have."""
    row = one(member.library_files(), slug=key)
    if row.file is None or not _is_for_leads(row):
        raise Http404
    kept = row.file
    return hand(request, kept.name, kept.media, kept.digest, lambda: read_bytes(kept))


def pack(request: HttpRequest, member: Member, audience: str) -> HttpResponse:
    """Hand over the pack for one audience of the scheme: its shelf, and the library's copies."""
    if audience not in PACKS:
        raise Http404
    found, scheme = _gathered([*member.shelf(), *member.library_files()], audience), member.scheme
    made = Pack(
        title=f"{scheme.name}: pack for {AUDIENCES[audience].lower()}",
        about=ABOUT.format(scheme=scheme.name, audience=AUDIENCES[audience].lower()),
        included=tuple(found.included()),
        left_out=tuple(found.left_out),
    )
    return hand(request, f"{scheme.slug}-{audience}.zip", ZIP_TYPE, made.key, lambda: zipped(made))


def _gathered(rows: list[Holding], audience: str) -> Gathered:
    return gather(rows, audience=audience, handed_to=audience, on=clock.today())


def _readers(item: ShelfItem) -> list[tuple[str, Verdict]]:
    """Return each kind of reader a file is for, with whether they get it and why."""
    today = clock.today()
    readers = [reader for reader in PACKS if reaches(item.audience, reader)]
    return [(AUDIENCES[reader], item.may_hand_on(reader, today)) for reader in readers]


def _is_open(item: ShelfItem) -> bool:
    """Tell whether those who keep the shelf may take a file from it: to hand it on, or as leads."""
    return any(verdict.cleared for _, verdict in _readers(item)) or _is_for_leads(item)


def _is_for_leads(row: Licensed) -> bool:
    return row.may_hand_on(Audience.LEADS, clock.today()).cleared


def _above(member: Member) -> dict[str, Any]:
    """Return the way back to the shelf."""
    return {"breadcrumbs": None, "back": ("Shelf", _address(member))}


def _to_shelf(member: Member) -> HttpResponse:
    return redirect(_address(member))


def _address(member: Member) -> str:
    return reverse("lead.shelf.shelf", kwargs={"scheme": member.scheme.slug})
