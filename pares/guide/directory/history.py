"""What was done to a row here: each version beside the one before it."""

from collections.abc import Sequence
from dataclasses import dataclass

from pares.guide.directory.models import RowVersion
from pares.guide.directory.schemes import KINDS, LABELS, STATUSES, Scheme

_WORDS = {"kind": KINDS, "status": STATUSES}


@dataclass(frozen=True, slots=True)
class Step:
    """One version, and what it changed: label, before, after; nothing is before in a row that was added here."""

    version: RowVersion
    changed: tuple[tuple[str, str, str], ...]


def history(shipped: Scheme | None, versions: Sequence[RowVersion]) -> list[Step]:
    """Return what was done to a row, the newest first; `versions` come in that order."""
    before = [each.facts for each in versions[1:]] + ([shipped.facts] if shipped else [{}])
    return [Step(version, _changed(was, version.facts)) for version, was in zip(versions, before, strict=False)]


def _changed(was: dict[str, str], now: dict[str, str]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (label, _said(name, was[name]), _said(name, now[name]))
        for name, label in LABELS.items()
        if was and was[name] != now[name]
    )


def _said(name: str, value: str) -> str:
    return (_WORDS[name].get(value, value) if name in _WORDS else value) or "not known"
