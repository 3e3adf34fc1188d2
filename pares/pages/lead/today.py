"""A cohort's front page."""

from django.http import HttpRequest, HttpResponse

from pares.pages.actors import Lead
from pares.pages.lead.frame import render_lead


def today(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show what a cohort needs today."""
    return render_lead(request, "lead/today/today.html", lead, lead.cohort(cohort))
