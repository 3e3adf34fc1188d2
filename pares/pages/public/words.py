"""Pages that are words: the notices every site owes, what this is, and the agreement."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pares.ground.wording.markdown import escape
from pares.ground.wording.shipped import Words, shipped
from pares.pages.public.declared import groups, in_words
from pares.pages.public.stacking import stacking

SOURCE = "The source code of this site is at [{address}]({address})."
NO_SOURCE = "Ask whoever runs this site where its source code is: the licence asks them to tell you."


def privacy(request: HttpRequest) -> HttpResponse:
    """Show the privacy notice: readers and dates come from what every table declares of its fields."""
    words = shipped("handbook", "privacy")
    filled = Words(words.kind, words.key, words.facts, in_words(words.text))
    return show(request, filled, {"groups": groups()})


def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    return show(request, shipped("handbook", "accessibility"))


def cookies(request: HttpRequest) -> HttpResponse:
    """Show which cookies there are."""
    return show(request, shipped("handbook", "cookies"))


def about(request: HttpRequest) -> HttpResponse:
    """Show who makes this, whose work it stands on, and where its source is."""
    words = shipped("handbook", "about")
    source = SOURCE.replace("{address}", escape(settings.SOURCE)) if settings.SOURCE else NO_SOURCE
    return show(request, Words(words.kind, words.key, words.facts, words.text.replace("{source}", source)))


def agreement(request: HttpRequest) -> HttpResponse:
    """Show what mentor and mentee agree to, with the limits of confidence."""
    return show(request, shipped("handbook", "agreement"))


def show(request: HttpRequest, words: Words, more: Mapping[str, Any] | None = None) -> HttpResponse:
    """Return the page of these words."""
    page = {"words": words, "text": stacking(words.html), **(more or {})}
    return render(request, f"public/words/{words.key}.html", page)
