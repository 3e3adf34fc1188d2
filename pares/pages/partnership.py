"""A pair's pages, the same for mentor and mentee: who the other is, the agreement, sessions, asking for a change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from pares.ground import clock
from pares.ground.cohorts.past import months_before
from pares.ground.refusal import Refused
from pares.ground.wording.current import accepted, current
from pares.ground.wording.current import agreement as agreed_words
from pares.ground.wording.rules import OtherWords
from pares.pages.account.forms import posted
from pares.pages.actors.partner import Partner
from pares.pages.actors.reach import one
from pares.pages.mentor.forms import Accept, AddSessions
from pares.pages.rendering import counted
from pares.stages.matching.models import Pair
from pares.stages.mentoring.actions import (
    agree,
    ask_for_change,
    declare_together,
    leave,
    take_back_session,
)
from pares.stages.mentoring.forgetting import KEPT
from pares.stages.mentoring.models import as_seen_by
from pares.stages.mentoring.rules import write_by
from pares.stages.recruitment.models import Application, Part


@dataclass(frozen=True)
class Seen:
    """A pair as one of the two sees it."""

    pair: Pair
    part: Part

    @property
    def other(self) -> Application:
        """The partner."""
        return self.pair.mentee if self.part is Part.MENTOR else self.pair.mentor

    @property
    def mine(self) -> Application:
        """One's own side."""
        return self.pair.mentor if self.part is Part.MENTOR else self.pair.mentee

    @property
    def word(self) -> str:
        """What the partner is to me."""
        return "mentee" if self.part is Part.MENTOR else "mentor"

    @property
    def url(self) -> str:
        """The pair's page."""
        return address(self.part, "show", pair=self.pair.pk)

    @property
    def mentee_waits(self) -> bool:
        """Whether the mentee has not been told yet, so that the mentor does not write yet."""
        return self.pair.mentee_told_at is None

    @property
    def forgotten(self) -> bool:
        """Whether the days they met and their agreements are not kept any more, so long ago did the cohort end."""
        return self.pair.cohort.changeover_on <= months_before(clock.today(), KEPT)

    @property
    def looking(self) -> bool:
        """Whether the leads may still find somebody else: the person still takes part, the cohort still runs."""
        return self.pair.cohort.closed_at is None and self.mine.is_in


def address(part: Part, view: str, **objects: object) -> str:
    """Return the address of a pair's page for a mentor or a mentee."""
    return reverse(f"{part.value}.pair.{view}", kwargs=objects)


def terms() -> str:
    """Return the version of the agreement in force."""
    return agreed_words().facts["version"]


def find(partner: Partner, pair: UUID) -> Seen:
    """Return one of somebody's own pairs as they see it; raises NobodyHere."""
    return Seen(one(as_seen_by(partner.pairs(), partner.person, terms()), pk=pair), partner.part)


def render_partner(request: HttpRequest, template: str, partner: Partner, context: Mapping[str, Any]) -> HttpResponse:
    """Return a page of a mentor or mentee with their menu; templates lie in the folder of their part."""
    part = partner.part.value
    menu = [
        ("Your mentoring", reverse(f"{part}.home.home")),
        ("Ask to be contacted", reverse("account.contact_me.ask")),
        ("Your account", reverse("account.details.details")),
    ]
    navigation = [(label, where, where == request.path) for label, where in menu]
    return render(request, f"{part}/{template}", {"navigation": navigation, "part": part} | dict(context))


def show(request: HttpRequest, partner: Partner, pair: UUID, **more: Any) -> HttpResponse:
    """Show the partner, what to do next and the sessions so far; of an ended pair, that it ended and what is next."""
    seen = find(partner, pair)
    shown = {
        "seen": seen,
        "write_by": write_by(seen.pair),
        "sessions": list(seen.pair.session_facts.all()),
        "short": current("handbook", "agreement-short").html,
        "going_on": partner.asked_to_go_on(seen.pair),
        "back": ("Your mentoring", reverse(f"{partner.part.value}.home.home")),
        "now": clock.now(),
        "together": [str(each.mentee.person) for each in partner.others_in_group(seen.pair)],
    }
    return render_partner(request, "pair/ended.html" if seen.pair.ended_at else "pair/show.html", partner, shown | more)


def agreement(request: HttpRequest, partner: Partner, pair: UUID) -> HttpResponse:
    """Show the agreement in full and take a partner's acceptance of the words in force."""
    seen = find(partner, pair)
    form = Accept(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            agree(pair=seen.pair, terms=accepted(request.POST.get("terms", "")), by=partner.person, at=clock.now())
        except OtherWords as refused:
            form.refuse(refused)
        else:
            messages.success(request, "You have accepted the agreement.")
            return redirect(seen.url)
    shown = {"seen": seen, "form": form, "words": agreed_words(), "back": _back_to(seen)}
    return render_partner(request, "pair/agreement.html", partner, shown)


def sessions(request: HttpRequest, partner: Partner, pair: UUID) -> HttpResponse:
    """Add sessions: the same pair and day is one session, whoever says so."""
    seen = find(partner, pair)
    others = list(partner.others_in_group(seen.pair)) if partner.part is Part.MENTOR else []
    form = AddSessions(posted(request), pair=seen.pair, others=others, today=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            declare_together(pairs=[seen.pair, *form.there], met=form.met, by=partner.person, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            so_far = seen.pair.session_facts.count()
            with_them = f" It counts for {counted(len(form.there), 'other')} in your group too." if form.there else ""
            messages.success(request, f"Saved. The two of you have {counted(so_far, 'session')} so far.{with_them}")
            return redirect(seen.url)
    return render_partner(request, "pair/sessions.html", partner, {"seen": seen, "form": form, "back": _back_to(seen)})


def take_back(request: HttpRequest, partner: Partner, pair: UUID, session: UUID) -> HttpResponse:
    """Remove a session that was added by mistake, once that is confirmed."""
    seen, fact = find(partner, pair), partner.session_fact(pair, session)
    if request.method == "POST":
        return _done(request, seen, "The session is removed.", take_back_session, fact=fact, by=partner.person)
    shown = {"seen": seen, "fact": fact, "confirm": "Remove this session", "cancel": seen.url}
    return render_partner(request, "pair/take_back.html", partner, shown | {"back": _back_to(seen)})


def change(request: HttpRequest, partner: Partner, pair: UUID) -> HttpResponse:
    """Ask the leads for somebody else, without a reason."""
    seen = find(partner, pair)
    if request.method == "POST":
        words = "The leads know that you would like a change. They will write to you."
        return _done(request, seen, words, ask_for_change, pair=seen.pair, by=partner.person)
    shown = {"seen": seen, "confirm": "Ask for a change", "cancel": seen.url, "back": _back_to(seen)}
    return render_partner(request, "pair/change.html", partner, shown)


def stop(request: HttpRequest, partner: Partner, pair: UUID) -> HttpResponse:
    """Let somebody who cannot go on stop taking part in the pair's cohort, without a reason."""
    seen = find(partner, pair)
    if not seen.mine.is_in:
        return redirect(seen.url)
    if request.method == "POST":
        words = "You have stopped taking part. Thank you for the time you gave."
        return _done(request, seen, words, leave, application=seen.mine, by=partner.person)
    shown = {"seen": seen, "confirm": "Stop taking part", "cancel": seen.url, "danger": True, "back": _back_to(seen)}
    return render_partner(request, "pair/stop.html", partner, shown)


def _done(request: HttpRequest, seen: Seen, words: str, act: Any, **given: Any) -> HttpResponse:
    """Do something, say so or why not, and go back to the pair's page."""
    try:
        act(at=clock.now(), **given)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    return redirect(seen.url)


def _back_to(seen: Seen) -> tuple[str, str]:
    return str(seen.other.person), seen.url
