"""What leaders report: from published studies, step by step, and in accounts that they send in and sign."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from pares.ground import clock
from pares.ground.finding.actions import forget
from pares.ground.refusal import Refused
from pares.ground.wording import markdown
from pares.ground.wording.current import edits
from pares.guide.experience import actions
from pares.guide.experience.links import token as token_of
from pares.guide.handbook.chapters import quoted
from pares.guide.handbook.edited import KIND, all_chapters
from pares.guide.handbook.reported import reported
from pares.pages.account.forms import posted
from pares.pages.actors import visitor
from pares.pages.fields import PagesForm
from pares.pages.public.experience_forms import AccountForm, WordsForm
from pares.pages.public.findable import address_of_account
from pares.pages.public.handbook import BASES
from pares.pages.public.sending_in import refuse_too_many, too_many, too_often
from pares.pages.public.stacking import stacking
from pares.pages.public.standing import standing

SECTION = 2
"""The level of heading under which a chapter's points stand."""


def experience(request: HttpRequest) -> HttpResponse:
    """Show what leaders reported at each step, and the accounts they signed."""
    found = edits(kinds=[KIND, "handbook"])
    words = found.words("handbook", "experience")
    text, notes = quoted(reported(all_chapters(found)))
    about = {
        "words": words,
        "intro": stacking(words.html),
        "text": stacking(markdown.html(text)),
        "headings": [each for each in markdown.headings(text) if each.level == SECTION],
        "notes": notes,
        "bases": BASES,
        "accounts": visitor.published_accounts(),
        "standing": standing(request, words),
    }
    return render(request, "public/experience/experience.html", about)


def send(request: HttpRequest) -> HttpResponse:
    """Take in a leader's own account, for the editors to read; its author gets a link to find it again."""
    form = AccountForm(posted(request))
    about = {"back": ("What leaders report", reverse("public.experience.experience"))}
    if form.is_valid():
        if too_many(request):
            return refuse_too_many(request, form, "public/experience/send.html", about)
        try:
            made = actions.send_in(**form.said, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("public.experience.yours", token=token_of(made.pk))
    return render(request, "public/experience/send.html", {"form": form, **about})


def yours(request: HttpRequest, token: str) -> HttpResponse:
    """Show its author where an account stands, and let them change it until an editor has decided."""
    account = visitor.account_at(token)
    form = WordsForm(posted(request), initial={"text": account.text})
    if form.is_valid():
        if too_often(request, account.pk.hex):
            about = {"account": account, "token": token}
            return refuse_too_many(request, form, "public/experience/yours.html", about)
        try:
            actions.write_anew(account=account, text=form.cleaned_data["text"], at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("public.experience.yours", token=token)
    return render(request, "public/experience/yours.html", {"account": account, "form": form, "token": token})


def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Let its author take an account back for good."""
    account = visitor.account_at(token)
    form = PagesForm(posted(request))
    if form.is_valid():
        actions.withdraw(account=account, by=None, at=clock.now())
        forget(address=address_of_account(account))
        return redirect("public.experience.withdrawn")
    cancel = reverse("public.experience.yours", args=[token])
    about = {"account": account, "form": form, "confirm": "Take it back", "danger": True, "cancel": cancel}
    return render(request, "public/experience/withdraw.html", about)


def withdrawn(request: HttpRequest) -> HttpResponse:
    """Say that an account is gone."""
    return render(request, "public/experience/withdrawn.html")
