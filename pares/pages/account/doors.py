"""The places a person may go to: one for each part and role they have."""

import re
from dataclasses import dataclass

from django.urls import reverse

from pares.ground import clock
from pares.ground.membership.models import Membership, Role
from pares.pages.actors.account import Account
from pares.pages.actors.editor import Editor
from pares.pages.rendering import counted
from pares.pages.route import Audience, Route
from pares.pages.routes import ROUTES
from pares.stages.recruitment.models import Part

_PARTS = {
    Part.MENTOR: ("Mentor", "The people you mentor, your sessions, training and certificate."),
    Part.MENTEE: ("Mentee", "Your mentor, your sessions and your choices."),
}
_ROLES = {
    Role.LEAD: ("Lead of {}", "Cohorts, people, training, matching, letters and reports."),
    Role.FACILITATOR: ("Facilitator for {}", "Training sessions, workshops and their registers."),
    Role.CONTACT: ("Safeguarding contact for {}", "People who asked to be contacted."),
    Role.EDITOR: ("Editor for {}", "The words of the scheme’s letters, and its shelf."),
    Role.SPONSOR: ("Sponsor of {}", "What the scheme achieves, in totals."),
}
_OPERATOR = ("Operator", "This server: schemes, roles and whether everything runs.")
_EDITING = ("Editor of this site", "Guidance, standard letters, the library and the directory.")
_IN_PATH = re.compile(r"<\w+:(\w+)>")


@dataclass(frozen=True)
class Door:
    """A place to go to: what it is called, what is behind it and its address, "" where it has no page of its own."""

    heading: str
    words: str
    address: str


def doors(account: Account) -> list[Door]:
    """Return where this person may go: as mentee and mentor, in each role of each scheme, as editor, as operator."""
    parts = [Door(*_PARTS[part], start(Audience(part.value))) for part in account.taken_parts()]
    roles = [_of(membership) for membership in account.memberships().order_by("scheme__name", "role")]
    editing = [_editing(account)] if account.person.is_editor else []
    operating = [Door(*_OPERATOR, start(Audience.OPERATOR))] if account.person.is_operator else []
    return parts + roles + editing + operating


def start(audience: Audience, scheme: str = "") -> str:
    """Return the address of an audience's first page in the table, or "" where it has none."""
    given = {"scheme": scheme} if scheme else {}
    for route in ROUTES:
        if route.audience is audience and "GET" in route.methods and _asks(route) == set(given):
            return reverse(route.name, kwargs=given)
    return ""


def _editing(account: Account) -> Door:
    heading, words = _EDITING
    if waiting := sum(Editor(account.person).waiting(clock.today())):
        words += f" {counted(waiting, 'thing waits', 'things wait')} for you."
    return Door(heading, words, start(Audience.EDITOR))


def _asks(route: Route) -> set[str]:
    return set(_IN_PATH.findall(route.path))


def _of(membership: Membership) -> Door:
    heading, words = _ROLES[Role(membership.role)]
    if membership.scheme.retired_at:
        words = "This scheme has ended. What was kept can still be read."
    where = start(Audience(membership.role), membership.scheme.slug)
    return Door(heading.format(membership.scheme.name), words, where)
