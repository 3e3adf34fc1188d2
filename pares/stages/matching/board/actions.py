"""Proposing, and changing a proposal: locks, swaps, leaving people out, going back. Each change is recorded."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from pares.ground import clock
from pares.ground.cohorts.actions import step_done
from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.actions import note
from pares.ground.people.models import Person
from pares.ground.schemes.actions import describe
from pares.ground.schemes.models import Scheme
from pares.stages.matching import pool
from pares.stages.matching.ballots.actions import give_late_tickets
from pares.stages.matching.board.reading import state_of
from pares.stages.matching.board.states import Placed, State, back, difference, reweighed
from pares.stages.matching.framing import Frame
from pares.stages.matching.models import Aside, Change, Proposal, ProposedPair, Unmatched, Verb
from pares.stages.matching.proposing import Couple, answer, standing_locks, why
from pares.stages.matching.rules import (
    AlreadyConfirmed,
    CannotGoBack,
    NobodyToMatch,
    NotAllowed,
    NothingToUndo,
    WeightsMoved,
    refuse_changed,
    refuse_untrue,
)
from pares.stages.matching.scores import Criterion
from pares.stages.recruitment.models import Application


@transaction.atomic
def propose(*, cohort: Cohort, by: Person | None, at: datetime, seed: int | None = None) -> Proposal:
    """Return the best proposal there is, keeping the pairs locked in the latest one where they still stand.

    Raises AlreadyConfirmed, NobodyToMatch.
    """
    cohort = Cohort.objects.select_for_update().select_related("scheme").get(pk=cohort.pk)
    latest = cohort.proposals.newest()
    if cohort.proposals.confirmed().exists():
        raise AlreadyConfirmed
    aside = pool.set_aside(cohort)
    give_late_tickets(cohort=cohort, at=at)
    frame = pool.frame_of(cohort, clock.local(at).date(), without=aside)
    if not frame.mentees or not frame.mentors:
        raise NobodyToMatch
    before = state_of(latest, aside)
    chosen = seed if seed is not None else latest.seed if latest else cohort.pk.int % 2**31
    # The count of changes goes on, so that a page of the earlier proposal is known to be out of date.
    number, changes = (latest.number + 1, latest.changes) if latest else (1, 0)
    proposal = Proposal.objects.create(
        cohort=cohort, number=number, changes=changes, seed=chosen, made_by=by, made_at=at
    )
    after = _solved(frame, standing_locks(latest, frame), before, chosen, aside)
    ProposedPair.objects.filter(proposal__cohort=cohort).delete()
    Unmatched.objects.filter(proposal__cohort=cohort).delete()
    _write(proposal, after, frame)
    record(proposal, Verb.PROPOSE, before, after, by, at)
    step_done(cohort=cohort, key="propose_matches", by=by, at=at)
    return proposal


def lock(
    *, proposed: ProposedPair, locked: bool, by: Person | None, at: datetime, seen: int | None = None
) -> ProposedPair:
    """Keep a proposed pair when proposing again, or let it go; raises AlreadyConfirmed, Overtaken."""
    kept = set(proposed.proposal.pairs.filter(locked=True).values_list("mentee", flat=True))
    wanted = kept | {proposed.mentee_id} if locked else kept - {proposed.mentee_id}
    lock_only(proposal=proposed.proposal, mentees=wanted, by=by, at=at, seen=seen)
    proposed.refresh_from_db()
    return proposed


@transaction.atomic
def lock_only(
    *, proposal: Proposal, mentees: Collection[UUID], by: Person | None, at: datetime, seen: int | None = None
) -> Proposal:
    """Lock the pairs of exactly these mentees; raises AlreadyConfirmed, Overtaken."""
    proposal = held(proposal)
    refuse_changed(proposal, seen)
    before = state_of(proposal, pool.set_aside(proposal.cohort))
    names = {str(mentee) for mentee in mentees}
    pairs = {mentee: placed._replace(locked=mentee in names) for mentee, placed in before.pairs.items()}
    after = State(pairs, before.left, before.aside, before.figures)
    if pairs != before.pairs:
        proposal.pairs.filter(mentee__in=mentees).update(locked=True)
        proposal.pairs.exclude(mentee__in=mentees).update(locked=False)
        record(proposal, Verb.LOCK, before, after, by, at)
    return proposal


@transaction.atomic
def swap(  # noqa: PLR0913
    *,
    proposal: Proposal,
    mentee: Application,
    mentor: Application,
    by: Person | None,
    at: datetime,
    seen: int | None = None,
) -> Proposal:
    """Give a mentee another mentor, locked; whoever must move for it moves as little as the best answer asks.

    Raises AlreadyConfirmed, Overtaken, Gone, NotAllowed.
    """
    proposal = held(proposal)
    refuse_changed(proposal, seen)
    aside = pool.set_aside(proposal.cohort)
    frame = pool.frame_of(proposal.cohort, clock.local(at).date(), without=aside)
    refuse_untrue(mentee, mentor, frame)
    couple = (str(mentee.pk), str(mentor.pk))
    locks = {pair[0]: pair for pair in standing_locks(proposal, frame)} | {couple[0]: couple}
    before = state_of(proposal, aside)
    if sum(held == couple[1] for _, held in locks.values()) > frame.mentors[frame.columns[couple[1]]].free_places:
        raise NotAllowed(
            f"{mentor.person}'s places are all taken by locked pairs. Unlock one of them first.", field="mentor"
        )
    after = _solved(frame, locks.values(), before, proposal.seed, aside, by_hand=couple)
    _write(proposal, after, frame)
    record(proposal, Verb.SWAP, before, after, by, at)
    return proposal


@transaction.atomic
def leave_out(
    *, proposal: Proposal, people: Collection[UUID], by: Person | None, at: datetime, seen: int | None = None
) -> Proposal:
    """Leave exactly these mentors and mentees out of the proposal, all others in it, and find the best answer so.

    Raises AlreadyConfirmed, Overtaken, NobodyToMatch.
    """
    proposal = held(proposal)
    refuse_changed(proposal, seen)
    before = state_of(proposal, pool.set_aside(proposal.cohort))
    aside = frozenset(str(each) for each in people)
    if aside == before.aside:
        return proposal
    frame = pool.frame_of(proposal.cohort, clock.local(at).date(), without=aside)
    if not frame.mentees or not frame.mentors:
        raise NobodyToMatch
    after = _solved(frame, standing_locks(proposal, frame), before, proposal.seed, aside)
    _put_aside(proposal.cohort, aside, at)
    _write(proposal, after, frame)
    record(proposal, Verb.LEAVE_OUT, before, after, by, at)
    return proposal


@transaction.atomic
def weigh(
    *, proposal: Proposal, weights: Mapping[Criterion, int], by: Person | None, at: datetime, seen: int | None = None
) -> Proposal:
    """Let these numbers count in the whole scheme from now on, and find the best answer so; locked pairs stay.

    Raises AlreadyConfirmed, Overtaken, NobodyToMatch.
    """
    proposal = held(proposal)
    refuse_changed(proposal, seen)
    scheme = Scheme.objects.select_for_update().get(pk=proposal.cohort.scheme_id)
    now, wanted = _by_name(pool.weights_of(scheme)), _by_name(weights)
    if now == wanted:
        return proposal
    aside = pool.set_aside(proposal.cohort)
    before = replace(state_of(proposal, aside), weights=now)
    proposal.cohort.scheme = describe(scheme=scheme, by=by, at=at, weights=wanted)
    frame = pool.frame_of(proposal.cohort, clock.local(at).date(), without=aside)
    if not frame.mentees or not frame.mentors:
        raise NobodyToMatch
    found = _solved(frame, standing_locks(proposal, frame), before, proposal.seed, aside)
    after = replace(found, weights=wanted)
    _write(proposal, after, frame)
    record(proposal, Verb.WEIGH, before, after, by, at)
    return proposal


@transaction.atomic
def undo(*, proposal: Proposal, by: Person | None, at: datetime, seen: int | None = None) -> Proposal:
    """Go back to how the proposal stood before its last change that has not been undone; proposing is a change too.

    Raises AlreadyConfirmed, Overtaken, NothingToUndo, CannotGoBack where the people have changed since, WeightsMoved
    where the numbers it would bring back have been changed from elsewhere.
    """
    proposal = held(proposal)
    refuse_changed(proposal, seen)
    last = Change.objects.filter(cohort=proposal.cohort_id).to_undo()
    if last is None:
        raise NothingToUndo
    after = state_of(proposal, pool.set_aside(proposal.cohort))
    before = _with_who_is_there(back(after, last.difference), proposal.cohort)
    if before.weights:
        after = replace(after, weights={name: number for name, _, number in reweighed(last.difference)})
        _weigh_back(proposal, before.weights, after.weights, by, at)
    frame = pool.frame_of(proposal.cohort, clock.local(at).date(), without=before.aside)
    _refuse_overtaken(before, frame)
    before = _scored_anew(before, frame)
    _put_aside(proposal.cohort, before.aside, at)
    _write(proposal, before, frame)
    record(proposal, Verb.UNDO, after, before, by, at, undoes=last)
    return proposal


def _solved(  # noqa: PLR0913, PLR0917
    frame: Frame,
    locks: Iterable[Couple],
    before: State,
    seed: int,
    aside: frozenset[str],
    by_hand: Couple | None = None,
) -> State:
    """Return the best state with those locks; pairs a lead once chose are still known as such where they are kept."""
    held, found = frozenset(locks), answer(frame, tuple(locks), seed)
    chosen = {(mentee, placed.mentor) for mentee, placed in before.pairs.items() if placed.by_hand} | {by_hand}
    pairs = {
        mentee: Placed(mentor, frame.score(mentee, mentor), (mentee, mentor) in held, (mentee, mentor) in chosen)
        for mentee, mentor in found.pairs
    }
    return State(pairs, found.left, aside, {**found.figures, "seed": seed})


def _weigh_back(
    proposal: Proposal, before: Mapping[str, int], after: Mapping[str, int], by: Person | None, at: datetime
) -> None:
    """Give the criteria of a change the numbers they had before it; raises WeightsMoved."""
    scheme = Scheme.objects.select_for_update().get(pk=proposal.cohort.scheme_id)
    now = _by_name(pool.weights_of(scheme))
    if not after.items() <= now.items():
        raise WeightsMoved
    proposal.cohort.scheme = describe(scheme=scheme, by=by, at=at, weights=now | dict(before))


def _by_name(weights: Mapping[Criterion, int]) -> dict[str, int]:
    return {criterion.name: number for criterion, number in weights.items()}


def _scored_anew(state: State, frame: Frame) -> State:
    """Return a state with the scores of today, where the people or what counts have changed since it stood."""
    pairs = {
        mentee: placed._replace(score=frame.score(mentee, placed.mentor)) for mentee, placed in state.pairs.items()
    }
    if pairs == state.pairs:
        return state
    free = [placed.score for placed in pairs.values() if not placed.locked]
    total = sum(placed.score for placed in pairs.values())
    figures = {**state.figures, "worst": min(free, default=0), "total": total}
    return replace(state, pairs=pairs, figures=figures)


def _with_who_is_there(state: State, cohort: Cohort) -> State:
    """Return a state with nobody left out who has been erased since."""
    there = {str(each) for each in cohort.applications.values_list("pk", flat=True)} if state.aside else set()
    return replace(state, aside=state.aside & there)


def _refuse_overtaken(state: State, frame: Frame) -> None:
    """Raise CannotGoBack where somebody of a state is gone, may not be matched so any more, or has fewer places."""
    couples = [(mentee, placed.mentor) for mentee, placed in state.pairs.items()]
    places = {mentor.id: mentor.free_places for mentor in frame.mentors}
    for mentee, mentor in couples:
        if mentee not in frame.rows or mentor not in frame.columns or frame.excluded(mentee, mentor):
            raise CannotGoBack
        places[mentor] -= 1
    if min(places.values(), default=0) < 0 or not state.left.keys() <= frame.rows.keys() | frame.columns.keys():
        raise CannotGoBack


def held(proposal: Proposal) -> Proposal:
    """Return the proposal, its cohort locked for this transaction."""
    Cohort.objects.select_for_update().get(pk=proposal.cohort_id)
    return Proposal.objects.select_related("cohort__scheme").get(pk=proposal.pk)


def _put_aside(cohort: Cohort, people: frozenset[str], at: datetime) -> None:
    ids = [UUID(each) for each in people]
    Aside.objects.filter(application__cohort=cohort).exclude(application__in=ids).delete()
    new = Application.objects.filter(cohort=cohort, pk__in=ids, aside=None)
    Aside.objects.bulk_create(Aside(application=each, since=at) for each in new)


def _write(proposal: Proposal, state: State, frame: Frame) -> None:
    """Make a proposal hold this state, with the reasons as they are now."""
    proposal.pairs.all().delete()
    proposal.unmatched.all().delete()
    ProposedPair.objects.bulk_create(
        proposed_pair(proposal, mentee, placed, frame) for mentee, placed in state.pairs.items()
    )
    write_rest(proposal, state)


def proposed_pair(proposal: Proposal, mentee: str, placed: Placed, frame: Frame) -> ProposedPair:
    """Return one pair of a proposal, not saved, with the reasons as they are now."""
    return ProposedPair(
        proposal=proposal,
        mentee_id=mentee,
        mentor_id=placed.mentor,
        score=placed.score,
        reasons=why(frame, mentee, placed.mentor),
        locked=placed.locked,
        by_hand=placed.by_hand,
        **_others(frame, mentee, placed.mentor),
    )


def write_rest(proposal: Proposal, state: State) -> None:
    """Make a proposal hold who has nobody in a state, and its figures."""
    Unmatched.objects.bulk_create(
        Unmatched(proposal=proposal, application_id=who, why=left["why"], about=left["about"])
        for who, left in state.left.items()
    )
    Proposal.objects.filter(pk=proposal.pk).update(**state.figures)


def _others(frame: Frame, mentee: str, mentor: str) -> dict[str, int]:
    """Return how many mentors a mentee may have, and how many of them would fit better than this one."""
    row = frame.rows[mentee]
    scores = frame.scores.score[row][frame.exclusions.allowed[row]]
    return {"possible": len(scores), "better": int((scores > frame.score(mentee, mentor)).sum())}


def record(  # noqa: PLR0913, PLR0917
    proposal: Proposal,
    verb: Verb,
    before: State,
    after: State,
    by: Person | None,
    at: datetime,
    undoes: Change | None = None,
) -> None:
    """Count the change, which tells other leads that their page is out of date, and write it down."""
    number, cohort = proposal.changes + 1, proposal.cohort
    Proposal.objects.filter(pk=proposal.pk).update(changes=number)
    Change.objects.create(
        cohort=cohort, number=number, verb=verb, by=by, at=at, difference=difference(before, after), undoes=undoes
    )
    proposal.refresh_from_db()
    note(
        verb=f"matching.{verb}",
        by=by,
        at=at,
        kind="proposal",
        thing=proposal.pk,
        scheme=cohort.scheme_id,
        cohort=cohort.pk,
    )
