"""The line that goes with a work wherever it is handed on: title, owner, licence, and where it is from. Pure.

What a Creative Commons licence asks for is in its own text (section 3(a) of version 4.0); the Open Government Licence
v3.0 asks for the statement used here where the owner gives none.
"""

from dataclasses import dataclass

from pares.guide.library.licences import Licence
from pares.guide.library.rules import Standing, State

OGL_STATEMENT = "Contains public sector information licensed under the Open Government Licence v3.0."


@dataclass(frozen=True, slots=True)
class Work:
    """Whose work it is, what it is called, and where it is from ("" where that is not known)."""

    title: str
    owner: str
    link: str = ""


def attribution(work: Work, standing: Standing, *, changed: bool = False) -> str:
    """Return the line for a work; `changed` says so, as the licences ask."""
    parts = [f"“{work.title}”, {work.owner}.", _right(standing)]
    if work.link.startswith("http"):
        parts.append(f"Source: {work.link}")
    if changed:
        parts.append("Changed from the original.")
    return " ".join(filter(None, parts))


def conditions(standing: Standing) -> str:
    """Return what must be kept to when the work is handed on, as one text; "" where there is nothing."""
    if standing.terms is not None:
        return " ".join(standing.terms.conditions)
    if standing.state == State.GRANTED:
        adapt = "" if standing.may_adapt else "Unchanged copies only."
        until = f"The permission ends on {standing.until.day} {standing.until:%B %Y}." if standing.until else ""
        return " ".join(filter(None, ("By permission, for the people it was given for.", adapt, until)))
    return ""


def _right(standing: Standing) -> str:
    if standing.state == State.OGL:
        return OGL_STATEMENT
    if standing.terms is not None:
        return f"Licence: {_named(standing.terms)}."
    if standing.state == State.GRANTED:
        return f"Handed on with permission of {standing.granted_by}."
    return "" if standing.state == State.OWN else "All rights reserved as far as is known."


def _named(licence: Licence) -> str:
    return f"{licence.name}, {licence.link}" if licence.link else licence.name
