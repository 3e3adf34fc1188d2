"""Every link to other sites on the pages of this one: where it stands, and whose record of the library it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import Resolver404, resolve, reverse

from pares.ground.wording.current import edits
from pares.ground.wording.markdown import parse
from pares.ground.wording.shipped import keys
from pares.guide.directory import listing
from pares.guide.handbook.chapters import quoted
from pares.guide.handbook.evidence import references
from pares.guide.library import sharing
from pares.guide.library.models import Resource
from pares.guide.library.visiting import LONGEST

TEXTS = {"chapters": "/handbook/{}/", "handbook": "/{}/", "templates": "/templates/{}/", "course": "/course/{}/"}
LIBRARY, EVIDENCE, DIRECTORY, WORDS = "library", "evidence", "directory", "words"
SOURCES = (LIBRARY, EVIDENCE, DIRECTORY, WORDS)


@dataclass(frozen=True, slots=True)
class Linked:
    """One link: its source and key ("library", "op66"), the page it stands on ("" where it has none of its own)."""

    source: str
    key: str
    page: str
    link: str
    resource: UUID | None = None

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"{self.source.capitalize()}: {self.key}"


def links(only: str = "") -> list[Linked]:
    """Return every link to another site, or those of one source or one key."""
    found = [*_library(), *_evidence(), *_directory(), *_words()]
    outside = [each for each in found if each.link.startswith(("http://", "https://")) and len(each.link) <= LONGEST]
    return [each for each in outside if only in {"", each.source, each.key}]


def _library() -> Iterator[Linked]:
    for record in Resource.objects.shown():
        page = reverse("public.library.record", kwargs={"key": record.slug})
        yield Linked(LIBRARY, record.slug, page, record.link, record.pk)
        yield Linked(LIBRARY, record.slug, page, record.evidence_link, record.pk)


def _evidence() -> Iterator[Linked]:
    for reference in references():
        yield Linked(EVIDENCE, reference.key, reverse("public.evidence.evidence"), reference.link)


def _directory() -> Iterator[Linked]:
    for scheme in listing.current():
        yield Linked(DIRECTORY, scheme.key, reverse("public.directory.directory"), scheme.link)


def _words() -> Iterator[Linked]:
    """Yield the links in all words as readers see them, and those that "May I share this?" stands on."""
    in_force = edits(kinds=TEXTS)
    for kind, address in TEXTS.items():
        for key in keys(kind):
            for link in _in(in_force.words(kind, key).text):
                yield Linked(WORDS, key, _page(address.format(key)), link)
    laws = {law.link for reason in sharing.reasons().values() for law in reason.law}
    for link in sorted(laws):
        yield Linked(WORDS, "sharing", _page("/sharing/"), link)


def _in(text: str) -> Iterator[str]:
    for token in parse(quoted(text)[0]):
        for child in token.children or []:
            if child.type == "link_open":
                yield str(child.attrGet("href") or "")


def _page(address: str) -> str:
    try:
        resolve(address)
    except Resolver404:
        return ""
    return address
