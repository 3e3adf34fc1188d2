import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from pares.ground import clock
from pares.ground.ledger.models import Entry
from pares.ground.letters.models import Letter
from pares.ground.people.actions import meet
from pares.ground.people.models import Person

Codes = Callable[[], list[str]]
SignIn = Callable[..., Client]

ACCOUNT = "/account/"
ADDRESS = "/account/address/"
TYPE_CODE = "/account/address/code/"

pytestmark = pytest.mark.django_db


def test_ones_name_and_personal_address(ana: Person, sign_in: SignIn) -> None:
    client = sign_in(ana)

    answer = client.post(ACCOUNT, {"name": "  Ana\tMaria   Alvarez ", "personal_email": "Ana@Home.example"})

    assert answer["Location"] == ACCOUNT
    ana.refresh_from_db()
    assert (ana.name, ana.personal_email, ana.email) == ("Ana Maria Alvarez", "ana@home.example", "ana@trust.example")
    assert "Your details are saved." in client.get(ACCOUNT).content.decode()


@pytest.mark.parametrize(
    "typed", [{"name": ""}, {"name": "a\x00"}, {"name": "a" * 301}, {"name": "Ana", "personal_email": "ana at home"}]
)
def test_what_is_wrong_is_said_and_kept(ana: Person, sign_in: SignIn, typed: dict[str, str]) -> None:
    page = sign_in(ana).post(ACCOUNT, typed).content.decode()

    assert "There is a problem" in page
    assert Person.objects.get(pk=ana.pk).name == "Ana Alvarez"


def test_moving_the_address(ana: Person, sign_in: SignIn, codes_in_letters: Codes) -> None:
    elsewhere = Client()
    elsewhere.post("/sign-in/", {"email": ana.email})
    elsewhere.post("/sign-in/code/", {"code": codes_in_letters()[-1]})
    client = sign_in(ana)

    assert client.post(ADDRESS, {"email": "Ana@New.example"})["Location"] == TYPE_CODE
    assert Person.objects.get(pk=ana.pk).email == "ana@trust.example"
    assert "That code does not fit" in client.post(TYPE_CODE, {"code": "CCCC-CCCC"}).content.decode()
    letter = Letter.objects.get(to="ana@new.example")
    assert client.post(TYPE_CODE, {"code": codes_in_letters()[-1]})["Location"] == ACCOUNT

    assert Person.objects.get(pk=ana.pk).email == "ana@new.example"
    assert letter.person is None
    assert Letter.objects.filter(kind="address_changed", to="ana@trust.example").count() == 1
    assert client.get(ACCOUNT).status_code == 200
    assert elsewhere.get(ACCOUNT)["Location"].startswith("/sign-in/")


def test_whether_an_address_is_taken_is_not_said(ana: Person, sign_in: SignIn) -> None:
    meet(email="bo@trust.example", name="Bo", at=clock.now())
    client = sign_in(ana)
    Letter.objects.all().delete()

    pages = []
    for address in ("bo@trust.example", "free@trust.example"):
        asked = client.post(ADDRESS, {"email": address})
        pages.append(
            (
                asked["Location"],
                re.sub(address + '|value="[A-Za-z0-9]{64}"', "", client.get(TYPE_CODE).content.decode()),
            )
        )

    assert pages[0] == pages[1]
    assert [letter.to for letter in Letter.objects.all()] == ["free@trust.example"]


def test_an_address_taken_meanwhile(ana: Person, sign_in: SignIn, codes_in_letters: Codes) -> None:
    client = sign_in(ana)
    client.post(ADDRESS, {"email": "new@trust.example"})
    meet(email="new@trust.example", name="Bo", at=clock.now())

    page = client.post(TYPE_CODE, {"code": codes_in_letters()[-1]}).content.decode()

    assert "Another account uses this e-mail address" in page
    assert Person.objects.get(pk=ana.pk).email == "ana@trust.example"


def test_an_old_session_cannot_finish_a_move(
    ana: Person, sign_in: SignIn, codes_in_letters: Codes, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(ana)
    monkeypatch.setattr(clock, "_shift", lambda: timedelta(minutes=9))
    client.post(ADDRESS, {"email": "new@trust.example"})
    monkeypatch.setattr(clock, "_shift", lambda: timedelta(minutes=11))

    assert client.post(TYPE_CODE, {"code": codes_in_letters()[-1]})["Location"] == ADDRESS
    assert client.get(ADDRESS)["Location"].startswith("/account/security/code/")
    assert Person.objects.get(pk=ana.pk).email == "ana@trust.example"


def test_a_sign_in_code_does_not_move_an_address(ana: Person, sign_in: SignIn, codes_in_letters: Codes) -> None:
    client = sign_in(ana)
    client.post(ADDRESS, {"email": "new@trust.example"})

    client.post(TYPE_CODE, {"code": codes_in_letters()[0]})

    assert Person.objects.get(pk=ana.pk).email == "ana@trust.example"


def test_signing_out_everywhere_else(ana: Person, sign_in: SignIn, codes_in_letters: Codes) -> None:
    client, lost = sign_in(ana), Client()
    lost.post("/sign-in/", {"email": ana.email})
    lost.post("/sign-in/code/", {"code": codes_in_letters()[-1]})
    assert lost.get(ACCOUNT).status_code == 200

    client.post("/account/sign-out-elsewhere/")

    assert client.get(ACCOUNT).status_code == 200
    assert lost.get(ACCOUNT)["Location"].startswith("/sign-in/")
    assert Entry.objects.filter(verb="people.end_sessions", thing=ana.pk).count() == 1
