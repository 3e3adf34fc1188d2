"""Pages that are words: the notices every site owes, what this is, and the agreement."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pares.ground.wording import helplines
from pares.ground.wording.current import current
from pares.ground.wording.markdown import escape
from pares.ground.wording.shipped import Words
from pares.pages.public.declared import groups, in_words
from pares.pages.public.stacking import stacking
from pares.pages.public.standing import standing

SOURCE = "The source code of this site is at [{address}]({address})."
NO_SOURCE = "Ask whoever runs this site where its source code is: the licence asks them to tell you."
CONTACT = "Write to [{address}](mailto:{address})."
NO_CONTACT = "Whoever runs this site has not put an address here yet. If you take part in a scheme, write to its leads."


def privacy(request: HttpRequest) -> HttpResponse:
    """Show the privacy notice: readers and dates come from what every table declares of its fields."""
    return show(request, current("handbook", "privacy"), {"groups": groups()})


def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    return show(request, current("handbook", "accessibility"))


def cookies(request: HttpRequest) -> HttpResponse:
    """Show which cookies there are."""
    return show(request, current("handbook", "cookies"))


def about(request: HttpRequest) -> HttpResponse:
    """Show who makes this, whose work it stands on, and where its source is."""
    return show(request, current("handbook", "about"))


def agreement(request: HttpRequest) -> HttpResponse:
    """Show what mentor and mentee agree to, with the limits of confidence."""
    return show(request, current("handbook", "agreement"))


def show(request: HttpRequest, words: Words, more: Mapping[str, Any] | None = None) -> HttpResponse:
    """Return the page of these words."""
    text = stacking(filled(words).html)
    page = {"words": words, "text": text, "standing": standing(request, words), **(more or {})}
    return render(request, f"public/words/{words.key}.html", page)


def filled(words: Words) -> Words:
    """Return the words of one of the site's pages with what the page puts into them."""
    fill = _FILLED.get(words.key)
    return replace(words, text=fill(words.text)) if fill else words


def _source(text: str) -> str:
    source = SOURCE.replace("{address}", escape(settings.SOURCE)) if settings.SOURCE else NO_SOURCE
    return _contact(text.replace("{source}", source))


def _contact(text: str) -> str:
    """Put in where whoever runs this site is reached, which each of them sets."""
    said = CONTACT.replace("{address}", escape(settings.CONTACT)) if settings.CONTACT else NO_CONTACT
    return text.replace("{contact}", said)


_FILLED: Mapping[str, Callable[[str], str]] = {
    "about": _source,
    "accessibility": _contact,
    "privacy": lambda text: _contact(in_words(text)),
    "safety": helplines.listed_in,
}
