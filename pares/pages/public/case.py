"""Make the case: one page for a director of medical education, with a calculator whose every number has a source."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from markupsafe import Markup

from pares.ground.files import charts, pdf
from pares.ground.wording.current import current
from pares.guide.handbook.case_inputs import ASSUMPTIONS, Assumption, Group, Inputs
from pares.guide.handbook.chapters import quoted
from pares.guide.handbook.facts import Basis, Fact, fact
from pares.guide.handbook.hours import Case, Line, Way, Who, in_hours, in_pounds
from pares.guide.handbook.hours import case as reckoned
from pares.pages.public.case_forms import CaseForm
from pares.pages.public.case_paper import paper
from pares.pages.public.downloads import download
from pares.pages.public.stacking import drawn
from pares.pages.public.standing import standing

BASES = {
    Basis.STATED: "Stated by the source.",
    Basis.INFERRED: "We infer it from the source.",
    Basis.OURS: "Ours: nobody has tested it.",
}
ASIDE = (Group.SESSIONS, Group.BY_HAND, Group.PARES)


@dataclass(frozen=True)
class Used:
    """A number of the calculator as it was used, and where its usual value comes from."""

    assumption: Assumption
    value: str
    usual: str
    source: Fact


def case(request: HttpRequest) -> HttpResponse:
    """Show the page with the hours of the cohort asked for; without questions in the address, of the usual one."""
    form, words = CaseForm(_asked(request)), current("handbook", "case")
    text, notes = quoted(words.text)
    found = reckoned(form.inputs) if form.is_valid() else None
    about = {
        "words": words,
        "text": drawn(text),
        "notes": notes,
        "bases": BASES,
        "form": form,
        "groups": [(group, form.group(group), form.faulty(group)) for group in Group],
        "aside": ASIDE,
        "standing": standing(request, words),
        **(_shown(found) if found else {"case": None}),
    }
    return render(request, "public/case/case.html", about)


def pdf_file(request: HttpRequest) -> HttpResponse:
    """Hand over the page on a sheet of paper with the same numbers, or lead to the page that says what is wrong."""
    form = CaseForm(_asked(request))
    if not form.is_valid():
        return redirect(f"{reverse('public.case.case')}?{request.GET.urlencode()}")
    words = current("handbook", "case")
    found = reckoned(form.inputs)
    address = f"{settings.URL}{reverse('public.case.case')}"
    shows = (form.inputs, words.text, address)
    return download(request, "make-the-case.pdf", pdf.PDF_TYPE, shows, lambda: paper(found, words, address))


def _asked(request: HttpRequest) -> dict[str, str]:
    return {each.name: request.GET[each.name] for each in ASSUMPTIONS if each.name in request.GET}


def _shown(found: Case) -> Mapping[str, object]:
    """Return what the page shows of a result."""
    return {
        "case": found,
        "chart": _chart(found),
        "parts": [(who, [line for line in found.lines if line.who is who]) for who in Who],
        "ways": (Way.BY_HAND, Way.PARES),
        "leads": Who.LEADS,
        "in_hours": in_hours,
        "in_pounds": in_pounds,
        "part_of": _part_of,
        "used": _used(found.given),
        "counts": _counts(found),
    }


def _part_of(line: Line, way: Way) -> str:
    """Return a line's hours in a way of working: none where it does not count there."""
    return in_hours(line.hours if line.way in {way, Way.EITHER} else Decimal())


def _chart(found: Case) -> Markup:
    bars = [
        ("Leads, by hand", found.hours(Way.BY_HAND, Who.LEADS), "prepare"),
        ("Leads, with Pares", found.hours(Way.PARES, Who.LEADS), "meet"),
        ("Mentors", found.hours(Way.PARES, Who.MENTORS), "finish"),
        ("Mentees", found.hours(Way.PARES, Who.MENTEES), "finish"),
    ]
    longest = max(hours for _, hours, _ in bars) or 1
    rows = [(label, in_hours(hours), float(hours / longest), kind) for label, hours, kind in bars]
    return charts.bars("Hours of a cohort", rows, key="hours")


def _used(given: Inputs) -> list[Used]:
    """Return the numbers that have a usual value; money has none."""
    return [
        Used(each, _with_unit(each, getattr(given, each.name)), _with_unit(each, each.usual), fact(each.fact))
        for each in ASSUMPTIONS
        if each.usual is not None
    ]


def _with_unit(each: Assumption, number: int) -> str:
    if each.unit == "%":
        return f"{number}%"
    return f"{number:,} {each.unit.removesuffix('s') if number == 1 else each.unit}"


def _counts(found: Case) -> list[tuple[str, int, list[object]]]:
    """Return the tables of what is counted one by one."""
    counted = found.counted
    return [
        ("E-mails to one person", counted.emails_to_one, [*counted.single]),
        ("E-mails to many, each counted once", counted.emails_to_many, [*counted.rounds]),
        ("Changes to a spreadsheet", counted.changes, [*counted.edits]),
    ]
