"""Choosing from the directory: filters, a search in words, an order, and counts by specialty and region."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pares.ground.files.writing import csv_bytes
from pares.ground.finding.asking import Concept, concepts
from pares.ground.finding.spelling import closest
from pares.ground.finding.stems import stem, stems, tokens
from pares.ground.finding.synonyms import shipped as synonyms
from pares.guide.directory.schemes import KINDS, STATUSES, Directory, Scheme

SHORTEST = 3
"""How many letters are enough to stand for the words that begin with them."""
ORDERS: dict[str, str] = {"name": "Name", "specialty": "Specialty", "region": "Region"}
HEADINGS = (
    "Scheme",
    "Specialty",
    "For",
    "Region",
    "Part of the region",
    "Since",
    "Kind",
    "Mentors",
    "Mentees",
    "Status as reported",
    "Year of the report",
    "Where it was reported",
    "Last checked by us",
    "How it was checked",
    "Where the row comes from",
    "Key of the row",
    "Edition of this list",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for; an empty text asks for everything."""

    words: str = ""
    specialty: str = ""
    region: str = ""
    kind: str = ""
    order: str = "name"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the overview: how many rows, and how they spread over the other way of counting."""

    label: str
    count: int
    spread: tuple[tuple[str, int], ...]


def choose(schemes: Iterable[Scheme], wanted: Wanted) -> list[Scheme]:
    """Return the rows that fit every filter and all that is searched for, in the order asked for and then by name."""
    schemes = list(schemes)
    holding = _holding(schemes, wanted.words)
    found = [scheme for scheme in schemes if _fits(scheme, wanted) and (holding is None or scheme.key in holding)]
    order = wanted.order if wanted.order in ORDERS else "name"
    return sorted(found, key=lambda scheme: (getattr(scheme, order).casefold(), scheme.name.casefold()))


def values(schemes: Iterable[Scheme], name: str) -> list[str]:
    """Return what the rows have for `specialty`, `region` or `kind`, each once, in alphabetical order."""
    return sorted({getattr(scheme, name) for scheme in schemes})


def by_specialty(schemes: Sequence[Scheme]) -> list[Line]:
    """Count the rows of each specialty, most first, with their regions."""
    return _lines(schemes, lambda scheme: scheme.specialty, lambda scheme: scheme.region)


def by_region(schemes: Sequence[Scheme]) -> list[Line]:
    """Count the rows of each region, most first, with their specialties."""
    return _lines(schemes, lambda scheme: scheme.region, lambda scheme: scheme.specialty)


def as_csv(issued: Directory) -> bytes:
    """Return a whole edition as CSV that no spreadsheet program runs; every row carries its edition."""
    return csv_bytes(HEADINGS, (_row(scheme, issued) for scheme in issued.schemes))


def _row(scheme: Scheme, issued: Directory) -> tuple[str, ...]:
    return (
        scheme.name,
        scheme.specialty,
        scheme.group,
        scheme.region,
        scheme.part,
        scheme.since or "not known",
        KINDS[scheme.kind],
        scheme.mentors or "not stated",
        scheme.mentees or "not stated",
        STATUSES[scheme.status],
        scheme.year or "not known",
        scheme.link or "address to be found",
        scheme.checked_on.isoformat() if scheme.checked_on else "never",
        scheme.checked_how,
        scheme.origin or "Reported",
        scheme.key,
        issued.edition.isoformat(),
    )


def _fits(scheme: Scheme, wanted: Wanted) -> bool:
    asked = ((wanted.specialty, scheme.specialty), (wanted.region, scheme.region), (wanted.kind, scheme.kind))
    return all(value in {"", own} for value, own in asked)


def _holding(schemes: list[Scheme], words: str) -> set[str] | None:
    """Return the keys of the rows that hold everything asked about, in any way of saying it; None asks for nothing.

    Old and new terms count as one. A word that no row holds is taken for the closest one that some row does.
    """
    asked = concepts(words, synonyms())
    if not asked:
        return set() if words.strip() else None
    texts = {scheme.key: _text(scheme) for scheme in schemes}
    known = Counter(token for scheme in schemes for token in tokens(_told(scheme)))
    return set.intersection(
        *({key for key, text in texts.items() if _says(text, one)} for one in _meant(asked, texts, known))
    )


def _meant(asked: Sequence[Concept], texts: dict[str, str], known: Counter[str]) -> list[Concept]:
    """Return what was asked about, with typing errors put right."""
    meant = []
    for concept in asked:
        close = "" if any(_says(text, concept) for text in texts.values()) else closest(concept.typed, known)
        meant.append(Concept(close, (stem(close),)) if close else concept)
    return meant


def _says(text: str, concept: Concept) -> bool:
    """Tell whether a row holds what was typed, or a word that begins with it, or any way of saying it."""
    own = " ".join(concept.words)
    typed = f" {own}" if len(own) >= SHORTEST else f" {own} "
    return typed in text or any(f" {' '.join(words)} " in text for words in concept.alike)


def _text(scheme: Scheme) -> str:
    return f" {' '.join(stems(_told(scheme)))} "


def _told(scheme: Scheme) -> str:
    told = (scheme.name, scheme.specialty, scheme.group, scheme.region, scheme.part, scheme.mentors, scheme.mentees)
    return " ".join(told)


def _lines(schemes: Sequence[Scheme], counted: Callable[[Scheme], str], spread: Callable[[Scheme], str]) -> list[Line]:
    lines = [
        Line(label, number, _most_first(Counter(spread(scheme) for scheme in schemes if counted(scheme) == label)))
        for label, number in Counter(map(counted, schemes)).items()
    ]
    return sorted(lines, key=lambda line: (-line.count, line.label))


def _most_first(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0])))
