"""Words that mean the same to a reader, old ones and new ones: `pares/content/synonyms.toml`. Pure: no Django."""

import functools
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from pares.ground.finding.stems import stems, tokens

FILE = Path(__file__).resolve().parents[2] / "content" / "synonyms.toml"
Words = tuple[str, ...]
"""One or more words without their endings."""


class BadSynonymsError(ValueError):
    """The file cannot be read; `str()` says why."""


@functools.cache
def shipped() -> Mapping[Words, frozenset[Words]]:
    """Return every word of the file we ship with all that means the same, itself among them."""
    return read(FILE.read_text(encoding="utf-8"))


def read(source: str) -> Mapping[Words, frozenset[Words]]:
    """Return the groups a TOML text holds, by each word in them; raises BadSynonymsError."""
    try:
        groups = tomllib.loads(source)["same"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise BadSynonymsError(f"synonyms.toml must hold lists of words under `same`: {error}.") from error
    known: dict[Words, set[Words]] = {}
    for group in groups:
        alike = {tuple(stems(words)) for words in group}
        if len(alike) < 2 or () in alike:  # noqa: PLR2004 - a word means the same as another
            raise BadSynonymsError(f"This group says nothing: {group}.")
        for words in alike:
            known.setdefault(words, set()).update(alike)
    return {words: frozenset(alike) for words, alike in known.items()}


@functools.cache
def spelled() -> frozenset[str]:
    """Return every word of the file we ship with its endings."""
    groups = tomllib.loads(FILE.read_text(encoding="utf-8"))["same"]
    return frozenset(token for group in groups for words in group for token in tokens(words))


def longest(asked: Sequence[str], known: Mapping[Words, frozenset[Words]]) -> Words:
    """Return the longest run of words at the beginning of what is asked that has synonyms, or nothing."""
    most = max(map(len, known), default=0)
    for length in range(min(most, len(asked)), 0, -1):
        if (words := tuple(asked[:length])) in known:
            return words
    return ()
