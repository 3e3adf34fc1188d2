"""What a visitor does without an account: asks a question, reads the answer, and waits for as little as may be."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Visitor

QUESTION = "How many sessions for a certificate?"
ANSWER = "3 sessions or more"
WIDTH, HEIGHT = 320, 900
FIRST_VISIT = 100_000
PATIENCE = 60


def reads_the_answer(visitor: Visitor) -> None:
    """See the figure on the screen where the link led; without scripts, axe cannot look."""
    assert visitor.page.url.endswith("/handbook/recognition-and-evaluation/#what-mentors-get")
    place = visitor.page.get_by_role("listitem").filter(has_text=ANSWER).first.bounding_box()
    assert place is not None
    assert 0 <= place["y"] <= HEIGHT
    assert place["x"] + place["width"] <= WIDTH


def test_the_answer_is_three_taps_from_the_start(site):
    visitor = site(width=WIDTH, scripts=False)
    visitor.open("/")

    for words in ("Handbook", "Recognition and evaluation", "What mentors get"):
        visitor.follow(words)

    reads_the_answer(visitor)


def test_the_answer_is_one_search_from_the_start(site):
    visitor = site(width=WIDTH, scripts=False)
    visitor.open("/")

    visitor.fill("What would you like to know?", QUESTION)
    visitor.press("Search")

    best = visitor.page.get_by_role("list", name="Results").get_by_role("listitem").first
    expect(best).to_contain_text(ANSWER)
    best.get_by_role("link").first.click()
    reads_the_answer(visitor)


def test_a_chapter_is_printed_without_what_leads_round(site):
    visitor = site()
    visitor.open("/handbook/step-5-inform-pairs/")
    visitor.page.emulate_media(media="print")

    for gone in ("header form", "footer", ".nhsuk-pagination", ".nhsuk-back-link", ".pares-contents"):
        assert visitor.page.locator(gone).first.is_hidden(), gone
    assert visitor.page.get_by_role("heading", level=1).is_visible()
    addresses = visitor.page.evaluate(
        "[...document.querySelectorAll('main a')].map(a => [a.href, getComputedStyle(a, '::after').content])"
    )
    assert {address for address, printed in addresses if printed not in {"none", "normal"}} == {
        address for address, _ in addresses if not address.startswith(visitor.address)
    }


@pytest.fixture
def real_server(tmp_path: Path) -> Iterator[str]:
    """Return the address of the site as it is served in production, with its static files packed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {
        "DJANGO_SETTINGS_MODULE": "pares.settings",
        "PARES_MODE": "production",
        "PARES_URL": f"http://127.0.0.1:{port}",
        "PARES_SECRET_KEY": "only for this one test, and for nothing else: fifty signs",
        "PARES_WISHES_KEY": django_settings.WISHES_KEY,
        "PARES_MAIL": "folder",
        "PARES_MAIL_FROM": "site@example.org",
        "PARES_DATA": str(tmp_path),
        "DATABASE_URL": "",
    }
    command, around = [sys.executable, "-m", "pares"], {**os.environ, **given}
    subprocess.run([*command, "migrate", "--verbosity", "0"], env=around, check=True)
    server = subprocess.Popen([*command, "serve", "--port", str(port), "--workers", "1"], env=around)
    try:
        yield answering(given["PARES_URL"])
    finally:
        server.terminate()
        server.wait(PATIENCE)


def answering(address: str) -> str:
    """Return the address once somebody answers there."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            urlopen(f"{address}/robots.txt", timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return address
    raise TimeoutError(address)


def test_a_first_visit_is_light_and_asks_no_other_host(real_server: str, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    wire = context.new_cdp_session(page)
    asked: dict[str, str] = {}
    weights: dict[str, float] = {}
    wire.on("Network.requestWillBeSent", lambda sent: asked.update({sent["requestId"]: sent["request"]["url"]}))
    wire.on("Network.loadingFinished", lambda got: weights.update({got["requestId"]: got["encodedDataLength"]}))
    wire.send("Network.enable")

    page.goto(real_server)
    page.wait_for_load_state("networkidle")

    weighed = {asked[each]: weight for each, weight in weights.items()}
    context.close()
    assert {address for address in asked.values() if not address.startswith(real_server)} == set()
    assert any(address.endswith("nhsuk-frontend.min.js") for address in weighed)
    assert sum(weighed.values()) <= FIRST_VISIT, weighed
