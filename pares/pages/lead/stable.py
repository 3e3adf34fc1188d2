"""The stable answer beside the best one, for comparison: what it would cost, and who would rather have each other."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from pares.ground import clock
from pares.pages.actors.lead import Lead
from pares.pages.lead.frame import render_lead
from pares.pages.lead.matching_frame import address, framed, names_of, open_proposal
from pares.stages.matching.board.asking import board_of
from pares.stages.matching.proposing import fit_in_words
from pares.stages.matching.stable import as_shown, compared

MOST = 20


def compare(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show both answers side by side; nothing is done."""
    run = lead.cohort(cohort)
    newest = open_proposal(run)
    if newest is None:
        return redirect(address(run))
    board, names = board_of(newest, clock.today()), names_of(newest)
    found = compared(board.problem, as_shown(board.frame, board.problem))
    shown = framed(
        run,
        found=found,
        mentees=len(board.frame.mentees),
        lose=sorted(names[each] for each in found.lose),
        gain=sorted(names[each] for each in found.gain),
        rather=found.rather[:MOST],
        more=max(0, len(found.rather) - MOST),
        by_lot=bool(board.frame.lots),
        names=names,
        fit=fit_in_words,
    )
    return render_lead(request, "lead/stable/compare.html", lead, run, shown)
