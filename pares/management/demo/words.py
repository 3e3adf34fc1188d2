"""What the demo's editor did: a chapter edited, a review recorded, and a letter in the scheme's own words."""

from datetime import datetime, timedelta

from pares.ground import clock
from pares.ground.people.models import Person
from pares.ground.schemes.models import Scheme
from pares.ground.wording import actions
from pares.ground.wording import draft as drafts
from pares.ground.wording.draft import Draft
from pares.ground.wording.shipped import shipped

CHAPTER = ("chapters", "step-9-finish")
REVIEWED = ("chapters", "confidence-and-data")
ADDED = "## What we do here\n\nWe end with a meal together. Tell your education centre the date early."
MAP = "The library is on the second floor of Riverside Hospital, behind the lecture theatre.\n\nThe leads of"


def change(scheme: Scheme, at: datetime) -> None:
    """Edit a chapter and a letter of the scheme, and record a review by somebody invented."""
    editor = Person.objects.get(email="editor@pares.example")
    was = drafts.of(shipped(*CHAPTER))
    longer = Draft(was.title, was.summary, f"{was.text}\n{ADDED}\n")
    _revise(CHAPTER, longer, "How we end it here", editor, at)
    letter = drafts.of(shipped("letters", "training_invitation"))
    ours = Draft(letter.title, "", letter.text.replace("The leads of", MAP))
    _revise(("letters", "training_invitation"), ours, "People did not find the room", editor, at, scheme)
    actions.record_review(
        kind=REVIEWED[0],
        key=REVIEWED[1],
        words=drafts.of(shipped(*REVIEWED)).fingerprint,
        reviewer="Dr Miriam Falk",
        role="consultant psychiatrist, invented for this demo",
        on=clock.local(at - timedelta(days=1)).date(),
        by=editor,
        at=at,
    )


def _revise(  # noqa: PLR0913, PLR0917 - a change has these sides
    text: tuple[str, str], draft: Draft, why: str, by: Person, at: datetime, scheme: Scheme | None = None
) -> None:
    kind, key = text
    actions.revise(kind=kind, key=key, draft=draft, why=why, started_from=0, by=by, at=at, scheme=scheme)
