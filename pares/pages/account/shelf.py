"""The shelf of a scheme as its mentors and mentees find it: what is for them and may be handed to them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pares.ground import clock
from pares.guide.library.attribution import attribution
from pares.guide.library.gathering import work
from pares.guide.library.models import KeptFile, read_bytes
from pares.pages.actors.account import Account
from pares.pages.handing import hand
from pares.stages.recruitment.models import Part


def shelf(request: HttpRequest, account: Account, scheme: str) -> HttpResponse:
    """Show the files there are for this reader, each with what its licence asks to stand beside it."""
    own, today = account.own_shelf(scheme), clock.today()
    items = [(row, attribution(work(row), row.standing)) for row in own.items(today)]
    library = [(row, attribution(work(row), row.standing)) for row in own.library(today)]
    home = "mentor.home.home" if Part.MENTOR in own.parts else "mentee.home.home"
    back = ("Your mentoring", reverse(home))
    shown = {"scheme": own.scheme, "items": items, "library": library, "back": back}
    return render(request, "account/shelf/shelf.html", shown)


def file(request: HttpRequest, account: Account, scheme: str, item: UUID) -> HttpResponse:
    """Hand over one of the scheme's files."""
    return _hand(request, account.own_shelf(scheme).file(item, clock.today()))


def library_file(request: HttpRequest, account: Account, scheme: str, key: str) -> HttpResponse:
    """Hand over a copy from the library."""
    return _hand(request, account.own_shelf(scheme).library_file(key, clock.today()))


def _hand(request: HttpRequest, kept: KeptFile) -> HttpResponse:
    return hand(request, kept.name, kept.media, kept.digest, lambda: read_bytes(kept))
