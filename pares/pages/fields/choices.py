"""Fields whose answer is chosen: one of several, any of several, one of a long list, yes by a tick."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Choices

from pares.pages.fields.asked import Asked, Question, for_django

Pairs = Iterable[tuple[Any, str]] | Callable[[], Iterable[tuple[Any, str]]] | type[Choices]

UNKNOWN = "Select one of the answers shown"


class Chosen(Question):
    """A field shown as a list of answers, each with a hint of its own where one helps."""

    hints: Mapping[str, str] = {}
    reveals: Mapping[str, Sequence[str]] = {}
    alone: str = ""
    inline: bool = False


class RadiosField(Chosen, forms.ChoiceField):
    """One of a few answers. `reveals` names the fields shown under an answer, and asked only with it."""

    widget = forms.RadioSelect

    def __init__(
        self,
        label: str,
        *,
        choices: Pairs,
        hints: Mapping[str, str] | None = None,
        reveals: Mapping[str, Sequence[str]] | None = None,
        inline: bool = False,
        **asked: Unpack[Asked],
    ) -> None:
        """Ask for one answer; `inline` suits two short ones."""
        self.hints, self.reveals, self.inline = hints or {}, reveals or {}, inline
        self.put(asked)
        made = for_django(label, asked, verb="Select", template="radios", invalid_choice=UNKNOWN)
        super().__init__(choices=choices, **made)


class CheckboxesField(Chosen, forms.MultipleChoiceField):
    """Any of a few answers. `alone` is the answer that excludes the others ("None of these")."""

    widget = forms.CheckboxSelectMultiple

    def __init__(
        self,
        label: str,
        *,
        choices: Pairs,
        hints: Mapping[str, str] | None = None,
        alone: str = "",
        most: int | None = None,
        **asked: Unpack[Asked],
    ) -> None:
        """Ask for any number of answers, at most `most`."""
        self.hints, self.alone, self.most = hints or {}, alone, most
        self.put(asked)
        made = for_django(label, asked, verb="Select", template="checkboxes", invalid_choice=UNKNOWN)
        super().__init__(choices=choices, **made)

    def validate(self, value: Any) -> None:
        """Refuse the excluding answer beside another, and too many answers."""
        super().validate(value)
        if self.alone in value and len(value) > 1:
            label = dict(self.choices)[self.alone]  # type: ignore[arg-type]
            raise ValidationError(f"Select “{label}” alone, or take its tick away", code="alone")
        if self.most is not None and len(value) > self.most:
            raise ValidationError(f"Select {self.most} or fewer, not {len(value)}", code="most")


class SelectField(Question, forms.ChoiceField):
    """One of a list too long for radios. `empty` is the first line, which is no answer."""

    def __init__(self, label: str, *, choices: Pairs, empty: str = "Choose one", **asked: Unpack[Asked]) -> None:
        """Ask for one answer."""
        self.empty = empty
        self.put(asked)
        made = for_django(label, asked, verb="Select", template="select", invalid_choice=UNKNOWN)
        super().__init__(choices=choices, **made)


class TickField(Chosen, forms.BooleanField):
    """A single box: "I agree". Must be ticked unless `required=False`; `question` is an optional legend."""

    def __init__(self, label: str, *, question: str = "", **asked: Unpack[Asked]) -> None:
        """Ask for a tick."""
        self.question = question
        self.put(asked)
        asked.setdefault("missing", f"Tick “{label}” to go on")
        made = for_django(label, asked, verb="Tick", template="tick")
        super().__init__(**made)
