"""A cohort's report on one page, as CSV and as PDF, and the start of the next cohort."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from markupsafe import Markup

from pares.ground import clock
from pares.ground.cohorts.calendar import in_words
from pares.ground.files import pdf
from pares.ground.files.charts import funnel
from pares.ground.files.writing import CSV_TYPE, csv_bytes
from pares.ground.refusal import Refused
from pares.pages.account.forms import posted
from pares.pages.actors.lead import Lead
from pares.pages.fields import DateField, PagesForm, TextField
from pares.pages.lead.frame import render_lead
from pares.pages.rendering import counted, short_date
from pares.stages.handover.actions import proposed_name, proposed_start, start_next
from pares.stages.reporting.actions import send_report
from pares.stages.reporting.figures import CohortReport, Line
from pares.stages.reporting.figures import report as figures

NOTES = (
    "Everybody counts once, however many pairs they were in.",
    "Invited or signed up: people on a list and people who came by themselves.",
    "Met: sessions either of the two has declared. Nothing of what they talked about is recorded.",
    "Sustained: at least 3 sessions, the last within 8 weeks of the end.",
)


class NextCohort(PagesForm):
    """What the next cohort is called and when it starts."""

    name = TextField("Name", hint="People see it in letters and on their pages.", max_length=120)
    start = DateField("First day", hint="Usually the changeover. All other dates follow from it.", earliest=clock.today)


def report(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show the cohort's figures, drawn and as tables."""
    found = lead.cohort(cohort)
    now = figures(found, clock.today())
    shown = {"report": now, "chapters": chapters(now), "notes": NOTES, "following": lead.following(found)}
    return render_lead(request, "lead/report/report.html", lead, found, shown)


def as_csv(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:  # noqa: ARG001 - a view
    """Hand out the figures as CSV."""
    found = lead.cohort(cohort)
    lines = figures(found, clock.today()).lines
    rows = [(chapter, line.label, line.n, line.of, line.among) for chapter, line in lines]
    content = csv_bytes(["Chapter", "Figure", "Number", "Out of", "Of whom"], rows)
    return _file(content, CSV_TYPE, f"{found.slug}-report.csv")


def as_pdf(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Hand out the report as one page of PDF; a name that cannot be printed is said."""
    found = lead.cohort(cohort)
    try:
        content = pdf.render("report", paper(figures(found, clock.today())))
    except pdf.Undrawable as refused:
        messages.error(request, str(refused))
        return redirect("lead.report.report", scheme=lead.scheme.slug, cohort=cohort)
    return _file(content, pdf.PDF_TYPE, f"{found.slug}-report.pdf")


def send(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Tell the sponsors where the report stands."""
    found = lead.cohort(cohort)
    try:
        readers = send_report(cohort=found, by=lead.person, at=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"A letter with the way to the report goes to {counted(readers, 'sponsor')}.")
    return redirect("lead.report.report", scheme=lead.scheme.slug, cohort=cohort)


def start(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Start the cohort that follows, once its name and first day are said."""
    found = lead.cohort(cohort)
    if following := lead.following(found):
        return redirect("lead.today.today", scheme=lead.scheme.slug, cohort=following.slug)
    first = proposed_start(found, clock.today())
    form = NextCohort(posted(request), initial={"name": proposed_name(first, found.months), "start": first})
    if form.is_valid():
        said = form.cleaned_data
        try:
            following = start_next(
                cohort=found, name=said["name"], starts_on=said["start"], by=lead.person, at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{following.name} is planned. It starts on {in_words(following.starts_on)}.")
            return redirect("lead.today.today", scheme=lead.scheme.slug, cohort=following.slug)
    return render_lead(request, "lead/report/start.html", lead, found, {"form": form})


def chapters(now: CohortReport) -> list[tuple[str, Markup, list[Line]]]:
    """Return what is drawn and told of mentors and of mentees."""
    told = (("Mentors", now.mentors), ("Mentees", now.mentees))
    return [(title, _chart(title, lines), lines) for title, lines in told]


def _chart(title: str, lines: list[Line]) -> Markup:
    return funnel(title, [(line.label, line.n, line.of) for line in lines], key=f"chart-{title}")


def paper(now: CohortReport) -> dict[str, pdf.Json]:
    """Return the report as `report.typ` takes it."""
    cohort = now.cohort
    until = short_date(cohort.changeover_on)
    return {
        "organisation": cohort.scheme.organisation,
        "scheme": cohort.scheme.name,
        "title": "Cohort report",
        "period": f"{cohort.name}: {short_date(cohort.starts_on)} to the changeover on {until}",
        "summary": summary(now),
        "headings": ["Figure", "Number", "Out of", "Share"],
        "funnel": [(_labelled(chapter, line), line.n, line.of) for chapter, line in now.lines],
        "notes_heading": "How to read this",
        "notes": [*NOTES, "Names of mentors and mentees are not part of this report."],
        "issued": in_words(now.on),
    }


def summary(now: CohortReport) -> str:
    """Return the report in three sentences."""
    until = "to the end" if now.finished else "until now"
    return (
        f"{now.met} of {counted(now.mentees_matched, 'matched mentee')} met their mentor at least once, "
        f"{now.met_often} at least 3 times. For {now.sustained} of them mentoring was sustained {until}. "
        f"Certificates given to mentors: {now.certificates}."
    )


def _labelled(chapter: str, line: Line) -> str:
    """Return a line's name as it stands without its chapter's heading."""
    return line.label if chapter == "Surveys" else f"{chapter}: {line.label[:1].lower()}{line.label[1:]}"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
