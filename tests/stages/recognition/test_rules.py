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


@pytest.mark.parametrize(
    ("record", "standing", "due"),
    [
        (Record(1, False, 3, True), ["yes", "yes", "yes"], True),
        (Record(0, True, 3, True), ["yes", "yes", "yes"], True),
        (Record(0, False, 3, True), ["no", "yes", "yes"], False),
        (Record(1, False, 2, True), ["yes", "no", "yes"], False),
        (Record(1, False, 3, False), ["yes", "yes", "no"], False),
        (Record(0, False, 0, False, frozenset({"training", "sessions", "evaluation"})), ["waived"] * 3, True),
        (Record(1, False, 3, True, frozenset({"sessions"})), ["yes", "yes", "yes"], True),
    ],
)
def test_a_certificate_is_due_when_each_proof_stands_or_is_waived(
    record: Record, standing: list[str], due: bool  # noqa: FBT001 - a parameter of the test
) -> None:
    assert list(proofs(record).values()) == standing
    assert earned(record) is due


def test_a_statement_needs_something_to_say() -> None:
    assert [took_part(r) for r in (Record(0, False, 0, True), Record(0, False, 1, False))] == [False, True]
