"""A real browser before the real site, and hands for the clock and the mailbox."""

import re
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from playwright.sync_api import Browser, Page, expect

from pares.ground import clock
from pares.ground.letters import folder
from pares.management.worker import Worker

CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")
LINK = re.compile(r"https?://[^\s<>\"]+")


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in str(item.path):
            item.add_marker(pytest.mark.journey)


class Visitor:
    """Somebody with a browser of their own, reading the site at one width, with or without JavaScript."""

    def __init__(self, browser: Browser, address: str, *, width: int = 1280, scripts: bool = True):
        self.address = address
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts, accept_downloads=True
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)

    def open(self, path: str) -> Page:
        answer = self.page.goto(path if path.startswith("http") else self.address + path)
        assert answer is not None
        assert answer.status < 400, f"{path} answered {answer.status}"
        return self.page

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).first.click()
        self.page.wait_for_load_state()

    def follow(self, words: str) -> None:
        self.page.get_by_role("link", name=words, exact=True).first.click()
        self.page.wait_for_load_state()

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_label(label, exact=True).first.fill(value)

    def choose(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).first.check()

    def date(self, legend: str, day: date) -> None:
        group = self.page.get_by_role("group", name=re.compile(re.escape(legend)))
        group.get_by_label("Day").fill(str(day.day))
        group.get_by_label("Month").fill(str(day.month))
        group.get_by_label("Year").fill(str(day.year))

    def sees(self, words: str) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(words)

    def heading(self, words: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(words)

    def sign_in(self, email: str, post: "Post") -> None:
        self.open("/sign-in/")
        self.fill("Email address", email)
        self.press("Send me a code")
        self.page.get_by_label(re.compile("[Cc]ode")).first.fill(post.code(email))
        self.press("Sign in")

    def is_well(self) -> None:
        """Hold the page against axe and against sideways scrolling."""
        found = Axe().run(self.page).response["violations"]
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


class Post:
    """The worker at work, and the mailbox it fills."""

    def deliver(self) -> None:
        worker = Worker()
        for _ in range(200):
            if not worker.turn():
                return

    def letters(self, to: str = "") -> list[folder.Saved]:
        self.deliver()
        return folder.saved(to=to)

    def newest(self, to: str, subject: str = "") -> folder.Opened:
        for letter in self.letters(to):
            if subject in letter.subject:
                return folder.one(letter.name)
        raise AssertionError(f"No letter {subject!r} to {to}: {[each.subject for each in self.letters(to)]}")

    def code(self, to: str) -> str:
        found = CODE.search(self.newest(to).text)
        assert found is not None
        return found[0]

    def link(self, to: str, subject: str, part: str) -> str:
        (link, *_) = [each for each in LINK.findall(self.newest(to, subject).text) if part in each]
        return link


class Calendar:
    """The site's clock, moved as the test needs it."""

    def go(self, day: date, hour: int = 9) -> None:
        clock.go_to(clock.morning(day).replace(hour=hour))

    def today(self) -> date:
        return clock.today()

    def now(self) -> datetime:
        return clock.now()


@pytest.fixture
def site(transactional_db, live_server, browser, settings) -> Iterator["object"]:
    """Return a function that opens a browser for somebody new."""
    settings.URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    settings.WHO_MAY_OPEN = "anyone"
    settings.EMAIL_BACKEND = "pares.ground.letters.folder.FolderBackend"
    settings.LETTERS_A_MINUTE = 100_000
    visitors: list[Visitor] = []

    def visitor(*, width: int = 1280, scripts: bool = True) -> Visitor:
        visitors.append(Visitor(browser, live_server.url, width=width, scripts=scripts))
        return visitors[-1]

    yield visitor
    for each in visitors:
        each.context.close()


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def calendar() -> Calendar:
    assert django_settings.CLOCK_FILE is not None
    return Calendar()
