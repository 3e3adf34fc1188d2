"""What is asked about a record of the library, about a letter to its owner, and about the answer."""

from typing import Any

from django.http import HttpRequest

from pares.ground import clock
from pares.guide.library.curating.actions import Upload
from pares.guide.library.curating.rules import LONGEST_LETTER
from pares.guide.library.judging import ENDINGS, LARGEST, MEGABYTE, FileTooLarge
from pares.guide.library.models import Resource, ResourceKind
from pares.guide.library.rules import AUDIENCES, STATES, State
from pares.pages.account.forms import posted
from pares.pages.fields import (
    DateField,
    EmailField,
    FileField,
    LongTextField,
    PagesForm,
    SelectField,
    TextField,
    TickField,
)
from pares.pages.licence_form import LicenceForm

DESCRIBED = ("title", "owner", "link", "kind", "audience", "purpose", "believed")
_LINE, _WORDS = 500, 4000
_PDF_OF_MAIL = "A PDF or picture of the message, up to 10 MB."
_SHOWN_TO_ALL = "Shown in the library. Name an office rather than a person where you can."


class Described(PagesForm):
    """What a record says but for its licence."""

    title = TextField("Title", missing="Enter the title")
    owner = TextField(
        "Whose work is it?", hint="The person or body that holds the rights.", missing="Enter whose work it is"
    )
    link = TextField(
        "Where is it?",
        required=False,
        max_length=_LINE,
        hint="The full address of the owner’s own page. Leave it empty while it is to be found.",
    )
    kind = SelectField("What is it?", choices=ResourceKind.choices)
    audience = SelectField("Whom is it for?", choices=list(AUDIENCES.items()), missing="Select whom it is for")
    purpose = LongTextField(
        "What is it for?",
        rows=3,
        max_length=_LINE,
        hint="One or two sentences of your own.",
        missing="Enter what it is for",
    )
    believed = LongTextField(
        "What is believed of its licence, and not verified?", rows=2, max_length=_LINE, required=False
    )

    @property
    def described(self) -> dict[str, Any]:
        """What was said, as the actions take it."""
        return {name: self.cleaned_data[name] or "" for name in DESCRIBED}


class NewRecord(Described, LicenceForm):
    """A record with what is known of its licence."""

    field_order = (*DESCRIBED, "state")


class Relicensed(LicenceForm):
    """What is known of a licence now, and why that has changed."""

    why = TextField(
        "Why does it change?",
        max_length=_LINE,
        hint="For the history. For example, the foot of the page now names a licence.",
        missing="Enter why the licence changes",
    )

    def __init__(self, *args: Any, resource: Resource, **kwargs: Any) -> None:
        """Offer every state but "requested", which asking the owner brings by itself."""
        super().__init__(*args, **kwargs)
        kept = {*STATES} - {State.REQUESTED} | {resource.state}
        self.offer("state", [(value, words) for value, words in self.fields["state"].choices if value in kept])  # type: ignore[attr-defined]


class WithFile(PagesForm):
    """A form that takes a file, and says so where the file was too large to arrive at all."""

    def refuse_huge(self, length: int) -> None:
        """Say that the file is too large, given the length of what was sent in bytes."""
        if length > LARGEST and "file" not in self.files:
            self.errors.pop("file", None)
            self.add_error("file", FileTooLarge.sentence)

    @property
    def upload(self) -> Upload | None:
        """The file that came with the form, if one did."""
        file = self.cleaned_data.get("file")
        return Upload(file.name, file.read()) if file else None


class Copy(WithFile):
    """Our copy of a work."""

    file = FileField(
        "The file",
        endings=ENDINGS,
        megabytes=LARGEST // MEGABYTE,
        hint="PDF, Word, PowerPoint, Excel, PNG or JPEG, up to 10 MB.",
    )


class WhatToAsk(PagesForm):
    """What an owner is asked for."""

    audience = SelectField("For whom do you ask?", choices=list(AUDIENCES.items()), missing="Select for whom you ask")
    adapt = TickField("Ask to hand out changed versions too", required=False)
    asked_of = TextField("Whom do you write to?", missing="Enter whom the letter is to")
    address = EmailField(
        "Their email address",
        required=False,
        hint="Leave it empty if you send the letter yourself, by a form or by post.",
    )


class Words(PagesForm):
    """A letter to an owner."""

    asked_of = TextField("To", missing="Enter whom the letter is to")
    address = EmailField("Their email address", required=False, hint="Needed only if this site sends the letter.")
    subject = TextField("Subject", missing="Enter a subject")
    text = LongTextField("The letter", rows=22, max_length=LONGEST_LETTER, missing="Enter the letter’s words")


class Reminder(PagesForm):
    """A letter that asks again."""

    subject = TextField("Subject", missing="Enter a subject")
    text = LongTextField("The letter", rows=16, max_length=LONGEST_LETTER, missing="Enter the letter’s words")


class SentOn(PagesForm):
    """When an editor sent a letter in some other way."""

    sent_on = DateField("When did you send it?", latest=clock.today)


class Answered(WithFile):
    """Who answered for an owner, when, and what shows it."""

    answered_by = TextField("Who answered?", hint=_SHOWN_TO_ALL, missing="Enter who answered for the owner")
    answered_on = DateField("On which day?", latest=clock.today)
    evidence = LongTextField(
        "The words of the answer",
        rows=6,
        max_length=_WORDS,
        required=False,
        hint="Paste them. Only editors see them.",
    )
    file = FileField(
        "Or a file that shows it",
        endings=ENDINGS,
        megabytes=LARGEST // MEGABYTE,
        required=False,
        hint=f"{_PDF_OF_MAIL} Only editors see it.",
    )


class Permitted(Answered):
    """What an owner's permission covers."""

    audience = SelectField("For whom?", choices=list(AUDIENCES.items()), missing="Select whom the permission is for")
    adapt = TickField("Changed versions may be handed out too", required=False)
    scope = TextField(
        "What does it cover?", max_length=_LINE, required=False, hint="In the owner’s words. Shown in the library."
    )
    until = DateField("Until when?", required=False, hint="The last day. Leave it empty if no end was set.")

    field_order = ("answered_by", "answered_on", "audience", "adapt", "scope", "until", "evidence", "file")


def with_files(request: HttpRequest) -> tuple[Any, Any]:
    """Return what was sent for a form with a file to read, or None twice where the form is only shown."""
    return posted(request), request.FILES if request.method == "POST" else None


def length(request: HttpRequest) -> int:
    """Return how many bytes were sent."""
    return int(request.META.get("CONTENT_LENGTH") or 0)
