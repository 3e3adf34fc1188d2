"""The training course for mentors: what to do in which session, and each part as page, document and slides."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pares.ground.files.pdf import PDF_TYPE
from pares.ground.files.slides import PPTX_TYPE, pptx
from pares.ground.files.typesetting import show_pdf
from pares.ground.wording.current import edits
from pares.guide.handbook import course as shipped
from pares.guide.handbook.course import CoursePart, Form, Session
from pares.guide.handbook.papers import LICENCE, LICENCE_ADDRESS, show
from pares.pages.public.downloads import download
from pares.pages.public.papers import as_docx, as_pdf, in_words, site
from pares.pages.public.standing import standing

SESSIONS = {
    Session.BASIC: ("Basic session", "One hour, before pairs are made."),
    Session.ADVANCED: ("Advanced session", "One hour, about two weeks after the first."),
    Session.WORKSHOP: ("Workshop", "Once while pairs meet: mentors bring what they are stuck with."),
    Session.ALL: ("For every session", "To have at hand throughout."),
}
FORMS = {
    Form.GUIDE: "Guide for whoever leads it",
    Form.SLIDES: "Slides",
    Form.HANDOUT: "Handout",
    Form.DILEMMA: "Dilemma to practise with",
    Form.QUESTIONNAIRE: "Questionnaire",
    Form.FEEDBACK: "Feedback form",
}
PRINTED = frozenset({Form.HANDOUT, Form.DILEMMA, Form.QUESTIONNAIRE, Form.FEEDBACK})


@dataclass(frozen=True)
class Meeting:
    """A session as the overview shows it."""

    session: Session
    title: str
    summary: str
    parts: Sequence[CoursePart]

    @property
    def to_print(self) -> list[CoursePart]:
        """What each mentor gets on paper."""
        return [part for part in self.parts if part.form in PRINTED]


def overview(request: HttpRequest) -> HttpResponse:
    """Show the course session by session, with what to print for each."""
    every = in_force()
    meetings = [
        Meeting(session, *words, [part for part in every if part.session is session])
        for session, words in SESSIONS.items()
    ]
    about = {
        "meetings": [meeting for meeting in meetings if meeting.parts],
        "forms": FORMS,
        "licence": LICENCE,
        "licence_address": LICENCE_ADDRESS,
    }
    return render(request, "public/course/overview.html", about)


def part(request: HttpRequest, key: str) -> HttpResponse:
    """Show a part of the course with its files."""
    _known(key)
    words = edits(texts=[(shipped.KIND, key)]).words(shipped.KIND, key)
    shown = shipped.of(words)
    about = {
        "part": shown,
        "form": FORMS[shown.form],
        "standing": standing(request, words),
        **in_words(shown.text),
    }
    return render(request, "public/course/part.html", about)


def docx_file(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out a part as a Word document; slides come with their notes."""
    return as_docx(request, _one(key), _path(key))


def pdf_file(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out a part as a PDF; slides fill the screen, without their notes."""
    found = _one(key)
    if not found.shown:
        return as_pdf(request, found, _path(key))
    return download(request, f"pares-{key}.pdf", PDF_TYPE, found, lambda: show_pdf(show(found, _path(key), site())))


def pptx_file(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out slides for PowerPoint, with the speaker's notes."""
    found = _one(key)
    if not found.shown:
        raise Http404
    return download(request, f"pares-{key}.pptx", PPTX_TYPE, found, lambda: pptx(show(found, _path(key), site())))


def in_force() -> list[CoursePart]:
    """Return every part in its order, with its edit."""
    made = edits(kinds=[shipped.KIND])
    return [shipped.of(made.words(shipped.KIND, each.key)) for each in shipped.course()]


def _one(key: str) -> CoursePart:
    _known(key)
    return shipped.of(edits(texts=[(shipped.KIND, key)]).words(shipped.KIND, key))


def _known(key: str) -> None:
    if key not in {each.key for each in shipped.course()}:
        raise Http404


def _path(key: str) -> str:
    return reverse("public.course.part", kwargs={"key": key})
