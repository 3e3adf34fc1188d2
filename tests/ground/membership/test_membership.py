from datetime import UTC, datetime, timedelta

import pytest

from pares.ground.ledger.models import Entry
from pares.ground.letters.address import NotOneAddress
from pares.ground.letters.models import Letter
from pares.ground.membership import actions, rules
from pares.ground.membership.models import Membership, Role
from pares.ground.people.models import Person
from pares.ground.schemes.models import Scheme
from tests import world as worlds

AT = datetime(2027, 1, 14, 9, tzinfo=UTC)


@pytest.fixture
def scheme(db: None) -> Scheme:
    """A scheme led by Asha and Bola."""
    made = worlds.scheme()
    actions.appoint(scheme=made, person=worlds.person("Bola"), role=Role.LEAD, by=None, at=worlds.PLANNED)
    return made


def told(since: datetime = AT) -> set[tuple[str, str]]:
    return {(each.kind, each.to) for each in Letter.objects.filter(made_at=since)}


def test_a_role_is_told_to_its_holder_and_to_every_lead(scheme: Scheme) -> None:
    fay = worlds.person("Fay")
    actions.appoint(scheme=scheme, person=fay, role=Role.FACILITATOR, by=None, at=AT)
    actions.appoint(scheme=scheme, person=fay, role=Role.FACILITATOR, by=None, at=AT + timedelta(days=1))

    assert told() == {
        ("role_appointed", "fay@example.org"),
        ("role_appointed_leads", "asha@example.org"),
        ("role_appointed_leads", "bola@example.org"),
    }
    assert Entry.objects.filter(verb="membership.role_appointed", at__gte=AT).count() == 1
    assert told(AT + timedelta(days=1)) == set()


def test_the_end_of_a_role_is_told_once_and_to_no_sponsor(scheme: Scheme) -> None:
    sponsor = actions.appoint(scheme=scheme, person=worlds.person("Dai"), role=Role.SPONSOR, by=None, at=AT)
    bola = Membership.objects.get(person__name="Bola")
    later = AT + timedelta(days=9)

    actions.end(membership=bola, by=None, at=later)
    again = actions.end(membership=bola, by=None, at=later + timedelta(days=1))

    assert again.ended_at == later
    assert told(later) == {("role_ended", "bola@example.org"), ("role_ended_leads", "asha@example.org")}
    assert told(later + timedelta(days=1)) == set()
    assert [each.person.name for each in scheme.memberships.held().in_words()] == ["Asha", sponsor.person.name]


def test_a_role_can_be_given_again_after_it_ended(scheme: Scheme) -> None:
    bola = Membership.objects.get(person__name="Bola")
    actions.end(membership=bola, by=None, at=AT)
    later = AT + timedelta(days=30)

    anew = actions.appoint(scheme=scheme, person=bola.person, role=Role.LEAD, by=None, at=later)

    assert anew.pk != bola.pk
    assert told(later) == {("role_appointed", "bola@example.org"), ("role_appointed_leads", "asha@example.org")}


def test_the_last_lead_stays(scheme: Scheme) -> None:
    asha, bola = Membership.objects.order_by("person__name")
    actions.end(membership=bola, by=None, at=AT)

    with pytest.raises(rules.LastLead):
        actions.end(membership=asha, by=None, at=AT)
    asha.refresh_from_db()
    assert asha.ended_at is None


def test_somebody_invited_is_known_by_the_address(scheme: Scheme) -> None:
    given = actions.invite(scheme=scheme, name="B. Other", email=" BOLA@example.org ", role=Role.EDITOR, by=None, at=AT)
    new = actions.invite(scheme=scheme, name="Nia", email="nia@example.org", role=Role.LEAD, by=None, at=AT)

    assert (given.person.name, new.person.name) == ("Bola", "Nia")


@pytest.mark.parametrize(("name", "email"), [("Nia", "nia@example.org, bo@example.org"), (" ", "nia@example.org")])
def test_a_bad_invitation_leaves_nothing_behind(scheme: Scheme, name: str, email: str) -> None:
    before = Person.objects.count()

    with pytest.raises((NotOneAddress, rules.NoName)):
        actions.invite(scheme=scheme, name=name, email=email, role=Role.LEAD, by=None, at=AT)
    assert Person.objects.count() == before


def test_letters_about_roles_name_nobody_in_their_subject(scheme: Scheme) -> None:
    assert not [
        letter.subject for letter in Letter.objects.all() if "Bola" in letter.subject or "Asha" in letter.subject
    ]
