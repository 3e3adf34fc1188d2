"""An example of an end-of-cohort report: an invented cohort, shown by the same code as a real one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pares.ground.files import pdf
from pares.pages.lead import report as leads
from pares.pages.sponsor import report as sponsors
from pares.stages.reporting.example import MARK, example
from pares.stages.reporting.sponsors import totals

TOTALS_NOTE = (
    "The same cohort as a sponsor sees it. Where a number, or its distance to another, is 1 to 4 people, “at least” or "
    "“fewer than” stands in its place, so that no figure speaks of a person."
)


def example_report(request: HttpRequest) -> HttpResponse:
    """Show the report as a lead sees it, then as a sponsor does."""
    now = example()
    about = {
        "report": now,
        "mark": MARK,
        "summary": leads.summary(now),
        "chapters": leads.chapters(now),
        "notes": leads.NOTES,
        "totals": sponsors.chapters(totals(now), "total"),
        "breadcrumbs": [("Resources", reverse("public.resources.resources"))],
    }
    return render(request, "public/example_report/example_report.html", about)


def as_pdf(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Hand out the same as PDF; every page of it says that it is invented."""
    now = example()
    chapters = [(title, [(total.label, str(total)) for total in rows]) for title, rows in totals(now).chapters]
    marked = {
        "mark": MARK,
        "totals_heading": "The same cohort in totals",
        "totals_note": TOTALS_NOTE,
        "totals": chapters,
    }
    content = pdf.render("report", leads.paper(now) | marked)
    named = {"Content-Disposition": 'attachment; filename="pares-example-report.pdf"'}
    return HttpResponse(content, content_type=pdf.PDF_TYPE, headers=named)
