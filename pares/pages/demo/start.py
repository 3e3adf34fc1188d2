"""The demo's own start page: what it is, and signing in as anybody with one press."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from pares.pages.account.sessions import sign_in_as
from pares.pages.actors.visitor import somebody_at
from pares.pages.demo.cast import CAST


def start(request: HttpRequest) -> HttpResponse:
    """Show who there is to be."""
    return render(request, "demo/start/start.html", {"cast": CAST})


def sign_in(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as one of the cast and lead on to their pages."""
    part = next((part for part in CAST if part.key == key), None)
    if part is None:
        raise Http404
    person = somebody_at(part.email)
    if person is None:
        messages.warning(request, "Nobody plays this part yet. Run make demo RESET=1 to fill the demo with people.")
        return redirect("demo.start.start")
    sign_in_as(request, person)
    return redirect("account.home.home")
