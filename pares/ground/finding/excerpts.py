"""A few words around what was found, safe to print. Pure: no Django."""

import functools
import re
from collections.abc import Sequence
from itertools import accumulate

from markupsafe import Markup, escape

from pares.ground.finding.asking import Concept
from pares.ground.finding.stems import stems

LENGTH = 200
Span = tuple[int, int, int]
"""From and to which letter of a text something asked for stands, and which of the things asked for it is."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+")


def excerpt(text: str, concepts: Sequence[Concept]) -> Markup:
    """Return about 200 letters of the text where most of what was asked stands, with the words found marked."""
    sentences = _SENTENCE.split(text)
    starts = [0, *accumulate(len(sentence) + 1 for sentence in sentences)][: len(sentences)]
    spans = found_in(" ".join(sentences), concepts)
    best = max(starts, key=lambda start: _gain(spans, start))
    said = _cut(" ".join(sentences)[best:])
    return Markup("… " if best else "") + marked(said, concepts)  # noqa: S704 - our own sign


def marked(text: str, concepts: Sequence[Concept]) -> Markup:
    """Return the text, escaped, with what was asked for marked."""
    made, end = Markup(), 0
    for start, stop, _ in sorted(found_in(text, concepts)):
        if start >= end:
            made += escape(text[end:start]) + Markup("<mark>{}</mark>").format(text[start:stop])
            end = stop
    return made + escape(text[end:])


def found_in(text: str, concepts: Sequence[Concept]) -> list[Span]:
    """Return where what was asked for stands: whole phrases only, "full" alone is not "less than full time"."""
    words = [(word.start(), word.end(), stem) for word in _WORD.finditer(text) for stem in _stems(word[0])]
    said = [stem for _, _, stem in words]
    return [
        (words[at][0], words[at + len(phrase) - 1][1], which)
        for which, concept in enumerate(concepts)
        for phrase in concept.all
        for at in range(len(said) - len(phrase) + 1)
        if said[at] == phrase[0] and tuple(said[at : at + len(phrase)]) == phrase
    ]


@functools.lru_cache(maxsize=20_000)
def _stems(word: str) -> tuple[str, ...]:
    return tuple(stems(word))


def _gain(spans: Sequence[Span], start: int) -> tuple[int, int]:
    """Return how many different things asked for an excerpt from here holds, and how soon it comes to the first."""
    here = [(first, which) for first, last, which in spans if start <= first and last <= start + LENGTH]
    soon = start - min(first for first, _ in here) if here else -start
    return len({which for _, which in here}), soon


def _cut(text: str) -> str:
    if len(text) <= LENGTH:
        return text
    return text[:LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"
