"""The handbook: its contents for each reader, and its chapters."""

import re
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from markupsafe import Markup

from pares.ground.letters.kinds import LetterKind, kind
from pares.ground.letters.worded import as_edited
from pares.ground.wording.current import edits
from pares.guide.handbook.chapters import Chapter, Reader, chapters, quoted
from pares.guide.handbook.edited import KIND, all_chapters
from pares.guide.handbook.edited import chapter as as_worded
from pares.guide.handbook.facts import Basis
from pares.pages.public.stacking import drawn, sections
from pares.pages.public.standing import standing

READERS = {
    Reader.THINKING: "Thinking about it",
    Reader.STARTING: "Before you start",
    Reader.RUNNING: "Running a scheme, step by step",
    Reader.MENTOR: "For mentors",
    Reader.MENTEE: "For mentees",
}
BASES = {
    Basis.STATED: "Stated by the source.",
    Basis.INFERRED: "We infer it from the source.",
    Basis.OURS: "Our own work: nobody has tested it.",
}
_LINK = re.compile(r"</?a\b[^>]*>")


def contents(request: HttpRequest) -> HttpResponse:
    """Show what the handbook holds, reader by reader."""
    by_reader = groupby(all_chapters(edits(kinds=[KIND])), lambda each: each.reader)
    parts = [(READERS[reader], [*found]) for reader, found in by_reader]
    return render(request, "public/handbook/contents.html", {"parts": parts})


def chapter(request: HttpRequest, key: str) -> HttpResponse:
    """Show a chapter with the letters that go with it, and the sources of its figures at the end."""
    order = [each.key for each in chapters()]
    if key not in order:
        raise Http404
    at = order.index(key)
    beside = {each.key: each for each in chapters()[max(at - 1, 0) : at + 2]}
    found = edits(texts=[*((KIND, name) for name in beside), *(("letters", name) for name in beside[key].letters)])
    near = {name: as_worded(each, found) for name, each in beside.items()}
    shown = near[key]
    text, notes = quoted(shown.text)
    about = {
        "chapter": shown,
        "reader": READERS[shown.reader],
        "text": drawn(text),
        "headings": sections(text),
        "letters": [_letter(as_edited(kind(name), found)) for name in shown.letters],
        "notes": notes,
        "bases": BASES,
        "previous": _turn(near[order[at - 1]] if at else None),
        "next": _turn(near[order[at + 1]] if at + 1 < len(order) else None),
        "standing": standing(request, found.words(KIND, key)),
    }
    return render(request, "public/handbook/chapter.html", about)


def _letter(letter: LetterKind) -> tuple[str, str, Markup]:
    """Return a letter's title, subject and words with its samples; its link would lead nowhere and is left out."""
    sample = letter.preview()
    return letter.title, sample.subject, Markup(_LINK.sub("", sample.html))  # noqa: S704 - safe already


def _turn(to: Chapter | None) -> dict[str, str]:
    """Return where a page is turned to, as the design system's component takes it."""
    if to is None:
        return {}
    return {"href": reverse("public.handbook.chapter", kwargs={"key": to.key}), "labelText": to.title}
