"""A proposal as a value: what it holds, how two of them differ, and the way back from a difference."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Placed(NamedTuple):
    """Whom a mentee has: the mentor's id, the score, whether the pair is locked, and chosen by a lead."""

    mentor: str
    score: int
    locked: bool
    by_hand: bool


@dataclass(frozen=True)
class State:
    """All a proposal holds: mentees with their mentors, who has nobody and why, who is left out, and its figures.

    `weights` holds only what a change sets anew of what counts how much: criteria by name.
    """

    pairs: Mapping[str, Placed] = field(default_factory=dict)
    left: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    aside: frozenset[str] = frozenset()
    figures: Mapping[str, int] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)


def difference(before: State, after: State) -> dict[str, Any]:
    """Return what tells one state from another as plain JSON: lines of id, before, after (None for not there)."""
    return {
        "pairs": _lines(before.pairs, after.pairs),
        "left": _lines(before.left, after.left),
        "aside": _lines(dict.fromkeys(before.aside, True), dict.fromkeys(after.aside, True)),
        "figures": [dict(before.figures), dict(after.figures)],
        "weights": _lines(before.weights, after.weights),
    }


def back(after: State, found: Mapping[str, Any]) -> State:
    """Return the state before, from the state after and their difference."""
    pairs = {mentee: tuple(placed) for mentee, placed in after.pairs.items()}
    return State(
        pairs={mentee: Placed(*placed) for mentee, placed in _undone(pairs, found["pairs"]).items()},
        left=_undone(after.left, found["left"]),
        aside=frozenset(_undone(dict.fromkeys(after.aside, True), found["aside"])),
        figures=found["figures"][0],
        weights={name: before for name, before, _ in reweighed(found)},
    )


def moved(found: Mapping[str, Any]) -> list[tuple[str, str | None, str | None]]:
    """Return whose mentor differs, from whom, to whom, of a difference; a lock alone moves nobody."""
    lines = [(who, before and before[0], after and after[0]) for who, before, after in found["pairs"]]
    return [line for line in lines if line[1] != line[2]]


def relocked(found: Mapping[str, Any]) -> list[tuple[str, bool]]:
    """Return which mentees with the same mentor before and after were locked (True) or unlocked."""
    same = [(who, before, after) for who, before, after in found["pairs"] if before and after and before[0] == after[0]]
    return [(who, after[2]) for who, before, after in same if before[2] != after[2]]


def reweighed(found: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    """Return which criteria, by name, count differently: with how much before and after."""
    return [(name, before, after) for name, before, after in found.get("weights", ())]


def _lines(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[list[Any]]:
    found = [(who, _plain(before.get(who)), _plain(after.get(who))) for who in sorted(before.keys() | after.keys())]
    return [list(line) for line in found if line[1] != line[2]]


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _undone(after: Mapping[str, Any], lines: list[list[Any]]) -> dict[str, Any]:
    changed: dict[str, Any] = {who: before for who, before, _ in lines}
    kept = {who: value for who, value in after.items() if who not in changed}
    return kept | {who: value for who, value in changed.items() if value is not None}
