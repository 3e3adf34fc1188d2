"""What the tables declare of their fields, as the privacy notice says it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model

from pares.ground.ledger.held import Held
from pares.ground.wording.markdown import escape

# What each table is called where everybody reads it, those about people first.
CALLED = {
    "Person": "Your account",
    "Membership": "Roles in a scheme",
    "Application": "Taking part in a cohort",
    "Wish": "Wishes about a match",
    "Upload": "A list of people brought in from a file",
    "Session": "Training sessions and workshops",
    "Attendance": "Who was at a training session",
    "Equivalent": "Training done elsewhere",
    "Proposal": "Proposed matches",
    "ProposedPair": "A pair in a proposal",
    "Unmatched": "People without a match in a proposal",
    "Pair": "Your pair",
    "Agreement": "Accepting the agreement",
    "SessionFact": "That the two of you met",
    "ChangeAsked": "Asking for a change",
    "ContactRequest": "Asking to be contacted",
    "Survey": "Surveys",
    "Invitation": "Being asked to answer a survey",
    "Box": "Answers while a survey is open",
    "Tally": "Answers counted",
    "Answer": "Written answers",
    "Certificate": "Certificates and statements",
    "Waiver": "Proofs let go",
    "Letter": "Letters",
    "Due": "Reminders",
    "Entry": "Who did what",
    "Errand": "Long work",
    "Beat": "Whether the site is working",
    "Scheme": "The scheme",
    "Grade": "The scheme’s grades",
    "Specialty": "The scheme’s specialties",
    "Site": "The scheme’s sites",
    "Topic": "The scheme’s topics",
    "Travel": "Travel between sites",
    "Cohort": "Cohorts",
    "Milestone": "A cohort’s dates",
}
_PLACE = re.compile(r"\{([A-Z]\w+)\.(\w+)\}")


@dataclass(frozen=True)
class Line:
    """Fields that are kept as long and read by the same people: what each is for."""

    what: tuple[str, ...]
    until: str
    readers: str


@dataclass(frozen=True)
class Topic:
    """One table in everybody's words."""

    title: str
    lines: tuple[Line, ...]


def topics() -> list[Topic]:
    """Return every table of the product with all its fields, in the order of CALLED."""
    order = list(CALLED)
    models = sorted(_models(), key=lambda model: order.index(model.__name__))
    return [Topic(CALLED[model.__name__], tuple(_lines(model))) for model in models]


def in_words(text: str) -> str:
    """Return Markdown with each `{Person.email}` replaced by who reads that field and until when: two table cells.

    Raises KeyError where there is no such table or field.
    """
    held = {model.__name__: _held(model) for model in _models()}

    def said(place: re.Match[str]) -> str:
        field = held[place[1]][place[2]]
        return f"{escape(_sentence(field.readers))} | {escape(_sentence(field.until))}"

    return _PLACE.sub(said, text)


def _models() -> Iterator[type[Model]]:
    return apps.get_app_config("pares").get_models()


def _held(model: type[Model]) -> dict[str, Held]:
    return dict(getattr(model, "held", {}))


def _lines(model: type[Model]) -> Iterator[Line]:
    """Yield the fields of a table, joined where they are kept as long and read by the same people."""
    groups: dict[tuple[str, str], list[str]] = {}
    for name, field in _held(model).items():
        groups.setdefault((field.until, field.readers), []).append(f"{name.replace('_', ' ')}: {field.why}")
    for (until, readers), what in groups.items():
        yield Line(tuple(what), _sentence(until), _sentence(readers))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
