"""Choosing the pairs oneself: who waits, all mentors for one mentee ranked, one pair made or taken apart at a time."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.pages.account.forms import posted
from pares.pages.actors.lead import Lead
from pares.pages.lead.frame import render_lead
from pares.pages.lead.matching_forms import MentorForm, SeenForm
from pares.pages.lead.matching_frame import address, done, framed, give, open_proposal, seen_state, where
from pares.stages.matching import actions
from pares.stages.matching.by_hand.standing import standing
from pares.stages.matching.choosing import everybody
from pares.stages.matching.models import Proposal
from pares.stages.matching.places import supply
from pares.stages.matching.proposing import fit_in_words
from pares.stages.recruitment.models import Application


def by_hand(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show who waits and which pairs there are, with how many can still be matched; or how to begin."""
    run = lead.cohort(cohort)
    newest = run.proposals.newest()
    if newest is None:
        shown = framed(run, supply=supply(run, clock.today()))
        return render_lead(request, "lead/by_hand/begin.html", lead, run, shown)
    if newest.confirmed_at is not None:
        return redirect(address(run))
    stands, people = standing(newest, clock.today()), everybody(newest)
    waiting = sorted(
        ((people[who], number) for who, number in stands.waiting),
        key=lambda line: (line[1], str(line[0].person), line[0].pk),
    )
    shown = framed(
        run,
        proposal=newest,
        stands=stands,
        waiting=waiting,
        total=len(stands.frame.mentees),
        pairs=sorted(newest.pairs.weak_first(), key=lambda pair: (str(pair.mentee.person), pair.pk)),
        fit=fit_in_words,
    )
    return render_lead(request, "lead/by_hand/by_hand.html", lead, run, shown)


def begin(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Begin with no pairs; where there are some, the state that was seen must be the latest."""
    run = lead.cohort(cohort)
    form = SeenForm(posted(request))

    def act() -> str:
        seen = seen_state(run, form)[1] if run.proposals.newest() else None
        actions.begin(cohort=run, by=lead.person, at=clock.now(), seen=seen)
        return "Nobody is matched yet. Choose a mentor for one mentee after another."

    return done(request, run, act, success=_here(run))


def choose(request: HttpRequest, lead: Lead, cohort: str, mentee: UUID) -> HttpResponse:
    """Show all mentors for a mentee, the best fit first, and make the pair chosen."""
    run = lead.cohort(cohort)
    who = lead.mentee(run, mentee)
    newest = open_proposal(run)
    if newest is None:
        return redirect(address(run))
    form = MentorForm(posted(request), initial={"seen": newest.changes})
    if request.method == "POST" and form.is_valid() and (answer := _chosen(request, lead, run, who, form)):
        return answer
    stands, people = standing(newest, clock.today()), everybody(newest)
    options = stands.options(who, people)
    if options is None:
        messages.warning(request, f"{who.person} is left out, has withdrawn or been matched meanwhile.")
        return redirect(_here(run))
    now = newest.pairs.weak_first().filter(mentee=who).first()
    back = ("Choose the pairs yourself", _here(run))
    shown = framed(run, mentee=who, now=now, options=options, form=form, fit=fit_in_words) | {"back": back}
    return render_lead(request, "lead/by_hand/choose.html", lead, run, shown)


def apart(request: HttpRequest, lead: Lead, cohort: str, mentee: UUID) -> HttpResponse:
    """Take one pair apart."""
    run = lead.cohort(cohort)
    who = lead.mentee(run, mentee)
    form = SeenForm(posted(request))

    def act() -> str:
        newest, seen = seen_state(run, form)
        actions.take_apart(proposal=newest, mentee=who, by=lead.person, at=clock.now(), seen=seen)
        return f"{who.person} waits again. Nobody else moved."

    return done(request, run, act, success=_here(run))


def _here(run: Cohort) -> str:
    return reverse("lead.by_hand.by_hand", kwargs=where(run))


def _chosen(request: HttpRequest, lead: Lead, run: Cohort, who: Application, form: MentorForm) -> HttpResponse | None:
    """Make the pair and go back to who waits; None, with the reason in the form, where it cannot be."""

    def act(newest: Proposal, mentor: Application, seen: int) -> str:
        actions.choose(proposal=newest, mentee=who, mentor=mentor, by=lead.person, at=clock.now(), seen=seen)
        return f"{who.person} is with {mentor.person}. Nobody else moved."

    return give(request, lead, run, form, act, back=_here(run), to=_here(run))
