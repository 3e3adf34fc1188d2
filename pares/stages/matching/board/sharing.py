"""Who gets what: how many of a group have a mentor and how well they fit, where the group is large enough."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

SMALLEST_GROUP = 5
OTHERS = "All others"


@dataclass(frozen=True)
class Got:
    """One mentee's groups, and the score of the pair proposed for them; None for no mentor."""

    groups: dict[str, str]
    score: int | None


@dataclass(frozen=True)
class Share:
    """A group: how many mentees, how many of them have a mentor, and the mean score of their pairs (None of none)."""

    name: str
    mentees: int
    matched: int
    mean: int | None


def shares(mentees: Iterable[Got], by: str) -> list[Share]:
    """Return the groups of at least five, in order of name, and all others together where they are five too.

    Where fewer than five would be left over, the smallest group joins them, so that nobody is found by subtracting.
    """
    groups: dict[str, list[int | None]] = defaultdict(list)
    for mentee in mentees:
        groups[mentee.groups[by]].append(mentee.score)
    small = [name for name, scores in groups.items() if len(scores) < SMALLEST_GROUP]
    rest = [score for name in small for score in groups.pop(name)]
    while rest and len(rest) < SMALLEST_GROUP and groups:
        rest += groups.pop(min(groups, key=lambda name: (len(groups[name]), name)))
    found = [_share(name, groups[name]) for name in sorted(groups)]
    return [*found, _share(OTHERS, rest)] if len(rest) >= SMALLEST_GROUP else found


def _share(name: str, scores: list[int | None]) -> Share:
    matched = [score for score in scores if score is not None]
    mean = (2 * sum(matched) + len(matched)) // (2 * len(matched)) if matched else None
    return Share(name, len(scores), len(matched), mean)
