"""What all our fields share: how a question is put, and how a bound field shows itself."""

from typing import Any, Literal, TypedDict

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

Size = Literal["s", "m", "l", "xl"]


class Asked(TypedDict, total=False):
    """How a question may be put, whatever the kind of its answer."""

    hint: str
    seen_by: str
    """Who reads the answer and until when; shown under the hint."""
    missing: str
    """The sentence for no answer; made from the label where absent."""
    required: bool
    initial: Any
    heading: bool
    """The label is the page's heading (the page's own `heading` block stays empty)."""
    size: Size


class Question:
    """A field of ours, as the templates see it."""

    seen_by: str = ""
    heading: bool = False
    size: Size = "s"

    def put(self, asked: Asked) -> None:
        """Keep how the question is put."""
        self.seen_by = asked.get("seen_by", "")
        self.heading = asked.get("heading", False)
        self.size = asked.get("size", "l" if self.heading else "s")

    def focus(self, shown: "Shown") -> str:
        """Return the id of the element that the error summary leads to."""
        return shown.auto_id


def for_django(label: str, asked: Asked, *, verb: str, template: str, **errors: str) -> dict[str, Any]:
    """Return the arguments of Django's field; `verb` ("Enter", "Select") opens the sentence for no answer."""
    return {
        "label": label,
        "help_text": asked.get("hint", ""),
        "required": asked.get("required", True),
        "initial": asked.get("initial"),
        "error_messages": {"required": asked.get("missing") or missing(label, verb), **errors},
        "template_name": f"parts/fields/{template}.jinja",
    }


def missing(label: str, verb: str) -> str:
    """Return the sentence for no answer: "Enter your first name", or for a question one that quotes it."""
    if label.endswith("?"):
        return f"Answer the question “{label}”"
    return f"{verb} {lowered(label)}"


def subject(label: str) -> str:
    """Return what a sentence calls the answer: its label, or "Your answer" where the label is a question."""
    return "Your answer" if label.endswith("?") else label


def lowered(label: str) -> str:
    """Return the label as it stands inside a sentence; initials such as "GMC number" keep their capitals."""
    first = label.split(" ", 1)[0]
    return label if first.isupper() and len(first) > 1 else label[:1].lower() + label[1:]


class Shown(forms.BoundField):
    """A bound field whose printing is the whole group: label, hint, error, input."""

    def __str__(self) -> SafeString:
        return self.as_field_group()

    def __html__(self) -> SafeString:
        return self.as_field_group()

    @property
    def error(self) -> str:
        """Every sentence against the answer, as one text."""
        return ". ".join(str(sentence) for sentence in self.errors)

    @property
    def hint(self) -> str:
        """The hint, with who sees the answer on a line of its own."""
        seen_by = getattr(self.field, "seen_by", "")
        if not seen_by:
            return str(self.help_text)
        return format_html('{}<span class="pares-seen-by">{}</span>', self.help_text, seen_by)

    @property
    def focus_id(self) -> str:
        """The id of the element that the error summary leads to."""
        return self.field.focus(self) if isinstance(self.field, Question) else self.auto_id

    @property
    def typed(self) -> str:
        """What was typed, as text, however wrong; "" for nothing."""
        value = self.value()
        return "" if value is None else str(value)

    @property
    def chosen(self) -> set[str]:
        """The values chosen, as text."""
        value = self.value()
        if isinstance(value, list | tuple | set):
            return {str(getattr(each, "value", each)) for each in value}
        return set() if value is None else {str(getattr(value, "value", value))}
