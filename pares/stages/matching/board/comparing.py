"""Two states of a proposal side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

from pares.stages.matching.board.states import State


@dataclass(frozen=True)
class Figures:
    """How good a state is: mentees matched, of how many, the lowest score and the mean score of its pairs."""

    matched: int
    mentees: int
    worst: int
    mean: int


@dataclass(frozen=True)
class Differing:
    """A mentee whose mentor is not the same in both."""

    mentee: str
    one: str
    other: str


@dataclass(frozen=True)
class Compared:
    """The figures of both, who differs by name, and how many mentees have the same mentor in both."""

    figures: tuple[Figures, Figures]
    differ: list[Differing]
    same: int


def compared(one: State, other: State, names: Mapping[str, str]) -> Compared:
    """Return what tells two states apart."""
    people = one.pairs.keys() | other.pairs.keys()
    differ = [
        Differing(names[who], _mentor(one, who, names), _mentor(other, who, names))
        for who in people
        if _id(one, who) != _id(other, who)
    ]
    differ.sort(key=lambda line: (line.mentee, line.one, line.other))
    return Compared((_figures(one), _figures(other)), differ, len(people) - len(differ))


def _id(state: State, who: str) -> str | None:
    return state.pairs[who].mentor if who in state.pairs else None


def _mentor(state: State, who: str, names: Mapping[str, str]) -> str:
    mentor = _id(state, who)
    return names[mentor] if mentor else "Nobody"


def _figures(state: State) -> Figures:
    scores = [placed.score for placed in state.pairs.values()]
    left = sum("fixes" in left["about"] for left in state.left.values())
    mean = (2 * sum(scores) + len(scores)) // (2 * len(scores)) if scores else 0
    return Figures(len(scores), len(scores) + left, min(scores, default=0), mean)
