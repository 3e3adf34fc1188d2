"""Planning a cohort: first how long and when, then its name and its end beside the dated plan."""

from collections.abc import Collection
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pares.ground import clock
from pares.ground.cohorts import calendar, planning, rules
from pares.ground.cohorts.actions import plan_cohort
from pares.ground.cohorts.models import Cohort
from pares.ground.refusal import Refused
from pares.pages.account.forms import posted
from pares.pages.actors.lead import Lead
from pares.pages.actors.reach import NobodyHere
from pares.pages.carried_plan import carried
from pares.pages.lead.cohort_forms import COPY, Choose, Plan
from pares.pages.lead.frame import render_lead


def choose(request: HttpRequest, lead: Lead) -> HttpResponse:
    """Ask for the length and the start; a plan in the address is chosen already. A scheme that ended plans nothing."""
    if lead.scheme.retired_at is not None:
        messages.warning(request, rules.SchemeEnded.sentence)
        return redirect("lead.scheme.settings", scheme=lead.scheme.slug)
    form = Choose(posted(request), cohorts=lead.cohorts(), plan=carried(request.GET))
    if request.method == "POST" and form.is_valid():
        query = {"steps": form.cleaned_data["timeline"], "start": form.starts_on.isoformat()}
        where = reverse("lead.cohorts.plan", kwargs={"scheme": lead.scheme.slug})
        return redirect(f"{where}?{urlencode(query)}")
    return render_lead(request, "lead/cohorts/choose.html", lead, context={"form": form})


def plan(request: HttpRequest, lead: Lead) -> HttpResponse:
    """Show the plan with every date; look at it again with another end, or keep it."""
    timeline, skipped, starts_on = _asked(request, lead)
    proposed = calendar.next_changeover(starts_on, timeline.months)
    initial = {"name": planning.name_for(starts_on, proposed), "changeover": proposed}
    form = Plan(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid() and "keep" in request.POST:
        try:
            cohort = plan_cohort(
                scheme=lead.scheme,
                name=form.cleaned_data["name"],
                timeline=timeline,
                starts_on=starts_on,
                changeover_on=form.cleaned_data["changeover"],
                skipped=skipped,
                by=lead.person,
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{cohort.name} is planned. You can still move or leave out any step.")
            return redirect("lead.timeline.timeline", scheme=lead.scheme.slug, cohort=cohort.slug)
    shown = _preview(lead, form, timeline, skipped, starts_on)
    return render_lead(request, "lead/cohorts/plan.html", lead, context=shown)


def _preview(
    lead: Lead, form: Plan, timeline: calendar.Timeline, skipped: Collection[str], starts_on: date
) -> dict[str, object]:
    """Return the plan as it would be kept now, or none where its dates make none."""
    typed = form.cleaned_data.get("changeover") if form.is_bound and form.is_valid() else None
    ends_on = typed or form.initial["changeover"]
    draft = Cohort(
        scheme=lead.scheme,
        name="",
        timeline=timeline.key,
        months=timeline.months,
        starts_on=starts_on,
        changeover_on=ends_on,
        planned_at=clock.now(),
    )
    try:
        rules.refuse_past_start(starts_on, clock.today())
        rules.refuse_length(starts_on, ends_on)
        planned = planning.dated(draft, timeline, skipped=skipped)
    except Refused as refused:
        if form.is_bound and str(refused) not in [fault.sentence for fault in form.error_summary]:
            form.refuse(refused)
        return {"form": form, "starts_on": starts_on, "timeline": timeline, "planned": [], "problem": str(refused)}
    return {
        "form": form,
        "starts_on": starts_on,
        "timeline": timeline,
        "planned": sorted(planned, key=lambda each: each.date),
        "concerns": planning.concerns(draft, planned),
    }


def _asked(request: HttpRequest, lead: Lead) -> tuple[calendar.Timeline, Collection[str], date]:
    """Return the steps, those left out and the start in the address; raises NobodyHere for anything else."""
    steps = request.GET.get("steps", "")
    try:
        starts_on = date.fromisoformat(request.GET.get("start", ""))
        # Beyond these years an end could not be proposed.
        starts_on.replace(year=starts_on.year + 2, day=1)
        if not steps.startswith(COPY):
            return calendar.load(steps), (), starts_on
    except ValueError:
        raise NobodyHere from None
    source = lead.cohort(steps.removeprefix(COPY))
    milestones = list(source.milestones.all())
    return planning.timeline_of(source, milestones), planning.skips(milestones), starts_on
