"""Every step of every timeline is explained, and the letters named with it are those its chapter shows."""

from pares.ground.cohorts import calendar
from pares.ground.letters.kinds import kinds
from pares.guide.handbook.chapters import chapters
from pares.guide.handbook.steps import STEPS
from pares.stages.reminders.occasions import OCCASIONS


def test_every_step_is_explained_and_no_other() -> None:
    assert {*STEPS} == {step.key for timeline in calendar.shipped() for step in timeline.steps}


def test_letters_stand_in_the_chapter_that_explains_the_step() -> None:
    shown = {chapter.key: {*chapter.letters} for chapter in chapters()}
    elsewhere = {key: {*each.letters} - shown[each.chapter] for key, each in STEPS.items()}
    assert {key: letters for key, letters in elsewhere.items() if letters} == {}
    assert {letter for each in STEPS.values() for letter in each.letters} <= {*kinds()}


def test_steps_that_cause_letters_by_their_date_name_some() -> None:
    assert [key for key in OCCASIONS if not STEPS[key].letters] == []
