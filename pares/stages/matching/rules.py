"""What may be done with a proposal or a pair, and the sentence if not."""

from datetime import datetime

from pares.ground.refusal import Refused
from pares.stages.matching.models import Pair, Proposal


class NobodyToMatch(Refused):
    """No mentee waits, or no mentor is there."""

    sentence = "There is nobody to match yet: you need mentees who wait and mentors who are trained."


class AlreadyConfirmed(Refused):
    """A cohort's match is confirmed once; afterwards pairs change one by one."""

    sentence = "This cohort's match has been confirmed, so the proposal can no longer be changed."


class Overtaken(Refused):
    """Another lead was faster."""

    sentence = "Somebody changed this proposal while you were looking at it. Here it is as it stands now."


class NotAllowed(Refused):
    """A pair that is excluded."""


class NoLongerTrue(Refused):
    """The people changed since the proposal was made."""

    sentence = (
        "Somebody in this proposal has since withdrawn or been matched, or a mentor has no free place any more. "
        "Propose again, and your locked pairs stay where they can."
    )


class PairOver(Refused):
    """A pair that has ended."""

    sentence = "This pair has already ended."


class TooLateToSayNo(Refused):
    """The two working days are over."""

    sentence = "The time to say no has passed, and your mentee has been told. You can ask for a change instead."


def refuse_changed(proposal: Proposal, seen: int | None) -> None:
    """Raise AlreadyConfirmed, or Overtaken where the lead saw an older state of the proposal."""
    if proposal.confirmed_at is not None:
        raise AlreadyConfirmed
    if seen is not None and seen != proposal.changes:
        raise Overtaken


def refuse_late_no(pair: Pair, at: datetime) -> None:
    """Raise PairOver, or TooLateToSayNo after the two working days."""
    if pair.ended_at is not None:
        raise PairOver
    if pair.mentor_may_decline_until is None or at > pair.mentor_may_decline_until:
        raise TooLateToSayNo
