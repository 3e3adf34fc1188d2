"""Whether a text may be changed so; if not, the sentence to show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pares.ground.refusal import Refused
from pares.ground.wording.markdown import headings
from pares.ground.wording.plain import plain

if TYPE_CHECKING:
    from pares.ground.wording.draft import Draft
    from pares.ground.wording.models import Revision
    from pares.ground.wording.shipped import Words

TITLE_AT_MOST = 120
SUMMARY_AT_MOST = 300
TEXT_AT_MOST = 60_000
WHY_AT_MOST = 200
HEADINGS = (2, 3)
SLOT = re.compile(r"\{[^{}\n]*\}")


class NoTitle(Refused):
    """A page needs a title."""

    sentence = "Enter a title."


class NoSummary(Refused):
    """The page is shipped with a summary and needs one."""

    sentence = "Enter a summary: it stands below the title, and where the page is listed."


class NoText(Refused):
    """A page needs words."""

    sentence = "Enter the page's words."


class HeadingLevel(Refused):
    """The page's own heading stands above all others."""

    sentence = "Begin a heading with ## or ###: the page’s title is its first heading."


class TooLong(Refused):
    """More than fits."""


class NoReason(Refused):
    """A change says why it is made."""

    sentence = "Say in a few words why you make this change."


class NothingChanged(Refused):
    """The words are those that stand already."""

    sentence = "These are the words that stand there already. Nothing was saved."


class NoReviewer(Refused):
    """A review is somebody's."""

    sentence = "Enter the reviewer's name."


class NoRole(Refused):
    """A review says what makes the reviewer fit for it."""

    sentence = "Enter the reviewer's role, such as consultant psychiatrist."


class InTheFuture(Refused):
    """A review has happened."""

    sentence = "The review must have taken place: enter today or a day before."


class NotTheSchemes(Refused):
    """The site keeps the words of this letter."""

    sentence = "This letter is worded by the editors of the site. A scheme cannot change it."


class OtherWords(Refused):
    """Nobody accepts words they have not read."""

    sentence = "The agreement has changed since you opened this page. Read it as it stands now, then accept it."


class UnknownSlot(Refused):
    """Curly brackets stand around something that nobody puts in."""

    def __init__(self, unknown: list[str], allowed: list[str]) -> None:
        """Take what stands in brackets and what may."""
        known = ", ".join(allowed) or "none"
        super().__init__(
            f"There is nothing to put in for {' and '.join(unknown)}. Here you can use: {known}.", field="text"
        )


class LostSlot(Refused):
    """Something that the page puts in has no place any more."""

    def __init__(self, lost: list[str]) -> None:
        """Take what is gone."""
        words = " and ".join(lost)
        super().__init__(f"Put {words} back where it belongs: the page fills it in.", field="text")


class CameBetween(Refused):
    """Somebody else has changed the text since; `newest` is what they made of it."""

    def __init__(self, newest: Revision) -> None:
        """Take the newest revision."""
        self.newest = newest
        super().__init__(
            f"{newest.by_whom} changed this text while you were writing. Nothing of yours is lost: compare both below, "
            "then save again."
        )


def may_stand(words: Words, draft: Draft) -> None:
    """Return if the draft may stand in the place of these shipped words, whatever their kind; raises Refused."""
    if not draft.title:
        raise NoTitle(field="title")
    if "summary" in words.facts and not draft.summary:
        raise NoSummary(field="summary")
    if not draft.text:
        raise NoText(field="text")
    if any(heading.level not in HEADINGS for heading in headings(draft.text)):
        raise HeadingLevel(field="text")
    limits = (("title", TITLE_AT_MOST), ("summary", SUMMARY_AT_MOST), ("text", TEXT_AT_MOST))
    for field, most in limits:
        if len(getattr(draft, field)) > most:
            raise TooLong(f"The {field} must be {most:,} characters or fewer.", field=field)


def reason(why: str) -> str:
    """Return why a change is made, on one line; raises NoReason, TooLong."""
    line = " ".join(why.split())
    if not line:
        raise NoReason(field="why")
    if len(line) > WHY_AT_MOST:
        raise TooLong(f"Your reason must be {WHY_AT_MOST} characters or fewer.", field="why")
    return line


def same_slots(words: Words, draft: Draft) -> None:
    """Return if the draft has places only for what the shipped page puts in, and keeps those it cannot do without.

    A place with a dot, such as {Person.email}, is one line of many and may go; any other must be seen on the page, and
    not stand where Markdown shows nothing. Raises UnknownSlot, LostSlot.
    """
    may_stand(words, draft)
    known, used = dict.fromkeys(SLOT.findall(words.text)), dict.fromkeys(SLOT.findall(draft.text))
    if unknown := [slot for slot in used if slot not in known]:
        raise UnknownSlot(unknown, [*known])
    seen, was_seen = plain(draft.text), plain(words.text)
    if lost := [slot for slot in known if slot not in seen and slot in was_seen and "." not in slot]:
        raise LostSlot(lost)
