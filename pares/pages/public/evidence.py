"""The evidence: studies filtered and sorted by address, and their references for a reader's own list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pares.ground.wording.current import current
from pares.guide.handbook import citing
from pares.guide.handbook.evidence import DESIGNS, KINDS, references, studies
from pares.guide.handbook.sifting import COMPARISONS, ORDERS, Sought, sift
from pares.pages.fields import PagesForm, SelectField
from pares.pages.public.stacking import stacking
from pares.pages.public.standing import standing


class Filters(PagesForm):
    """Which studies, in which order; nothing must be chosen."""

    kind = SelectField("Kind of mentoring", choices=list(KINDS.items()), empty="All kinds", required=False)
    design = SelectField("Design", choices=list(DESIGNS.items()), empty="All designs", required=False)
    comparison = SelectField("Comparison", choices=list(COMPARISONS.items()), empty="With or without", required=False)
    order = SelectField("Sort by", choices=list(ORDERS.items())[1:], empty="Newest first", required=False)

    @property
    def sought(self) -> Sought:
        """What was asked for; everything, where it cannot be understood."""
        return Sought(**self.cleaned_data) if self.is_valid() else Sought()


def evidence(request: HttpRequest) -> HttpResponse:
    """Show the studies asked for: a table to compare them, then each with its figures and its limits."""
    form, words = Filters(request.GET), current("handbook", "evidence")
    about = {
        "words": words,
        "text": stacking(words.html),
        "form": form,
        "filtered": any(request.GET.get(name) for name in form.fields if name != "order"),
        "studies": sift(studies(), form.sought),
        "of": len(studies()),
        "kinds": KINDS,
        "designs": DESIGNS,
        "cited": citing.line,
        "standing": standing(request, words),
    }
    return render(request, "public/evidence/evidence.html", about)


def bibtex_file(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Hand out every reference as BibTeX."""
    return _file(citing.bibtex(references()), citing.BIBTEX_TYPE, "pares-references.bib")


def ris_file(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Hand out every reference as RIS."""
    return _file(citing.ris(references()), citing.RIS_TYPE, "pares-references.ris")


def _file(content: str, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
