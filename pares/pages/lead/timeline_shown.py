"""What the page of a timeline shows: the steps in order of their days, their state, and the chart in a few rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects

from pares.ground.cohorts import planning
from pares.ground.cohorts.models import Cohort, Cohorts, Milestone
from pares.ground.files.charts import gantt
from pares.ground.refusal import Refused

# The rows of the chart: their words, their colour, and the steps whose first and last day they reach from and to.
PHASES = (
    ("Mentors sign up", "prepare", ("call_mentors", "remind_mentors", "mentor_applications_close")),
    ("Mentors train", "prepare", ("basic_training", "advanced_training")),
    ("Mentees sign up", "prepare", ("invite_mentees", "mentee_applications_close", "late_entry_closes")),
    ("Matching", "prepare", ("propose_matches", "confirm_matches")),
    ("Pairs meet", "run", ("cohort_starts",)),
    ("Workshop", "run", ("workshop",)),
    ("Second workshop", "run", ("workshop_2",)),
    ("End surveys", "finish", ("end_survey_opens", "end_survey_closes")),
    ("Report", "finish", ("report_due",)),
)
BY_HAND = {"lead", "event"}


@dataclass(frozen=True)
class Line:
    """A step as its row shows it."""

    milestone: Milestone
    state: str
    colour: str
    may_change: bool
    may_skip: bool
    may_finish: bool


def whole(cohort: Cohort, cohorts: Cohorts, today: date) -> dict[str, object]:
    """Return everything the page shows, read at once."""
    prefetch_related_objects([cohort], "milestones")
    milestones = sorted(cohort.milestones.all(), key=lambda each: (each.on, each.position))
    kept = [each for each in milestones if not each.skipped]
    beside = list(cohorts.beside(cohort, kept[0].on, kept[-1].on)) if kept else []
    return {
        "lines": [line(each, cohort, today) for each in milestones],
        "concerns": concerns(cohort),
        "beside": beside,
        "chart": gantt(f"Timeline of {cohort.name}", rows(cohort, kept, beside), today),
    }


def line(milestone: Milestone, cohort: Cohort, today: date) -> Line:
    """Return a step's row."""
    state, colour = _state(milestone, today)
    ended = cohort.closed_at is not None or milestone.done_at is not None
    by_hand = milestone.act in BY_HAND and not milestone.fixed and not milestone.skipped
    return Line(
        milestone,
        state,
        colour,
        may_change=not ended and not milestone.fixed,
        may_skip=not ended and not milestone.fixed and (by_hand or milestone.on >= today),
        may_finish=not ended and by_hand and milestone.on <= today,
    )


def concerns(cohort: Cohort) -> list[str]:
    """Return what a lead should look at, as sentences; why there is no calendar, where there is none."""
    try:
        return [each.sentence for each in planning.concerns(cohort, planning.as_it_stands(cohort))]
    except Refused as refused:
        return [str(refused)]


def rows(cohort: Cohort, kept: Sequence[Milestone], beside: Iterable[Cohort]) -> list[tuple[str, date, date, str]]:
    """Return the chart's rows: the phases that this cohort has, then the cohorts that run beside it."""
    days = {each.key: each.on for each in kept}
    found = []
    for words, kind, keys in PHASES:
        if reached := [days[key] for key in keys if key in days]:
            last = cohort.changeover_on if "cohort_starts" in keys else max(reached)
            found.append((words, min(reached), last, kind))
    others = [(f"Also: {each.name}", each.first_on, each.last_on, "beside") for each in beside]  # type: ignore[attr-defined]
    return found + others


def _state(milestone: Milestone, today: date) -> tuple[str, str]:
    if milestone.skipped:
        return "Left out", "grey"
    if milestone.done_at is not None:
        return "Done", "green"
    if milestone.on == today:
        return "Today", "yellow"
    if milestone.on > today:
        return "To come", "blue"
    return ("To do", "orange") if milestone.act == "lead" else ("Passed", "")
