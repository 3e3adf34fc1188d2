"""The way in: which actor a person is for an audience."""

from typing import Any

from pares.ground.membership.models import Membership, Role
from pares.ground.people.models import Person
from pares.pages.actors.account import Account
from pares.pages.actors.contact import Contact
from pares.pages.actors.editor import Editor
from pares.pages.actors.lead import Lead
from pares.pages.actors.member import Member
from pares.pages.actors.operator import Operator
from pares.pages.actors.partner import Partner
from pares.pages.actors.reach import NobodyHere
from pares.pages.route import Audience
from pares.stages.recruitment.models import Application, Part

_ROLES = {
    Audience.LEAD: (Role.LEAD,),
    Audience.FACILITATOR: (Role.FACILITATOR, Role.LEAD),
    Audience.CONTACT: (Role.CONTACT,),
    Audience.EDITOR: (Role.EDITOR, Role.LEAD),
    Audience.SPONSOR: (Role.SPONSOR, Role.LEAD),
}


_KINDS: dict[Audience, type[Member]] = {Audience.LEAD: Lead, Audience.CONTACT: Contact}


def enter(audience: Audience, person: Person, objects: dict[str, Any]) -> tuple[Account, dict[str, Any]]:
    """Return the actor this person is for that audience, and the objects of the address that are left.

    An address with a scheme in it is entered as a member of that scheme: an editor's address without one is entered
    by the editors of the site. Raises NobodyHere for anybody else.
    """
    if audience in {Audience.MENTOR, Audience.MENTEE}:
        return _partner(Part(audience.value), person), objects
    if audience is Audience.OPERATOR:
        return _operator(person), objects
    if audience is Audience.EDITOR and "scheme" not in objects:
        return _editor(person), objects
    if audience in _ROLES:
        return _member(audience, person, objects)
    return Account(person), objects


def _partner(part: Part, person: Person) -> Partner:
    if not Application.objects.filter(person=person, part=part).exists():
        raise NobodyHere
    return Partner(person, part)


def _operator(person: Person) -> Operator:
    if not person.is_operator:
        raise NobodyHere
    return Operator(person)


def _editor(person: Person) -> Editor:
    if not person.is_editor:
        raise NobodyHere
    return Editor(person)


def _member(audience: Audience, person: Person, objects: dict[str, Any]) -> tuple[Member, dict[str, Any]]:
    rest = dict(objects)
    slug = rest.pop("scheme")
    held = Membership.objects.filter(person=person, ended_at=None, role__in=_ROLES[audience], scheme__slug=slug)
    membership = held.select_related("scheme").first()
    if membership is None:
        raise NobodyHere
    kind = _KINDS.get(audience, Member)
    return kind(person, membership.scheme), rest
