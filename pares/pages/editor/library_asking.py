"""Asking an owner for permission: the letter, when it left, asking again, and the answer with what shows it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from pares.ground import clock
from pares.ground.refusal import Refused
from pares.guide.library.curating import actions, asking, rules
from pares.guide.library.curating.models import PermissionRequest
from pares.guide.library.models import read_bytes
from pares.guide.library.rules import AUDIENCES
from pares.pages import navigation
from pares.pages.account.forms import posted
from pares.pages.actors.editor import Editor
from pares.pages.editor.library_forms import (
    Answered,
    Permitted,
    Reminder,
    SentOn,
    WhatToAsk,
    Words,
    length,
    with_files,
)
from pares.pages.fields import PagesForm
from pares.pages.handing import hand
from pares.pages.rendering import short_date

SEND, MYSELF = "send", "myself"


def ask(request: HttpRequest, editor: Editor, key: str) -> HttpResponse:
    """Ask what the owner of a record is to be asked for, and draft the letter."""
    row = editor.resource(key)
    form = WhatToAsk(posted(request), initial={"asked_of": row.owner, "audience": row.audience})
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("audience", "adapt", "asked_of", "address")}
        words = asking.draft(row, audience=said["audience"], adapt=said["adapt"], by=editor.person)
        said |= {"resource": row, "subject": words.subject, "text": words.text}
        if made := _done(form, actions.write_letter, editor, **said):
            return redirect(_of(made))
    back = (row.title, reverse("editor.library.record", kwargs={"key": row.slug}))
    return render(
        request,
        "editor/library_asking/ask.html",
        {"row": row, "form": form, "back": back, "navigation": navigation.of_editor(request)},
    )


def letter(request: HttpRequest, editor: Editor, permission: UUID) -> HttpResponse:
    """Show a letter: to be changed and sent while it has not left, and what became of it after."""
    asked = editor.permission_request(permission)
    if asked.sent_on or asked.reply:
        shown = {"letters": list(editor.letters_to_owner(asked)), "audiences": AUDIENCES}
        return _page(request, "sent_letter", asked, shown)
    began = {"asked_of": asked.asked_of, "address": asked.address, "subject": asked.subject, "text": asked.letter}
    form = Words(posted(request), initial=began)
    if form.is_valid():
        said = {"resource": asked.resource, "audience": asked.asked_for, "adapt": asked.asks_to_adapt}
        if made := _done(form, actions.write_letter, editor, **said, **form.cleaned_data):
            return _saved(request, editor, made, form)
    return _page(request, "letter", asked, {"form": form})


def _saved(request: HttpRequest, editor: Editor, made: PermissionRequest, form: PagesForm) -> HttpResponse:
    """Send the letter that was saved, where its button says so."""
    if request.POST.get("act") == MYSELF:
        return redirect("editor.library_asking.sent", permission=made.pk)
    if request.POST.get("act") != SEND:
        messages.success(request, "The letter is saved. It has not left.")
        return redirect(_of(made))
    if sent := _done(form, actions.send, editor, request=made):
        messages.success(request, f"The letter leaves on the next working day. {_until(sent)}")
        return redirect(_of(made))
    return _page(request, "letter", made, {"form": form})


def sent(request: HttpRequest, editor: Editor, permission: UUID) -> HttpResponse:
    """Ask when an editor sent the letter by other means."""
    asked = editor.permission_request(permission)
    form = SentOn(posted(request), initial={"sent_on": clock.today()})
    if form.is_valid():
        said = {"request": asked, "on": form.cleaned_data["sent_on"]}
        if made := _done(form, actions.record_sent, editor, **said):
            messages.success(request, f"The letter is noted as sent. {_until(made)}")
            return redirect(_of(made))
    return _page(request, "sent", asked, {"form": form})


def discard(request: HttpRequest, editor: Editor, permission: UUID) -> HttpResponse:
    """Throw away a letter that has not left."""
    asked = editor.permission_request(permission)
    actions.discard(request=asked, by=editor.person, at=clock.now())
    messages.success(request, "The letter is thrown away.")
    return redirect("editor.library.record", key=asked.resource.slug)


def chase(request: HttpRequest, editor: Editor, permission: UUID) -> HttpResponse:
    """Draft the letter that asks again, and send it or note that an editor did."""
    asked = editor.permission_request(permission)
    words = asking.reminder(asked, by=editor.person)
    form = Reminder(posted(request), initial={"subject": words.subject, "text": words.text})
    if form.is_valid():
        by_post = request.POST.get("act") == SEND
        time = request.POST.get("time", "")
        said = {"request": asked, "time": int(time) if time in _times(asked) else asked.chased + 1, "post": by_post}
        if made := _done(form, actions.chase, editor, **said, **form.cleaned_data):
            messages.success(
                request, f"{'The letter leaves on the next working day.' if by_post else 'Noted.'} {_until(made)}"
            )
            return redirect(_of(made))
    return _page(request, "chase", asked, {"form": form, "time": asked.chased + 1})


def yes(request: HttpRequest, editor: Editor, permission: UUID) -> HttpResponse:
    """Ask what the owner's permission covers, and what shows it."""
    asked = editor.permission_request(permission)
    began = {"audience": asked.asked_for, "adapt": asked.asks_to_adapt, "answered_by": asked.asked_of}
    return _answer(request, editor, asked, Permitted(*with_files(request), initial=began), actions.record_permission)


def no(request: HttpRequest, editor: Editor, permission: UUID) -> HttpResponse:
    """Ask who refused, and what shows it."""
    asked = editor.permission_request(permission)
    form = Answered(*with_files(request), initial={"answered_by": asked.asked_of})
    return _answer(request, editor, asked, form, actions.record_refusal)


def _answer(
    request: HttpRequest,
    editor: Editor,
    asked: PermissionRequest,
    form: Answered,
    action: Callable[..., PermissionRequest],
) -> HttpResponse:
    if form.is_bound:
        form.refuse_huge(length(request))
    if form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "file"}
        if made := _done(form, action, editor, request=asked, file=form.upload, **said):
            messages.success(request, "The answer is recorded, and the licence with it.")
            return redirect("editor.library.record", key=made.resource.slug)
    return _page(request, "yes" if isinstance(form, Permitted) else "no", asked, {"form": form})


def give_up(request: HttpRequest, editor: Editor, permission: UUID) -> HttpResponse:
    """Say what giving up means, and wait no longer."""
    asked = editor.permission_request(permission)
    form = PagesForm(posted(request))
    if form.is_valid() and (made := _done(form, actions.give_up, editor, request=asked)):
        messages.success(request, "The letter is closed without an answer.")
        return redirect("editor.library.record", key=made.resource.slug)
    shown = {"form": form, "confirm": "Give up", "danger": True, "cancel": _of(asked)}
    return _page(request, "give_up", asked, shown)


def evidence(request: HttpRequest, editor: Editor, permission: UUID) -> HttpResponse:
    """Hand an editor the file that shows an answer."""
    kept = editor.permission_request(permission).evidence_file
    if kept is None:
        raise Http404
    return hand(request, kept.name, kept.media, kept.digest, lambda: read_bytes(kept))


def _done(
    form: PagesForm, action: Callable[..., PermissionRequest], editor: Editor, **said: Any
) -> PermissionRequest | None:
    """Return what the action made, or None with its refusal beside the field."""
    try:
        return action(by=editor.person, at=clock.now(), **said)
    except Refused as refused:
        form.refuse(refused)
        return None


def _times(asked: PermissionRequest) -> set[str]:
    """Return how the time asked for may be numbered: the next one, or one that has been."""
    return {str(number) for number in range(1, asked.chased + 2)}


def _until(asked: PermissionRequest) -> str:
    """Say when the chase comes up as work."""
    return f"It comes up again on {short_date(asked.chase_on)}." if asked.chase_on else ""


def _page(request: HttpRequest, name: str, asked: PermissionRequest, shown: dict[str, Any]) -> HttpResponse:
    row = asked.resource
    here = name in {"letter", "sent_letter"}
    up = reverse("editor.library.record", kwargs={"key": row.slug}) if here else _of(asked)
    about = {
        "asked": asked,
        "row": row,
        "back": (row.title if here else "The letter", up),
        "weeks": rules.CHASE_AFTER.days // 7,
        "navigation": navigation.of_editor(request),
    }
    return render(request, f"editor/library_asking/{name}.html", about | shown)


def _of(asked: PermissionRequest) -> str:
    return reverse("editor.library_asking.letter", kwargs={"permission": asked.pk})
