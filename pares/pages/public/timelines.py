"""A shipped timeline with its dates, for any start."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from pares.ground import clock
from pares.ground.cohorts import calendar
from pares.pages.fields import DateField, PagesForm
from pares.pages.public.outlines import Outline, outline, shipped, usual_starts

BOXES = ("start-day", "start-month", "start-year")
AUDIENCES = {
    "lead": "The leads",
    "mentors": "Mentors",
    "mentees": "Mentees",
    "pairs": "Mentors and mentees",
    "sponsors": "Sponsors",
}


class StartForm(PagesForm):
    """When the cohort starts."""

    start = DateField("When does it start?", hint="The first day of the posts, such as 7 4 2027.")

    def outline(self, timeline: calendar.Timeline) -> Outline | None:
        """Return the timeline from the date asked for, or None with the fault beside it."""
        if not self.is_valid():
            return None
        try:
            return outline(timeline, self.cleaned_data["start"])
        except calendar.Unplannable as refused:
            self.refuse(refused)
            return None


def timeline(request: HttpRequest, key: str) -> HttpResponse:
    """Show the steps with their dates; a date in the boxes leads to the address that holds it: `?start=2027-04-07`."""
    chosen = shipped().get(key)
    if chosen is None:
        raise Http404
    usual = usual_starts(chosen, clock.today(), 4)
    form = StartForm(_asked(request)) if {"start", *BOXES} & request.GET.keys() else _first(usual[0])
    dated = form.outline(chosen)
    if dated and "start" not in request.GET and request.GET.keys() & {*BOXES}:
        return redirect(_address(chosen, dated.start))
    about = {
        "timeline": chosen,
        "form": form,
        "outline": dated,
        "chart": dated.chart(clock.today()) if dated else "",
        "usual": [(day, _address(chosen, day)) for day in usual],
        "audiences": AUDIENCES,
        "others": [other for other in shipped().values() if other != chosen],
    }
    return render(request, "public/timelines/timeline.html", about)


def _asked(request: HttpRequest) -> dict[str, str]:
    """Return what was asked as the three boxes hold it, `start=` taken apart at its hyphens."""
    if "start" not in request.GET:
        return {box: request.GET.get(box, "") for box in BOXES}
    year, month, day = [*request.GET["start"].split("-"), "", ""][:3]
    return dict(zip(BOXES, (day.lstrip("0"), month.lstrip("0"), year), strict=True))


def _first(day: date) -> StartForm:
    return StartForm({"start-day": str(day.day), "start-month": str(day.month), "start-year": str(day.year)})


def _address(timeline: calendar.Timeline, start: date) -> str:
    return f"{reverse('public.timelines.timeline', kwargs={'key': timeline.key})}?start={start.isoformat()}"
