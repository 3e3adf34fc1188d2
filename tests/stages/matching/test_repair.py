"""What-ifs by repair equal what is found from nothing, ties and all."""

from dataclasses import replace
from random import Random

import pytest

from pares.stages.matching.losing import Loss, losses
from pares.stages.matching.problem import Allowed, Mentee, Mentor, Objective, Problem
from pares.stages.matching.repair import Live
from pares.stages.matching.solver import optimum, solve
from pares.stages.matching.table import NOBODY, Table
from tests.stages.matching.matching_oracle import small_problem

CHANGES = ("withdraw", "fewer places", "more places", "new wishes", "mentee leaves", "lock", "unlock", "one pair")


def changed(random: Random, table: Table, kind: str) -> Table:
    """The table with one change; locks that no longer hold are gone."""
    score, places, locked = table.score.copy(), table.places.copy(), table.locked.copy()
    row, column = random.randrange(len(table.mentees)), random.randrange(len(table.mentors))
    if kind == "withdraw":
        places[column] = 0
        locked[locked == column] = NOBODY
    elif kind == "fewer places":
        places[column] = max((locked == column).sum(), places[column] - 1)
    elif kind == "more places":
        places[column] += random.choice((1, 2))
    elif kind == "lock":
        full = (locked == column).sum() >= places[column] and locked[row] != column
        locked[row] = locked[row] if full or score[row, column] < 0 else column
    else:
        locked[row] = NOBODY
        if kind == "new wishes":
            score[row] = [random.choice((-1, 0, 500, 1000, random.randint(0, 1000))) for _ in table.mentors]
        elif kind == "mentee leaves":
            score[row] = -1
        elif kind == "one pair":
            score[row, column] = random.choice((-1, random.randint(0, 1000)))
    return replace(table, score=score, places=places, locked=locked)


@pytest.mark.parametrize("kind", CHANGES)
def test_a_repaired_optimum_is_the_optimum(kind: str) -> None:
    random = Random(kind)  # noqa: S311 - repeatable problems
    tried = moved = 0
    while tried < 400:
        table = Table.of(small_problem(random, largest=8, smallest=random.choice((1, 3, 6))))
        live = Live(table, optimum(table))
        then = changed(random, table, kind)
        again = changed(random, then, random.choice(CHANGES))
        for after in (then, again):
            got, best = live.after(after), optimum(after)
            assert (got.assigned.tolist(), got.worst, got.total) == (best.assigned.tolist(), best.worst, best.total)
            assert live.figures_after(after) == Objective(best.matched, best.worst, best.total)
            moved += got.assigned.tolist() != live.best.assigned.tolist()
            tried += 1
    assert moved > 50


def test_what_is_asked_leaves_what_stands() -> None:
    table = Table.of(small_problem(Random(8), largest=8, smallest=8))  # noqa: S311 - repeatable problems
    live = Live(table, optimum(table))
    before = [each.tolist() for each in (table.score, table.places, live.best.assigned, live.best.column_prices)]
    for kind in CHANGES:
        live.after(changed(Random(1), table, kind))  # noqa: S311 - repeatable problems
    assert [
        each.tolist() for each in (table.score, table.places, live.best.assigned, live.best.column_prices)
    ] == before


def test_who_can_not_be_spared_comes_first() -> None:
    pairs = (
        *(Allowed(mentee, "m1", 900) for mentee in ("e1", "e2")),
        *(Allowed(mentee, "m2", 500) for mentee in ("e1", "e2", "e3")),
        Allowed("e3", "m3", 800),
    )
    problem = Problem(
        (Mentor("m1", 2), Mentor("m2", 2), Mentor("m3", 1)), tuple(map(Mentee, ("e1", "e2", "e3"))), pairs
    )
    assert solve(problem).objective == Objective(3, 800, 2600)
    assert losses(problem) == (
        Loss("m1", 0, 300, 800),
        Loss("m3", 0, 300, 300),
        Loss("m2", 0, 0, 0),
    )


def test_losses_equal_solving_without_each_mentor() -> None:
    random = Random(77)  # noqa: S311 - repeatable problems
    for _ in range(60):
        problem = small_problem(random, largest=6, smallest=2)
        now = solve(problem).objective
        for loss in losses(problem):
            without = Problem(
                tuple(one for one in problem.mentors if one.id != loss.mentor),
                problem.mentees,
                tuple(pair for pair in problem.pairs if pair.mentor != loss.mentor),
                tuple(pair for pair in problem.locked if pair[1] != loss.mentor),
                problem.seed,
            )
            then = solve(without).objective
            assert (loss.matches, loss.worst, loss.total) == (
                now.matched - then.matched,
                now.worst - then.worst,
                now.total - then.total,
            )
