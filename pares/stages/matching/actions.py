"""Confirming a proposal, and changing pairs one by one afterwards; what leads do before that is in `board`."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from pares.ground import clock
from pares.ground.cohorts.actions import step_done
from pares.ground.cohorts.calendar import next_sending_time
from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.actions import note
from pares.ground.letters.actions import queue, release, skip
from pares.ground.letters.models import Letter
from pares.ground.people.models import Person
from pares.stages.matching import pool
from pares.stages.matching.ballots.rules import refuse_against_lots
from pares.stages.matching.board.actions import leave_out, lock, lock_only, propose, swap, undo, weigh
from pares.stages.matching.by_hand.actions import begin, choose, take_apart
from pares.stages.matching.framing import Frame
from pares.stages.matching.groups import how_they_meet
from pares.stages.matching.models import Ended, Pair, Proposal, ProposedPair
from pares.stages.matching.proposing import why
from pares.stages.matching.rules import (
    Gone,
    NoLongerTrue,
    NotAllowed,
    NotConfirmed,
    PairOver,
    refuse_changed,
    refuse_late_no,
    refuse_untrue,
    say_no_until,
)
from pares.stages.matching.scores import FULL_SHARE
from pares.stages.matching.shortlists.actions import match_made
from pares.stages.recruitment.models import Application

__all__ = [
    "begin",
    "choose",
    "close_pair",
    "confirm",
    "leave_out",
    "letter_sent",
    "lock",
    "lock_only",
    "mark_told",
    "propose",
    "recheck",
    "release_match_letters",
    "rematch",
    "say_no",
    "swap",
    "take_apart",
    "undo",
    "weigh",
]

MATCH_LETTERS = ("match_mentor", "match_mentee")
PAIR_OVER = "This pair has ended."


@transaction.atomic
def confirm(*, proposal: Proposal, by: Person | None, at: datetime, seen: int | None = None) -> list[Pair]:
    """Make the proposal's pairs and write their letters, which wait for a lead; doing it again changes nothing.

    Raises Overtaken, NoLongerTrue, AlreadyConfirmed where another proposal of the cohort was confirmed; NotDrawn,
    NotAsDrawn where a ballot stands.
    """
    proposal = _held(proposal)
    cohort = proposal.cohort
    if proposal.confirmed_at is None:
        refuse_changed(proposal, seen)
        refuse_against_lots(proposal, clock.local(at).date())
        _make_pairs(proposal, at)
        proposal.confirmed_at = at
        proposal.save(update_fields=["confirmed_at"])
        _forget_wishes_in_words(proposal)
        match_made(cohort=cohort, by=by, at=at)
        _note("confirm", "proposal", proposal, by, at)
    return list(Pair.objects.filter(cohort=cohort, confirmed_at=proposal.confirmed_at).in_words())


@transaction.atomic
def rematch(*, mentee: Application, mentor: Application, by: Person | None, at: datetime) -> Pair:
    """Make one pair after the match was confirmed, all others as they are.

    A lead asked for exactly this pair, so its letters need no second release: the mentor's leaves at once, the
    mentee's after two working days. Raises NotConfirmed, Gone, NotAllowed.
    """
    cohort = Cohort.objects.select_for_update().select_related("scheme").get(pk=mentee.cohort_id)
    if not cohort.proposals.confirmed().exists():
        raise NotConfirmed
    if made := Pair.objects.standing().filter(mentee=mentee, mentor=mentor).in_words().first():
        return made
    frame = pool.frame_of(cohort, clock.local(at).date()).after_the_match()
    refuse_untrue(mentee, mentor, frame)
    couple = (str(mentee.pk), str(mentor.pk))
    pair = make_pair(cohort, mentor, mentee, at, score=frame.score(*couple), reasons=why(frame, *couple), hold=False)
    _note("rematch", "pair", pair, by, at)
    return pair


@transaction.atomic
def release_match_letters(*, cohort: Cohort, by: Person | None, at: datetime) -> int:
    """Release the match letters that wait, mentors' at once, mentees' for two working days later; return how many.

    A mentee's letter is looked at again before it leaves (see `recheck`), and waits on where the mentor's was late.
    """
    held = Letter.objects.held().filter(cohort=cohort).select_related("scheme")
    first = next_sending_time(at, cohort.scheme.nation)
    later = say_no_until(cohort.scheme, first)
    mentors = release(letters=held.filter(kind="match_mentor"), by=by, at=at)
    step_done(cohort=cohort, key="confirm_matches", by=by, at=at)
    return mentors + release(letters=held.filter(kind="match_mentee"), by=by, at=at, not_before=later)


def recheck(letter: Letter, at: datetime) -> str | datetime | None:
    """Return why a match letter should not leave, or until when it waits, or None where it may leave now.

    The mentee hears once the mentor has had two working days to say no, counted from when the mentor's letter left.
    """
    pair = _spoken_of(letter)
    if pair is None or pair.ended_at is not None:
        return PAIR_OVER
    if letter.kind == "match_mentor":
        return None
    until = pair.mentor_may_decline_until or say_no_until(pair.cohort.scheme, at)
    return until if at <= until else None


def letter_sent(*, letter: Letter, at: datetime) -> Pair | None:
    """Record that a match letter left at that time, and so who was told; doing it again changes nothing."""
    pair = _spoken_of(letter)
    return pair and mark_told(pair=pair, side=letter.kind.removeprefix("match_"), at=at)


def _spoken_of(letter: Letter) -> Pair | None:
    return Pair.objects.select_related("cohort__scheme").filter(pk=letter.about).first() if letter.about else None


@transaction.atomic
def mark_told(*, pair: Pair, side: str, at: datetime) -> Pair:
    """Record that a partner's match letter has left; from the mentor's on, two working days run to say no."""
    unknown = Pair.objects.filter(pk=pair.pk, **{f"{side}_told_at": None})
    told: dict[str, datetime] = {f"{side}_told_at": at}
    if side == "mentor":
        told["mentor_may_decline_until"] = say_no_until(pair.cohort.scheme, at)
    unknown.update(**told)
    pair.refresh_from_db()
    return pair


@transaction.atomic
def say_no(*, pair: Pair, by: Person, at: datetime) -> Pair:
    """End a pair because the mentor says "not this person", without a reason, before the mentee is told.

    Raises PairOver, TooLateToSayNo. The two are not proposed to each other again.
    """
    pair = Pair.objects.held(pair)
    refuse_late_no(pair, at)
    return end_pair(pair, Ended.MENTOR_SAID_NO, by, at, never_again=True)


@transaction.atomic
def close_pair(  # noqa: PLR0913
    *, pair: Pair, ended: Ended, by: Person | None, at: datetime, never_again: bool = False, tell: bool = True
) -> Pair:
    """End a pair; both are told unless `tell` is False, and nobody is told why. Raises PairOver."""
    pair = Pair.objects.held(pair)
    if pair.ended_at is not None:
        raise PairOver
    pair = end_pair(pair, ended, by, at, never_again=never_again)
    for side in ("mentor", "mentee") if tell else ():
        if getattr(pair, f"{side}_told_at"):
            write_about("pair_ended", pair, getattr(pair, side), at)
    return pair


def end_pair(pair: Pair, ended: Ended, by: Person | None, at: datetime, *, never_again: bool = False) -> Pair:
    """End a pair that stands and is locked for this transaction; its match letters that have not left do not leave."""
    pair.ended, pair.ended_at, pair.never_again = ended, at, never_again
    pair.save(update_fields=["ended", "ended_at", "never_again"])
    for letter in Letter.objects.concerning(pair.pk).unsent().filter(kind__in=MATCH_LETTERS):
        skip(letter=letter, why=PAIR_OVER, at=at)
    _note("end_pair", "pair", pair, by, at)
    return pair


def _held(proposal: Proposal) -> Proposal:
    """Return the proposal, its cohort locked for this transaction."""
    Cohort.objects.select_for_update().get(pk=proposal.cohort_id)
    return Proposal.objects.select_related("cohort__scheme").get(pk=proposal.pk)


def _make_pairs(proposal: Proposal, at: datetime) -> None:
    """Make every pair of a proposal, or none; raises NoLongerTrue."""
    proposed = list(proposal.pairs.select_related("mentor__person", "mentee__person"))
    frame = pool.frame_of(proposal.cohort, clock.local(at).date())
    _refuse_overtaken_facts(proposed, frame)
    for each in proposed:
        about = {"score": lasting_score(each), "reasons": each.reasons, "locked": each.locked}
        make_pair(proposal.cohort, each.mentor, each.mentee, at, hold=True, **about)


def _refuse_overtaken_facts(proposed: Sequence[ProposedPair], frame: Frame) -> None:
    again = "Propose again: your locked pairs stay where they can."
    for each in proposed:
        try:
            refuse_untrue(each.mentee, each.mentor, frame)
        except (Gone, NotAllowed) as refused:
            raise NoLongerTrue(f"{refused} {again}".replace(" Choose somebody else.", "")) from refused
    used = Counter(each.mentor for each in proposed)
    for mentor, number in used.items():
        if number > frame.mentors[frame.columns[str(mentor.pk)]].free_places:
            raise NoLongerTrue(f"{mentor.person} now has fewer places than this proposal gives them. {again}")


def _forget_wishes_in_words(proposal: Proposal) -> None:
    """Drop what a proposal's reasons say of wishes: once pairs are confirmed no person can read them."""
    confirmed = list(proposal.pairs.all())
    for each in confirmed:
        each.score, each.reasons, each.better, each.possible = lasting_score(each), lasting(each.reasons), 0, 0
    ProposedPair.objects.bulk_update(confirmed, ["score", "reasons", "better", "possible"])


def lasting(reasons: Iterable[dict[str, object]]) -> list[dict[str, object]]:
    """Return the reasons that may last, without their points: with the score those would tell what was dropped."""
    kept = ("criterion", "words", "confidential")
    return [{name: reason[name] for name in kept} for reason in reasons if not reason["confidential"]]


def lasting_score(pair: ProposedPair) -> int:
    """Return how well two fit by the reasons that may last alone: where all of those fit, less would tell of a wish."""
    kept = [(reason["weight"], reason["share"]) for reason in pair.reasons if not reason["confidential"]]
    possible = sum(weight for weight, _ in kept)
    earned = sum(weight * share for weight, share in kept)
    return (2 * earned + possible) // (2 * possible) if possible else FULL_SHARE


def make_pair(  # noqa: PLR0913
    cohort: Cohort,
    mentor: Application,
    mentee: Application,
    at: datetime,
    *,
    score: int,
    reasons: list[dict[str, object]],
    hold: bool,
    locked: bool = False,
) -> Pair:
    """Make a pair and write its two letters: held for a lead, or the mentor's at once and the mentee's later."""
    pair = Pair.objects.create(
        cohort=cohort,
        mentor=mentor,
        mentee=mentee,
        confirmed_at=at,
        score=score,
        reasons=lasting(reasons),
        locked=locked,
    )
    later = say_no_until(cohort.scheme, next_sending_time(at, cohort.scheme.nation))
    write_about("match_mentor", pair, mentor, at, hold=hold)
    write_about("match_mentee", pair, mentee, at, hold=hold, not_before=later)
    return pair


def write_about(  # noqa: PLR0913
    kind: str, pair: Pair, to: Application, at: datetime, *, hold: bool = False, not_before: datetime | None = None
) -> None:
    """Write one partner a letter about their pair."""
    queue(
        kind=kind,
        key=f"{kind}:{pair.pk}:{to.pk}",
        to=to.person,
        values={"link": f"{settings.URL}/{to.part}/", "meeting_lines": how_they_meet(pair, to)},
        at=at,
        scheme=pair.cohort.scheme,
        cohort=pair.cohort,
        about=pair.pk,
        hold=hold,
        not_before=not_before,
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
