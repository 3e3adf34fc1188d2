"""Asking the index."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pares.ground.finding import synonyms
from pares.ground.finding.asking import Concept, concepts
from pares.ground.finding.engine import engine
from pares.ground.finding.excerpts import excerpt
from pares.ground.finding.models import Index, Passage
from pares.ground.finding.ranking import Candidate, ranked
from pares.ground.finding.spelling import closest
from pares.ground.finding.stems import tokens

MOST = 250
"""How many sections the database may hand over to be put in order."""
PARTS = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A further section of a page that was found: its heading and its address below the site's root."""

    heading: str
    address: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page that was found, at its best section: the address leads there, the excerpt has its words marked."""

    kind: str
    title: str
    heading: str
    address: str
    excerpt: Markup
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search came to: the words looked for, what was typed where that was put right, and the pages."""

    words: str
    typed: str
    loose: bool
    """Whether no section holds everything that was asked for, so that these hold some of it."""
    found: tuple[Found, ...]

    @property
    def corrected(self) -> bool:
        """Whether other words were looked for than were typed."""
        return self.words != self.typed


def find(words: str, kinds: tuple[str, ...] = (), limit: int | None = None, *, exact: bool = False) -> Findings:
    """Return the pages that answer, the best first; `kinds` narrows them, `exact` takes the spelling as it is."""
    asked = concepts(words, synonyms.shipped())
    shown = words if exact else _put_right(words, asked)
    if shown != words:
        asked = concepts(shown, synonyms.shipped())
    numbers, loose = _numbers(asked)
    return Findings(shown, words, loose, tuple(_pages(numbers, asked, kinds)[:limit]))


def is_empty() -> bool:
    """Return whether there is no index yet."""
    return not Passage.objects.exists()


def _put_right(words: str, asked: Sequence[Concept]) -> str:
    """Return the words with each one that our pages do not hold replaced by the closest that they do."""
    strange = [each.typed for each in asked if not _is_known(each)]
    if not strange:
        return words
    known = dict.fromkeys(synonyms.spelled(), 1) | (Index.objects.values_list("words", flat=True).first() or {})
    meant = {each: instead for each in strange if (instead := closest(each, known))}
    return " ".join(meant.get(token, token) for token in tokens(words)) if meant else words


def _is_known(concept: Concept) -> bool:
    return len(concept.words) > 1 or bool(concept.alike or engine().match([concept], every=True, most=1))


def _numbers(asked: Sequence[Concept]) -> tuple[list[int], bool]:
    if not asked:
        return [], False
    every = engine().match(asked, every=True, most=MOST)
    if every or len(asked) == 1:
        return every, False
    return engine().match(asked, every=False, most=MOST), True


def _pages(numbers: Sequence[int], asked: Sequence[Concept], kinds: tuple[str, ...]) -> list[Found]:
    """Return each page once, at its best section, with its next best ones."""
    passages = Passage.objects.of_kinds(kinds).in_bulk(numbers)
    order = ranked([_candidate(each) for each in passages.values()], asked)
    by_page: dict[str, list[Passage]] = {}
    for number in order:
        by_page.setdefault(passages[number].page, []).append(passages[number])
    return [_found(best, rest, asked) for best, *rest in by_page.values()]


def _found(best: Passage, rest: Sequence[Passage], asked: Sequence[Concept]) -> Found:
    parts = tuple(Part(each.heading, each.address) for each in rest if each.heading)[:PARTS]
    return Found(best.kind, best.title, best.heading, best.address, excerpt(best.text, asked), parts)


def _candidate(passage: Passage) -> Candidate:
    return Candidate(
        number=passage.pk,
        title=passage.title,
        heading=passage.heading,
        asked=passage.questions,
        text=passage.text,
        whole=not passage.heading,
        weight=passage.weight,
    )
