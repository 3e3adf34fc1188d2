"""Putting values into a letter's words. Pure: no Django.

`{mentor_name}` in a letter stands for a value. What kind of value is said by the name's end: `..._link` a web
address, `..._lines` one line of a list for each line of the value, `..._on` and `..._by` a date in words, anything
else plain words. Values are data: nothing in them is read as a placeholder, as Markdown or as HTML.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping

from pares.ground.refusal import Refused
from pares.ground.wording.markdown import SAFE_LINK, escape

PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
LINK, LINES, DATES = "link", "_lines", ("_on", "_by")
# A subject is read over shoulders: it may say which scheme and when, never who.
SUBJECT_NAMES = frozenset({"site_name", "scheme_name", "cohort_name"})
LONGEST_SUBJECT = 200
# Invisible characters that join letters of a script or parts of one sign; all others of their kind are dropped.
_JOINERS = {"\u200c", "\u200d"}
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn"}
_ENCODED = str.maketrans({c: f"%{ord(c):02X}" for c in '<>()[]"`\\;'})


class UnknownPlaceholder(Refused):
    """A placeholder that this text does not have; `names` are those found, `allowed` those it has."""

    def __init__(self, names: Collection[str], allowed: Collection[str]) -> None:
        """Take the names that are not known and those that are."""
        self.names, self.allowed = sorted(names), sorted(allowed)
        unknown = " and ".join(f"{{{name}}}" for name in self.names)
        known = ", ".join(f"{{{name}}}" for name in self.allowed) or "none"
        super().__init__(f"There is nothing to put in for {unknown}. Here you can use: {known}.")


class MissingValueError(LookupError):
    """A letter was written without a value it needs."""


class BadLinkError(ValueError):
    """A value that should be a web address is none."""


def placeholders(text: str) -> list[str]:
    """Return the names of the placeholders in the text, each once, in order."""
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))


def check(text: str, allowed: Collection[str]) -> None:
    """Return if every placeholder of the text is allowed; raises UnknownPlaceholder."""
    if unknown := set(placeholders(text)) - set(allowed):
        raise UnknownPlaceholder(unknown, allowed)


def check_subject(subject: str, allowed: Collection[str]) -> None:
    """Return if the subject names at most the site, the scheme, the cohort and dates; raises UnknownPlaceholder."""
    check(subject, subject_names(allowed))


def subject_names(allowed: Collection[str]) -> set[str]:
    """Return which of the placeholders may stand in a subject."""
    return {name for name in allowed if name in SUBJECT_NAMES or name.endswith(DATES)}


def clean(value: str) -> str:
    """Return the value on one line, without control characters, changes of direction or half characters."""
    spaced = "".join(" " if char.isspace() else char for char in value)
    kept = (c for c in spaced if c in _JOINERS or unicodedata.category(c) not in _DROPPED)
    return " ".join("".join(kept).split())


def merge(text: str, values: Mapping[str, str]) -> str:
    """Return the Markdown with its values put in, each escaped for what it is.

    Raises MissingValueError, BadLinkError.
    """
    return PLACEHOLDER.sub(lambda match: _shown(match[1], _value(match[1], values)), text)


def merge_subject(subject: str, values: Mapping[str, str]) -> str:
    """Return the subject, one line of at most 200 characters, with its values put in as they are."""
    check_subject(subject, values.keys())
    return as_subject(PLACEHOLDER.sub(lambda match: clean(_value(match[1], values)), subject))


def as_subject(subject: str) -> str:
    """Return the subject on one line, cut at 200 characters."""
    line = clean(subject)
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1].rstrip() + "…"


def _value(name: str, values: Mapping[str, str]) -> str:
    if name not in values:
        raise MissingValueError(f"The letter needs a value for {name}; it was given {', '.join(sorted(values))}.")
    return values[name]


def _shown(name: str, value: str) -> str:
    if name.endswith(LINK):
        return web_address(value)
    if name.endswith(LINES):
        return "\n".join(f"- {escape(clean(line))}" for line in value.splitlines() if line.strip())
    return escape(clean(value))


def web_address(value: str) -> str:
    """Return the address with the characters encoded that Markdown would read; raises BadLinkError."""
    if not (SAFE_LINK.fullmatch(value) and value.lower().startswith(("http://", "https://"))):
        raise BadLinkError(f"{value!r} is not a web address.")
    return value.translate(_ENCODED)
