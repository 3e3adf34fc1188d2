"""A ballot as the leads hold it: announced, drawn once, and who has a place by it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.ground.refusal import Refused
from pares.pages.account.forms import posted
from pares.pages.actors.lead import Lead
from pares.pages.fields import PagesForm
from pares.pages.lead.ballots_forms import NOW, AnnounceForm, DrawForm
from pares.pages.lead.frame import render_lead
from pares.pages.lead.matching_frame import framed, where
from pares.pages.lots_shown import lots
from pares.pages.rendering import counted
from pares.stages.matching.ballots import actions
from pares.stages.matching.ballots.models import Ballot, Ticket
from pares.stages.matching.ballots.rules import AlreadyDrawn, follows_lots, places_are_short, tidy
from pares.stages.matching.models import Proposal


def ballot(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show where the cohort's ballot stands: none yet, announced, or drawn, with every lot."""
    run = lead.cohort(cohort)
    newest, proposal = run.ballots.newest(), run.proposals.newest()
    standing = newest is not None and newest.called_off_at is None
    shown: dict[str, Any] = framed(
        run,
        ballot=newest,
        standing=standing,
        confirmed=proposal is not None and proposal.confirmed_at is not None,
        short=standing or places_are_short(run, clock.today()),
    )
    if newest and newest.drawn_at:
        shown |= {"lots": lots(newest), **_drawn(newest, proposal)}
    return render_lead(request, "lead/ballots/ballot.html", lead, run, shown)


def announce(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Ask where the seed comes from, say what follows, and announce."""
    run = lead.cohort(cohort)
    form = AnnounceForm(posted(request))

    def act() -> str:
        told = form.cleaned_data
        field = "seed" if told["when"] == NOW else "source"
        made = actions.announce(cohort=run, by=lead.person, at=clock.now(), **{field: told[field]})
        return f"The ballot is announced. {counted(made.size, 'letter')} will leave, each with a ticket."

    shown = _asking(run, form, "Announce the ballot")
    return _done(request, run, form, act) or render_lead(request, "lead/ballots/announce.html", lead, run, shown)


def draw(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Take the seed, and draw, once."""
    run, newest = _standing(lead, cohort)
    if newest is None or newest.drawn_at:
        return _over(request, run, newest)
    form = PagesForm(posted(request)) if newest.seed else DrawForm(posted(request))

    def act() -> str:
        actions.draw(ballot=newest, by=lead.person, at=clock.now(), seed=form.cleaned_data.get("seed", ""))
        return "The lots are drawn. Propose again, and the pairs are made by them."

    shown = _asking(run, form, "Draw the lots") | {"ballot": newest}
    return _done(request, run, form, act) or render_lead(request, "lead/ballots/draw.html", lead, run, shown)


def call_off(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Say what calling off means, and do it."""
    run, newest = _standing(lead, cohort)
    if newest is None or newest.drawn_at:
        return _over(request, run, newest)
    form = PagesForm(posted(request))

    def act() -> str:
        actions.call_off(ballot=newest, by=lead.person, at=clock.now())
        return "The ballot is called off. We write so to everybody who has a ticket."

    shown = _asking(run, form, "Call the ballot off") | {"ballot": newest, "danger": True}
    return _done(request, run, form, act) or render_lead(request, "lead/ballots/call_off.html", lead, run, shown)


def _standing(lead: Lead, cohort: str) -> tuple[Cohort, Ballot | None]:
    run = lead.cohort(cohort)
    return run, run.ballots.standing().newest()


def _over(request: HttpRequest, run: Cohort, newest: Ballot | None) -> HttpResponse:
    """Go to the ballot; who pressed something else than the draw that stands is told that it stands."""
    same = newest is not None and tidy(request.POST.get("seed", "")) == newest.seed
    if request.method == "POST" and newest and not same:
        messages.warning(request, str(AlreadyDrawn()))
    return redirect(_address(run))


def _asking(run: Cohort, form: PagesForm, words: str) -> dict[str, Any]:
    back = _address(run)
    return {"form": form, "confirm": words, "cancel": back, "back": ("The ballot", back), "breadcrumbs": None}


def _done(request: HttpRequest, run: Cohort, form: PagesForm, act: Callable[[], str]) -> HttpResponse | None:
    """Do it and go to the ballot; None where there is something to ask or to mend first."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        messages.success(request, act())
    except Refused as refused:
        if refused.field in form.fields:
            form.refuse(refused)
            return None
        messages.warning(request, str(refused))
    return redirect(_address(run))


def _address(run: Cohort) -> str:
    return reverse("lead.ballots.ballot", kwargs=where(run))


def _drawn(newest: Ballot, proposal: Proposal | None) -> dict[str, Any]:
    """Return every lot with what the proposal makes of it, where the proposal goes by them."""
    tickets = list(newest.tickets.in_order())
    if proposal is None or not (proposal.confirmed_at or follows_lots(proposal, clock.today())):
        return {"tickets": [(ticket, "") for ticket in tickets], "follows": False}
    locked = dict(proposal.pairs.values_list("mentee", "locked"))
    left = set(proposal.unmatched.values_list("application", flat=True))

    def place(ticket: Ticket) -> str:
        if ticket.application_id in locked:
            return "Has a place, locked" if locked[ticket.application_id] else "Has a place"
        return "No place left" if ticket.application_id in left else "Passed over: does not wait"

    return {"tickets": [(ticket, place(ticket)) for ticket in tickets], "follows": True}
