"""What we put into packs ourselves: templates, the course and the workbook, made from the words as they stand now."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse

from pares.ground.files.documents import docx
from pares.ground.files.slides import pptx
from pares.ground.files.typesetting import paper_pdf
from pares.guide.handbook.course import CoursePart, Form
from pares.guide.handbook.papers import AUTHOR, Site, paper, show
from pares.guide.handbook.templates import For, Template
from pares.guide.library.attribution import Work
from pares.guide.library.licences import OURS
from pares.guide.library.packs import Included
from pares.guide.library.rules import Audience, Standing, State
from pares.pages.public import course, templates
from pares.pages.public.workbook import CHECKLIST, content, workbook

# What is made of the words is made once; a pack holds most of what there is.
MADE = 200
OUR_STANDING = Standing(State.OWN, OURS)
_USERS = {Audience.MENTORS: For.MENTOR, Audience.MENTEES: For.MENTEE, Audience.SPONSORS: For.SPONSOR}
_Source = Template | CoursePart
_Making = Callable[[Any, str, str], bytes]


@dataclass(frozen=True)
class Own:
    """One file of ours before it is made: its name and folder, the words it is made of and their page, and how."""

    name: str
    folder: str
    title: str
    path: str
    source: _Source
    make: _Making

    def included(self) -> Included:
        """Return it made, for a pack."""
        made = _made(self.make, self.source, self.path, settings.URL)
        return Included(self.name, made, Work(self.title, AUTHOR, settings.URL + self.path), OUR_STANDING, self.folder)


@dataclass(frozen=True)
class Ours:
    """All words that files are made of."""

    templates: list[Template]
    parts: list[CoursePart]

    def of(self, audience: str) -> list[Own]:
        """Return our files for an audience; leads get them all, for they hand them on."""
        leads, user = audience == Audience.LEADS, _USERS.get(Audience(audience))
        forms = [each for each in self.templates if leads or each.reader is user]
        handouts = audience == Audience.MENTORS
        parts = [each for each in self.parts if leads or (handouts and each.form is Form.HANDOUT)]
        books = [_workbook(each) for each in forms if leads and each.key == CHECKLIST]
        return [*map(_template, forms), *books, *map(_part, parts)]


def ours() -> Ours:
    """Return our words as they stand now, in two queries."""
    return Ours(templates.in_force(), course.in_force())


def in_full() -> Iterator[str]:
    """Yield the pages of this site that a pack for leads holds in full."""
    yield reverse("public.templates.contents")
    yield reverse("public.course.overview")


def _template(each: Template) -> Own:
    path = reverse("public.templates.template", kwargs={"key": each.key})
    return Own(f"{each.key}.docx", "templates", each.title, path, each, _docx)


def _workbook(checklist: Template) -> Own:
    return Own("workbook.xlsx", "templates", "Workbook", reverse("public.templates.contents"), checklist, _xlsx)


def _part(each: CoursePart) -> Own:
    path = reverse("public.course.part", kwargs={"key": each.key})
    name, make = (f"{each.key}.pptx", _pptx) if each.shown else (f"{each.key}.pdf", _pdf)
    return Own(name, "course", each.title, path, each, make)


@lru_cache(maxsize=MADE)
def _made(make: _Making, source: _Source, path: str, site: str) -> bytes:
    """Return a file's bytes: the same words make the same bytes, so each is made once in the life of a process."""
    return make(source, path, site)


def _docx(source: _Source, path: str, site: str) -> bytes:
    return docx(paper(source, path, Site(site)))


def _pdf(source: _Source, path: str, site: str) -> bytes:
    return paper_pdf(paper(source, path, Site(site)))


def _pptx(source: CoursePart, path: str, site: str) -> bytes:
    return pptx(show(source, path, Site(site)))


def _xlsx(source: Template, path: str, site: str) -> bytes:  # noqa: ARG001 - one of the ways to make a file
    return content(workbook(source))
