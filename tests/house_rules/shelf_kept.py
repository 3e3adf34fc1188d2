"""A file on each scheme's shelf, and a copy in the library that everybody may have."""

from pares.ground.people.models import Person
from pares.ground.schemes.models import Scheme
from pares.guide.library import actions as library
from pares.guide.library.models import Resource, ShelfItem
from pares.guide.library.rules import Audience, Claim, State
from pares.guide.library.shelf import actions
from tests import world as worlds

# A record of ours that everybody may have a copy of.
OPEN_KEY = "words-to-begin-with"


def picture(words: str) -> bytes:
    """Return a picture, as far as anybody looks, with these words in it."""
    return b"\x89PNG\r\n\x1a\n" + words.encode() + b"\x00\x00\x00\x00IEND\xaeB\x60\x82"


def on_shelf(scheme: Scheme, words: str, by: Person) -> ShelfItem:
    """Return a file for mentors and mentees with these words in it, on a scheme's shelf."""
    return actions.put(
        scheme=scheme, title="Map of our sites", owner="Northgate Hospitals", audience=Audience.MEMBERS,
        claim=Claim(State.OWN), name="map.png", content=picture(words), by=by, at=worlds.PLANNED,
    )  # fmt: skip


def for_everybody(by: Person) -> Resource:
    """Return the record with its copy; made once."""
    there = Resource.objects.filter(slug=OPEN_KEY).first()
    if there:
        return there
    said = {"title": "Words to begin with", "owner": "Us", "link": "", "kind": "guide", "purpose": "To begin"}
    at = worlds.PLANNED
    record = library.add(by=by, at=at, claim=Claim(State.OWN), audience=Audience.EVERYONE, **said)
    return library.hold(resource=record, name="words.png", content=picture("Begin"), by=by, at=at)
