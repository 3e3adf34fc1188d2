"""What would help, and what happened, in words."""

import pytest

from pares.stages.matching.board.words import SOMEBODY, Names, fix_in_words, loss_in_words, way_in_words
from pares.stages.matching.losing import Loss

NAMES = Names({"e": "Esme", "x": "Max", "m": "Mo"})


@pytest.mark.parametrize(
    ("change", "mentor", "given", "moved", "words"),
    [
        ("PLACE", "x", "x", 0, "If Max took one more mentee, Esme would have a mentor; nobody else would move."),
        ("PLACE", "x", "m", 1, "If Max took one more mentee, Esme would have Mo as a mentor; 1 other would move."),
        ("TRAIN", "m", "m", 2, "If Mo were trained, Esme would have a mentor; 2 others would move."),
        ("AGREE", "m", "m", 0, "If Mo accepted the agreement, Esme would have a mentor; nobody else would move."),
        (
            *("VIDEO", None, "m", 0),
            "If Esme accepted meetings by video, Esme would have Mo as a mentor; nobody else would move.",
        ),
        (
            *("TEAM", None, "x", 0),
            "If Esme accepted a mentor from the same team, Esme would have Max as a mentor; nobody else would move.",
        ),
    ],
)
def test_what_would_help(change: str, mentor: str | None, given: str, moved: int, words: str) -> None:
    fix = {"change": change, "mentor": mentor, "given": given, "moved": moved}
    assert fix_in_words(fix, "e", NAMES) == words


def test_whoever_is_gone_has_no_name() -> None:
    assert way_in_words("gone", None, NAMES) == f"from {SOMEBODY} to nobody"


@pytest.mark.parametrize(
    ("loss", "words"),
    [
        (Loss("m", 1, 0, 5), "1 more mentee would have no mentor."),
        (Loss("m", 3, 9, 5), "3 more mentees would have no mentor."),
        (Loss("m", 0, 9, 5), "Everybody matched now would still be, but the weakest pair would be weaker."),
        (Loss("m", 0, 0, 5), "Everybody matched now would still be, but the fit would be a little worse."),
        (Loss("m", 0, 0, 0), "Nothing: everybody matched now would still be, and as well."),
    ],
)
def test_what_a_mentor_is_worth(loss: Loss, words: str) -> None:
    assert loss_in_words(loss) == words
