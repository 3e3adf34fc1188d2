"""Putting a copy back into an empty place, and making it fit to be opened before anybody reaches it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.management import call_command

from pares.ground.ledger import erased
from pares.ground.ledger.actions import erase_again
from pares.ground.letters.actions import hold_waiting
from pares.ground.people.actions import end_all_sessions
from pares.management.copies.engine import NotDone, engine
from pares.management.copies.folder import refuse_altered
from pares.management.pending import UNFINISHED
from pares.stages.answers.actions import without_key
from pares.stages.evaluation.models import Survey
from pares.stages.handover.retention import forget
from pares.stages.reminders.actions import catch_up


@dataclass(frozen=True)
class PutBack:
    """What came back, and what was done with it."""

    rows: int
    erased: int
    forgotten: int
    sessions: int
    held: int
    lost_keys: tuple[str, ...]


def restore(*, copy: Path, now: Callable[[], datetime], summed: bool = True) -> PutBack:
    """Put a copy back and make it fit; `now` is asked once the database is there. Raises NotDone.

    `summed` is whether the copy must be what its checksum file says.

    A note beside the database says that this is under way: while it is there, neither web nor worker starts.
    """
    using = engine()
    if not copy.is_file():
        raise NotDone(f"There is no file {copy}.")
    if copy.suffix != f".{using.ending}":
        raise NotDone(f"{copy.name} is no copy of this kind of database: its name would end in .{using.ending}.")
    if taken := using.is_taken():
        raise NotDone(
            f"There is something already: {taken}. A copy is only put into an empty place; nothing was changed."
        )
    if summed:
        refuse_altered(copy)
    expected = using.read(copy)
    note = settings.DATA / UNFINISHED
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(f"{copy}\n", encoding="utf-8")
    try:
        using.put_back(copy)
    except (NotDone, OSError):
        note.unlink()
        raise
    call_command("migrate", verbosity=0)
    made_fit = make_fit(copy.parent, now())
    note.unlink()
    return PutBack(sum(expected.values()), *made_fit)


def make_fit(beside: Path, at: datetime) -> tuple[int, int, int, int, tuple[str, ...]]:
    """Erase, forget, end sessions and hold letters, before the first request; doing it again changes nothing."""
    known = erased.read(erased.place(), beside / f"pares-{erased.NAME}")
    gone = erase_again(erased=known, at=at)
    erased.write(erased.place(), known, at)
    forgotten = sum(forget(at).values())
    sessions = end_all_sessions(by=None, at=at)
    catch_up(at=at)
    return gone, forgotten, sessions, hold_waiting(by=None, at=at), _names(without_key())


def _names(surveys: list[UUID]) -> tuple[str, ...]:
    found = Survey.objects.filter(pk__in=surveys).select_related("cohort__scheme").order_by("cohort__slug", "kind")
    return tuple(f"{each.get_kind_display()}, {each.cohort.name}, {each.cohort.scheme.name}" for each in found)
