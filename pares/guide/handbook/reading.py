"""How old a reader must be to follow a text: Flesch-Kincaid's grade (Kincaid 1975) and five years. Pure."""

import re
from collections.abc import Iterable

from pares.ground.wording.shipped import CONTENT

OLDEST = 14
SCHOOL_STARTS = 5
PER_WORD, PER_SYLLABLE, LESS = 0.39, 11.8, 15.59
# Words this field cannot do without: their length is not held against a text.
FIELD_TERMS = frozenset((CONTENT / "field-terms.txt").read_text(encoding="utf-8").split())
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE = re.compile(r"[.!?]+(?:\s|$)")
_VOWELS = re.compile(r"[aeiouy]+")
# An e that is written and not said: "care", "asked" but not "needed", "comes" but not "places".
_SILENT = re.compile(r"(?<![aeiouyl])(?:e|(?<![td])ed|(?<![csxz])es)$")


def words_of(text: str) -> list[str]:
    """Return the words of the text in small letters."""
    return _WORD.findall(text.lower())


def age(blocks: Iterable[str]) -> float:
    """Return the age, in years, at which a reader follows these paragraphs; 0 where there are no words."""
    sentences, words = 0, list[str]()
    for block in blocks:
        said = [part for part in _SENTENCE.split(block) if words_of(part)]
        sentences += len(said)
        words += words_of(block)
    rated = [word for word in words if word not in FIELD_TERMS and not any(sign.isdigit() for sign in word)]
    if not rated:
        return 0.0
    length = sum(map(syllables, rated)) / len(rated)
    return PER_WORD * len(words) / sentences + PER_SYLLABLE * length - LESS + SCHOOL_STARTS


def syllables(word: str) -> int:
    """Return about how many syllables an English word in small letters has, at least one."""
    return max(1, len(_VOWELS.findall(_SILENT.sub("", word))))
