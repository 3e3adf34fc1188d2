"""Every letter the demo has sent, as in a mailbox: none of them has left this machine."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from pares.ground.letters import folder
from pares.pages.demo.cast import CAST
from pares.pages.demo.letter_html import harmless

NEWEST = 500
A_PAGE = 25


def mailbox(request: HttpRequest) -> HttpResponse:
    """Show the newest letters, or those to one address (`?to=`)."""
    to = request.GET.get("to", "").strip()
    page = Paginator(folder.saved(to=to, limit=NEWEST), A_PAGE).get_page(request.GET.get("page"))
    query = urlencode({"to": to}) if to else ""
    return render(request, "demo/mail/mailbox.html", {"page": page, "to": to, "query": query, "cast": CAST})


def letter(request: HttpRequest, name: str) -> HttpResponse:
    """Show one letter: its head, its words, and the invitation that came with it."""
    try:
        opened = folder.one(name)
    except folder.NoSuchFileError:
        raise Http404 from None
    return render(request, "demo/mail/letter.html", {"letter": opened, "words": harmless(opened.html)})
