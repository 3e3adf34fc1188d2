"""What the changeovers within a cohort ask for: posts change while pairs run, so everybody is asked once; pure.

Two steps for each changeover strictly between the cohort's start and its end: the question on the working day after
it, and one reminder a week later. They follow the dates, so a cohort that is made longer gets those that come to lie
within it, and a copy gets its own. Whose post changes when is not known here: a core trainee's own post may not change
in April, and one press says so.
"""

import datetime as dt
from dataclasses import replace
from itertools import takewhile

from pares.ground.cohorts.changeovers import changeovers
from pares.ground.cohorts.timeline import MOST_MONTHS, Step, Timeline

CHECK = "changeover_check"
REMINDER = "changeover_reminder"
# How many days after the changeover; what falls on a closed day moves on.
CHECK_AFTER, REMINDER_AFTER = 1, 8


def changeovers_within(start: dt.date, end: dt.date) -> list[dt.date]:
    """Return the changeovers strictly between two days, soonest first."""
    return list(takewhile(lambda day: day < end, changeovers(start, MOST_MONTHS)))


def with_changeovers(timeline: Timeline, start: dt.date, end: dt.date) -> Timeline:
    """Return the timeline with the steps of the changeovers within these dates, in place of any it had.

    What would fall on the cohort's end or later is not asked any more.
    """
    own = tuple(step for step in timeline.steps if changeover_of(step.key) is None)
    asked = (step for day in changeovers_within(start, end) for step in _steps(day, start))
    return replace(timeline, steps=(*own, *(step for step in asked if step.offset_days < (end - start).days)))


def changeover_of(key: str) -> dt.date | None:
    """Return the changeover that a step's key speaks of, such as changeover_check_2027_04_07; None for other steps."""
    kind = next((each for each in (CHECK, REMINDER) if key.startswith(f"{each}_")), None)
    if kind is None:
        return None
    try:
        return dt.datetime.strptime(key.removeprefix(f"{kind}_"), "%Y_%m_%d").date()  # noqa: DTZ007 - a day
    except ValueError:
        return None


def _steps(day: dt.date, start: dt.date) -> tuple[Step, Step]:
    """Return the question after a changeover and its reminder."""
    return (
        Step(
            key=f"{CHECK}_{day:%Y_%m_%d}",
            title=f"Ask pairs whether site, team or address changed in {day:%B}",
            who="pairs",
            act="letter",
            anchor="start",
            offset_days=(day - start).days + CHECK_AFTER,
            why="Posts have just changed. A pair that should no longer be one comes to light, and letters arrive.",
        ),
        Step(
            key=f"{REMINDER}_{day:%Y_%m_%d}",
            title="Remind those who have not said if their post changed",
            who="pairs",
            act="letter",
            anchor="start",
            offset_days=(day - start).days + REMINDER_AFTER,
            why="One reminder and no more.",
        ),
    )
