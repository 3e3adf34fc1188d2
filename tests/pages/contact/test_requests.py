"""The inbox of a safeguarding contact."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pares.ground import clock
from pares.ground.membership import actions as membership
from pares.ground.membership.models import Membership, Role
from pares.stages.supervision import actions as supervision
from pares.stages.supervision.models import ContactRequest, Stands, Urgency, Way
from tests import world as worlds

TUESDAY = datetime(2027, 4, 20, 14, tzinfo=UTC)
INBOX = "/contact/northgate-mentoring/"
QUERIES = 4


def ask(world, by="Ella", contact="Cleo"):
    return supervision.ask(
        scheme=world.northgate,
        contact=worlds.person(contact),
        urgency=Urgency.TODAY,
        way=Way.PHONE,
        phone="07700 900123",
        by=worlds.person(by),
        at=TUESDAY,
    )


@pytest.fixture(autouse=True)
def _tuesday(own_data):
    clock.go_to(TUESDAY)


@pytest.mark.parametrize("askers", [["Ella"], ["Ella", "Eli", "Max"]])
def test_any_number_of_requests_takes_the_same_queries(world, signed_in, askers):
    for name in askers:
        ask(world, by=name)
    client = signed_in(worlds.person("Cleo"))

    with CaptureQueriesContext(connection) as queries:
        page = client.get(INBOX).content.decode()

    assert page.count('href="tel:07700900123"') == len(askers)
    assert "by Wednesday 21 April 2027 at 3pm" in page
    assert len(queries) == QUERIES


def test_a_contact_says_that_they_have_seen_it_then_closes_it(world, signed_in):
    request = ask(world)
    client = signed_in(worlds.person("Cleo"))

    assert client.get(f"{INBOX}{request.pk}/acknowledge/").status_code == 405
    for _ in range(2):
        client.post(f"{INBOX}{request.pk}/acknowledge/")
    request.refresh_from_db()
    assert request.stands == Stands.SEEN

    page = client.post(f"{INBOX}{request.pk}/close/", follow=True).content.decode()
    assert "Nobody is waiting for you" in page
    assert "07700 900123" not in page
    assert (
        "This request is already closed."
        in client.post(f"{INBOX}{request.pk}/acknowledge/", follow=True).content.decode()
    )


def test_a_late_request_is_marked(world, signed_in):
    ask(world)
    clock.go_to(TUESDAY + timedelta(days=1, minutes=1))

    assert "Late" in signed_in(worlds.person("Cleo")).get(INBOX).content.decode()


def test_requests_to_another_contact_do_not_exist(world, signed_in):
    gwen = worlds.person("Gwen")
    membership.appoint(scheme=world.northgate, person=gwen, role=Role.CONTACT, by=None, at=TUESDAY)
    request = ask(world)
    client = signed_in(gwen)

    assert "Ella" not in client.get(INBOX).content.decode()
    for act in ("acknowledge", "close"):
        answers = [client.post(f"{INBOX}{key}/{act}/") for key in (request.pk, uuid4())]
        assert [answer.status_code for answer in answers] == [404, 404]
    assert ContactRequest.objects.get().stands == Stands.WAITING


@pytest.mark.parametrize("name", ["Asha", "Dai", "Ella", "Omar"])
def test_nobody_but_a_contact_has_an_inbox(world, signed_in, name):
    request = ask(world)
    client = signed_in(worlds.person(name))

    assert client.get(INBOX).status_code == 404
    assert client.post(f"{INBOX}{request.pk}/close/").status_code == 404


def test_a_contact_whose_role_ended_is_out_at_once(world, signed_in):
    client = signed_in(worlds.person("Cleo"))
    assert client.get(INBOX).status_code == 200

    membership.end(membership=Membership.objects.get(role=Role.CONTACT), by=None, at=TUESDAY)

    assert client.get(INBOX).status_code == 404
