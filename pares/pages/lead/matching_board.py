"""The board behind "More ways": several locks at once, who is left out, undoing, the record, two states compared."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from pares.ground import clock
from pares.pages.account.forms import posted
from pares.pages.actors.lead import Lead
from pares.pages.lead.frame import render_lead
from pares.pages.lead.matching_forms import AsideForm, CompareForm, LocksForm, SeenForm
from pares.pages.lead.matching_frame import address, done, framed, names_of, open_proposal, seen_state
from pares.pages.rendering import counted, long_moment
from pares.stages.matching import actions
from pares.stages.matching.board.comparing import compared
from pares.stages.matching.board.reading import could_be_left_out, left_out, states
from pares.stages.matching.board.states import reweighed
from pares.stages.matching.board.words import done_in_words, told
from pares.stages.matching.models import Change
from pares.stages.matching.proposing import fit_in_words
from pares.stages.recruitment.models import Application

SHOWN = 50


def locks(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show which pairs are locked, and lock or unlock several at once."""
    run = lead.cohort(cohort)
    newest = open_proposal(run)
    if newest is None:
        return redirect(address(run))
    pairs = list(newest.pairs.weak_first())
    held = [str(pair.mentee_id) for pair in pairs if pair.locked]
    form = LocksForm(posted(request), initial={"seen": newest.changes, "ticked": held})
    names = [(str(pair.mentee_id), f"{pair.mentee.person} and {pair.mentor.person}") for pair in pairs]
    form.offer("ticked", names)
    if request.method == "POST":

        def act() -> str:
            proposal, seen = seen_state(run, form)
            wanted = {UUID(each) for each in form.cleaned_data["ticked"]}
            actions.lock_only(proposal=proposal, mentees=wanted, by=lead.person, at=clock.now(), seen=seen)
            return f"{counted(len(wanted), 'pair')} locked."

        return done(request, run, act)
    shown = framed(run, form=form, any=bool(names), button_words="Save the locks", heading="Lock several pairs")
    return render_lead(request, "lead/matching_board/ticks.html", lead, run, shown)


def aside(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show who is left out of the proposal for now, and leave people out or take them back."""
    run = lead.cohort(cohort)
    newest = open_proposal(run)
    if newest is None:
        return redirect(address(run))
    out = [str(each.application_id) for each in left_out(newest)]
    form = AsideForm(posted(request), initial={"seen": newest.changes, "ticked": out})
    people = could_be_left_out(newest, clock.today())
    form.offer("ticked", [(str(each.pk), _called(each)) for each in people])
    if request.method == "POST":

        def act() -> str:
            proposal, seen = seen_state(run, form)
            wanted = {UUID(each) for each in form.cleaned_data["ticked"]}
            actions.leave_out(proposal=proposal, people=wanted, by=lead.person, at=clock.now(), seen=seen)
            return f"{counted(len(wanted), 'person', 'people')} left out. The pairs are worked out afresh."

        return done(request, run, act)
    shown = framed(run, form=form, any=bool(people), button_words="Save and propose again", heading="Leave people out")
    return render_lead(request, "lead/matching_board/ticks.html", lead, run, shown)


def undo(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Undo the last change that stands."""
    run = lead.cohort(cohort)
    form = SeenForm(posted(request))

    def act() -> str:
        newest, seen = seen_state(run, form)
        actions.undo(proposal=newest, by=lead.person, at=clock.now(), seen=seen)
        return "The last change is undone. Undo again to go back further."

    return done(request, run, act)


def record(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show who changed what and when, the latest first."""
    run = lead.cohort(cohort)
    newest = run.proposals.newest()
    if newest is None:
        return redirect(address(run))
    names = names_of(newest)
    page = Paginator(run.changes.newest_first(), SHOWN).get_page(request.GET.get("page"))
    shown = framed(run, record=[told(change, names) for change in page], page=page, latest=newest.changes)
    shown["open"] = newest.confirmed_at is None
    return render_lead(request, "lead/matching_board/record.html", lead, run, shown)


def compare(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show two states of the proposal side by side: the figures, and who differs."""
    run = lead.cohort(cohort)
    newest = open_proposal(run)
    if newest is None:
        return redirect(address(run))
    changes = list(run.changes.newest_first())
    page = Paginator(changes, SHOWN).get_page(request.GET.get("page"))
    lines = _to_compare(changes, page.object_list, request)
    latest = {"one": lines[min(1, len(lines) - 1)][0], "other": lines[0][0]} if lines else {}
    form = CompareForm(request.GET if "one" in request.GET else None, initial=latest)
    form.offer("one", lines)
    form.offer("other", lines)
    shown: dict[str, Any] = framed(run, form=form, any=len(changes) > 1, fit=fit_in_words, page=page)
    asked = latest if not form.is_bound else form.cleaned_data if form.is_valid() else {}
    if asked:
        one, other = sorted((int(asked["one"]), int(asked["other"])))
        found = states(newest, changes)
        shown["compared"] = compared(found[int(asked["one"])], found[int(asked["other"])], names_of(newest))
        shown["reweighed"] = any(reweighed(each.difference) for each in changes if one < each.number <= other)
        shown |= {"one": asked["one"], "other": asked["other"]}
    return render_lead(request, "lead/matching_board/compare.html", lead, run, shown)


def _to_compare(changes: list[Change], here: Iterable[Change], request: HttpRequest) -> list[tuple[str, str]]:
    """Return the changes to choose from: those of this page of the list, the latest, and those chosen before."""
    wanted = {str(changes[0].number)} if changes else set()
    wanted |= {str(each.number) for each in here} | {request.GET.get("one", ""), request.GET.get("other", "")}
    return [
        (str(each.number), f"{each.number}: {done_in_words(each)}, {long_moment(each.at)}")
        for each in changes
        if str(each.number) in wanted
    ]


def _called(application: Application) -> str:
    site = f", {application.site.name}" if application.site else ""
    return f"{application.person} ({application.get_part_display().lower()}{site})"
