"""Checking a certificate."""

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client

from pares.stages.recognition import actions
from pares.stages.recognition.models import Certificate
from tests import endings
from tests import world as worlds


@pytest.fixture(autouse=True)
def no_checks_yet() -> None:
    """Forget earlier checks from this place."""
    cache.clear()


@pytest.fixture
def certificate(world: worlds.World) -> Certificate:
    """Issue a statement to Max."""
    return actions.state(mentor=world.mentors["Max"], by=None, at=endings.AFTER)


def answer(client: Client, code: str, surname: str) -> str:
    page = BeautifulSoup(client.post("/verify/", {"code": code, "surname": surname}).content, "html.parser")
    found = page.select_one("main")
    assert found is not None
    return " ".join(found.get_text(" ").split())


def test_code_and_surname_show_kind_scheme_and_date_and_no_name(certificate: Certificate, client: Client) -> None:
    said = answer(client, certificate.code.lower(), "max")
    assert said == (
        "This certificate is valid The code and the surname belong together Document Statement of participation "
        "Scheme Northgate mentoring Organisation Northgate Hospitals Issued on Wednesday 11 August 2027 Check another"
    )


def test_wrong_code_wrong_surname_and_taken_back_get_the_same_answer(
    certificate: Certificate, world: worlds.World, client: Client
) -> None:
    other = actions.state(mentor=world.mentors["Mo"], by=None, at=endings.AFTER)
    actions.revoke(certificate=other, by=None, at=endings.AFTER)
    tried = [(certificate.code, "Mo"), ("0" * 32, "Max"), (other.code, "Mo"), ("nonsense", "Max"), ("\u0660" * 32, "x")]
    pages = {client.post("/verify/", {"code": code, "surname": name}).content for code, name in tried}
    assert len(pages) == 1
    assert "No certificate with these details is valid" in pages.pop().decode()


def test_twenty_checks_an_hour_from_one_place(certificate: Certificate, client: Client) -> None:
    typed = {"code": certificate.code, "surname": "Max"}
    assert {client.post("/verify/", typed).status_code for _ in range(20)} == {200}
    refused = client.post("/verify/", typed)
    assert (refused.status_code, "is valid" in refused.content.decode()) == (429, False)
    assert certificate.code in refused.content.decode()


def test_what_is_left_out_is_asked_for(client: Client, db: None) -> None:
    page = client.post("/verify/", {"code": "", "surname": ""}).content.decode()
    assert ("Enter the certificate code" in page, "Enter the holder&#39;s surname" in page) == (True, True)
