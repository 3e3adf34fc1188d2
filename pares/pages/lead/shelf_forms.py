"""What is asked about a file for a scheme's shelf."""

from typing import Any

from pares.guide.library.judging import ENDINGS, LARGEST, MEGABYTE, FileTooLarge
from pares.guide.library.models import ShelfItem
from pares.guide.library.rules import AUDIENCES, Audience
from pares.pages.fields import FileField, RadiosField, TextField
from pares.pages.licence_form import LicenceForm, as_said

FOR = (Audience.MEMBERS, Audience.MENTORS, Audience.MENTEES, Audience.LEADS)


class Described(LicenceForm):
    """A file's title, whose it is, whom it is for, and its licence."""

    title = TextField("Title", hint="What members see. For example, Map of our sites")
    owner = TextField("Whose work is it?", hint="The person or organisation that made it.")
    audience = RadiosField("Whom is it for?", choices=[(each.value, AUDIENCES[each]) for each in FOR])

    field_order = ("file", "title", "owner", "audience", "state")


class NewFile(Described):
    """A file with all of that."""

    file = FileField(
        "The file",
        endings=ENDINGS,
        megabytes=LARGEST // MEGABYTE,
        hint="PDF, Word, PowerPoint, Excel, PNG or JPEG, up to 10 MB. Nothing about patients or named people.",
    )

    def refuse_huge(self, length: int) -> None:
        """Say that a file was too large to arrive at all, given the length of what was sent in bytes."""
        if length > LARGEST and "file" not in self.files:
            self.errors.pop("file", None)
            self.add_error("file", FileTooLarge.sentence)


def as_described(item: ShelfItem) -> dict[str, Any]:
    """Return what was said of a file, to begin a form with."""
    return {"title": item.title, "owner": item.owner, "audience": item.audience, **as_said(item)}
