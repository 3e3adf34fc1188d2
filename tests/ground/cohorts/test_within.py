"""The changeovers within a cohort, and the steps they bring to its timeline."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from pares.ground.cohorts import actions as cohorts
from pares.ground.cohorts import calendar
from pares.ground.cohorts.models import Milestone
from pares.ground.ledger.models import Entry
from pares.stages.handover.actions import start_next
from tests import world as worlds

APRIL = ("changeover_check_2027_04_07", "changeover_reminder_2027_04_07")
FEBRUARY = date(2027, 2, 3)


def brought(cohort) -> list[tuple[str, date]]:
    """Return the steps of changeovers, in order."""
    steps = cohort.milestones.filter(key__startswith="changeover").order_by("on")
    return [(step.key, step.on) for step in steps]


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2027, 4, 7), 4, []),
        (date(2027, 8, 4), 4, []),
        (date(2027, 12, 1), 4, [date(2028, 2, 2)]),
        (FEBRUARY, 6, [date(2027, 4, 7)]),
        (date(2027, 8, 4), 6, [date(2027, 12, 1)]),
        (date(2027, 8, 4), 12, [date(2027, 12, 1), date(2028, 2, 2), date(2028, 4, 5)]),
        (date(2027, 9, 1), 6, [date(2027, 12, 1), date(2028, 2, 2)]),
    ],
)
def test_the_start_and_the_end_are_not_within(start, months, expected):
    assert calendar.changeovers_within(start, calendar.next_changeover(start, months)) == expected


def test_a_step_says_which_changeover_it_is_of():
    assert [calendar.changeover_of(key) for key in APRIL] == [date(2027, 4, 7)] * 2
    others = ("changeover_check", "changeover_check_2027_13_01", "changeover_check_x", "check_in_1", "")
    assert [calendar.changeover_of(key) for key in others] == [None] * 5


def test_each_is_asked_about_on_a_working_day_and_again_a_week_later():
    steps = calendar.with_changeovers(calendar.load("core-6"), date(2031, 2, 5), date(2031, 8, 6))
    closed = ((date(2031, 4, 3), date(2031, 4, 4)),)
    planned = calendar.plan(steps, date(2031, 2, 5), date(2031, 8, 6), blackouts=closed)
    assert [(each.key, each.date, each.ideal) for each in planned[-2:]] == [
        ("changeover_check_2031_04_02", date(2031, 4, 7), date(2031, 4, 3)),
        ("changeover_reminder_2031_04_02", date(2031, 4, 10), date(2031, 4, 10)),
    ]
    again = calendar.with_changeovers(replace(steps, key="again"), date(2031, 2, 5), date(2031, 8, 6))
    assert again.steps == steps.steps


def test_what_would_fall_on_the_end_or_later_is_not_asked():
    ends = {
        date(2027, 4, 8): [],
        date(2027, 4, 9): ["changeover_check_2027_04_07"],
        date(2027, 4, 15): ["changeover_check_2027_04_07"],
        date(2027, 4, 16): list(APRIL),
    }
    whole = {end: calendar.with_changeovers(calendar.load("core-6"), FEBRUARY, end) for end in ends}
    assert {end: [each.key for each in timeline.steps[28:]] for end, timeline in whole.items()} == ends


@pytest.mark.django_db
def test_a_cohort_that_ends_just_after_a_changeover_lacks_nothing():
    worlds.cohort(worlds.scheme(), "Short", timeline="core-6", start=FEBRUARY)
    cohort = worlds.Cohort.objects.get()
    cohorts.move_cohort(cohort=cohort, starts_on=FEBRUARY, changeover_on=date(2027, 4, 8), by=None, at=worlds.PLANNED)
    assert brought(cohort) == []
    assert cohorts.complete_timelines(at=worlds.PLANNED) == 0


@pytest.mark.django_db
def test_the_steps_come_and_go_with_the_cohorts_dates():
    scheme = worlds.scheme()
    core = worlds.cohort(scheme, "Core", timeline="core-6", start=FEBRUARY)
    assert brought(core) == [(APRIL[0], date(2027, 4, 8)), (APRIL[1], date(2027, 4, 15))]
    assert brought(worlds.cohort(scheme, "Foundation")) == []
    cohorts.skip_milestone(milestone=core.milestones.get(key=APRIL[1]), by=None, at=worlds.PLANNED)
    moved = cohorts.move_cohort(
        cohort=core, starts_on=date(2027, 4, 7), changeover_on=date(2028, 2, 2), by=None, at=worlds.PLANNED
    )
    december = [
        ("changeover_check_2027_12_01", date(2027, 12, 2)),
        ("changeover_reminder_2027_12_01", date(2027, 12, 9)),
    ]
    august = [("changeover_check_2027_08_04", date(2027, 8, 5)), ("changeover_reminder_2027_08_04", date(2027, 8, 12))]
    assert brought(core) == august + december
    assert {change.key for change in moved} >= {APRIL[0], *(key for key, _ in august + december)}


@pytest.mark.django_db
def test_the_next_cohort_has_its_own():
    core = worlds.cohort(worlds.scheme(), "Core", timeline="core-6", start=FEBRUARY)
    following = start_next(cohort=core, by=None, at=worlds.PLANNED)
    assert [key for key, _ in brought(following)] == ["changeover_check_2027_12_01", "changeover_reminder_2027_12_01"]


@pytest.mark.django_db
def test_a_cohort_planned_before_there_were_such_steps_gets_those_ahead():
    core = worlds.cohort(worlds.scheme(), "Year", timeline="yearly-12", start=FEBRUARY)
    expected = brought(core)
    Milestone.objects.filter(key__startswith="changeover").delete()
    assert cohorts.complete_timelines(at=datetime(2027, 5, 5, 9, tzinfo=UTC)) == 1
    assert brought(core) == [each for each in expected if each[1] > date(2027, 5, 5)]
    assert len(brought(core)) == 4
    for later in range(3):
        assert cohorts.complete_timelines(at=datetime(2027, 5, 5, 9, tzinfo=UTC) + timedelta(hours=later)) == 0
    assert Entry.objects.filter(verb="cohorts.complete_timeline").count() == 1
