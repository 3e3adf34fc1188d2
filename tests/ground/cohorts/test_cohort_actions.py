from datetime import UTC, date, datetime, timedelta

import pytest

from pares.ground.cohorts import actions, calendar, planning, rules
from pares.ground.cohorts.models import Cohort, Phase
from pares.ground.ledger.models import Entry
from pares.ground.schemes import actions as schemes
from pares.ground.schemes.models import Scheme
from tests import world as worlds

AT = datetime(2027, 1, 14, 9, tzinfo=UTC)
FOUR = calendar.load("foundation-4")


@pytest.fixture
def scheme(db: None) -> Scheme:
    return worlds.scheme()


@pytest.fixture
def spring(scheme: Scheme) -> Cohort:
    return worlds.cohort(scheme)


def day(cohort: Cohort, key: str) -> date:
    return cohort.milestones.get(key=key).on


def plan(scheme: Scheme, name: str = "Spring 2027", start: date = worlds.START, **more: object) -> Cohort:
    more.setdefault("at", worlds.PLANNED)
    return actions.plan_cohort(scheme=scheme, name=name, timeline=FOUR, starts_on=start, by=None, **more)


def test_a_cohort_has_every_step_of_its_timeline_dated(spring: Cohort) -> None:
    assert spring.changeover_on == date(2027, 8, 4)
    assert [each.key for each in spring.milestones.order_by("position")] == [step.key for step in FOUR.steps]
    assert (day(spring, "plan_cohort"), day(spring, "basic_training")) == (date(2027, 1, 13), date(2027, 2, 24))
    assert Entry.objects.filter(verb="cohorts.plan_cohort", cohort=spring.pk).count() == 1


def test_training_on_christmas_day_is_shifted_and_says_why(scheme: Scheme) -> None:
    cohort = plan(scheme, start=date(2027, 2, 5), at=datetime(2026, 11, 13, 9, tzinfo=UTC))
    step = cohort.milestones.get(key="basic_training")

    assert step.on == date(2026, 12, 29)
    assert step.because == "moved from Friday 25 December 2026: bank holiday and weekend"


def test_a_late_cohort_has_no_step_before_the_day_it_was_planned(scheme: Scheme) -> None:
    late = plan(scheme, at=datetime(2027, 3, 13, 9, tzinfo=UTC))

    assert day(late, "plan_cohort") == date(2027, 3, 15)
    assert day(late, "call_mentors") == date(2027, 3, 22)
    assert late.milestones.get(key="plan_cohort").because == (
        "moved from Wednesday 13 January 2027: the cohort was planned after that day"
    )
    # Moving another step leaves that standing.
    actions.move_milestone(milestone=late.milestones.get(key="workshop"), to=date(2027, 6, 21), by=None, at=AT)
    assert day(late, "plan_cohort") == date(2027, 3, 15)


@pytest.mark.parametrize(
    ("given", "refusal", "field"),
    [
        ({"name": "SPRING 2027"}, rules.NameTaken, "name"),
        ({"name": "春"}, rules.NoName, "name"),
        ({"name": "B", "start": date(2027, 1, 12)}, rules.StartsInThePast, "start"),
        ({"name": "B", "changeover_on": date(2027, 4, 7)}, calendar.Unplannable, "changeover"),
        ({"name": "B", "changeover_on": date(2029, 5, 2)}, rules.TooLong, "changeover"),
    ],
)
def test_an_impossible_cohort_is_refused_beside_its_field(
    spring: Cohort, given: dict, refusal: type[Exception], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        plan(spring.scheme, **given)

    assert refused.value.field == field
    assert Cohort.objects.count() == 1


def test_no_cohort_takes_the_address_of_a_page_of_the_scheme(scheme: Scheme) -> None:
    assert [plan(scheme, name).slug for name in ("Settings", "Members", "Plan")] == [
        "cohort-settings",
        "cohort-members",
        "cohort-plan",
    ]


def test_a_copy_takes_over_the_steps_and_those_left_out_but_no_chosen_day(spring: Cohort) -> None:
    actions.skip_milestone(milestone=spring.milestones.get(key="workshop"), by=None, at=AT)
    actions.move_milestone(milestone=spring.milestones.get(key="check_in_1"), to=date(2027, 6, 9), by=None, at=AT)
    steps = list(spring.milestones.all())
    copy = actions.plan_cohort(
        scheme=spring.scheme,
        name="Summer",
        timeline=planning.timeline_of(spring, steps),
        skipped=planning.skips(steps),
        starts_on=date(2027, 8, 4),
        changeover_on=date(2028, 2, 2),
        by=None,
        at=AT,
    )

    assert (copy.months, copy.timeline) == (6, "foundation-4")
    assert copy.milestones.get(key="workshop").skipped
    assert day(copy, "check_in_1") == date(2027, 9, 29)


def test_a_step_takes_those_after_it_along_and_comes_back(spring: Cohort) -> None:
    step = spring.milestones.get(key="mentor_applications_close")
    stood = dict(spring.milestones.values_list("key", "on"))

    moved = actions.move_milestone(milestone=step, to=date(2027, 2, 22), by=None, at=AT)

    assert [(each.key, each.new) for each in moved] == [
        ("mentor_applications_close", date(2027, 2, 22)),
        ("basic_training", date(2027, 3, 1)),
    ]
    assert step.cohort.milestones.get(key="basic_training").because == (
        "moved from Wednesday 24 February 2027: at least 5 working days after “Mentor applications close”"
    )
    back = actions.move_milestone(milestone=step, to=None, by=None, at=AT)
    assert [each.key for each in back] == ["mentor_applications_close", "basic_training"]
    assert dict(spring.milestones.values_list("key", "on")) == stood


def test_leaving_a_step_out_and_taking_it_in_changes_nothing_else(spring: Cohort) -> None:
    step = spring.milestones.get(key="workshop")
    stood = day(spring, "workshop")

    left_out = actions.skip_milestone(milestone=step, by=None, at=AT)
    assert [(each.key, each.old, each.new) for each in left_out] == [("workshop", stood, None)]
    assert list(spring.milestones.kept().filter(key="workshop")) == []
    actions.keep_milestone(milestone=step, by=None, at=AT)
    assert day(spring, "workshop") == stood


def test_what_is_done_stays_where_it_was_done(spring: Cohort) -> None:
    close = spring.milestones.get(key="mentor_applications_close")
    training = actions.mark_done(milestone=spring.milestones.get(key="basic_training"), by=None, at=AT)
    again = actions.mark_done(milestone=training, by=None, at=AT + timedelta(days=1))

    actions.move_milestone(milestone=close, to=date(2027, 3, 1), by=None, at=AT)

    assert (again.done_at, day(spring, "basic_training")) == (AT, date(2027, 2, 24))
    with pytest.raises(rules.AlreadyDone):
        actions.skip_milestone(milestone=training, by=None, at=AT)


def test_what_cannot_be_moved_is_refused(spring: Cohort) -> None:
    workshop = spring.milestones.get(key="workshop")
    with pytest.raises(rules.OnlyItsOwnDate):
        actions.move_milestone(
            milestone=spring.milestones.get(key="cohort_starts"), to=date(2027, 4, 9), by=None, at=AT
        )
    with pytest.raises(rules.InThePast) as refused:
        actions.move_milestone(milestone=workshop, to=date(2027, 1, 13), by=None, at=AT)
    assert refused.value.field == "date"
    actions.close_cohort(cohort=spring, by=None, at=AT)
    with pytest.raises(rules.Closed):
        actions.move_milestone(milestone=workshop, to=date(2027, 6, 21), by=None, at=AT)


def test_a_cohort_moves_with_its_dates(spring: Cohort) -> None:
    moved = actions.move_cohort(
        cohort=spring, starts_on=date(2027, 4, 14), changeover_on=date(2027, 9, 1), by=None, at=AT
    )

    assert (spring.starts_on, spring.months) == (date(2027, 4, 14), 5)
    assert ("report_due", date(2027, 8, 25), date(2027, 9, 22)) in [(each.key, each.old, each.new) for each in moved]
    assert day(spring, "cohort_starts") == date(2027, 4, 14)


def test_a_running_cohort_keeps_its_start_but_not_its_end(spring: Cohort) -> None:
    running = datetime(2027, 5, 1, 9, tzinfo=UTC)
    with pytest.raises(rules.AlreadyStarted):
        actions.move_cohort(
            cohort=spring, starts_on=date(2027, 6, 2), changeover_on=date(2027, 9, 1), by=None, at=running
        )
    actions.move_cohort(cohort=spring, starts_on=worlds.START, changeover_on=date(2027, 9, 1), by=None, at=running)

    assert (spring.phase(date(2027, 8, 31)), spring.phase(date(2027, 9, 1))) == (Phase.RUNNING, Phase.FINISHING)


def test_closed_days_shift_the_open_cohorts_of_that_scheme_alone(world: worlds.World) -> None:
    training = date(2027, 2, 24)
    schemes.set_blackouts(scheme=world.northgate, days=[(training, training)], by=None, at=AT)

    moved = actions.replan(scheme=world.northgate, by=None, at=AT)

    assert [(cohort.pk, [change.key for change in changes]) for cohort, changes in moved] == [
        (world.spring.pk, ["basic_training"])
    ]
    assert (day(world.spring, "basic_training"), day(world.other, "basic_training")) == (date(2027, 2, 25), training)
    assert actions.replan(scheme=world.northgate, by=None, at=AT) == []


def test_cohorts_that_overlap_are_named(scheme: Scheme, spring: Cohort) -> None:
    summer = plan(scheme, "Summer 2027", date(2027, 8, 4))
    plan(scheme, "Spring 2028", date(2028, 4, 5))
    first, last = date(2027, 1, 13), date(2027, 8, 25)

    assert [(each.pk, each.first_on) for each in Cohort.objects.beside(spring, first, last)] == [
        (summer.pk, date(2027, 5, 12))
    ]
