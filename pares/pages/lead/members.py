"""Who holds which role in a scheme: giving roles and ending them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pares.ground import clock
from pares.ground.membership import actions
from pares.ground.membership.models import Role
from pares.ground.refusal import Refused
from pares.pages.account.forms import posted
from pares.pages.actors.lead import Lead
from pares.pages.lead.frame import render_lead
from pares.pages.lead.scheme_forms import Appoint

LEADS_ADVISED = 2


def members(request: HttpRequest, lead: Lead) -> HttpResponse:
    """Show who holds which role, and give a role to somebody."""
    form = Appoint(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            return _appoint(request, lead, form)
        except Refused as refused:
            form.refuse(refused)
    held = list(lead.members())
    leads = sum(each.role == Role.LEAD for each in held)
    shown = {"form": form, "members": held, "alone": leads < LEADS_ADVISED}
    return render_lead(request, "lead/members/members.html", lead, context=shown)


def _appoint(request: HttpRequest, lead: Lead, form: Appoint) -> HttpResponse:
    """Give the role and say so; raises Refused."""
    at, answers = clock.now(), form.cleaned_data
    given = actions.invite(
        scheme=lead.scheme,
        name=answers["name"],
        email=answers["email"],
        role=Role(answers["role"]),
        by=lead.person,
        at=at,
    )
    role = given.get_role_display().lower()
    if given.since == at:
        messages.success(request, f"{given.person} now has the role {role}. We have written to them and to all leads.")
    else:
        messages.info(request, f"{given.person} already has the role {role}. Nothing has changed.")
    return redirect("lead.members.members", scheme=lead.scheme.slug)


def end(request: HttpRequest, lead: Lead, membership: UUID) -> HttpResponse:
    """Say what ending a role means, and end it."""
    held = lead.member(membership)
    back = reverse("lead.members.members", kwargs={"scheme": lead.scheme.slug})
    if request.method == "POST":
        try:
            actions.end(membership=held, by=lead.person, at=clock.now())
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(back)
        messages.success(request, f"The role of {held.person} has ended. We have written to them and to all leads.")
        return redirect("account.home.home" if held.person == lead.person and held.role == Role.LEAD else back)
    shown = {
        "membership": held,
        "own": held.person == lead.person,
        "confirm": "End this role",
        "danger": True,
        "cancel": back,
        "back": ("Members", back),
        "breadcrumbs": None,
    }
    return render_lead(request, "lead/members/end.html", lead, context=shown)
