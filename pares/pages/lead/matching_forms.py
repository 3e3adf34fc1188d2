"""What is asked while matching; the state that was seen goes along, so that no lead undoes another's change unseen."""

from typing import Any

from django import forms

from pares.pages.fields import CheckboxesField, NumberField, PagesForm, RadiosField, SelectField, TickField
from pares.stages.matching.board.asking import JOINED, ONE_MORE, WITHDRAWN
from pares.stages.matching.models import Ended
from pares.stages.matching.scores import Criterion

UNKNOWN = "Choose one of the mentors shown"


class SeenForm(PagesForm):
    """Only the state of the proposal that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class LockForm(SeenForm):
    """Whether to keep a pair."""

    locked = forms.BooleanField(required=False)


class LocksForm(SeenForm):
    """Which pairs are locked."""

    ticked = CheckboxesField(
        "Which pairs stay together?",
        choices=[],
        required=False,
        hint="A pair with a tick is locked. A pair without one may be moved when you propose again.",
    )


class AsideForm(SeenForm):
    """Who is left out."""

    ticked = CheckboxesField(
        "Who is left out for now?",
        choices=[],
        required=False,
        hint="People with a tick are not matched until you take the tick away. They are not told.",
    )


class WhatIfForm(PagesForm):
    """What might happen."""

    change = RadiosField(
        "What if?",
        choices=[
            (WITHDRAWN, "A mentor withdraws"),
            (ONE_MORE, "A mentor takes one more mentee"),
            (JOINED, "The mentees who joined late are matched too"),
        ],
        reveals={WITHDRAWN: ["leaving"], ONE_MORE: ["taking"]},
    )
    leaving = SelectField("Which mentor withdraws?", choices=[], required=False)
    taking = SelectField("Which mentor takes one more?", choices=[], required=False)

    @property
    def mentor(self) -> str:
        """The mentor meant, or ""."""
        return self.cleaned_data.get("leaving") or self.cleaned_data.get("taking") or ""


class CompareForm(PagesForm):
    """Which two states."""

    one = SelectField("This proposal", choices=[])
    other = SelectField("Beside this one", choices=[])


class WeightsForm(SeenForm):
    """How much each criterion counts, one number each."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for every criterion."""
        super().__init__(*args, **kwargs)
        for criterion in Criterion:
            self.fields[criterion.name.lower()] = NumberField(criterion.value, least=0, most=100)

    def weights(self) -> dict[Criterion, int]:
        """Return what was typed."""
        return {criterion: self.cleaned_data[criterion.name.lower()] for criterion in Criterion}

    def clean(self) -> dict[str, Any] | None:
        """Refuse weights that are all 0: nothing would count."""
        cleaned = super().clean()
        if not self.errors and not any(self.weights().values()):
            raise forms.ValidationError("Give at least one of them more than 0")
        return cleaned


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
