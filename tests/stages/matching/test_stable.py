"""The comparison: pairs that neither partner would leave, against every way to match, and its figures."""

from dataclasses import replace
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pares.stages.matching.lottery import tickets
from pares.stages.matching.problem import Allowed, Mentee, Mentor, Problem
from pares.stages.matching.stable import Compared, compared, rather, stable
from pares.stages.matching.table import NOBODY, Ints, Table
from tests.stages.matching.matching_oracle import every_choice, figures, small_problem


def worth(problem: Problem) -> dict[tuple[str, str], tuple[int, int]]:
    """What each allowed pair is worth to both: its score, and the lottery's ticket among equals."""
    mentees, mentors = ([one.id for one in side] for side in (problem.mentees, problem.mentors))
    drawn = tickets(problem.seed, mentees, mentors)
    return {
        (pair.mentee, pair.mentor): (pair.score, int(drawn[mentees.index(pair.mentee), mentors.index(pair.mentor)]))
        for pair in problem.pairs
    }


def is_left(problem: Problem, chosen: tuple[tuple[str, str], ...]) -> bool:
    """Whether two free people would both rather have each other."""
    value, given_to = worth(problem), dict(chosen)
    for mentee, mentor in value:
        if mentee in dict(problem.locked) or given_to.get(mentee) == mentor:
            continue
        mine = value[mentee, mentor]
        theirs = [value[pair] for pair in chosen if pair[1] == mentor and pair not in problem.locked]
        places = next(one.capacity for one in problem.mentors if one.id == mentor)
        taken = sum(pair[1] == mentor for pair in chosen)
        has = value[mentee, given_to[mentee]] if mentee in given_to else (-1, 0)
        if mine > has and (taken < places or (theirs and mine > min(theirs))):
            return True
    return False


def pairs_of(table: Table, assigned: Ints) -> set[tuple[str, str]]:
    return {(table.mentees[row], table.mentors[assigned[row]]) for row in np.flatnonzero(assigned != NOBODY)}


@settings(max_examples=300, deadline=None, database=None)
@given(st.integers(0, 10**9))
def test_it_is_the_one_answer_that_nobody_would_leave(seed: int) -> None:
    problem = small_problem(Random(seed), largest=4)  # noqa: S311 - repeatable problems
    steady = [chosen for chosen in every_choice(problem) if not is_left(problem, chosen)]
    table = Table.of(problem)
    (only,) = steady
    assert pairs_of(table, stable(table)) == set(only)


@settings(max_examples=200, deadline=None, database=None)
@given(st.integers(0, 10**9))
def test_the_figures_are_those_of_the_two_answers(seed: int) -> None:
    problem = small_problem(Random(seed), largest=5)  # noqa: S311 - repeatable problems
    table = Table.of(problem)
    found, steady = compared(table, table), pairs_of(table, stable(table))
    assert (found.stable.matched, found.stable.worst, found.stable.total) == figures(problem, tuple(steady))
    assert found.best.matched - len(found.lose) + len(found.gain) == found.stable.matched
    assert found.best.matched >= found.stable.matched
    # Only ties are settled by the lottery, so that by scores alone nobody would leave either.
    assert rather(table, stable(table)) == ()


def _alone(problem: Problem) -> Compared:
    return compared(Table.of(problem), Table.of(problem))


def test_what_is_sealed_decides_and_is_not_shown() -> None:
    """What e2 chose in secret gives them m1; all figures are those without it."""
    pairs = (Allowed("e1", "m1", 600), Allowed("e2", "m1", 500))
    shown = Table.of(Problem((Mentor("m1", 1),), (Mentee("e1"), Mentee("e2")), pairs))
    found = compared(replace(shown, score=np.array([[600], [700]])), shown)
    assert (found.best.total, found.stable.total, found.lose, found.gain) == (500, 600, ("e2",), ("e1",))
    assert [(two.mentee, two.score, two.mentor_has) for two in found.rather] == [("e1", 600, 500)]


def test_who_would_rather_have_each_other_is_told_with_what_they_have() -> None:
    pairs = [Allowed("e1", "m1", 900), Allowed("e2", "m1", 600), Allowed("e1", "m2", 500)]
    problem = Problem((Mentor("m1", 1), Mentor("m2", 1)), (Mentee("e1"), Mentee("e2")), tuple(pairs))
    found = _alone(problem)
    assert (found.best.matched, found.best.worst, found.best.total) == (2, 500, 1100)
    assert (found.stable.matched, found.stable.worst, found.stable.total) == (1, 900, 900)
    assert (found.lose, found.gain) == (("e2",), ())
    (two,) = found.rather
    assert (two.mentee, two.mentor, two.score, two.mentee_has, two.mentor_has) == ("e1", "m1", 900, 500, 600)
    kept = _alone(replace(problem, locked=(("e2", "m1"),)))
    assert (kept.lose, kept.rather) == ((), ())
