"""A shipped timeline put on the calendar: its steps, and its parts as a chart shows them."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from pares.ground.cohorts import calendar
from pares.ground.files import charts

# From the first of two steps to the second; the pairs' own time runs to the day before the changeover.
PARTS = (
    ("Mentors sign up", "call_mentors", "mentor_applications_close", "prepare"),
    ("Mentors are trained", "basic_training", "advanced_training", "prepare"),
    ("Mentees sign up", "invite_mentees", "mentee_applications_close", "prepare"),
    ("Pairs are matched and told", "propose_matches", "confirm_matches", "prepare"),
    ("Pairs meet", "cohort_starts", "", "meet"),
    ("Workshop", "workshop", "workshop", "meet"),
    ("Second workshop", "workshop_2", "workshop_2", "meet"),
    ("Surveys", "end_survey_opens", "end_survey_closes", "finish"),
    ("Report", "report_due", "report_due", "finish"),
)
STARTS = {4: (4, 8, 12), 6: (2, 8), 12: (8,)}
AHEAD = timedelta(weeks=12)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Part:
    """One bar of the chart: from its first to its last day, both included."""

    label: str
    first: date
    last: date
    kind: str


@dataclass(frozen=True)
class Outline:
    """A timeline with its dates; `changeover` is the day the next posts begin."""

    timeline: calendar.Timeline
    start: date
    changeover: date
    steps: Sequence[calendar.Planned]
    nation: str = "england"

    @property
    def parts(self) -> list[Part]:
        """The parts a chart shows, each from its first to its last day."""
        days = {step.key: step.date for step in self.steps}
        return [
            Part(label, days[a], days[b] if b else self.changeover - DAY, kind)
            for label, a, b, kind in PARTS
            if a in days
        ]

    @property
    def first(self) -> date:
        """The day of the first step."""
        return min(step.date for step in self.steps)

    @property
    def last(self) -> date:
        """The day of the last step."""
        return max(step.date for step in self.steps)

    def chart(self, today: date) -> Markup:
        """Draw the parts."""
        rows = [(part.label, part.first, part.last, part.kind) for part in self.parts]
        return charts.gantt(self.timeline.name, rows, today, key=self.timeline.key)


@functools.cache
def shipped() -> Mapping[str, calendar.Timeline]:
    """Return the timelines that come with Pares by their keys, shortest first; read once."""
    return {timeline.key: timeline for timeline in calendar.shipped()}


def outline(timeline: calendar.Timeline, start: date, nation: str = "england") -> Outline:
    """Return the timeline from that start, by the nation's bank holidays; raises calendar.Unplannable."""
    return _outline(timeline.key, start, nation)


@functools.lru_cache(maxsize=512)
def _outline(key: str, start: date, nation: str) -> Outline:
    timeline = shipped()[key]
    try:
        changeover = calendar.next_changeover(start, timeline.months)
    except ValueError:
        raise calendar.Unplannable("Choose a date between 2000 and 2099.", field="start") from None
    whole = calendar.with_changeovers(timeline, start, changeover)
    steps = tuple(calendar.plan(whole, start, changeover, nation=nation))
    return Outline(timeline, start, changeover, steps, nation)


def usual_starts(timeline: calendar.Timeline, today: date, count: int) -> list[date]:
    """Return the next changeovers on which posts of that length begin and that leave time to prepare."""
    soon = calendar.changeovers(today + AHEAD, 4 * count)
    return [day for day in soon if day.month in STARTS[timeline.months]][:count]
