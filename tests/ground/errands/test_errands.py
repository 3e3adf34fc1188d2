import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pares.ground.errands import actions, kinds, worker
from pares.ground.errands.models import Errand, State, last_beat
from pares.ground.refusal import Refused

AT = datetime(2027, 3, 2, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def no_handlers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(kinds, "_HANDLERS", {})
    return


def ask(number: int = 1, at: datetime = AT) -> Errand:
    return actions.ask(kind="count", arguments={"number": number}, by=None, at=at)


def test_an_errand_is_done_and_leaves_its_result(db: None) -> None:
    @kinds.errand("count")
    def count(errand: Errand, at: datetime) -> dict[str, Any]:
        actions.report_progress(errand=errand, done=1, total=2, at=at)
        return {"counted": errand.arguments["number"], "at": at.isoformat()}

    errand = ask(7)

    assert worker.run_next(AT)
    assert not worker.run_next(AT)
    errand.refresh_from_db()
    assert (errand.state, errand.done, errand.total) == (State.DONE, 1, 2)
    assert (errand.result, errand.finished_at) == ({"counted": 7, "at": AT.isoformat()}, AT)


def test_asking_twice_is_asking_once_until_it_is_done(db: None) -> None:
    @kinds.errand("count")
    def count(errand: Errand, at: datetime) -> dict[str, Any]:
        return {}

    scheme = uuid.uuid4()
    first = ask()

    assert ask(at=AT + MINUTE) == first
    assert ask(2) != first
    assert actions.ask(kind="count", arguments={"number": 1}, by=None, at=AT, scheme=scheme) != first
    while worker.run_next(AT):
        pass
    assert ask() != first


def test_a_refusal_ends_it_with_its_sentence(db: None) -> None:
    @kinds.errand("count")
    def count(errand: Errand, at: datetime) -> dict[str, Any]:
        raise Refused("Row 3 has two addresses in one cell.")

    errand = ask()
    worker.run_next(AT)
    errand.refresh_from_db()

    assert (errand.state, errand.problem) == (State.REFUSED, "Row 3 has two addresses in one cell.")


def test_an_errand_nobody_knows_is_refused(db: None) -> None:
    errand = ask()
    worker.run_next(AT)
    errand.refresh_from_db()

    assert (errand.state, errand.problem) == (State.REFUSED, worker.NOT_KNOWN)


def test_a_fault_is_tried_three_times(db: None, caplog: pytest.LogCaptureFixture) -> None:
    tries = []

    @kinds.errand("count")
    def count(errand: Errand, at: datetime) -> dict[str, Any]:
        tries.append(at)
        raise ZeroDivisionError

    errand = ask()
    for minute in range(20):
        worker.run_next(AT + minute * MINUTE)
    errand.refresh_from_db()

    assert tries == [AT, AT + 2 * MINUTE, AT + 4 * MINUTE]
    assert (errand.state, errand.problem) == (State.REFUSED, actions.GIVEN_UP)
    assert len(caplog.records) == 3


def test_a_killed_workers_errand_is_taken_up_after_its_lease(db: None) -> None:
    @kinds.errand("count")
    def count(errand: Errand, at: datetime) -> dict[str, Any]:
        if errand.attempts < 3:
            raise KeyboardInterrupt
        return {"attempts": errand.attempts}

    errand = ask()
    for killed_at in (AT, AT + 6 * MINUTE):
        with pytest.raises(KeyboardInterrupt):
            worker.run_next(killed_at)
        assert not worker.run_next(killed_at + 5 * MINUTE)
    assert worker.run_next(AT + 12 * MINUTE)
    errand.refresh_from_db()

    assert (errand.state, errand.result) == (State.DONE, {"attempts": 3})


def test_one_that_kills_every_worker_is_given_up(db: None) -> None:
    @kinds.errand("count")
    def count(errand: Errand, at: datetime) -> dict[str, Any]:
        raise KeyboardInterrupt

    errand = ask()
    for number in range(3):
        with pytest.raises(KeyboardInterrupt):
            worker.run_next(AT + number * 6 * MINUTE)

    assert not worker.run_next(AT + 18 * MINUTE)
    errand.refresh_from_db()
    assert (errand.state, errand.problem) == (State.REFUSED, actions.GIVEN_UP)


def test_progress_keeps_an_errand_and_a_worker_that_lost_it_hears_so(db: None) -> None:
    ask()
    slow = actions.claim(at=AT)
    assert slow is not None
    actions.report_progress(errand=slow, done=1, total=9, at=AT + 4 * MINUTE)

    assert actions.claim(at=AT + 8 * MINUTE) is None
    quick = actions.claim(at=AT + 10 * MINUTE)
    with pytest.raises(actions.LostErrandError):
        actions.report_progress(errand=slow, done=2, total=9, at=AT + 10 * MINUTE)
    assert actions.finish(errand=slow, result={"by": "slow"}, at=AT + 10 * MINUTE).state == State.RUNNING
    assert quick is not None
    assert actions.finish(errand=quick, result={"by": "quick"}, at=AT + 11 * MINUTE).result == {"by": "quick"}


def test_a_kind_has_one_handler() -> None:
    def one(errand: Errand, at: datetime) -> dict[str, Any]:
        return {}

    def other(errand: Errand, at: datetime) -> dict[str, Any]:
        return {}

    assert kinds.errand("count")(one) is kinds.errand("count")(one) is kinds.handler("count")

    with pytest.raises(ValueError, match="a handler for count already"):
        kinds.errand("count")(other)


def test_signs_of_life(db: None) -> None:
    assert last_beat("worker") is None

    actions.beat(name="worker", at=AT)
    actions.beat(name="worker", at=AT + MINUTE)

    assert last_beat("worker") == AT + MINUTE


def test_five_workers_at_once_never_get_the_same_errand(together: Any, db: None) -> None:
    for number in range(3):
        ask(number)

    claimed = together(lambda: actions.claim(at=AT), 5)

    numbers = sorted(errand.arguments["number"] for errand in claimed if errand)
    assert numbers == [0, 1, 2]
