"""Every page anybody may read, as search is told of it: words, never files, and nothing of a scheme or a person.

The settings name `documents` (FINDABLE). What is not listed here is not found; what search must never know is held by
tests that plant it.
"""

import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace

from django.urls import get_script_prefix, reverse

from pares.ground.finding.documents import Document, Section
from pares.ground.wording.current import Edits, edits
from pares.ground.wording.helplines import safety
from pares.ground.wording.shipped import CONTENT, Words
from pares.guide.directory.schemes import KINDS as SCHEME_KINDS
from pares.guide.directory.schemes import STATUSES
from pares.guide.experience.models import LeadersAccount
from pares.guide.handbook import course, templates
from pares.guide.handbook.chapters import SLOT
from pares.guide.handbook.edited import all_chapters
from pares.guide.handbook.evidence import DESIGNS, studies
from pares.guide.handbook.facts import fact
from pares.guide.library.rules import AUDIENCES
from pares.pages.actors import visitor
from pares.pages.public.cutting import Questions, sections
from pares.pages.public.declared import in_words
from pares.pages.public.outlines import shipped as timelines
from pares.pages.public.places import place

KINDS = {
    "handbook": "Handbook",
    "template": "Templates",
    "course": "Training course",
    "timeline": "Timelines",
    "library": "Library",
    "evidence": "Evidence",
    "directory": "Directory",
    "site": "This site",
}
"""The kinds of page search tells apart, in the order they are offered."""
PAGES_OF_WORDS = {
    "public.help.help": "help",
    "public.case.case": "case",
    "public.experience.experience": "experience",
    "public.sharing.ask": "sharing",
    "public.words.agreement": "agreement",
    "public.words.about": "about",
    "public.words.privacy": "privacy",
    "public.words.accessibility": "accessibility",
    "public.words.cookies": "cookies",
}
ENTRANCES = (
    (
        "handbook",
        "public.handbook.contents",
        "Handbook",
        "How to start a scheme and run it, step by step.",
    ),
    ("template", "public.templates.contents", "Templates", "To take away: letters, forms, surveys and a workbook."),
    ("course", "public.course.overview", "Training course for mentors", "Sessions, slides, handouts and dilemmas."),
    ("timeline", "public.timelines.index", "Timelines", "Plans of four, six and twelve months side by side."),
    ("library", "public.library.library", "Library", "What others have made, and what may be handed on."),
    ("library", "public.packs.packs", "Packs", "All that may be handed on, in one file, with its credits."),
    ("site", "public.resources.resources", "Resources", "Everything to read and to take away, without an account."),
    ("site", "public.changes.changes", "What changed", "Which words changed when, the latest first."),
    ("site", "public.verify.check", "Check a certificate", "Whether a mentoring certificate was issued here."),
    (
        "evidence",
        "public.example_report.example_report",
        "Example of an end-of-cohort report",
        "What a report looks like, with an invented cohort.",
    ),
)
"""Pages made of lists and forms: kind, view, title, summary."""
_LEFT_OPEN = re.compile(r"\{[a-z_:]+\}")


def documents() -> list[Document]:
    """Return every page anybody may read, with its sections."""
    made = edits(kinds=("chapters", "handbook", "templates", "course"))
    return [
        *_chapters(made),
        *_templates(made),
        *_course(made),
        *_timelines(),
        *_library(),
        *_evidence(made),
        *_directory(made),
        *_words(made),
        _safety(),
        *(Document(kind, address(view), title, summary) for kind, view, title, summary in ENTRANCES),
    ]


@functools.cache
def asked_of() -> dict[str, Questions]:
    """Return what readers ask, by the page and the anchor that answers: `pares/content/questions.toml`."""
    with (CONTENT / "questions.toml").open("rb") as file:
        answers: dict[str, list[str]] = tomllib.load(file)["answer"]
    found: dict[str, dict[str, list[str]]] = {}
    for where, questions in answers.items():
        page, _, anchor = where.partition("#")
        found.setdefault(page, {})[anchor] = questions
    return dict(found)


def address(name: str, **kwargs: str) -> str:
    """Return a page's address below the site's root."""
    return _below(reverse(name, kwargs=kwargs))


def _below(address: str) -> str:
    return address.removeprefix(get_script_prefix())


def _page(page: Document, text: str) -> Document:
    """Return a page with the sections of its Markdown; `{fact:…}` stands for its figure, other slots for nothing."""
    filled = _LEFT_OPEN.sub("", SLOT.sub(lambda slot: fact(slot[1]).words, text))
    return replace(page, sections=sections(filled, asked_of().get(page.address, {})))


def _of_words(at: str, words: Words, text: str) -> Document:
    return _page(Document("site", at, words.title, words.facts.get("summary", "")), text)


def _chapters(made: Edits) -> Iterator[Document]:
    for each in all_chapters(made):
        at = address("public.handbook.chapter", key=each.key)
        yield _page(Document("handbook", at, each.title, each.summary, changed=each.changed), each.text)


def _templates(made: Edits) -> Iterator[Document]:
    for shipped in templates.templates():
        each = templates.of(made.words(templates.KIND, shipped.key))
        at = _below(place(templates.KIND, each.key))
        yield _page(Document("template", at, each.title, each.summary, changed=each.changed), each.text)


def _course(made: Edits) -> Iterator[Document]:
    for shipped in course.course():
        each = course.of(made.words(course.KIND, shipped.key))
        yield _page(
            Document("course", _below(place(course.KIND, each.key)), each.title, each.summary, changed=each.changed),
            each.text,
        )


def _library() -> Iterator[Document]:
    """Yield the records, never the files; those of our own pages count less than the pages."""
    for each in visitor.resources():
        about = f"{each.owner}. {each.get_kind_display()}, for: {AUDIENCES[each.audience].lower()}. {each.believed}"
        at = address("public.library.record", key=each.slug)
        weight = 0.5 if each.link.startswith("/") else 0.9
        yield Document("library", at, each.title, each.purpose, (Section("", about),), each.checked_on, weight)


def _said(*words: str) -> str:
    return ", ".join(filter(None, words))


def _words(made: Edits) -> Iterator[Document]:
    for view, key in PAGES_OF_WORDS.items():
        words = made.words("handbook", key)
        text = in_words(words.text) if key == "privacy" else words.text
        found = _of_words(address(view), words, text)
        yield replace(found, sections=(*found.sections, *_accounts())) if key == "experience" else found


def _accounts() -> Iterator[Section]:
    """Yield what leaders told of their schemes and editors have published."""
    for each in visitor.published_accounts():
        yield Section(f"{each.scheme}, {each.place}", each.text, _anchor(each))


def address_of_account(account: LeadersAccount) -> str:
    """Return where search says that a leader's account stands."""
    return f"{address('public.experience.experience')}#{_anchor(account)}"


def _anchor(account: LeadersAccount) -> str:
    return f"account-{account.pk.hex}"


def _safety() -> Document:
    return _of_words(address("public.safety.safety"), safety(), safety().text)


def _timelines() -> Iterator[Document]:
    for timeline in timelines().values():
        at = address("public.timelines.timeline", key=timeline.key)
        steps = " ".join(f"{step.title}. {step.why}" for step in timeline.steps)
        summary = f"A plan of {timeline.months} months, every step with its date, from any start."
        yield Document("timeline", at, timeline.name, summary, (Section("Every step", steps),), weight=0.8)


def _evidence(made: Edits) -> Iterator[Document]:
    at = address("public.evidence.evidence")
    words = made.words("handbook", "evidence")
    studied = [
        Section(
            study.name,
            " ".join(filter(None, (study.how, study.outcome, study.caveat, study.association, DESIGNS[study.design]))),
            study.key,
        )
        for study in studies()
    ]
    yield Document(
        "evidence", at, words.title, words.facts.get("summary", ""), (*studied, *_cut(words, at)), weight=0.8
    )


def _directory(made: Edits) -> Iterator[Document]:
    at = address("public.directory.directory")
    words = made.words("handbook", "directory")
    rows = [
        Section(
            row.name,
            f"{_said(row.specialty, row.group)}. {_said(row.region, row.part)}. {SCHEME_KINDS[row.kind]}. "
            f"{STATUSES[row.status]}.",
            address=address("public.directory.row", key=row.key),
        )
        for row in visitor.directory_rows()
    ]
    yield Document("directory", at, words.title, words.facts.get("summary", ""), (*rows, *_cut(words, at)), weight=0.6)


def _cut(words: Words, at: str) -> tuple[Section, ...]:
    return sections(words.text, asked_of().get(at, {}))
