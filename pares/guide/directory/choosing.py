"""Choosing from the directory: filters, a search in words, an order, and counts by specialty and region."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pares.ground.files.writing import csv_bytes
from pares.guide.directory.schemes import KINDS, STATUSES, Directory, Scheme

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
    """Return the rows that fit every filter and hold every word, in the order asked for and then by name."""
    words = _plain(wanted.words).split()
    found = [scheme for scheme in schemes if _fits(scheme, wanted) and all(word in _text(scheme) for word in words)]
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
        "never",
        issued.edition.isoformat(),
    )


def _fits(scheme: Scheme, wanted: Wanted) -> bool:
    asked = ((wanted.specialty, scheme.specialty), (wanted.region, scheme.region), (wanted.kind, scheme.kind))
    return all(value in {"", own} for value, own in asked)


def _text(scheme: Scheme) -> str:
    return _plain(f"{scheme.name} {scheme.specialty} {scheme.group} {scheme.region} {scheme.part}")


def _plain(words: str) -> str:
    """Return the words in small letters without accents."""
    split = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def _lines(schemes: Sequence[Scheme], counted: Callable[[Scheme], str], spread: Callable[[Scheme], str]) -> list[Line]:
    lines = [
        Line(label, number, _most_first(Counter(spread(scheme) for scheme in schemes if counted(scheme) == label)))
        for label, number in Counter(map(counted, schemes)).items()
    ]
    return sorted(lines, key=lambda line: (-line.count, line.label))


def _most_first(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0])))
