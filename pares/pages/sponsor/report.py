"""What a scheme achieves, in totals: cohorts and their reports for sponsors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pares.ground import clock
from pares.ground.files.charts import funnel
from pares.pages.actors.member import Member
from pares.stages.reporting.figures import report as figures
from pares.stages.reporting.sponsors import SponsorReport, Total, totals


def cohorts(request: HttpRequest, sponsor: Member) -> HttpResponse:
    """Show the scheme's cohorts, each leading to its totals."""
    shown = {"scheme": sponsor.scheme, "cohorts": list(sponsor.cohorts())}
    return render(request, "sponsor/report/cohorts.html", shown)


def report(request: HttpRequest, sponsor: Member, cohort: str) -> HttpResponse:
    """Show one cohort in totals, none so small that it could speak of a person."""
    found = sponsor.cohort(cohort)
    now = figures(found, clock.today())
    seen = totals(now)
    shown = {
        "scheme": sponsor.scheme,
        "cohort": found,
        "finished": now.finished,
        "chapters": chapters(seen),
        "breadcrumbs": [(sponsor.scheme.name, reverse("sponsor.report.cohorts", args=[sponsor.scheme.slug]))],
    }
    return render(request, "sponsor/report/report.html", shown)


def chapters(seen: SponsorReport, key: str = "chart") -> list[tuple[str, str, tuple[Total, ...]]]:
    """Return what is drawn and told of each chapter; `key` begins the ids of the drawings."""
    return [(title, _chart(title, rows, key), rows) for title, rows in seen.chapters]


def _chart(title: str, rows: tuple[Total, ...], key: str) -> str:
    """Draw the totals; of a bound from below that is said, one from above has no bar."""
    bars = []
    for row in rows:
        label = f"{row.label}, at least" if row.bound == "at least" else row.label
        bars.append((label, None if row.bound == "fewer than" else row.n, row.of))
    return funnel(title, bars, key=f"{key}-{title}")
