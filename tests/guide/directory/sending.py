"""Readers, editors and rows for the tests of the directory."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pares.ground.people import actions as people
from pares.ground.people.models import Person
from pares.guide.directory import actions, listing
from pares.guide.directory.models import Licence, Suggestion
from tests import world as worlds

AT = datetime(2027, 3, 3, 9, tzinfo=UTC)
LATER = AT + timedelta(days=1)
KEY = "psychstart"
READER = "canary.reader@example.net"


def editor(name: str = "Edie") -> Person:
    """Return an editor of the site."""
    person = worlds.person(name)
    return people.appoint_editor(person=person, by=None, at=AT)


def facts(**changed: str) -> dict[str, str]:
    """Return what is told of a scheme that is not on the list."""
    told = dict.fromkeys(("group", "part", "since", "mentors", "mentees", "year", "link"), "")
    told |= {"name": "Northgate mentoring", "specialty": "Psychiatry", "region": "Wessex"}
    return told | {"kind": "peer", "status": "recruiting"} | changed


def shipped(**changed: str) -> dict[str, str]:
    """Return what is told of a scheme on the list we ship."""
    row = listing.shipped_row(KEY)
    assert row
    return row.facts | changed


def sent(**more: Any) -> Suggestion:
    """Return what a reader sent in: a scheme that is not on the list, unless told otherwise."""
    said = {"facts": facts(), "words": "I lead it.", "licence": Licence.CC_BY, "email": READER, "credit": "Kim Canary"}
    return actions.suggest(**(said | more), at=more.pop("at", AT))


def corrected(**changed: str) -> Suggestion:
    """Return a reader's correction of a row."""
    return sent(key=KEY, facts=shipped(**changed))
