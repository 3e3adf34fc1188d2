"""Choosing pairs by hand: what a lead says is done, if it may be, and nothing else moves."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

import numpy as np
from django.db import transaction

from pares.ground import clock
from pares.ground.cohorts.actions import step_done
from pares.ground.cohorts.models import Cohort
from pares.ground.people.models import Person
from pares.stages.matching import pool
from pares.stages.matching.board.actions import held, proposed_pair, record, write_rest
from pares.stages.matching.board.reading import state_of
from pares.stages.matching.board.states import Placed, State
from pares.stages.matching.framing import Frame
from pares.stages.matching.models import Proposal, ProposedPair, Unmatched, Verb
from pares.stages.matching.problem import Unmatched as Left
from pares.stages.matching.problem import Witness
from pares.stages.matching.proposing import why_no_mentee, why_no_mentor
from pares.stages.matching.rules import AlreadyConfirmed, NobodyToMatch, NotAllowed, refuse_changed, refuse_untrue
from pares.stages.recruitment.models import Application

MENTEE_WAITS = "Waits: no mentor has been chosen yet."
MENTOR_WAITS = "No mentee has been chosen yet."
ALL_TAKEN = "Every mentor they may have is taken by the pairs chosen so far."
_NOTHING: dict[str, list[str]] = {"mentees": [], "mentors": [], "fixes": []}


@transaction.atomic
def begin(*, cohort: Cohort, by: Person | None, at: datetime, seen: int | None = None) -> Proposal:
    """Return a proposal with no pairs, for leads who choose them all; the pairs there were come back by undoing.

    Raises AlreadyConfirmed, Overtaken, NobodyToMatch.
    """
    cohort = Cohort.objects.select_for_update().select_related("scheme").get(pk=cohort.pk)
    latest = cohort.proposals.newest()
    if cohort.proposals.confirmed().exists():
        raise AlreadyConfirmed
    if latest:
        refuse_changed(latest, seen)
    aside = pool.set_aside(cohort)
    frame = pool.frame_of(cohort, clock.local(at).date(), without=aside)
    if not frame.mentees or not frame.mentors:
        raise NobodyToMatch
    before = state_of(latest, aside)
    number, changes, seed = (
        (latest.number + 1, latest.changes, latest.seed) if latest else (1, 0, cohort.pk.int % 2**31)
    )
    proposal = Proposal.objects.create(cohort=cohort, number=number, changes=changes, seed=seed, made_by=by, made_at=at)
    ProposedPair.objects.filter(proposal__cohort=cohort).delete()
    Unmatched.objects.filter(proposal__cohort=cohort).delete()
    after = _as_chosen(frame, {}, aside, seed)
    write_rest(proposal, after)
    record(proposal, Verb.START, before, after, by, at)
    return proposal


@transaction.atomic
def choose(  # noqa: PLR0913
    *,
    proposal: Proposal,
    mentee: Application,
    mentor: Application,
    by: Person | None,
    at: datetime,
    seen: int | None = None,
) -> Proposal:
    """Make exactly this pair, locked; a pair the mentee had is given up for it. Choosing it again changes nothing.

    Raises AlreadyConfirmed, Overtaken, Gone, NotAllowed where the pair is ruled out or the mentor has no free place.
    """
    proposal = held(proposal)
    refuse_changed(proposal, seen)
    aside = pool.set_aside(proposal.cohort)
    frame = pool.frame_of(proposal.cohort, clock.local(at).date(), without=aside)
    refuse_untrue(mentee, mentor, frame)
    before = state_of(proposal, aside)
    who, chosen = str(mentee.pk), str(mentor.pk)
    others = {mentee: placed for mentee, placed in before.pairs.items() if mentee != who}
    if sum(placed.mentor == chosen for placed in others.values()) >= frame.mentors[frame.columns[chosen]].free_places:
        raise NotAllowed(f"{mentor.person} has no free place. Take one of their pairs apart first.", field="mentor")
    placed = Placed(chosen, frame.score(who, chosen), locked=True, by_hand=True)
    if before.pairs.get(who) == placed:
        return proposal
    after = _as_chosen(frame, others | {who: placed}, aside, proposal.seed)
    proposal.pairs.filter(mentee=mentee).delete()
    proposed_pair(proposal, who, placed, frame).save()
    _written(proposal, Verb.CHOOSE, before, after, by, at)
    step_done(cohort=proposal.cohort, key="propose_matches", by=by, at=at)
    return proposal


@transaction.atomic
def take_apart(
    *, proposal: Proposal, mentee: Application, by: Person | None, at: datetime, seen: int | None = None
) -> Proposal:
    """Take a mentee's pair apart; both wait again, and nothing else moves. Where there is no pair nothing changes.

    Raises AlreadyConfirmed, Overtaken.
    """
    proposal = held(proposal)
    refuse_changed(proposal, seen)
    aside = pool.set_aside(proposal.cohort)
    before = state_of(proposal, aside)
    who = str(mentee.pk)
    if who in before.pairs:
        frame = pool.frame_of(proposal.cohort, clock.local(at).date(), without=aside)
        others = {mentee: placed for mentee, placed in before.pairs.items() if mentee != who}
        after = _as_chosen(frame, others, aside, proposal.seed)
        proposal.pairs.filter(mentee=mentee).delete()
        _written(proposal, Verb.APART, before, after, by, at)
    return proposal


def _written(  # noqa: PLR0913, PLR0917
    proposal: Proposal, verb: Verb, before: State, after: State, by: Person | None, at: datetime
) -> None:
    proposal.unmatched.all().delete()
    write_rest(proposal, after)
    record(proposal, verb, before, after, by, at)


def _as_chosen(frame: Frame, pairs: Mapping[str, Placed], aside: frozenset[str], seed: int) -> State:
    """Return the state with these pairs: who waits for a choice, who cannot be matched and why, and the figures."""
    taken = Counter(placed.mentor for placed in pairs.values())
    places = np.array([mentor.free_places for mentor in frame.mentors], dtype=np.int64)
    left = places - np.array([taken[mentor.id] for mentor in frame.mentors], dtype=np.int64)
    allowed = frame.exclusions.allowed
    ever, now = (np.logical_or.reduce(allowed & (each > 0), axis=1) for each in (places, left))
    mentees = {
        each.id: {"why": _mentee_waits(frame, row, ever=ever[row], now=now[row]), "about": dict(_NOTHING)}
        for row, each in enumerate(frame.mentees)
        if each.id not in pairs
    }
    mentors = {
        each.id: {"why": MENTOR_WAITS if allowed[:, column].any() else why_no_mentee(frame, each.id), "about": {}}
        for column, each in enumerate(frame.mentors)
        if not taken[each.id] and each.free_places
    }
    scores = [placed.score for placed in pairs.values()]
    worst = min((placed.score for placed in pairs.values() if not placed.locked), default=0)
    figures = {"matched": len(scores), "worst": worst, "total": sum(scores), "seed": seed}
    return State(pairs, mentees | mentors, aside, figures)


def _mentee_waits(frame: Frame, row: int, *, ever: bool, now: bool) -> str:
    who = frame.mentees[row].id
    if not ever:
        return why_no_mentor(frame, Left(who, Witness((who,), ())))
    return MENTEE_WAITS if now else ALL_TAKEN
