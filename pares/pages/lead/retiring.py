"""Ending a scheme after saying what that means, and beginning it again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pares.ground import clock
from pares.ground.refusal import Refused
from pares.ground.schemes import actions as schemes
from pares.pages.actors.lead import Lead
from pares.pages.lead.frame import render_lead
from pares.stages.handover.actions import retire as end_scheme
from pares.stages.handover.rules import refuse_unfinished


def retire(request: HttpRequest, lead: Lead) -> HttpResponse:
    """Say what ending the scheme means for whom, and end it."""
    if request.method == "POST":
        return _ended(request, lead)
    back = reverse("lead.scheme.settings", kwargs={"scheme": lead.scheme.slug})
    if lead.scheme.retired_at is not None:
        return redirect(back)
    shown = {
        "not_yet": _not_yet(lead),
        "closing": list(lead.cohorts().filter(closed_at=None)),
        "set_aside": lead.waiting_letters().count(),
        "others": lead.leads().exclude(person=lead.person).count(),
        "confirm": "End this scheme",
        "danger": True,
        "cancel": back,
        "back": ("Settings", back),
        "breadcrumbs": None,
    }
    return render_lead(request, "lead/retiring/retire.html", lead, context=shown)


def _not_yet(lead: Lead) -> str:
    """Return why the scheme cannot be ended today, or ""."""
    try:
        refuse_unfinished(lead.scheme, clock.today())
    except Refused as refused:
        return str(refused)
    return ""


def _ended(request: HttpRequest, lead: Lead) -> HttpResponse:
    try:
        ended = end_scheme(scheme=lead.scheme, by=lead.person, at=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("lead.retiring.retire", scheme=lead.scheme.slug)
    messages.success(request, f"{ended.name} has ended. You can still read and download everything here.")
    return redirect("lead.home.home", scheme=lead.scheme.slug)


def begin_again(request: HttpRequest, lead: Lead) -> HttpResponse:
    """Take back that the scheme has ended."""
    schemes.begin_again(scheme=lead.scheme, by=lead.person, at=clock.now())
    messages.success(request, "The scheme has begun again. Its earlier cohorts stay closed; plan a new one.")
    return redirect("lead.home.home", scheme=lead.scheme.slug)
