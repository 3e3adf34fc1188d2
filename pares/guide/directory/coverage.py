"""What an edition covers, what it does not know, and what has changed since the one before."""

from collections.abc import Sequence
from dataclasses import dataclass

from pares.guide.directory.schemes import LABELS, NOT_A_SCHEME, Scheme


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many rows there are, of which kinds of knowledge each lacks how many."""

    rows: int
    schemes: int
    verified: int
    unknown: tuple[tuple[str, int], ...]
    """What is not known, in words that follow a number of rows, and for how many."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different between two lists; of a row that changed, the labels of what did."""

    added: tuple[Scheme, ...]
    gone: tuple[Scheme, ...]
    changed: tuple[tuple[Scheme, tuple[str, ...]], ...]

    @property
    def number(self) -> int:
        """How many rows they concern."""
        return len(self.added) + len(self.gone) + len(self.changed)


def coverage(schemes: Sequence[Scheme]) -> Coverage:
    """Count what the rows tell and what they do not."""
    lacking = (
        ("do not say of which year the report is", lambda each: not each.year),
        ("have no link to the report", lambda each: not each.link),
        ("do not say when the scheme started", lambda each: not each.since),
        ("do not say who the mentors are", lambda each: not each.mentors),
        ("do not say who the mentees are", lambda each: not each.mentees),
        ("have not been verified by us", lambda each: not each.checked_on),
    )
    return Coverage(
        rows=len(schemes),
        schemes=sum(each.kind != NOT_A_SCHEME for each in schemes),
        verified=sum(each.checked_on is not None for each in schemes),
        unknown=tuple((words, sum(map(lacks, schemes))) for words, lacks in lacking),
    )


def changes(before: Sequence[Scheme], after: Sequence[Scheme]) -> Changes:
    """Return what became of the rows of one list in another; rows are the same by their key."""
    old, new = ({scheme.key: scheme for scheme in each} for each in (before, after))
    both = [(old[key], scheme) for key, scheme in new.items() if key in old]
    return Changes(
        added=tuple(scheme for key, scheme in new.items() if key not in old),
        gone=tuple(scheme for key, scheme in old.items() if key not in new),
        changed=tuple((now, told) for was, now in both if (told := differences(was, now))),
    )


def differences(was: Scheme, now: Scheme) -> tuple[str, ...]:
    """Return the labels of what is told otherwise in the second, with "Last checked" and "Source of the row"."""
    told = [label for name, label in LABELS.items() if getattr(was, name) != getattr(now, name)]
    told += ["Last checked"] if (was.checked_on, was.checked_how) != (now.checked_on, now.checked_how) else []
    return (*told, *(["Source of the row"] if was.origin != now.origin else []))
