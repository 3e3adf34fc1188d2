"""A scheme's page: its cohorts, the latest first."""

from django.http import HttpRequest, HttpResponse

from pares.pages.actors import Lead
from pares.pages.lead.frame import render_lead


def home(request: HttpRequest, lead: Lead) -> HttpResponse:
    """Show the scheme's cohorts."""
    return render_lead(request, "lead/home/home.html", lead, context={"cohorts": list(lead.cohorts())})
