from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from pares.ground.finding import synonyms
from pares.ground.finding.asking import concepts
from pares.ground.finding.excerpts import LENGTH, excerpt, marked

KNOWN = synonyms.read('same = [["LTFT", "less than full time"]]')


def asked(words: str):
    return concepts(words, KNOWN)


def test_it_shows_where_what_was_asked_stands_together() -> None:
    text = "A certificate is nice. " + "Nothing of use is said here at all. " * 9 + "The certificate takes 3 sessions."

    assert excerpt(text, asked("sessions for a certificate")) == (
        "… The <mark>certificate</mark> takes 3 <mark>sessions</mark>."
    )


def test_it_marks_whole_phrases_and_no_part_of_them() -> None:
    assert marked("Full days are for those who do not work less than full time.", asked("LTFT")) == (
        "Full days are for those who do not work <mark>less than full time</mark>."
    )


def test_what_a_page_says_stays_text() -> None:
    assert marked('<b>mentor</b> & "mentee" <script>', asked("mentor script")) == (
        "&lt;b&gt;<mark>mentor</mark>&lt;/b&gt; &amp; &#34;mentee&#34; &lt;<mark>script</mark>&gt;"
    )


def test_a_long_text_is_cut_between_words() -> None:
    cut = excerpt("mentor " * 100, ())

    assert cut.endswith("mentor …")
    assert len(cut) <= LENGTH + 2


@given(st.text(max_size=600), st.text(max_size=60))
def test_nothing_but_marks_comes_out_as_markup(text: str, words: str) -> None:
    made = excerpt(text, asked(words))

    assert {tag.name for tag in BeautifulSoup(made, "html.parser").find_all()} <= {"mark"}
    assert made.count("<") == 2 * made.count("<mark>")
