"""Numbers to call, as data with the day they were last checked, and the words of the safety page around them."""

import functools
import tomllib
from dataclasses import dataclass, replace
from datetime import date

from pares.ground.wording.markdown import escape
from pares.ground.wording.shipped import CONTENT, Words, shipped

PLACE = "{helplines}"


@dataclass(frozen=True, slots=True)
class Helpline:
    """One number: who answers, for what, when, the source it was taken from and the day it was checked there."""

    name: str
    number: str
    what_for: str
    when: str
    source: str
    checked: date

    @property
    def link(self) -> str:
        """The number as a link a phone can call."""
        return f"tel:{self.number.replace(' ', '')}"


@functools.cache
def helplines() -> tuple[Helpline, ...]:
    """Return the numbers we ship, the most urgent first."""
    with (CONTENT / "helplines.toml").open("rb") as file:
        return tuple(Helpline(**line) for line in tomllib.load(file)["helpline"])


def oldest_check() -> date:
    """Return the day since when every number has been checked."""
    return min(line.checked for line in helplines())


def safety() -> Words:
    """Return the words of "Worried about someone's safety" as shipped, with the numbers in their place."""
    words = shipped("handbook", "safety")
    return replace(words, text=listed_in(words.text))


def listed_in(text: str) -> str:
    """Return Markdown with the numbers in their place."""
    listed = "\n".join(
        f"- **{escape(line.name)}: [{escape(line.number)}]({line.link})** - {escape(line.what_for)} {escape(line.when)}"
        for line in helplines()
    )
    return text.replace(PLACE, listed)
