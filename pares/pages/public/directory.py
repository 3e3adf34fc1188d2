"""The directory of schemes: searched and filtered by address, row by row, edition by edition, as CSV and as PDF."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from markupsafe import Markup

from pares.ground import clock
from pares.ground.files import charts
from pares.ground.files.pdf import PDF_TYPE
from pares.ground.files.writing import CSV_TYPE
from pares.ground.refusal import Refused
from pares.ground.wording import markdown
from pares.ground.wording.current import current
from pares.guide.directory import choosing
from pares.guide.directory.actions import suggest as send_in
from pares.guide.directory.coverage import changes, coverage
from pares.guide.directory.listing import Issued
from pares.guide.directory.paper import paper
from pares.guide.directory.schemes import KINDS, STATUSES, Scheme
from pares.pages.account.forms import posted
from pares.pages.actors import visitor
from pares.pages.public.directory_forms import CorrectForm, Filters, SuggestForm
from pares.pages.public.sending_in import refuse_too_many, too_many
from pares.pages.public.stacking import stacking
from pares.pages.public.standing import standing


def directory(request: HttpRequest) -> HttpResponse:
    """Show the rows asked for, the overview of all, and how the list was made."""
    form, words, latest = Filters(request.GET), current("handbook", "directory"), visitor.latest_edition()
    rows = visitor.directory_rows()
    for name in ("specialty", "region"):
        form.offer(name, [(each, each) for each in choosing.values(rows, name)])
    about = {
        "words": words,
        "text": stacking(words.html),
        "edition": latest.on,
        "since": changes(latest.directory.schemes, rows).number,
        "form": form,
        "filtered": any(request.GET.get(name) for name in form.fields if name != "order"),
        "rows": choosing.choose(rows, form.wanted),
        "covered": coverage(rows),
        "kinds": KINDS,
        "statuses": STATUSES,
        "overviews": _overviews(rows),
        "standing": standing(request, words),
    }
    return render(request, "public/directory/directory.html", about)


def schemes_csv(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Hand out the latest edition as CSV; its date stands in the name of the file and in every row."""
    return _csv(visitor.latest_edition())


def as_pdf(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Hand out the latest edition as PDF."""
    return _pdf(visitor.latest_edition())


def editions(request: HttpRequest) -> HttpResponse:
    """Show every edition there was."""
    about = {"editions": visitor.edition_dates(), "back": _back()}
    return render(request, "public/directory/editions.html", about)


def edition(request: HttpRequest, edition: str) -> HttpResponse:
    """Show an edition as it was issued: how it was made, what it covers and does not know, what changed, its rows."""
    found = visitor.edition(edition)
    before = visitor.edition_before(found.on)
    rows = found.directory.schemes
    about = {
        "edition": found.on,
        "method": stacking(markdown.html(found.method)),
        "covered": coverage(rows),
        "changes": changes(before.directory.schemes, rows) if before else None,
        "before": before.on if before else None,
        "rows": rows,
        "kinds": KINDS,
        "statuses": STATUSES,
        "breadcrumbs": [
            ("Directory", reverse("public.directory.directory")),
            ("Editions", reverse("public.directory.editions")),
        ],
    }
    return render(request, "public/directory/edition.html", about)


def edition_csv(request: HttpRequest, edition: str) -> HttpResponse:  # noqa: ARG001 - a view
    """Hand out an edition as CSV."""
    return _csv(visitor.edition(edition))


def edition_pdf(request: HttpRequest, edition: str) -> HttpResponse:  # noqa: ARG001 - a view
    """Hand out an edition as PDF."""
    return _pdf(visitor.edition(edition))


def row(request: HttpRequest, key: str) -> HttpResponse:
    """Show one row: what was reported, where, and whether and when anybody here checked it."""
    about = {"row": visitor.directory_row(key), "kinds": KINDS, "statuses": STATUSES, "back": _back()}
    return render(request, "public/directory/row.html", about)


def suggest(request: HttpRequest) -> HttpResponse:
    """Take in a scheme that is not on the list, for the editors to look at."""
    form = SuggestForm(posted(request))
    if form.is_valid():
        if too_many(request):
            return refuse_too_many(request, form, "public/directory/suggest.html", {"back": _back()})
        try:
            send_in(facts=form.facts, **form.sender, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("public.directory.sent")
    return render(request, "public/directory/suggest.html", {"form": form, "back": _back()})


def correct(request: HttpRequest, key: str) -> HttpResponse:
    """Take in what is wrong with a row, for the editors to look at."""
    found = visitor.directory_row(key)
    form = CorrectForm(posted(request), initial=found.facts)
    about = {"row": found, "back": ("Back to the row", reverse("public.directory.row", args=[key]))}
    if form.is_valid():
        if too_many(request):
            return refuse_too_many(request, form, "public/directory/correct.html", about)
        try:
            send_in(key=key, facts=form.facts, **form.sender, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("public.directory.sent")
    return render(request, "public/directory/correct.html", {"form": form, **about})


def sent(request: HttpRequest) -> HttpResponse:
    """Say what happens to what was sent in."""
    return render(request, "public/directory/sent.html")


def _overviews(rows: tuple[Scheme, ...]) -> list[tuple[str, list[choosing.Line], Markup]]:
    counted = (("Region", choosing.by_region(rows)), ("Specialty", choosing.by_specialty(rows)))
    return [
        (
            title,
            lines,
            charts.funnel(
                f"Rows by {title.lower()}", [(line.label, line.count, len(rows)) for line in lines], key=title
            ),
        )
        for title, lines in counted
    ]


def _back() -> tuple[str, str]:
    return ("Directory", reverse("public.directory.directory"))


def _csv(issued: Issued) -> HttpResponse:
    return _file(choosing.as_csv(issued.directory), CSV_TYPE, f"pares-directory-{issued.on.isoformat()}.csv")


def _pdf(issued: Issued) -> HttpResponse:
    return _file(paper(issued), PDF_TYPE, f"pares-directory-{issued.on.isoformat()}.pdf")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
