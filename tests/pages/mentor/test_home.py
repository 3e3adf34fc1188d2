"""A mentor's start page."""

import re
from datetime import UTC, date, datetime, time
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from pares.ground import clock
from pares.stages.evaluation import actions as evaluation
from pares.stages.evaluation.models import Invitation, SurveyKind
from pares.stages.matching import actions as matching
from pares.stages.matching.models import Ended
from pares.stages.recruitment.actions import change_wishes
from pares.stages.training import actions as training
from pares.stages.training.models import SessionKind
from tests import world as worlds

APRIL = datetime(2027, 4, 8, 12, tzinfo=UTC)
QUERIES = 19
CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


def plan(world, kind=SessionKind.WORKSHOP, on=date(2027, 6, 9)):
    return training.plan_session(
        cohort=world.spring, kind=kind, on=on, starts=time(17), place="Library", by=None, at=APRIL
    )


@pytest.mark.parametrize("mentees", [1, 3])
def test_any_number_of_mentees_takes_the_same_queries(world, signed_in, mentees):
    max_ = world.mentors["Max"]
    told = worlds.given(world.northgate, grade="CT2", capacity=3)
    change_wishes(application=max_, given=told, by=None, at=worlds.SIGNED_UP)
    for pair in worlds.match(world.spring, tell=False):
        matching.close_pair(pair=pair, ended=Ended.LEFT, by=None, at=worlds.CONFIRMED)
    for name in list(world.mentees)[:mentees]:
        pair = matching.rematch(mentee=world.mentees[name], mentor=max_, by=None, at=worlds.CONFIRMED)
        for side in ("mentor", "mentee"):
            matching.mark_told(pair=pair, side=side, at=worlds.CONFIRMED)
    clock.go_to(APRIL)
    client = signed_in(max_.person)

    with CaptureQueriesContext(connection) as queries:
        page = client.get("/mentor/").content.decode()

    assert [name for name in world.mentees if f"{name.lower()}@example.org" in page] == list(world.mentees)[:mentees]
    assert len(queries) == QUERIES


def test_before_the_match_a_mentor_reads_what_happens_next(world, signed_in):
    clock.go_to(worlds.SIGNED_UP)

    page = signed_in(world.mentors["Max"].person).get("/mentor/").content.decode()

    assert "You do not have a mentee yet" in page
    assert "Matches are made about now" in page


def test_a_mentor_hears_of_a_match_before_it_is_released_to_them_nowhere(world, signed_in):
    pairs = worlds.match(world.spring, tell=False)
    client = signed_in(pairs[0].mentor.person)

    assert pairs[0].mentee.person.email not in client.get("/mentor/").content.decode()
    assert client.get(f"/mentor/pairs/{pairs[0].pk}/").status_code == 404


def test_training_goes_into_the_calendar_without_saying_what_it_is_for(world, signed_in):
    session = plan(world)
    clock.go_to(APRIL)
    client = signed_in(world.mentors["Max"].person)
    assert "Wednesday 9 June 2027 at 5pm" in client.get("/mentor/").content.decode()

    answer = client.get(f"/mentor/training/{session.pk}/session.ics")

    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event["summary"], event["location"], event["uid"]) == ("Workshop", "Library", f"{session.pk}@pares")
    assert event["dtstart"].dt == datetime(2027, 6, 9, 16, tzinfo=UTC)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="session.ics"'


def test_training_called_off_or_of_another_scheme_is_not_there(world, signed_in):
    called_off = plan(world)
    training.cancel_session(session=called_off, by=None, at=APRIL)
    elsewhere = training.plan_session(
        cohort=world.other,
        kind=SessionKind.BASIC,
        on=date(2027, 6, 9),
        starts=time(17),
        place="Hall",
        by=None,
        at=APRIL,
    )
    client = signed_in(world.mentors["Max"].person)

    answers = [client.get(f"/mentor/training/{key}/session.ics") for key in (called_off.pk, elsewhere.pk, uuid4())]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({CSRF.sub(b"", answer.content) for answer in answers}) == 1


def test_an_open_survey_is_led_to_until_it_is_returned(world, signed_in):
    evaluation.launch(cohort=world.spring, kind=SurveyKind.MENTOR_PRE, closes_on=date(2027, 4, 20), by=None, at=APRIL)
    max_ = world.mentors["Max"]
    mine = Invitation.objects.get(application=max_)
    client = signed_in(max_.person)
    page = client.get("/mentor/").content.decode()
    tokens = Invitation.objects.values_list("token", flat=True)
    assert [token for token in tokens if f"/survey/{token}/" in page] == [mine.token]

    Invitation.objects.filter(pk=mine.pk).update(returned=True)

    assert mine.token not in client.get("/mentor/").content.decode()


def test_the_reflection_sheet_has_nothing_to_type_into(world, signed_in):
    page = signed_in(world.mentors["Max"].person).get("/mentor/reflection-sheet/").content.decode()

    assert "<textarea" not in page
    assert page.count("<input") == page.count('name="csrfmiddlewaretoken"')


def test_a_mentee_is_no_mentor(world, signed_in):
    assert signed_in(world.mentees["Ella"].person).get("/mentor/").status_code == 404
