"""Going to another day: forwards only, everything due on the way happening as it would."""

from datetime import date, timedelta
from itertools import groupby, islice
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from pares.ground import clock
from pares.ground.cohorts.models import Milestone, milestones_after
from pares.ground.errands import actions as errands
from pares.ground.errands.models import State, asked_errand
from pares.pages.fields import DateField, PagesForm

KIND = "go_to_day"
FARTHEST = timedelta(days=3 * 365)
NEXT = 6


def _tomorrow() -> date:
    return clock.today() + timedelta(days=1)


def _farthest() -> date:
    return clock.today() + FARTHEST


class DayForm(PagesForm):
    """The day to go to."""

    day = DateField(
        "Which day would you like to go to?",
        hint="A day after today, such as 7 4 2027.",
        earliest=_tomorrow,
        latest=_farthest,
        size="m",
    )


def day(request: HttpRequest) -> HttpResponse:
    """Show which day it is and what comes next; set out for the day chosen."""
    form = DayForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        errand = errands.ask(
            kind=KIND, arguments={"day": form.cleaned_data["day"].isoformat()}, by=None, at=clock.now()
        )
        return redirect("demo.day.progress", errand=errand.pk)
    return render(request, "demo/day/day.html", {"form": form, "ahead": _ahead(clock.today())})


def _ahead(today: date) -> list[tuple[date, list[Milestone]]]:
    """Return the next days on which something happens, with what happens on each."""
    by_day = groupby(milestones_after(today), key=lambda milestone: milestone.on)
    return [(on, list(steps)) for on, steps in islice(by_day, NEXT)]


def progress(request: HttpRequest, errand: UUID) -> HttpResponse:
    """Show how far the journey has come, then where it ended."""
    journey = asked_errand(KIND, errand)
    if journey is None:
        raise Http404
    page = {
        "running": journey.state in {State.WAITING, State.RUNNING},
        "reached": journey.state == State.DONE,
        "problem": journey.problem,
        "done": journey.done,
        "whole": journey.total,
        "goal": date.fromisoformat(journey.arguments["day"]),
    }
    return render(request, "demo/day/progress.html", page)
