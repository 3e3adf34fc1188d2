"""The directory of schemes: searched and filtered by address, counted by specialty and region, handed out as CSV."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pares.ground.files import charts
from pares.ground.files.writing import CSV_TYPE
from pares.ground.wording.shipped import shipped
from pares.guide.directory import choosing
from pares.guide.directory.schemes import KINDS, NOT_A_SCHEME, STATUSES
from pares.guide.directory.schemes import directory as issued
from pares.pages.fields import PagesForm, SelectField, TextField
from pares.pages.public.stacking import stacking


class Filters(PagesForm):
    """What a reader looks for; nothing of it must be filled in."""

    words = TextField("Search", required=False, max_length=100, hint="A name, specialty or region.")
    specialty = SelectField(
        "Specialty",
        choices=lambda: [(each, each) for each in choosing.values(issued().schemes, "specialty")],
        empty="All specialties",
        required=False,
    )
    region = SelectField(
        "Region",
        choices=lambda: [(each, each) for each in choosing.values(issued().schemes, "region")],
        empty="All regions",
        required=False,
    )
    kind = SelectField("Kind", choices=list(KINDS.items()), empty="All kinds", required=False)
    order = SelectField("Sort by", choices=list(choosing.ORDERS.items())[1:], empty="Name", required=False)

    @property
    def wanted(self) -> choosing.Wanted:
        """What was asked for; everything, where it cannot be understood."""
        return choosing.Wanted(**self.cleaned_data) if self.is_valid() else choosing.Wanted()


def directory(request: HttpRequest) -> HttpResponse:
    """Show the rows asked for, the overview of all, and how the list was made."""
    edition, form, words = issued(), Filters(request.GET), shipped("handbook", "directory")
    rows = edition.schemes
    overviews = [("Region", choosing.by_region(rows)), ("Specialty", choosing.by_specialty(rows))]
    about = {
        "words": words,
        "text": stacking(words.html),
        "edition": edition.edition,
        "form": form,
        "filtered": any(request.GET.get(name) for name in form.fields if name != "order"),
        "rows": choosing.choose(rows, form.wanted),
        "of": len(rows),
        "not_schemes": sum(row.kind == NOT_A_SCHEME for row in rows),
        "undated": sum(not row.year for row in rows),
        "kinds": KINDS,
        "statuses": STATUSES,
        "overviews": [(title, lines, _chart(title, lines, len(rows))) for title, lines in overviews],
    }
    return render(request, "public/directory/directory.html", about)


def schemes_csv(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Hand out the whole edition as CSV; its date stands in the name of the file and in every row."""
    edition = issued()
    name = f"pares-directory-{edition.edition.isoformat()}.csv"
    handed = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(choosing.as_csv(edition), content_type=CSV_TYPE, headers=handed)


def _chart(title: str, lines: list[choosing.Line], of: int) -> str:
    return charts.funnel(f"Rows by {title.lower()}", [(line.label, line.count, of) for line in lines], key=title)
