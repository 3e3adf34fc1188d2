"""What may be shown of a small group's answers without giving any one person away.

The thresholds are ours, chosen for cohorts of 20 to 40 pairs beside those of NHS Digital (secondary care:
nothing from 1 to 7, averages from 8) and the GMC's training surveys (nothing under 3). The reader is assumed
to know these rules: whatever is published, every count that is not shown keeps at least `SMALLEST` possible
values. An empty cell is therefore as small as a cell of two: were it shown, the cells of one and two would
stand exposed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pares.ground.counts.ratio import Ratio

OPENED_FROM = 5
"""Answers before any survey is opened at all."""
SHOWN_FROM = 8
"""Answers before a distribution or a mean is shown; 5 to 7 wait to be pooled with the next cohort's."""
SMALLEST = 3
"""The smallest cell shown for a whole cohort."""
SMALLEST_IN_GROUP = 5
"""The smallest cell shown for a part of a cohort."""
WORDS_FROM = 5
"""Writers before the free text of one question is shown."""
FEWEST_BANDS, MOST_BANDS = 2, 3
"""Bands a question's answers fall into, fixed before the survey starts."""


class Bound(StrEnum):
    """How a published count is to be read."""

    EXACTLY = "exactly"
    AT_LEAST = "at least"
    FEWER_THAN = "fewer than"


@dataclass(frozen=True, slots=True)
class Cell:
    """One published count: the bands it joins, the figure, of how many, and how to read it."""

    bands: tuple[int, ...]
    n: int
    of: int
    bound: Bound = Bound.EXACTLY

    def __str__(self) -> str:
        if self.bound is Bound.EXACTLY:
            return str(Ratio(self.n, self.of))
        return f"{self.bound} {self.n} of {self.of}"


@dataclass(frozen=True, slots=True)
class Release:
    """What is published of one question: nothing (no cells) from fewer than `SHOWN_FROM` answers."""

    of: int
    cells: tuple[Cell, ...]

    @property
    def pooled(self) -> bool:
        """Whether these answers wait for the next cohort's, to be shown together."""
        return OPENED_FROM <= self.of < SHOWN_FROM

    @property
    def exact(self) -> bool:
        """Whether every published cell is an exact count."""
        return bool(self.cells) and all(cell.bound is Bound.EXACTLY for cell in self.cells)


def release(counts: Sequence[int]) -> Release:
    """Take people per band, in order (two or three bands), and give the finest table that hides everyone.

    All bands where none is small; else two, joining neighbours; else only a lower bound for the largest band.
    """
    if not FEWEST_BANDS <= len(counts) <= MOST_BANDS:
        raise ValueError("Answers are shown in two or three bands.")
    of = sum(counts)
    if of < SHOWN_FROM:
        return Release(of, ())
    for joined in _joins(len(counts)):
        cells = tuple(Cell(bands, sum(counts[band] for band in bands), of) for bands in joined)
        if min(cell.n for cell in cells) >= SMALLEST:
            return Release(of, cells)
    return Release(of, (_floor(counts, of),))


def ticked(n: int, of: int) -> Cell | None:
    """Take how many of `of` ticked a box and give what is shown: None where too few answered."""
    published = release((n, of - n))
    if not published.cells:
        return None
    first = published.cells[0]
    if first.bands == (0,):
        return first
    return Cell((0,), SMALLEST, of, Bound.FEWER_THAN)


def by_group(groups: Mapping[str, Sequence[int]], rest: Sequence[int], whole: Release) -> dict[str, list[Cell]]:
    """Take people per band for each group and for those who named none; give each group's cells, or nothing.

    All or nothing, in the cells of the whole: one group left out could be worked out from the others. Those
    who named no group (`rest`) are never shown but must be many enough, or none, for the same reason.
    """
    if not whole.exact or not groups:
        return {}
    tables = {name: _cells(counts, whole) for name, counts in groups.items()}
    checked = [*tables.values(), *([_cells(rest, whole)] if sum(rest) else [])]
    safe = all(cells[0].of >= SHOWN_FROM and min(c.n for c in cells) >= SMALLEST_IN_GROUP for cells in checked)
    return tables if safe else {}


def words(texts: Sequence[str]) -> tuple[str, ...]:
    """Take what people wrote for one question and give what is shown: all, or nothing from under five."""
    return tuple(texts) if len(texts) >= WORDS_FROM else ()


def _joins(bands: int) -> Sequence[tuple[tuple[int, ...], ...]]:
    if bands == FEWEST_BANDS:
        return [((0,), (1,))]
    return [((0,), (1,), (2,)), ((0, 1), (2,)), ((0,), (1, 2))]


def _floor(counts: Sequence[int], of: int) -> Cell:
    """Bound the largest band from below; with a small band on either side both must keep their room."""
    largest = max(range(len(counts)), key=lambda band: counts[band])
    small_sides = sum(1 for side in (largest - 1, largest + 1) if 0 <= side < len(counts))
    return Cell((largest,), of - (SMALLEST - 1) * small_sides, of, Bound.AT_LEAST)


def _cells(counts: Sequence[int], whole: Release) -> list[Cell]:
    of = sum(counts)
    return [Cell(cell.bands, sum(counts[band] for band in cell.bands), of) for cell in whole.cells]
