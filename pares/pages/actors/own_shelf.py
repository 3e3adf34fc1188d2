"""What a mentor or mentee finds on their scheme's shelf: only what is for them and may be handed to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from pares.ground.schemes.models import Scheme
from pares.guide.library.models import KeptFile, Licensed, Resource, ShelfItem
from pares.guide.library.rules import Audience, reaches
from pares.pages.actors.reach import NobodyHere
from pares.stages.recruitment.models import Part

L = TypeVar("L", bound=Licensed)
_READERS = {Part.MENTOR: Audience.MENTORS, Part.MENTEE: Audience.MENTEES}


@dataclass(frozen=True)
class OwnShelf:
    """A scheme's shelf as somebody sees it who is a mentor, a mentee, or both in different cohorts."""

    scheme: Scheme
    parts: frozenset[Part]

    def items(self, on: date) -> list[ShelfItem]:
        """Return the scheme's own files for this reader on a day, in one query."""
        return self._cleared(ShelfItem.objects.of(self.scheme), on)

    def library(self, on: date) -> list[Resource]:
        """Return the library's files for this reader on a day, in one query."""
        return self._cleared(Resource.objects.shown().with_files(), on)

    def file(self, item: UUID, on: date) -> KeptFile:
        """Return one of the scheme's files."""
        return _the_file(self._cleared(ShelfItem.objects.of(self.scheme).filter(pk=item), on))

    def library_file(self, slug: str, on: date) -> KeptFile:
        """Return one of the library's files."""
        return _the_file(self._cleared(Resource.objects.shown().with_files().filter(slug=slug), on))

    def _cleared(self, rows: Iterable[L], on: date) -> list[L]:
        return [row for row in rows if any(_goes_to(row, part, on) for part in self.parts)]


def filled(schemes: Iterable[Scheme], part: Part, on: date) -> list[Scheme]:
    """Return those of the schemes whose shelf, or the library, has something for a part on a day; two queries."""
    wanted = {scheme.pk: scheme for scheme in schemes}
    if any(_goes_to(row, part, on) for row in Resource.objects.shown().with_files()):
        return list(wanted.values())
    there = {row.scheme_id for row in ShelfItem.objects.of_any(wanted.values()) if _goes_to(row, part, on)}
    return [scheme for key, scheme in wanted.items() if key in there]


def _goes_to(row: Licensed, part: Part, on: date) -> bool:
    reader = _READERS[part]
    return reaches(row.audience, reader) and row.may_hand_on(reader, on).cleared


def _the_file(rows: Iterable[ShelfItem | Resource]) -> KeptFile:
    """Return the one file there is, or raise NobodyHere."""
    row = next(iter(rows), None)
    if row is None or row.file is None:
        raise NobodyHere
    return row.file
