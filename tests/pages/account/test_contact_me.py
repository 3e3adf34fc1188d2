"""Asking to be contacted, by whoever is signed in."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from pares.ground import clock
from pares.ground.membership import actions as membership
from pares.ground.membership.models import Role
from pares.stages.supervision import actions as supervision
from pares.stages.supervision.models import ContactRequest, Urgency, Way
from tests import world as worlds

TUESDAY = datetime(2027, 4, 20, 14, tzinfo=UTC)
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
PHONE = "07700 900123"


@pytest.fixture(autouse=True)
def _tuesday(own_data):
    clock.go_to(TUESDAY)


def typed(world, contact="Cleo", **more):
    who = f"{world.northgate.pk}:{worlds.person(contact).pk}"
    return {"contact": who, "urgency": "today", "way": "phone", "phone": PHONE, **more}


def words(answer):
    return CSRF.sub("", answer.content.decode())


def test_the_form_takes_no_words(world, signed_in):
    page = words(signed_in(world.mentees["Ella"].person).get("/contact-me/"))

    assert "<textarea" not in page
    assert re.findall(
        r'<input [^>]*type="(?:text|tel)"[^>]*name="(\w+)"|<input [^>]*name="(\w+)" type="text"', page
    ) in (
        [("phone", "")],
        [("", "phone")],
    )


def test_a_request_is_sent_and_its_sender_sees_where_it_stands(world, signed_in):
    client = signed_in(world.mentees["Ella"].person)

    page = words(client.post("/contact-me/", typed(world), follow=True))

    request = ContactRequest.objects.get()
    said = (request.asked_by.name, request.contact.name, request.urgency, request.way, request.phone, request.pass_on)
    assert said == ("Ella", "Cleo", "today", "phone", PHONE, True)
    assert "Your request to Cleo: sent" in page
    assert "Cleo should answer by Wednesday 21 April 2027 at 3pm." in page

    supervision.acknowledge(request=request, by=worlds.person("Cleo"), at=TUESDAY)
    assert "Cleo has seen it" in words(client.get("/contact-me/"))


def test_what_nobody_answers_sends_its_sender_elsewhere(world, signed_in):
    client = signed_in(world.mentees["Ella"].person)
    client.post("/contact-me/", typed(world))
    supervision.escalate_overdue(at=TUESDAY + timedelta(days=2))

    assert "Please do not wait any longer" in words(client.get("/contact-me/"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"contact": ""}, "Answer the question “Who should contact you?”"),
        ({"urgency": ""}, "Answer the question “How soon?”"),
        ({"phone": ""}, "Enter your phone number"),
        ({"contact": "nobody"}, "Select one of the answers shown"),
    ],
)
def test_what_is_missing_is_said(world, signed_in, change, sentence):
    page = words(signed_in(world.mentees["Ella"].person).post("/contact-me/", typed(world) | change))

    assert sentence in page
    assert not ContactRequest.objects.exists()


def test_only_contacts_of_ones_own_schemes_can_be_chosen(world, signed_in):
    omar = worlds.person("Omar")
    membership.appoint(scheme=world.southmere, person=omar, role=Role.CONTACT, by=None, at=TUESDAY)
    client = signed_in(world.mentees["Ella"].person)

    page = words(client.post("/contact-me/", typed(world) | {"contact": f"{world.southmere.pk}:{omar.pk}"}))

    assert "Omar" not in page
    assert not ContactRequest.objects.exists()


def test_a_scheme_without_a_contact_says_where_to_turn(world, signed_in):
    page = words(signed_in(worlds.person("Omar")).get("/contact-me/"))

    assert "There is nobody to ask here yet" in page
    assert "/worried/" in page


def test_asking_one_contact_alone(world, signed_in):
    membership.appoint(scheme=world.northgate, person=worlds.person("Gwen"), role=Role.CONTACT, by=None, at=TUESDAY)
    signed_in(world.mentees["Ella"].person).post("/contact-me/", typed(world, alone="on"))

    assert not ContactRequest.objects.get().pass_on


def test_nobody_else_can_call_a_request_off(world, signed_in):
    request = supervision.ask(
        scheme=world.northgate,
        contact=worlds.person("Cleo"),
        urgency=Urgency.SOON,
        way=Way.EMAIL,
        phone="",
        by=world.mentees["Ella"].person,
        at=TUESDAY,
    )
    where = f"/contact-me/{request.pk}/call-off/"
    assert signed_in(world.mentors["Max"].person).post(where).status_code == 404

    client = signed_in(world.mentees["Ella"].person)
    assert client.get(where).status_code == 405
    assert client.post(where).status_code == 302
    request.refresh_from_db()
    assert request.closed_at is not None


def test_no_trace_of_it_for_the_partner_or_the_leads(world, signed_in, client):
    pairs = worlds.match(world.spring)
    pair = next(pair for pair in pairs if pair.mentee.person.name == "Esme")
    worlds.meet(pair, date(2027, 4, 13))
    partner = ["/home/", "/account/", "/contact-me/", "/mentor/", f"/mentor/pairs/{pair.pk}/"]
    lead = ["/home/", "/contact-me/", "/lead/northgate-mentoring/", "/lead/northgate-mentoring/spring-2027/"]
    lead += ["/lead/northgate-mentoring/spring-2027/pairs/", "/lead/northgate-mentoring/spring-2027/people/"]

    def read():
        signed_in(pair.mentor.person)
        theirs = [words(client.get(page, follow=True)) for page in partner]
        signed_in(worlds.person("Asha"))
        return theirs + [words(client.get(page, follow=True)) for page in lead]

    before = read()
    signed_in(pair.mentee.person).post("/contact-me/", typed(world))
    assert ContactRequest.objects.get().phone == PHONE

    assert read() == before
    assert not any(PHONE in page for page in before)
