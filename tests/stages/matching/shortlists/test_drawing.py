"""Shortlists: allowed, no longer than three, nobody promised to too many, and the same in any order of rows."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pares.stages.matching.shortlists.drawing import LISTS_A_PLACE, SHOWN, draw
from pares.stages.matching.solver import solve
from pares.stages.matching.table import NOBODY, Table


@st.composite
def tables(draws: st.DrawFn) -> Table:
    rows, columns = draws(st.integers(1, 7)), draws(st.integers(1, 6))
    cell = st.sampled_from([NOBODY, NOBODY, 0, 300, 300, 800, 1000])
    score = draws(st.lists(st.lists(cell, min_size=columns, max_size=columns), min_size=rows, max_size=rows))
    places = draws(st.lists(st.integers(0, 3), min_size=columns, max_size=columns))
    return table(score, places, draws(st.integers(0, 9)))


def table(score: list[list[int]], places: list[int], seed: int = 7) -> Table:
    rows, columns = len(score), len(places)
    return Table(
        mentees=tuple(f"e{number:02}" for number in range(rows)),
        mentors=tuple(f"m{number:02}" for number in range(columns)),
        score=np.array(score, dtype=np.int64),
        places=np.array(places, dtype=np.int64),
        locked=np.full(rows, NOBODY, dtype=np.int64),
        seed=seed,
    )


@given(tables())
def test_a_list_holds_the_best_answers_mentor_first_and_only_possible_ones(table: Table) -> None:
    lists, best = draw(table), dict(solve(table).pairs)

    assert tuple(lists) == table.mentees
    assert {mentee: names[0] for mentee, names in lists.items() if mentee in best} == best
    for mentee, names in lists.items():
        assert len(set(names)) == len(names) <= SHOWN
        row = table.mentees.index(mentee)
        assert all(table.score[row, table.mentors.index(name)] >= 0 for name in names)


@given(tables())
def test_nobody_stands_on_too_many_lists_and_no_list_could_be_longer(table: Table) -> None:
    lists = draw(table)
    load = Counter(name for names in lists.values() for name in names)
    room = {
        name: LISTS_A_PLACE * int(places) - load[name] for name, places in zip(table.mentors, table.places, strict=True)
    }

    assert min(room.values()) >= 0
    for row, names in enumerate(lists.values()):
        further = [name for column, name in enumerate(table.mentors) if table.score[row, column] >= 0 and room[name]]
        assert len(names) == SHOWN or set(further) <= set(names)


@given(tables(), st.randoms(use_true_random=False))
def test_who_is_locked_is_not_asked_and_takes_a_place(table: Table, random) -> None:
    best = solve(table).pairs
    if not best:
        return
    mentee, mentor = random.choice(best)
    row, column = table.mentees.index(mentee), table.mentors.index(mentor)
    lists = draw(table.with_lock(row, column))

    assert tuple(lists) == tuple(each for each in table.mentees if each != mentee)
    assert sum(mentor in names for names in lists.values()) <= LISTS_A_PLACE * (int(table.places[column]) - 1)


def test_everybody_gets_three_where_there_are_as_many_places_and_the_favourite_is_spread_thin() -> None:
    """Without the bound, the mentor whom all twelve like best would stand on twelve lists for one place."""
    score = [[900 - 50 * column for column in range(12)] for _ in range(12)]
    lists = draw(table(score, [1] * 12))
    load = Counter(name for names in lists.values() for name in names)

    assert {len(names) for names in lists.values()} == {3}
    assert set(load.values()) == {3}


def test_where_mentors_are_short_nobody_gets_a_third_before_all_have_a_second() -> None:
    lists = draw(table([[500] * 3 for _ in range(4)], [1] * 3))

    assert sorted(len(names) for names in lists.values()) == [2, 2, 2, 3]


def test_the_seed_settles_ties_and_nothing_else_does() -> None:
    even = [[500] * 6 for _ in range(6)]
    drawn = {seed: draw(table(even, [1] * 6, seed)) for seed in range(8)}

    assert drawn[3] == draw(table(even, [1] * 6, 3))
    assert len({tuple(lists.values()) for lists in drawn.values()}) > 1
