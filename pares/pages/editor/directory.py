"""The editors' side of the directory: what readers sent in, the rows and their history, and issuing an edition."""

from collections.abc import Callable, Mapping
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from pares.ground import clock
from pares.ground.refusal import Refused
from pares.guide.directory import actions, listing
from pares.guide.directory.coverage import changes, coverage
from pares.guide.directory.history import history
from pares.guide.directory.schemes import KINDS, LABELS, STATUSES, Scheme
from pares.pages import navigation
from pares.pages.account.forms import posted
from pares.pages.actors import visitor
from pares.pages.actors.editor import Editor
from pares.pages.editor.directory_forms import CheckForm, EditForm, LeaveForm, WhyForm
from pares.pages.fields import PagesForm
from pares.pages.rendering import short_date

HOME = ("Directory", "editor.directory.inbox")
ROWS = ("Rows", "editor.directory.rows")
LATELY = 50
Made = TypeVar("Made")


def inbox(request: HttpRequest, editor: Editor) -> HttpResponse:
    """Show what readers sent in, what became of the last of it, and what has changed since the last edition."""
    latest, rows = visitor.latest_edition(), visitor.directory_rows()
    about = {
        "waiting": list(editor.suggestions().waiting()),
        "decided": list(editor.suggestions().decided()[:LATELY]),
        "edition": latest.on,
        "changes": changes(latest.directory.schemes, rows),
        "covered": coverage(rows),
    }
    return _page(request, "inbox", about, ())


def suggestion(request: HttpRequest, editor: Editor, suggestion: UUID) -> HttpResponse:
    """Show what a reader sent in beside what the list says, and take it, changed if need be."""
    sent = editor.suggestion(suggestion)
    now, number = editor.row(sent.key) if sent.key else (None, 0)
    proposed = sent.facts if now is None else now.facts | {name: sent.facts[name] for name in sent.fields_changed}
    form = LeaveForm(posted(request), initial={**proposed, "checked": "no"})
    if form.is_valid():
        said = {"suggestion": sent, "facts": form.facts, "check": form.check, "seen": _seen(request)}
        if made := _done(form, actions.take, editor, **said):
            messages.success(request, f"{made.name} is on the list as you left it.")
            return redirect("editor.directory.row", key=made.key)
    about = {"sent": sent, "now": now, "form": form, "seen": number, "labels": LABELS, "told": _told(proposed)}
    return _page(request, "suggestion", {**about, "was": _told(now.facts) if now else {}})


def decline(request: HttpRequest, editor: Editor, suggestion: UUID) -> HttpResponse:
    """Set aside what a reader sent in, and say why."""
    sent = editor.suggestion(suggestion)
    form = WhyForm(posted(request))
    if form.is_valid():
        said = {"suggestion": sent, "why": form.cleaned_data["why"]}
        if _done(form, actions.decline, editor, **said):
            messages.success(request, "It is set aside.")
            return redirect("editor.directory.inbox")
    cancel = reverse("editor.directory.suggestion", args=[sent.pk])
    return _page(request, "decline", {"sent": sent, "form": form, "confirm": "Decline", "cancel": cancel})


def rows(request: HttpRequest, editor: Editor) -> HttpResponse:  # noqa: ARG001 - the same for every editor
    """Show every row with when it was last checked, those never checked first."""
    found = sorted(visitor.directory_rows(), key=lambda row: (row.checked_on is not None, str(row.checked_on)))
    return _page(request, "rows", {"rows": found, "covered": coverage(found)})


def row(request: HttpRequest, editor: Editor, key: str) -> HttpResponse:
    """Show a row with all that was done to it here."""
    found, _ = editor.row(key)
    versions = editor.row_versions(key)
    about = {
        "row": found,
        "listed": not versions or versions[0].listed,
        "history": history(listing.shipped_row(key), versions),
        "shipped": listing.shipped_row(key) is not None,
        "told": _told(found.facts),
        "labels": LABELS,
    }
    return _page(request, "row", about, (HOME, ROWS))


def take_out_names(request: HttpRequest, editor: Editor, key: str) -> HttpResponse:
    """Take the names of thanked readers out of a row."""
    found, _ = editor.row(key)
    actions.take_out_names(key=found.key, by=editor.person, at=clock.now())
    messages.success(request, "No reader is named beside this row any more.")
    return redirect("editor.directory.row", key=key)


def add(request: HttpRequest, editor: Editor) -> HttpResponse:
    """Put a row on the list."""
    form = EditForm(posted(request), initial={"checked": "no"})
    if form.is_valid():
        said = {"facts": form.facts, "check": form.check, "why": form.cleaned_data["why"]}
        if made := _done(form, actions.add_row, editor, **said):
            messages.success(request, f"{made.name} is on the list.")
            return redirect("editor.directory.row", key=made.key)
    return _page(request, "add", {"form": form}, (HOME, ROWS))


def edit(request: HttpRequest, editor: Editor, key: str) -> HttpResponse:
    """Change a row, or put it back on the list."""
    found, number = editor.row(key)
    form = EditForm(posted(request), initial={**found.facts, "checked": "no"})
    if form.is_valid():
        said = {"facts": form.facts, "check": form.check, "why": form.cleaned_data["why"], "seen": _seen(request)}
        if _done(form, actions.edit_row, editor, key=key, **said):
            messages.success(request, "The row is changed.")
            return redirect("editor.directory.row", key=key)
    return _row_page(request, "edit", found, form, number)


def check(request: HttpRequest, editor: Editor, key: str) -> HttpResponse:
    """Record that the row was checked as it stands."""
    found, number = editor.row(key)
    form = CheckForm(posted(request))
    if form.is_valid():
        said = {"key": key, "check": form.check, "seen": _seen(request)}
        if _done(form, actions.record_check, editor, **said):
            messages.success(request, f"The row says that you checked it on {short_date(form.check.on)}.")
            return redirect("editor.directory.row", key=key)
    return _row_page(request, "check", found, form, number)


def take_off(request: HttpRequest, editor: Editor, key: str) -> HttpResponse:
    """Take a row off the list."""
    found, number = editor.row(key)
    form = WhyForm(posted(request))
    if form.is_valid():
        said = {"key": key, "why": form.cleaned_data["why"], "seen": _seen(request)}
        if _done(form, actions.take_off, editor, **said):
            messages.success(request, f"{found.name} is off the list.")
            return redirect("editor.directory.rows")
    return _row_page(request, "take_off", found, form, number)


def issue(request: HttpRequest, editor: Editor) -> HttpResponse:
    """Keep the list as it stands as the edition of today."""
    form, latest, now = PagesForm(posted(request)), visitor.latest_edition(), visitor.directory_rows()
    if form.is_valid() and (made := _done(form, actions.issue, editor, on=clock.today())):
        messages.success(request, f"The edition of {short_date(made.on)} is issued.")
        return redirect("public.directory.edition", edition=made.on.isoformat())
    found = changes(latest.directory.schemes, now)
    about = {"form": form, "edition": latest.on, "changes": found, "covered": coverage(now), "on": clock.today()}
    return _page(request, "issue", about)


def _done(form: PagesForm, act: Callable[..., Made], editor: Editor, **said: object) -> Made | None:
    """Do it and return what was made, or show in the form why not."""
    try:
        return act(**said, by=editor.person, at=clock.now())
    except Refused as refused:
        form.refuse(refused)
        return None


def _seen(request: HttpRequest) -> int:
    """Return which version of the row stood on the page that was sent; 0 where it was not told."""
    told = request.POST.get("seen", "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 7 else 0  # noqa: PLR2004 - below a million


def _told(facts: dict[str, str]) -> dict[str, str]:
    """Return the facts in the words a reader sees."""
    return facts | {"kind": KINDS.get(facts["kind"], ""), "status": STATUSES.get(facts["status"], "")}


def _row_page(request: HttpRequest, name: str, row: Scheme, form: PagesForm, seen: int) -> HttpResponse:
    about = {"row": row, "form": form, "seen": seen, "cancel": reverse("editor.directory.row", args=[row.key])}
    return _page(request, name, about, (HOME, ROWS))


def _page(
    request: HttpRequest, name: str, about: Mapping[str, object], trail: tuple[tuple[str, str], ...] = (HOME,)
) -> HttpResponse:
    """Show a page under the editors' menu; `trail` leads to it."""
    around = {
        "breadcrumbs": [(label, reverse(view)) for label, view in trail],
        "navigation": navigation.of_editor(request),
    }
    return render(request, f"editor/directory/{name}.html", {**about, **around})
