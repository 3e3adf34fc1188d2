"""The same figures as a sponsor sees them: totals, and none from which one to four people could be worked out.

A sponsor may know who is in training where. Each chapter is a way on which people are left behind, so a figure gives
somebody away when it counts one to four people, or when it lies one to four below or above another that is shown.
Such a figure is replaced by a bound, behind which four numbers are possible.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pares.stages.reporting.figures import CohortReport, Line

SHOWN_FROM = 5


@dataclass(frozen=True)
class Total:
    """One line as it is shown, `n` of `of`; `bound` ("at least", "fewer than") says how to read `n` where it is set."""

    label: str
    n: int
    of: int
    bound: str = ""

    def __str__(self) -> str:
        return f"{self.bound} {self.n:,}".strip()


@dataclass(frozen=True)
class SponsorReport:
    """A cohort in totals, by chapter; a chapter of fewer than five people is empty."""

    mentors: tuple[Total, ...]
    mentees: tuple[Total, ...]
    surveys: tuple[Total, ...]

    @property
    def chapters(self) -> list[tuple[str, tuple[Total, ...]]]:
        """The chapters with their headings."""
        return [("Mentors", self.mentors), ("Mentees", self.mentees), ("Surveys", self.surveys)]


def totals(report: CohortReport) -> SponsorReport:
    """Return what a sponsor may see of a report."""
    returns = [(line.label, [line.of, line.n]) for line in report.returns]
    return SponsorReport(
        mentors=_chapter(report.mentors),
        mentees=_chapter(report.mentees),
        surveys=tuple(total for label, way in returns for total in shown([label] * 2, way)[1:]),
    )


def shown(labels: Sequence[str], way: Sequence[int]) -> tuple[Total, ...]:
    """Take the figures of one way, the whole first; return them as they may be shown, nothing of fewer than five."""
    whole = way[0]
    if whole < SHOWN_FROM:
        return ()
    known: list[int] = []
    found = []
    for label, n in zip(labels, way, strict=True):
        near = [other for other in known if 0 < abs(other - n) < SHOWN_FROM]
        if 0 < n < SHOWN_FROM:
            found.append(Total(label, SHOWN_FROM, whole, "fewer than"))
        elif near:
            found.append(Total(label, max(near) - SHOWN_FROM + 1, whole, "at least"))
        else:
            known.append(n)
            found.append(Total(label, n, whole))
    return tuple(found)


def _chapter(lines: Sequence[Line]) -> tuple[Total, ...]:
    return shown([line.label for line in lines], [line.n for line in lines])
