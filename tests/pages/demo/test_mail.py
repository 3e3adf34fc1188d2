import re
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from pares.ground import clock
from pares.ground.letters import folder
from pares.pages.demo.letter_html import harmless

pytestmark = pytest.mark.django_db

HOSTILE = """<!DOCTYPE html><html><head><title>taken</title><style>body{display:none}</style>
<meta http-equiv="refresh" content="0;url=https://bad.example/"><base href="https://bad.example/"></head>
<body onload="alert(1)"><h1>Big</h1><p id="maincontent" style="position:fixed" class="nhsuk-skip-link">Hello
<a href="javascript:alert(1)">run</a> <a href="https://good.example/" target="_top" onclick="x()">go</a></p>
<img src="https://bad.example/seen.gif" onerror="alert(1)"><iframe src="https://bad.example/">in</iframe>
<form action="https://bad.example/"><input name="code"><button>Send</button></form>
<svg><script>alert(1)</script></svg><script>alert(1)</script><math><mtext></p><style><img src=x onerror=alert(1)>
</style></mtext></math><h2 class="nhsuk-heading-m pares-hero">Fine</h2></body></html>"""


@pytest.fixture(autouse=True)
def _demo(settings: object) -> None:
    settings.DEMO = True
    settings.EMAIL_BACKEND = "pares.ground.letters.folder.FolderBackend"


def send(subject: str, to: str, *, html: str = "", calendar: str = "", minute: int = 0) -> str:
    """Send a letter and return the name it is saved under."""
    clock.go_to(datetime(2027, 4, 7, 9, minute, tzinfo=UTC))
    letter = EmailMultiAlternatives(subject, "Plainly <b>said</b>", "Riverside <post@pares.example>", [to])
    for content, kind in ((html, "text/html"), (calendar, "text/calendar")):
        if content:
            letter.attach_alternative(content, kind)
    letter.send()
    return folder.saved()[0].name


def rows(client: Client, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    page = BeautifulSoup(answer.content, "html.parser")
    return [[cell.get_text() for cell in row.select(".pares-cell")] for row in page.select("tbody tr")]


def test_the_mailbox_has_the_newest_letter_first_and_finds_those_to_one_address(client: Client) -> None:
    assert rows(client, "/demo/mail/") == []
    send("First", "ann@example.org", minute=1)
    send("Second", "bo@example.org", minute=2)
    send("Third", "ann@example.org", minute=3)

    first, second, third = (
        ["First", "ann@example.org", "7 April 2027, 10:01am"],
        ["Second", "bo@example.org", "7 April 2027, 10:02am"],
        ["Third", "ann@example.org", "7 April 2027, 10:03am"],
    )
    assert rows(client, "/demo/mail/") == [third, second, first]
    assert rows(client, "/demo/mail/?to=Ann@example.org") == [third, first]
    assert rows(client, "/demo/mail/?to=cy@example.org&page=7") == []


def test_a_letter_shows_its_head_its_words_and_what_came_with_it(client: Client) -> None:
    name = send("Hello", "ann@example.org", html="<p>Warmly <strong>said</strong></p>", calendar="BEGIN:VCALENDAR\n")
    page = BeautifulSoup(client.get(f"/demo/mail/{name}/").content, "html.parser")
    head = [each.get_text(strip=True) for each in page.select("main dl > div > *")]

    assert page.select_one("h1").get_text(strip=True) == "Hello"
    assert head == [
        *("From", "Riverside <post@pares.example>", "To", "ann@example.org"),
        *("Sent", "Wednesday 7 April 2027 at 10am"),
    ]
    assert page.select_one(".pares-letter").decode_contents().strip() == "<p>Warmly <strong>said</strong></p>"
    assert [each.get_text().strip() for each in page.select("details pre")] == [
        "BEGIN:VCALENDAR",
        "Plainly <b>said</b>",
    ]


def test_a_hostile_letter_is_harmless() -> None:
    drawn = str(harmless(HOSTILE))

    assert re.sub(r"\s+", " ", drawn).strip() == (
        'Big<p>Hello <a rel="noopener noreferrer">run</a> '
        '<a href="https://good.example/" rel="noopener noreferrer">go</a></p> Send '
        '<h2 class="nhsuk-heading-m">Fine</h2>'
    )


def test_a_hostile_letter_stays_within_its_page(client: Client) -> None:
    name = send("<script>alert(1)</script>", "ann@example.org", html="</div></main></body>" + HOSTILE)
    answer = client.get(f"/demo/mail/{name}/")
    page = BeautifulSoup(answer.content, "html.parser")

    assert page.select_one("h1").get_text(strip=True) == "<script>alert(1)</script>"
    assert [script.get("src") for script in page.select("script")] == [
        "/static/pares/start.js",
        "/static/pares/supported.js",
    ]
    assert page.select("main iframe, main img, main form, main style, main [onclick], main [style], main [id]") == []
    assert "script-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["20270407T090000000000-0123456789abcdef", "clock", "passwd"])
def test_a_letter_that_was_not_sent_is_not_there(client: Client, name: str) -> None:
    assert client.get(f"/demo/mail/{name}/").status_code == 404
