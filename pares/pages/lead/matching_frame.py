"""What the matching's pages share: where they are, what of the proposal was seen, and what becomes of an act."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pares.ground.cohorts.models import Cohort
from pares.ground.refusal import Refused
from pares.pages.actors.lead import Lead
from pares.pages.actors.reach import NobodyHere
from pares.pages.lead.matching_forms import MentorForm, SeenForm
from pares.stages.matching.board.words import Names
from pares.stages.matching.choosing import called
from pares.stages.matching.models import Proposal
from pares.stages.matching.rules import AlreadyConfirmed, Overtaken
from pares.stages.recruitment.models import Application


def open_proposal(run: Cohort) -> Proposal | None:
    """Return the cohort's newest proposal while it can be changed; None before it and after the match is confirmed."""
    newest = run.proposals.newest()
    return newest if newest and newest.confirmed_at is None else None


def names_of(proposal: Proposal) -> Names:
    """Return everybody's name in a proposal's cohort by the application's id."""
    return Names(called(proposal.cohort_id))


def framed(run: Cohort, **shown: Any) -> dict[str, Any]:
    """Return what a page below the proposal shows, with the way back to it."""
    return {"where": where(run), "back": ("The proposal", address(run)), "breadcrumbs": None, **shown}


def seen_state(run: Cohort, form: SeenForm) -> tuple[Proposal, int]:
    """Return the newest proposal and which state of it the page showed; raises Overtaken where it showed none."""
    newest = run.proposals.newest()
    if newest is None:
        raise NobodyHere
    if not form.is_valid():
        raise Overtaken
    return newest, form.cleaned_data["seen"]


def done(request: HttpRequest, run: Cohort, act: Callable[[], str], *, to: str = "", success: str = "") -> HttpResponse:
    """Do it, say what became of it, and go to the page where it shows; a refusal always leads to the proposal."""
    try:
        messages.success(request, act())
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect(address(run))
    return redirect(success or address(run) + to)


def give(  # noqa: PLR0913
    request: HttpRequest,
    lead: Lead,
    run: Cohort,
    form: MentorForm,
    act: Callable[[Proposal, Application, int], str],
    *,
    back: str,
    to: str,
) -> HttpResponse | None:
    """Do it with the newest proposal, the mentor chosen and the state the page showed, and go `to` where it shows.

    Where another lead was faster, go `back`; None, with the reason in the form, where this mentor cannot be.
    """
    newest = run.proposals.newest()
    mentor = lead.people(run).mentors().filter(pk=form.cleaned_data["mentor"]).first()
    if newest is None or mentor is None:
        raise NobodyHere
    seen = form.cleaned_data["seen"]
    try:
        said = act(newest, mentor, -1 if seen is None else seen)
    except (Overtaken, AlreadyConfirmed) as refused:
        messages.warning(request, str(refused))
        return redirect(back)
    except Refused as refused:
        form.refuse(refused)
        return None
    messages.success(request, said)
    return redirect(to)


def where(run: Cohort) -> dict[str, Any]:
    """Return the names of a cohort in an address."""
    return {"scheme": run.scheme.slug, "cohort": run.slug}


def address(run: Cohort) -> str:
    """Return where the proposal is."""
    return reverse("lead.matching.proposal", kwargs=where(run))
