import pytest
from hypothesis import given
from hypothesis import strategies as st

from pares.ground.wording.difference import Fate, Line, difference

LINES = st.lists(st.text("ab c", min_size=1, max_size=6).filter(str.strip), max_size=8)


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(line.fate.value, "".join(words for words, _ in line.parts)) for line in difference(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("same\n\nwords", "same\nwords\n", []),
        ("", "new", [("in", "new")]),
        ("gone", "", [("out", "gone")]),
        ("alpha\nbeta", "one\ntwo", [("out", "alpha"), ("out", "beta"), ("in", "one"), ("in", "two")]),
        ("a\nb\nc\nd", "a\nb\nc\nx", [("cut", ""), ("stays", "c"), ("out", "d"), ("in", "x")]),
    ],
)
def test_lines_that_stay_go_and_come(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert told(before, after) == expected


def test_in_a_line_that_was_rewritten_the_words_are_marked() -> None:
    assert difference("You meet once a month.", "You meet twice a month.") == [
        Line(Fate.OUT, (("You meet ", False), ("once", True), (" a month.", False))),
        Line(Fate.IN, (("You meet ", False), ("twice", True), (" a month.", False))),
    ]


def test_a_cut_says_how_many_lines() -> None:
    assert difference("1\n2\n3\n4\n5", "1\n2\n3\n4\n6")[0] == Line(Fate.CUT, (), 3)


@given(LINES, LINES)
def test_nothing_is_lost_and_nothing_is_made_up(before: list[str], after: list[str]) -> None:
    lines = difference("\n".join(before), "\n".join(after))
    stayed = sum(line.skipped for line in lines) + sum(line.fate is Fate.STAYS for line in lines)

    for fate, side in ((Fate.OUT, before), (Fate.IN, after)):
        shown = ["".join(words for words, _ in line.parts) for line in lines if line.fate is fate]
        assert lines == [] or len(shown) + stayed == len(side)
        assert all(line in side for line in shown)
    assert bool(lines) == (before != after)
