"""What leads ask of a proposal before they decide: what if, whom they cannot lose, who gets what, other weights."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.ground.files import charts
from pares.ground.refusal import Refused
from pares.pages.account.forms import posted
from pares.pages.actors.lead import Lead
from pares.pages.lead.frame import render_lead
from pares.pages.lead.matching_forms import WeightsForm, WhatIfForm
from pares.pages.lead.matching_frame import address, framed, names_of, open_proposal
from pares.stages.matching import actions
from pares.stages.matching.board.asking import board_of, cannot_lose, chose_each_other, supposed, weighed
from pares.stages.matching.board.getting import GROUPINGS, everybody_got, qualities
from pares.stages.matching.board.sharing import shares
from pares.stages.matching.board.words import loss_in_words, moves_in_words, supposed_in_words
from pares.stages.matching.pool import weights_of
from pares.stages.matching.proposing import cost_in_words, fit_in_words
from pares.stages.matching.rules import Overtaken

ORDERS = ("mentees", "weakest", "fit", "name")
MOST_BARS = 60


def without(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show what losing each mentor would cost, sorted as asked."""
    run = lead.cohort(cohort)
    newest = open_proposal(run)
    if newest is None:
        return redirect(address(run))
    board, names = board_of(newest, clock.today()), names_of(newest)
    sealed = board.frame.sealed
    lines: list[dict[str, Any]] = [
        {"name": names[each.mentor], "loss": each, "words": loss_in_words(each, sealed=sealed)}
        for each in cannot_lose(board)
    ]
    order = request.GET.get("by", "mentees")
    if sealed:
        # Their order by fit would tell what somebody chose.
        lines.sort(key=lambda line: line["name"].casefold())
        order = order if order == "name" else "lost"
    keys: dict[str, Any] = {
        "mentees": lambda line: (-line["loss"].matches, -line["loss"].worst, -line["loss"].total),
        "lost": lambda line: -line["loss"].matches,
        "weakest": lambda line: -line["loss"].worst,
        "fit": lambda line: -line["loss"].total,
        "name": lambda line: line["name"].casefold(),
    }
    lines.sort(key=keys.get(order, keys["mentees"]))
    shown = framed(run, lines=lines, by=order if order in ORDERS else "mentees", by_lot=bool(board.frame.lots))
    shown["sealed"] = sealed
    return render_lead(request, "lead/matching_asking/without.html", lead, run, shown)


def what_if(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show what would follow if a mentor withdrew or took one more, or late mentees were matched; nothing is done."""
    run = lead.cohort(cohort)
    newest = open_proposal(run)
    if newest is None:
        return redirect(address(run))
    board, names = board_of(newest, clock.today()), names_of(newest)
    form = WhatIfForm(request.GET if "change" in request.GET else None)
    mentors = [(each.id, names[each.id]) for each in board.frame.mentors if each.free_places and each.trained]
    for name in ("leaving", "taking"):
        form.offer(name, [("", "Choose one"), *sorted(mentors, key=lambda line: line[1].casefold())])
    late = [names[each] for each in sorted(board.late)]
    shown = framed(run, form=form, late=late, sealed=board.frame.sealed)
    if form.is_bound and form.is_valid():
        found = supposed(board, form.cleaned_data["change"], form.mentor)
        shown["asked"] = True
        if found:
            shown["words"] = supposed_in_words(found, len(board.frame.mentees), sealed=board.frame.sealed)
            shown["moves"] = moves_in_words(found.moves, names)
    return render_lead(request, "lead/matching_asking/what_if.html", lead, run, shown)


def wishes(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show who chose each other and was not matched, with what honouring each would cost."""
    run = lead.cohort(cohort)
    newest = open_proposal(run)
    if newest is None:
        return redirect(address(run))
    board, names = board_of(newest, clock.today()), names_of(newest)
    lines = [
        {
            "id": each.mentee,
            "mentee": names[each.mentee],
            "mentor": names[each.instead.mentor],
            "fit": fit_in_words(board.frame.score(each.mentee, each.instead.mentor)),
            "cost": cost_in_words(each.instead, len(board.frame.mentees), sealed=board.frame.sealed),
            "moves": moves_in_words(each.instead.moves, names),
        }
        for each in chose_each_other(board)
    ]
    return render_lead(request, "lead/matching_asking/wishes.html", lead, run, framed(run, lines=lines))


def quality(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show how well the pairs fit, and who gets what by grade, site and LTFT where groups are at least five."""
    run = lead.cohort(cohort)
    newest = open_proposal(run)
    if newest is None:
        return redirect(address(run))
    pairs, got = list(newest.pairs.weak_first()), everybody_got(newest)
    bars = [
        (f"{each.mentee.person} and {each.mentor.person}", fit_in_words(each.score), each.score / 1000, "")
        for each in pairs[:MOST_BARS]
    ]
    groups = [(title, shares(got, title)) for title in GROUPINGS]
    shown = framed(
        run,
        levels=qualities(pairs),
        pairs=pairs,
        chart=charts.bars("How well each pair fits", bars, key="pairs"),
        fewer=len(pairs) > MOST_BARS,
        most=MOST_BARS,
        groups=[(title, found, _share_chart(title, found)) for title, found in groups if found],
        missing=[title.lower() for title, found in groups if not found],
        fit=fit_in_words,
    )
    return render_lead(request, "lead/matching_asking/quality.html", lead, run, shown)


def weights(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show how much each criterion counts, what other numbers would change, and keep them if the lead says so."""
    run = lead.cohort(cohort)
    newest = open_proposal(run)
    if newest is None:
        return redirect(address(run))
    now = {criterion.name.lower(): number for criterion, number in weights_of(run.scheme).items()}
    form = WeightsForm(posted(request), initial={**now, "seen": newest.changes})
    shown = framed(run, form=form)
    if request.method == "POST" and form.is_valid():
        if "keep" in request.POST:
            return _kept(request, lead, run, form)
        names = names_of(newest)
        found = weighed(newest, clock.today(), form.weights())
        shown |= {"found": found, "moves": moves_in_words(found.differ, names)}
    return render_lead(request, "lead/matching_asking/weights.html", lead, run, shown)


def _kept(request: HttpRequest, lead: Lead, run: Cohort, form: WeightsForm) -> HttpResponse:
    """Keep the weights for the scheme and propose again with them, unless somebody changed the proposal meanwhile."""
    newest = run.proposals.newest()
    try:
        if newest is None:
            raise Overtaken
        seen = form.cleaned_data["seen"]
        actions.weigh(proposal=newest, weights=form.weights(), by=lead.person, at=clock.now(), seen=seen)
        messages.success(request, "The new numbers are kept, and the pairs are worked out afresh with them.")
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect(address(run))


def _share_chart(title: str, found: list[Any]) -> Any:
    rows = [(each.name, each.matched, each.mentees) for each in found]
    return charts.funnel(f"Mentees with a mentor, by {title.lower()}", rows, key=f"by-{title}")
