"""Shipped timelines: compared, and each with its dates for any start and nation, to read and to take away."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from pares.ground import clock
from pares.ground.cohorts import calendar
from pares.ground.files.pdf import PDF_TYPE
from pares.ground.files.writing import CSV_TYPE
from pares.ground.membership.models import Role
from pares.ground.people.models import Person
from pares.ground.schemes.models import Nation, Scheme
from pares.pages.actors.account import Account
from pares.pages.carried_plan import CarriedPlan
from pares.pages.fields import DateField, PagesForm, RadiosField
from pares.pages.public import timeline_files as files
from pares.pages.public.comparing import compare
from pares.pages.public.downloads import download
from pares.pages.public.outlines import Outline, outline, shipped, usual_starts
from pares.pages.public.overlaps import chart, following, overlap

BOXES = ("start-day", "start-month", "start-year")
USUAL = 4


class StartForm(PagesForm):
    """When the cohort starts, and whose bank holidays count."""

    start = DateField("When does it start?", hint="The first day of the posts, such as 7 4 2027.")
    nation = RadiosField("Whose bank holidays count?", choices=Nation)

    def outline(self, timeline: calendar.Timeline) -> Outline | None:
        """Return the timeline from the date asked for, or None with the fault beside it."""
        if not self.is_valid():
            return None
        try:
            return outline(timeline, self.cleaned_data["start"], self.cleaned_data["nation"])
        except calendar.Unplannable as refused:
            self.refuse(refused)
            return None


def index(request: HttpRequest) -> HttpResponse:
    """Show the three lengths side by side, each from its next usual start."""
    today = clock.today()
    runs = [outline(each, usual_starts(each, today, 1)[0]) for each in shipped().values()]
    about = {
        "runs": [(run, run.chart(today), _address(run.timeline, run.start, run.nation)) for run in runs],
        "rows": compare(runs),
    }
    return render(request, "public/timelines/index.html", about)


def timeline(request: HttpRequest, key: str) -> HttpResponse:
    """Show the steps with their dates; a date in the boxes leads to the address that holds it: `?start=2027-04-07`."""
    chosen = _chosen(key)
    usual = usual_starts(chosen, clock.today(), USUAL)
    form = _form(request, usual[0])
    dated = form.outline(chosen)
    if dated and "start" not in request.GET and request.GET.keys() & {*BOXES}:
        return redirect(_address(chosen, dated.start, dated.nation))
    nation = dated.nation if dated else "england"
    about = {
        "timeline": chosen,
        "form": form,
        "outline": dated,
        "usual": [(day, _address(chosen, day, nation)) for day in usual],
        "others": [other for other in shipped().values() if other != chosen],
        **(_shown(request, dated) if dated else {}),
    }
    return render(request, "public/timelines/timeline.html", about)


def calendar_file(request: HttpRequest, key: str) -> HttpResponse:
    """Hand over the plan for a calendar."""
    return _file(request, key, "ics", files.CALENDAR_TYPE, lambda dated: files.as_calendar(dated, clock.now()))


def csv_file(request: HttpRequest, key: str) -> HttpResponse:
    """Hand over the plan for a spreadsheet."""
    return _file(request, key, "csv", CSV_TYPE, files.as_csv)


def pdf_file(request: HttpRequest, key: str) -> HttpResponse:
    """Hand over the plan as one page of PDF."""
    return _file(request, key, "pdf", PDF_TYPE, files.as_paper)


def _file(request: HttpRequest, key: str, ending: str, kind: str, make: Callable[[Outline], bytes]) -> HttpResponse:
    """Hand over the file, or lead to the page that says what is wrong with the start."""
    chosen = _chosen(key)
    dated = _form(request, usual_starts(chosen, clock.today(), 1)[0]).outline(chosen)
    if dated is None:
        return redirect(f"{reverse('public.timelines.timeline', kwargs={'key': key})}?{request.GET.urlencode()}")
    nation = "" if dated.nation == "england" else f"-{dated.nation}"
    name = f"timeline-{key}-{dated.start.isoformat()}{nation}.{ending}"
    return download(request, name, kind, dated, lambda: make(dated))


def _shown(request: HttpRequest, dated: Outline) -> dict[str, object]:
    """Return what the page shows of a plan."""
    runs, today = following(dated), clock.today()
    plan = CarriedPlan(dated.timeline, dated.start, dated.nation)
    asked = urlencode({"start": dated.start.isoformat(), "nation": dated.nation})
    return {
        "chart": dated.chart(today),
        "nation": Nation(dated.nation).label,
        "steps": files.in_order(dated),
        "letters": files.letters_of,
        "chapter": files.chapter_of,
        "audiences": files.AUDIENCES,
        "bases": files.BASES,
        "runs": runs,
        "runs_chart": chart(runs, today),
        "overlap": overlap(*runs[:2]) if len(runs) > 1 else None,
        "downloads": f"?{asked}",
        "begin": plan.to("public.start.start"),
        "over": dated.start < today,
        "late": dated.first < today,
        "schemes": [(each, plan.to("lead.cohorts.plan", scheme=each.slug)) for each in _led(request)],
    }


def _led(request: HttpRequest) -> list[Scheme]:
    """Return the schemes that whoever looks leads."""
    if not isinstance(request.user, Person):
        return []
    held = Account(request.user).memberships().filter(role=Role.LEAD, scheme__retired_at=None)
    return [membership.scheme for membership in held.order_by("scheme__name")]


def _chosen(key: str) -> calendar.Timeline:
    chosen = shipped().get(key)
    if chosen is None:
        raise Http404
    return chosen


def _form(request: HttpRequest, usual: date) -> StartForm:
    """Return the form with what was asked, or with the next usual start."""
    return StartForm(_asked(request, usual) | {"nation": request.GET.get("nation", "england")})


def _asked(request: HttpRequest, usual: date) -> dict[str, str]:
    """Return the start as the three boxes hold it, `start=` taken apart at its hyphens."""
    if "start" in request.GET:
        year, month, day = [*request.GET["start"].split("-"), "", ""][:3]
        return dict(zip(BOXES, (day.lstrip("0"), month.lstrip("0"), year), strict=True))
    if request.GET.keys() & {*BOXES}:
        return {box: request.GET.get(box, "") for box in BOXES}
    return dict(zip(BOXES, (str(usual.day), str(usual.month), str(usual.year)), strict=True))


def _address(timeline: calendar.Timeline, start: date, nation: str) -> str:
    """Return the one address of a plan; England, the usual nation, is left out."""
    given = {"start": start.isoformat()} | ({} if nation == "england" else {"nation": nation})
    return f"{reverse('public.timelines.timeline', kwargs={'key': timeline.key})}?{urlencode(given)}"
