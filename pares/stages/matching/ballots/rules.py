"""What may be done with a ballot, and the sentence if not; and whether a proposal follows it."""

import re
from datetime import date

from pares.ground.cohorts.models import Cohort
from pares.ground.refusal import Refused
from pares.stages.matching import pool
from pares.stages.matching.ballot import by_lot
from pares.stages.matching.ballots.models import LONGEST_SEED, LONGEST_SOURCE, Ballot
from pares.stages.matching.framing import Frame
from pares.stages.matching.models import Proposal
from pares.stages.matching.places import supply
from pares.stages.matching.proposing import standing_locks
from pares.stages.matching.solver import largest
from pares.stages.matching.table import NOBODY

# Nothing that a shell, a spreadsheet or another keyboard might turn into something else.
_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ,.:-]*[A-Za-z0-9])?")


class EnoughPlaces(Refused):
    """A ballot is for places that are short."""

    sentence = "There are places for all who wait and could have a mentor, so there is nothing to draw lots for."


class AlreadyAnnounced(Refused):
    """One ballot at a time."""

    sentence = "A ballot has been announced already. Until it is drawn you can call it off."


class AlreadyDrawn(Refused):
    """A draw stands."""

    sentence = "The lots have been drawn, so the ballot can no longer be called off or drawn again."


class CalledOff(Refused):
    """A ballot that is over."""

    sentence = "This ballot has been called off."


class NoSource(Refused):
    """Nobody could tell whether the seed was chosen."""

    sentence = "Say where the seed will come from"


class SourceTooLong(Refused):
    """A letter holds a line of it."""

    sentence = f"Say where the seed will come from in {LONGEST_SOURCE} characters or fewer"


class NoSeed(Refused):
    """There is nothing to draw from."""

    sentence = "Enter the seed"


class BadSeed(Refused):
    """The seed could not be copied safely."""

    sentence = (
        f"The seed must be {LONGEST_SEED} characters or fewer, only letters from a to z, digits, spaces, commas, "
        "full stops, colons and hyphens, with a letter or a digit first and last"
    )


class NotDrawn(Refused):
    """Mentees were told that lots would be drawn."""

    sentence = "A ballot has been announced and not drawn. Draw the lots, or call the ballot off, before you confirm."


class NotAsDrawn(Refused):
    """A proposal from before the draw, or of other people and places."""

    sentence = (
        "This proposal does not follow the lots as they were drawn, for the people and places of today. Propose again."
    )


def places_are_short(cohort: Cohort, on: date) -> bool:
    """Tell whether not everybody who waits and could have a mentor can have one, locked pairs kept."""
    there = supply(cohort, on)
    if there.places < there.mentees:
        return True
    frame = pool.frame_of(cohort, on, without=pool.set_aside(cohort))
    if not frame.mentees or not frame.mentors:
        return False
    table = frame.table(locked=standing_locks(cohort.proposals.newest(), frame))
    can_have = table.score[table.free_rows] >= 0
    return bool((largest(can_have, table.free_places) == NOBODY)[can_have.any(axis=1)].any())


def tidy(text: str) -> str:
    """Return a text without spaces around it or several in a row."""
    return " ".join(text.split())


def refuse_source(source: str) -> None:
    """Raise NoSource, SourceTooLong."""
    if not source:
        raise NoSource(field="source")
    if len(source) > LONGEST_SOURCE:
        raise SourceTooLong(field="source")


def refuse_seed(seed: str) -> None:
    """Raise NoSeed, BadSeed."""
    if not seed:
        raise NoSeed(field="seed")
    if len(seed) > LONGEST_SEED or not _PLAIN.fullmatch(seed):
        raise BadSeed(field="seed")


def refuse_against_lots(proposal: Proposal, on: date) -> None:
    """Raise NotDrawn, or NotAsDrawn where other mentees are matched than those who have a place by their lots."""
    ballot = Ballot.objects.standing().filter(cohort=proposal.cohort_id).first()
    if ballot is None:
        return
    if ballot.drawn_at is None:
        raise NotDrawn
    if not follows_lots(proposal, on):
        raise NotAsDrawn


def follows_lots(proposal: Proposal, on: date) -> bool:
    """Tell whether a proposal matches just those who have a place by their lots, with its locks, on a day."""
    frame = pool.frame_of(proposal.cohort, on, without=pool.set_aside(proposal.cohort))
    matched = {str(each) for each in proposal.pairs.values_list("mentee", flat=True)}
    return matched == _have_places(frame, proposal)


def _have_places(frame: Frame, proposal: Proposal) -> set[str]:
    table = by_lot(frame.table(locked=standing_locks(proposal, frame)))
    return {mentee for mentee, scores in zip(table.mentees, table.score, strict=True) if scores.max(initial=-1) >= 0}
