"""The handbook as it is worded here: chapters and other texts with figures, with the edits made to them."""

import re
from collections.abc import Callable
from dataclasses import replace

from pares.ground.refusal import Refused
from pares.ground.wording.current import Edits, as_edited
from pares.ground.wording.draft import Draft, over
from pares.ground.wording.kinds import TextKind, changeable
from pares.ground.wording.rules import SLOT as ANY_SLOT
from pares.ground.wording.rules import may_stand, same_slots
from pares.ground.wording.shipped import BadWordsError, Words, as_file
from pares.guide.handbook import checking, course, reading, templates
from pares.guide.handbook.chapters import SLOT, Chapter, chapters, quoted

KIND = "chapters"
# Where in a file a fault stands: an editor has no file.
_WHERE = re.compile(r"^\w+/[\w-]+\.md(?:, line \d+)?: ")


class NoSuchFigure(Refused):
    """The text quotes a figure that we do not have."""

    def __init__(self, keys: list[str]) -> None:
        """Take the keys of what is not there."""
        slots = " and ".join(f"{{fact:{key}}}" for key in dict.fromkeys(keys))
        super().__init__(
            f"There is no figure for {slots}. Use one that another page quotes, or write a number as a word.",
            field="text",
        )


class NoSuchPlace(Refused):
    """Curly brackets stand around something that is no figure."""

    def __init__(self, slots: list[str]) -> None:
        """Take what stands in brackets."""
        super().__init__(
            f"There is nothing to put in for {' and '.join(slots)}. A figure is quoted as {{fact:...}}.", field="text"
        )


class Unprintable(Refused):
    """The text cannot be made into the documents or slides it is handed out as."""


class FigureInTheSummary(Refused):
    """Summaries stand in lists too, where no source can be shown."""

    sentence = "Quote figures in the page's words, not in its title or summary."


def chapter(shipped_one: Chapter, edits: Edits) -> Chapter:
    """Return a chapter with its edit in force, if it has any."""
    found = edits.in_force(KIND, shipped_one.key)
    if found is None:
        return shipped_one
    words = as_edited(found)
    changed = words.changed or shipped_one.changed
    return replace(shipped_one, title=found.title, summary=found.summary, text=found.text, changed=changed)


def all_chapters(edits: Edits) -> tuple[Chapter, ...]:
    """Return every chapter in order, with its edit."""
    return tuple(chapter(each, edits) for each in chapters())


def check(words: Words, draft: Draft) -> None:
    """Return if the draft may stand in the place of a shipped text that quotes figures.

    Raises NoTitle, NoSummary, NoText, TooLong, NoSuchFigure, NoSuchPlace, FigureInTheSummary.
    """
    may_stand(words, draft)
    _figures(draft)
    if other := [slot for slot in ANY_SLOT.findall(draft.text) if not SLOT.fullmatch(slot)]:
        raise NoSuchPlace([*dict.fromkeys(other)])


def check_page(words: Words, draft: Draft) -> None:
    """Return if the draft may stand in the place of one of the site's pages, some of which quote figures too.

    Raises what `check` raises, UnknownSlot, LostSlot.
    """
    if not SLOT.search(words.text):
        same_slots(words, draft)
        return
    _figures(draft)
    same_slots(replace(words, text=SLOT.sub("", words.text)), replace(draft, text=SLOT.sub("", draft.text)))


def check_template(words: Words, draft: Draft) -> None:
    """Return if the draft can also be made into the documents a template is handed out as; raises Unprintable too."""
    check(words, draft)
    _printable(words, draft, templates.read)


def check_part(words: Words, draft: Draft) -> None:
    """Return if the draft can also be made into documents or slides; raises Unprintable too."""
    check(words, draft)
    _printable(words, draft, course.read)


def doubts(_words: Words, draft: Draft) -> list[str]:
    """Return what an editor should look at again: numbers without a source, and words that are hard to read."""
    if numbers := checking.bare_numbers(draft.text):
        sentence = (
            f"These numbers are not quoted from a source: {', '.join(dict.fromkeys(numbers))}. "
            "Quote a figure as {fact:...}, or write it as a word if it is only a count of what stands here."
        )
        return [sentence, *_hard(draft)]
    return _hard(draft)


def page_doubts(_words: Words, draft: Draft) -> list[str]:
    """Return what an editor should look at again: shares without a source, and words that are hard to read."""
    if shares := checking.bare_shares(draft.text):
        return [f"These shares are not quoted from a source: {', '.join(dict.fromkeys(shares))}.", *_hard(draft)]
    return _hard(draft)


def _hard(draft: Draft) -> list[str]:
    age = reading.age(checking.prose(quoted(draft.text)[0], sentences=True))
    if age <= reading.OLDEST:
        return []
    return [f"The words ask for a reading age of {age:.0f}. Aim for {reading.OLDEST} or below."]


def _figures(draft: Draft) -> None:
    for field in ("title", "summary"):
        if ANY_SLOT.search(getattr(draft, field)):
            raise FigureInTheSummary(field=field)
    if unknown := checking.unknown_figures(draft.text):
        raise NoSuchFigure(unknown)


def _printable(words: Words, draft: Draft, read: Callable[[str, str], object]) -> None:
    try:
        read(as_file(over(words, draft, 0)), words.key)
    except BadWordsError as error:
        raise Unprintable(_WHERE.sub("", str(error)), field="text") from error


CHAPTERS = changeable(TextKind(KIND, "Chapters of the handbook", check, doubts))
PAGES = changeable(TextKind("handbook", "Pages of this site", check_page, page_doubts))
TEMPLATES = changeable(TextKind(templates.KIND, "Templates", check_template, page_doubts))
COURSE = changeable(TextKind(course.KIND, "Training course", check_part, page_doubts))
