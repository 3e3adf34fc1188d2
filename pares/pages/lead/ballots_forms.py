"""What is asked for a ballot."""

from pares.pages.fields import PagesForm, RadiosField, TextField
from pares.stages.matching.ballots.models import LONGEST_SEED, LONGEST_SOURCE

LATER, NOW = "later", "now"
_COPIED = "Only letters from a to z, digits, spaces, commas, full stops, colons and hyphens."


class AnnounceForm(PagesForm):
    """Where the seed comes from."""

    when = RadiosField(
        "What will the lots be drawn from?",
        choices=[(LATER, "From something public that is still to come"), (NOW, "From words we write down now")],
        hints={
            LATER: "The best way: nobody can know it yet, and everybody can look it up.",
            NOW: "Quicker. Anybody can check the draw, but has to trust that you announced it once only.",
        },
        reveals={LATER: ["source"], NOW: ["seed"]},
        missing="Select what the lots will be drawn from",
    )
    source = TextField(
        "Where will the seed come from?",
        hint="For example: all six numbers and the bonus ball, in rising order, of the National Lottery draw on "
        "Saturday 5 December 2026. Say so exactly that two people would write down the same.",
        max_length=LONGEST_SOURCE,
        missing="Enter where the seed will come from",
    )
    seed = TextField("The seed", hint=f"For example: Spring 2027, first draw. {_COPIED}", max_length=LONGEST_SEED)


class DrawForm(PagesForm):
    """The seed, once it is known."""

    seed = TextField(
        "The seed",
        hint=f"Exactly as it was announced. {_COPIED} It cannot be changed afterwards.",
        max_length=LONGEST_SEED,
    )
