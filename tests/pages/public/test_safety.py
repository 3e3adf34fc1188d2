"""The page for somebody worried about someone's safety."""

from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session

from pares.ground.ledger.models import Entry
from pares.ground.wording.helplines import helplines


def test_that_it_is_no_emergency_service_comes_first(client, db):
    page = BeautifulSoup(client.get("/worried/").content, "html.parser").main

    assert page.find("p").get_text().startswith("This is not an emergency service")
    assert page.h1.get_text(strip=True) == "Worried about someone's safety?"


def test_every_number_can_be_called_from_the_page(client, db):
    page = BeautifulSoup(client.get("/worried/").content, "html.parser").main

    assert [link["href"] for link in page.select('a[href^="tel:"]')] == [line.link for line in helplines()]


def test_opening_it_leaves_nothing_behind(client, db):
    answer = client.get("/worried/")

    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "sessionid" not in answer.cookies
    assert (Entry.objects.count(), Session.objects.count()) == (0, 0)


def test_it_does_not_say_who_is_signed_in(world, signed_in):
    """Nor has it any form: a browser told to hand on no address sends one without its origin, and it is refused."""
    page = signed_in(world.mentees["Ella"].person).get("/worried/").content.decode()

    assert "Ella" not in page
    assert "<form" not in page


def test_every_page_leads_to_it_in_one_step(world, signed_in):
    client = signed_in(world.mentees["Ella"].person)

    for page in ("/mentee/", "/contact-me/", "/account/", "/nowhere/"):
        assert 'href="/worried/"' in client.get(page).content.decode()
