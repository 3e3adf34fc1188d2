"""The way back from any state to any other."""

from hypothesis import given
from hypothesis import strategies as st

from pares.stages.matching.board.states import Placed, State, back, difference, moved, relocked

PEOPLE = st.sampled_from(["ella", "eli", "esme", "edith"])
MENTORS = st.sampled_from(["max", "mina", "mo"])
STATES = st.builds(
    State,
    pairs=st.dictionaries(PEOPLE, st.builds(Placed, MENTORS, st.integers(0, 1000), st.booleans(), st.booleans())),
    left=st.dictionaries(PEOPLE, st.fixed_dictionaries({"why": st.text(), "about": st.just({"fixes": []})})),
    aside=st.frozensets(PEOPLE | MENTORS),
    figures=st.dictionaries(st.sampled_from(["matched", "worst", "total", "seed"]), st.integers(0)),
)


def placed(mentor: str, score: int, *, locked: bool = False, by_hand: bool = False) -> Placed:
    return Placed(mentor, score, locked, by_hand)


@given(STATES, STATES)
def test_going_back_gives_what_was(before: State, after: State) -> None:
    assert back(after, difference(before, after)) == before


@given(STATES)
def test_what_does_not_differ_is_not_told(state: State) -> None:
    found = difference(state, state)
    assert (found["pairs"], found["left"], found["aside"]) == ([], [], [])


def test_a_lock_moves_nobody() -> None:
    before = State({"ella": placed("max", 700), "eli": placed("mo", 500, locked=True)})
    after = State({"ella": placed("max", 700, locked=True), "esme": placed("mo", 400, by_hand=True)})
    found = difference(before, after)
    assert relocked(found) == [("ella", True)]
    assert moved(found) == [("eli", "mo", None), ("esme", None, "mo")]
