"""A list of people in three steps: the file, its columns, what will happen; then the worker takes it in."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.ground.errands.actions import ask
from pares.ground.errands.models import State
from pares.ground.files.reading import read
from pares.ground.files.unreadable import NoSuchSheet, Unreadable
from pares.ground.files.writing import CSV_TYPE, csv_bytes
from pares.ground.refusal import Refused
from pares.ground.schemes.actions import set_list
from pares.pages.account.proving import ask_again
from pares.pages.actors.lead import Lead
from pares.pages.lead.imports_forms import ColumnsForm, UploadForm
from pares.pages.lead.people_frame import render_below
from pares.stages.recruitment.actions import keep_list, name_columns
from pares.stages.recruitment.importing import checked
from pares.stages.recruitment.models import TAKE_IN, Part, Upload
from pares.stages.recruitment.outcomes import Outcome, planned

FAULTS_SHOWN = 200
PEOPLE_SHOWN = 50
MOST_SITES_ADDED = 50
LONGEST_SITE = 120
SHEETS = {Part.MENTOR: "Mentors", Part.MENTEE: "Mentees"}
"""What the sheet of each part is called in our own workbook, and often in others'."""


def upload(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Ask for the file; read, it is kept, and its columns are shown."""
    run = lead.cohort(cohort)
    if request.method != "POST":
        form = UploadForm(run, initial={"part": request.GET.get("part", "")})
        return render_below(request, "lead/imports/upload.html", lead, run, {"form": form})
    form = UploadForm(run, request.POST, request.FILES)
    form.refuse_huge(int(request.META.get("CONTENT_LENGTH") or 0))
    if form.is_valid() and (kept := _kept(form, lead, run)):
        return redirect("lead.imports.columns", lead.scheme.slug, run.slug, kept.pk)
    return render_below(request, "lead/imports/upload.html", lead, run, {"form": form})


def _kept(form: UploadForm, lead: Lead, run: Cohort) -> Upload | None:
    """Return the list read from the file and kept, or say in the form why it cannot be read."""
    told, file = form.cleaned_data, form.cleaned_data["file"]
    try:
        table = read(file.read(), file.name, sheet=told["sheet"].strip() or None, likely=SHEETS[Part(told["part"])])
    except Unreadable as refused:
        form.add_error("sheet" if isinstance(refused, NoSuchSheet) else "file", str(refused))
        return None
    return keep_list(
        cohort=run,
        part=Part(told["part"]),
        file_name=file.name,
        table=table,
        address_from=told.get("address_from") or "",
        answer_by=told.get("answer_by"),
        by=lead.person,
        at=clock.now(),
    )


def columns(request: HttpRequest, lead: Lead, cohort: str, upload: UUID) -> HttpResponse:
    """Show what each column is taken for, and let the lead correct it."""
    run = lead.cohort(cohort)
    kept = lead.upload(run, upload)
    if kept.taken_at:
        return _to("progress", kept)
    form = ColumnsForm(kept, request.POST) if request.method == "POST" else ColumnsForm(kept)
    if request.method == "POST" and form.is_valid():
        name_columns(upload=kept, columns={meaning: place for place, meaning in form.chosen().items()})
        return _to("preview", kept)
    return render_below(request, "lead/imports/columns.html", lead, run, {"form": form, "upload": kept})


def preview(request: HttpRequest, lead: Lead, cohort: str, upload: UUID) -> HttpResponse:
    """Show row by row what is wrong, or what will happen; asked to, hand a faultless list to the worker."""
    run = lead.cohort(cohort)
    kept = lead.upload(run, upload)
    if kept.taken_at:
        return _to("progress", kept)
    found, known = checked(kept, clock.today())
    if request.method == "POST" and not found.faults:
        why = (
            "Before a list of people is taken in, show that it is you. Your list is kept; then press the button again."
        )
        if asking := ask_again(request, lead, request.path, why):
            return asking
        ask(kind=TAKE_IN, arguments={"upload": str(kept.pk)}, by=lead.person, at=clock.now(), scheme=lead.scheme)
        return _to("progress", kept)
    plan = planned(kept, found.lines)
    shown = {
        "upload": kept,
        "rows": len(kept.rows),
        "faults": found.faults[:FAULTS_SHOWN],
        "all_faults": len(found.faults),
        "bad_rows": len({fault.row for fault in found.faults}),
        "warnings": found.warnings[:FAULTS_SHOWN],
        "new_sites": _addable(list(known.sites.unknown)),
        "counts": {outcome.value: sum(each.outcome is outcome for each in plan) for outcome in Outcome},
        "page": Paginator(plan, PEOPLE_SHOWN).get_page(request.GET.get("page")),
    }
    return render_below(request, "lead/imports/preview.html", lead, run, shown)


def faults(request: HttpRequest, lead: Lead, cohort: str, upload: UUID) -> HttpResponse:  # noqa: ARG001 - a view
    """Answer everything that is wrong with a list as a CSV file."""
    kept = lead.upload(lead.cohort(cohort), upload)
    found, _ = checked(kept, clock.today())
    rows = [(str(fault.row), fault.column, fault.sentence) for fault in found.faults]
    content = csv_bytes(("Row", "Column", "What is wrong"), rows)
    return HttpResponse(content, CSV_TYPE, headers={"Content-Disposition": 'attachment; filename="errors.csv"'})


def add_sites(request: HttpRequest, lead: Lead, cohort: str, upload: UUID) -> HttpResponse:
    """Put the sites that only the list knows on the scheme's own list."""
    kept = lead.upload(lead.cohort(cohort), upload)
    _, known = checked(kept, clock.today())
    new = _addable(list(known.sites.unknown))
    names = [site.name for site in known.sites.lines] + new
    try:
        set_list(scheme=lead.scheme, kind="sites", names=names, by=lead.person, at=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Added to the scheme's list of sites: {', '.join(new)}.")
    return _to("preview", kept)


def progress(request: HttpRequest, lead: Lead, cohort: str, upload: UUID) -> HttpResponse:
    """Show how far the worker has come, and what came of it."""
    run = lead.cohort(cohort)
    kept = lead.upload(run, upload)
    errand = kept.errand
    if errand is None:
        return _to("preview", kept)
    running = errand.state in {State.WAITING, State.RUNNING}
    words = "Waiting to start" if errand.state == State.WAITING else "Checking and taking people in"
    shown = {
        "upload": kept,
        "running": running,
        "done": errand.done,
        "whole": errand.total or len(kept.rows),
        "words": words,
        "problem": errand.problem,
        "counts": errand.result,
    }
    return render_below(request, "lead/imports/progress.html", lead, run, shown)


def _addable(unknown: list[str]) -> list[str]:
    """Return the sites that may be added by one press: not a whole column of something else."""
    short = [name for name in unknown if len(name) <= LONGEST_SITE]
    return short if len(unknown) <= MOST_SITES_ADDED else []


def _to(view: str, upload: Upload) -> HttpResponse:
    return redirect(f"lead.imports.{view}", upload.cohort.scheme.slug, upload.cohort.slug, upload.pk)
