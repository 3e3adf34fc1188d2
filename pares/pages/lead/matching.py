"""Matching as the leads do it: propose, look through, lock, swap, propose again, confirm."""

from typing import Any
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
from pares.pages.lead.matching_forms import LockForm, MentorForm, SeenForm
from pares.pages.lead.matching_frame import address, done, give, names_of, seen_state, where
from pares.pages.rendering import counted
from pares.stages.matching import actions
from pares.stages.matching.alternatives import USUAL_NUMBER
from pares.stages.matching.board.points import points
from pares.stages.matching.board.reading import left_out
from pares.stages.matching.board.words import Names, fix_in_words, told
from pares.stages.matching.choosing import instead
from pares.stages.matching.groups import in_words
from pares.stages.matching.models import Proposal, ProposedPair, Unmatched
from pares.stages.matching.places import people_changed, supply
from pares.stages.matching.proposing import FITS, WEAK, fit_in_words
from pares.stages.matching.rules import Overtaken
from pares.stages.recruitment.models import Application, Part


def proposal(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show the proposal, or what there is to match where nothing is proposed yet."""
    run = lead.cohort(cohort)
    newest = run.proposals.newest()
    shown: dict[str, Any] = {"proposal": newest, "fit": fit_in_words, "supply": supply(run, clock.today())}
    shown["ballot"] = run.ballots.standing().newest()
    shown["choosing"] = lead.choosing(run)
    if newest:
        names = names_of(newest)
        changes = list(run.changes.newest_first()[:1])
        shown |= {
            "points": points,
            "levels": FITS,
            "pairs": (pairs := list(newest.pairs.weak_first())),
            "groups": in_words(pairs),
            "begun_by_hand": bool(changes) and changes[0].after_choosing and run.changes.begun_by_hand(),
            "mentees": [_left(each, names) for each in newest.unmatched.of(Part.MENTEE)],
            "mentors": list(newest.unmatched.of(Part.MENTOR)),
            "aside": left_out(newest),
            "last": told(changes[0], names) if changes else None,
            "changed": newest.confirmed_at is None and people_changed(newest, clock.today()),
        }
    return render_lead(request, "lead/matching/proposal.html", lead, run, shown)


def _left(unmatched: Unmatched, names: Names) -> dict[str, Any]:
    """Return a mentee without a mentor with the reason, who shares the same few places, and what would help."""
    about, who = unmatched.about, str(unmatched.application_id)
    return {
        "application": unmatched.application,
        "why": unmatched.why,
        "mentees": sorted(names[each] for each in about.get("mentees", []) if each != who),
        "mentors": sorted(names[each] for each in about.get("mentors", [])),
        "fixes": [fix_in_words(fix, who, names) for fix in about.get("fixes", [])],
    }


def propose(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Propose, or propose again with the locked pairs kept."""
    run = lead.cohort(cohort)

    def act() -> str:
        made = actions.propose(cohort=run, by=lead.person, at=clock.now())
        return f"{counted(made.matched, 'pair')} proposed. Nobody but the leads sees them."

    return done(request, run, act)


def lock(request: HttpRequest, lead: Lead, cohort: str, mentee: UUID) -> HttpResponse:
    """Keep a mentee's pair when proposing again, or let it go."""
    run, who = _mentee(lead, cohort, mentee)
    form = LockForm(posted(request))

    def act() -> str:
        newest, seen = seen_state(run, form)
        pair = _pair_of(newest, who)
        if pair is None:
            raise Overtaken
        locked = form.cleaned_data["locked"]
        actions.lock(proposed=pair, locked=locked, by=lead.person, at=clock.now(), seen=seen)
        return f"{who.person} and {pair.mentor.person} {'stay together' if locked else 'may be moved'} from now on."

    return done(request, run, act, to=f"#mentee-{who.pk}")


def swap(request: HttpRequest, lead: Lead, cohort: str, mentee: UUID) -> HttpResponse:
    """Show the other mentors a mentee could have, with what each costs the others; give them the one chosen."""
    run, who = _mentee(lead, cohort, mentee)
    newest = run.proposals.newest()
    if newest is None or newest.confirmed_at is not None:
        return redirect(address(run))
    form = MentorForm(posted(request), initial={"seen": newest.changes})
    if request.method == "POST" and form.is_valid() and (answer := _swapped(request, lead, run, who, form)):
        return answer
    limit = None if "all" in request.GET else USUAL_NUMBER
    choices = instead(newest, who, clock.today(), limit=limit)
    if choices is None:
        messages.warning(request, f"{who.person} is left out, has withdrawn or been matched meanwhile.")
        return redirect(address(run))
    shown = {
        "mentee": who,
        "now": _pair_of(newest, who),
        "choices": choices,
        "form": form,
        "fit": fit_in_words,
        "points": points,
        "ballot": run.ballots.standing().newest(),
        "back": ("The proposal", address(run)),
        "breadcrumbs": None,
    }
    return render_lead(request, "lead/matching/swap.html", lead, run, shown)


def confirm(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Say what confirming means, and confirm. Doing it twice, or two leads at once, makes the pairs once."""
    run = lead.cohort(cohort)
    newest = run.proposals.newest()
    if newest is None:
        return redirect(address(run))
    form = SeenForm(posted(request), initial={"seen": newest.changes})
    if request.method == "POST":

        def act() -> str:
            _, seen = seen_state(run, form)
            pairs = actions.confirm(proposal=newest, by=lead.person, at=clock.now(), seen=seen)
            return f"{counted(len(pairs), 'pair')} confirmed. Their letters wait here for you to read and release."

        letters = reverse("lead.letters.outbox", kwargs=where(run))
        return done(request, run, act, success=letters)
    if newest.confirmed_at is not None:
        return redirect(address(run))
    pairs = list(newest.pairs.weak_first())
    shown = {
        "pairs": pairs,
        "weak": sum(pair.score < WEAK for pair in pairs),
        "unmatched": newest.unmatched.of(Part.MENTEE).count(),
        "changed": people_changed(newest, clock.today()),
        "choosing": lead.choosing(run),
        "made_at": newest.made_at,
        "form": form,
        "confirm": f"Confirm {counted(len(pairs), 'pair')}",
        "cancel": address(run),
    }
    return render_lead(request, "lead/matching/confirm.html", lead, run, shown)


def _mentee(lead: Lead, cohort: str, mentee: UUID) -> tuple[Cohort, Application]:
    run = lead.cohort(cohort)
    return run, lead.mentee(run, mentee)


def _pair_of(proposal: Proposal, mentee: Application) -> ProposedPair | None:
    return proposal.pairs.weak_first().filter(mentee=mentee).first()


def _swapped(request: HttpRequest, lead: Lead, run: Cohort, who: Application, form: MentorForm) -> HttpResponse | None:
    """Swap and go back to the proposal; None, with the reason in the form, where it cannot be."""

    def act(newest: Proposal, mentor: Application, seen: int) -> str:
        before = {pair.mentee_id: pair.mentor_id for pair in newest.pairs.all()}
        swapped = actions.swap(proposal=newest, mentee=who, mentor=mentor, by=lead.person, at=clock.now(), seen=seen)
        now = {pair.mentee_id: pair.mentor_id for pair in swapped.pairs.all()}
        moved = sum(before.get(each) != now.get(each) for each in before.keys() | now.keys() if each != who.pk)
        others = f" {counted(moved, 'other')} moved." if moved else " Nobody else moved."
        return f"{who.person} is now with {mentor.person}, and the pair is locked.{others}"

    return give(request, lead, run, form, act, back=address(run), to=f"{address(run)}#mentee-{who.pk}")
