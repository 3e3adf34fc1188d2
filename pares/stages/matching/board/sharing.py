"""Who gets what: how many of a group have a mentor and how well they fit, where the group is large enough."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

SMALLEST_GROUP = 5
OTHERS = "All others"


@dataclass(frozen=True)
class Got:
    """One mentee's groups, and the score of the pair proposed for them; None for no mentor."""

    groups: dict[str, str]
    score: int | None


@dataclass(frozen=True)
class Share:
    """A group: how many mentees, how many of them have a mentor, and the mean score of their pairs.

    The mean is None where there is no pair, or where it would speak of fewer than five.
    """

    name: str
    mentees: int
    matched: int
    mean: int | None


def shares(mentees: Iterable[Got], by: str) -> list[Share]:
    """Return the groups of at least five, in order of name, and all others together where they are five too.

    Where fewer than five would be left over, the smallest group joins them, so that nobody is found by subtracting.
    One group alone is not told: whether it is all there is, or holds a few others, would tell whether these exist.
    """
    groups: dict[str, list[int | None]] = defaultdict(list)
    for mentee in mentees:
        groups[mentee.groups[by]].append(mentee.score)
    small = [name for name, scores in groups.items() if len(scores) < SMALLEST_GROUP]
    rest = [score for name in small for score in groups.pop(name)]
    while rest and len(rest) < SMALLEST_GROUP and groups:
        rest += groups.pop(min(groups, key=lambda name: (len(groups[name]), name)))
    told = [(name, groups[name]) for name in sorted(groups)] + ([(OTHERS, rest)] if rest else [])
    return _without_small_means([_share(*each) for each in told]) if len(told) > 1 else []


def _without_small_means(found: list[Share]) -> list[Share]:
    """Return the groups without the means of fewer than five pairs, and of as many more as keep those unknown.

    The mean of all pairs is no secret: what is hidden must be two groups with five pairs between them, or none.
    """
    paired = sorted((each for each in found if each.matched), key=lambda each: (each.matched, each.name))
    small = [each for each in paired if each.matched < SMALLEST_GROUP]
    hidden = paired[: max(2, len(small))] if small else []
    while hidden and sum(each.matched for each in hidden) < SMALLEST_GROUP and len(hidden) < len(paired):
        hidden.append(paired[len(hidden)])
    return [replace(each, mean=None) if each in hidden else each for each in found]


def _share(name: str, scores: list[int | None]) -> Share:
    matched = [score for score in scores if score is not None]
    mean = (2 * sum(matched) + len(matched)) // (2 * len(matched)) if matched else None
    return Share(name, len(scores), len(matched), mean)
