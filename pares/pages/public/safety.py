"""The page for somebody worried about someone's safety: one step from every page; nobody records who opens it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pares.ground.wording import helplines


def safety(request: HttpRequest) -> HttpResponse:
    """Show who to call; that this is no emergency service comes first. No address is handed on by its links."""
    words = helplines.safety()
    shown = {"title": words.title, "words": words.html, "checked": helplines.oldest_check()}
    answer = render(request, "public/safety/safety.html", shown)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
