"""Whether a scheme may be described so, and its lists read so; the sentence if not."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from pares.ground.refusal import Refused

LONGEST_NAME = 120
MOST_RANKS = 30
LONGEST_WAY = 300
# What a list's lines are called, and whether a scheme can do without any.
NOUNS = {
    "grades": ("grade", False),
    "specialties": ("specialty", False),
    "sites": ("site", False),
    "topics": ("topic", True),
}
DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")


class NameTaken(Refused):
    """Another scheme has that name."""

    sentence = "Another scheme has this name. Add your trust’s or school’s name to it."


class NoName(Refused):
    """A scheme's name makes no address."""

    sentence = "Use at least one letter from a to z or one digit in the name."


class StillUsed(Refused):
    """A line of a list is in use."""


class BadList(Refused):
    """A list is empty, or a line of it is too long or there twice."""


class BadRank(Refused):
    """A grade stands without its year of training."""


class BadDomain(Refused):
    """Something that is no domain of an e-mail address."""


class WrongWayRound(Refused):
    """Closed days that end before they begin."""


class BadWay(Refused):
    """Minutes that nobody travels."""

    sentence = f"Enter the minutes from one site to the other, from 1 to {LONGEST_WAY}."


def lines(kind: str, names: Iterable[str]) -> list[str]:
    """Return the names without spaces around them and without blank ones; raises BadList."""
    noun, may_be_empty = NOUNS[kind]
    kept = [" ".join(name.split()) for name in names if name.strip()]
    if not kept and not may_be_empty:
        raise BadList(f"Enter at least one {noun}.")
    if too_long := next((name for name in kept if len(name) > LONGEST_NAME), None):
        raise BadList(f"“{too_long[:40]}…” is too long. A {noun} has up to {LONGEST_NAME} characters.")
    seen: set[str] = set()
    for name in kept:
        if name.casefold() in seen:
            raise BadList(f"“{name}” is on the list twice. Take one of the two lines out.")
        seen.add(name.casefold())
    return kept


def ranked(line: str) -> tuple[str, int]:
    """Return the grade and the year of training that a line such as "CT1, 3" says; raises BadRank."""
    name, comma, year = (part.strip() for part in line.rpartition(","))
    if not (comma and name and year.isdecimal() and len(year) < len(str(MOST_RANKS)) + 1):
        raise BadRank(f"“{line.strip()[:60]}” needs a comma and the year of training after the grade, like “CT1, 3”.")
    if not 1 <= int(year) <= MOST_RANKS:
        raise BadRank(f"The year of training of “{name[:60]}” must be from 1 to {MOST_RANKS}.")
    return name, int(year)


def domains(typed: Iterable[str]) -> list[str]:
    """Return the domains in small letters, each once, without an @ before them; raises BadDomain."""
    found = []
    for domain in (line.strip().removeprefix("@").lower() for line in typed if line.strip()):
        if not DOMAIN.fullmatch(domain):
            raise BadDomain(f"“{domain[:60]}” is not the end of an email address. Write it like example.nhs.uk.")
        found.append(domain)
    if not found:
        raise BadDomain("Enter at least one domain.")
    return list(dict.fromkeys(found))


def spans(days: Sequence[tuple[date, date]]) -> list[list[str]]:
    """Return closed days as the scheme keeps them, sorted, each once; raises WrongWayRound."""
    if any(last < first for first, last in days):
        raise WrongWayRound("The last day must be the same as or after the first day.", field="last")
    return sorted(
        {(first.isoformat(), last.isoformat()): [first.isoformat(), last.isoformat()] for first, last in days}.values()
    )


def refuse_dropping(kind: str, used: Sequence[str]) -> None:
    """Raise StillUsed where lines that people have chosen would go."""
    if used:
        noun, _ = NOUNS[kind]
        names = " and ".join(f"“{name}”" for name in used)
        those = f"This {noun} is" if len(used) == 1 else "These are"
        raise StillUsed(
            f"{names} cannot be taken off the list. {those} in somebody’s answers. Put back what you took out."
        )
