import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user
from django.test import Client

from pares.pages.addresses.others import DEMO_ROUTES
from pares.pages.demo.cast import CAST, LEAD, MENTEE
from tests import world as worlds

pytestmark = pytest.mark.django_db
LETTER = "20270407T090000000000-0123456789abcdef"
SOME_ERRAND = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def _demo(settings: object) -> None:
    settings.DEMO = True


@pytest.fixture
def cast(_demo: None) -> None:
    for part in CAST:
        worlds.people.meet(email=part.email, name=f"The {part.key}", at=worlds.PLANNED)


@pytest.mark.parametrize("method", ["get", "post"])
def test_outside_the_demo_none_of_its_pages_exists(client: Client, method: str) -> None:
    worlds.people.meet(email=LEAD.email, name="Lena", at=worlds.PLANNED)
    fill = {"<slug:key>": "lead", "<slug:name>": LETTER, "<uuid:errand>": SOME_ERRAND}
    answers = {}
    for route in DEMO_ROUTES:
        path = "/" + route.path
        for place, value in fill.items():
            path = path.replace(place, value)
        if method.upper() in route.methods:
            answers[path] = getattr(client, method)(path).status_code

    assert set(answers.values()) == {404}
    assert get_user(client).is_anonymous


@pytest.mark.usefixtures("cast")
def test_one_press_signs_in_as_anybody_of_the_cast(client: Client) -> None:
    page = BeautifulSoup(client.get("/demo/").content, "html.parser")
    actions = [form["action"] for form in page.select("form.pares-button-form")]
    signed_in = []
    for action in actions:
        answer = client.post(action)
        assert (answer.status_code, answer["Location"]) == (302, "/home/")
        signed_in.append(get_user(client).email)

    assert signed_in == [part.email for part in CAST]


@pytest.mark.usefixtures("cast")
def test_a_link_or_a_foreign_page_signs_nobody_in(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert client.get("/demo/sign-in/lead/").status_code == 405
    assert strict.post("/demo/sign-in/lead/").status_code == 403
    assert get_user(client).is_anonymous
    assert get_user(strict).is_anonymous


@pytest.mark.usefixtures("_demo")
def test_a_part_nobody_plays_says_what_to_do(client: Client) -> None:
    answer = client.post("/demo/sign-in/mentee/", follow=True)
    told = BeautifulSoup(answer.content, "html.parser").select_one(".nhsuk-notification-banner__content")

    assert told.get_text(strip=True) == (
        "Nobody plays this part yet. Run make demo RESET=1 to fill the demo with people."
    )
    assert client.post("/demo/sign-in/emperor/").status_code == 404
    assert MENTEE.key == "mentee"


def test_every_page_of_the_demo_says_so_and_no_other(client: Client, settings: object) -> None:
    strips = {}
    for demo in (True, False):
        settings.DEMO = demo
        for address in ("/", "/help/", "/sign-in/", "/no-such-page/"):
            page = BeautifulSoup(client.get(address).content, "html.parser")
            strips[demo, address] = [link["href"] for link in page.select(".pares-demo a")]

    assert [address for (demo, _), address in strips.items() if demo] == [["/demo/mail/", "/demo/day/", "/demo/"]] * 4
    assert [address for (demo, _), address in strips.items() if not demo] == [[]] * 4
