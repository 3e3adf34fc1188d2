"""After a changeover, as the leads see it: who has confirmed their post, and the pairs that need a decision."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pares.ground import clock
from pares.ground.cohorts.calendar import changeovers_within
from pares.ground.cohorts.models import Cohort
from pares.ground.refusal import Refused
from pares.pages.actors.lead import Lead
from pares.pages.actors.reach import NobodyHere
from pares.pages.lead.frame import render_lead
from pares.pages.lead.matching_frame import where
from pares.stages.matching.rules import PairOver
from pares.stages.mentoring.changeover import actions
from pares.stages.mentoring.changeover.models import PairInQuestion, Stands
from pares.stages.mentoring.changeover.reasons import to_look_at
from pares.stages.mentoring.changeover.rules import MayGoOn


@dataclass(frozen=True)
class Way:
    """One of the three things a lead can decide, in words."""

    title: str
    confirm: str
    done: str
    ends: bool = True


WAYS = {
    "keep": Way(
        "Ask both whether they would like to go on?",
        "Ask both",
        "Both are asked. Until they answer, nothing changes.",
        ends=False,
    ),
    "match-anew": Way(
        "End this pair and match anew?",
        "End it and find a mentor",
        "The pair has ended. Now choose another mentor.",
    ),
    "end": Way("End this pair?", "End this pair", "The pair has ended."),
}


def changeover(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show how many have confirmed, who has not answered, and the pairs to look at with why."""
    run, today = lead.cohort(cohort), clock.today()
    checks = list(lead.changeover_checks(run))
    within = changeovers_within(run.starts_on, run.changeover_on)
    shown = {
        "asked_about": checks[0].changeover_on if checks else None,
        "asked": len(checks),
        "confirmed": sum(check.confirmed_at is not None for check in checks),
        "silent": [check.application.person for check in checks if check.confirmed_at is None],
        "next": next((day for day in within if day >= today), None),
        "listed": to_look_at(lead.in_question(run), run),
        "kept": list(lead.in_question(run).filter(stands=Stands.KEPT)),
        "back": ("Pairs", reverse("lead.pairs.pairs", kwargs=where(run))),
        "breadcrumbs": None,
    }
    return render_lead(request, "lead/changeover/changeover.html", lead, run, shown)


def decide(request: HttpRequest, lead: Lead, cohort: str, pair: UUID, act: str) -> HttpResponse:
    """Ask whether the lead is sure, and do it; the pair is left alone where nothing speaks against it any more."""
    run = lead.cohort(cohort)
    found, way = lead.pair(run, pair), WAYS.get(act)
    if way is None:
        raise NobodyHere
    listed = next((each for each in to_look_at(lead.in_question(run), run) if each[0].pair_id == found.pk), None)
    if listed is None:
        messages.warning(request, PairOver.sentence if found.ended_at else MayGoOn.sentence)
        return redirect(_list(run))
    question, why = listed
    if request.method == "POST":
        return _decided(request, lead, question, act)
    shown = {
        "question": question,
        "why": why,
        "way": way,
        "act": act,
        "confirm": way.confirm,
        "danger": way.ends,
        "cancel": _list(run),
        "back": ("After the changeover", _list(run)),
        "breadcrumbs": None,
    }
    return render_lead(request, "lead/changeover/decide.html", lead, run, shown)


def _decided(request: HttpRequest, lead: Lead, question: PairInQuestion, act: str) -> HttpResponse:
    do = {"keep": actions.ask_both, "match-anew": actions.match_anew, "end": actions.end}[act]
    run = question.pair.cohort
    try:
        do(question=question, by=lead.person, at=clock.now())
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect(_list(run))
    messages.success(request, WAYS[act].done)
    if act == "match-anew":
        return redirect(reverse("lead.pairs.rematch", kwargs=where(run) | {"mentee": question.pair.mentee_id}))
    return redirect(_list(run))


def _list(run: Cohort) -> str:
    return reverse("lead.changeover.changeover", kwargs=where(run))
