"""What a leader fills in to send an account of their own scheme."""

from typing import Any

from django.core.exceptions import ValidationError

from pares.ground.letters.address import NotOneAddress, single
from pares.guide.experience.models import Licence
from pares.guide.experience.rules import MOST_WORDS, TooLong
from pares.pages.fields import EmailField, LongTextField, PagesForm, RadiosField, TextField, TickField
from pares.pages.public.directory_forms import LICENCE_HINTS

MOST_LETTERS = 8000
_PUBLIC = "Everybody sees it, once an editor has published your account."


class WordsForm(PagesForm):
    """The account itself."""

    text = LongTextField(
        "Your account",
        rows=14,
        max_length=MOST_LETTERS,
        hint=(
            f"Up to {MOST_WORDS} words. What did you do, what went well, what would you do otherwise? "
            "Leave an empty line between paragraphs. Name nobody but yourself, and nothing by which a mentor, a mentee "
            "or a patient could be known."
        ),
        seen_by=_PUBLIC,
        missing="Write your account",
    )

    def clean_text(self) -> str:
        """Return the account if it is not too long."""
        text = str(self.cleaned_data["text"])
        if len(text.split()) > MOST_WORDS:
            raise ValidationError(f"{TooLong.sentence} You wrote {len(text.split())}.")
        return text


class AccountForm(WordsForm):
    """An account with who signs it."""

    name = TextField("Your name", max_length=120, autocomplete="name", seen_by=_PUBLIC)
    role = TextField("What you are or were in the scheme", max_length=120, hint="Such as: lead, 2024 to 2026.")
    scheme = TextField("Name of the scheme", max_length=200)
    place = TextField("Where", max_length=120, hint="Such as a hospital, trust or region.")
    email = EmailField(
        "Email address",
        required=False,
        hint="Optional. Only for asking you back, and for making sure that you wrote this.",
        seen_by="Only the site’s editors see it. It is deleted 3 months after they decide.",
    )
    licence = RadiosField("How may others use your account?", choices=Licence, hints=LICENCE_HINTS)
    own = TickField(
        "I wrote this myself, and it may be published under this licence",
        missing="Tick the box to say that it may be published",
    )
    named = TickField(
        "My name, my role and the name of the scheme may stand under it",
        missing="Tick the box to say that your name may stand under it",
    )
    field_order = ["name", "role", "scheme", "place", "text", "email", "licence", "own", "named"]

    def clean_email(self) -> str:
        """Return an address that a letter could be sent to, or nothing."""
        try:
            return single(self.cleaned_data["email"]) if self.cleaned_data["email"] else ""
        except NotOneAddress as refused:
            raise ValidationError(str(refused)) from refused

    @property
    def said(self) -> dict[str, Any]:
        """What was said, as the action takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"own", "named"}}
