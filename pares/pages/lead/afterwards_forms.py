"""What is asked once there are pairs."""

from django import forms

from pares.pages.fields import PagesForm, RadiosField, SelectField
from pares.stages.matching.afterwards.asking import MATCHED, ONE_MORE, WITHDRAWN


class FillForm(PagesForm):
    """Only which plan the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class KeepForm(PagesForm):
    """Whether a pair is kept together."""

    kept = forms.BooleanField(required=False)
    from_pair = forms.BooleanField(required=False)


class WhatIfForm(PagesForm):
    """What might happen to the pairs."""

    change = RadiosField(
        "What if?",
        choices=[
            (WITHDRAWN, "A mentor withdraws"),
            (ONE_MORE, "A mentor takes one more mentee"),
            (MATCHED, "A mentee who waits is matched"),
        ],
        reveals={WITHDRAWN: ["leaving"], ONE_MORE: ["taking"], MATCHED: ["mentee"]},
    )
    leaving = SelectField("Which mentor withdraws?", choices=[], required=False)
    taking = SelectField("Which mentor takes one more?", choices=[], required=False)
    mentee = SelectField("Which mentee?", choices=[], required=False)

    @property
    def who(self) -> str:
        """The person meant, or ""."""
        found = (self.cleaned_data.get(name) for name in ("leaving", "taking", "mentee"))
        return next(filter(None, found), "")
