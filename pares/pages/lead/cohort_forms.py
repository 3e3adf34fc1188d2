"""What the pages that plan and move a cohort ask."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from pares.ground import clock
from pares.ground.cohorts import calendar
from pares.ground.cohorts.models import Cohort
from pares.pages.carried_plan import CarriedPlan
from pares.pages.fields import DateField, PagesForm, RadiosField, TextField
from pares.pages.rendering import long_date

COPY = "copy:"
OTHER = "other"
PROPOSED = 4


class Choose(PagesForm):
    """How long a cohort lasts and when it starts."""

    timeline = RadiosField(
        "How long does the cohort last?", choices=(), size="m", missing="Select how long the cohort lasts"
    )
    start = RadiosField(
        "When does it start?",
        choices=(),
        size="m",
        hint="These are the next changeovers of foundation and core posts. Your posts may change on another day.",
        reveals={OTHER: ["other"]},
        missing="Select when it starts",
    )
    other = DateField("Start date", earliest=clock.today, hint="For example, 6 10 2027", missing="Enter a start date")

    def __init__(self, *given: Any, cohorts: Iterable[Cohort], plan: CarriedPlan | None = None, **named: Any) -> None:
        """Offer the timelines we ship, copies of these cohorts, and the next changeovers; choose the plan's own."""
        super().__init__(*given, **named)
        shipped = [(timeline.key, timeline.name) for timeline in calendar.shipped()]
        copies = [(COPY + cohort.slug, f"The same steps as {cohort.name}") for cohort in cohorts]
        self._offer("timeline", shipped + copies)
        days = [(day.isoformat(), long_date(day)) for day in calendar.changeovers(clock.today(), PROPOSED)]
        self._offer("start", [*days, (OTHER, "Another date")])
        if plan:
            usual = plan.start.isoformat() if plan.start.isoformat() in dict(days) else OTHER
            self.initial = {**self.initial, "timeline": plan.timeline.key, "start": usual, "other": plan.start}

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, RadiosField):
            field.choices = choices

    @property
    def starts_on(self) -> date:
        """The day chosen or typed."""
        chosen = self.cleaned_data["start"]
        return self.cleaned_data["other"] if chosen == OTHER else date.fromisoformat(chosen)


class Plan(PagesForm):
    """What a new cohort is called and when it ends."""

    name = TextField(
        "Name of the cohort",
        max_length=120,
        width=20,
        hint="Everybody who takes part sees it",
        missing="Enter the cohort’s name",
    )
    changeover = DateField(
        "End of the cohort",
        missing="Enter the end of the cohort",
        hint="The day the next posts begin. We count the last steps back from it.",
    )


class Dates(PagesForm):
    """When a cohort starts and ends."""

    start = DateField("Start of the cohort", missing="Enter the start of the cohort")
    changeover = DateField(
        "End of the cohort", missing="Enter the end of the cohort", hint="The day the next posts begin"
    )


class Move(PagesForm):
    """The day a step moves to."""

    date = DateField("New date", hint="For example, 7 4 2027", missing="Enter a date")
