"""What a register asks."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms

from pares.pages.fields import CheckboxesField, PagesForm
from pares.stages.recruitment.models import Application
from pares.stages.training.rules import NotAMentor


class RegisterForm(PagesForm):
    """Who came. `seen` carries the ticks the page was opened with, so that two people can keep one register."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    present = CheckboxesField("Who came?", choices=[], required=False, hint="Tick everybody who came, then save.")

    def __init__(self, *args: Any, mentors: Sequence[Application], ticked: Sequence[str], **kwargs: Any) -> None:
        """Take the mentors on the register and the ids of those ticked."""
        super().__init__(*args, initial={"present": list(ticked), "seen": " ".join(ticked)}, **kwargs)
        present = cast("CheckboxesField", self.fields["present"])
        present.choices = [(str(each.pk), str(each.person)) for each in mentors]
        present.error_messages["invalid_choice"] = NotAMentor.sentence

    def clean_present(self) -> set[UUID]:
        """Return the ids ticked."""
        return {UUID(each) for each in self.cleaned_data["present"]}

    def clean_seen(self) -> set[UUID]:
        """Return the ids that were ticked when the page was opened; what is no id was not put there by us."""
        return {UUID(each) for each in self.cleaned_data["seen"].split() if _is_id(each)}


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
