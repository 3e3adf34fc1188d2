"""What goes into a pack and what stays out: the gate in `rules` applied to the library and a scheme's shelf."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from pares.guide.library.attribution import Work
from pares.guide.library.models import FileBytes, Resource, ShelfItem
from pares.guide.library.packs import Included, LeftOut, no_copy
from pares.guide.library.rules import reaches

Holding = Resource | ShelfItem


@dataclass
class Gathered:
    """The files that may go in, and what stays out and why, in the order they were looked at."""

    cleared: list[Holding] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def included(self, folder: str = "") -> list[Included]:
        """Return the files with their bytes, read in one query."""
        wanted = [row.file_id for row in self.cleared]
        contents = {row.file_id: bytes(row.content) for row in FileBytes.objects.filter(file__in=wanted)}
        return [_included(row, contents[row.file_id], folder) for row in self.cleared if row.file_id in contents]


def gather(rows: Iterable[Holding], *, audience: str, handed_to: str, on: date) -> Gathered:
    """Sort what is meant for an audience by whether it may be handed to those who get the pack.

    They are two: a pack for mentors that anybody may download is handed to everyone, and what the owner allows for
    mentors alone stays out of it.
    """
    found = Gathered()
    for row in rows:
        if not reaches(row.audience, audience):
            continue
        verdict = row.may_hand_on(handed_to, on)
        if not verdict.cleared:
            found.left_out.append(LeftOut(work(row), verdict.why))
        elif row.file_id is None:
            found.left_out.append(no_copy(work(row), row.standing))
        else:
            found.cleared.append(row)
    return found


def work(row: Holding) -> Work:
    """Return whose work a row is about."""
    return Work(row.title, row.owner, row.link if isinstance(row, Resource) else "")


def _included(row: Holding, content: bytes, folder: str) -> Included:
    name = row.file.name if row.file else row.title
    return Included(name, content, work(row), row.standing, folder)
