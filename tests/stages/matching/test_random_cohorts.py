"""Random cohorts: no reason against a pair is ever outvoted, each kind decides often, and what is private stays so.

A sample of them; all ten thousand in `make test-hard`.
"""

from collections import Counter
from random import Random

import numpy as np
import pytest
from hypothesis import settings

from pares.stages.matching.alternatives import alternatives
from pares.stages.matching.exclusions import Exclusion
from pares.stages.matching.fixes import fixes
from pares.stages.matching.framing import Frame, frame
from pares.stages.matching.losing import losses
from pares.stages.matching.problem import BadProblem
from pares.stages.matching.proposing import answer, left_over, why
from pares.stages.matching.solver import Optimum, optimum, solve
from pares.stages.matching.table import NOBODY, Flags, Table
from tests.stages.matching.random_cohorts import (
    FELLOW,
    KINDS,
    PRIVATE,
    PUBLIC,
    Cohort,
    against,
    random_cohort,
    restated,
)

USUAL = 100
SAMPLE, ALL, EACH_BINDS_IN = 300, 10_000, 500
ONE_OF = 20


def _how_many() -> int:
    return ALL if settings.default.max_examples > USUAL else SAMPLE


def _framed(cohort: Cohort) -> Frame:
    return frame(cohort.mentors, cohort.mentees, cohort.rules)


def _reasons(cohort: Cohort) -> dict[str, Flags]:
    """Which pairs each kind is against, said afresh."""
    found = {kind: np.zeros((len(cohort.mentees), len(cohort.mentors)), dtype=np.bool_) for kind in KINDS}
    for row, mentee in enumerate(cohort.mentees):
        for column, mentor in enumerate(cohort.mentors):
            for kind in against(mentor, mentee, cohort):
                found[kind][row, column] = True
    return found


def _best(whole: Frame, allowed: Flags, places: list[int]) -> Optimum:
    names = [one.id for one in whole.mentees], [one.id for one in whole.mentors]
    score = np.where(allowed, whole.scores.score, -1)
    return optimum(Table(*map(tuple, names), score, np.array(places), np.full(len(score), NOBODY), 0))


def _figures(found: Optimum) -> tuple[int, int, int]:
    return found.matched, found.worst, found.total


def test_no_exclusion_is_broken_and_each_kind_binds_often() -> None:
    binds: Counter[str] = Counter()
    random = Random(1)  # noqa: S311 - repeatable cohorts
    for _ in range(_how_many()):
        cohort = random_cohort(random)
        whole, reasons = _framed(cohort), _reasons(cohort)
        assert {kind: reasons[kind].tolist() for kind in PUBLIC} == {
            kind: whole.exclusions.kinds[Exclusion[kind]].tolist() for kind in PUBLIC
        }
        private = np.logical_or.reduce([reasons[kind] for kind in (*PRIVATE, FELLOW)])
        assert private.tolist() == whole.exclusions.kinds[Exclusion.PRIVATE].tolist()
        against_all = sum(flags.astype(int) for flags in reasons.values())
        for mentee, mentor in solve(whole.problem(seed=1)).pairs:
            assert against_all[whole.rows[mentee], whole.columns[mentor]] == 0
        places = [one.free_places for one in cohort.mentors]
        now = _figures(_best(whole, against_all == 0, places))
        for kind, flags in reasons.items():
            if (alone := flags & (against_all == 1)).any():
                # Who is full has a place once that is no reason any more.
                then = [max(1, free) for free in places] if kind == "FULL" else places
                binds[kind] += _figures(_best(whole, (against_all == 0) | alone, then)) != now
    rare = {kind: binds[kind] for kind in KINDS if binds[kind] * ALL < EACH_BINDS_IN * _how_many()}
    assert rare == {}


def _everything_said(cohort: Cohort) -> bytes:
    """All that a lead can read about a cohort: why and why not, what it would cost, what would help."""
    whole = _framed(cohort)
    problem = whole.problem(seed=1)
    found = solve(problem)
    said: list[object] = [problem, found, answer(whole, (), 1), [*left_over(whole, found)], losses(problem)]
    for mentee in whole.rows:
        said.append(alternatives(problem, mentee, limit=3))
        for mentor in whole.columns:
            said.append(whole.excluded(mentee, mentor))
            said.append(why(whole, mentee, mentor))
            if Exclusion.PRIVATE in whole.excluded(mentee, mentor):
                with pytest.raises(BadProblem) as refused:
                    whole.problem(locked=[(mentee, mentor)])
                said.append(str(refused.value))
    said += [fixes(whole, problem, left.mentee) for left in found.unmatched]
    return repr(said).encode()


def test_one_private_reason_reads_as_another_wherever_it_is_explained() -> None:
    random = Random(2)  # noqa: S311 - repeatable cohorts
    compared = 0
    for _ in range(_how_many() // ONE_OF):
        cohort = random_cohort(random)
        reasons = _reasons(cohort)
        if not any(reasons[kind].any() for kind in (*PRIVATE, FELLOW)):
            continue
        said = _everything_said(cohort)
        assert {_everything_said(restated(cohort, kind)) for kind in PRIVATE} == {said}
        assert b"unlike" not in said
        compared += 1
    assert compared > _how_many() // ONE_OF // 2
