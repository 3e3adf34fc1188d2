import pytest

from pares.ground.finding import synonyms
from pares.ground.finding.asking import LONGEST, MOST, concepts

KNOWN = synonyms.read('same = [["junior doctor", "resident doctor", "trainee"], ["LTFT", "part time"]]')


def said(asked: str) -> list[str]:
    return [concept.typed for concept in concepts(asked, KNOWN)]


def test_words_that_only_ask_do_not_count() -> None:
    assert said("How many sessions for a certificate?") == ["sessions", "certificate"]


def test_they_count_where_there_are_no_others() -> None:
    assert said("what is this") == ["what", "is", "this"]


def test_a_phrase_is_one_thing_with_all_that_means_the_same() -> None:
    (doctor, time) = concepts("junior doctors part-time", KNOWN)

    assert doctor.typed == "junior doctors"
    assert doctor.all == (("junior", "doctor"), ("resident", "doctor"), ("traine",))
    assert time.all == (("part", "tim"), ("ltft",))


def test_the_same_asked_twice_is_asked_once() -> None:
    assert said("mentor mentors MENTOR") == ["mentor"]


def test_an_endless_question_is_cut() -> None:
    asked = " ".join(f"word{number}" for number in range(1_000))

    assert len(said(asked)) == MOST
    assert said("x" * 1_000) == ["x" * LONGEST]


def test_nothing_asked_is_nothing() -> None:
    assert said("  ?! ") == []


@pytest.mark.parametrize("broken", ["same = 3", "other = []", "same = [['one']]", "same = [['one', '!!']]", "same ="])
def test_a_file_of_synonyms_that_says_nothing_is_refused(broken: str) -> None:
    with pytest.raises((synonyms.BadSynonymsError, TypeError)):
        synonyms.read(broken)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("junior doctor", "postgraduate doctor in training"),
        ("SHO", "core trainee"),
        ("deanery", "WT&E"),
        ("HEE", "LETB"),
        ("LTFT", "less than full time"),
        ("FY1", "foundation doctor"),
        ("house officer", "F2"),
        ("IMG", "international medical graduate"),
        ("TPD", "training programme director"),
        ("DME", "director of medical education"),
        ("PGME", "postgraduate office"),
        ("registrar", "specialty trainee"),
    ],
)
def test_old_and_new_terms_mean_the_same(typed: str, found: str) -> None:
    (asked,) = concepts(typed, synonyms.shipped())
    (meant,) = concepts(found, synonyms.shipped())

    assert meant.words in asked.alike
