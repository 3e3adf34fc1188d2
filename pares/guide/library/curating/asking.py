"""The letters to owners, drafted from a record: what is asked for, and asking again."""

from django.conf import settings

from pares.ground.cohorts.calendar import in_words
from pares.ground.letters.kinds import Written
from pares.ground.letters.worded import worded
from pares.ground.people.models import Person
from pares.guide.library.curating.models import PermissionRequest
from pares.guide.library.models import Resource
from pares.guide.library.rules import AUDIENCES

ASK, CHASE = "ask_permission", "chase_permission"
NO_LINK = "a page that we could not find again"
UNCHANGED = "hand out copies, unchanged, with your name and the address of your page"
CHANGED = "change it to fit our schemes and hand out the changed version, saying that it is changed"


def draft(resource: Resource, *, audience: str, adapt: bool, by: Person) -> Written:
    """Return the letter that asks the owner of a record for permission, for an editor to look through."""
    uses = [UNCHANGED, CHANGED] if adapt else [UNCHANGED]
    values = {"use_lines": "\n".join(uses), "readers": AUDIENCES[audience].lower()}
    return worded(ASK).write(_about(resource, resource.owner, by) | values)


def reminder(request: PermissionRequest, *, by: Person) -> Written:
    """Return the letter that asks again."""
    sent_on = request.sent_on or request.asked_at.date()
    return worded(CHASE).write(_about(request.resource, request.asked_of, by) | {"asked_on": in_words(sent_on)})


def _about(resource: Resource, owner: str, by: Person) -> dict[str, str]:
    return {
        "owner_name": owner,
        "work_title": resource.title,
        "found_at": resource.link or NO_LINK,
        "sender_name": by.name,
        "reply_address": by.email,
        "site_name": settings.SITE_NAME,
    }
