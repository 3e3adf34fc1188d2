"""A scheme's settings: what it says about itself, its lists, its ways, its closed days, who may sign up."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pares.ground import clock
from pares.ground.cohorts.actions import replan
from pares.ground.refusal import Refused
from pares.ground.schemes import actions, rules
from pares.ground.schemes.actions import LISTS
from pares.pages.account.forms import posted
from pares.pages.actors.lead import Lead
from pares.pages.actors.reach import NobodyHere
from pares.pages.fields import PagesForm
from pares.pages.lead.frame import render_lead
from pares.pages.lead.scheme_forms import ClosedDays, Description, Lines, Ways, WhoSignsUp
from pares.pages.rendering import counted

HEADINGS = {"sites": "Sites", "grades": "Grades", "specialties": "Specialties", "topics": "Topics"}


def settings(request: HttpRequest, lead: Lead) -> HttpResponse:
    """Show everything that is set."""
    scheme = lead.scheme
    lists = [(kind, words, list(getattr(scheme, kind).all())) for kind, words in HEADINGS.items()]
    shown = {"lists": lists, "ways": lead.ways().count()}
    return render_lead(request, "lead/scheme/settings.html", lead, context=shown)


def description(request: HttpRequest, lead: Lead) -> HttpResponse:
    """Change what the scheme says about itself; another nation's bank holidays date the cohorts anew."""
    scheme = lead.scheme
    form = Description(posted(request), initial={name: getattr(scheme, name) for name in Description.base_fields})

    def keep() -> str:
        actions.describe(scheme=scheme, by=lead.person, at=clock.now(), **form.described)
        return _saved(lead)

    return _kept(request, lead, form, keep) or _page(request, lead, "lead/scheme/description.html", {"form": form})


def lines(request: HttpRequest, lead: Lead, kind: str) -> HttpResponse:
    """Change one of the scheme's lists."""
    if kind not in LISTS:
        raise NobodyHere
    rows = getattr(lead.scheme, kind).all()
    typed = [f"{row.name}, {row.position}" if kind == "grades" else row.name for row in rows]
    form = Lines(posted(request), initial={"lines": "\n".join(typed)})

    def keep() -> str:
        wanted = [line for line in (form.cleaned_data["lines"] or "").splitlines() if line.strip()]
        by, at = lead.person, clock.now()
        if kind == "grades":
            ranked = [rules.ranked(line) for line in wanted]
            actions.set_grades(scheme=lead.scheme, grades=ranked, by=by, at=at)
        else:
            actions.set_list(scheme=lead.scheme, kind=kind, names=wanted, by=by, at=at)
        return "The list is saved."

    shown = {"form": form, "kind": kind, "heading": HEADINGS[kind]}
    return _kept(request, lead, form, keep, field="lines") or _page(request, lead, "lead/scheme/lines.html", shown)


def travel(request: HttpRequest, lead: Lead) -> HttpResponse:
    """Show how long the ways between the sites take."""
    sites = list(lead.scheme.sites.all())
    known = {frozenset((way.near_id, way.far_id)): way.minutes for way in lead.ways()}
    rows = [(site, [(other, known.get(frozenset((site.pk, other.pk)))) for other in sites]) for site in sites]
    return _page(request, lead, "lead/scheme/travel.html", {"rows": rows, "sites": sites})


def ways(request: HttpRequest, lead: Lead, site: UUID) -> HttpResponse:
    """Change the ways from one site."""
    one = lead.site(site)
    others = lead.scheme.sites.exclude(pk=one.pk)
    known = lead.ways().between(one)
    form = Ways(posted(request), sites=others, known=known)

    def keep() -> str:
        for other, minutes in form.minutes:
            if minutes != known.get(other.pk):
                actions.set_travel(one=one, other=other, minutes=minutes, by=lead.person, at=clock.now())
        return f"The ways from {one.name} are saved."

    shown = {"form": form, "one": one, "back": ("Ways between sites", _address(lead, "lead.scheme.travel"))}
    saved = _kept(request, lead, form, keep, where="lead.scheme.travel")
    return saved or _page(request, lead, "lead/scheme/ways.html", shown)


def closed_days(request: HttpRequest, lead: Lead) -> HttpResponse:
    """Show the days on which nothing is planned, and add some; the open cohorts' steps move out of their way."""
    form = ClosedDays(posted(request))

    def keep() -> str:
        days = [*lead.scheme.closed_days, (form.cleaned_data["first"], form.cleaned_data["last"])]
        actions.set_blackouts(scheme=lead.scheme, days=days, by=lead.person, at=clock.now())
        return _saved(lead)

    saved = _kept(request, lead, form, keep, field="last", where="lead.scheme.closed_days")
    return saved or _page(request, lead, "lead/scheme/closed_days.html", {"form": form})


def open_again(request: HttpRequest, lead: Lead) -> HttpResponse:
    """Take closed days off the list; the open cohorts' steps move back."""
    gone = request.POST.get("days", "")
    days = [span for span in lead.scheme.closed_days if _span(span) != gone]
    with transaction.atomic():
        actions.set_blackouts(scheme=lead.scheme, days=days, by=lead.person, at=clock.now())
        messages.success(request, _saved(lead))
    return redirect("lead.scheme.closed_days", scheme=lead.scheme.slug)


def entry(request: HttpRequest, lead: Lead) -> HttpResponse:
    """Change who may sign up."""
    scheme = lead.scheme
    code = {"entry": scheme.entry, "invitation_code": scheme.invitation_code, "domains": "\n".join(scheme.domains)}
    form = WhoSignsUp(posted(request), initial=code)

    def keep() -> str:
        actions.describe(scheme=scheme, by=lead.person, at=clock.now(), **form.described)
        return "Your changes are saved."

    return _kept(request, lead, form, keep) or _page(request, lead, "lead/scheme/entry.html", {"form": form})


def _kept(  # noqa: PLR0913, PLR0917 - what a form is kept by
    request: HttpRequest,
    lead: Lead,
    form: PagesForm,
    keep: Callable[[], str],
    field: str = "",
    where: str = "lead.scheme.settings",
) -> HttpResponse | None:
    """Keep a form that was sent and is sound, say what was done and go on; None where it is to be shown (again).

    A refusal that names no field stands beside `field`.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        with transaction.atomic():
            done = keep()
    except Refused as refused:
        refused.field = refused.field or field or None
        form.refuse(refused)
        lead.scheme.refresh_from_db()
        return None
    messages.success(request, done)
    return redirect(where, scheme=lead.scheme.slug)


def _saved(lead: Lead) -> str:
    """Date the open cohorts anew and return what to say of it; raises calendar.Unplannable."""
    lead.scheme.refresh_from_db()
    moved = replan(scheme=lead.scheme, by=lead.person, at=clock.now())
    said = [f"{counted(len(changes), 'step')} of {cohort.name} moved." for cohort, changes in moved]
    return " ".join(["Your changes are saved.", *said])


def _page(request: HttpRequest, lead: Lead, template: str, shown: dict[str, object]) -> HttpResponse:
    back = {"back": ("Settings", _address(lead, "lead.scheme.settings")), "breadcrumbs": None}
    return render_lead(request, template, lead, context=back | shown)


def _address(lead: Lead, name: str) -> str:
    return reverse(name, kwargs={"scheme": lead.scheme.slug})


def _span(days: tuple[date, date]) -> str:
    return f"{days[0].isoformat()} {days[1].isoformat()}"
