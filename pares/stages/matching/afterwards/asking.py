"""What if, once there are pairs: a mentor withdraws or takes one more, somebody who waits is matched; whom we need."""

from dataclasses import dataclass, replace

import numpy as np

from pares.stages.matching.afterwards.filling import changes
from pares.stages.matching.afterwards.standing import Standing
from pares.stages.matching.alternatives import Move
from pares.stages.matching.keeping import kept
from pares.stages.matching.sparing import Spared, sparing
from pares.stages.matching.table import NOBODY, Table

WITHDRAWN, ONE_MORE, MATCHED = "withdrawn", "one_more", "matched"


@dataclass(frozen=True)
class Followed:
    """What would follow: who gets a mentor, who needs another, who else moves; how many have one.

    `without_change` is how many could have one if nothing changed.
    """

    new: tuple[Move, ...]
    needing: tuple[Move, ...]
    moved: tuple[Move, ...]
    before: int
    after: int
    without_change: int


def supposed(now: Standing, change: str, who: str) -> Followed | None:
    """Return what follows when a mentor withdraws (WITHDRAWN), takes ONE_MORE, or somebody who waits is MATCHED.

    As few people move as can be. When a mentor withdraws, their mentees come before all who wait. None where nobody is
    meant.
    """
    if who not in (now.frame.rows if change == MATCHED else now.frame.columns):
        return None
    table = _only(now, {who}) if change == MATCHED else _only(now, set()) if change == WITHDRAWN else now.table
    changed = _changed(table, change, who)
    lines = changes(table, now.columns, kept(changed, now.columns).assigned)
    before = int((now.columns != NOBODY).sum())
    base = kept(table, now.columns).matched
    return Followed(
        new=tuple(line for line in lines if line.before is None),
        needing=tuple(line for line in lines if change == WITHDRAWN and line.before == who),
        moved=tuple(line for line in lines if line.before and (change != WITHDRAWN or line.before != who)),
        before=before,
        after=before + sum((line.after is not None) - (line.before is not None) for line in lines),
        without_change=base,
    )


def cannot_lose(now: Standing) -> tuple[Spared, ...]:
    """Return what losing each mentor who has somebody would mean for those who have a mentor now, the dearest first."""
    return sparing(now.table, now.columns) if now.pairs else ()


def _only(now: Standing, waiting: set[str]) -> Table:
    """Return the problem without those who wait, but for some."""
    absent = np.isin(now.table.mentees, [who for who in now.waiting if who not in waiting])
    return replace(now.table, score=np.where(absent[:, None], NOBODY, now.table.score))


def _changed(table: Table, change: str, who: str) -> Table:
    if change == MATCHED:
        return table
    column = table.mentors.index(who)
    places = table.places.copy()
    places[column] = 0 if change == WITHDRAWN else places[column] + 1
    locked = np.where(table.locked == column, NOBODY, table.locked) if change == WITHDRAWN else table.locked
    return replace(table, places=places, locked=locked)
