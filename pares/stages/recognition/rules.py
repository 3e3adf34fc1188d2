"""When a certificate is due: the rule as the Maudsley scheme has it (southlondonpeers.com, Recognition).

Pure: figures in, proofs out; and the sentence where something is not issued or waived.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pares.ground.refusal import Refused

LEAST_TRAINING = 1
LEAST_SESSIONS = 3


class NotEarned(Refused):
    """A proof is missing and not waived."""


class TookNoPart(Refused):
    """There is nothing a statement could say."""

    sentence = "There is no training and no session of this mentor on record, so a statement has nothing to say."


class WrongWhy(Refused):
    """A reason that does not fit the proof."""

    sentence = "“The evaluation was closed” is a reason only for the evaluation, and only after the survey has closed."


class RestsOnIt(Refused):
    """A waiver that a valid certificate needs."""

    sentence = "This mentor’s certificate needs this waiver. Take the certificate back first."


class StillOpen(Refused):
    """Statements for those who fall short wait until it is known who does."""

    sentence = "The mentors' end survey is still open, so it is not known yet who falls short of a certificate."


class Stands(StrEnum):
    """How a proof stands."""

    YES = "yes"
    WAIVED = "waived"
    NO = "no"


@dataclass(frozen=True)
class Record:
    """What a mentor did in one cohort: counts, and the proofs a lead waived."""

    trainings: int
    equivalent: bool
    sessions: int
    evaluation_returned: bool
    waived: frozenset[str] = frozenset()


def sessions_counted(pairs: Iterable[tuple[int, bool]]) -> int:
    """Take each of a mentor's pairs as (sessions, cut short) and return how many sessions count.

    The rule asks for three sessions with a mentee, so pairs that ran side by side do not add up: the one that met
    most often counts. A pair cut short by a re-match adds its sessions, since the mentor carried on with another.
    """
    known = list(pairs)
    whole = max((sessions for sessions, cut_short in known if not cut_short), default=0)
    return whole + sum(sessions for sessions, cut_short in known if cut_short)


def proofs(record: Record) -> dict[str, Stands]:
    """Return how each of the three proofs stands: training, sessions, evaluation."""
    met = {
        "training": record.trainings >= LEAST_TRAINING or record.equivalent,
        "sessions": record.sessions >= LEAST_SESSIONS,
        "evaluation": record.evaluation_returned,
    }
    return {proof: _stands(proof, stands, record.waived) for proof, stands in met.items()}


def earned(record: Record) -> bool:
    """Return whether all three proofs stand or are waived."""
    return Stands.NO not in proofs(record).values()


def took_part(record: Record) -> bool:
    """Return whether there is anything a statement of participation could say."""
    return bool(record.trainings or record.equivalent or record.sessions)


def _stands(proof: str, met: bool, waived: frozenset[str]) -> Stands:  # noqa: FBT001 - a fact, not a mode
    if met:
        return Stands.YES
    return Stands.WAIVED if proof in waived else Stands.NO
