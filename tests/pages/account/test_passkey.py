"""A passkey in a real browser, with the authenticator that the browser's own tools imitate."""

import re
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from pares.ground.people.models import Person

KEY = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def test_a_passkey_is_set_up_and_asked_for(
    ana: Person, live_server: LiveServer, page: Page, codes_in_letters: Callable[[], list[str]], settings: LazySettings
) -> None:
    settings.SECOND_STEP = True
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    given = {**KEY, "isUserVerified": True, "automaticPresenceSimulation": True}
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": given})
    site = live_server.url

    def sign_in() -> None:
        page.goto(f"{site}/sign-in/")
        page.get_by_label("Email address").fill(ana.email)
        page.get_by_role("button", name="Send me a code").click()
        page.get_by_label("Code", exact=True).fill(codes_in_letters()[-1].lower())
        page.get_by_role("button", name="Sign in").click()

    sign_in()
    page.goto(f"{site}/account/security/passkeys/add/")
    page.get_by_label("Name of this passkey").fill("Ward laptop")
    page.get_by_role("button", name="Set up the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert [str(kept) for kept in Authenticator.objects.filter(type="webauthn")] == ["Ward laptop"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    page.goto(f"{site}/home/")
    page.get_by_role("button", name="Sign out").click()
    sign_in()
    expect(page).to_have_url(re.compile("/sign-in/second-step/"))
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/home/")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed in")

    assert faults == []
