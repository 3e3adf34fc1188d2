"""The third door: everything a reader may take away without an account."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pares.guide.handbook.course import course
from pares.guide.handbook.evidence import studies
from pares.guide.handbook.templates import templates
from pares.pages.actors import visitor


@dataclass(frozen=True)
class Door:
    """One room: its name, what is in it, and its address."""

    title: str
    words: str
    address: str


def resources(request: HttpRequest) -> HttpResponse:
    """Show every room, by what a reader wants to do."""
    groups = [
        ("To plan and to run a scheme", _to_run()),
        ("To pass on and to check", _to_pass_on()),
        ("What is known", _to_know()),
    ]
    return render(request, "public/resources/resources.html", {"groups": groups})


def _to_run() -> list[Door]:
    return [
        Door(
            "Timelines",
            "Plans of four, six and twelve months, dated from your own start. For calendar, spreadsheet and paper.",
            reverse("public.timelines.index"),
        ),
        Door(
            "Templates",
            f"{len(templates())} to fill in, each as page, Word file and PDF. And a workbook to run a scheme by hand.",
            reverse("public.templates.contents"),
        ),
        Door(
            "Training course for mentors",
            f"Two sessions of an hour and a workshop, in {len(course())} parts: guides, slides, handouts and dilemmas.",
            reverse("public.course.overview"),
        ),
        Door(
            "Make the case",
            "One page for a director of medical education, with the hours and the money your scheme would take.",
            reverse("public.case.case"),
        ),
        Door(
            "The handbook as one PDF",
            "All chapters, to read on a train or to print.",
            reverse("public.book.handbook_pdf"),
        ),
        Door("Agreement", "What mentor and mentee agree to, and where that ends.", reverse("public.words.agreement")),
    ]


def _to_pass_on() -> list[Door]:
    return [
        Door(
            "Library",
            f"{visitor.resources().count()} guides, courses and standards, with the licence of each.",
            reverse("public.library.library"),
        ),
        Door("Packs", "All that may be handed on, in one file, with its credits.", reverse("public.packs.packs")),
        Door("May I share this?", "Three questions, one answer.", reverse("public.sharing.ask")),
        Door(
            "Check a certificate",
            "Whether a mentoring certificate was issued here and still stands.",
            reverse("public.verify.check"),
        ),
    ]


def _to_know() -> list[Door]:
    return [
        Door(
            "Evidence",
            f"{len(studies())} studies and accounts in plain words: what was done, what came out, what it cannot tell.",
            reverse("public.evidence.evidence"),
        ),
        Door(
            "Directory of schemes",
            f"{len(visitor.directory_rows())} rows from all over the United Kingdom, each with its report.",
            reverse("public.directory.directory"),
        ),
        Door(
            "What leaders report",
            "What went well and what went wrong, step by step.",
            reverse("public.experience.experience"),
        ),
        Door(
            "Example of a report",
            "What there is to show at the end of a cohort. This one is invented.",
            reverse("public.example_report.example_report"),
        ),
    ]
