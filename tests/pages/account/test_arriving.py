"""Signing in on the way to something else: after a sign-up, in the demo; and where people land."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import Client
from django.urls import path

from pares import urls
from pares.ground import clock
from pares.ground.ledger.models import Entry
from pares.ground.letters.models import Letter
from pares.ground.people.actions import meet
from pares.ground.people.models import Person
from pares.pages.access import guarded
from pares.pages.account.doors import start
from pares.pages.account.sessions import sign_in_as
from pares.pages.account.sign_in import start_confirmation
from pares.pages.route import POST, Audience, Route

Codes = Callable[[], list[str]]
SignIn = Callable[..., Client]
GiveRole = Callable[[Person, str], None]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def _sign_up(request: HttpRequest) -> HttpResponse:
    person = meet(email=request.POST["email"], name="New", at=clock.now())
    return start_confirmation(request, person, then="/account/")


def _tap(request: HttpRequest) -> HttpResponse:
    sign_in_as(request, Person.objects.get(email=request.POST["email"]))
    return redirect("/home/")


urlpatterns = [
    path("try/sign-up/", guarded(Route("", "sign_up", Audience.PUBLIC, POST), _sign_up)),
    path("try/tap/", guarded(Route("", "tap", Audience.PUBLIC, POST), _tap)),
    *urls.urlpatterns,
]
handler404, handler500 = urls.handler404, urls.handler500


def test_a_sign_up_is_confirmed_by_code_and_leads_on(client: Client, codes_in_letters: Codes) -> None:
    asked = client.post("/try/sign-up/", {"email": "new@trust.example"})
    assert asked["Location"] == "/sign-in/code/?next=%2Faccount%2F"

    answer = client.post(asked["Location"], {"code": codes_in_letters()[0]})

    assert answer["Location"] == "/account/"
    assert client.get("/account/").status_code == 200


def test_somebody_signed_in_need_not_confirm_again(ana: Person, sign_in: SignIn) -> None:
    client = sign_in(ana)
    letters = Letter.objects.count()

    assert client.post("/try/sign-up/", {"email": ana.email})["Location"] == "/account/"
    assert Letter.objects.count() == letters


def test_confirming_somebody_else_ends_the_session_before(
    ana: Person, sign_in: SignIn, codes_in_letters: Codes
) -> None:
    client = sign_in(ana)
    asked = client.post("/try/sign-up/", {"email": "new@trust.example"})
    assert client.session["_auth_user_id"] == str(ana.pk)

    client.post(asked["Location"], {"code": codes_in_letters()[-1]})

    assert client.session["_auth_user_id"] == str(Person.objects.get(email="new@trust.example").pk)


def test_after_five_sign_ups_the_codes_sent_still_work(client: Client, codes_in_letters: Codes) -> None:
    for _ in range(6):
        asked = client.post("/try/sign-up/", {"email": "new@trust.example"})
    assert len(codes_in_letters()) == 5
    assert "You have asked for several codes" in client.get(asked["Location"]).content.decode()

    assert client.post(asked["Location"], {"code": codes_in_letters()[2]})["Location"] == "/account/"


def test_one_tap_signs_in_and_changes_person(ana: Person, give_role: GiveRole, client: Client) -> None:
    bo = meet(email="bo@trust.example", name="Bo", at=clock.now())
    for person in (ana, bo):
        client.post("/try/tap/", {"email": person.email})
        assert client.session["_auth_user_id"] == str(person.pk)
        assert client.get("/account/").status_code == 200

    assert Entry.objects.filter(verb="people.sign_in").count() == 2


def test_without_a_role_home_says_what_to_do(ana: Person, sign_in: SignIn) -> None:
    page = sign_in(ana).get("/home/")

    assert page.status_code == 200
    assert "You are not part of a scheme yet" in page.content.decode()


def test_with_one_role_home_leads_there(ana: Person, sign_in: SignIn, give_role: GiveRole) -> None:
    give_role(ana, "lead")

    assert sign_in(ana).get("/home/")["Location"] == start(Audience.LEAD, "harbour") == "/lead/harbour/"


def test_with_several_home_shows_each(ana: Person, sign_in: SignIn, give_role: GiveRole) -> None:
    give_role(ana, "lead")
    give_role(ana, "operator")

    page = sign_in(ana).get("/home/").content.decode()

    assert ["Lead of Harbour" in page, "Operator" in page, "Sponsor" in page] == [True, True, False]
