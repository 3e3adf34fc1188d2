"""What stands around every page of a lead: the menu, the way back up, the scheme's and the cohort's names."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pares.ground.cohorts.models import Cohort
from pares.pages import navigation
from pares.pages.actors.lead import Lead
from pares.pages.actors.member import Member


def render_lead(
    request: HttpRequest,
    template: str,
    lead: Lead,
    cohort: Cohort | None = None,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Return a page of a cohort, or of the scheme where no cohort is given, in the lead's frame.

    The template finds `scheme`, `cohort`, `navigation` and `breadcrumbs` beside its own context, which wins.
    """
    menu = navigation.of_cohort(request, cohort) if cohort else navigation.of_scheme(request, lead.scheme)
    framed = {
        "scheme": lead.scheme,
        "cohort": cohort,
        "navigation": menu,
        "breadcrumbs": trail(request, lead, cohort),
    }
    return render(request, template, framed | dict(context or {}))


def trail(request: HttpRequest, lead: Lead, cohort: Cohort | None) -> list[tuple[str, str]]:
    """Return the pages above this one: the scheme's, then the cohort's; the page itself is not among them."""
    steps = [(lead.scheme.name, reverse("lead.home.home", kwargs={"scheme": lead.scheme.slug}))]
    if cohort:
        where = {"scheme": lead.scheme.slug, "cohort": cohort.slug}
        steps.append((cohort.name, reverse("lead.today.today", kwargs=where)))
    return [(label, address) for label, address in steps if address != request.path]


def render_member(
    request: HttpRequest, template: str, member: Member, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Return a page that a scheme's leads and its editors share: leads find their menu, editors a way home."""
    scheme = member.scheme
    if member.leads_here():
        above = [(scheme.name, reverse("lead.home.home", kwargs={"scheme": scheme.slug}))]
        framed = {"navigation": navigation.of_scheme(request, scheme), "breadcrumbs": above}
    else:
        framed = {"back": ("Where would you like to go?", reverse("account.home.home"))}
    return render(request, template, {"scheme": scheme, "cohort": None} | framed | dict(context or {}))
