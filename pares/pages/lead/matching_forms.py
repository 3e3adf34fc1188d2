"""What is asked while matching; the state that was seen goes along, so that no lead undoes another's change unseen."""

from django import forms

from pares.pages.fields import PagesForm, RadiosField, TickField
from pares.stages.matching.models import Ended

UNKNOWN = "Choose one of the mentors shown"


class SeenForm(PagesForm):
    """Only the state of the proposal that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class LockForm(SeenForm):
    """Whether to keep a pair."""

    locked = forms.BooleanField(required=False)


class MentorForm(PagesForm):
    """Which mentor a mentee gets. The page draws the choices itself, each with what speaks for it.

    Any mentor's id is an answer: whether the pair may be made is for the action to judge.
    """

    mentor = forms.UUIDField(error_messages={"required": "Choose a mentor", "invalid": UNKNOWN})
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class EndForm(PagesForm):
    """How a pair ends."""

    ended = RadiosField(
        "How does it end?",
        choices=[(each.value, str(each.label)) for each in (Ended.CHANGED, Ended.LEFT)],
        hints={
            Ended.CHANGED: "One of them, or you, would like another pairing.",
            Ended.LEFT: "One of them has left the scheme.",
        },
    )
    never_again = TickField(
        "Do not match these two with each other again",
        required=False,
        hint="Kept private: no page shows it, now or later.",
    )
