"""Which section answers best: the order of what the database found, the same on every database. Pure: no Django."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pares.ground.finding.asking import Concept
from pares.ground.finding.stems import STOP, stems, tokens
from pares.ground.finding.synonyms import Words

TITLE, TITLE_OF_PART, HEADING, ASKED, TEXT = 6.0, 1.5, 3.0, 1.0, 1.0
ANSWER = 14.0
"""What the very question counts that a section is known to answer."""
OTHER_WORD = 0.7
"""What a word of the same meaning counts against the reader's own."""
USUAL_LENGTH = 90
NEAR = 16
"""Within how many words all that was asked for must stand to count as said together."""
TOGETHER = 2.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A section the database found: its words, whether it stands for its whole page, what such pages count."""

    number: int
    title: str
    heading: str
    asked: Sequence[str]
    text: str
    whole: bool
    weight: float = 1.0


def ranked(candidates: Iterable[Candidate], concepts: Sequence[Concept]) -> list[int]:
    """Return the candidates' numbers, the best first; those that lack more of what was asked come later."""
    sections = [_Section(each) for each in candidates]
    held = {each.number: [_strength(each, concept) for concept in concepts] for each in sections}
    rarity = [_rarity(sum(1 for found in held.values() if found[at]), len(held)) for at in range(len(concepts))]
    near = {each.number: _together(each.text, concepts) + _answers(each, concepts) for each in sections}
    weight = {each.number: each.weight for each in sections}

    def worth(number: int) -> tuple[float, int]:
        found = held[number]
        share = sum(1 for each in found if each) / (len(found) or 1)
        sum_of = sum(each * rare for each, rare in zip(found, rarity, strict=True))
        return -round((sum_of + near[number]) * share**2 * weight[number], 6), number

    return sorted(held, key=worth)


def _rarity(having: int, of: int) -> float:
    return 1 + math.log((of + 1) / (having + 1))


class _Section:
    """A candidate's words without their endings, cut once."""

    def __init__(self, given: Candidate) -> None:
        self.number, self.weight = given.number, given.weight
        self.text = stems(given.text)
        self.named = [(TITLE if given.whole else TITLE_OF_PART, _Line(given.title)), (HEADING, _Line(given.heading))]
        self.asked = [_Line(question) for question in given.asked]


class _Line:
    """A short text: its words, and how many of them tell what it is about."""

    def __init__(self, text: str) -> None:
        self.words = stems(text)
        self.telling = sum(token not in STOP for token in tokens(text)) or len(self.words)


def _strength(section: _Section, concept: Concept) -> float:
    """Return how much of a section is about one thing: 0 where it does not stand there."""
    best = 0.0
    for words in concept.all:
        counts = 1.0 if words == concept.words else OTHER_WORD
        named = sum(weight * _share(words, line) for weight, line in section.named)
        often = _times(words, section.text)
        said = TEXT * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * len(section.text) / USUAL_LENGTH))
        asked = ASKED * any(_times(words, question.words) for question in section.asked)
        best = max(best, counts * (named + asked + said))
    return best


def _share(words: Words, line: _Line) -> float:
    """Return 1 where a line is these words and nothing else that tells, more than half where others stand there too."""
    if not _times(words, line.words):
        return 0.0
    return 0.5 + 0.5 * min(1.0, len(words) / line.telling)


def _answers(section: _Section, concepts: Sequence[Concept]) -> float:
    """Return how nearly what is asked is a question the section is known to answer, and nothing besides."""
    best = 0.0
    for question in section.asked:
        said = [
            max((len(words) for words in each.all if _times(words, question.words)), default=0) for each in concepts
        ]
        of_asked = sum(1 for length in said if length) / (len(concepts) or 1)
        of_question = min(1.0, sum(said) / question.telling)
        best = max(best, of_asked * of_question)
    return ANSWER * best**3


def _times(words: Words, within: Sequence[str]) -> int:
    if len(words) == 1:
        return within.count(words[0])
    return sum(1 for at in range(len(within)) if tuple(within[at : at + len(words)]) == words)


def _together(text: Sequence[str], concepts: Sequence[Concept]) -> float:
    """Return how closely all that was asked for stands together in a text; 0 where it does not, or is one thing."""
    if len(concepts) < 2:  # noqa: PLR2004 - one thing is always together
        return 0.0
    places = _places(text, concepts)
    last: dict[int, int] = {}
    least = NEAR + 1
    for place, which in places:
        last[which] = place
        if len(last) == len(concepts):
            least = min(least, place - min(last.values()) + 1)
    return TOGETHER * (1 - (least - len(concepts)) / NEAR) if least <= NEAR else 0.0


def _places(text: Sequence[str], concepts: Sequence[Concept]) -> list[tuple[int, int]]:
    starts: dict[str, list[tuple[int, Words]]] = {}
    for which, concept in enumerate(concepts):
        for words in concept.all:
            starts.setdefault(words[0], []).append((which, words))
    return [
        (at, which)
        for at, word in enumerate(text)
        for which, words in starts.get(word, ())
        if tuple(text[at : at + len(words)]) == words
    ]
