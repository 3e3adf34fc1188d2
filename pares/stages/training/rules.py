"""What may be recorded of training, and the sentence if not."""

from pares.ground.refusal import Refused


class NotYet(Refused):
    """A register or course lies in the future."""


class Cancelled(Refused):
    """A cancelled session has no register."""

    sentence = "This session was cancelled, so it has no register."


class NotAMentor(Refused):
    """Only mentors of the cohort stand on its registers."""

    sentence = "Somebody on this register is not a mentor in this cohort any more. Look at the list again."
