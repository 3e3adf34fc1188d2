"""The reader knows our rules: among all inputs with the same release, a hidden count takes three values."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pares.ground.counts.means import mean
from pares.ground.counts.suppression import SMALLEST, Bound, by_group, release, ticked, words

SCALE = ((1, 2), (3,), (4, 5))


def compositions(of: int, cells: int) -> Iterator[tuple[int, ...]]:
    if cells == 1:
        yield (of,)
        return
    for first in range(of + 1):
        for others in compositions(of - first, cells - 1):
            yield (first, *others)


def narrowest(inputs: Iterable[tuple[int, ...]], hidden: Iterable[int]) -> int:
    columns = list(zip(*inputs, strict=True))
    return min((len(set(columns[cell])) for cell in hidden), default=SMALLEST)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((1, 1, 5), []),
        ((3, 3, 8), ["3 of 14 (21%)", "3 of 14 (21%)", "8 of 14 (57%)"]),
        ((1, 5, 8), ["6 of 14 (43%)", "8 of 14 (57%)"]),
        ((8, 4, 2), ["8 of 14 (57%)", "6 of 14 (43%)"]),
        ((0, 1, 13), ["at least 12 of 14"]),
        ((0, 0, 8), ["at least 6 of 8"]),
        ((2, 10, 2), ["at least 10 of 14"]),
        ((1, 12), ["at least 11 of 13"]),
    ],
)
def test_what_is_shown(counts: tuple[int, ...], shown: list[str]) -> None:
    assert [str(cell) for cell in release(counts).cells] == shown


def test_five_to_seven_wait_for_the_next_cohort() -> None:
    assert [release((0, n)).pooled for n in (4, 5, 7, 8)] == [False, True, True, False]


@pytest.mark.parametrize("counts", [(9,), (1, 2, 3, 4)])
def test_answers_are_shown_in_two_or_three_bands(counts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="two or three bands"):
        release(counts)


@pytest.mark.parametrize("bands", [2, 3])
def test_no_hidden_band_can_be_worked_out(bands: int) -> None:
    for of in range(8, 41):
        alike = defaultdict(list)
        for counts in compositions(of, bands):
            alike[release(counts)].append(counts)
        for published, inputs in alike.items():
            known = {cell.bands[0] for cell in published.cells if cell.bound is Bound.EXACTLY and len(cell.bands) == 1}
            assert narrowest(inputs, set(range(bands)) - known) >= SMALLEST, (published, inputs)


@given(st.lists(st.integers(0, 60), min_size=2, max_size=3))
def test_a_bound_is_true_and_a_count_is_right(counts: list[int]) -> None:
    for cell in release(counts).cells:
        people = sum(counts[band] for band in cell.bands)
        assert people >= SMALLEST
        assert people == cell.n if cell.bound is Bound.EXACTLY else cell.n <= people <= cell.of


def test_ticks_hide_the_few_on_either_side() -> None:
    assert [str(ticked(n, 10)) for n in (0, 2, 3, 7, 8, 10)] == [
        "fewer than 3 of 10",
        "fewer than 3 of 10",
        "3 of 10 (30%)",
        "7 of 10 (70%)",
        "at least 8 of 10",
        "at least 8 of 10",
    ]
    assert ticked(7, 7) is None


@pytest.mark.parametrize("of", [8, 9, 11, 14])
def test_no_single_answer_can_be_worked_out_from_a_mean(of: int) -> None:
    alike = defaultdict(list)
    for counts in compositions(of, 5):
        people = dict(enumerate(counts, start=1))
        bands = [sum(people[value] for value in band) for band in SCALE]
        alike[release(bands), mean(people, SCALE)].append(counts)
    assert any(shown is not None for _, shown in alike)
    for (published, shown), inputs in alike.items():
        middle = any(cell.bands == (1,) and cell.bound is Bound.EXACTLY for cell in published.cells)
        hidden = {0, 1, 3, 4} if middle else {0, 1, 2, 3, 4}
        assert narrowest(inputs, hidden) >= SMALLEST, (published, shown, inputs)


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        ({1: 3, 2: 2, 3: 4, 4: 3, 5: 2}, "2.9"),
        ({1: 0, 2: 2, 3: 2, 4: 5, 5: 5}, "3.9"),
        ({1: 0, 2: 0, 3: 0, 4: 0, 5: 20}, "None"),
        ({1: 1, 2: 1, 3: 1, 4: 2, 5: 2}, "None"),
    ],
)
def test_a_mean_has_one_decimal_or_is_not_shown(people: dict[int, int], shown: str) -> None:
    assert str(mean(people, SCALE)) == shown


@pytest.mark.parametrize("split", [(9, 8), (10, 10), (12, 9)])
def test_no_group_can_be_worked_out_from_the_whole(split: tuple[int, int]) -> None:
    alike: dict[Hashable, list[tuple[int, ...]]] = defaultdict(list)
    for first in compositions(split[0], 2):
        for second in compositions(split[1], 2):
            whole = release([a + b for a, b in zip(first, second, strict=True)])
            shown = by_group({"north": first, "south": second}, (0, 0), whole)
            if not shown:
                alike[whole].append((*first, *second))
    for whole, inputs in alike.items():
        assert narrowest(inputs, range(4)) >= SMALLEST, whole


def test_groups_are_shown_all_or_none() -> None:
    whole = release((13, 17))
    shown = by_group({"north": (8, 7), "south": (5, 10)}, (0, 0), whole)
    assert {name: [str(cell) for cell in cells] for name, cells in shown.items()} == {
        "north": ["8 of 15 (53%)", "7 of 15 (47%)"],
        "south": ["5 of 15 (33%)", "10 of 15 (67%)"],
    }
    assert by_group({"north": (9, 8), "south": (4, 9)}, (0, 0), whole) == {}
    assert by_group({"north": (7, 7), "south": (5, 9)}, (1, 1), whole) == {}
    assert by_group({"north": (13, 17), "south": (0, 0)}, (0, 0), whole) == {}
    assert by_group({"north": (15, 14), "south": (0, 1)}, (0, 0), release((15, 1))) == {}


def test_texts_are_shown_from_five_writers() -> None:
    assert (words(["a"] * 4), words(["a"] * 5)) == ((), ("a",) * 5)
