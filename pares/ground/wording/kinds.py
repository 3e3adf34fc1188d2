"""The kinds of text that may be changed here: whoever owns one says how a change to it is checked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pares.ground.refusal import Refused
from pares.ground.wording.draft import Draft
from pares.ground.wording.shipped import Words

Check = Callable[[Words, Draft], None]
"""Takes the words as shipped and a draft to stand in their place; raises Refused where it cannot."""
Doubts = Callable[[Words, Draft], list[str]]
"""Returns sentences on what an editor should look at again, which does not keep the draft from being saved."""

_KINDS: dict[str, "TextKind"] = {}


class NoSuchKindError(LookupError):
    """Nobody has said how words of that kind may be changed."""


def _none(_words: Words, _draft: Draft) -> list[str]:
    return []


def _never(_key: str) -> bool:
    return False


@dataclass(frozen=True)
class TextKind:
    """One kind of text: its name and title, how a draft is checked, and which of them a scheme may word itself."""

    name: str
    title: str
    check: Check
    doubts: Doubts = _none
    of_schemes: Callable[[str], bool] = _never


def changeable(kind: TextKind) -> TextKind:
    """Let texts of this kind be changed, and return it; a second way for one kind is a ValueError."""
    if _KINDS.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"There is a way to change {kind.name} already.")
    return kind


def text_kind(name: str) -> TextKind:
    """Return the kind of that name; raises NoSuchKindError."""
    try:
        return _KINDS[name]
    except KeyError:
        raise NoSuchKindError(f"Nobody has said how {name} may be changed.") from None


def text_kinds() -> Mapping[str, TextKind]:
    """Return every kind by its name."""
    return dict(_KINDS)


def fits(words: Words, draft: Draft) -> bool:
    """Return whether a draft may stand in the place of words as they are shipped now."""
    try:
        text_kind(words.kind).check(words, draft)
    except Refused:
        return False
    return True
