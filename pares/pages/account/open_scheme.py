"""Opening a scheme: who opens it leads it, with a second lead if one is named."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from pares.ground import clock
from pares.ground.membership.actions import appoint, invite
from pares.ground.membership.models import Role
from pares.ground.people.models import Person
from pares.ground.refusal import Refused
from pares.ground.schemes import actions as schemes
from pares.ground.schemes.models import Scheme
from pares.pages.account.forms import posted
from pares.pages.actors.account import Account
from pares.pages.carried_plan import carried
from pares.pages.lead.scheme_forms import OpenScheme


def open_scheme(request: HttpRequest, account: Account) -> HttpResponse:
    """Ask what a scheme needs to begin, open it, and go on to its sites, or to the plan that the address carries."""
    if not may_open(account.person):
        return render(request, "account/open_scheme/ask_first.html")
    plan = carried(request.GET)
    form = OpenScheme(posted(request), initial={"nation": plan.nation} if plan else {})
    if request.method == "POST" and form.is_valid():
        try:
            scheme = _open(account.person, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            if plan:
                sentence = f"{scheme.name} is open, and you lead it. Keep your plan, then say where people work."
                messages.success(request, sentence)
                return redirect(plan.to("lead.cohorts.plan", scheme=scheme.slug))
            messages.success(request, f"{scheme.name} is open, and you lead it. Now say where people work.")
            return redirect("lead.scheme.lines", scheme=scheme.slug, kind="sites")
    return render(request, "account/open_scheme/open_scheme.html", {"form": form, "plan": plan})


def may_open(person: Person) -> bool:
    """Tell whether this site lets a person open schemes (PARES_WHO_MAY_OPEN).

    Operators may, and whoever an operator let; where the setting is "invited" also the leads of schemes here.
    """
    if settings.WHO_MAY_OPEN == "anyone" or person.is_operator or person.may_open_schemes:
        return True
    return settings.WHO_MAY_OPEN == "invited" and Account(person).leads_something()


@transaction.atomic
def _open(opener: Person, form: OpenScheme) -> Scheme:
    """Open the scheme and give both leads their role, or do nothing of it; raises Refused."""
    at = clock.now()
    scheme = schemes.open_scheme(**form.described, by=opener, at=at)
    appoint(scheme=scheme, person=opener, role=Role.LEAD, by=opener, at=at)
    name, email = form.second_lead
    if email:
        invite(scheme=scheme, name=name, email=email, role=Role.LEAD, by=opener, at=at)
    return scheme
