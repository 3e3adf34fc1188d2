"""A cohort's pairs as its leads see them: told, agreed, met yes or no and how often; ending and matching anew."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.ground.cohorts.past import months_before
from pares.ground.refusal import Refused
from pares.pages.account.forms import posted
from pares.pages.actors.lead import Lead
from pares.pages.actors.reach import NobodyHere
from pares.pages.lead.frame import render_lead
from pares.pages.lead.matching_forms import EndForm, MentorForm
from pares.pages.rendering import day_month
from pares.stages.matching import actions
from pares.stages.matching.afterwards.standing import free_places
from pares.stages.matching.afterwards.words import waiting_in_words
from pares.stages.matching.choosing import free_mentors
from pares.stages.matching.groups import in_words
from pares.stages.matching.models import Ended, Pair
from pares.stages.matching.pool import waiting_mentees
from pares.stages.matching.proposing import fit_in_words
from pares.stages.mentoring.actions import answer_change
from pares.stages.mentoring.forgetting import KEPT as AGREEMENTS_KEPT
from pares.stages.mentoring.models import last_heard, with_sessions
from pares.stages.recruitment.models import Application

SILENT_AFTER = timedelta(weeks=4)


@dataclass(frozen=True)
class Line:
    """One pair in the list. No day of a session is among what it holds."""

    pair: Pair
    told: str
    agreed: str
    met: int
    silent_since: int | None
    change_asked: bool


def pairs(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """List the pairs that stand, those that ended, and the mentees who wait for a mentor since the match."""
    run = lead.cohort(cohort)
    found = list(with_sessions(lead.pairs(run)).prefetch_related("agreements", "changes_asked").order_by("pk"))
    lines = sorted(_lines(found, run), key=_by_need)
    confirmed = run.proposals.confirmed().exists()
    waiting = sorted(waiting_mentees(run, clock.today()), key=lambda each: str(each.person)) if confirmed else []
    free = free_places(run) if waiting else 0
    shown = {
        "standing": [line for line in lines if line.pair.ended_at is None],
        "ended": [line for line in lines if line.pair.ended_at is not None],
        "waiting": waiting,
        "free": free,
        "words": waiting_in_words(free, len(waiting)),
        "confirmed": confirmed,
        "groups": in_words(line.pair for line in lines if line.pair.ended_at is None),
    }
    return render_lead(request, "lead/pairs/pairs.html", lead, run, shown)


def pair(request: HttpRequest, lead: Lead, cohort: str, pair: UUID) -> HttpResponse:
    """Show one pair: why these two, what is known of them, and what can be done."""
    run = lead.cohort(cohort)
    found = lead.pair(run, pair)
    with_facts = with_sessions(lead.pairs(run)).prefetch_related("agreements", "changes_asked__person")
    (line,) = _lines([with_facts.get(pk=found.pk)], run)
    asked = [each.person for each in line.pair.changes_asked.all() if each.answered_at is None]
    shown = _about(run, found) | {"line": line, "asked": asked, "fit": fit_in_words(found.score)}
    return render_lead(request, "lead/pairs/pair.html", lead, run, shown)


def end(request: HttpRequest, lead: Lead, cohort: str, pair: UUID) -> HttpResponse:
    """End a pair: both are told that it ended, nobody is told why."""
    run = lead.cohort(cohort)
    found = lead.pair(run, pair)
    form = EndForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            _end(lead, found, form.cleaned_data)
        except Refused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, f"{found} are no longer a pair. You can look for another mentor below.")
        return redirect(_address(run))
    shown = _about(run, found) | {
        "form": form,
        "confirm": "End this pair",
        "danger": True,
        "cancel": reverse("lead.pairs.pair", kwargs=_where(run) | {"pair": found.pk}),
    }
    return render_lead(request, "lead/pairs/end.html", lead, run, shown)


def rematch(request: HttpRequest, lead: Lead, cohort: str, mentee: UUID) -> HttpResponse:
    """Match one mentee after the match: the mentors with free places, the best fit first."""
    run = lead.cohort(cohort)
    who = lead.mentee(run, mentee)
    form = MentorForm(posted(request))
    if request.method == "POST" and form.is_valid() and (answer := _rematched(request, lead, run, who, form)):
        return answer
    choices = free_mentors(who, clock.today()) if run.proposals.confirmed().exists() else None
    if choices is None:
        messages.warning(request, f"{who.person} does not wait for a mentor now.")
        return redirect(_address(run))
    shown = {"mentee": who, "choices": choices, "form": form, "back": ("Pairs", _address(run)), "breadcrumbs": None}
    return render_lead(request, "lead/pairs/rematch.html", lead, run, shown)


def _rematched(
    request: HttpRequest, lead: Lead, run: Cohort, who: Application, form: MentorForm
) -> HttpResponse | None:
    """Make the pair and go back to the list; None, with the reason in the form, where it cannot be."""
    mentor = lead.people(run).mentors().filter(pk=form.cleaned_data["mentor"]).first()
    if mentor is None:
        raise NobodyHere
    try:
        actions.rematch(mentee=who, mentor=mentor, by=lead.person, at=clock.now())
    except Refused as refused:
        form.refuse(refused)
        return None
    messages.success(
        request, f"{who.person} and {mentor.person} are a pair. {mentor.person} hears first, then {who.person}."
    )
    return redirect(_address(run))


def _end(lead: Lead, found: Pair, how: dict[str, Any]) -> None:
    at = clock.now()
    actions.close_pair(
        pair=found, ended=Ended(how["ended"]), by=lead.person, at=at, never_again=bool(how["never_again"])
    )
    answer_change(pair=found, by=lead.person, at=at)


def _lines(found: Iterable[Pair], run: Cohort) -> list[Line]:
    listed = list(found)
    heard = last_heard(listed)
    return [_line(each, heard.get(each.pk), run, clock.today()) for each in listed]


def _line(pair: Pair, heard: date | None, run: Cohort, today: date) -> Line:
    agreed = {agreement.person_id for agreement in pair.agreements.all()}
    both = _both(pair.mentor.person_id in agreed, pair.mentee.person_id in agreed)
    return Line(
        pair=pair,
        told=_told(pair),
        agreed="No longer kept" if run.changeover_on <= months_before(today, AGREEMENTS_KEPT) else both,
        met=pair.sessions,  # type: ignore[attr-defined]  # by with_sessions()
        silent_since=_silent_since(pair, heard, run, today),
        change_asked=pair.ended_at is None and any(each.answered_at is None for each in pair.changes_asked.all()),
    )


def _told(pair: Pair) -> str:
    if pair.mentee_told_at:
        return "Both"
    if pair.mentor_told_at and pair.mentor_may_decline_until:
        return f"Mentor; the mentee after {day_month(pair.mentor_may_decline_until)}"
    return "Nobody yet"


def _both(mentor: bool, mentee: bool) -> str:  # noqa: FBT001 - one for each side
    return {(True, True): "Both", (True, False): "Mentor", (False, True): "Mentee"}.get((mentor, mentee), "Nobody yet")


def _silent_since(pair: Pair, heard: date | None, run: Cohort, today: date) -> int | None:
    """Return the week of the cohort since which nothing was heard of a pair for four weeks, while it lasts; or None."""
    if pair.ended_at is not None or pair.mentee_told_at is None or today >= run.changeover_on:
        return None
    since = heard or max(clock.local(pair.mentee_told_at).date(), run.starts_on)
    if today - since < SILENT_AFTER:
        return None
    return max(1, (since - run.starts_on).days // 7 + 1)


def _by_need(line: Line) -> tuple[bool, bool, str, str]:
    """Put those first who need somebody: a change asked, then silence, then by name."""
    return not line.change_asked, line.silent_since is None, line.pair.mentee.person.name, str(line.pair.pk)


def _about(run: Cohort, found: Pair) -> dict[str, Any]:
    return {"pair": found, "back": ("Pairs", _address(run)), "breadcrumbs": None}


def _where(run: Cohort) -> dict[str, Any]:
    return {"scheme": run.scheme.slug, "cohort": run.slug}


def _address(run: Cohort) -> str:
    return reverse("lead.pairs.pairs", kwargs=_where(run))
