"""A mean, where it gives no single answer away beside the distribution already published."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product

from pares.ground.counts.suppression import SMALLEST, Bound, Release, release


def mean(people: Mapping[int, int], bands: Sequence[Sequence[int]]) -> Decimal | None:
    """Take people per value and the bands of neighbouring values; give the mean to one decimal, or None.

    None where nothing is published, and where distribution and mean together would leave some hidden count
    fewer than `SMALLEST` possible values (a mean of 5.0 says that nobody said less). The means next to such a
    one are kept back with it: otherwise the missing mean would itself name the few that are never shown.
    """
    counts = tuple(sum(people.get(value, 0) for value in band) for band in bands)
    published = release(counts)
    if not published.cells:
        return None
    total = sum(value * n for value, n in people.items())
    here = _same_mean(total, published.of)
    below, above = _same_mean(here[0] - 1, published.of), _same_mean(here[-1] + 1, published.of)
    if all(_hides_everyone(published, bands, sums) for sums in (below, here, above)):
        return _rounded(total, published.of)
    return None


def _same_mean(total: int, of: int) -> range:
    """Every total that rounds to the mean this one rounds to."""
    same = [s for s in range(total - of, total + of + 1) if _rounded(s, of) == _rounded(total, of)]
    return range(same[0], same[-1] + 1)


def _rounded(total: int, of: int) -> Decimal:
    return Decimal((20 * total + of) // (2 * of)) / 10


def _hides_everyone(published: Release, bands: Sequence[Sequence[int]], totals: range) -> bool:
    """Whether each hidden count keeps its possible values; also true of totals nobody's answers can reach."""
    tables = list(_possible_tables(published, len(bands)))
    known = {cell.bands for cell in published.cells if cell.bound is Bound.EXACTLY}
    for number, band in enumerate(bands):
        if len(band) == 1 and (number,) in known:
            continue
        for value in band:
            possible: set[int] = set()
            for table in tables:
                possible |= _possible_counts(value, number, table, bands, totals)
            if 0 < len(possible) < SMALLEST:
                return False
    return True


def _possible_tables(published: Release, bands: int) -> Iterator[tuple[int, ...]]:
    """Every distribution over the bands that would have been published in just this way."""
    rooms = [_room(band, published) for band in range(bands)]
    for first in product(*rooms[:-1]):
        table = (*first, published.of - sum(first))
        if table[-1] in rooms[-1] and release(table) == published:
            yield table


def _room(band: int, published: Release) -> range:
    cell = next((c for c in published.cells if band in c.bands), None)
    if cell is None:
        return range(published.of - published.cells[0].n + 1)
    if cell.bound is Bound.AT_LEAST:
        return range(cell.n, published.of + 1)
    return range(cell.n, cell.n + 1) if cell.bands == (band,) else range(cell.n + 1)


def _possible_counts(
    value: int, number: int, table: tuple[int, ...], bands: Sequence[Sequence[int]], totals: range
) -> set[int]:
    """How many people can have said `value`, given people per band and the totals possible."""
    others = [(n, band) for i, (n, band) in enumerate(zip(table, bands, strict=True)) if i != number]
    least = totals[0] - sum(n * max(band) for n, band in others)
    most = totals[-1] - sum(n * min(band) for n, band in others)
    beside = [other for other in bands[number] if other != value]
    reachable = 1  # bit t: the people beside this value can add up to t
    found: set[int] = set()
    for people_beside in range(table[number] + 1):
        here = table[number] - people_beside
        if _any_bit(reachable, least - value * here, most - value * here):
            found.add(here)
        grown = 0
        for other in beside:
            grown |= reachable << other
        reachable = grown
    return found


def _any_bit(bits: int, first: int, last: int) -> bool:
    first = max(first, 0)
    return last >= first and bool((bits >> first) & ((1 << (last - first + 1)) - 1))
