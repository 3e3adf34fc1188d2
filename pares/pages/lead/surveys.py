"""A cohort's surveys: sent out, returned in total, closed and counted, and what came out."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from markupsafe import Markup

from pares.ground import clock
from pares.ground.cohorts.calendar import in_words
from pares.ground.cohorts.models import Cohort
from pares.ground.counts.suppression import Bound
from pares.ground.files.charts import funnel
from pares.ground.refusal import Refused
from pares.pages.account.forms import posted
from pares.pages.actors.lead import Lead
from pares.pages.actors.reach import NobodyHere
from pares.pages.fields import DateField, PagesForm
from pares.pages.lead.frame import render_lead
from pares.pages.rendering import counted
from pares.stages.answers.results import QuestionResult, counts
from pares.stages.evaluation import actions
from pares.stages.evaluation.models import Survey, SurveyKind, asked

_CLOSING_STEP = {
    SurveyKind.MENTOR_PRE: "cohort_starts",
    SurveyKind.MENTOR_END: "end_survey_closes",
    SurveyKind.MENTEE_END: "end_survey_closes",
}
_USUALLY = timedelta(days=14)


class LastDay(PagesForm):
    """Until when a survey takes answers."""

    closes_on = DateField(
        "Last day for answers",
        hint="It cannot be changed later. Answers are counted from the day after.",
        earliest=lambda: clock.today() + timedelta(days=1),
    )


@dataclass(frozen=True)
class Slot:
    """One of the three surveys of a cohort, sent or not."""

    kind: SurveyKind
    survey: Survey | None
    over: bool
    would_ask: int


def surveys(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show the three surveys and where each stands."""
    found = lead.cohort(cohort)
    sent = {SurveyKind(each.kind): each for each in lead.surveys(found)}
    return render_lead(
        request,
        "lead/surveys/surveys.html",
        lead,
        found,
        {"slots": [_slot(found, kind, sent.get(kind)) for kind in SurveyKind]},
    )


def launch(request: HttpRequest, lead: Lead, cohort: str, kind: str) -> HttpResponse:
    """Ask for the last day and send a survey out; a survey that was sent is shown instead."""
    found, which = lead.cohort(cohort), _kind(kind)
    if lead.surveys(found).filter(kind=which).exists():
        return redirect("lead.surveys.surveys", scheme=lead.scheme.slug, cohort=cohort)
    form = LastDay(posted(request), initial={"closes_on": proposed_last_day(found, which, clock.today())})
    if form.is_valid():
        closes_on = form.cleaned_data["closes_on"]
        try:
            sent = actions.launch(cohort=found, kind=which, closes_on=closes_on, by=lead.person, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            people = counted(sent.invitations.count(), "person", "people")
            messages.success(request, f"The survey is on its way to {people}. It is open until {in_words(closes_on)}.")
            return redirect("lead.surveys.surveys", scheme=lead.scheme.slug, cohort=cohort)
    shown = {"form": form, "kind": which, "would_ask": asked(found, which).count()}
    return render_lead(request, "lead/surveys/launch.html", lead, found, shown)


def results(request: HttpRequest, lead: Lead, cohort: str, kind: str) -> HttpResponse:
    """Show what an opened survey says, question by question; of any other, only its totals and why."""
    found = lead.cohort(cohort)
    survey = lead.survey(found, kind)
    shown = {"survey": survey, "questions": [(each, _chart(each)) for each in counts(survey.pk)]}
    return render_lead(request, "lead/surveys/results.html", lead, found, shown)


def close(request: HttpRequest, lead: Lead, cohort: str, kind: str) -> HttpResponse:
    """Open the box of a survey whose last day is over."""
    survey = lead.survey(lead.cohort(cohort), kind)
    try:
        actions.close(survey=survey, by=lead.person, at=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("lead.surveys.surveys", scheme=lead.scheme.slug, cohort=cohort)
    return redirect("lead.surveys.results", scheme=lead.scheme.slug, cohort=cohort, kind=kind)


def proposed_last_day(cohort: Cohort, kind: SurveyKind, today: date) -> date:
    """Return the day before the step that needs the answers; two weeks from today where that is over or left out."""
    step = cohort.milestones.kept().filter(key=_CLOSING_STEP[kind]).first()
    last = step.on - timedelta(days=1) if step else today
    return last if last > today else today + _USUALLY


def _kind(kind: str) -> SurveyKind:
    if kind not in SurveyKind.values:
        raise NobodyHere
    return SurveyKind(kind)


def _slot(cohort: Cohort, kind: SurveyKind, survey: Survey | None) -> Slot:
    over = survey is not None and clock.today() > survey.closes_on
    return Slot(kind, survey, over, asked(cohort, kind).count())


def _chart(result: QuestionResult) -> Markup | None:
    """Return a question's chart; a figure of which only a bound is shown says so, or has no bar."""
    if not result.rows:
        return None
    bars = []
    for row in result.rows:
        label = f"{row.label}, at least" if row.cell.bound is Bound.AT_LEAST else row.label
        bars.append((label, None if row.cell.bound is Bound.FEWER_THAN else row.cell.n, row.cell.of))
    return funnel(result.title, bars, key=f"chart-{result.key}")
