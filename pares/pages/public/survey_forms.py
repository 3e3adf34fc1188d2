"""A survey's questions as a form, made from the questionnaire frozen when it was sent out."""

from collections.abc import Mapping
from typing import Any

from django.forms import Field

from pares.pages.fields import CheckboxesField, LongTextField, PagesForm, RadiosField, SelectField, TickField
from pares.stages.answers.questionnaire import Kind, Question, Questionnaire

CHECKED = "checked"
"""The last box; no question has this key, since theirs are made by `named`."""
_MANY = 7


class SurveyForm(PagesForm):
    """All questions of one survey on one page, and a box to tick before they are sent."""

    def __init__(self, asked: Questionnaire, data: Mapping[str, Any] | None = None) -> None:
        """Take what is asked, and what was sent, if anything."""
        super().__init__(data)
        self.keys = {named(question.key): question.key for question in asked.questions}
        for question in asked.questions:
            self.fields[named(question.key)] = _field(question)
        self.fields[CHECKED] = TickField(
            "I have checked my answers. Once sent, they cannot be changed or taken back, because nobody can find mine.",
            missing="Tick the last box to say that you have checked your answers",
        )

    @property
    def given(self) -> dict[str, object]:
        """The answers by the keys of their questions; questions left out are not in it."""
        answers = {key: self.cleaned_data[name] for name, key in self.keys.items()}
        return {key: value for key, value in answers.items() if value not in (None, "")}


def named(key: str) -> str:
    """Return the name of a question's field."""
    return f"answer-{key}"


def _field(question: Question) -> Field:
    title, number = question.title, question.kind is Kind.NUMBER
    choices = [(option.key, option.key if number else option.label) for option in question.options]
    hint, missing = _hint(question), f"Answer this question: {question.title}"
    if question.kind is Kind.TEXT:
        return LongTextField(
            title, hint=hint, required=question.required, max_length=question.longest, counted=True, missing=missing
        )
    if question.kind is Kind.TICKS:
        return CheckboxesField(title, hint=hint, required=False, choices=choices)
    if not number and len(choices) > _MANY:
        empty = "Choose one, or leave this out" if not question.required else "Choose one"
        return SelectField(title, hint=hint, required=question.required, choices=choices, empty=empty, missing=missing)
    return RadiosField(
        title,
        hint=hint,
        required=question.required,
        choices=choices,
        inline=number,
        missing=missing,
    )


def _hint(question: Question) -> str:
    """Return a question's hint: what the ends of a long scale mean, and that an answer may be left out."""
    if question.kind is Kind.NUMBER:
        first, last = question.options[0].key, question.options[-1].key
        return f"{first}: {question.low}. {last}: {question.high}."
    optional = question.kind in (Kind.TEXT, Kind.CHOICE) and not question.required
    return f"Optional. {question.hint}".strip() if optional else question.hint
