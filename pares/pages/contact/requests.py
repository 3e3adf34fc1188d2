"""What a safeguarding contact is asked: who wants to be contacted, how soon and how."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from pares.ground import clock
from pares.ground.refusal import Refused
from pares.pages.actors.contact import Contact
from pares.stages.supervision import actions as supervision
from pares.stages.supervision.models import ContactRequest
from pares.stages.supervision.rules import due


@never_cache
def inbox(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Show the requests to this contact, the open ones first, each with the time by which it should be answered."""
    found = list(contact.requests())
    shown = {
        "scheme": contact.scheme,
        "open": [(each, due(each)) for each in found if each.closed_at is None],
        "closed": [each for each in found if each.closed_at is not None],
        "now": clock.now(),
    }
    return render(request, "contact/requests/inbox.html", shown)


def acknowledge(request: HttpRequest, contact: Contact, asked: UUID) -> HttpResponse:
    """Record that the contact has seen a request and gets in touch."""
    return _done(request, contact, asked, supervision.acknowledge, "They can now see that you will be in touch.")


def close(request: HttpRequest, contact: Contact, asked: UUID) -> HttpResponse:
    """Close a request that has been dealt with."""
    return _done(request, contact, asked, supervision.close, "The request is closed, and deleted after 90 days.")


def _done(
    request: HttpRequest, contact: Contact, asked: UUID, act: Callable[..., ContactRequest], words: str
) -> HttpResponse:
    try:
        act(request=contact.request(asked), by=contact.person, at=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    return redirect("contact.requests.inbox", scheme=contact.scheme.slug)
