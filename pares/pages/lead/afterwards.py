"""A cohort after its match: who waits, filling free places at once, what if, and whom it cannot afford to lose."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.ground.refusal import Refused
from pares.pages.account.forms import posted
from pares.pages.actors.lead import Lead
from pares.pages.lead.afterwards_forms import FillForm, KeepForm, WhatIfForm
from pares.pages.lead.frame import render_lead
from pares.pages.lead.matching_frame import where
from pares.stages.matching.actions import lasting
from pares.stages.matching.afterwards import actions
from pares.stages.matching.afterwards.asking import cannot_lose, supposed
from pares.stages.matching.afterwards.filling import Plan, plans
from pares.stages.matching.afterwards.models import Filling
from pares.stages.matching.afterwards.rules import PeopleChanged
from pares.stages.matching.afterwards.standing import Standing, left_out, standing_of
from pares.stages.matching.afterwards.words import (
    followed_in_words,
    line_in_words,
    spared_in_words,
    waiting_in_words,
)
from pares.stages.matching.alternatives import Move
from pares.stages.matching.board.words import Names, way_in_words
from pares.stages.matching.models import Pair
from pares.stages.matching.proposing import fit_in_words, why
from pares.stages.mentoring.actions import answer_change
from pares.stages.recruitment.models import Application

LATEST = 20


@dataclass(frozen=True)
class Line:
    """Somebody who would get a mentor, or another one: how they fit and why, as far as it may be told."""

    mentee: Application
    mentor: Application
    fit: str
    reasons: list[dict[str, Any]]
    pair: Pair | None = None
    before: Application | None = None
    fit_before: str = ""


@dataclass(frozen=True)
class Shown:
    """A plan as the page shows it."""

    new: list[Line]
    moved: list[Line]
    seen: str


def waiting(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show who waits, what can be done for them without moving anybody, what by moving a few, and what was done."""
    run = lead.cohort(cohort)
    if not run.proposals.confirmed().exists():
        return redirect(_pairs(run))
    now, people = standing_of(run, clock.today()), _people(lead, run)
    found = plans(now)
    served = {line.mentee for plan in (found.moving, found.still) if plan for line in plan.new}
    shown = {
        "now": now,
        "words": waiting_in_words(now.free_places, len(now.waiting)),
        "still": _shown(now, found.still, people),
        "moving": _shown(now, found.moving, people),
        "waiting": _by_name(people[who] for who in now.waiting),
        "left": _by_name(people[who] for who in now.waiting if who not in served),
        "kept": sorted(
            f"{people[str(each.mentor_id)].person} and {people[who].person}"
            for who, each in now.pairs.items()
            if each.locked
        ),
        "out": left_out(run, clock.today()),
        "record": [_told(each, _names(people)) for each in lead.fillings(run)[:LATEST]],
    }
    return render_lead(request, "lead/afterwards/waiting.html", lead, run, _framed(run, **shown))


def fill(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Carry out the plan that was pressed: exactly that, or nothing."""
    run = lead.cohort(cohort)
    form = FillForm(posted(request))

    def act() -> str:
        if not form.is_valid():
            raise PeopleChanged
        at = clock.now()
        done = actions.fill(cohort=run, seen=form.cleaned_data["seen"], by=lead.person, at=at)
        moved = [line for line in done.lines if line[1]]
        for each in lead.pairs(run).filter(ended_at=done.at, mentee__in=[line[0] for line in moved]):
            answer_change(pair=each, by=lead.person, at=at)
        return _done_in_words(len(done.lines) - len(moved), len(moved))

    return _done(request, run, act)


def keep(request: HttpRequest, lead: Lead, cohort: str, pair: UUID) -> HttpResponse:
    """Keep a pair from being moved when places are filled, or let it be moved again."""
    run = lead.cohort(cohort)
    found, form = lead.pair(run, pair), KeepForm(posted(request))
    form.is_valid()
    kept = bool(form.cleaned_data["kept"])

    def act() -> str:
        actions.keep_together(pair=found, kept=kept, by=lead.person, at=clock.now())
        return f"{found} stay together whatever is filled." if kept else f"{found} may be moved when places are filled."

    done = _done(request, run, act)
    to_pair = reverse("lead.pairs.pair", kwargs=where(run) | {"pair": found.pk})
    return redirect(to_pair) if form.cleaned_data["from_pair"] else done


def take_back(request: HttpRequest, lead: Lead, cohort: str, application: UUID) -> HttpResponse:
    """Let somebody be matched again whom leads left out before the match."""
    run = lead.cohort(cohort)
    who = lead.somebody(run, application)

    def act() -> str:
        actions.take_back(application=who, by=lead.person, at=clock.now())
        return f"{who.person} is no longer left out."

    return _done(request, run, act)


def what_if(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show what would follow if a mentor withdrew or took one more, or one who waits was matched; nothing is done."""
    run = lead.cohort(cohort)
    if not run.proposals.confirmed().exists():
        return redirect(_pairs(run))
    now, people = standing_of(run, clock.today()), _people(lead, run)
    form = WhatIfForm(request.GET if "change" in request.GET else None)
    able = [each.id for each in now.frame.mentors if each.trained and each.id not in now.closed]
    with_pairs = {str(each.mentor_id) for each in now.pairs.values()}
    for name, ids in (("leaving", with_pairs), ("taking", able), ("mentee", now.waiting)):
        offered = [(str(each.pk), str(each.person)) for each in _by_name(people[who] for who in ids)]
        form.offer(name, [("", "Choose one"), *offered])
    shown = _framed(run, form=form)
    if form.is_bound and form.is_valid():
        found, names = supposed(now, form.cleaned_data["change"], form.who), _names(people)
        shown |= {"asked": True, "found": found}
        if found:
            shown |= {
                "words": followed_in_words(found, len(now.frame.mentees)),
                **{side: _lines(now, getattr(found, side), names) for side in ("new", "needing", "moved")},
            }
    return render_lead(request, "lead/afterwards/what_if.html", lead, run, shown)


def without(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show what losing each mentor who has somebody would mean, the dearest first, or by name."""
    run = lead.cohort(cohort)
    if not run.proposals.confirmed().exists():
        return redirect(_pairs(run))
    names = _names(_people(lead, run))
    found = sorted(cannot_lose(standing_of(run, clock.today())), key=lambda each: names[each.mentor].casefold())
    if not (by_name := request.GET.get("by") == "name"):
        found.sort(key=lambda each: (-each.without, -each.others, -each.mentees))
    lines = [{"name": names[each.mentor], "each": each, "words": spared_in_words(each)} for each in found]
    return render_lead(request, "lead/afterwards/without.html", lead, run, _framed(run, lines=lines, by_name=by_name))


def _shown(now: Standing, plan: Plan | None, people: Mapping[str, Application]) -> Shown | None:
    if plan is None:
        return None
    lines = sorted(
        (_line(now, line, people) for line in plan.lines), key=lambda line: str(line.mentee.person).casefold()
    )
    return Shown(
        new=[line for line in lines if line.before is None],
        moved=[line for line in lines if line.before is not None],
        seen=plan.seen,
    )


def _line(now: Standing, line: Move, people: Mapping[str, Application]) -> Line:
    after = line.after or ""
    return Line(
        mentee=people[line.mentee],
        mentor=people[after],
        fit=fit_in_words(now.frame.score(line.mentee, after)),
        reasons=lasting(why(now.frame, line.mentee, after)),
        pair=now.pairs.get(line.mentee),
        before=people[line.before] if line.before else None,
        fit_before=fit_in_words(now.frame.score(line.mentee, line.before)) if line.before else "",
    )


def _lines(now: Standing, lines: Iterable[Move], names: Mapping[str, str]) -> list[str]:
    return sorted(line_in_words(line, now.frame, names) for line in lines)


def _told(filling: Filling, names: Mapping[str, str]) -> dict[str, Any]:
    lines = [f"{names[who]}: {way_in_words(before, after, names)}" for who, before, after in filling.lines]
    return {"filling": filling, "lines": sorted(lines)}


def _done_in_words(new: int, moved: int) -> str:
    matched = "1 mentee has a mentor now" if new == 1 else f"{new} mentees have a mentor now"
    others = {0: "nobody moved", 1: "1 person moved"}.get(moved, f"{moved} people moved")
    return f"{matched}, and {others}. Mentors hear first, then mentees."


def _people(lead: Lead, run: Cohort) -> dict[str, Application]:
    return {str(each.pk): each for each in lead.people(run)}


def _names(people: Mapping[str, Application]) -> Names:
    return Names({who: str(each.person) for who, each in people.items()})


def _by_name(people: Iterable[Application]) -> list[Application]:
    return sorted(people, key=lambda each: (str(each.person).casefold(), each.pk))


def _done(request: HttpRequest, run: Cohort, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect(reverse("lead.afterwards.waiting", kwargs=where(run)))


def _framed(run: Cohort, **shown: Any) -> dict[str, Any]:
    return {"where": where(run), "back": ("Pairs", _pairs(run)), "breadcrumbs": None, **shown}


def _pairs(run: Cohort) -> str:
    return reverse("lead.pairs.pairs", kwargs=where(run))
