"""What stands around the pages below a cohort's people: the way back up leads to them."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from pares.ground.cohorts.models import Cohort
from pares.pages.actors.lead import Lead
from pares.pages.lead.frame import render_lead, trail


def render_below(
    request: HttpRequest, template: str, lead: Lead, run: Cohort, context: Mapping[str, Any]
) -> HttpResponse:
    """Return a page of a cohort that lies below its people."""
    people = reverse("lead.people.people", args=[lead.scheme.slug, run.slug])
    steps = [*trail(request, lead, run), ("People", people)]
    return render_lead(request, template, lead, run, {"breadcrumbs": steps, **context})
