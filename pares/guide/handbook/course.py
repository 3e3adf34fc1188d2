"""The training course for mentors: `pares/content/course/<key>.md`, in its order. Pure: no Django."""

import functools
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from pares.ground.files.blocks import Paragraph, Quote
from pares.ground.wording.papers import Part, blocks
from pares.ground.wording.shipped import BadWordsError, Words, folder
from pares.guide.handbook import showing, takeaway
from pares.guide.handbook.chapters import quoted

KIND = "course"


class Session(StrEnum):
    """When a part of the course is used, in the order of the course."""

    ALL = "all"
    BASIC = "basic"
    ADVANCED = "advanced"
    WORKSHOP = "workshop"


class Form(StrEnum):
    """What kind of thing a part is."""

    GUIDE = "guide"
    SLIDES = "slides"
    HANDOUT = "handout"
    DILEMMA = "dilemma"
    QUESTIONNAIRE = "questionnaire"
    FEEDBACK = "feedback"


_NEEDED: dict[str, frozenset[str]] = {
    "title": frozenset(),
    "summary": frozenset(),
    "order": frozenset(),
    "changed": frozenset(),
    "session": frozenset(Session),
    "form": frozenset(Form),
}


@dataclass(frozen=True)
class CoursePart:
    """One part of the course: its Markdown still with the slots of figures."""

    key: str
    title: str
    summary: str
    order: int
    changed: date
    session: Session
    form: Form
    text: str

    @property
    def shown(self) -> bool:
        """Whether it is a set of slides."""
        return self.form is Form.SLIDES


@functools.cache
def course() -> tuple[CoursePart, ...]:
    """Return the parts as shipped, in their order; raises BadWordsError, naming file and line."""
    found = [read(path.read_text(encoding="utf-8"), path.stem) for path in sorted(folder(KIND).glob("*.md"))]
    ordered = tuple(sorted(found, key=lambda each: each.order))
    for one, other in pairwise(ordered):
        if one.order == other.order:
            raise BadWordsError(f"course/{other.key}.md has the order of course/{one.key}.md.")
    return ordered


def read(source: str, key: str) -> CoursePart:
    """Return the part a file's content is; raises BadWordsError, naming file and line."""
    facts, text = takeaway.read(source, f"{KIND}/{key}.md", _NEEDED)
    part = of(Words(KIND, key, facts, text))
    if part.shown:
        for sentence in _of_slides(part):
            raise BadWordsError(f"{KIND}/{key}.md: {sentence}.")
    return part


def of(words: Words) -> CoursePart:
    """Return the part that these words are, as shipped or as edited here."""
    facts = words.facts
    return CoursePart(
        key=words.key,
        title=words.title,
        summary=facts["summary"],
        order=int(facts["order"]),
        changed=date.fromisoformat(facts["changed"]),
        session=Session(facts["session"]),
        form=Form(facts["form"]),
        text=words.text,
    )


def _of_slides(part: CoursePart) -> list[str]:
    """Return what keeps a text from being slides, each with the heading it stands under."""
    found = blocks(quoted(part.text)[0], Part(str))
    opening, slides = showing.split(found)
    faults = [] if slides else ["a set of slides has a heading of two number signs for each slide"]
    faults += [] if all(isinstance(each, Paragraph | Quote) for each in opening) else ["only notes stand before slides"]
    for slide in slides:
        if strange := showing.unshowable(slide):
            faults.append(f"the slide “{slide.title}” holds what is not shown on one: {strange}")
        if (lines := showing.lines(slide)) > showing.MOST_LINES:
            faults.append(f"the slide “{slide.title}” needs {lines} lines; there is room for {showing.MOST_LINES}")
    return faults
