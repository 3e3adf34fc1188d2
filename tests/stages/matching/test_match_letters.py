"""Mentor first: when match letters leave, and when they never do."""

from datetime import UTC, datetime, timedelta

import pytest

from pares.ground.letters.models import Letter
from pares.stages.matching import actions as matching
from pares.stages.matching.models import Ended, Pair
from pares.stages.matching.rules import PairOver, TooLateToSayNo
from pares.stages.reminders.sending import send_letters
from tests import world as worlds

# Released on Thursday 25 March 2027: Good Friday and Easter Monday are no working days.
THURSDAY = datetime(2027, 3, 25, 10, tzinfo=UTC)
WEDNESDAY_EVENING = datetime(2027, 3, 31, 17, tzinfo=UTC)
THURSDAY_AFTER = datetime(2027, 4, 1, 7, tzinfo=UTC)


@pytest.fixture
def released(world):
    worlds.match(world.spring, at=THURSDAY, tell=False)
    assert matching.release_match_letters(cohort=world.spring, by=None, at=THURSDAY) == 6
    assert matching.release_match_letters(cohort=world.spring, by=None, at=THURSDAY) == 0
    return world


def post(at: datetime) -> None:
    """Let everything leave that may."""
    while send_letters(at):
        pass


def sent(kind: str) -> int:
    return Letter.objects.sent(kind).count()


def pair_of(name: str) -> Pair:
    return Pair.objects.in_words().get(mentee__person__name=name)


def test_nothing_leaves_before_a_lead_releases(world):
    worlds.match(world.spring, at=THURSDAY, tell=False)
    post(THURSDAY_AFTER)
    assert (sent("match_mentor"), sent("match_mentee")) == (0, 0)


def test_the_mentee_hears_two_working_days_after_the_mentor(released):
    post(THURSDAY)
    assert (sent("match_mentor"), sent("match_mentee")) == (3, 0)
    pair = pair_of("Ella")
    assert pair.mentor_told_at == THURSDAY
    assert pair.mentor_may_decline_until == WEDNESDAY_EVENING
    for early in (THURSDAY + timedelta(days=1), WEDNESDAY_EVENING - timedelta(hours=1), WEDNESDAY_EVENING):
        post(early)
        assert sent("match_mentee") == 0
    post(THURSDAY_AFTER)
    assert sent("match_mentee") == 3
    assert pair_of("Ella").mentee_told_at == THURSDAY_AFTER


def test_the_mentee_waits_on_where_the_mentors_letter_was_late(released):
    late = Letter.objects.filter(kind="match_mentor", about=pair_of("Ella").pk)
    late.update(not_before=THURSDAY_AFTER)
    post(THURSDAY)
    post(THURSDAY_AFTER)
    assert (sent("match_mentor"), sent("match_mentee")) == (3, 2)
    waiting = Letter.objects.get(kind="match_mentee", about=pair_of("Ella").pk)
    assert (waiting.state, waiting.attempts) == ("ready", 0)
    assert waiting.not_before == datetime(2027, 4, 6, 7, tzinfo=UTC)
    post(waiting.not_before)
    assert sent("match_mentee") == 3


def test_who_the_mentor_says_no_to_never_hears(released):
    post(THURSDAY)
    pair = pair_of("Ella")
    said = matching.say_no(pair=pair, by=pair.mentor.person, at=WEDNESDAY_EVENING)
    assert (said.ended, said.never_again) == (Ended.MENTOR_SAID_NO, True)
    post(THURSDAY_AFTER)
    letter = Letter.objects.get(kind="match_mentee", about=pair.pk)
    assert (letter.state, letter.problem) == ("skipped", "This pair has ended.")
    assert worlds.letters("pair_ended") == []
    with pytest.raises(PairOver):
        matching.say_no(pair=pair, by=pair.mentor.person, at=WEDNESDAY_EVENING)


def test_no_is_too_late_after_two_days_or_once_the_mentee_knows(released):
    post(THURSDAY)
    ella, eli = pair_of("Ella"), pair_of("Eli")
    with pytest.raises(TooLateToSayNo):
        matching.say_no(pair=ella, by=ella.mentor.person, at=WEDNESDAY_EVENING + timedelta(seconds=1))
    matching.mark_told(pair=eli, side="mentee", at=THURSDAY)
    with pytest.raises(TooLateToSayNo):
        matching.say_no(pair=eli, by=eli.mentor.person, at=THURSDAY)


def test_a_letter_already_claimed_is_stopped_when_the_pair_ended(released):
    post(THURSDAY)
    pair = pair_of("Ella")
    letter = Letter.objects.get(kind="match_mentee", about=pair.pk)
    assert matching.recheck(letter, THURSDAY_AFTER) is None
    Pair.objects.filter(pk=pair.pk).update(ended=Ended.LEFT, ended_at=THURSDAY)
    assert matching.recheck(letter, THURSDAY_AFTER) == "This pair has ended."


def test_ending_tells_only_who_knew(released):
    post(THURSDAY)
    matching.close_pair(pair=pair_of("Ella"), ended=Ended.LEFT, by=None, at=THURSDAY)
    assert [letter.to for letter in worlds.letters("pair_ended")] == [pair_of("Ella").mentor.person.email]


def test_letters_of_a_new_pair_need_no_release(released):
    post(THURSDAY)
    post(THURSDAY_AFTER)
    ended = pair_of("Ella")
    matching.close_pair(pair=ended, ended=Ended.CHANGED, by=None, at=THURSDAY_AFTER)
    anew = matching.rematch(mentee=ended.mentee, mentor=ended.mentor, by=None, at=THURSDAY_AFTER)
    post(THURSDAY_AFTER)
    anew.refresh_from_db()
    assert (anew.mentor_told_at, anew.mentee_told_at) == (THURSDAY_AFTER, None)
    assert anew.mentor_may_decline_until == datetime(2027, 4, 6, 17, tzinfo=UTC) - timedelta(days=1)
