import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.signals import template_rendered
from django.urls import path

from pares import urls
from pares.ground import clock
from pares.ground.letters.models import Letter
from pares.ground.people.models import Person
from pares.pages.access import guarded
from pares.pages.account import sessions
from pares.pages.actors.lead import Lead
from pares.pages.addresses.account import ACCOUNT_ROUTES
from pares.pages.route import GET, Audience, Route

Codes = Callable[[], list[str]]
SignIn = Callable[..., Client]
GiveRole = Callable[[Person, str], None]

SECRET_PLACE = "/place/harbour/"
APP = "/account/security/app/"

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def _place(_request: HttpRequest, lead: Lead) -> HttpResponse:
    return HttpResponse(f"canary: the mentees of {lead.scheme.name}")


urlpatterns = [
    *urls.urlpatterns,
    path("place/<slug:scheme>/", guarded(Route("", "place", Audience.LEAD, GET), _place)),
]
handler404, handler429, handler500 = urls.handler404, urls.handler429, urls.handler500


@pytest.fixture(autouse=True)
def _second_step_is_asked(settings: pytest.FixtureRequest) -> None:
    settings.SECOND_STEP = True  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def foreign_templates() -> Iterator[list[str]]:
    """Fail when anything is rendered by the engine that finds allauth's own templates."""
    rendered: list[str] = []

    def note(template: object, **_: object) -> None:
        rendered.append(str(getattr(template, "name", template)))

    template_rendered.connect(note)
    yield rendered
    template_rendered.disconnect(note)
    assert rendered == []


@pytest.fixture
def lead(ana: Person, give_role: GiveRole) -> Person:
    give_role(ana, "lead")
    return ana


def _now_code(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def _set_up(client: Client) -> str:
    """Set up an authenticator app through the pages and return its key."""
    page = client.get(APP).content.decode()
    secret = client.session["mfa.totp.secret"]
    assert [page.count(part) for part in re.findall("....", secret)] == [1 + (at == 0) for at in range(8)]
    answer = client.post(APP, {"code": _now_code(secret)})
    assert answer["Location"] == "/account/security/recovery-codes/"
    return str(secret)


def test_a_lead_without_a_second_step_sees_nothing_yet(lead: Person, sign_in: SignIn) -> None:
    client = sign_in(lead)

    answer = client.get(SECRET_PLACE)

    assert (answer.status_code, answer["Location"]) == (302, "/account/security/")
    assert b"canary" not in answer.content
    assert "Your role lets you see things about other people" in client.get("/account/security/").content.decode()


def test_without_the_role_there_is_no_such_page(ana: Person, sign_in: SignIn, give_role: GiveRole) -> None:
    give_role(ana, "sponsor")

    assert sign_in(ana).get(SECRET_PLACE).status_code == 404


def test_set_up_then_sign_in_with_the_app(lead: Person, sign_in: SignIn) -> None:
    client = sign_in(lead)
    secret = _set_up(client)
    assert client.get(SECRET_PLACE).content == b"canary: the mentees of Harbour"

    client.post("/sign-out/")
    sign_in(lead, then=SECRET_PLACE)

    assert "_auth_user_id" not in client.session
    assert client.get(SECRET_PLACE)["Location"].startswith("/sign-in/")
    page = client.get("/sign-in/second-step/")
    assert "6 digits from your authenticator app" in page.content.decode()
    wrong = client.post("/sign-in/second-step/", {"code": "000000" if _now_code(secret) != "000000" else "111111"})
    assert "That code does not fit" in wrong.content.decode()
    answer = client.post("/sign-in/second-step/", {"code": _now_code(secret, 1)})

    assert answer["Location"] == SECRET_PLACE
    assert client.get(SECRET_PLACE).content == b"canary: the mentees of Harbour"


def test_the_key_is_not_readable_in_the_database(lead: Person, sign_in: SignIn) -> None:
    secret = _set_up(sign_in(lead))

    kept = Authenticator.objects.get(type="totp").data

    assert secret not in str(kept)
    assert Authenticator.objects.get(type="totp").wrap().validate_code(_now_code(secret, 1))


def test_the_code_of_the_app_works_once(lead: Person, sign_in: SignIn) -> None:
    client = sign_in(lead)
    secret = _set_up(client)
    code = _now_code(secret, 1)
    client.post("/sign-out/")
    sign_in(lead)
    client.post("/sign-in/second-step/", {"code": code})
    client.post("/sign-out/")
    sign_in(lead)

    assert "That code does not fit" in client.post("/sign-in/second-step/", {"code": code}).content.decode()


def test_a_recovery_code_works_once(lead: Person, sign_in: SignIn) -> None:
    client = sign_in(lead)
    _set_up(client)
    saved = client.get("/account/security/recovery-codes/file/")
    assert saved["Content-Type"] == "text/plain"
    first = re.findall(r"^\d{8}$", saved.content.decode(), re.MULTILINE)[0]

    for good in (True, False):
        client.post("/sign-out/")
        sign_in(lead)
        client.post("/sign-in/second-step/", {"code": f"{first[:4]} {first[4:]}"})
        assert ("_auth_user_id" in client.session) is good


def test_second_codes_cannot_be_guessed_at_leisure(lead: Person, sign_in: SignIn) -> None:
    client = sign_in(lead)
    secret = _set_up(client)
    client.post("/sign-out/")
    sign_in(lead)
    for _ in range(5):
        client.post("/sign-in/second-step/", {"code": "abc"})

    answer = client.post("/sign-in/second-step/", {"code": _now_code(secret, 1)})

    assert "That was tried too often" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_session_from_before_the_role_has_to_prove_itself(
    ana: Person, sign_in: SignIn, give_role: GiveRole, codes_in_letters: Codes
) -> None:
    sign_in(ana, own_device="on")
    phone = Client()
    phone.cookies["sessionid"] = sign_in(ana, own_device="on").cookies["sessionid"].value
    give_role(ana, "lead")
    desk = Client()
    desk.post("/sign-in/", {"email": ana.email})
    desk.post("/sign-in/code/", {"code": codes_in_letters()[-1]})
    secret = _set_up(desk)

    held_up = phone.get(SECRET_PLACE)

    assert held_up["Location"] == f"/account/security/again/?next={SECRET_PLACE.replace('/', '%2F')}"
    assert phone.session.get("own_device") is False
    assert phone.post(held_up["Location"], {"code": _now_code(secret, 1)})["Location"] == SECRET_PLACE
    assert phone.get(SECRET_PLACE).content == b"canary: the mentees of Harbour"


def test_what_somebody_else_proved_in_this_browser_does_not_count(lead: Person, client: Client) -> None:
    request = HttpRequest()
    request.session = client.session
    other = Person(email="other@trust.example")

    sessions.prove(request, lead, second_step=True)

    assert sessions.took_second_step(request, lead)
    assert not sessions.took_second_step(request, other)


# A stolen session cannot change how its owner signs in.

SENSITIVE = (
    *(APP, "/account/security/passkeys/add/", "/account/security/recovery-codes/"),
    *("/account/security/recovery-codes/new/", "/account/address/"),
)


@pytest.mark.parametrize("address", SENSITIVE)
def test_without_a_second_step_a_fresh_code_is_asked_for(
    lead: Person, sign_in: SignIn, codes_in_letters: Codes, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    client = sign_in(lead)
    monkeypatch.setattr(clock, "_shift", lambda: timedelta(minutes=11))
    letters = len(codes_in_letters())

    held_up = client.get(address)

    if address == "/account/security/recovery-codes/":
        assert held_up.status_code == 404
        return
    way = held_up["Location"]
    assert way == f"/account/security/code/?next={address.replace('/', '%2F')}"
    assert len(codes_in_letters()) == letters
    assert client.get(way).status_code == 200
    client.post(way, {"send": "yes"})
    assert client.post(way, {"code": "CCCC-CCCC"}).status_code == 200
    assert client.get(address).status_code == 302
    assert client.post(way, {"code": codes_in_letters()[-1]})["Location"] == address
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "address", [*SENSITIVE[1:], "/account/security/app/remove/", "/account/security/recovery-codes/file/"]
)
def test_with_a_second_step_a_code_from_the_mailbox_is_not_enough(
    lead: Person, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    client = sign_in(lead)
    _set_up(client)
    monkeypatch.setattr(clock, "_shift", lambda: timedelta(minutes=11))

    assert client.get(address)["Location"].startswith("/account/security/again/")
    pressed = client.post(address)
    assert pressed.status_code == 405 or pressed["Location"].startswith("/account/security/again/")
    assert client.get("/account/security/code/")["Location"].startswith("/account/security/again/")
    assert client.post("/account/security/code/", {"send": "yes"})["Location"].startswith("/account/security/again/")
    assert Authenticator.objects.filter(user=lead).count() == 2


def test_removing_the_app_is_announced_and_takes_the_recovery_codes(lead: Person, sign_in: SignIn) -> None:
    client = sign_in(lead)
    _set_up(client)
    Letter.objects.all().delete()

    assert client.get("/account/security/app/remove/").status_code == 200
    assert Authenticator.objects.count() == 2
    client.post("/account/security/app/remove/")

    assert Authenticator.objects.count() == 0
    letter = Letter.objects.get()
    assert (letter.kind, letter.to) == ("account_changed", lead.email)
    assert "the authenticator app was removed" in letter.text
    assert client.get(SECRET_PLACE)["Location"] == "/account/security/"


BROKEN = (
    *("", "null", "[]", "1", '"x"', "{}", "{", '{"id": 1}', "\x00", '{"id":"a","rawId":"a","type":"public-key"}'),
    '{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{"clientDataJSON":"AAAA","attestationObject":"AAAA"}}',
    '{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA"}}',
    '{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{"clientDataJSON":{},"attestationObject":[]}}',
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"A","signature":"A"}}',
)


@pytest.mark.parametrize("credential", BROKEN)
def test_a_broken_passkey_is_refused_in_words(lead: Person, sign_in: SignIn, credential: str) -> None:
    client = sign_in(lead)
    _set_up(client)
    client.get("/account/security/passkeys/add/")

    added = client.post("/account/security/passkeys/add/", {"credential": credential, "name": "Laptop"})
    client.post("/sign-out/")
    sign_in(lead)
    client.get("/sign-in/second-step/")
    used = client.post("/sign-in/second-step/", {"credential": credential})

    assert (added.status_code, used.status_code) == (200, 200)
    assert "nhsuk-error-message" in added.content.decode()
    assert Authenticator.objects.filter(type="webauthn").count() == 0
    assert "_auth_user_id" not in client.session


def test_somebody_elses_passkey_is_not_there(lead: Person, sign_in: SignIn) -> None:
    other = Person.objects.create(email="bo@trust.example", name="Bo", joined_at=clock.now())
    theirs = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Bo's laptop", "credential": {}})
    client = sign_in(lead)

    assert client.post(f"/account/security/passkeys/{theirs.pk}/remove/").status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


def test_the_square_is_a_picture_of_ones_own_key_and_only_while_it_is_set_up(lead: Person, sign_in: SignIn) -> None:
    client = sign_in(lead)
    assert client.get(f"{APP}square.svg").status_code == 404
    client.get(APP)

    square = client.get(f"{APP}square.svg")

    assert (square.status_code, square["Content-Type"]) == (200, "image/svg+xml")
    assert b"<script" not in square.content
    assert b" style=" not in square.content


def test_every_page_is_ours(lead: Person, sign_in: SignIn, give_role: GiveRole, foreign_templates: list[str]) -> None:
    """Each address of the table, before and after there is a second step; the fixture watches who renders."""
    give_role(lead, "sponsor")
    client = sign_in(lead)
    visited = []
    for set_up in (False, True):
        if set_up:
            _set_up(client)
            client.get("/account/security/again/passkey/")
        for route in ACCOUNT_ROUTES:
            if "GET" in route.methods and "<" not in route.path:
                answer = client.get(f"/{route.path}")
                visited.append((route.path, answer.status_code))
                assert answer.status_code in {200, 302, 404}, route.path
                assert "allauth" not in answer.content.decode()

    assert foreign_templates == []
    assert {path for path, status in visited if status == 200} >= {
        "home/",
        "account/",
        "account/security/",
        "account/security/code/",
        "account/security/again/",
        "account/security/app/",
        "account/security/app/remove/",
        "account/security/passkeys/add/",
        "account/security/recovery-codes/",
        "account/security/recovery-codes/new/",
    }


def test_too_much_too_fast_is_answered_calmly(lead: Person, sign_in: SignIn) -> None:
    client = sign_in(lead)
    _set_up(client)

    answers = [client.post("/account/security/again/", {"code": "1"}) for _ in range(11)]

    assert answers[-1].status_code == 429
    assert "Wait a few minutes" in answers[-1].content.decode()


def test_options_for_the_browser_survive_the_page(lead: Person, sign_in: SignIn) -> None:
    page = sign_in(lead).get("/account/security/passkeys/add/").content.decode()

    found = re.search(r'data-options="([^"]*)"', page)
    assert found is not None
    options = json.loads(found[1].replace("&#34;", '"').replace("&#39;", "'").replace("&amp;", "&"))
    assert set(options["publicKey"]) >= {"challenge", "rp", "user", "pubKeyCredParams"}
