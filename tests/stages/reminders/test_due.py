"""What falls due is done once, on its day, to whom it concerns, and looked at again before it leaves."""

from datetime import date, datetime, timedelta

import pytest

from pares.ground import clock
from pares.ground.cohorts import actions as cohorts
from pares.ground.letters.models import Letter
from pares.stages.evaluation.models import Survey
from pares.stages.matching import actions as matching
from pares.stages.matching.models import Ended
from pares.stages.mentoring import actions as mentoring
from pares.stages.mentoring.models import Choice, Reply
from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import Part, Wish, WishKind
from pares.stages.reminders.actions import last_day, run_due
from pares.stages.reminders.sending import send_letters
from tests import world as worlds

FIRST_CONTACT = date(2027, 4, 14)
FIRST_MEETING = date(2027, 4, 28)


def nine(day: date) -> datetime:
    return clock.morning(day)


def send_all(day: date, hour: int = 9) -> None:
    """Let all letters leave that may leave on that day."""
    at = clock.morning(day).replace(hour=hour)
    for _ in range(20):
        at += timedelta(minutes=1)
        send_letters(at)


def written(kind: str) -> list[str]:
    return [letter.person.name for letter in Letter.objects.filter(kind=kind).order_by("person__name")]


@pytest.fixture
def pairs(world):
    return worlds.match(world.spring)


def test_a_step_is_done_once_on_its_day(pairs):
    assert run_due(at=nine(FIRST_CONTACT) - timedelta(hours=1)) == 0
    assert run_due(at=nine(FIRST_CONTACT)) == 2  # the other scheme's cohort has the same dates, and no pairs
    assert run_due(at=nine(FIRST_CONTACT) + timedelta(hours=1)) == 0
    assert written("first_contact_check") == ["Eli", "Ella", "Esme", "Max", "Mina", "Mo"]


def test_what_was_missed_by_more_than_three_days_waits_for_a_lead(world, pairs):
    assert run_due(at=nine(FIRST_CONTACT + timedelta(days=4))) == 0
    assert written("first_contact_check") == []
    assert world.spring.milestones.get(key="first_contact_check").done_at is None


def test_a_closed_cohort_writes_nothing(world, pairs):
    cohorts.close_cohort(cohort=world.spring, by=None, at=nine(FIRST_CONTACT) - timedelta(days=1))
    run_due(at=nine(FIRST_CONTACT))
    assert written("first_contact_check") == []


def test_pairs_that_met_are_not_asked_whether_they_met(pairs):
    esme = next(pair for pair in pairs if pair.mentee.person.name == "Esme")
    worlds.meet(esme, date(2027, 4, 20))
    run_due(at=nine(FIRST_MEETING))
    assert len(written("first_meeting_check")) == 4
    assert "Esme" not in written("first_meeting_check")


def test_pairs_that_the_mentee_has_not_been_told_of_are_left_alone(world):
    worlds.match(world.spring, tell=False)
    run_due(at=nine(FIRST_CONTACT))
    assert written("first_contact_check") == []


def test_a_letter_is_looked_at_again_before_it_leaves(pairs):
    run_due(at=nine(FIRST_MEETING))
    ended, met, stopped = pairs
    matching.close_pair(pair=ended, ended=Ended.LEFT, by=None, at=nine(FIRST_MEETING), tell=False)
    worlds.meet(met, date(2027, 4, 27))
    reply = Reply.objects.get(pair=stopped, person=stopped.mentee.person)
    mentoring.answer(reply=reply, choice=Choice.STOP, at=nine(FIRST_MEETING))
    send_all(FIRST_MEETING)
    outcomes = Letter.objects.filter(kind="first_meeting_check").values_list("about", "person", "state", "problem")
    assert set(outcomes) == {
        (ended.pk, ended.mentor.person_id, "skipped", "The pair has ended."),
        (ended.pk, ended.mentee.person_id, "skipped", "The pair has ended."),
        (met.pk, met.mentor.person_id, "skipped", "They have met meanwhile."),
        (met.pk, met.mentee.person_id, "skipped", "They have met meanwhile."),
        (stopped.pk, stopped.mentor.person_id, "sent", ""),
        (stopped.pk, stopped.mentee.person_id, "skipped", "They asked for no more reminders."),
    }


def test_the_end_surveys_open_and_close_by_themselves(world, pairs):
    days = dict(world.spring.milestones.values_list("key", "on"))
    run_due(at=nine(days["end_survey_opens"]))
    surveys = Survey.objects.order_by("kind").values_list("kind", "state", "closes_on")
    last = days["end_survey_closes"] - timedelta(days=1)
    assert list(surveys) == [("mentee-end", "open", last), ("mentor-end", "open", last)]
    run_due(at=nine(days["end_survey_closes"]))
    assert {survey.state for survey in Survey.objects.all()} == {"sealed"}


def test_wishes_are_erased_after_the_last_day_and_not_before(world):
    wish = GivenWish(WishKind.NOT_WITH, "Max")
    worlds.applicant(world.spring, "Eve", Part.MENTEE, wishes=(wish,))
    last = world.spring.changeover_on
    assert last_day(at=nine(last)) == 0
    assert Wish.objects.count() == 1
    assert last_day(at=nine(last + timedelta(days=1))) == 1
    assert Wish.objects.count() == 0


def test_a_mentee_is_told_two_working_days_after_the_mentor_and_never_after_a_no(world):
    confirmed = datetime(2027, 3, 31, 8, 30, tzinfo=clock.LONDON)
    pairs = worlds.match(world.spring, at=confirmed, tell=False)
    matching.release_match_letters(cohort=world.spring, by=None, at=confirmed)
    send_all(confirmed.date())
    told = pairs[0]
    told.refresh_from_db()
    assert (told.mentor_told_at is None, told.mentee_told_at) == (False, None)
    matching.say_no(pair=told, by=told.mentor.person, at=confirmed + timedelta(hours=2))
    # Two working days after Wednesday 31 March is Friday 2 April 2027: Easter was the week before.
    for day in range(1, 8):
        send_all(confirmed.date() + timedelta(days=day), hour=17)
    states = {letter.about: letter.state for letter in Letter.objects.filter(kind="match_mentee")}
    assert states == {told.pk: "skipped"} | {pair.pk: "sent" for pair in pairs[1:]}
