"""Letting mentees choose between three mentors: what it means, until when, how many have answered, and its end."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from markupsafe import Markup

from pares.ground import clock
from pares.ground.cohorts.calendar import in_words
from pares.ground.cohorts.models import Cohort
from pares.ground.letters.actions import known
from pares.ground.letters.worded import worded
from pares.ground.refusal import Refused
from pares.pages.account.forms import posted
from pares.pages.actors.lead import Lead
from pares.pages.fields import DateField, PagesForm
from pares.pages.lead.frame import render_lead
from pares.pages.lead.inert import inert
from pares.pages.lead.matching_frame import address, framed, open_proposal, where
from pares.pages.rendering import counted
from pares.stages.matching.pool import weights_of
from pares.stages.matching.scores import Criterion
from pares.stages.matching.shortlists import actions, rules
from pares.stages.matching.shortlists.drawn import LISTS_A_PLACE, SHOWN, drawn

TOMORROW = timedelta(days=1)


class LastDay(PagesForm):
    """Until when mentees may choose."""

    closes_on = DateField(
        "Last day to choose",
        hint="Five working days are usual. You can give them longer later, or end it sooner.",
        earliest=lambda: clock.today() + TOMORROW,
    )


class LaterDay(PagesForm):
    """Until when they may choose instead."""

    closes_on = DateField("New last day", earliest=lambda: clock.today() + TOMORROW)


def shortlist(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Say what letting mentees choose means and ask them, or show how many have answered."""
    run = lead.cohort(cohort)
    choosing = lead.choosing(run)
    if choosing and choosing.ended_at is None:
        if request.method == "POST":
            messages.info(request, f"Mentees can choose already, until {in_words(choosing.closes_on)}.")
            return redirect(_address(run))
        shown = framed(run, choosing=choosing, counts=choosing.shortlists.still_in().counts())
        shown["open"] = choosing.is_open(clock.today())
        return render_lead(request, "lead/shortlists/open.html", lead, run, shown)
    form = LastDay(posted(request), initial={"closes_on": rules.usual_last_day(run.scheme, clock.today())})
    if request.method == "POST" and form.is_valid() and _opened(request, lead, run, form):
        return redirect(_address(run))
    return render_lead(request, "lead/shortlists/shortlist.html", lead, run, _before(run, choosing, form))


def extend(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Give mentees longer."""
    run = lead.cohort(cohort)
    choosing = lead.choosing(run)
    if choosing is None or not choosing.is_open(clock.today()):
        return redirect(_address(run))
    form = LaterDay(posted(request), initial={"closes_on": choosing.closes_on})
    if request.method == "POST" and form.is_valid():
        try:
            day = form.cleaned_data["closes_on"]
            actions.extend(choosing=choosing, closes_on=day, by=lead.person, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"Mentees can choose until {in_words(day)}.")
            return redirect(_address(run))
    shown = {"form": form, "choosing": choosing, "confirm": "Save the new last day", **_below(run)}
    return render_lead(request, "lead/shortlists/extend.html", lead, run, shown)


def end(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Ask whether to take no more answers, and take no more."""
    run = lead.cohort(cohort)
    choosing = lead.choosing(run)
    if choosing is None or choosing.ended_at is not None:
        return redirect(_address(run))
    if request.method == "POST":
        actions.end_choosing(choosing=choosing, by=lead.person, at=clock.now())
        messages.success(request, "Choosing has ended. Propose the pairs now: what mentees chose counts.")
        return redirect(address(run))
    shown = {"counts": choosing.shortlists.still_in().counts(), "choosing": choosing, **_below(run)}
    return render_lead(request, "lead/shortlists/end.html", lead, run, shown | {"confirm": "End it now"})


def _opened(request: HttpRequest, lead: Lead, run: Cohort, form: LastDay) -> bool:
    """Open it and say so; False, with the reason in the form, where it cannot be."""
    try:
        day = form.cleaned_data["closes_on"]
        choosing = actions.open_choosing(cohort=run, closes_on=day, by=lead.person, at=clock.now())
    except Refused as refused:
        form.refuse(refused)
        return False
    asked = counted(choosing.shortlists.count(), "mentee")
    words = f"{asked} can choose until {in_words(choosing.closes_on)}. The letters leave in working hours."
    messages.success(request, words)
    return True


def _before(run: Cohort, choosing: Any, form: LastDay) -> dict[str, Any]:
    """Return what stands on the page before mentees are asked, or after they have been."""
    shown = framed(run, choosing=choosing, form=form, shown=SHOWN, lists=LISTS_A_PLACE)
    try:
        rules.refuse_opening(run)
    except Refused as refused:
        return shown | {"refused": str(refused)}
    weights = weights_of(run.scheme)
    shown |= {"drawn": drawn(run, clock.today()), "points": weights[Criterion.WISHES], "of": sum(weights.values())}
    shown["weighable"] = open_proposal(run) is not None
    shown["counts"] = choosing.shortlists.still_in().counts() if choosing else None
    day = form["closes_on"].initial
    shown["letters"] = [_letter(kind, run, day) for kind in (actions.INVITATION, actions.MENTORS_TOLD)]
    return shown


def _letter(kind: str, run: Cohort, day: date) -> tuple[str, str, Markup]:
    """Return a letter as it will be written: its title, subject and words, with a stand-in for the name."""
    found = worded(kind, run.scheme)
    values = known("", run.scheme, run) | {"name": "Name", "closes_on": in_words(day), "link": found.samples["link"]}
    written = found.write(values)
    return found.title, written.subject, inert(written.html)


def _below(run: Cohort) -> dict[str, Any]:
    return {"back": ("Mentees choose", _address(run)), "cancel": _address(run), "breadcrumbs": None}


def _address(run: Cohort) -> str:
    return reverse("lead.shortlists.shortlist", kwargs=where(run))
