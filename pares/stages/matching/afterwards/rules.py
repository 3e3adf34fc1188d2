"""What may be done with a cohort's pairs at once after the match, and the sentence if not."""

from pares.ground.refusal import Refused


class PeopleChanged(Refused):
    """What can be done is not what the lead saw."""

    sentence = "Somebody or something has changed since you looked. Nothing was done. Here is what can be done now."
