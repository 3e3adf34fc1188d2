import pytest
from hypothesis import given
from hypothesis import strategies as st

from pares.ground.finding.stems import STOP, stems, tokens


@pytest.mark.parametrize(
    "words",
    [
        "match matches matched matching",
        "train trains trained training",
        "plan plans planned planning",
        "certificate certificates",
        "study studies",
        "agree agrees agreed agreeing",
        "evaluate evaluated evaluating evaluation",
        "mentee mentees mentee's mentee’s",
        "session sessions",
        "call calls called calling",
        "email emails emailed",
    ],
)
def test_forms_of_a_word_are_one(words: str) -> None:
    assert len(set(stems(words))) == 1


@pytest.mark.parametrize("words", ["mentor mentee", "train trainee", "F1 F2", "ring bring string"])
def test_different_words_stay_apart(words: str) -> None:
    assert len(set(stems(words))) == len(words.split())


def test_accents_signs_and_capitals_do_not_count() -> None:
    assert tokens("Café: the e-portfolio, WT&E (FY1)!") == ["cafe", "the", "e", "portfolio", "wt", "e", "fy1"]


@given(st.text())
def test_any_text_gives_words_a_database_can_take(text: str) -> None:
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in stems(text))


def test_words_that_only_ask_are_written_as_they_are_compared() -> None:
    assert [word for word in STOP if tokens(word) != [word]] == []
