"""What was taken out of a text and what was put in, line by line and word by word. Pure: no Django."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

# Unchanged lines shown on either side of a change.
AROUND = 1
# Two lines less alike than this are one line gone and another come.
ALIKE = 0.5
_PIECES = re.compile(r"\s+|\w+|[^\w\s]")


class Fate(StrEnum):
    """What became of a line."""

    STAYS = "stays"
    OUT = "out"
    IN = "in"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its fate, and its parts, each with whether it is what differs. A cut stands for `skipped` lines."""

    fate: Fate
    parts: tuple[tuple[str, bool], ...] = ()
    skipped: int = 0


def difference(before: str, after: str) -> list[Line]:
    """Return the lines of both texts in order, with long runs of unchanged ones cut; nothing for equal texts."""
    old, new = ([line for line in text.splitlines() if line.strip()] for text in (before, after))
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    if all(tag == "equal" for tag, *_ in blocks):
        return []
    last = len(blocks) - 1
    lines: list[Line] = []
    for place, (tag, start, end, from_, to) in enumerate(blocks):
        if tag == "equal":
            lines += _unchanged(old[start:end], first=place == 0, last=place == last)
        else:
            lines += _changed(old[start:end], new[from_:to])
    return lines


def _unchanged(lines: Sequence[str], *, first: bool, last: bool) -> Iterator[Line]:
    head, tail = (0 if first else AROUND), (0 if last else AROUND)
    skipped = len(lines) - head - tail
    if skipped <= 1:
        yield from map(_stays, lines)
        return
    yield from map(_stays, lines[:head])
    yield Line(Fate.CUT, skipped=skipped)
    yield from map(_stays, lines[len(lines) - tail :])


def _stays(line: str) -> Line:
    return Line(Fate.STAYS, ((line, False),))


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Yield lines that were rewritten in pairs; of lines too unlike, first those gone and then those come."""
    gone: list[str] = []
    come: list[str] = []
    for one, other in zip_longest(old, new):
        if one is not None and other is not None and (pair := _rewritten(one, other)):
            yield from _apart(gone, come)
            gone, come = [], []
            yield from pair
            continue
        gone += [one] if one is not None else []
        come += [other] if other is not None else []
    yield from _apart(gone, come)


def _apart(gone: Iterable[str], come: Iterable[str]) -> Iterator[Line]:
    yield from (Line(Fate.OUT, ((line, True),)) for line in gone)
    yield from (Line(Fate.IN, ((line, True),)) for line in come)


def _rewritten(old: str, new: str) -> tuple[Line, ...]:
    """Return a line as it was and as it is, with the words marked that differ; nothing where they are too unlike."""
    was, now = _PIECES.findall(old), _PIECES.findall(new)
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    if matcher.ratio() < ALIKE:
        return ()
    codes = matcher.get_opcodes()
    return (
        Line(Fate.OUT, _joined(("".join(was[a:b]), tag != "equal") for tag, a, b, _, _ in codes)),
        Line(Fate.IN, _joined(("".join(now[a:b]), tag != "equal") for tag, _, _, a, b in codes)),
    )


def _joined(parts: Iterable[tuple[str, bool]]) -> tuple[tuple[str, bool], ...]:
    return tuple(part for part in parts if part[0])
