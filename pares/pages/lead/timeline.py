"""A cohort's timeline: every step with its day; moving, leaving out and finishing a step; the cohort's own dates."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pares.ground import clock
from pares.ground.cohorts import actions, calendar, planning, rules
from pares.ground.cohorts.models import Cohort, Milestone
from pares.ground.refusal import Refused
from pares.pages.account.forms import posted
from pares.pages.actors.lead import Lead
from pares.pages.lead import timeline_shown
from pares.pages.lead.cohort_forms import Dates, Move
from pares.pages.lead.frame import render_lead
from pares.pages.rendering import counted, long_date
from pares.stages.recruitment.rules import OPENING


def timeline(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show the steps as a chart and as a table, what moved and why, and what else runs at the same time."""
    found = lead.cohort(cohort)
    shown = timeline_shown.whole(found, lead.cohorts(), clock.today())
    return render_lead(request, "lead/timeline/timeline.html", lead, found, shown)


def move(request: HttpRequest, lead: Lead, cohort: str, step: str) -> HttpResponse:
    """Ask for a step's new day, show everything that moves with it, and move it once that is confirmed."""
    found = lead.cohort(cohort)
    milestone = lead.milestone(found, step)
    form = Move(posted(request), initial={"date": milestone.on})
    try:
        rules.refuse_change(milestone)
        if request.method == "POST" and form.is_valid():
            return _move(request, lead, milestone, form)
    except Refused as refused:
        if refused.field != "date":
            return _refuse(request, found, refused)
        form.refuse(refused)
    shown = {"form": form, "milestone": milestone, **_back(found)}
    return render_lead(request, "lead/timeline/move.html", lead, found, shown)


def _move(request: HttpRequest, lead: Lead, milestone: Milestone, form: Move) -> HttpResponse:
    """Move the step if that was confirmed, otherwise ask; raises Refused."""
    to = form.cleaned_data["date"]
    if "confirmed" in request.POST:
        actions.move_milestone(milestone=milestone, to=to, by=lead.person, at=clock.now())
        messages.success(request, f"“{milestone.title}” is now on {long_date(to)}.")
        return _timeline_of(milestone.cohort)
    rules.refuse_past_day(to, clock.today())
    after = planning.if_changed(milestone, to=to, skipped=False)
    shown = {"heading": f"Move “{milestone.title}”", "confirm": "Move it", "boxes": {"date": to}}
    return _ask(request, lead, milestone, after, shown)


def skip(request: HttpRequest, lead: Lead, cohort: str, step: str) -> HttpResponse:
    """Show what leaving a step out means, and leave it out."""
    milestone = lead.milestone(lead.cohort(cohort), step)
    try:
        rules.refuse_change(milestone)
        if request.method == "POST":
            actions.skip_milestone(milestone=milestone, by=lead.person, at=clock.now())
            messages.success(request, f"“{milestone.title}” is left out. You can take it in again.")
            return _timeline_of(milestone.cohort)
        after = planning.if_changed(milestone, to=None, skipped=True)
    except Refused as refused:
        return _refuse(request, milestone.cohort, refused)
    part = next((part.label for part, key in OPENING.items() if key == milestone.key), "")
    shown = {"heading": f"Leave out “{milestone.title}”", "confirm": "Leave it out", "closes_sign_up_of": part.lower()}
    return _ask(request, lead, milestone, after, shown)


def keep(request: HttpRequest, lead: Lead, cohort: str, step: str) -> HttpResponse:
    """Show where a step left out, or put on a day by a lead, falls by the timeline, and put it there."""
    milestone = lead.milestone(lead.cohort(cohort), step)
    try:
        rules.refuse_change(milestone)
        if request.method == "POST":
            actions.keep_milestone(milestone=milestone, by=lead.person, at=clock.now())
            messages.success(request, f"“{milestone.title}” is back where the timeline has it.")
            return _timeline_of(milestone.cohort)
        after = planning.if_changed(milestone, to=None, skipped=False)
    except Refused as refused:
        return _refuse(request, milestone.cohort, refused)
    words = f"Take in “{milestone.title}” again" if milestone.skipped else f"Put “{milestone.title}” back"
    confirm = "Take it in again" if milestone.skipped else "Put it back"
    return _ask(request, lead, milestone, after, {"heading": words, "confirm": confirm})


def done(request: HttpRequest, lead: Lead, cohort: str, step: str) -> HttpResponse:
    """Record that a step a lead looks after has happened."""
    milestone = lead.milestone(lead.cohort(cohort), step)
    try:
        rules.refuse_finishing(milestone, clock.today())
    except Refused as refused:
        return _refuse(request, milestone.cohort, refused)
    actions.mark_done(milestone=milestone, by=lead.person, at=clock.now())
    messages.success(request, f"“{milestone.title}” is done.")
    if request.POST.get("next") == "timeline":
        return _timeline_of(milestone.cohort)
    return redirect("lead.today.today", scheme=lead.scheme.slug, cohort=cohort)


def dates(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Ask for the cohort's start and end, show everything that moves with them, and move it once confirmed."""
    found = lead.cohort(cohort)
    form = Dates(posted(request), initial={"start": found.starts_on, "changeover": found.changeover_on})
    try:
        rules.refuse_closed(found)
        if request.method == "POST" and form.is_valid():
            return _redate(request, lead, found, form)
    except Refused as refused:
        if refused.field is None:
            return _refuse(request, found, refused)
        form.refuse(refused)
    return render_lead(request, "lead/timeline/dates.html", lead, found, {"form": form, **_back(found)})


def _redate(request: HttpRequest, lead: Lead, cohort: Cohort, form: Dates) -> HttpResponse:
    """Move the cohort if that was confirmed, otherwise ask; raises Refused."""
    start, end = form.cleaned_data["start"], form.cleaned_data["changeover"]
    if "confirmed" in request.POST:
        moved = actions.move_cohort(cohort=cohort, starts_on=start, changeover_on=end, by=lead.person, at=clock.now())
        messages.success(request, f"The dates are changed. {counted(len(moved), 'step')} moved.")
        return _timeline_of(cohort)
    rules.refuse_dates(cohort, starts_on=start, changeover_on=end, today=clock.today())
    after = planning.if_dated(cohort, starts_on=start, changeover_on=end)
    shown = {
        "heading": "Change the cohort’s dates",
        "confirm": "Change the dates",
        "boxes": {"start": start, "changeover": end},
        "changes": calendar.consequences(planning.as_it_stands(cohort), after),
        **_back(cohort),
    }
    return render_lead(request, "lead/timeline/confirm.html", lead, cohort, shown)


def _ask(
    request: HttpRequest,
    lead: Lead,
    milestone: Milestone,
    after: Sequence[calendar.Planned],
    shown: Mapping[str, object],
) -> HttpResponse:
    """Return the page that shows what moves with a step, and what looks odd then, before it is confirmed."""
    cohort = milestone.cohort
    concerns = planning.concerns(cohort, after)
    before = {each.sentence for each in planning.concerns(cohort, planning.as_it_stands(cohort))}
    also = {
        "milestone": milestone,
        "changes": calendar.consequences(planning.as_it_stands(cohort), after),
        "concerns": [each for each in concerns if each.sentence not in before],
        **_back(cohort),
    }
    return render_lead(request, "lead/timeline/confirm.html", lead, cohort, {**shown, **also})


def _refuse(request: HttpRequest, cohort: Cohort, refused: Refused) -> HttpResponse:
    messages.error(request, str(refused))
    return _timeline_of(cohort)


def _timeline_of(cohort: Cohort) -> HttpResponse:
    return redirect("lead.timeline.timeline", scheme=cohort.scheme.slug, cohort=cohort.slug)


def _back(cohort: Cohort) -> dict[str, object]:
    """Return the way back to the timeline, in place of the trail."""
    where = {"scheme": cohort.scheme.slug, "cohort": cohort.slug}
    address = reverse("lead.timeline.timeline", kwargs=where)
    return {"back": ("Timeline", address), "cancel": address, "breadcrumbs": None}
