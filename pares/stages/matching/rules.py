"""What may be done with a proposal or a pair, and the sentence if not."""

from datetime import datetime, timedelta

from pares.ground import clock
from pares.ground.cohorts.calendar import WorkingDays
from pares.ground.refusal import Refused
from pares.ground.schemes.models import Scheme
from pares.stages.matching.framing import Frame
from pares.stages.matching.models import Pair, Proposal
from pares.stages.recruitment.models import Application

WORKING_DAYS_TO_SAY_NO = 2
# From nine in the morning to six in the evening.
LETTING_LETTERS_LEAVE = timedelta(hours=9)


class NobodyToMatch(Refused):
    """No mentee waits, or no mentor is there."""

    sentence = "There is nobody to match yet: you need mentees who wait and mentors who are trained."


class AlreadyConfirmed(Refused):
    """A cohort's match is confirmed once; afterwards pairs change one by one."""

    sentence = "This cohort's match has been confirmed, so the proposal can no longer be changed."


class NotConfirmed(Refused):
    """Pairs are made one by one only after the match."""

    sentence = "The match has not been confirmed yet. Until then, choose mentors in the proposal."


class Overtaken(Refused):
    """Another lead was faster."""

    sentence = "Somebody changed this proposal while you were looking at it. Here it is as it stands now."


class NotAllowed(Refused):
    """A pair that is excluded."""


class Gone(Refused):
    """One of the two no longer takes part in the match."""

    sentence = "{name} has withdrawn, is away or has been matched meanwhile. Choose somebody else."


class NoLongerTrue(Refused):
    """The people changed since the proposal was made."""


class NothingToUndo(Refused):
    """Only the first proposal is there, or nothing."""

    sentence = "There is nothing to undo."


class CannotGoBack(Refused):
    """The people changed since the change that was to be undone."""

    sentence = "This cannot be undone: the people have changed since. Propose again instead."


class WeightsMoved(Refused):
    """The numbers that were to be brought back have been changed again, from another cohort of the scheme."""

    sentence = "This cannot be undone: what counts how much has been changed since, from another cohort of this scheme."


class PairOver(Refused):
    """A pair that has ended."""

    sentence = "This pair has already ended."


class TooLateToSayNo(Refused):
    """The two working days are over."""

    sentence = "The time to say no has passed. You can ask for a change instead."


def refuse_changed(proposal: Proposal, seen: int | None) -> None:
    """Raise AlreadyConfirmed, or Overtaken where this is not the latest proposal or the lead saw an older state."""
    if proposal.cohort.proposals.confirmed().exists():
        raise AlreadyConfirmed
    overtaken = proposal.cohort.proposals.filter(number__gt=proposal.number).exists()
    if overtaken or (seen is not None and seen != proposal.changes):
        raise Overtaken


def refuse_untrue(mentee: Application, mentor: Application, frame: Frame) -> None:
    """Raise Gone, or NotAllowed, where these two can no longer be matched."""
    for who, known in ((mentee, frame.rows), (mentor, frame.columns)):
        if str(who.pk) not in known:
            raise Gone(Gone.sentence.format(name=who.person), field="mentor")
    if reasons := frame.excluded(str(mentee.pk), str(mentor.pk)):
        raise NotAllowed(f"{mentee.person} and {mentor.person} cannot be matched. {reasons[0].value}", field="mentor")


def refuse_late_no(pair: Pair, at: datetime) -> None:
    """Raise PairOver, or TooLateToSayNo after the two working days or once the mentee knows."""
    if pair.ended_at is not None:
        raise PairOver
    until = pair.mentor_may_decline_until
    if until is None or at > until or pair.mentee_told_at is not None:
        raise TooLateToSayNo


def say_no_until(scheme: Scheme, told_at: datetime) -> datetime:
    """Return six in the evening of the second working day after a mentor was told; until then the mentee is not."""
    last = WorkingDays(scheme.nation).after(clock.local(told_at).date(), WORKING_DAYS_TO_SAY_NO)
    return clock.morning(last) + LETTING_LETTERS_LEAVE
