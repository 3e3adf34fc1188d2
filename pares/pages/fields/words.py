"""Fields whose answer is typed: a line, an address, a number, a longer text, a code."""

from typing import Any, Literal, Unpack

from django import forms

from pares.pages.fields.asked import Asked, Question, for_django, lowered, subject

Width = Literal[2, 3, 4, 5, 10, 20, 30]
HIDDEN = "{} holds a character that cannot be seen: type it again rather than pasting it"
LINE = 200
TEXT = 4000


class Typed(Question):
    """A field shown as one box; the attributes are the browser's."""

    kind: str = "text"
    width: Width | None = None
    autocomplete: str = ""
    inputmode: str = ""
    spellcheck: bool | None = None
    prefix: str = ""
    suffix: str = ""
    code: bool = False


class TextField(Typed, forms.CharField):
    """One line of text; the box's `width` hints at the length expected."""

    def __init__(
        self,
        label: str,
        *,
        width: Width | None = None,
        autocomplete: str = "",
        max_length: int = LINE,
        **asked: Unpack[Asked],
    ) -> None:
        """Ask for a line of at most `max_length` characters."""
        self.width, self.autocomplete = width, autocomplete
        self.put(asked)
        super().__init__(
            max_length=max_length, **for_django(label, asked, verb="Enter", template="input", **said(label))
        )


def said(label: str) -> dict[str, str]:
    """Return the sentences for a text that is too long or holds a NUL."""
    return {
        "max_length": f"{subject(label)} must have %(limit_value)d characters or fewer, not %(show_value)d",
        "null_characters_not_allowed": HIDDEN.format(subject(label)),
    }


class EmailField(Typed, forms.EmailField):
    """An e-mail address."""

    kind = "email"
    width = 30
    autocomplete = "email"
    spellcheck = False

    def __init__(self, label: str = "Email address", **asked: Unpack[Asked]) -> None:
        """Ask for one address."""
        self.put(asked)
        asked.setdefault("missing", "Enter your email address")
        errors = said(label) | {"invalid": "Enter an email address in the correct format, like name@example.com"}
        super().__init__(max_length=254, **for_django(label, asked, verb="Enter", template="input", **errors))


class NumberField(Typed, forms.IntegerField):
    """A whole number between two bounds, both included."""

    inputmode = "numeric"
    spellcheck = False

    def __init__(
        self,
        label: str,
        *,
        least: int,
        most: int,
        width: Width = 4,
        suffix: str = "",
        **asked: Unpack[Asked],
    ) -> None:
        """Ask for a number; `suffix` names its unit."""
        self.width, self.suffix = width, suffix
        self.put(asked)
        errors = {
            "invalid": f"{subject(label)} must be a whole number, such as {max(least, 1)}",
            "min_value": f"{subject(label)} must be {least:,} or more",
            "max_value": f"{subject(label)} must be {most:,} or fewer",
        }
        made = for_django(label, asked, verb="Enter", template="input", **errors)
        super().__init__(min_value=least, max_value=most, **made)


class LongTextField(Question, forms.CharField):
    """Several lines of text; with `counted` the page counts the characters left."""

    def __init__(
        self,
        label: str,
        *,
        rows: int = 5,
        max_length: int = TEXT,
        counted: bool = False,
        **asked: Unpack[Asked],
    ) -> None:
        """Ask for a text of at most `max_length` characters, a line's end counting as one."""
        self.rows, self.counted = rows, counted
        self.put(asked)
        template = "character-count" if counted else "textarea"
        made = for_django(label, asked, verb="Enter", template=template, **said(label))
        super().__init__(max_length=max_length, **made)

    def to_python(self, value: Any) -> str | None:
        """Return the text with one character for each line's end, as the browser counted it."""
        text = super().to_python(value)
        return text and text.replace("\r\n", "\n")


class CodeField(Typed, forms.CharField):
    """A code sent to somebody: one box, so that it can be pasted."""

    inputmode = "text"
    width = 10
    autocomplete = "one-time-code"
    spellcheck = False
    code = True

    def __init__(self, label: str = "Code", *, numeric: bool = False, **asked: Unpack[Asked]) -> None:
        """Ask for the code; `numeric` brings up the keypad."""
        if numeric:
            self.inputmode = "numeric"
        self.put(asked)
        asked.setdefault("missing", f"Enter the {lowered(label)}")
        errors = said(label)
        super().__init__(max_length=40, **for_django(label, asked, verb="Enter", template="input", **errors))
