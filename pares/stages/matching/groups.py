"""Groups: mentors who meet up to four mentees together, and who is with whom in words."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from pares.stages.matching.models import Pair, ProposedPair
from pares.stages.recruitment.models import Application, Part

LARGEST = 4
FROM_A_GROUP = 3
"""From so many places on a lead may ask whether a mentor would rather meet a group; ours."""

_ALONE = "You meet your {partner} alone.\nWhat you talk about stays between the two of you."
_TOGETHER = {
    Part.MENTOR: f"This mentee joins your group: you meet all your mentees together, up to {LARGEST}.",
    Part.MENTEE: f"You meet your mentor in a group, together with up to {LARGEST - 1} other mentees.",
}
_IN_CONFIDENCE = "What is said in the group stays in the group. Everybody in it promises that."


def how_they_meet(pair: Pair, to: Application) -> str:
    """Return how a pair meets as its match letter says it, a line a sentence, with nobody's name."""
    part = Part(to.part)
    if not pair.in_group:
        return _ALONE.format(partner="mentee" if part is Part.MENTOR else "mentor")
    return f"{_TOGETHER[part]}\n{_IN_CONFIDENCE}"


def in_words(pairs: Iterable[Pair | ProposedPair]) -> dict[UUID, str]:
    """Return for each mentor who meets a group, by id, how large it is in these pairs: "Group, with 2 others"."""
    sizes = Counter(pair.mentor_id for pair in pairs if pair.mentor.group)
    return {mentor: f"Group, {_others(size - 1)}" for mentor, size in sizes.items()}


def _others(number: int) -> str:
    return {0: "nobody else yet", 1: "with 1 other"}.get(number, f"with {number} others")
