import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pares.ground import clock
from pares.ground.letters.models import Lane, Letter
from pares.ground.people.models import Person

Codes = Callable[[], list[str]]
SignIn = Callable[..., Client]
HOME = "/home/"

pytestmark = pytest.mark.django_db


def _later(monkeypatch: pytest.MonkeyPatch, minutes: float) -> None:
    monkeypatch.setattr(clock, "_shift", lambda: timedelta(minutes=minutes))


def _signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_code_signs_in_and_leads_home(ana: Person, client: Client, codes_in_letters: Codes) -> None:
    asked = client.post("/sign-in/", {"email": " ANA@Trust.example "})
    assert (asked.status_code, asked["Location"]) == (302, "/sign-in/code/")

    answer = client.post("/sign-in/code/", {"code": codes_in_letters()[0]})

    assert (answer.status_code, answer["Location"]) == (302, HOME)
    assert client.session["_auth_user_id"] == str(ana.pk)


def test_the_letter_leaves_at_once_and_holds_no_link(ana: Person, client: Client) -> None:
    client.post("/sign-in/", {"email": ana.email})

    letter = Letter.objects.get()
    assert (letter.kind, letter.lane, letter.person, letter.to) == ("sign_in_code", Lane.NOW, ana, ana.email)
    assert letter.expires_at == letter.made_at + timedelta(minutes=10)
    assert "http" not in letter.text + letter.html
    assert "href" not in letter.html
    assert ana.name not in letter.subject


@pytest.mark.parametrize(
    "spell", [str.lower, lambda code: code.replace("-", " "), lambda code: f"  {'·'.join(code)}\n"]
)
def test_spelling_of_a_code_is_forgiven(
    ana: Person, client: Client, codes_in_letters: Codes, spell: Callable[[str], str]
) -> None:
    client.post("/sign-in/", {"email": ana.email})

    client.post("/sign-in/code/", {"code": spell(codes_in_letters()[0])})

    assert _signed_in(client)


def test_an_older_code_is_good_beside_a_newer(ana: Person, client: Client, codes_in_letters: Codes) -> None:
    client.post("/sign-in/", {"email": ana.email})
    client.post("/sign-in/code/", {"again": "yes"})
    first, second = codes_in_letters()
    assert first != second

    client.post("/sign-in/code/", {"code": first})

    assert _signed_in(client)


def test_a_code_is_good_once(ana: Person, client: Client, codes_in_letters: Codes) -> None:
    client.post("/sign-in/", {"email": ana.email})
    typed = {"code": codes_in_letters()[0]}
    client.post("/sign-in/code/", typed)
    client.post("/sign-out/")

    assert client.post("/sign-in/code/", typed)["Location"] == "/sign-in/"
    assert not _signed_in(client)


@pytest.mark.parametrize("minutes", [-10.1, -9.9, 9.9, 10.1])
def test_a_code_is_good_for_ten_minutes(
    ana: Person, client: Client, codes_in_letters: Codes, monkeypatch: pytest.MonkeyPatch, minutes: float
) -> None:
    client.post("/sign-in/", {"email": ana.email})
    _later(monkeypatch, minutes)

    client.post("/sign-in/code/", {"code": codes_in_letters()[0]})

    assert _signed_in(client) is (abs(minutes) < 10)


def test_the_sixth_try_fails_even_with_the_right_code(ana: Person, client: Client, codes_in_letters: Codes) -> None:
    client.post("/sign-in/", {"email": ana.email})
    for _ in range(5):
        page = client.post("/sign-in/code/", {"code": "CCCC-CCCC"}).content.decode()
        assert "That code does not fit" in page

    page = client.post("/sign-in/code/", {"code": codes_in_letters()[0]}).content.decode()

    assert "This code can no longer be used" in page
    assert not _signed_in(client)

    client.post("/sign-in/code/", {"again": "yes"})
    client.post("/sign-in/code/", {"code": codes_in_letters()[1]})
    assert _signed_in(client)


def test_the_code_works_in_the_browser_that_asked_alone(ana: Person, client: Client, codes_in_letters: Codes) -> None:
    client.post("/sign-in/", {"email": ana.email})
    elsewhere = Client()

    assert elsewhere.post("/sign-in/code/", {"code": codes_in_letters()[0]})["Location"] == "/sign-in/"

    elsewhere.post("/sign-in/", {"email": "somebody@else.example"})
    elsewhere.post("/sign-in/code/", {"code": codes_in_letters()[0]})
    assert not _signed_in(elsewhere)


def test_codes_for_one_address_do_not_open_another(ana: Person, client: Client, codes_in_letters: Codes) -> None:
    client.post("/sign-in/", {"email": ana.email})
    client.post("/sign-in/", {"email": "bo@trust.example"})

    client.post("/sign-in/code/", {"code": codes_in_letters()[0]})

    assert not _signed_in(client)


def test_the_session_keeps_no_code(ana: Person, client: Client, codes_in_letters: Codes) -> None:
    client.post("/sign-in/", {"email": ana.email})

    kept = str(dict(client.session.items()))
    assert codes_in_letters()[0] not in kept
    assert codes_in_letters()[0].replace("-", "") not in kept


# Who has an account cannot be found out.


def _walk(email: str) -> list[tuple[int, str, str]]:
    """Return what somebody sees who asks for a code and types wrong ones until they are told off."""
    client = Client()
    answers = [client.get("/sign-in/"), client.post("/sign-in/", {"email": email})]
    answers += [
        client.get("/sign-in/code/"),
        client.post("/sign-in/code/", {"again": "yes"}),
        client.get("/sign-in/code/"),
    ]
    answers += [client.post("/sign-in/code/", {"code": "CCCC-CCCC"}) for _ in range(6)]
    return [
        (
            answer.status_code,
            answer.get("Location", ""),
            re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode()).replace(email, "ADDRESS"),
        )
        for answer in answers
    ]


def test_known_and_unknown_addresses_see_the_same(ana: Person) -> None:
    known = _walk(ana.email)
    assert Letter.objects.count() == 2

    assert _walk("nobody@trust.example") == known
    assert Letter.objects.count() == 2


def test_a_closed_account_looks_like_none(ana: Person, client: Client) -> None:
    Person.objects.filter(pk=ana.pk).update(is_active=False)

    client.post("/sign-in/", {"email": ana.email})

    assert Letter.objects.count() == 0
    assert client.get("/sign-in/code/").status_code == 200


@pytest.mark.parametrize("email", ["ana@trust.example", "nobody@trust.example"])
def test_five_codes_an_hour_for_an_address(ana: Person, client: Client, email: str) -> None:
    for _ in range(5):
        client.post("/sign-in/", {"email": email})
    sent = Letter.objects.count()

    answer = client.post("/sign-in/", {"email": email.upper()})

    assert answer.status_code == 200
    assert "You have asked for several codes in the last hour" in answer.content.decode()
    assert Letter.objects.count() == sent


def test_twenty_codes_an_hour_from_one_place(client: Client) -> None:
    for number in range(20):
        assert client.post("/sign-in/", {"email": f"a{number}@trust.example"}).status_code == 302

    assert client.post("/sign-in/", {"email": "ana@trust.example"}).status_code == 200
    assert client.post("/sign-in/", {"email": "ana@trust.example"}, REMOTE_ADDR="10.1.2.3").status_code == 302


@pytest.mark.parametrize(
    "email", ["", "ana", "a@b.c, d@e.f", '"a b"@trust.example', "a\x00@b.example", "a" * 300 + "@b.uk"]
)
def test_what_is_no_address_is_said_so(client: Client, email: str) -> None:
    answer = client.post("/sign-in/", {"email": email})

    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert Letter.objects.count() == 0


# Nothing happens by looking.


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(ana: Person, client: Client, codes_in_letters: Codes, method: str) -> None:
    client.post("/sign-in/", {"email": ana.email})
    before = dict(client.session.items())

    for address in (
        "/sign-in/",
        "/sign-in/code/",
        f"/sign-in/code/?code={codes_in_letters()[0]}",
        "/sign-in/?email=x@y.uk",
    ):
        assert getattr(client, method)(address).status_code == 200

    assert dict(client.session.items()) == before
    assert Letter.objects.count() == 1


def test_signing_out_takes_a_press(ana: Person, sign_in: SignIn) -> None:
    client = sign_in(ana)
    assert client.get("/sign-out/").status_code == 405
    assert _signed_in(client)

    answer = client.post("/sign-out/", {"next": "https://evil.example/"})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert not _signed_in(client)


# Where one is led afterwards.

ELSEWHERE = (
    *("https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example"),
    *("https:evil.example", "http:///evil.example", "javascript:alert(1)", "/%5cevil.example", "/%5Cevil.example"),
    *("/\x00//evil.example", "/\t/evil.example", "\n//evil.example", " //evil.example", "//ana@evil.example"),
    *("/home/\r\nSet-Cookie: a=b", "home/", "", "/" + "a" * 3000, "https://testserver/home/", "/%00/evil"),
)


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_is_led_elsewhere(ana: Person, client: Client, codes_in_letters: Codes, address: str) -> None:
    asked = client.post("/sign-in/", {"email": ana.email, "next": address})
    assert asked["Location"] == "/sign-in/code/"

    assert client.post("/sign-in/code/", {"code": codes_in_letters()[0], "next": address})["Location"] == HOME


def test_the_page_one_came_for_opens(ana: Person, client: Client, codes_in_letters: Codes) -> None:
    sent = client.get("/account/?a=b&c=d")
    assert sent["Location"] == "/sign-in/?next=/account/%3Fa%3Db%26c%3Dd"

    asked = client.post("/sign-in/", {"email": ana.email, "next": "/account/?a=b&c=d"})
    answer = client.post(asked["Location"], {"code": codes_in_letters()[0]})

    assert answer["Location"] == "/account/?a=b&c=d"


# Sessions.


def test_the_session_key_changes_on_the_way_in(ana: Person, client: Client, codes_in_letters: Codes) -> None:
    client.get("/sign-in/")
    client.post("/sign-in/", {"email": ana.email})
    planted = client.session.session_key

    client.post("/sign-in/code/", {"code": codes_in_letters()[0]})

    assert client.session.session_key != planted
    stale = Client()
    stale.cookies["sessionid"] = planted or ""
    assert stale.get(HOME)["Location"].startswith("/sign-in/")


def test_a_session_ends_with_the_browser_and_the_working_day(ana: Person, sign_in: SignIn) -> None:
    client = sign_in(ana)

    assert client.cookies["sessionid"]["max-age"] == ""
    assert _hours(client) == 12


def test_on_ones_own_device_it_lasts_thirty_days(ana: Person, sign_in: SignIn) -> None:
    client = sign_in(ana, own_device="on")

    assert client.cookies["sessionid"]["max-age"] == pytest.approx(30 * 24 * 3600, abs=60)
    assert _hours(client) == 30 * 24


@pytest.mark.parametrize("role", ["lead", "sponsor", "contact", "operator"])
def test_but_not_for_those_who_answer_for_others(
    ana: Person, sign_in: SignIn, give_role: Callable[..., None], role: str
) -> None:
    give_role(ana, role)

    client = sign_in(ana, own_device="on")

    assert client.cookies["sessionid"]["max-age"] == ""
    assert _hours(client) == 12


def _hours(client: Client) -> int:
    return round(client.session.get_expiry_age() / 3600)


@pytest.mark.parametrize("step", ["/sign-in/", "/sign-in/code/"])
def test_known_and_unknown_addresses_take_the_same_work(ana: Person, step: str) -> None:
    work = []
    for email in (ana.email, "nobody@trust.example"):
        client = Client()
        client.post("/sign-in/", {"email": email})
        with CaptureQueriesContext(connection) as asked:
            client.post(step, {"email": email, "again": "yes"})
        work.append([query["sql"].split()[0] for query in asked if "SAVEPOINT" not in query["sql"]])

    assert work[0] == work[1]
    assert "INSERT" in work[0]
