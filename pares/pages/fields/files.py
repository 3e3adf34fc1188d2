"""A field whose answer is a file."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, Unpack

from django import forms
from django.core.exceptions import ValidationError

from pares.pages.fields.asked import Asked, Question, for_django

MEGABYTE = 1024 * 1024


class FileField(Question, forms.FileField):
    """One file of the named endings (".csv"), no larger than so many megabytes; its content is not judged."""

    widget = forms.FileInput

    def __init__(self, label: str, *, endings: Sequence[str], megabytes: int = 10, **asked: Unpack[Asked]) -> None:
        """Ask for a file."""
        self.endings, self.megabytes = tuple(endings), megabytes
        self.put(asked)
        unread = "The file did not arrive: choose it again"
        errors = {
            "invalid": unread,
            "missing": unread,
            "empty": "The file is empty: choose another",
            "max_length": "The file's name is too long: give it a shorter one",
        }
        made = for_django(label, asked, verb="Choose", template="file", **errors)
        super().__init__(max_length=255, **made)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the file, or say that it is too large or of another kind."""
        file = super().clean(data, initial)
        if data and file.size > self.megabytes * MEGABYTE:
            raise ValidationError(f"The file must be smaller than {self.megabytes} MB", code="size")
        if data and PurePath(file.name).suffix.lower() not in self.endings:
            raise ValidationError(f"The file must end in {' or '.join(self.endings)}", code="ending")
        return file
