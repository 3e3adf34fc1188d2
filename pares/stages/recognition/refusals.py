"""Why a certificate is not issued, or a proof not waived, in the sentence shown."""

from pares.ground.refusal import Refused


class NotEarned(Refused):
    """A proof is missing and not waived."""


class TookNoPart(Refused):
    """There is nothing a statement could say."""

    sentence = "There is no training and no session of this mentor on record, so a statement has nothing to say."


class WrongWhy(Refused):
    """A reason that does not fit the proof."""

    sentence = "“The evaluation was closed” is a reason only for the evaluation, and only after the survey has closed."
