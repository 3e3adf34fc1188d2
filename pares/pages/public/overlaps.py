"""Cohorts one after another: the next is prepared while this one still runs, and who leads works on both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from pares.ground.cohorts import calendar
from pares.ground.files import charts
from pares.pages.public.outlines import DAY, Outline, outline

WEEK = timedelta(weeks=1)
LONG = 12


@dataclass(frozen=True)
class Week:
    """A week, by its Monday, in which two cohorts have a step each."""

    monday: date
    earlier: Sequence[calendar.Planned]
    later: Sequence[calendar.Planned]


@dataclass(frozen=True)
class Overlap:
    """Two cohorts of which the later begins where the earlier ends: from the later's first step to the earlier's last.

    `between` counts the weeks from the one to the other, both included; `weeks` are those with a step of each.
    """

    first: date
    last: date
    between: int
    weeks: Sequence[Week]


def following(first: Outline) -> list[Outline]:
    """Return the cohort and the next two (of twelve months: the next one), each from the changeover before it."""
    runs = [first]
    for _ in range(1 if first.timeline.months >= LONG else 2):
        try:
            runs.append(outline(first.timeline, runs[-1].changeover, first.nation))
        except calendar.Unplannable:
            break
    return runs


def overlap(earlier: Outline, later: Outline) -> Overlap | None:
    """Return how two cohorts overlap, or None where the later begins to be prepared after the earlier's last step."""
    if later.first > earlier.last:
        return None
    mondays = range((monday(earlier.last) - monday(later.first)).days // 7 + 1)
    found = [_week(monday(later.first) + number * WEEK, earlier, later) for number in mondays]
    busy = tuple(week for week in found if week.earlier and week.later)
    return Overlap(later.first, earlier.last, len(found), busy)


def chart(runs: Sequence[Outline], today: date) -> Markup:
    """Draw each cohort's three parts below each other: it is prepared, its pairs meet, it is finished."""
    rows = [row for run in runs for row in _rows(run)]
    return charts.gantt("Cohorts one after another", rows, today, key="one-after-another")


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - DAY * day.weekday()


def _week(first: date, earlier: Outline, later: Outline) -> Week:
    return Week(first, *([step for step in run.steps if monday(step.date) == first] for run in (earlier, later)))


def _rows(run: Outline) -> list[tuple[str, date, date, str]]:
    name = f"From {run.start:%B %Y}"
    return [
        (f"{name}, prepared", run.first, run.start - DAY, "prepare"),
        (f"{name}, pairs meet", run.start, run.changeover - DAY, "meet"),
        (f"{name}, finished", run.changeover, max(run.last, run.changeover), "finish"),
    ]
