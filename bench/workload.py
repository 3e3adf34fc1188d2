"""Invented crowds for measuring the matching: shaped as published schemes are, scored in blocks as they are asked for.

Mentees want one of 14 specialties, sit one to four grades below their mentor, and work at a site in one of up to 14
regions; more than 75 minutes are too far unless both accept video. Interests, part-time work, training abroad, exams
and wishes add points; supervisors and people to be avoided are ruled out. Every attribute but wishes and what is ruled
out is an inner product of columns, so a block of scores is one product of matrices, exact in 32-bit floats.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

SPECIALTIES, GRADES, INTERESTS, REGIONS = 14, 10, 24, 14
TOO_FAR = 75
# What a pair can earn at most: specialty, nearness, interests, part time, abroad, exam, preference.
MOST = 250 + 200 + 4 * 60 + 100 + 80 + 100 + 60
NEVER = 100_000
WISHES = (300, 240, 180, 120, 60)
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Crowd:
    """Mentees and mentors by their columns; the product of both, with what is listed apart, gives the scores."""

    left: Floats
    right: Floats
    extra: csr_array
    barred: csr_array
    places: Ints

    @property
    def size(self) -> int:
        """How many mentees there are."""
        return len(self.left)

    def scores(self, rows: Ints, columns: Ints) -> npt.NDArray[np.int16]:
        """Give the scores from 0 to 1000, -1 where a pair is not allowed."""
        whole = len(columns) == len(self.places)
        in_order = whole and bool((columns[:-1] < columns[1:]).all())
        right = self.right if in_order else self.right[columns]
        points = self.left[rows] @ right.T
        extra, barred = self.extra[rows], self.barred[rows]
        if not in_order:
            extra, barred = extra[:, columns], barred[:, columns]
        line, place = extra.nonzero()
        points[line, place] += extra.data
        np.multiply(points, np.float32(1000 / MOST), out=points)
        scores = np.clip(points, -1, 1000, out=points).astype(np.int16)
        line, place = barred.nonzero()
        scores[line, place] = -1
        return scores


def crowd(mentees: int, mentors: int, *, seed: int = 1, video: float = 0.35) -> Crowd:
    """Give an invented crowd."""
    random = np.random.default_rng(seed)
    minutes = _minutes(random, mentees)
    left, right = _people(random, mentees, minutes), _people(random, mentors, minutes)
    video_left, video_right = random.random(mentees) < video, random.random(mentors) < video
    columns = [
        _specialty(left, right),
        _grades(left, right),
        _travel(left, right, video_left, video_right, minutes),
        (left.interests * 60.0, right.interests),
        _both(random, mentees, mentors, 0.2, 100),
        _both(random, mentees, mentors, 0.25, 80),
        _both(random, mentees, mentors, 0.4, 100),
        _both(random, mentees, mentors, 0.1, 60),
    ]
    return Crowd(
        left=np.hstack([one for one, _ in columns]).astype(np.float32),
        right=np.hstack([other for _, other in columns]).astype(np.float32),
        extra=_wishes(random, mentees, mentors),
        barred=_listed(random, mentees, mentors, 0.1, 1.0),
        places=random.choice([1, 2, 3], size=mentors, p=[0.6, 0.3, 0.1]).astype(np.int64),
    )


@dataclass(frozen=True, eq=False)
class _People:
    specialty: Ints
    grade: Ints
    region: Ints
    interests: npt.NDArray[np.float64]


def _people(random: np.random.Generator, count: int, minutes: Ints) -> _People:
    interests = np.zeros((count, INTERESTS))
    chosen = random.random((count, INTERESTS)).argsort(axis=1)[:, :4]
    np.put_along_axis(interests, chosen, 1.0, axis=1)
    return _People(
        random.integers(SPECIALTIES, size=count),
        random.integers(GRADES, size=count),
        random.integers(len(minutes), size=count),
        interests,
    )


def _minutes(random: np.random.Generator, mentees: int) -> Ints:
    """Give the minutes between the regions: places on a map, a whole number of minutes apart."""
    regions = max(1, min(REGIONS, mentees // 60))
    where = random.random((regions, 2)) * 40 * np.sqrt(regions)
    apart = np.sqrt(((where[:, None] - where[None]) ** 2).sum(axis=2))
    minutes: Ints = np.rint(apart + 15).astype(np.int64)
    return minutes


def _one_hot(values: Ints, count: int) -> npt.NDArray[np.float64]:
    return np.eye(count)[values]


def _specialty(left: _People, right: _People) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    return _one_hot(left.specialty, SPECIALTIES) * 250.0, _one_hot(right.specialty, SPECIALTIES)


def _grades(left: _People, right: _People) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    gap = np.arange(GRADES)[None, :] - np.arange(GRADES)[:, None]
    barred = np.where((gap >= 1) & (gap <= 4), 0.0, -float(NEVER))
    # Grades of mentees are drawn from the lower ones, so that somebody is above them.
    return barred[np.minimum(left.grade, GRADES - 3)], _one_hot(right.grade, GRADES)


def _travel(
    left: _People, right: _People, video_left: npt.NDArray[np.bool_], video_right: npt.NDArray[np.bool_], minutes: Ints
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Give the points for nearness, and what rules out: too far, taken back where both accept video."""
    near = np.rint(200 * np.maximum(TOO_FAR - minutes, 0) / TOO_FAR)
    barred = np.where(minutes > TOO_FAR, -float(NEVER), 0.0)
    there = _one_hot(right.region, len(minutes))
    return (
        np.hstack([(near + barred)[left.region], -barred[left.region] * video_left[:, None]]),
        np.hstack([there, there * video_right[:, None]]),
    )


def _both(
    random: np.random.Generator, mentees: int, mentors: int, share: float, points: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    return (random.random((mentees, 1)) < share) * points, (random.random((mentors, 1)) < share) * 1.0


def _wishes(random: np.random.Generator, mentees: int, mentors: int) -> csr_array:
    """Give the points for mentors whom seven mentees of ten have ranked, at most five of them."""
    ranking = random.random(mentees) < 0.7
    number = np.where(ranking, random.integers(1, min(5, mentors) + 1, size=mentees), 0)
    row = np.repeat(np.arange(mentees), number)
    place = np.arange(len(row)) - np.repeat(np.cumsum(number) - number, number)
    column = random.integers(mentors, size=len(row))
    key, first = np.unique(row * mentors + column, return_index=True)
    points = np.array(WISHES, dtype=np.float32)[place[first]]
    return csr_array((points, np.divmod(key, mentors)), shape=(mentees, mentors))  # type: ignore[no-untyped-call]


def _listed(random: np.random.Generator, mentees: int, mentors: int, share: float, value: float) -> csr_array:
    """Give pairs that are ruled out by name: a supervisor, somebody to be avoided."""
    row = np.flatnonzero(random.random(mentees) < share)
    column = random.integers(mentors, size=len(row))
    return csr_array((np.full(len(row), value), (row, column)), shape=(mentees, mentors))  # type: ignore[no-untyped-call]
