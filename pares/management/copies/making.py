"""Making a copy: it counts only once it was read again and holds every row of the moment it was made."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pares.ground.ledger import erased
from pares.management.copies import folder as place
from pares.management.copies.engine import Counts, Engine, NotDone, engine, refuse_differing


@dataclass(frozen=True)
class Made:
    """A good copy: where, of how many tables and rows; and how many old ones were removed."""

    copy: Path
    tables: int
    rows: int
    removed: int


def back_up(*, folder: Path, at: datetime, kept: timedelta) -> Made:
    """Make a copy of the running site's database, look at it, and remove what is older than `kept`; raises NotDone."""
    place.refuse_bad(folder)
    using = engine()
    copy = folder / place.name(at, using.ending)
    try:
        with place.alone(folder):
            counts = _good(using, copy)
            beside = folder / f"pares-{erased.NAME}"
            erased.write(beside, erased.read(erased.place(), beside), at)
            removed = place.remove_old(folder, at, kept)
    except OSError as error:
        raise NotDone(f"The copy could not be kept in {folder}: {error.strerror}.") from error
    return Made(copy, len(counts), sum(counts.values()), removed)


def _good(using: Engine, copy: Path) -> Counts:
    """Make the copy under a temporary name, look at it, and give it its name; return its rows."""
    if copy.exists():
        raise NotDone(f"{copy} is there already. Try again in a second.")
    draft = copy.with_name(f".{copy.name}.part")
    try:
        expected = using.write(draft)
        refuse_differing(expected, using.read(draft))
    except NotDone as error:
        raise NotDone(f"{error} Nothing was kept. The last good copy: {place.latest(copy.parent)}.") from error
    place.finish(draft, copy)
    return expected
