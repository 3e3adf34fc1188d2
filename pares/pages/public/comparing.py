"""The shipped timelines side by side, counted from their own steps."""

from collections.abc import Sequence
from dataclasses import dataclass

from pares.ground.cohorts import calendar
from pares.pages.public.outlines import STARTS, Outline
from pares.pages.public.overlaps import following, overlap
from pares.pages.rendering import MONTHS, counted, listed


@dataclass(frozen=True)
class Row:
    """One thing to compare, and what each timeline has of it."""

    what: str
    values: Sequence[str]


def compare(runs: Sequence[Outline]) -> list[Row]:
    """Return the rows of a table with a column for each timeline."""
    return [
        Row("For whom", [_whom(run.timeline) for run in runs]),
        Row("Usual starts", [_starts(run.timeline) for run in runs]),
        Row("Steps", [str(len(run.steps)) for run in runs]),
        Row("Time to prepare", [counted(-calendar.weeks_between(run.start, run.first), "week") for run in runs]),
        Row("Training for mentors", [counted(_count(run, "_training"), "session") for run in runs]),
        Row("Pairs are asked how it is going", [_times(_count(run, "check_in")) for run in runs]),
        Row("Workshops for mentors", [str(_count(run, "workshop")) for run in runs]),
        Row(
            "Report",
            [
                f"{counted(calendar.weeks_between(run.changeover, run.last), 'week')} after the changeover"
                for run in runs
            ],
        ),
        Row("Two cohorts at once", [_at_once(run) for run in runs]),
    ]


def _count(run: Outline, words: str) -> int:
    return sum(words in step.key for step in run.steps)


def _times(number: int) -> str:
    return {1: "Once", 2: "Twice"}.get(number, f"{number} times")


def _whom(timeline: calendar.Timeline) -> str:
    whom = timeline.name.partition(" (")[2].removesuffix(")")
    return whom[:1].upper() + whom[1:]


def _starts(timeline: calendar.Timeline) -> str:
    return str(listed([MONTHS[month - 1] for month in STARTS[timeline.months]]))


def _at_once(run: Outline) -> str:
    runs = following(run)
    found = overlap(*runs[:2]) if len(runs) > 1 else None
    return counted(found.between, "week") if found else "Never"
