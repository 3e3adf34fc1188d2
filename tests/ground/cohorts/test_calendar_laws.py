"""What holds for every timeline, whoever wrote it and whatever a lead does to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from pares.ground.cohorts.calendar import (
    NATIONS,
    Planned,
    Span,
    Step,
    Timeline,
    WorkingDays,
    concerns,
    consequences,
    is_working_day,
    plan,
)

# The first look at a nation's year computes its holidays, which says nothing about the law.
unhurried = settings(deadline=None)
DAYS = st.dates(date(2026, 1, 1), date(2031, 12, 31))


@dataclass(frozen=True)
class Case:
    """A timeline and what a lead made of it."""

    timeline: Timeline
    start: date
    end: date
    nation: str
    blackouts: tuple[Span, ...]
    moved: Mapping[str, date] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()

    def planned(self, moved: Mapping[str, date] | None = None, skipped: frozenset[str] | None = None) -> list[Planned]:
        return plan(
            self.timeline,
            self.start,
            self.end,
            nation=self.nation,
            blackouts=self.blackouts,
            moved=self.moved if moved is None else moved,
            skipped=self.skipped if skipped is None else skipped,
        )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    keys = [f"step_{number}" for number in range(draw(st.integers(1, 8)))]
    steps = [
        Step(
            key,
            key,
            "lead",
            "lead",
            draw(st.sampled_from(["start", "changeover"])),
            draw(st.integers(-90, 90)),
            tuple(draw(st.lists(st.sampled_from(keys[:place]), unique=True, max_size=3))) if place else (),
            draw(st.sampled_from([0, 5, 5, 5, 8])),
        )
        for place, key in enumerate(keys)
    ]
    steps.append(Step("cohort_starts", "Start", "pairs", "event", "start", 0, fixed=True))
    start = draw(DAYS)
    first = draw(DAYS)
    blackouts = draw(st.sampled_from([(), ((first, first + timedelta(days=draw(st.integers(0, 20)))),)]))
    return Case(
        Timeline("any", "Any", 6, tuple(steps)),
        start,
        start + timedelta(days=draw(st.integers(1, 400))),
        draw(st.sampled_from(sorted(NATIONS))),
        blackouts,
        draw(st.dictionaries(st.sampled_from(keys), DAYS, max_size=2)),
        frozenset(draw(st.sets(st.sampled_from(keys), max_size=3))),
    )


def standing_predecessors(case: Case, key: str) -> set[str]:
    """Return what a step really follows, walked up through the skipped steps."""
    above = {step.key: step.after for step in case.timeline.steps}
    found: set[str] = set()
    for before in above[key]:
        found |= standing_predecessors(case, before) if before in case.skipped else {before}
    return found


def dependents(case: Case, key: str) -> set[str]:
    """Return a step and all that comes after it, however far."""
    found = {key}
    for step in case.timeline.steps:
        if found & set(step.after):
            found.add(step.key)
    return found


@unhurried
@given(cases())
def test_every_step_is_on_a_working_day_unless_a_lead_put_it_elsewhere(case: Case) -> None:
    for each in case.planned():
        if each.by_lead:
            assert each.date == case.moved[each.key]
        elif each.step.fixed:
            assert each.date == case.start
        elif not each.skipped:
            assert is_working_day(each.date, case.nation, case.blackouts)
            assert each.date >= each.ideal
            assert (each.moved_because is None) == (each.date == each.ideal)


@unhurried
@given(cases())
def test_dependents_keep_their_distance(case: Case) -> None:
    planned = {each.key: each for each in case.planned()}
    days = WorkingDays(case.nation, case.blackouts)
    for each in planned.values():
        if each.by_lead or each.skipped:
            continue
        for key in standing_predecessors(case, each.key):
            assert each.date >= planned[key].date
            assert days.between(planned[key].date, each.date) >= each.step.apart


@unhurried
@given(cases())
def test_a_step_moves_no_further_than_it_must(case: Case) -> None:
    planned = {each.key: each for each in case.planned()}
    days = WorkingDays(case.nation, case.blackouts)
    for each in planned.values():
        if each.by_lead or each.skipped or each.step.fixed:
            continue
        needed = [days.after(planned[key].date, each.step.apart) for key in standing_predecessors(case, each.key)]
        assert each.date == max([days.on_or_after(each.ideal), *needed])


@unhurried
@given(cases(), st.data())
def test_moving_a_step_moves_only_what_depends_on_it(case: Case, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from([step.key for step in case.timeline.steps if not step.fixed]))
    before = case.planned()
    after = case.planned(moved={**case.moved, key: data.draw(DAYS)})
    assert {change.key for change in consequences(before, after)} <= dependents(case, key)


@unhurried
@given(cases())
def test_planning_again_gives_the_same(case: Case) -> None:
    assert case.planned() == case.planned()
    assert consequences(case.planned(), case.planned()) == []
    reversed_moves = dict(reversed(case.moved.items()))
    assert case.planned(moved=reversed_moves, skipped=frozenset(sorted(case.skipped, reverse=True))) == case.planned()


@unhurried
@given(cases(), st.data())
def test_skipping_and_keeping_again_is_as_if_nothing_happened(case: Case, data: st.DataObject) -> None:
    kept = sorted({step.key for step in case.timeline.steps if not step.fixed} - case.skipped)
    key = data.draw(st.sampled_from([*kept, *sorted(case.skipped)]))
    whole, without = case.planned(skipped=case.skipped - {key}), case.planned(skipped=case.skipped | {key})
    there, back = consequences(whole, without), consequences(without, whole)
    assert [(change.key, change.old, change.new) for change in there] == [
        (change.key, change.new, change.old) for change in back
    ]
    restored = {each.key: each.date for each in without if not each.skipped}
    for change in back:
        restored[change.key] = change.new or date.min
    assert restored == {each.key: each.date for each in whole if not each.skipped}
    assert {change.key for change in there} <= dependents(case, key)


@unhurried
@given(cases())
def test_only_a_lead_can_put_a_step_too_close_or_on_a_closed_day(case: Case) -> None:
    untouched = case.planned(moved={})
    found = concerns(untouched, case.start, case.end, nation=case.nation, blackouts=case.blackouts)
    assert [each for each in found if "working day" in each.sentence or "depends on" in each.sentence] == []
