"""How free places can be filled: without moving anybody, and where that gives more people a mentor, by moving a few."""

import json
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np

from pares.stages.matching.afterwards.standing import Standing
from pares.stages.matching.alternatives import Move
from pares.stages.matching.keeping import kept
from pares.stages.matching.table import NOBODY, Ints, Table


@dataclass(frozen=True)
class Plan:
    """Who gets a mentor, and who moves for it; `seen` stands for exactly this, done to the pairs as they are."""

    new: tuple[Move, ...]
    moved: tuple[Move, ...]
    seen: str

    @property
    def lines(self) -> tuple[Move, ...]:
        """All of it."""
        return self.new + self.moved


@dataclass(frozen=True)
class Plans:
    """What can be done without moving anybody, and what more by moving people; None where that is nothing more."""

    still: Plan | None
    moving: Plan | None

    def seen(self, seen: str) -> Plan | None:
        """Return the plan a lead saw, if it is still one of them."""
        return next((plan for plan in (self.still, self.moving) if plan and plan.seen == seen), None)


def plans(now: Standing) -> Plans:
    """Return what can be done for those who wait. Nobody who has a mentor loses one without getting another."""
    if not now.waiting or not now.frame.mentors:
        return Plans(None, None)
    held = np.where(now.columns == NOBODY, now.table.locked, now.columns)
    still = _plan(now, replace(now.table, locked=held))
    moving = _plan(now, now.table)
    return Plans(still if still.new else None, moving if len(moving.new) > len(still.new) else None)


def changes(table: Table, standing: Ints, assigned: Ints) -> tuple[Move, ...]:
    """Return whose mentor would be another than now, in order of id; None for nobody."""
    names = [*table.mentors, None]
    return tuple(
        Move(table.mentees[row], names[standing[row]], names[assigned[row]])
        for row in np.flatnonzero(standing != assigned)
    )


def _plan(now: Standing, table: Table) -> Plan:
    lines = changes(table, now.columns, kept(table, now.columns).assigned)
    told = [str(now.cohort.pk), now.ever, [[line.mentee, line.before, line.after] for line in lines]]
    return Plan(
        new=tuple(line for line in lines if line.before is None),
        moved=tuple(line for line in lines if line.before is not None),
        seen=sha256(json.dumps(told).encode()).hexdigest(),
    )
