"""The form all our pages use: renders itself, keeps what was typed, lists its errors with links."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.forms.renderers import BaseRenderer
from django.template.loader import get_template

from pares.ground.refusal import Refused
from pares.pages.fields.asked import Shown
from pares.pages.fields.choices import RadiosField


class PagesRenderer(BaseRenderer):
    """Renders forms with our templates; Django's own plain fields fall back to the text input."""

    form_template_name = "parts/form.jinja"
    field_template_name = "parts/fields/input.jinja"

    def get_template(self, template_name: str) -> Any:
        """Return the template from the project's engines."""
        return get_template(template_name)


class Fault(NamedTuple):
    """One line of the error summary; `focus` is "" where it belongs to no single answer."""

    sentence: str
    focus: str


class PagesForm(forms.Form):
    """A form of ours; a template prints it whole, `{{ form }}`, or field by field, `{{ form.grade }}`."""

    default_renderer = PagesRenderer
    bound_field_class = Shown
    use_required_attribute = False
    template_name = "parts/form.jinja"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what a Django form takes; labels end without a colon."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    @property
    def error_summary(self) -> list[Fault]:
        """Every fault in the order of the questions, those of the whole form first."""
        faults = [Fault(str(sentence), "") for sentence in self.non_field_errors()]
        for name in self.fields:
            shown = self[name]
            faults += [Fault(str(sentence), getattr(shown, "focus_id", "")) for sentence in shown.errors]
        return faults

    @property
    def revealed(self) -> set[str]:
        """The names of the fields that stand under an answer of another field."""
        return {name for reveals in self._reveals().values() for names in reveals.values() for name in names}

    def offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        """Set the answers to choose from, where they are known only when the form is made."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)

    def refuse(self, refused: Refused) -> None:
        """Show why an action did not happen, beside the field it names where this form has it."""
        self.add_error(refused.field if refused.field in self.fields else None, str(refused))

    def clean(self) -> dict[str, Any] | None:
        """Forget answers, and errors, of fields whose revealing answer was not chosen."""
        cleaned = super().clean()
        for asking, reveals in self._reveals().items():
            for answer, names in reveals.items():
                if str(self.cleaned_data.get(asking, "")) != str(answer):
                    self._forget(names)
        return cleaned

    def _reveals(self) -> dict[str, Any]:
        fields = self.fields.items()
        return {name: field.reveals for name, field in fields if isinstance(field, RadiosField) and field.reveals}

    def _forget(self, names: list[str]) -> None:
        for name in names:
            self.errors.pop(name, None)
            self.cleaned_data[name] = None
