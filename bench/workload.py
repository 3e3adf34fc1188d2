"""Invented crowds for measuring the matching: shaped as published schemes are, scored in blocks as they are asked for.

Mentees want one of 14 specialties, sit one to four grades below their mentor, and work at one of up to 300 sites in up
to 14 regions; more than 75 minutes are too far unless both accept video. Interests, part-time work, training abroad,
exams, a preferred gender and the wishes of both sides add points, 1,000 at most. Ruled out are a gender that must be,
the own supervisor, the same team and who is to be avoided. Every attribute but travel, wishes and what is ruled out by
name is an inner product of columns, so a block of scores is one product of matrices, exact in 32-bit floats; the prices
of both sides ride along in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array

SPECIALTIES, GRADES, INTERESTS, TOLD = 14, 10, 24, 4
MENTEES_A_SITE, MOST_SITES, SITES_A_REGION, MOST_REGIONS = 60, 300, 8, 14
TOO_FAR, BETWEEN_REGIONS, WITHIN_A_REGION = 75, 95.0, 14.0
# What a pair can earn, 1,000 in all: with these the wishes of a mentee and of a mentor.
SPECIALTY, NEAR, INTEREST, PART_TIME, ABROAD, EXAM, GENDER = 200, 180, 40, 60, 50, 70, 40
WISHES, WISHES_OF_MENTORS = (160, 130, 100, 70, 40), (80, 64, 48, 32, 16)
NEVER = 100_000
LARGEST_GAP, PREFER, MUST, HALF = 4, 0.1, 0.04, 0.5
# How many ask for what how many mentors have, for how many points.
SHARED = ((0.2, PART_TIME), (0.25, ABROAD), (0.4, EXAM))
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Margins = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Side:
    """Mentees or mentors: their columns, and what the columns are made of; -1 where no gender is asked for."""

    columns: Floats
    site: Ints
    video: Flags
    specialty: Ints
    grade: Ints
    gender: Ints
    prefers: Ints
    must: Ints


@dataclass(frozen=True, eq=False)
class Crowd:
    """Mentees and mentors, minutes between their sites, and what wishes and names add or rule out."""

    mentees: Side
    mentors: Side
    minutes: Ints
    listed: csr_array
    places: Ints

    @property
    def size(self) -> int:
        """How many mentees there are."""
        return len(self.mentees.site)

    def margins(
        self, rows: Ints, columns: Ints, levels: Ints, prices: Ints, block: int
    ) -> Iterator[tuple[Ints, Ints, Margins]]:
        """Give by how much pairs beat their prices, for mentees of one site at a time and the mentors within reach.

        Pairs that are not given are not allowed; nor are those far below 0.
        """
        group = self.mentees.site[rows] * 2 + self.mentees.video[rows]
        order = np.argsort(group, kind="stable")
        ends = np.append(np.flatnonzero(np.diff(group[order])) + 1, len(order))
        place = np.full(len(self.places), -1)
        start = 0
        for end in ends[ends > 0].tolist():
            near, right = self._within_reach(rows[order[start]], columns, prices)
            place[near] = np.arange(len(near))
            at_once = max(1, block // max(1, len(near)))
            for first in range(start, end, at_once):
                some = rows[order[first : min(end, first + at_once)]]
                yield some, near, self._products(some, right, levels, place)
            place[near] = -1
            start = end

    def _within_reach(self, row: np.int64, columns: Ints, prices: Ints) -> tuple[Ints, Floats]:
        minutes = self.minutes[self.mentees.site[row], self.mentors.site[columns]]
        near = minutes <= TOO_FAR
        if self.mentees.video[row]:
            near |= self.mentors.video[columns]
        points = np.rint(NEAR * np.maximum(TOO_FAR - minutes[near], 0) / TOO_FAR) - prices[columns[near]]
        right = np.take(self.mentors.columns, columns[near], axis=0)
        right[:, -2] = points
        return columns[near], right

    def _products(self, rows: Ints, right: Floats, levels: Ints, place: Ints) -> Margins:
        left = self.mentees.columns[rows]
        left[:, -1] = -levels[rows]
        points = left @ right.T
        starts, stops = self.listed.indptr[rows], self.listed.indptr[rows + 1]
        line = np.repeat(np.arange(len(rows)), stops - starts)
        entry = np.arange(len(line)) + np.repeat(starts - np.cumsum(stops - starts) + (stops - starts), stops - starts)
        where = place[self.listed.indices[entry]]
        known = where >= 0
        points[line[known], where[known]] += self.listed.data[entry[known]]
        return points

    def wished(self, row: int) -> Ints:
        """Give the mentors with whom this mentee's wish, or theirs, adds points, the most first."""
        some = slice(self.listed.indptr[row], self.listed.indptr[row + 1])
        points, columns = self.listed.data[some], self.listed.indices[some]
        wished: Ints = columns[points > 0][np.argsort(-points[points > 0], kind="stable")].astype(np.int64)
        return wished

    def scores(self, rows: Ints, columns: Ints) -> npt.NDArray[np.int16]:
        """Give the scores from 0 to 1000, -1 where a pair is not allowed."""
        found = np.full((len(rows), len(columns)), -1, dtype=np.int16)
        line, place = np.zeros(self.size, dtype=np.int64), np.zeros(len(self.places), dtype=np.int64)
        line[rows], place[columns] = np.arange(len(rows)), np.arange(len(columns))
        none = np.zeros(max(self.size, len(self.places)), dtype=np.int64)
        for some, near, points in self.margins(rows, columns, none, none, found.size or 1):
            found[np.ix_(line[some], place[near])] = np.maximum(points, -1)
        return found


def crowd(mentees: int, mentors: int, *, seed: int = 1, video: float = 0.35) -> Crowd:
    """Give an invented crowd."""
    random = np.random.default_rng(seed)
    region, minutes = _map(random, mentees)
    left = _people(random, mentees, len(minutes), (0, 6), video)
    right = _people(random, mentors, len(minutes), (3, GRADES), video)
    pairs = [
        (_one_hot(left.specialty, SPECIALTIES) * SPECIALTY, _one_hot(right.specialty, SPECIALTIES)),
        (_too_close_or_far()[left.grade], _one_hot(right.grade, GRADES)),
        (left.columns * INTEREST, right.columns),
        *(_both(random, mentees, mentors, share, points) for share, points in SHARED),
        (_asked(left), _one_hot(right.gender, 2)),
        # Travel and the mentor's price, and the mentee's.
        (np.ones((mentees, 1)), np.zeros((mentors, 1))),
        (np.zeros((mentees, 1)), np.ones((mentors, 1))),
    ]
    sides = [np.hstack(side).astype(np.float32) for side in zip(*pairs, strict=True)]
    return Crowd(
        mentees=replace(left, columns=sides[0]),
        mentors=replace(right, columns=sides[1]),
        minutes=minutes,
        listed=_listed(random, left.site, right.site, region),
        places=random.choice([1, 2, 3], size=mentors, p=[0.6, 0.3, 0.1]).astype(np.int64),
    )


def _people(random: np.random.Generator, count: int, sites: int, grades: tuple[int, int], video: float) -> Side:
    told = np.zeros((count, INTERESTS), dtype=np.float32)
    np.put_along_axis(told, random.random((count, INTERESTS)).argsort(axis=1)[:, :TOLD], 1.0, axis=1)
    asked, gender = random.random(count), random.integers(2, size=count)
    return Side(
        columns=told,
        site=random.integers(sites, size=count),
        video=random.random(count) < video,
        specialty=random.integers(SPECIALTIES, size=count),
        grade=random.integers(*grades, size=count),
        gender=random.integers(2, size=count),
        prefers=np.where(asked < PREFER, gender, -1),
        must=np.where(asked > 1 - MUST, gender, -1),
    )


def _map(random: np.random.Generator, mentees: int) -> tuple[Ints, Ints]:
    """Give the region of each site and the minutes between sites: regions on a grid, their sites around the middle."""
    sites = max(1, min(MOST_SITES, mentees // MENTEES_A_SITE))
    regions = max(1, min(MOST_REGIONS, sites // SITES_A_REGION))
    region = np.arange(sites) % regions
    middle = np.stack(np.divmod(np.arange(regions), 4), axis=1) * BETWEEN_REGIONS
    where = middle[region] + random.normal(0, WITHIN_A_REGION, (sites, 2))
    apart = np.sqrt(((where[:, None] - where[None]) ** 2).sum(axis=2))
    return region, np.rint(apart).astype(np.int64)


def _one_hot(values: Ints, count: int) -> npt.NDArray[np.float32]:
    return np.eye(count, dtype=np.float32)[values]


def _too_close_or_far() -> npt.NDArray[np.float32]:
    """Give what each grade of a mentee (row) earns with each grade of a mentor: nothing, or never."""
    gap = np.arange(GRADES) - np.arange(GRADES)[:, None]
    return np.where((gap >= 1) & (gap <= LARGEST_GAP), 0, -NEVER).astype(np.float32)


def _both(
    random: np.random.Generator, mentees: int, mentors: int, share: float, points: int
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Give points where a mentee asks for what a mentor has."""
    return (random.random((mentees, 1)) < share) * float(points), (random.random((mentors, 1)) < share) * 1.0


def _asked(left: Side) -> npt.NDArray[Any]:
    """Give what each gender earns with each mentee: points where it is preferred, never where it must be the other."""
    which = np.arange(2)
    barred = (left.must[:, None] >= 0) & (left.must[:, None] != which)
    asked: npt.NDArray[Any] = np.where(left.prefers[:, None] == which, GENDER, 0) - NEVER * barred
    return asked


def _listed(random: np.random.Generator, left: Ints, right: Ints, region: Ints) -> csr_array:
    """Give what is said by name: wishes of both sides add points; supervisor, team and who is avoided rule out."""
    mentees, mentors = len(left), len(right)
    by_mentee = _named(random, left, right, region, 0.7, WISHES)
    by_mentor = _named(random, right, left, region, 0.45, WISHES_OF_MENTORS)[[1, 0, 2]]
    supervised = _named(random, left, right, region, 0.4, (-NEVER,))
    avoided = _named(random, left, right, region, 0.03, (-NEVER,))
    teams = max(1, mentees // len(region) // 4)
    team_left, team_right = left * teams + random.integers(teams, size=mentees), right * teams
    team_right = team_right + random.integers(teams, size=mentors)
    order = np.argsort(team_right, kind="stable")
    first, last = (np.searchsorted(team_right[order], team_left, side=side) for side in ("left", "right"))
    # Half of the mentees mind, and few teams have more than three mentors.
    near = [(first + n, (first + n < last) & (random.random(mentees) < HALF)) for n in range(3)]
    same = [np.stack([np.flatnonzero(ok), order[at[ok]], np.full(ok.sum(), -NEVER)]) for at, ok in near]
    row, column, points = np.hstack([by_mentee, by_mentor, supervised, avoided, *same])
    whole = coo_array((points.astype(np.float32), (row, column)), shape=(mentees, mentors))  # type: ignore[no-untyped-call]
    return csr_array(whole)  # type: ignore[no-untyped-call]


def _named(  # noqa: PLR0913, PLR0917 - who names whom, where, how often and for what
    random: np.random.Generator, these: Ints, others: Ints, region: Ints, share: float, points: tuple[int, ...]
) -> npt.NDArray[np.int64]:
    """Give who (first line) names whom (second) with which points: somebody at their site, or else in their region."""
    order = np.lexsort((others, region[others]))
    regional, local = region[others][order], (region[others] * len(region) + others)[order]
    found = []
    for place, worth in enumerate(points):
        naming = np.flatnonzero(random.random(len(these)) < share * (1 - 0.15 * place))
        own = random.random(len(naming)) < HALF
        site = these[naming]
        span = [
            np.where(
                own,
                np.searchsorted(local, region[site] * len(region) + site, side=side),
                np.searchsorted(regional, region[site], side=side),
            )
            for side in ("left", "right")
        ]
        naming, low, high = naming[span[1] > span[0]], span[0][span[1] > span[0]], span[1][span[1] > span[0]]
        whom = order[low + (random.random(len(naming)) * (high - low)).astype(np.int64)]
        found.append(np.stack([naming, whom, np.full(len(naming), worth)]))
    row, column, worth = np.hstack(found)
    _, first = np.unique(row * len(others) + column, return_index=True)
    return np.stack([row[first], column[first], worth[first]])
