"""What a reader may look for in the directory, and what they may send in: a scheme, or what is wrong with a row."""

from typing import Any

from django.core.exceptions import ValidationError

from pares.ground.letters.address import NotOneAddress, single
from pares.guide.directory import choosing
from pares.guide.directory.models import Licence
from pares.guide.directory.rules import SENTENCES
from pares.guide.directory.schemes import KINDS, LABELS, REGIONS, STATUSES, is_web_address, is_year
from pares.pages.fields import (
    EmailField,
    LongTextField,
    PagesForm,
    RadiosField,
    SelectField,
    TextField,
    TickField,
)

LICENCE_HINTS: dict[str, str] = {
    Licence.CC_BY: "Others may use and change it if they say where it comes from.",
    Licence.CC0: "Anybody may use it for anything, without naming you.",
}
MOST_WORDS = 1000


class Filters(PagesForm):
    """What a reader looks for; nothing of it must be filled in."""

    words = TextField("Search", required=False, max_length=100, hint="A name, specialty, region or grade.")
    specialty = SelectField("Specialty", choices=[], empty="All specialties", required=False)
    region = SelectField("Region", choices=[], empty="All regions", required=False)
    kind = SelectField("Kind", choices=list(KINDS.items()), empty="All kinds", required=False)
    order = SelectField("Sort by", choices=list(choosing.ORDERS.items())[1:], empty="Name", required=False)

    @property
    def wanted(self) -> choosing.Wanted:
        """What was asked for; everything, where it cannot be understood."""
        return choosing.Wanted(**self.cleaned_data) if self.is_valid() else choosing.Wanted()


class RowForm(PagesForm):
    """What is told of a scheme."""

    name = TextField(LABELS["name"], max_length=200)
    specialty = TextField(LABELS["specialty"], max_length=100, hint="Such as Psychiatry, or Any specialty.")
    group = TextField(
        LABELS["group"],
        max_length=100,
        required=False,
        hint="Optional. Such as foundation doctors, or return to training.",
    )
    region = SelectField(LABELS["region"], choices=[(each, each) for each in REGIONS])
    part = TextField(
        LABELS["part"], max_length=100, required=False, hint="Optional. Such as a hospital, trust or town."
    )
    since = TextField(
        LABELS["since"], max_length=30, width=10, required=False, hint="Optional. The year it began, such as 2021."
    )
    kind = SelectField(LABELS["kind"], choices=list(KINDS.items()))
    mentors = TextField(LABELS["mentors"], max_length=200, required=False, hint="Optional. Their grades, such as CT2.")
    mentees = TextField(LABELS["mentees"], max_length=200, required=False, hint="Optional. Their grades, such as F1.")
    status = SelectField(LABELS["status"], choices=list(STATUSES.items()))
    year = TextField(LABELS["year"], max_length=7, width=5, required=False, hint="Optional. Such as 2026, or 2025-26.")
    link = TextField(
        LABELS["link"],
        max_length=500,
        required=False,
        hint="Optional. A public page or article about the scheme, such as https://www.example.nhs.uk/mentoring.",
    )

    @property
    def facts(self) -> dict[str, str]:
        """What was told."""
        return {name: self.cleaned_data[name] or "" for name in LABELS}

    def clean_year(self) -> str:
        """Return a year as the list writes it, or nothing."""
        return _held(self.cleaned_data["year"], is_year, SENTENCES["year"])

    def clean_link(self) -> str:
        """Return a full address, or nothing."""
        return _held(self.cleaned_data["link"], is_web_address, SENTENCES["link"])


class _SentIn(PagesForm):
    """What everything sent in from outside says of its sender; nothing of it is needed but the licence."""

    credit = TextField(
        "Name to thank",
        max_length=120,
        required=False,
        autocomplete="name",
        hint="Optional. Leave it empty and the row says “a reader”.",
        seen_by="Everybody sees it, if your words are used.",
    )
    email = EmailField(
        "Email address",
        required=False,
        hint="Optional. Only for asking you back.",
        seen_by="Only the site’s editors see it. It is deleted 3 months after they decide.",
    )
    licence = RadiosField("How may others use what you send?", choices=Licence, hints=LICENCE_HINTS)
    own = TickField(
        "I wrote this myself, and it may be published under this licence",
        missing="Tick the box to say that it may be published",
    )

    def clean_email(self) -> str:
        """Return an address that a letter could be sent to, or nothing."""
        try:
            return single(self.cleaned_data["email"]) if self.cleaned_data["email"] else ""
        except NotOneAddress as refused:
            raise ValidationError(str(refused)) from refused

    @property
    def sender(self) -> dict[str, Any]:
        """What was said besides the facts, as the action takes it."""
        return {name: self.cleaned_data[name] for name in ("words", "credit", "email", "licence")}


class SuggestForm(_SentIn, RowForm):
    """A scheme that is not on the list."""

    words = LongTextField(
        "How do you know of it?",
        max_length=MOST_WORDS,
        counted=True,
        rows=4,
        hint="Such as: I lead it, I was mentored there, I read about it. Please name nobody but yourself.",
        seen_by="Only the site’s editors see it. It is deleted 3 months after they decide.",
        missing="Say how you know of the scheme",
    )
    field_order = [*LABELS, "words", "credit", "email", "licence", "own"]


class CorrectForm(_SentIn, RowForm):
    """A row as a reader would have it."""

    words = LongTextField(
        "What is wrong, and how do you know?",
        max_length=MOST_WORDS,
        counted=True,
        rows=4,
        hint="Such as: the scheme ended in 2025, I led it. Please name nobody but yourself.",
        seen_by="Only the site’s editors see it. It is deleted 3 months after they decide.",
        missing="Say what is wrong, and how you know",
    )
    field_order = ["words", *LABELS, "credit", "email", "licence", "own"]


def _held(value: str, holds: Any, sentence: str) -> str:
    if value and not holds(value):
        raise ValidationError(sentence)
    return value
