"""The templates to take away: `pares/content/templates/<key>.md`, in their order. Pure: no Django."""

import functools
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from pares.ground.wording.shipped import BadWordsError, Words, folder
from pares.guide.handbook import takeaway

KIND = "templates"


class For(StrEnum):
    """Who uses a template, in the order of the list."""

    LEAD = "lead"
    MENTOR = "mentor"
    MENTEE = "mentee"
    SPONSOR = "sponsor"


_NEEDED: dict[str, frozenset[str]] = {
    "title": frozenset(),
    "summary": frozenset(),
    "order": frozenset(),
    "changed": frozenset(),
    "for": frozenset(For),
}


@dataclass(frozen=True)
class Template:
    """One template: its Markdown still with the slots of figures."""

    key: str
    title: str
    summary: str
    order: int
    changed: date
    reader: For
    text: str


@functools.cache
def templates() -> tuple[Template, ...]:
    """Return the templates as shipped, in their order; raises BadWordsError, naming file and line."""
    found = [read(path.read_text(encoding="utf-8"), path.stem) for path in sorted(folder(KIND).glob("*.md"))]
    ordered = tuple(sorted(found, key=lambda each: each.order))
    for one, other in pairwise(ordered):
        if one.order == other.order:
            raise BadWordsError(f"templates/{other.key}.md has the order of templates/{one.key}.md.")
    return ordered


def read(source: str, key: str) -> Template:
    """Return the template a file's content is; raises BadWordsError, naming file and line."""
    facts, text = takeaway.read(source, f"{KIND}/{key}.md", _NEEDED)
    return of(Words(KIND, key, facts, text))


def of(words: Words) -> Template:
    """Return the template that these words are, as shipped or as edited here."""
    facts = words.facts
    return Template(
        key=words.key,
        title=words.title,
        summary=facts["summary"],
        order=int(facts["order"]),
        changed=date.fromisoformat(facts["changed"]),
        reader=For(facts["for"]),
        text=words.text,
    )
