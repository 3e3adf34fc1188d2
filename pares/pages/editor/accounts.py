"""The editors' side of leaders' accounts: publish one, ask for a change, decline it, or take it back when asked."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from pares.ground import clock
from pares.ground.finding.actions import forget
from pares.ground.refusal import Refused
from pares.guide.experience import actions
from pares.guide.experience.links import token
from pares.guide.experience.models import LeadersAccount
from pares.pages import navigation
from pares.pages.account.forms import posted
from pares.pages.actors.editor import Editor
from pares.pages.fields import LongTextField, PagesForm
from pares.pages.public.findable import address_of_account

LATELY = 50
_TRAIL = (("Leaders’ accounts", "editor.accounts.inbox"),)


class PublishForm(PagesForm):
    """How an editor knows who wrote an account."""

    known_by = LongTextField(
        "How did you make sure that the person named wrote this?",
        rows=3,
        max_length=300,
        hint="Such as: they confirmed it from the address on their trust’s page.",
        seen_by="Only the site’s editors see it.",
        missing="Say how you made sure that the person named wrote this",
    )


class AskForm(PagesForm):
    """What an editor would like changed."""

    question = LongTextField(
        "What should they change?",
        rows=4,
        max_length=500,
        hint="Such as: you name a colleague in the second paragraph.",
        seen_by="The author reads it on the page of their own link.",
        missing="Say what they should change",
    )


class DeclineForm(PagesForm):
    """Why an account is not published."""

    why = LongTextField(
        "Why?", rows=3, max_length=300, seen_by="The author reads it on the page of their own link.", missing="Say why"
    )


def inbox(request: HttpRequest, editor: Editor) -> HttpResponse:
    """Show the accounts that wait, and those decided."""
    waiting, decided = editor.accounts().waiting(), editor.accounts().decided()[:LATELY]
    return _page(request, "inbox", {"waiting": list(waiting), "decided": list(decided)}, ())


def account(request: HttpRequest, editor: Editor, account: UUID) -> HttpResponse:
    """Show one account with what can be done about it."""
    found = editor.account(account)
    return _page(request, "account", {"account": found, "letter": _letter(found)})


def publish(request: HttpRequest, editor: Editor, account: UUID) -> HttpResponse:
    """Show an account to everybody."""

    def act(found: LeadersAccount, said: dict[str, Any]) -> str:
        read = request.POST.get("words", "")
        actions.publish(account=found, read=read, **said, on=clock.today(), by=editor.person, at=clock.now())
        return "The account is published."

    return _decide(request, editor.account(account), PublishForm(posted(request)), "publish", act)


def ask(request: HttpRequest, editor: Editor, account: UUID) -> HttpResponse:
    """Ask its author to change an account."""

    def act(found: LeadersAccount, said: dict[str, Any]) -> str:
        actions.ask_for_change(account=found, **said, by=editor.person, at=clock.now())
        return "The question stands on the author’s page. Write to them, so that they look."

    return _decide(request, editor.account(account), AskForm(posted(request)), "ask", act)


def decline(request: HttpRequest, editor: Editor, account: UUID) -> HttpResponse:
    """Set an account aside."""

    def act(found: LeadersAccount, said: dict[str, Any]) -> str:
        actions.decline(account=found, **said, by=editor.person, at=clock.now())
        return "The account is declined."

    return _decide(request, editor.account(account), DeclineForm(posted(request)), "decline", act)


def withdraw(request: HttpRequest, editor: Editor, account: UUID) -> HttpResponse:
    """Take an account back for its author, who asked for it."""
    found = editor.account(account)
    form = PagesForm(posted(request))
    if form.is_valid():
        actions.withdraw(account=found, by=editor.person, at=clock.now())
        forget(address=address_of_account(found))
        messages.success(request, "The account is gone.")
        return redirect("editor.accounts.inbox")
    cancel = reverse("editor.accounts.account", args=[found.pk])
    about = {"account": found, "form": form, "confirm": "Take it back", "danger": True, "cancel": cancel}
    return _page(request, "withdraw", about)


def _decide(
    request: HttpRequest,
    found: LeadersAccount,
    form: PagesForm,
    name: str,
    act: Callable[[LeadersAccount, dict[str, Any]], str],
) -> HttpResponse:
    here = reverse("editor.accounts.account", args=[found.pk])
    if form.is_valid():
        try:
            done = act(found, form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, done)
            return redirect(here)
    return _page(request, name, {"account": found, "form": form, "cancel": here})


def _letter(account: LeadersAccount) -> str:
    """Return a link that opens the editor's own mail program with the way to the author's page in it."""
    if not account.email:
        return ""
    link = f"{settings.URL}{reverse('public.experience.yours', args=[token(account.pk)])}"
    words = f"Dear {account.name},\n\nplease look at your account of {account.scheme}: {link}\n"
    return f"mailto:{quote(account.email)}?subject={quote('Your account of your scheme')}&body={quote(words)}"


def _page(
    request: HttpRequest, name: str, about: dict[str, Any], trail: tuple[tuple[str, str], ...] = _TRAIL
) -> HttpResponse:
    around = {
        "breadcrumbs": [(label, reverse(view)) for label, view in trail],
        "navigation": navigation.of_editor(request),
    }
    return render(request, f"editor/accounts/{name}.html", about | around)
