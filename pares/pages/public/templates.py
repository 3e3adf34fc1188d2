"""The templates to take away: a list, a page for each, and each as a Word document and a PDF from the same words."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pares.ground.files.writing import XLSX_TYPE
from pares.ground.wording.current import edits
from pares.guide.handbook import templates as shipped
from pares.guide.handbook.papers import LICENCE, LICENCE_ADDRESS
from pares.guide.handbook.templates import For, Template
from pares.pages.public.downloads import download
from pares.pages.public.papers import as_docx, as_pdf, in_words
from pares.pages.public.standing import standing
from pares.pages.public.workbook import CHECKLIST, content, workbook

READERS = {
    For.LEAD: "For leads",
    For.MENTOR: "For mentors",
    For.MENTEE: "For mentees",
    For.SPONSOR: "For sponsors",
}
DONE_HERE = {
    "activity-log": "mentors and mentees say that they met in two presses, and nobody else sees the day",
    "agreement-and-ground-rules": "both accept the agreement on their own pages before they meet",
    "call-for-mentors": "the call comes with the address of your sign-up page",
    "certificate-wording": "certificates are issued with their proofs, and anybody can check them",
    "invitation-to-mentees": "the invitation leaves on its day, with the address of your sign-up page",
    "lead-checklist": "every step has its date, and what is due today comes first",
    "matching-worksheet": "pairs are proposed with the reason for each, and you decide",
    "mentee-application": "mentees sign up on three short pages",
    "mentor-application": "mentors sign up on three short pages",
    "opt-out-notice": "everybody on your list gets the notice, and one press says no",
    "report-outline": "the report counts itself, with small numbers left out",
    "statement-wording": "statements are issued with what is known of each mentor",
    "survey-mentee-end": "surveys go out, remind and count without anybody knowing whose answers they are",
    "survey-mentor-before": "surveys go out, remind and count without anybody knowing whose answers they are",
    "survey-mentor-end": "surveys go out, remind and count without anybody knowing whose answers they are",
}
"""What the software does in a template's place, as the end of a sentence."""


def contents(request: HttpRequest) -> HttpResponse:
    """List the templates by who uses them, and the workbook."""
    every = sorted(in_force(), key=lambda each: [*For].index(each.reader))
    parts = [(READERS[reader], [*found]) for reader, found in groupby(every, lambda each: each.reader)]
    about = {"parts": parts, "licence": LICENCE, "licence_address": LICENCE_ADDRESS}
    return render(request, "public/templates/contents.html", about)


def template(request: HttpRequest, key: str) -> HttpResponse:
    """Show a template with its files."""
    _known(key)
    words = edits(texts=[(shipped.KIND, key)]).words(shipped.KIND, key)
    shown = shipped.of(words)
    about = {
        "template": shown,
        "reader": READERS[shown.reader],
        "done_here": DONE_HERE.get(key, ""),
        "standing": standing(request, words),
        **in_words(shown.text),
    }
    return render(request, "public/templates/template.html", about)


def docx_file(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out a template as a Word document."""
    return as_docx(request, _one(key), _path(key))


def pdf_file(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out a template as a PDF."""
    return as_pdf(request, _one(key), _path(key))


def workbook_file(request: HttpRequest) -> HttpResponse:
    """Hand out the workbook for those who run a scheme without this site."""
    made = workbook(_one(CHECKLIST))
    return download(request, "pares-workbook.xlsx", XLSX_TYPE, made, lambda: content(made))


def in_force() -> list[Template]:
    """Return every template in its order, with its edit."""
    made = edits(kinds=[shipped.KIND])
    return [shipped.of(made.words(shipped.KIND, each.key)) for each in shipped.templates()]


def _one(key: str) -> Template:
    _known(key)
    return shipped.of(edits(texts=[(shipped.KIND, key)]).words(shipped.KIND, key))


def _known(key: str) -> None:
    if key not in {each.key for each in shipped.templates()}:
        raise Http404


def _path(key: str) -> str:
    return reverse("public.templates.template", kwargs={"key": key})
