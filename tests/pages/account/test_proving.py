"""Before many people's data come in or leave, somebody who is signed in shows again that it is them."""

import re
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pares.ground import clock
from pares.ground.errands.models import Errand
from pares.stages.recruitment.models import Upload
from tests import world as worlds
from tests.world import World

PEOPLE = "/lead/northgate-mentoring/spring-2027/people/"
EXPORT = f"{PEOPLE}export/mentor.csv"
AGAIN = "/account/security/again/"
LIST = b"Email Address,Your name,Grade,Which hospital?,How many mentees?\r\nlin@nhs.net,Lin Wu,CT2,Northgate,2\r\n"
LATER = timedelta(minutes=16)


@pytest.fixture
def secret(world: World, settings: object, sign_in: Callable[..., Client], client: Client) -> str:
    """Sign Asha in with an authenticator app, and return its key."""
    settings.SECOND_STEP = True
    sign_in(worlds.person("Asha"))
    client.get("/account/security/app/")
    key = str(client.session["mfa.totp.secret"])
    assert client.post("/account/security/app/", {"code": code(key, 0)}).status_code == 302
    return key


def code(key: str, steps: int) -> str:
    return format_hotp_value(hotp_value(key, int(time.time()) // 30 + steps))


def prove(client: Client, key: str, way: str) -> str:
    """Type a fresh code at that page, and return where it leads."""
    page = BeautifulSoup(client.get(way).content, "html.parser")
    sent = {each["name"]: each.get("value", "") for each in page.select("main input[name=next]")}
    return client.post(way, sent | {"code": code(key, 1)})["Location"]


def said(client: Client, address: str) -> str:
    return BeautifulSoup(client.get(address).content, "html.parser").main.get_text(" ")


def test_a_list_is_taken_in_after_a_fresh_proof_and_is_not_lost(secret: str, client: Client) -> None:
    sent = {"part": "mentor", "file": SimpleUploadedFile("list.csv", LIST, "text/csv")}
    columns = client.post(f"{PEOPLE}import/", sent)["Location"]
    page = BeautifulSoup(client.get(columns).content, "html.parser")
    chosen = {
        each["name"]: found["value"] for each in page.select("select") if (found := each.select_one("[selected]"))
    }
    preview = client.post(columns, chosen)["Location"]
    clock.go_to(clock.now() + LATER)

    asked = client.post(preview)["Location"]
    assert re.fullmatch(rf"{AGAIN}\?next=.*preview%2F", asked)
    assert "Your list is kept; then press the button again." in said(client, asked)
    assert Errand.objects.count() == 0
    assert prove(client, secret, asked) == preview
    assert "Lin Wu" in said(client, preview)
    assert client.post(preview)["Location"] == preview.replace("preview", "progress")
    assert list(Errand.objects.values_list("arguments", flat=True)) == [{"upload": str(Upload.objects.get().pk)}]


def test_a_list_leaves_after_a_fresh_proof(secret: str, client: Client) -> None:
    assert client.get(EXPORT)["Content-Type"].startswith("text/csv")
    clock.go_to(clock.now() + LATER)

    held_up = client.get(EXPORT)
    assert (held_up.status_code, held_up.content) == (302, b"")
    assert prove(client, secret, held_up["Location"]) == f"{PEOPLE}mentors/"
    assert b"max@example.org" in client.get(EXPORT).content


def test_a_wrong_code_opens_nothing(secret: str, client: Client) -> None:
    clock.go_to(clock.now() + LATER)
    wrong = "000000" if code(secret, 1) != "000000" else "111111"
    assert "That code does not fit" in client.post(client.get(EXPORT)["Location"], {"code": wrong}).content.decode()
    assert client.get(EXPORT).status_code == 302


def test_a_site_without_second_steps_asks_for_no_fresh_proof(world: World, signed_in: Callable[..., Client]) -> None:
    assert signed_in(worlds.person("Asha")).get(EXPORT).status_code == 200
