"""The same figures as a sponsor sees them: totals, and none so small that it could speak of a person.

A sponsor may know who was on the ward. So a figure that counts one to four people, or that leaves out one to four
of those it is counted from, is not shown; what could be worked out from the figures left goes with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pares.stages.reporting.figures import CohortReport, Line

SHOWN_FROM = 5


@dataclass(frozen=True)
class Shown:
    """One line as it is shown: `n` is None where it would give somebody away, `of` too where even that would."""

    label: str
    n: int | None
    of: int | None
    among: str

    def __str__(self) -> str:
        if self.of is None:
            return "not shown"
        return f"not shown, of {self.of}" if self.n is None else f"{self.n} of {self.of}"


@dataclass(frozen=True)
class SponsorReport:
    """A cohort in totals, by chapter."""

    mentors: tuple[Shown, ...]
    mentees: tuple[Shown, ...]
    surveys: tuple[Shown, ...]


def totals(report: CohortReport) -> SponsorReport:
    """Return what a sponsor may see of a report."""
    return SponsorReport(
        mentors=_shown(report.mentors), mentees=_shown(report.mentees), surveys=_shown(report.returns)
    )


def _shown(lines: Sequence[Line]) -> tuple[Shown, ...]:
    return tuple(_line(line) for line in lines)


def _line(line: Line) -> Shown:
    """A denominator of fewer than five shows nothing; otherwise the figure, unless it or the rest is one to four."""
    if line.of < SHOWN_FROM:
        return Shown(line.label, None, None, line.among)
    small = any(0 < part < SHOWN_FROM for part in (line.n, line.of - line.n))
    return Shown(line.label, None if small else line.n, line.of, line.among)
