"""What those who meet in a group see of it: that they do, who else is in it once told, and nothing before."""

import re
from datetime import UTC, date, datetime

import pytest

from pares.ground import clock
from pares.stages.matching import actions as matching
from pares.stages.matching.models import Pair
from pares.stages.mentoring.models import SessionFact
from tests import world as worlds

AT = worlds.CONFIRMED
NAMES = {"Ann", "Ben", "Cem", "Dot", "Gus"}


@pytest.fixture
def pairs(world):
    """Gus meets Ann, Ben and Cem as a group, and Dot is with Mel: all told but Cem."""
    run = worlds.cohort(world.northgate, "Summer 2027")
    trained = worlds.mentor(run, "Gus", capacity=4, group=True), worlds.mentor(run, "Mel")
    worlds.train(run, *trained)
    for name in ("Ann", "Ben", "Cem", "Dot"):
        worlds.mentee(run, name, group=name != "Dot")
    worlds.match(run, tell=False)
    found = {str(pair.mentee.person): pair for pair in Pair.objects.filter(cohort=run).in_words()}
    for name, pair in found.items():
        matching.mark_told(pair=pair, side="mentor", at=AT)
        if name != "Cem":
            matching.mark_told(pair=pair, side="mentee", at=AT)
    clock.go_to(datetime(2027, 4, 12, 12, tzinfo=UTC))
    return found


def words(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def named(page: str) -> set[str]:
    """Return whose name stands in a page; a form's token may hold three letters by chance."""
    without_tokens = re.sub(r"\w{32,}", "", page)
    return {name for name in NAMES if name in without_tokens}


def test_a_mentee_reads_who_else_was_told_and_nobody_else(pairs, signed_in):
    ann, ben, cem, dot = (pairs[name] for name in ("Ann", "Ben", "Cem", "Dot"))
    client = signed_in(ann.mentee.person)
    page = words(client, f"/mentee/pairs/{ann.pk}/")
    assert named(page) == {"Ann", "Ben", "Gus"}
    assert "With you: Ben." in page
    assert "ben@example.org" not in page
    for address in ("/mentee/", f"/mentee/pairs/{ann.pk}/agreement/", f"/mentee/pairs/{ann.pk}/sessions/"):
        assert named(words(client, address)) == {"Ann", "Gus"}, address
    assert "it means everybody in the group" in words(client, f"/mentee/pairs/{ann.pk}/agreement/")
    assert "You meet in a group of up to 4" in words(client, "/mentee/")
    for other in (ben, cem, dot):
        assert client.get(f"/mentee/pairs/{other.pk}/").status_code == 404
    assert signed_in(cem.mentee.person).get(f"/mentee/pairs/{cem.pk}/").status_code == 404
    assert "in a group" not in words(signed_in(dot.mentee.person), f"/mentee/pairs/{dot.pk}/")
    matching.mark_told(pair=cem, side="mentee", at=AT)
    assert "With you: Ben and Cem." in words(signed_in(ann.mentee.person), f"/mentee/pairs/{ann.pk}/")
    matching.close_pair(pair=ben, ended="left", by=None, at=clock.now())
    assert "With you: Cem." in words(signed_in(ann.mentee.person), f"/mentee/pairs/{ann.pk}/")
    assert named(words(signed_in(ben.mentee.person), f"/mentee/pairs/{ben.pk}/")) == {"Ben", "Gus"}


def test_the_mentor_reads_all_and_adds_a_session_for_who_was_there(pairs, signed_in):
    ann, ben = pairs["Ann"], pairs["Ben"]
    client = signed_in(ann.mentor.person)
    assert "With this mentee: Ben and Cem." in words(client, f"/mentor/pairs/{ann.pk}/")
    page = words(client, f"/mentor/pairs/{ann.pk}/sessions/")
    assert "Who else of your group was there?" in page
    on = {
        "on_1-day": "9",
        "on_1-month": "4",
        "on_1-year": "2027",
        "sure_1": "exact",
        "band_1": "long",
        "mode_1": "video",
    }
    answer = client.post(f"/mentor/pairs/{ann.pk}/sessions/", on | {"others": [str(ben.pk)]}, follow=True)
    said = "Saved. The two of you have 1 session so far. It counts for 1 other in your group too."
    assert said in answer.content.decode()
    met = {(fact.pair_id, fact.on, fact.band) for fact in SessionFact.objects.all()}
    assert met == {(pair.pk, date(2027, 4, 9), "long") for pair in (ann, ben)}
    Pair.objects.filter(pk=ben.pk).update(confirmed_at=datetime(2027, 4, 10, 9, tzinfo=UTC))
    early = on | {"on_1-day": "8", "others": [str(ben.pk)]}
    refused = client.post(f"/mentor/pairs/{ann.pk}/sessions/", early).content.decode()
    assert "Ben: You were matched on Saturday 10 April 2027. Give that day or a later one." in refused
    stranger = client.post(f"/mentor/pairs/{ann.pk}/sessions/", on | {"others": [str(pairs["Dot"].pk)]})
    assert "Select one of the answers shown" in stranger.content.decode()
    for name, shown in (("Ann", "/mentee/"), ("Dot", "/mentor/")):
        whose = pairs[name].mentee.person if shown == "/mentee/" else pairs[name].mentor.person
        address = f"{shown}pairs/{pairs[name].pk}/sessions/"
        assert "Who else of your group" not in words(signed_in(whose), address)
    assert SessionFact.objects.count() == 2


@pytest.mark.parametrize("more", [0, 2])
def test_a_groups_page_costs_the_same_however_many_are_in_it(world, signed_in, django_assert_num_queries, more):
    run = worlds.cohort(world.northgate, "Summer 2027")
    gus = worlds.mentor(run, "Gus", capacity=4, group=True)
    worlds.train(run, gus)
    for name in ("Ann", "Ben", "Cem")[: 1 + more]:
        worlds.mentee(run, name, group=True)
    pair = worlds.match(run)[0]
    clock.go_to(datetime(2027, 4, 12, 12, tzinfo=UTC))
    client = signed_in(gus.person)
    words(client, f"/mentor/pairs/{pair.pk}/")
    with django_assert_num_queries(11):
        words(client, f"/mentor/pairs/{pair.pk}/")
