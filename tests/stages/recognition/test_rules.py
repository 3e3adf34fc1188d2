from dataclasses import replace

import pytest

from pares.stages.recognition.rules import Record, earned, proofs, sessions_counted, took_part


@pytest.mark.parametrize(
    ("pairs", "counted"),
    [
        ([], 0),
        ([(3, False)], 3),
        ([(2, False), (2, False)], 2),
        ([(2, True), (1, False)], 3),
        ([(1, True), (1, True), (2, False), (1, False)], 4),
        ([(2, True)], 2),
    ],
)
def test_sessions_side_by_side_do_not_add_up_but_those_before_a_rematch_do(
    pairs: list[tuple[int, bool]], counted: int
) -> None:
    assert sessions_counted(pairs) == counted


FULL = Record(trainings=1, equivalent=False, sessions=3, evaluation_returned=True)
NOTHING = Record(trainings=0, equivalent=False, sessions=0, evaluation_returned=False)
ALL = frozenset({"training", "sessions", "evaluation"})


@pytest.mark.parametrize(
    ("record", "standing"),
    [
        (FULL, ["yes", "yes", "yes"]),
        (replace(FULL, trainings=0, equivalent=True), ["yes", "yes", "yes"]),
        (replace(FULL, trainings=0), ["no", "yes", "yes"]),
        (replace(FULL, sessions=2), ["yes", "no", "yes"]),
        (replace(FULL, evaluation_returned=False), ["yes", "yes", "no"]),
        (replace(NOTHING, waived=ALL), ["waived"] * 3),
        (replace(FULL, waived=ALL), ["yes", "yes", "yes"]),
    ],
)
def test_a_certificate_is_due_when_each_proof_stands_or_is_waived(record: Record, standing: list[str]) -> None:
    assert list(proofs(record).values()) == standing
    assert earned(record) is ("no" not in standing)


def test_a_statement_needs_something_to_say() -> None:
    assert [took_part(each) for each in (NOTHING, replace(NOTHING, sessions=1))] == [False, True]
