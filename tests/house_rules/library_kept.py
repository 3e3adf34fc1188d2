"""A record of the library whose owner is asked: the site's own, and so the same for every scheme."""

from datetime import timedelta
from io import BytesIO

from pypdf import PdfWriter

from pares.ground.people.models import Person
from pares.guide.library import actions as library
from pares.guide.library.curating import actions
from pares.guide.library.curating.models import PermissionRequest
from pares.guide.library.models import Resource
from pares.guide.library.rules import Claim, State
from tests import world as worlds

KEY = "ground-rules-of-riverside"


def _pdf() -> bytes:
    """Return a PDF of one empty page, which whoever looks for canaries can read."""
    written, made = PdfWriter(), BytesIO()
    written.add_blank_page(width=200, height=200)
    written.write(made)
    return made.getvalue()


def kept(by: Person) -> tuple[Resource, PermissionRequest]:
    """Return the record, with a copy we hold and may not hand on, and the letter sent to its owner; made once."""
    there = Resource.objects.filter(slug=KEY).first()
    if there:
        return there, there.requests.get()
    described = {"title": "Ground rules of Riverside", "owner": "Riverside", "link": "https://riverside.example/"}
    described |= {"kind": "guide", "audience": "mentors", "purpose": "For the first meeting", "believed": ""}
    at = worlds.PLANNED
    record = actions.add_record(claim=Claim(State.UNKNOWN), by=by, at=at, checked_on=None, **described)
    record = library.hold(resource=record, name="rules.pdf", content=_pdf(), by=by, at=at)
    letter = {"asked_of": "Riverside", "address": "", "subject": "May we?", "text": "May we hand it on?"}
    asked = actions.write_letter(resource=record, audience="mentors", adapt=False, by=by, at=at, **letter)
    return record, actions.record_sent(request=asked, on=at.date(), by=by, at=at + timedelta(minutes=1))
