"""The library as editors keep it: the work, the records, each with its licence and history, and the copies we hold."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from pares.ground import clock
from pares.ground.refusal import Refused
from pares.guide.library import actions as library
from pares.guide.library.curating import actions
from pares.guide.library.curating.models import Outcome
from pares.guide.library.models import Resource, read_bytes
from pares.guide.library.rules import AUDIENCES
from pares.pages import navigation
from pares.pages.account.forms import posted
from pares.pages.actors.editor import Editor
from pares.pages.editor.library_forms import DESCRIBED, Copy, Described, NewRecord, Relicensed, length, with_files
from pares.pages.editor.library_work import heaps
from pares.pages.fields import PagesForm
from pares.pages.handing import hand
from pares.pages.library_shown import tag
from pares.pages.licence_form import as_said


def work(request: HttpRequest, editor: Editor) -> HttpResponse:
    """Show what is to be done, each thing with its act."""
    found = heaps(editor, clock.today())
    return _render(request, "work", {"heaps": [heap for heap in found if heap.tasks]})


def records(request: HttpRequest, editor: Editor) -> HttpResponse:
    """Show every record with its licence and how its link answered, those taken out too."""
    today = clock.today()
    rows = [(row, tag(row, today)) for row in editor.resources().with_latest_check()]
    shown = {"rows": rows, "breadcrumbs": _trail(1), "outcomes": dict(Outcome.choices)}
    return _render(request, "records", shown)


def record(request: HttpRequest, editor: Editor, key: str) -> HttpResponse:
    """Show one record with everything that is known of it and was done to it, and what to do next."""
    row = editor.resource(key)
    requests = list(editor.permission_requests().of(row))
    shown = {
        "row": row,
        "tag": tag(row, clock.today()),
        "audiences": AUDIENCES,
        "requests": requests,
        "open": next((each for each in requests if not each.reply), None),
        "history": editor.licence_changes(row),
        "checks": list(editor.link_checks().of(row)),
    }
    return _page(request, "record", row, shown, up=_trail(2))


def add(request: HttpRequest, editor: Editor) -> HttpResponse:
    """Ask for a record and add it."""
    form = NewRecord(posted(request))
    if form.is_valid():
        said = {"claim": form.claim, "checked_on": clock.today(), **form.described}
        if made := _done(form, actions.add_record, editor, **said):
            messages.success(request, f"“{made.title}” is in the library.")
            return redirect(_of(made))
    return _render(request, "add", {"form": form, "breadcrumbs": _trail(2)})


def describe(request: HttpRequest, editor: Editor, key: str) -> HttpResponse:
    """Ask anew what a record says."""
    row = editor.resource(key)
    form = Described(posted(request), initial={name: getattr(row, name) for name in DESCRIBED})
    if form.is_valid() and _done(form, actions.describe_record, editor, resource=row, **form.described):
        messages.success(request, "The record is changed.")
        return redirect(_of(row))
    return _page(request, "describe", row, {"form": form})


def licence(request: HttpRequest, editor: Editor, key: str) -> HttpResponse:
    """Ask anew what is known of a record's licence, and why that has changed."""
    row = editor.resource(key)
    form = Relicensed(posted(request), initial=as_said(row), resource=row)
    if form.is_valid():
        said = {"resource": row, "claim": form.claim, "why": form.cleaned_data["why"]}
        if _done(form, actions.change_licence, editor, **said):
            messages.success(request, "The licence is changed.")
            return redirect(_of(row))
    return _page(request, "licence", row, {"form": form})


def copy(request: HttpRequest, editor: Editor, key: str) -> HttpResponse:
    """Ask for our copy of a work, in place of the one there was."""
    row = editor.resource(key)
    form = Copy(*with_files(request))
    if form.is_bound:
        form.refuse_huge(length(request))
    if form.is_valid() and (upload := form.upload):
        said = {"resource": row, "name": upload.name, "content": upload.content}
        if _done(form, library.hold, editor, **said):
            messages.success(request, "We hold a copy. Whether anybody gets it is up to the licence.")
            return redirect(_of(row))
    return _page(request, "copy", row, {"form": form})


def copy_file(request: HttpRequest, editor: Editor, key: str) -> HttpResponse:
    """Hand our copy to an editor, whatever its licence: to look at."""
    row = editor.resource(key)
    if row.file is None:
        raise Http404
    kept = row.file
    return hand(request, kept.name, kept.media, kept.digest, lambda: read_bytes(kept))


def let_go(request: HttpRequest, editor: Editor, key: str) -> HttpResponse:
    """Say what deleting our copy means, and delete it."""
    row = editor.resource(key)
    if request.method == "POST":
        library.let_go(resource=row, by=editor.person, at=clock.now())
        messages.success(request, "Our copy is deleted.")
        return redirect(_of(row))
    return _page(request, "let_go", row, {"confirm": "Delete our copy", "danger": True, "cancel": _of(row)})


def withdraw(request: HttpRequest, editor: Editor, key: str) -> HttpResponse:
    """Say what taking a record out means, and do it."""
    row = editor.resource(key)
    if request.method == "POST":
        library.withdraw(resource=row, by=editor.person, at=clock.now())
        messages.success(request, "The record is out of the library. You can put it back.")
        return redirect(_of(row))
    return _page(request, "withdraw", row, {"confirm": "Take it out", "danger": True, "cancel": _of(row)})


def put_back(request: HttpRequest, editor: Editor, key: str) -> HttpResponse:
    """Put a record back."""
    row = editor.resource(key)
    library.put_back(resource=row, by=editor.person, at=clock.now())
    messages.success(request, "The record is in the library again.")
    return redirect(_of(row))


def checked(request: HttpRequest, editor: Editor, key: str) -> HttpResponse:
    """Record that an editor has looked a record through today."""
    row = editor.resource(key)
    library.mark_checked(resource=row, on=clock.today(), by=editor.person, at=clock.now())
    messages.success(request, f"“{row.title}” is noted as checked today.")
    return redirect("editor.library.work")


def new_address(request: HttpRequest, editor: Editor, key: str) -> HttpResponse:
    """Let a record lead to where its link has moved."""
    row = editor.resource(key)
    try:
        actions.take_new_address(resource=row, by=editor.person, at=clock.now())
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"“{row.title}” leads to its new address.")
    return redirect("editor.library.work")


def _done(form: PagesForm, action: Callable[..., Resource], editor: Editor, **said: Any) -> Resource | None:
    """Return what the action made, or None with its refusal beside the field."""
    try:
        return action(by=editor.person, at=clock.now(), **said)
    except Refused as refused:
        form.refuse(refused)
        return None


def _page(
    request: HttpRequest, name: str, row: Resource, shown: dict[str, Any], up: list[tuple[str, str]] | None = None
) -> HttpResponse:
    above = {"breadcrumbs": up} if up else {"back": (row.title, _of(row))}
    return _render(request, name, {"row": row} | above | shown)


def _render(request: HttpRequest, name: str, shown: dict[str, Any]) -> HttpResponse:
    """Show a page under the editors' menu."""
    return render(request, f"editor/library/{name}.html", {"navigation": navigation.of_editor(request)} | shown)


def _trail(depth: int) -> list[tuple[str, str]]:
    """Return the way up: to the work in the library, to its records."""
    views = (("Library", "editor.library.work"), ("Records", "editor.library.records"))
    return [(words, reverse(view)) for words, view in views[:depth]]


def _of(row: Resource) -> str:
    return reverse("editor.library.record", kwargs={"key": row.slug})
