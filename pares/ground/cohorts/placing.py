"""Where every step of a cohort falls, and why not on the day first counted; pure.

A step's ideal day counts from the cohort's start or from the changeover that ends it. It shifts to the next
working day where that day is closed, and later still where a step it comes after leaves too little room; it
never moves earlier. "Five working days apart" means the fifth working day after: a week without bank holidays.
Where the lead puts a step it stays, and only those of its dependents move that no longer have room.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pares.ground.cohorts.changeovers import in_words
from pares.ground.cohorts.timeline import Step, Timeline
from pares.ground.cohorts.workdays import Span, Unplannable, WorkingDays

# The years for which the bank holidays are known by rule.
YEARS = range(2000, 2100)


@dataclass(frozen=True)
class Planned:
    """A step and its day.

    `ideal` is the day by the timeline alone, `moved_because` says why `date` differs from it, `by_lead` that the
    lead put it there. A skipped step keeps its ideal day, so that it can be shown and taken up again.
    """

    step: Step
    date: dt.date
    ideal: dt.date
    moved_because: str | None = None
    skipped: bool = False
    by_lead: bool = False

    @property
    def key(self) -> str:
        """The step's key."""
        return self.step.key

    @property
    def title(self) -> str:
        """The step's title."""
        return self.step.title


def plan(  # noqa: PLR0913 - a calendar hangs on all of these
    timeline: Timeline,
    start: dt.date,
    changeover: dt.date,
    *,
    nation: str = "england",
    blackouts: Iterable[Span] = (),
    moved: Mapping[str, dt.date] | None = None,
    skipped: Collection[str] = (),
    not_before: dt.date | None = None,
) -> list[Planned]:
    """Return every step with its day, in the timeline's order.

    `changeover` is the C that ends the cohort (see next_changeover); `blackouts` are (first, last) days, both
    included; `moved` holds the days the lead chose, `skipped` the keys left out, whose dependents then follow
    what came before them. No step falls before `not_before`, the day a late cohort was planned, but for fixed ones
    and those the lead put there. Raises Unplannable with the sentence to show.
    """
    moved = moved or {}
    _refuse_impossible(timeline, start, changeover, {*moved, *skipped})
    days = WorkingDays(nation, tuple(blackouts))
    before = predecessors((step, step.key in skipped) for step in timeline.steps)
    placed: dict[str, Planned] = {}
    for step in timeline.steps:
        ideal = (start if step.anchor == "start" else changeover) + dt.timedelta(days=step.offset_days)
        if step.key in skipped:
            placed[step.key] = Planned(step, ideal, ideal, skipped=True)
        elif step.key in moved:
            placed[step.key] = _put_by_lead(step, ideal, moved[step.key])
        elif step.fixed:
            placed[step.key] = Planned(step, ideal, ideal)
        else:
            placed[step.key] = _place(step, ideal, [placed[key] for key in before[step.key]], days, not_before)
    return list(placed.values())


def predecessors(steps: Iterable[tuple[Step, bool]]) -> dict[str, tuple[str, ...]]:
    """Return what each step comes after once the skipped steps (marked True) have dropped out."""
    before: dict[str, tuple[str, ...]] = {}
    dropped: set[str] = set()
    for step, skipped in steps:
        keys = (inherited for key in step.after for inherited in (before[key] if key in dropped else (key,)))
        before[step.key] = tuple(dict.fromkeys(keys))
        if skipped:
            dropped.add(step.key)
    return before


def _refuse_impossible(timeline: Timeline, start: dt.date, changeover: dt.date, touched: set[str]) -> None:
    """Refuse dates out of reach or out of order, unknown steps, and a fixed step that is moved or skipped."""
    if start.year not in YEARS or changeover.year not in YEARS:
        raise Unplannable(f"Choose a date between {YEARS[0]} and {YEARS[-1]}.", field="start")
    if changeover <= start:
        raise Unplannable(
            f"The cohort starts on {in_words(start)}, so it cannot end on {in_words(changeover)}.",
            field="changeover",
        )
    steps = {step.key: step for step in timeline.steps}
    for key in sorted(touched):
        if key not in steps:
            raise Unplannable(f"This timeline has no step {key}.")
        if steps[key].fixed:
            raise Unplannable(f"“{steps[key].title}” is the cohort's own date. Change it on the cohort.")


def _put_by_lead(step: Step, ideal: dt.date, day: dt.date) -> Planned:
    """Return a step on the day the lead chose."""
    if day.year not in YEARS:
        raise Unplannable(f"Choose a date between {YEARS[0]} and {YEARS[-1]}.", field="date")
    because = None if day == ideal else f"moved from {in_words(ideal)} by the lead"
    return Planned(step, day, ideal, because, by_lead=True)


def _place(
    step: Step, ideal: dt.date, before: Sequence[Planned], days: WorkingDays, not_before: dt.date | None
) -> Planned:
    """Return a step on its first free day that keeps its distance from the steps it comes after."""
    late = not_before is not None and ideal < not_before
    free = days.on_or_after(not_before if late and not_before else ideal)
    because = "the cohort was planned after that day" if late else " and ".join(days.reasons(ideal, free))
    for each in before:
        ready = days.after(each.date, step.apart)
        if ready > free:
            free = ready
            distance = f"at least {step.apart} working days after" if step.apart else "not before"
            because = f"{distance} “{each.title}”"
    return Planned(step, free, ideal, f"moved from {in_words(ideal)}: {because}" if because else None)
