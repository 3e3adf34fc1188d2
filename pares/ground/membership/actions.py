"""Giving and ending roles; each change is announced by a letter to the person and to the scheme's other leads."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from pares.ground import clock
from pares.ground.cohorts.past import months_before
from pares.ground.ledger.actions import note
from pares.ground.letters.actions import queue
from pares.ground.letters.address import single
from pares.ground.membership import rules
from pares.ground.membership.models import Membership, Role
from pares.ground.people.actions import meet
from pares.ground.people.models import Person
from pares.ground.schemes.models import Scheme

KEPT = 12
"""Months after a role ended."""


@transaction.atomic
def appoint(*, scheme: Scheme, person: Person, role: Role, by: Person | None, at: datetime) -> Membership:
    """Give a person a role in a scheme; doing it again changes nothing."""
    membership, new = Membership.objects.get_or_create(
        scheme=scheme, person=person, role=role, ended_at=None, defaults={"since": at}
    )
    if new:
        _announce("role_appointed", membership, by, at)
    return membership


@transaction.atomic
def invite(  # noqa: PLR0913 - a person is named by all of these
    *, scheme: Scheme, name: str, email: str, role: Role, by: Person | None, at: datetime
) -> Membership:
    """Give a role to whoever has that address, known here or not; raises NotOneAddress, NoName."""
    address = single(email)
    if not name.strip():
        raise rules.NoName(field="name")
    return appoint(scheme=scheme, person=meet(email=address, name=name, at=at), role=role, by=by, at=at)


@transaction.atomic
def end(*, membership: Membership, by: Person | None, at: datetime) -> Membership:
    """End a role from the next request on; raises LastLead."""
    Scheme.objects.select_for_update().get(pk=membership.scheme_id)
    others = Membership.objects.filter(scheme=membership.scheme_id, role=Role.LEAD, ended_at=None).exclude(
        pk=membership.pk
    )
    if membership.role == Role.LEAD and not others.exists():
        raise rules.LastLead
    if Membership.objects.filter(pk=membership.pk, ended_at=None).update(ended_at=at):
        _announce("role_ended", membership, by, at)
    membership.refresh_from_db()
    return membership


@transaction.atomic
def forget_ended(*, at: datetime) -> int:
    """Delete roles 12 months after they ended; return how many."""
    past = months_before(clock.local(at).date(), KEPT)
    gone, _ = Membership.objects.filter(ended_at__date__lte=past).delete()
    if gone:
        note(verb="membership.forget_ended", by=None, at=at, kind="membership")
    return gone


def _announce(kind: str, membership: Membership, by: Person | None, at: datetime) -> None:
    scheme, person = membership.scheme, membership.person
    note(verb=f"membership.{kind}", by=by, at=at, kind="membership", thing=membership.pk, scheme=scheme.pk)
    values = {"member_name": str(person), "role_name": membership.get_role_display()}
    _write(kind, membership, person, values | {"link": f"{settings.URL}/home/"}, at)
    leads = Person.objects.filter(memberships__in=scheme.memberships.filter(role=Role.LEAD, ended_at=None))
    for lead in leads.exclude(pk=person.pk):
        link = f"{settings.URL}/lead/{scheme.slug}/members/"
        _write(f"{kind}_leads", membership, lead, values | {"link": link}, at)


def _write(kind: str, membership: Membership, to: Person, values: dict[str, str], at: datetime) -> None:
    key = f"{kind}:{membership.pk}:{to.pk}"
    queue(kind=kind, key=key, to=to, values=values, at=at, scheme=membership.scheme, about=membership.pk)
