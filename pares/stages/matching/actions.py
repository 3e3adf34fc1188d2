"""Proposing, changing a proposal, confirming it, and changing pairs one by one afterwards."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from pares.ground import clock
from pares.ground.cohorts.calendar import WorkingDays
from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.actions import note
from pares.ground.letters.actions import queue
from pares.ground.people.models import Person
from pares.stages.matching import pool
from pares.stages.matching.framing import Frame
from pares.stages.matching.models import Ended, Pair, Proposal, ProposedPair, Unmatched
from pares.stages.matching.problem import BadProblem
from pares.stages.matching.proposing import left_over, solved, why
from pares.stages.matching.rules import (
    AlreadyConfirmed,
    NobodyToMatch,
    NoLongerTrue,
    NotAllowed,
    PairOver,
    refuse_changed,
    refuse_late_no,
)
from pares.stages.recruitment.models import Application

WORKING_DAYS_TO_SAY_NO = 2
Couple = tuple[str, str]


@transaction.atomic
def propose(*, cohort: Cohort, by: Person | None, at: datetime, seed: int | None = None) -> Proposal:
    """Return the best proposal there is, keeping the pairs locked in the latest one where they still stand.

    Raises AlreadyConfirmed, NobodyToMatch.
    """
    cohort = Cohort.objects.select_for_update().select_related("scheme").get(pk=cohort.pk)
    latest = cohort.proposals.order_by("number").last()
    if cohort.proposals.filter(confirmed_at__isnull=False).exists():
        raise AlreadyConfirmed
    frame = pool.frame_of(cohort, clock.local(at).date())
    if not frame.mentees or not frame.mentors:
        raise NobodyToMatch
    locks = _locks(latest, frame)
    chosen = seed if seed is not None else latest.seed if latest else cohort.pk.int % 2**31
    proposal = Proposal.objects.create(
        cohort=cohort, number=latest.number + 1 if latest else 1, seed=chosen, made_by=by, made_at=at
    )
    _fill(proposal, frame, locks)
    _note("propose", "proposal", proposal, by, at)
    return proposal


@transaction.atomic
def lock(
    *, proposed: ProposedPair, locked: bool, by: Person | None, at: datetime, seen: int | None = None
) -> ProposedPair:
    """Keep a proposed pair when proposing again, or let it go; raises AlreadyConfirmed, Overtaken."""
    proposal = _held(proposed.proposal)
    refuse_changed(proposal, seen)
    proposal.pairs.filter(pk=proposed.pk).update(locked=locked)
    Proposal.objects.filter(pk=proposal.pk).update(changes=F("changes") + 1)
    _note("lock" if locked else "unlock", "proposal", proposal, by, at)
    proposed.refresh_from_db()
    return proposed


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

    Raises AlreadyConfirmed, Overtaken, NotAllowed, NoLongerTrue.
    """
    proposal = _held(proposal)
    refuse_changed(proposal, seen)
    frame = pool.frame_of(proposal.cohort, clock.local(at).date())
    couple = (str(mentee.pk), str(mentor.pk))
    if couple[0] not in frame.rows or couple[1] not in frame.columns:
        raise NoLongerTrue
    if reasons := frame.excluded(*couple):
        raise NotAllowed(f"These two cannot be matched. {reasons[0].value}")
    locks = {pair[0]: pair for pair in _locks(proposal, frame)} | {couple[0]: couple}
    try:
        _fill(proposal, frame, tuple(locks.values()), by_hand=couple)
    except BadProblem as error:
        raise NotAllowed("This mentor's places are all taken by locked pairs. Unlock one of them first.") from error
    _note("swap", "proposal", proposal, by, at)
    return proposal


@transaction.atomic
def confirm(*, proposal: Proposal, by: Person | None, at: datetime, seen: int | None = None) -> list[Pair]:
    """Make the proposal's pairs and write their letters, which wait for a lead; doing it again changes nothing.

    Raises Overtaken, NoLongerTrue, AlreadyConfirmed where another proposal of the cohort was confirmed.
    """
    cohort = Cohort.objects.select_for_update().select_related("scheme").get(pk=proposal.cohort_id)
    proposal = cohort.proposals.get(pk=proposal.pk)
    if proposal.confirmed_at is not None:
        return list(Pair.objects.filter(cohort=cohort, confirmed_at=proposal.confirmed_at).in_words())
    if cohort.proposals.filter(confirmed_at__isnull=False).exists():
        raise AlreadyConfirmed
    refuse_changed(proposal, seen)
    proposed = list(proposal.pairs.select_related("mentor", "mentee"))
    frame = pool.frame_of(cohort, clock.local(at).date())
    _refuse_untrue([(str(each.mentee_id), str(each.mentor_id)) for each in proposed], frame)
    for each in proposed:
        _make_pair(cohort, each.mentor, each.mentee, at, score=each.score, reasons=each.reasons)
    Proposal.objects.filter(pk=proposal.pk).update(confirmed_at=at)
    _note("confirm", "proposal", proposal, by, at)
    return list(Pair.objects.filter(cohort=cohort, confirmed_at=at).in_words())


@transaction.atomic
def rematch(*, mentee: Application, mentor: Application, by: Person | None, at: datetime) -> Pair:
    """Make one pair after the match was confirmed, all others as they are; raises NotAllowed, NoLongerTrue."""
    cohort = Cohort.objects.select_for_update().select_related("scheme").get(pk=mentee.cohort_id)
    frame = pool.frame_of(cohort, clock.local(at).date())
    couple = (str(mentee.pk), str(mentor.pk))
    _refuse_untrue([couple], frame)
    pair = _make_pair(cohort, mentor, mentee, at, score=frame.score(*couple), reasons=why(frame, *couple))
    _note("rematch", "pair", pair, by, at)
    return pair


@transaction.atomic
def mark_told(*, pair: Pair, side: str, at: datetime) -> Pair:
    """Record that a partner's match letter has left; from the mentor's on, two working days run to say no."""
    unknown = Pair.objects.filter(pk=pair.pk, **{f"{side}_told_at": None})
    told: dict[str, datetime] = {f"{side}_told_at": at}
    if side == "mentor":
        told["mentor_may_decline_until"] = say_no_until(pair, at)
    unknown.update(**told)
    pair.refresh_from_db()
    return pair


def say_no_until(pair: Pair, at: datetime) -> datetime:
    """Return the end of the second working day after the mentor was told."""
    days = WorkingDays(pair.cohort.scheme.nation, ())
    last = days.after(clock.local(at).date(), WORKING_DAYS_TO_SAY_NO)
    return clock.morning(last) + timedelta(hours=9)


@transaction.atomic
def say_no(*, pair: Pair, by: Person, at: datetime) -> Pair:
    """End a pair because the mentor says "not this person", without a reason, before the mentee is told.

    Raises PairOver, TooLateToSayNo. The two are not proposed to each other again.
    """
    pair = Pair.objects.select_for_update().get(pk=pair.pk)
    refuse_late_no(pair, at)
    return _end(pair, Ended.MENTOR_SAID_NO, by, at, never_again=True)


@transaction.atomic
def close_pair(  # noqa: PLR0913
    *, pair: Pair, ended: Ended, by: Person | None, at: datetime, never_again: bool = False, tell: bool = True
) -> Pair:
    """End a pair; both are told unless `tell` is False, and nobody is told why. Raises PairOver."""
    pair = Pair.objects.select_for_update().get(pk=pair.pk)
    if pair.ended_at is not None:
        raise PairOver
    pair = _end(pair, ended, by, at, never_again=never_again)
    for side in ("mentor", "mentee") if tell else ():
        if getattr(pair, f"{side}_told_at"):
            _write("pair_ended", pair, getattr(pair, side), at, hold=False)
    return pair


def _end(pair: Pair, ended: Ended, by: Person | None, at: datetime, *, never_again: bool) -> Pair:
    pair.ended, pair.ended_at, pair.never_again = ended, at, never_again
    pair.save(update_fields=["ended", "ended_at", "never_again"])
    _note("end_pair", "pair", pair, by, at)
    return pair


def _held(proposal: Proposal) -> Proposal:
    """Return the proposal, its cohort locked for this transaction."""
    Cohort.objects.select_for_update().get(pk=proposal.cohort_id)
    return Proposal.objects.select_related("cohort__scheme").get(pk=proposal.pk)


def _locks(proposal: Proposal | None, frame: Frame) -> tuple[Couple, ...]:
    """Return the locked pairs that still stand."""
    if proposal is None:
        return ()
    locked = [(str(each.mentee_id), str(each.mentor_id)) for each in proposal.pairs.filter(locked=True)]
    known = [couple for couple in locked if couple[0] in frame.rows and couple[1] in frame.columns]
    return tuple(couple for couple in known if not frame.excluded(*couple))


def _fill(proposal: Proposal, frame: Frame, locks: tuple[Couple, ...], by_hand: Couple | None = None) -> None:
    """Write the best answer with those locks into the proposal; raises BadProblem where the locks do not fit."""
    solution = solved(frame, locks, proposal.seed)
    kept = {str(each.mentee_id): str(each.mentor_id) for each in proposal.pairs.filter(by_hand=True)}
    if by_hand:
        kept[by_hand[0]] = by_hand[1]
    proposal.pairs.all().delete()
    proposal.unmatched.all().delete()
    ProposedPair.objects.bulk_create(
        ProposedPair(
            proposal=proposal,
            mentee_id=mentee,
            mentor_id=mentor,
            score=frame.score(mentee, mentor),
            reasons=why(frame, mentee, mentor),
            locked=(mentee, mentor) in locks,
            by_hand=kept.get(mentee) == mentor,
        )
        for mentee, mentor in solution.pairs
    )
    Unmatched.objects.bulk_create(
        Unmatched(proposal=proposal, application_id=who, why=words) for who, words in left_over(frame, solution)
    )
    figures = solution.objective
    Proposal.objects.filter(pk=proposal.pk).update(
        matched=figures.matched, worst=figures.worst, total=figures.total, changes=F("changes") + 1
    )
    proposal.refresh_from_db()


def _refuse_untrue(couples: list[Couple], frame: Frame) -> None:
    places = {mentor.id: mentor.free_places for mentor in frame.mentors}
    for mentee, mentor in couples:
        if mentee not in frame.rows or places.get(mentor, 0) < 1 or frame.excluded(mentee, mentor):
            raise NoLongerTrue
        places[mentor] -= 1


def _make_pair(  # noqa: PLR0913
    cohort: Cohort,
    mentor: Application,
    mentee: Application,
    at: datetime,
    *,
    score: int,
    reasons: list[dict[str, object]],
) -> Pair:
    shown = [reason for reason in reasons if not reason["confidential"]]
    pair = Pair.objects.create(cohort=cohort, mentor=mentor, mentee=mentee, confirmed_at=at, score=score, reasons=shown)
    for side in (mentor, mentee):
        _write(f"match_{side.part}", pair, side, at, hold=True)
    return pair


def _write(kind: str, pair: Pair, to: Application, at: datetime, *, hold: bool) -> None:
    queue(
        kind=kind,
        key=f"{kind}:{pair.pk}:{to.pk}",
        to=to.person,
        values={
            "name": to.person.name,
            "scheme_name": pair.cohort.scheme.name,
            "cohort_name": pair.cohort.name,
            "link": f"{settings.URL}/{to.part}/",
        },
        at=at,
        scheme=pair.cohort.scheme,
        cohort=pair.cohort,
        about=pair.pk,
        hold=hold,
    )


def _note(verb: str, kind: str, thing: Proposal | Pair, by: Person | None, at: datetime) -> None:
    cohort = thing.cohort
    note(
        verb=f"matching.{verb}",
        by=by,
        at=at,
        kind=kind,
        thing=thing.pk,
        scheme=cohort.scheme_id,
        cohort=cohort.pk,
    )
