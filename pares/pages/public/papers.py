"""What the pages of templates, the course and the handbook share: their words, and the files made from them."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from pares.ground.files.documents import DOCX_TYPE, docx
from pares.ground.files.pdf import PDF_TYPE
from pares.ground.files.typesetting import paper_pdf
from pares.guide.handbook.chapters import quoted
from pares.guide.handbook.course import CoursePart
from pares.guide.handbook.papers import BASES, LICENCE, LICENCE_ADDRESS, Site, paper
from pares.guide.handbook.templates import Template
from pares.pages.public.downloads import download
from pares.pages.public.stacking import drawn


def site() -> Site:
    """Return where our papers say they come from."""
    return Site(settings.URL)


def in_words(text: str) -> dict[str, Any]:
    """Return what a page shows of a text with figures: its words, and the notes they lead to."""
    filled, notes = quoted(text)
    return {
        "text": drawn(filled),
        "notes": notes,
        "bases": BASES,
        "licence": LICENCE,
        "licence_address": LICENCE_ADDRESS,
    }


def as_docx(request: HttpRequest, of: Template | CoursePart, path: str) -> HttpResponse:
    """Hand out the text as a Word document."""
    return download(request, f"pares-{of.key}.docx", DOCX_TYPE, (of, path), lambda: docx(paper(of, path, site())))


def as_pdf(request: HttpRequest, of: Template | CoursePart, path: str) -> HttpResponse:
    """Hand out the text as a tagged PDF."""
    return download(request, f"pares-{of.key}.pdf", PDF_TYPE, (of, path), lambda: paper_pdf(paper(of, path, site())))
