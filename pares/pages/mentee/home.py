"""A mentee's start page."""

from django.http import HttpRequest, HttpResponse

from pares.ground import clock
from pares.pages.actors.partner import Partner
from pares.pages.partner_home import taken
from pares.pages.partnership import render_partner


def home(request: HttpRequest, mentee: Partner) -> HttpResponse:
    """Show a mentee's mentor, surveys and dates, the latest cohort first."""
    today = clock.today()
    parts = taken(mentee, today)
    shown = {
        "latest": parts[0],
        "earlier": parts[1:],
        "shelves": mentee.shelves(today),
        "has_ticket": mentee.has_ticket(parts[0].application),
    }
    return render_partner(request, "home/home.html", mentee, shown)
