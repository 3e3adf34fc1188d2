"""The board in a real browser: every page of an open proposal is well at both ends of width; all by keyboard alone."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from pares.stages.matching import actions as matching
from pares.stages.matching.models import Pair
from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import WishKind
from tests import world as worlds
from tests.journeys.test_every_page import FILES, kind_of

NOON = datetime(2027, 3, 31, 12, tzinfo=UTC)
PAGE = "/lead/northgate-mentoring/spring-2027/matching/"
BOARD = {
    *("matching.proposal", "matching.swap", "matching.confirm"),
    *("matching_board.locks", "matching_board.aside", "matching_board.record", "matching_board.compare"),
    *("matching_asking.without", "matching_asking.what_if", "matching_asking.wishes", "matching_asking.quality"),
    "matching_asking.weights",
}
FURTHEST = 200


@pytest.fixture
def crowded(site, calendar):
    """Return the function that opens browsers, with two mentees more than places, one of whom nobody can have."""
    world = worlds.build()
    worlds.mentee(world.spring, "Lou", wishes=(GivenWish(WishKind.RANKED, "Max", rank=1),))
    worlds.mentee(world.spring, "Liz", supervisors="Max, Mina, Mo")
    calendar.go(NOON.date())
    return site


def test_every_page_of_an_open_proposal_is_well(crowded, post):
    spring = worlds.person("Asha").memberships.get().scheme.cohorts.get(slug="spring-2027")
    newest = matching.propose(cohort=spring, by=worlds.person("Asha"), at=NOON)
    matching.lock_only(proposal=newest, mentees={newest.pairs.first().mentee_id}, by=None, at=NOON)
    lead = crowded(width=320)
    lead.sign_in("asha@example.org", post)
    lead.open(PAGE)
    lead.sees("so 1 of them goes without.")
    lead.sees("No mentor is possible.")
    seen: set[str] = set()
    mentor = spring.applications.get(person__name="Max").pk
    waiting = [PAGE, f"{PAGE}what-if/?change=withdrawn&leaving={mentor}"]
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        asked = "change=" in address
        if kind is None or (kind in seen and not asked) or not urlsplit(address).path.startswith(PAGE):
            continue
        if urlsplit(address).path.endswith(FILES):
            continue
        seen.add(kind if not asked else f"{kind}?")
        lead.open(address)
        for details in lead.page.locator("main details > summary").all():
            details.click()
        for width in (320, 1280):
            lead.page.set_viewport_size({"width": width, "height": 900})
            lead.is_well()
        waiting += lead.page.eval_on_selector_all("main a[href]", "links => links.map(link => link.href.split('#')[0])")
    assert {f"lead.{each}" for each in BOARD} <= seen


class Keys:
    """Hands that have a keyboard and nothing else."""

    def __init__(self, visitor) -> None:
        self.page, self.visitor = visitor.page, visitor

    def on(self, words: str) -> None:
        """Go on from where the focus is until it rests on what is called so."""
        called = re.compile(words)
        for _ in range(FURTHEST):
            self.page.keyboard.press("Tab")
            here = self.page.locator("*:focus")
            if here.count() and called.fullmatch(self.name(here)):
                box = here.bounding_box()
                assert box is not None
                assert 0 <= box["x"] <= 375
                assert 0 <= box["y"] <= 900
                return
        raise AssertionError(f"No {words!r} to be reached by Tab.")

    def name(self, here) -> str:
        label = here.get_attribute("id") and self.page.locator(f'label[for="{here.get_attribute("id")}"]')
        return " ".join((label.first.text_content() if label and label.count() else here.text_content() or "").split())

    def press(self, words: str, key: str = "Enter") -> None:
        self.on(words)
        self.page.keyboard.press(key)
        self.page.wait_for_load_state()


def test_all_of_the_board_by_keyboard_on_a_phone_without_scripts(crowded, post):
    lead = crowded(width=375, scripts=False)
    lead.sign_in("asha@example.org", post)
    lead.open(PAGE)
    keys = Keys(lead)
    keys.press("Propose pairs")
    lead.sees("3 pairs proposed. Nobody but the leads sees them.")
    keys.press("Lock .+ and .+")
    lead.sees("stay together from now on.")
    keys.press("Swap the mentor of E.+")
    lead.heading("A mentor for E")
    keys.press("Max|Mina|Mo", key="Space")
    keys.press("Choose this mentor")
    lead.sees("and the pair is locked.")
    keys.press("More ways")
    keys.press("Leave people out, or take them back")
    lead.heading("Leave people out")
    keys.press(r"Liz \(.+\)", key="Space")
    keys.press("Save and propose again")
    lead.sees("1 person left out. The pairs are worked out afresh.")
    lead.sees("Left out for now")
    keys.press("More ways")
    keys.press("Undo the last change")
    lead.sees("The last change is undone.")
    keys.press("Confirm the match")
    lead.heading("Confirm the match?")
    keys.press("Confirm 3 pairs")
    lead.sees("3 pairs confirmed. Their letters wait here for you to read and release.")
    assert Pair.objects.count() == 3
