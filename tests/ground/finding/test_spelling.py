import pytest

from pares.ground.finding.spelling import closest

KNOWN = {
    "certificate": 9,
    "certify": 1,
    "training": 20,
    "mentee": 9,
    "mentor": 30,
    "matching": 5,
    "session": 5,
    "cost": 1,
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("certifcate", "certificate"),
        ("cerificate", "certificate"),
        ("trianing", "training"),
        ("traning", "training"),
        ("sesion", "session"),
        ("mathcing", "matching"),
        ("zertificate", "certificate"),
    ],
)
def test_the_closest_word_is_meant(typed: str, meant: str) -> None:
    assert closest(typed, KNOWN) == meant


def test_of_equally_close_words_the_usual_one_is_meant() -> None:
    assert closest("mentox", {"mentor": 3, "menton": 90}) == "menton"


@pytest.mark.parametrize("typed", ["xyzzyq", "cst", "2027", "f1", "photosynthesis", ""])
def test_what_is_like_nothing_stays_as_it_is(typed: str) -> None:
    assert closest(typed, KNOWN) == ""
