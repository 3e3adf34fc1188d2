"""The page for somebody worried about someone's safety: one step from every page; nobody records who opens it."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pares.ground.wording import helplines
from pares.ground.wording.current import current
from pares.ground.wording.shipped import shipped
from pares.pages.public.standing import standing
from pares.pages.public.words import filled


def safety(request: HttpRequest) -> HttpResponse:
    """Show who to call; that this is no emergency service comes first. No address is handed on by its links."""
    shown = _worded(request) | {"checked": helplines.oldest_check()}
    answer = render(request, "public/safety/safety.html", shown)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _worded(request: HttpRequest) -> dict[str, object]:
    """Return the words in force; those shipped where the database does not answer, for this page must."""
    try:
        found = current("handbook", "safety")
        stands = standing(request, found)
    except DatabaseError:
        found, stands = shipped("handbook", "safety"), None
    return {"title": found.title, "words": filled(found).html, "standing": stands}
