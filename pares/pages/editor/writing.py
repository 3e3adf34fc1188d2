"""Changing a text, whoever's it is: edit with preview, history, bringing words back, and what is shipped meanwhile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from pares.ground import clock
from pares.ground.letters import kinds
from pares.ground.letters.worded import LETTERS
from pares.ground.refusal import Refused
from pares.ground.wording import actions
from pares.ground.wording import draft as drafts
from pares.ground.wording.difference import difference
from pares.ground.wording.draft import Draft
from pares.ground.wording.models import Revision
from pares.ground.wording.rules import CameBetween
from pares.pages.actors.desk import Desk
from pares.pages.editor.forms import LetterWordsForm, WhyForm, WordsForm
from pares.pages.editor.looking_again import doubts
from pares.pages.editor.preview import Preview, preview
from pares.pages.fields import PagesForm

# One more than any number a form is sent back with.
MOST = 1_000_000_000

Show = Callable[[HttpRequest, str, Desk, Mapping[str, Any]], HttpResponse]
"""Draws a template of `editor/` in the frame of whoever looks: the site's editors, or a scheme's members."""


@dataclass
class Writing:
    """The state of somebody's editing: what they typed, what they began with, and what came of it."""

    form: PagesForm
    started_from: int
    preview: Preview | None = None
    doubts: list[str] = field(default_factory=list)
    theirs: Revision | None = None


def edit(request: HttpRequest, desk: Desk, show: Show) -> HttpResponse:
    """Change a text: look at what it will be like, and save it, unless somebody came between."""
    newest = desk.newest()
    begun = desk.start(newest)
    kind = LetterWordsForm if desk.kind.name == "letters" else WordsForm
    form = kind(
        request.POST if request.method == "POST" else None,
        initial={"title": begun.title, "summary": begun.summary, "text": begun.text},
    )
    if "summary" in form.fields and "summary" not in desk.shipped.facts:
        del form.fields["summary"]
    at_work = Writing(form, _started_from(request, newest))
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            _look(desk, at_work)
        elif _save(request, desk, at_work):
            return redirect(desk.page("edit"))
    gaps = kinds.kind(desk.key).samples if desk.kind is LETTERS else {}
    shown = {"at_work": at_work, "newest": newest, "gaps": gaps, **_against(at_work), **_standing(desk, newest)}
    return show(request, "edit", desk, shown)


def history(request: HttpRequest, desk: Desk, show: Show) -> HttpResponse:
    """Show who changed the text, when and why."""
    return show(request, "history", desk, {"revisions": list(desk.revisions())})


def revision(request: HttpRequest, desk: Desk, number: int, show: Show) -> HttpResponse:
    """Show one change: what was taken out and what was put in."""
    found = desk.revision(number)
    newest = desk.newest()
    shown = {
        "revision": found,
        "lines": difference(as_lines(desk.before(found)), as_lines(found.draft)),
        "may_come_back": newest is not None and (newest.number != number or found.withdrawn),
    }
    return show(request, "revision", desk, shown)


def restore(request: HttpRequest, desk: Desk, number: int, show: Show) -> HttpResponse:
    """Bring earlier words back, once somebody has said why."""
    found, newest = desk.revision(number), desk.newest()

    def bring_back(why: str, started_from: int) -> object:
        return actions.restore(revision=found, why=why, started_from=started_from, by=desk.person, at=clock.now())

    lines = difference(as_lines(drafts.of(desk.in_force())), as_lines(found.draft))
    return _with_reason(
        request, desk, newest, show, "restore", bring_back, "These words stand again.", revision=found, lines=lines
    )


def shipped(request: HttpRequest, desk: Desk, show: Show) -> HttpResponse:
    """Show what became of the words below since ours were made, and let them hold again or keep ours."""
    newest = desk.newest()
    if newest is None or newest.withdrawn:
        return redirect(desk.page("edit"))

    def decide(why: str, started_from: int) -> object:
        act: dict[str, Any] = {"by": desk.person, "at": clock.now(), "scheme": desk.scheme}
        act["started_from"] = started_from
        if "keep" in request.POST:
            return actions.keep(kind=desk.kind.name, key=desk.key, **act)
        return actions.withdraw(kind=desk.kind.name, key=desk.key, why=why, **act)

    below = drafts.of(desk.below())
    shown = {
        "ours": newest,
        "overtaken": desk.overtaken(newest),
        "since": difference(as_lines(newest.made_from), as_lines(drafts.of(desk.shipped))),
        "lines": difference(as_lines(newest.draft), as_lines(below)),
    }
    done = "Our words stay." if "keep" in request.POST else "The words below hold again."
    return _with_reason(request, desk, newest, show, "shipped_words", decide, done, **shown)


def as_lines(draft: Draft) -> str:
    """Return all that a draft says as lines to compare."""
    return f"{draft.title}\n{draft.summary}\n{draft.text}"


def _with_reason(  # noqa: PLR0913, PLR0917 - one page for every act that takes a reason
    request: HttpRequest,
    desk: Desk,
    newest: Revision | None,
    show: Show,
    template: str,
    act: Callable[[str, int], object],
    done: str,
    **shown: Any,
) -> HttpResponse:
    form = WhyForm(request.POST if request.method == "POST" else None)
    started_from = _started_from(request, newest)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["why"], started_from)
        except Refused as refused:
            form.refuse(refused)
            started_from = refused.newest.number if isinstance(refused, CameBetween) else started_from
        else:
            messages.success(request, done)
            return redirect(desk.page("history"))
    return show(request, template, desk, {"form": form, "started_from": started_from, **shown})


def _look(desk: Desk, at_work: Writing) -> None:
    """Draw what was typed, or say beside its field why it cannot stand."""
    typed = _typed(at_work.form)
    try:
        desk.kind.check(desk.shipped, typed)
    except Refused as refused:
        at_work.form.refuse(refused)
    else:
        at_work.preview, at_work.doubts = preview(desk, typed), doubts(desk, typed)


def _save(request: HttpRequest, desk: Desk, at_work: Writing) -> bool:
    """Save what was typed and say so; or keep it, and say beside its field why it was not saved."""
    typed = _typed(at_work.form)
    try:
        actions.revise(
            kind=desk.kind.name,
            key=desk.key,
            draft=typed,
            why=at_work.form.cleaned_data["why"],
            started_from=at_work.started_from,
            by=desk.person,
            at=clock.now(),
            scheme=desk.scheme,
        )
    except CameBetween as between:
        at_work.theirs, at_work.started_from = between.newest, between.newest.number
        at_work.form.refuse(between)
    except Refused as refused:
        at_work.form.refuse(refused)
    else:
        messages.success(request, "Your changes are saved. They hold from now on.")
        for doubt in doubts(desk, typed):
            messages.warning(request, doubt)
        return True
    return False


def _typed(form: PagesForm) -> Draft:
    told = form.cleaned_data
    return drafts.tidy(Draft(told["title"], told.get("summary") or "", told["text"] or ""))


def _started_from(request: HttpRequest, newest: Revision | None) -> int:
    """Return the number of the revision that somebody began with: the newest, unless their form says another."""
    sent = request.POST.get("started_from", "")
    if sent.isdecimal() and len(sent) < len(str(MOST)):
        return int(sent)
    return newest.number if newest else 0


def _against(at_work: Writing) -> dict[str, Any]:
    """Return both sides where two people changed the text at once."""
    if at_work.theirs is None:
        return {}
    return {"lines": difference(as_lines(at_work.theirs.draft), as_lines(_typed(at_work.form)))}


def _standing(desk: Desk, newest: Revision | None) -> dict[str, Any]:
    own = newest if desk.has_own(newest) else None
    return {"own": own, "overtaken": desk.overtaken(newest), "gives_way": own is not None and not desk.fits(own)}
