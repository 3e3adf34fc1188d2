"""Whether a role may be given or ended, and the sentence if not."""

from pares.ground.refusal import Refused


class LastLead(Refused):
    """A scheme keeps at least one lead."""

    sentence = "This is the scheme’s only lead. Make somebody else a lead first."


class NoName(Refused):
    """Somebody invited needs a name."""

    sentence = "Enter a name."
