"""A ballot as a mentee may check it: the own ticket, the seed, and all numbers without names."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from pares.pages.actors.partner import Partner
from pares.pages.lots_shown import lots
from pares.pages.partnership import render_partner


def check(request: HttpRequest, mentee: Partner, application: UUID) -> HttpResponse:
    """Show what was announced, and after the draw the order of all tickets and how to work it out."""
    ticket = mentee.ticket(application)
    shown = {
        "ticket": ticket,
        "ballot": ticket.ballot,
        "lots": lots(ticket.ballot),
        "back": ("Your mentoring", reverse("mentee.home.home")),
    }
    return render_partner(request, "ballot/check.html", mentee, shown)
