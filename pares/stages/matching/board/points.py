"""What each criterion gave a pair, in points, as a lead reads it while pairs are proposed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_TENTH = 100


@dataclass(frozen=True)
class Line:
    """One criterion: what it is, why in words, and the points it gave of those it could."""

    criterion: str
    words: str
    earned: str
    of: int


@dataclass(frozen=True)
class Points:
    """All criteria that count for a mentee, the one that gave most first, and their points together."""

    lines: tuple[Line, ...]
    earned: str
    of: int


def points(reasons: Iterable[Mapping[str, Any]]) -> Points | None:
    """Return the points behind a pair's score; None where its reasons keep none, as once pairs are confirmed."""
    found = list(reasons)
    if not all("weight" in reason for reason in found):
        return None
    earned = [reason["weight"] * reason["share"] for reason in found]
    lines = tuple(
        Line(reason["criterion"], reason["words"], _in_tenths(thousandths), reason["weight"])
        for reason, thousandths in zip(found, earned, strict=True)
    )
    return Points(lines, _in_tenths(sum(earned)), sum(line.of for line in lines))


def _in_tenths(thousandths: int) -> str:
    """Return points as "12" or "12.5", to the nearest tenth, halves up."""
    whole, tenth = divmod((thousandths + _TENTH // 2) // _TENTH, 10)
    return f"{whole}.{tenth}" if tenth else str(whole)
