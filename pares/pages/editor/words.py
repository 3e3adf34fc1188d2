"""The words of the site before its editors: what may be changed, the changing, and reviews."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from pares.ground import clock
from pares.ground.letters.worded import LETTERS
from pares.ground.refusal import Refused
from pares.ground.wording import actions
from pares.ground.wording import draft as drafts
from pares.ground.wording.kinds import TextKind, fits
from pares.ground.wording.models import Review, Revision
from pares.ground.wording.shipped import Words, keys, shipped
from pares.guide.handbook.edited import CHAPTERS, COURSE, PAGES, TEMPLATES
from pares.pages import navigation
from pares.pages.actors.desk import Desk
from pares.pages.actors.editor import Editor
from pares.pages.editor import writing
from pares.pages.editor.forms import ReviewForm
from pares.pages.fields import PagesForm, SelectField, TextField
from pares.pages.public.places import place

KINDS = (CHAPTERS, PAGES, TEMPLATES, COURSE, LETTERS)
MARKS = {
    "edited": "Edited here",
    "overtaken": "Shipped text changed since",
    "unfit": "Does not fit any more: the shipped words show",
    "unreviewed": "Not reviewed",
    "stale": "Changed since its review",
}


class Sought(PagesForm):
    """Which texts to list; nothing must be filled in."""

    words = TextField("Title", required=False, max_length=100)
    mark = SelectField("Which", choices=list(MARKS.items()), empty="All texts", required=False)


@dataclass(frozen=True)
class Row:
    """One text in the list: what it is called, its edit in force and what an editor should know."""

    kind: str
    key: str
    title: str
    edit: Revision | None
    marks: tuple[str, ...]


def contents(request: HttpRequest, editor: Editor) -> HttpResponse:
    """List what may be changed, kind by kind, with what stands open."""
    form = Sought(request.GET)
    sought = form.cleaned_data if form.is_valid() else {}
    changes, reviews = editor.changes(), editor.reviews()
    groups = []
    for kind in KINDS:
        rows = [
            _row(kind, key, changes.get((kind.name, key)), reviews.get((kind.name, key))) for key in keys(kind.name)
        ]
        groups.append((kind, sorted(filter(_wanted(sought), rows), key=lambda row: row.title.lower())))
    filtered = any(sought.values())
    shown = {"form": form, "groups": groups, "marks": MARKS, "filtered": filtered}
    shown |= {"waiting": editor.waiting(clock.today()), "navigation": navigation.of_editor(request)}
    return render(request, "editor/words/contents.html", shown)


def edit(request: HttpRequest, editor: Editor, kind: str, key: str) -> HttpResponse:
    """Change one of the site's texts."""
    return writing.edit(request, editor.desk(kind, key), _show)


def history(request: HttpRequest, editor: Editor, kind: str, key: str) -> HttpResponse:
    """Show who changed it, when and why, and who reviewed it."""
    return writing.history(request, editor.desk(kind, key), _show)


def revision(request: HttpRequest, editor: Editor, kind: str, key: str, number: int) -> HttpResponse:
    """Show one change."""
    return writing.revision(request, editor.desk(kind, key), number, _show)


def restore(request: HttpRequest, editor: Editor, kind: str, key: str, number: int) -> HttpResponse:
    """Bring earlier words back."""
    return writing.restore(request, editor.desk(kind, key), number, _show)


def shipped_words(request: HttpRequest, editor: Editor, kind: str, key: str) -> HttpResponse:
    """Take the shipped words, or keep ours."""
    return writing.shipped(request, editor.desk(kind, key), _show)


def review(request: HttpRequest, editor: Editor, kind: str, key: str) -> HttpResponse:
    """Record that somebody named has read the words in force."""
    desk = editor.desk(kind, key)
    now = drafts.of(desk.in_force()).fingerprint
    form = ReviewForm(request.POST if request.method == "POST" else None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        if request.POST.get("words") != now:
            form.add_error(
                None, "The words have changed since you opened this page. Look at them, then record it again."
            )
        elif _recorded(form, desk, now):
            messages.success(request, "The review is recorded. The page names it.")
            return redirect(desk.page("history"))
    return _show(request, "review", desk, {"form": form, "words": now})


def _recorded(form: ReviewForm, desk: Desk, words: str) -> bool:
    told = form.cleaned_data
    try:
        actions.record_review(kind=desk.kind.name, key=desk.key, words=words, by=desk.person, at=clock.now(), **told)
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def _row(kind: TextKind, key: str, newest: Revision | None, review: Review | None) -> Row:
    words = shipped(kind.name, key)
    own = newest if newest and not newest.withdrawn else None
    return Row(
        kind.name, key, own.title if own and kind is not LETTERS else words.title, own, _marks(words, own, review)
    )


def _marks(words: Words, own: Revision | None, review: Review | None) -> tuple[str, ...]:
    was, marks = drafts.of(words).fingerprint, []
    stands = own is not None and fits(words, own.draft)
    if own:
        marks += ["edited"] if stands else ["unfit"]
        marks += ["overtaken"] if own.shipped_hash != was else []
    if words.kind != LETTERS.name:
        if review is None:
            marks.append("unreviewed")
        elif review.words != (own.draft.fingerprint if own and stands else was):
            marks.append("stale")
    return tuple(marks)


def _wanted(sought: Mapping[str, Any]) -> Any:
    words, mark = (sought.get("words") or "").lower(), sought.get("mark") or ""
    return lambda row: words in row.title.lower() and (not mark or mark in row.marks)


def _show(request: HttpRequest, template: str, desk: Desk, shown: Mapping[str, Any]) -> HttpResponse:
    framed = {
        "desk": desk,
        "navigation": navigation.of_editor(request),
        "reviews": list(desk.reviews()) if template == "history" else [],
        "place": place(desk.kind.name, desk.key),
        "back": desk.list_page if template == "edit" else (desk.title, desk.page("edit")),
    }
    return render(request, f"editor/words/{template}.html", framed | dict(shown))
