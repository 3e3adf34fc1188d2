"""A mentee's start page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pares.ground import clock
from pares.stages.matching import actions as matching
from pares.stages.matching.models import Ended
from pares.stages.recruitment.actions import withdraw
from tests import world as worlds

QUERIES = 13


def test_a_match_shows_once_the_mentee_is_told(world, signed_in):
    pairs = worlds.match(world.spring, tell=False)
    pair = next(pair for pair in pairs if pair.mentee.person.name == "Esme")
    matching.mark_told(pair=pair, side="mentor", at=worlds.CONFIRMED)
    clock.go_to(worlds.CONFIRMED)
    client = signed_in(pair.mentee.person)
    assert "mo@example.org" not in client.get("/mentee/").content.decode()

    matching.mark_told(pair=pair, side="mentee", at=worlds.CONFIRMED)

    assert "mo@example.org" in client.get("/mentee/").content.decode()


@pytest.mark.parametrize("earlier", [0, 2])
def test_any_number_of_earlier_mentors_takes_the_same_queries(world, signed_in, earlier):
    esme = world.mentees["Esme"]
    for pair in worlds.match(world.spring, tell=False):
        matching.close_pair(pair=pair, ended=Ended.LEFT, by=None, at=worlds.CONFIRMED)
    for turn, name in enumerate(list(world.mentors)[: earlier + 1]):
        pair = matching.rematch(mentee=esme, mentor=world.mentors[name], by=None, at=worlds.CONFIRMED)
        for side in ("mentor", "mentee"):
            matching.mark_told(pair=pair, side=side, at=worlds.CONFIRMED)
        if turn < earlier:
            matching.close_pair(pair=pair, ended=Ended.CHANGED, by=None, at=worlds.CONFIRMED)
    clock.go_to(worlds.CONFIRMED)
    client = signed_in(esme.person)

    with CaptureQueriesContext(connection) as queries:
        page = client.get("/mentee/").content.decode()

    assert page.count("ended 31 March 2027") == earlier
    assert len(queries) == QUERIES


def test_whoever_withdrew_reads_so(world, signed_in):
    ella = world.mentees["Ella"]
    withdraw(application=ella, by=ella.person, at=worlds.CONFIRMED)

    assert "You have stopped taking part" in signed_in(ella.person).get("/mentee/").content.decode()
