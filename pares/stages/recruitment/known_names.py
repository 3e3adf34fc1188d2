"""Finding what people call a grade, a site or a specialty on the scheme's own list, and the nearest to it."""

import difflib
import re
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from pares.ground.schemes.models import Listed

L = TypeVar("L", bound=Listed)
NEAREST = 3
# Looking for the nearest takes time: a list this full of unknown names has the wrong column.
MOST_SEARCHES = 300

_OFTEN = {"the", "hospital", "hospitals", "nhs", "trust"}
_LONG_GRADES = (
    (r"\bgeneral practice\b", "gp"),
    (r"\bspecialty (registrar|trainee|training)\b|\bregistrar\b|\bspr\b|\bstr\b", "st"),
    (r"\bgp[ -]?(st|vts|trainee|training)?(?=\W*\d)", "gpst"),
    (r"\binternal medicine( trainee| training)?\b", "imt"),
    (r"\bcore( \w+)? (trainee|training)\b", "ct"),
    (r"\bfoundation( doctor| trainee| training)?\b|\bfy(?=\W*\d)", "f"),
    (r"\b(year|doctor|level|grade|dr)\b", ""),
)


class Names(Generic[L]):
    """The lines of one of the scheme's lists, found by any spelling of their names."""

    def __init__(self, what: str, lines: Iterable[L], spelling: Callable[[str], str] | None = None) -> None:
        """Take what a line is called ("grade"), the lines, and how a name is brought to one spelling."""
        self.what, self.lines = what, list(lines)
        self.spelling = spelling or plain
        self.known = {self.spelling(line.name): line for line in reversed(self.lines)}
        self.unknown: dict[str, str] = {}

    def find(self, name: str) -> L | None:
        """Return the line of that name, or None."""
        return self.known.get(self.spelling(name))

    def sentence(self, name: str) -> str:
        """Return the sentence that says a name is not on the list, with the nearest that are; note the name."""
        if name not in self.unknown:
            self.unknown[name] = self._sentence(name)
        return self.unknown[name]

    def _sentence(self, name: str) -> str:
        said = f"“{name[:80]}” is not on the scheme's list of {self.what}."
        if not self.lines:
            return f"{said} The list is empty."
        near: list[str] = []
        if len(self.unknown) < MOST_SEARCHES:
            near = difflib.get_close_matches(self.spelling(name), list(self.known), n=NEAREST, cutoff=0.5)
        if near:
            return f"{said} Nearest: {', '.join(self.known[each].name for each in near)}."
        shown = ", ".join(line.name for line in self.lines[:NEAREST])
        more = len(self.lines) - NEAREST
        return f"{said} It has {shown}{f' and {more} more' if more > 0 else ''}."


def plain(name: str) -> str:
    """Return a name without capitals, signs and spaces, "&" and "and" being the same."""
    return "".join(re.findall(r"[^\W_]+", name.casefold().replace("&", "and")))


def site(name: str) -> str:
    """Return a site's name without the words that lists leave out or put in."""
    words = re.findall(r"[^\W_]+", re.sub("['\u2019]", "", name.casefold().replace("&", "and")))
    kept = ["st" if word == "saint" else word for word in words if word not in _OFTEN]
    return "".join(kept or words)


def grade(name: str) -> str:
    """Return a grade in its short form: "Foundation Year 1" and "FY1" are "f1"."""
    words = name.casefold()
    for long, short in _LONG_GRADES:
        words = re.sub(long, short, words)
    return plain(words)
