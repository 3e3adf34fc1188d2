"""A mentor's pair: the mentee, the agreement, sessions, asking for a change, and "not this person" at the start."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from pares.ground import clock
from pares.ground.refusal import Refused
from pares.pages import partnership
from pares.pages.actors.partner import Partner
from pares.stages.matching.actions import say_no
from pares.stages.matching.models import Pair
from pares.stages.matching.rules import refuse_late_no


def show(request: HttpRequest, mentor: Partner, pair: UUID) -> HttpResponse:
    """Show the mentee and what to do next."""
    return partnership.show(request, mentor, pair, may_say_no=_may_say_no(mentor.pair(pair)))


def agreement(request: HttpRequest, mentor: Partner, pair: UUID) -> HttpResponse:
    """Show the agreement and take the mentor's acceptance."""
    return partnership.agreement(request, mentor, pair)


def sessions(request: HttpRequest, mentor: Partner, pair: UUID) -> HttpResponse:
    """Add sessions."""
    return partnership.sessions(request, mentor, pair)


def take_back(request: HttpRequest, mentor: Partner, pair: UUID, session: UUID) -> HttpResponse:
    """Remove a session added by mistake."""
    return partnership.take_back(request, mentor, pair, session)


def change(request: HttpRequest, mentor: Partner, pair: UUID) -> HttpResponse:
    """Ask for another mentee."""
    return partnership.change(request, mentor, pair)


def stop(request: HttpRequest, mentor: Partner, pair: UUID) -> HttpResponse:
    """Stop taking part."""
    return partnership.stop(request, mentor, pair)


def not_this_person(request: HttpRequest, mentor: Partner, pair: UUID) -> HttpResponse:
    """Let the mentor say no, without a reason, before the mentee is told; afterwards lead on to asking for a change."""
    seen = partnership.find(mentor, pair)
    if not _may_say_no(seen.pair):
        messages.warning(request, "The time to say no has passed. You can ask for a change instead.")
        return redirect(seen.url)
    if request.method == "POST":
        return _say_no(request, mentor, seen)
    shown = {"seen": seen, "confirm": "Not this person", "cancel": seen.url, "danger": True}
    return partnership.render_partner(request, "pair/not_this_person.html", mentor, shown)


def _say_no(request: HttpRequest, mentor: Partner, seen: partnership.Seen) -> HttpResponse:
    try:
        say_no(pair=seen.pair, by=mentor.person, at=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(seen.url)
    messages.success(request, "Done. The leads will look for somebody else for you, and nobody will ask why.")
    return redirect("mentor.home.home")


def _may_say_no(pair: Pair) -> bool:
    try:
        refuse_late_no(pair, clock.now())
    except Refused:
        return False
    return True
