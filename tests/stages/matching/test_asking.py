"""Questions asked of a crowd give the same answers from a crowd that compares with prices by itself, and of a part."""

from collections.abc import Iterator

import numpy as np
import pytest

from pares.stages.matching import national
from pares.stages.matching.asking import Asking, Part, Pricing, margins
from pares.stages.matching.enlarging import Ways, enlarged
from pares.stages.matching.flow import Edges, largest


class Plain:
    """A crowd that only knows scores."""

    def __init__(self, score: np.ndarray, places: np.ndarray) -> None:
        self.score, self.places, self.size = score, places, len(score)

    def scores(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        return self.score[np.ix_(rows, columns)]


class Near(Plain):
    """A crowd that gives only pairs of the same half, in 32-bit floats and its own order."""

    def margins(
        self, rows: np.ndarray, columns: np.ndarray, levels: np.ndarray, prices: np.ndarray, _block: int
    ) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        for half in (1, 0):
            some, near = rows[rows % 2 == half][::-1], columns[columns % 2 == half]
            score = self.score[np.ix_(some, near)].astype(np.float32)
            yield some, near, np.where(score < 0, -1e6, score) - levels[some][:, None] - prices[near]


def crowds(seed: int, size: int = 60) -> tuple[Plain, Near]:
    random = np.random.default_rng(seed)
    score = np.where(random.random((size, size // 2)) < 0.5, random.integers(0, 1001, (size, size // 2)), -1)
    score[np.arange(size)[:, None] % 2 != np.arange(size // 2) % 2] = -1
    places = random.choice([0, 1, 2, 3], size // 2)
    return Plain(score, places), Near(score, places)


def _silent(_done: float) -> None: ...


@pytest.mark.parametrize("floor", [0, 400])
def test_whoever_beats_their_prices_is_found(floor: int) -> None:
    random = np.random.default_rng(4)
    for seed in range(20):
        levels, prices = random.integers(0, 500, 60), random.integers(0, 500, 30)
        for crowd in crowds(seed):
            asking = Asking(crowd, 300, _silent)
            rows, columns = np.sort(random.permutation(60)[:40]), np.sort(random.permutation(30)[:20])
            beating = (crowd.score - levels[:, None] - prices > 0) & (crowd.score >= floor)
            expected = {row for row in rows if beating[row, columns].any()}
            found = asking.beating(rows, columns, levels, prices, floor, 3)
            assert set(found.rows.tolist()) == expected
            assert beating[found.rows, found.columns].all()
            assert np.isin(found.columns, columns).all()
            assert found.scores.tolist() == crowd.score[found.rows, found.columns].tolist()
            highest = np.where(crowd.score >= 0, crowd.score - levels[:, None], 0)[rows].max(axis=0, initial=0)
            assert asking.highest(rows, levels).tolist() == highest.tolist()


def test_promising_pairs_are_the_best_of_each_mentee_and_may_be_made() -> None:
    for crowd in crowds(5):
        found = Asking(crowd, 300, _silent).promising(np.zeros(30, dtype=np.int64), 24, 1000, 1)
        assert found.scores.min() >= 0
        assert found.scores.tolist() == crowd.score[found.rows, found.columns].tolist()
        best = np.full(60, -1)
        np.maximum.at(best, found.rows, found.scores)
        assert best.tolist() == crowd.score.max(axis=1).tolist()


def test_a_part_is_a_crowd_of_its_own() -> None:
    rows, columns = np.array([3, 8, 21, 40]), np.array([1, 2, 9])
    none = np.zeros(4, dtype=np.int64)
    for crowd in crowds(6):
        part = Part(crowd, rows, columns)
        expected = crowd.score[np.ix_(rows, columns)]
        assert isinstance(part, Pricing)
        assert (part.size, part.places.tolist()) == (4, crowd.places[columns].tolist())
        assert part.scores(np.arange(4), np.arange(3)).tolist() == expected.tolist()
        seen = np.full((4, 3), -1)
        for some, near, margin in margins(part, np.arange(4), np.arange(3), none, np.array([5, 0, 7]), 100):
            seen[np.ix_(some, near)] = np.maximum(margin + np.array([5, 0, 7])[near], -1)
        assert seen.tolist() == expected.tolist()


def test_guessed_prices_and_a_thinned_graph_change_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = [national.optimum(crowds(seed)[0]) for seed in range(12)]
    monkeypatch.setattr(national, "GUESSED_FROM", 20)
    monkeypatch.setattr(national, "A_PART", 3)
    monkeypatch.setattr(national, "WITHIN", 5)
    monkeypatch.setattr(national, "HOPELESS", 2)
    monkeypatch.setattr(national, "PROMISING", 2)
    for seed, one in enumerate(expected):
        for crowd in crowds(seed):
            other = national.optimum(crowd, seed=seed, block=500)
            assert (other.matched, other.worst, other.total) == (one.matched, one.worst, one.total)


def test_a_matching_is_made_as_large_as_from_nothing() -> None:
    random = np.random.default_rng(7)
    grown = 0
    for _ in range(300):
        rows, columns = random.integers(1, 12, 2)
        row, column = np.nonzero(random.random((rows, columns)) < random.choice([0.1, 0.2, 0.5]))
        places = random.choice([0, 1, 1, 2, 3], columns)
        start = np.full(rows, -1)
        free = places.copy()
        for i, j in zip(row, column, strict=True):
            if start[i] < 0 and free[j] and random.random() < 0.5:
                start[i], free[j] = j, free[j] - 1
        found = enlarged(Ways.of(row, column, places), start)
        made = found >= 0
        assert {*zip(np.flatnonzero(made).tolist(), found[made].tolist(), strict=True)} <= {
            *zip(row.tolist(), column.tolist(), strict=True)
        }
        assert (np.bincount(found[made], minlength=columns) <= places).all()
        whole = largest(Edges(row, column, np.ones(len(row), dtype=np.int64), int(rows), places))
        assert made.sum() == (whole >= 0).sum()
        grown += made.sum() > (start >= 0).sum()
    assert grown > 100
