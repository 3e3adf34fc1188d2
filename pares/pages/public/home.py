"""The start page: for each reader where to begin, what peer mentoring and a scheme are, and where to turn."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pares.ground import clock
from pares.ground.people.models import Person
from pares.ground.wording.helplines import helplines
from pares.guide.handbook.chapters import chapters
from pares.pages.account.doors import doors
from pares.pages.account.open_scheme import may_open
from pares.pages.actors.account import Account
from pares.pages.public.outlines import outline, shipped, usual_starts

EXAMPLES = ("foundation-4", "core-6")
# The numbers on the start page; the page behind the link has them all.
FIRST_CALLS = 4


@dataclass(frozen=True)
class Reader:
    """One of those who come here: how they would say where they are, what is for them, and where to begin."""

    heading: str
    words: str
    links: Sequence[tuple[str, str]]


def home(request: HttpRequest) -> HttpResponse:
    """Show the start page; whoever is signed in sees their own places first."""
    today = clock.today()
    timelines = [shipped()[key] for key in EXAMPLES]
    examples = [outline(timeline, usual_starts(timeline, today, 1)[0]) for timeline in timelines]
    about = {
        "readers": _readers(),
        "chapters": len(chapters()),
        "examples": [(example, example.chart(today)) for example in examples],
        "helplines": helplines()[:FIRST_CALLS],
        "places": doors(Account(request.user)) if isinstance(request.user, Person) else [],
        "may_open": may_open(request.user) if isinstance(request.user, Person) else settings.WHO_MAY_OPEN == "anyone",
    }
    return render(request, "public/home/home.html", about)


def _readers() -> list[Reader]:
    return [
        Reader(
            "Thinking about it",
            "What it is, what is known about it, and how to ask for it where you work.",
            [
                ("What mentoring is, and what it is not", _chapter("what-mentoring-is")),
                ("What studies found", reverse("public.evidence.evidence")),
                ("Make the case: one page, with the cost", reverse("public.case.case")),
                ("Schemes that others run", reverse("public.directory.directory")),
            ],
        ),
        Reader(
            "Starting a scheme",
            "Two leads, a date, and a few decisions before the first letter leaves.",
            [
                ("Leads and resources", _chapter("leads-and-resources")),
                ("Choose a timeline", reverse("public.timelines.index")),
                ("Take the templates", reverse("public.templates.contents")),
                ("Recruit mentors: the first step", _chapter("step-1-recruit-mentors")),
            ],
        ),
        Reader(
            "Running one",
            "Nine steps: who does what and when, the letter for it, and what goes wrong.",
            [
                ("Train mentors: the course", reverse("public.course.overview")),
                ("Keep in touch with pairs", _chapter("step-7-reminders")),
                ("Certificates and surveys", _chapter("recognition-and-evaluation")),
                ("Hand over to the next lead", _chapter("handing-over")),
            ],
        ),
    ]


def _chapter(key: str) -> str:
    return reverse("public.handbook.chapter", kwargs={"key": key})
