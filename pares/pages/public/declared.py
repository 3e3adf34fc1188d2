"""What the tables declare of their fields, as the privacy notice says it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model

from pares.ground.ledger.held import Held
from pares.ground.wording.markdown import escape

# What each table is called where everybody reads it.
GROUPS = {
    "You, and your place in a scheme": {
        "Person": "Your account",
        "Membership": "A role in a scheme",
        "Application": "Taking part in a cohort",
        "Wish": "Wishes about a match",
        "Upload": "A list of people from a file",
    },
    "Training and certificates": {
        "Session": "A session or workshop",
        "Attendance": "Being at a session",
        "Equivalent": "Training done elsewhere",
        "Certificate": "A certificate or statement",
        "Waiver": "A proof let go",
    },
    "Matching and meeting": {
        "Proposal": "Proposed matches",
        "ProposedPair": "A proposed pair",
        "Unmatched": "Nobody found yet",
        "Aside": "Left out of a proposal for now",
        "Change": "A change of a proposal",
        "Filling": "Free places filled",
        "Ballot": "A ballot where places are short",
        "Ticket": "Your ticket in it",
        "Choosing": "Mentees choosing between mentors",
        "Shortlist": "Your shortlist",
        "Shortlisted": "A mentor on a shortlist",
        "Pair": "Your pair",
        "Agreement": "Accepting the agreement",
        "SessionFact": "That the two of you met",
        "Reply": "Answers given from a letter",
        "ChangeoverCheck": "Whether your post is as it was",
        "PairInQuestion": "A pair to look at after a changeover",
        "GoingOn": "Whether you would like to go on",
        "ChangeAsked": "Asking for a change",
        "ContactRequest": "Asking to be contacted",
    },
    "Surveys": {
        "Survey": "A survey",
        "Invitation": "Being asked to answer",
        "Box": "Answers while it is open",
        "Tally": "Answers counted",
        "Answer": "Written answers",
    },
    "Letters, and who did what": {
        "Letter": "A letter",
        "Due": "A reminder",
        "Entry": "An act",
    },
    "Schemes and their plans": {
        "Scheme": "A scheme",
        "Grade": "Its grades",
        "Specialty": "Its specialties",
        "Site": "Its sites",
        "Topic": "Its topics",
        "Travel": "Travel between sites",
        "Cohort": "A cohort",
        "LastFigures": "A cohort’s totals",
        "Milestone": "A cohort’s dates",
    },
    "The library": {
        "Resource": "A record of the library",
        "PermissionRequest": "Asking an owner for permission",
        "LicenceChange": "A change of what is known of a licence",
        "LinkCheck": "Whether a link answers",
        "ShelfItem": "A file on a scheme’s shelf",
        "KeptFile": "A file we hold",
        "FileBytes": "What is in it",
    },
    "What readers send in": {
        "Suggestion": "A suggestion for the directory",
        "RowVersion": "A row of the directory, as changed here",
        "Edition": "An edition of the directory",
        "LeadersAccount": "A leader’s account",
    },
    "The words of this site": {
        "Revision": "A change of words",
        "Review": "A review of words",
    },
    "How this site works": {
        "Errand": "Long work",
        "Beat": "Whether the site is well",
        "Passage": "Search: a section of a public page",
        "Index": "Search: all sections together",
    },
}
_PLACE = re.compile(r"\{([A-Z]\w+)\.(\w+)\}")


@dataclass(frozen=True)
class Line:
    """Fields of one table that are kept as long and read by the same people: what each is for."""

    table: str
    what: tuple[str, ...]
    until: str
    readers: str


@dataclass(frozen=True)
class Group:
    """Tables that belong together in everybody's mind."""

    title: str
    lines: tuple[Line, ...]


def groups() -> list[Group]:
    """Return every field of every table of the product."""
    models = {model.__name__: model for model in _models()}
    known = [
        Group(title, tuple(line for name, called in tables.items() for line in _lines(called, models.pop(name))))
        for title, tables in GROUPS.items()
    ]
    rest = (line for name, model in models.items() for line in _lines(name, model))
    return [*known, Group("More", tuple(rest))] if models else known


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


def _lines(called: str, model: type[Model]) -> Iterator[Line]:
    """Yield the fields of a table, joined where they are kept as long and read by the same people."""
    joined: dict[tuple[str, str], list[str]] = {}
    for name, field in _held(model).items():
        joined.setdefault((field.until, field.readers), []).append(f"{name.replace('_', ' ')}: {field.why}")
    for (until, readers), what in joined.items():
        yield Line(called, tuple(what), _sentence(until), _sentence(readers))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
