"""What somebody asks for: its words, each with all that means the same. Pure: no Django."""

from collections.abc import Mapping
from dataclasses import dataclass

from pares.ground.finding.stems import STOP, stem, tokens
from pares.ground.finding.synonyms import Words, longest

LONGEST = 200
MOST = 12


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing asked about: the words as typed, as compared, and the others that mean the same."""

    typed: str
    words: Words
    alike: tuple[Words, ...] = ()

    @property
    def all(self) -> tuple[Words, ...]:
        """Every way to say it, the reader's own first."""
        return (self.words, *self.alike)


def concepts(asked: str, known: Mapping[Words, frozenset[Words]]) -> tuple[Concept, ...]:
    """Return what is asked about, each once; words that only ask ("how many") count where there are no others."""
    typed = tokens(asked[:LONGEST])
    rest = [stem(token) for token in typed]
    found: dict[Words, Concept] = {}
    while rest:
        same = longest(rest, known)
        words = same or tuple(rest[:1])
        if same or typed[0] not in STOP:
            alike = sorted(known.get(words, frozenset()) - {words})
            found.setdefault(words, Concept(" ".join(typed[: len(words)]), words, tuple(alike)))
        typed, rest = typed[len(words) :], rest[len(words) :]
    return tuple(found.values())[:MOST] or _bare(asked)


def _bare(asked: str) -> tuple[Concept, ...]:
    return tuple(Concept(token, (stem(token),)) for token in dict.fromkeys(tokens(asked[:LONGEST])[:MOST]))
