"""Between a cohort's stored milestones and the pure calendar."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from datetime import date

from pares.ground import clock
from pares.ground.cohorts import calendar
from pares.ground.cohorts.models import Cohort, Milestone
from pares.ground.cohorts.timeline import Step, Timeline


def step_of(milestone: Milestone) -> Step:
    """Return a milestone as the calendar knows it."""
    return Step(
        key=milestone.key,
        title=milestone.title,
        who=milestone.who,  # type: ignore[arg-type]  # written from a Step
        act=milestone.act,  # type: ignore[arg-type]
        anchor=milestone.anchor,  # type: ignore[arg-type]
        offset_days=milestone.offset_days,
        after=tuple(milestone.after),
        apart=milestone.apart,
        fixed=milestone.fixed,
        why=milestone.why,
        basis=milestone.basis,  # type: ignore[arg-type]
    )


def timeline_of(cohort: Cohort, milestones: Iterable[Milestone]) -> Timeline:
    """Return the timeline a cohort follows, as changed by its leads."""
    ordered = sorted(milestones, key=lambda milestone: milestone.position)
    return Timeline(cohort.timeline, cohort.name, cohort.months, tuple(map(step_of, ordered)))


def dated(
    cohort: Cohort,
    timeline: Timeline,
    moved: Mapping[str, date] | None = None,
    skipped: Collection[str] = (),
) -> list[calendar.Planned]:
    """Return a cohort's steps with their days, none before the day it was planned; raises calendar.Unplannable.

    The steps of the changeovers within it are put in, and what was moved or left out of those that no longer lie
    there is forgotten.
    """
    whole = calendar.with_changeovers(timeline, cohort.starts_on, cohort.changeover_on)
    gone = {step.key for step in timeline.steps} - {step.key for step in whole.steps}
    return calendar.plan(
        whole,
        cohort.starts_on,
        cohort.changeover_on,
        nation=cohort.scheme.nation,
        blackouts=cohort.scheme.closed_days,
        moved={key: day for key, day in (moved or {}).items() if key not in gone},
        skipped=set(skipped) - gone,
        not_before=clock.local(cohort.planned_at).date(),
    )


def as_it_stands(cohort: Cohort) -> list[calendar.Planned]:
    """Return the calendar of a cohort as its leads have it now."""
    milestones = list(cohort.milestones.all())
    return dated(cohort, timeline_of(cohort, milestones), moves(milestones), skips(milestones))


def if_changed(milestone: Milestone, *, to: date | None, skipped: bool) -> list[calendar.Planned]:
    """Return the calendar as it would be with that milestone moved to a day (None: where it falls) or left out."""
    milestones = list(milestone.cohort.milestones.all())
    moved = {key: day for key, day in moves(milestones).items() if key != milestone.key}
    left_out = skips(milestones) - {milestone.key}
    if skipped:
        left_out |= {milestone.key}
    elif to is not None:
        moved[milestone.key] = to
    return dated(milestone.cohort, timeline_of(milestone.cohort, milestones), moved, left_out)


def consequences(milestone: Milestone, *, to: date | None, skipped: bool = False) -> list[calendar.Change]:
    """Return every step that would move with it."""
    return calendar.consequences(as_it_stands(milestone.cohort), if_changed(milestone, to=to, skipped=skipped))


def if_dated(cohort: Cohort, *, starts_on: date, changeover_on: date) -> list[calendar.Planned]:
    """Return the calendar of a cohort as it would be between other dates; raises calendar.Unplannable."""
    milestones = list(cohort.milestones.all())
    steps = timeline_of(cohort, milestones)
    other = copy(cohort)
    other.starts_on, other.changeover_on = starts_on, changeover_on
    return dated(other, steps, moves(milestones), skips(milestones))


def concerns(cohort: Cohort, planned: Sequence[calendar.Planned]) -> list[calendar.Concern]:
    """Return what a lead should look at in a cohort's calendar; what is done is past looking at."""
    done = {milestone.key for milestone in cohort.milestones.all() if milestone.done_at} if cohort.pk else set()
    found = calendar.concerns(
        planned,
        cohort.starts_on,
        cohort.changeover_on,
        nation=cohort.scheme.nation,
        blackouts=cohort.scheme.closed_days,
    )
    return [concern for concern in found if concern.key not in done]


def months_between(starts_on: date, changeover_on: date) -> int:
    """Return how many months a cohort lasts, by its months' names, at least one."""
    return max(1, (changeover_on.year - starts_on.year) * 12 + changeover_on.month - starts_on.month)


def name_for(starts_on: date, changeover_on: date) -> str:
    """Return the name proposed for a cohort: "April to August 2027", "December 2026 to April 2027"."""
    year = "" if starts_on.year == changeover_on.year else f" {starts_on.year}"
    return f"{starts_on:%B}{year} to {changeover_on:%B} {changeover_on.year}"


def moves(milestones: Iterable[Milestone]) -> dict[str, date]:
    """Return the days leads chose. A step that is done counts as put where it was done, so nothing moves it again."""
    fixed_by = {m.key: m.on if m.done_at else m.moved_to for m in milestones if not m.skipped and not m.fixed}
    return {key: day for key, day in fixed_by.items() if day is not None}


def skips(milestones: Iterable[Milestone]) -> set[str]:
    """Return the keys of the steps left out."""
    return {milestone.key for milestone in milestones if milestone.skipped}
