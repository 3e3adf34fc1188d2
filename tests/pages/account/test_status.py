"""Where one's own sign-up stands: what its pages tell, and do not tell, around the match."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from pares.ground import clock
from pares.stages.matching import actions as matching
from pares.stages.matching.models import Ended
from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import WishKind
from tests import world as worlds

WISH = GivenWish(WishKind.NOT_WITH, "canary@example.org")
CANARY = b"canary@example.org"


@pytest.fixture
def summer(world):
    """Mel is matched with Ann, who does not know it; Bea has nobody."""
    run = worlds.cohort(world.northgate, "Summer 2027")
    worlds.train(run, worlds.mentor(run, "Mel"))
    for name in ("Ann", "Bea"):
        worlds.mentee(run, name, wishes=(WISH,))
    clock.go_to(worlds.CONFIRMED + timedelta(hours=1))
    return run, {str(pair.mentee.person): pair for pair in worlds.match(run, tell=False)}


def seen(run, client, *, post: bool = False) -> list[str]:
    """Return what changing one's wishes answers everybody, without what is theirs alone."""
    shown = []
    for who in run.applications.filter(part="mentee").order_by("pk"):
        enter, address = client(who.person), reverse("account.status.wishes", args=[who.pk])
        page = (enter.post if post else enter.get)(address, follow=True)
        assert CANARY not in page.content
        words = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.content.decode())
        shown.append(words.replace(str(who.pk), "id").replace(str(who.person), "Name").replace(who.person.email, "a"))
    return shown


@pytest.mark.parametrize("post", [False, True])
def test_wishes_do_not_tell_who_is_matched_before_they_have_heard(summer, signed_in, post):
    first, second = seen(summer[0], signed_in, post=post)
    assert first == second
    assert "not everybody has heard yet" in first


def test_nobody_reads_their_wishes_after_a_match_that_has_ended(summer, signed_in):
    run, pairs = summer
    [(name, pair)] = pairs.items()
    for side in ("mentor", "mentee"):
        matching.mark_told(pair=pair, side=side, at=clock.now())
    matching.close_pair(pair=pair, ended=Ended.LEFT, by=None, at=clock.now())
    for who in run.applications.filter(part="mentee"):
        page = signed_in(who.person).get(reverse("account.status.wishes", args=[who.pk]), follow=True)
        matched = str(who.person) == name
        assert (CANARY in page.content, b"the match has been made" in page.content) == (not matched, matched)
