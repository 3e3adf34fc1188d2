"""Search itself, on whichever database the tests run."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from pares.ground.finding.actions import forget, replace_all
from pares.ground.finding.documents import Document, Section, signature
from pares.ground.finding.models import Index, Passage
from pares.ground.finding.search import Part, find, is_empty

RECOGNITION = Document(
    "handbook",
    "handbook/recognition/",
    "Recognition and evaluation",
    "What mentors get for their work.",
    (
        Section("What mentors get", "A certificate takes training, 3 sessions with the mentee and the survey.", "get"),
        Section("How to ask", "Keep it under three minutes. Mentees answer without a name.", "ask"),
    ),
)
TRAINING = Document(
    "handbook",
    "handbook/training/",
    "Train the mentors",
    "Two sessions of an hour.",
    (
        Section("The day", "Doctors in training meet in the postgraduate centre, and work less than full time.", "day"),
        Section("After it", "No certificate is needed for it. Write to everybody who came.", "after"),
    ),
)
ENDLESS = Document(
    "handbook",
    "handbook/endless/",
    "T" * 400,
    "",
    (Section("H" * 400, "Quokkas.", "h" * 400, asked=("Q" * 700,)),),
)
ROWS = Document(
    "directory",
    "directory/",
    "Directory",
    "",
    (Section("Ward 7 certificate", "Certificate. Sessions.", address="directory/ward-7/"),),
    weight=0.5,
)


@pytest.fixture
def index(db: None) -> None:
    replace_all(documents=[RECOGNITION, TRAINING, ROWS])


def addresses(words: str, **more: object) -> list[str]:
    return [found.address for found in find(words, **more).found]


def test_a_question_leads_to_the_section_that_answers(index: None) -> None:
    best = find("How many sessions for a certificate?").found[0]

    assert (best.kind, best.title, best.heading) == ("handbook", "Recognition and evaluation", "What mentors get")
    assert best.address == "handbook/recognition/#get"
    assert best.excerpt == (
        "A <mark>certificate</mark> takes training, 3 <mark>sessions</mark> with the mentee and the survey."
    )


def test_every_page_comes_once_with_its_other_sections(index: None) -> None:
    (only,) = find("mentee").found

    assert (only.address, only.parts) == (
        "handbook/recognition/#ask",
        (Part("What mentors get", "handbook/recognition/#get"),),
    )


def test_title_comes_before_heading_before_text(db: None) -> None:
    pages = [
        Document("a", "text/", "One", "", (Section("Two", "A word on wombats among others.", "x"),)),
        Document("a", "heading/", "One", "", (Section("Wombats and more", "Nothing.", "x"),)),
        Document("a", "title/", "Wombats", "Nothing."),
    ]
    for order in (pages, pages[::-1]):
        replace_all(documents=order)
        assert addresses("wombat") == ["title/", "heading/#x", "text/#x"]


def test_a_question_the_page_is_known_to_answer_comes_first(db: None) -> None:
    answer = Section("Elsewhere", "Look into the box.", "x", asked=("Where are the wombats?",))
    replace_all(documents=[Document("a", "b/", "Wombats", "Wombats."), Document("a", "c/", "Boxes", "", (answer,))])

    assert addresses("where are wombats") == ["c/#x", "b/"]


@pytest.mark.parametrize("words", ["LTFT", "part-time", "less than full time"])
def test_terms_that_mean_the_same_find_the_same(index: None, words: str) -> None:
    assert addresses(words) == ["handbook/training/#day"]


@pytest.mark.parametrize("words", ["junior doctor", "resident doctors", "trainee", "PGDiT"])
def test_old_terms_find_the_new(index: None, words: str) -> None:
    assert addresses(words)[0] == "handbook/training/#day"


def test_a_typing_error_is_put_right_and_said(index: None) -> None:
    right = find("certifcate sesions")

    assert (right.typed, right.words, right.corrected) == ("certifcate sesions", "certificate sessions", True)
    assert right.found[0].address == "handbook/recognition/#get"
    as_typed = find("certifcate", exact=True)
    assert (as_typed.corrected, as_typed.found) == (False, ())


def test_words_that_stand_nowhere_together_find_some_of_them(index: None) -> None:
    found = find("postgraduate minutes")

    assert found.loose
    assert {each.address for each in found.found} == {"handbook/training/#day", "handbook/recognition/#ask"}
    assert not find("certificate sessions").loose


def test_kinds_and_limit_narrow(index: None) -> None:
    assert addresses("certificate", kinds=("directory",)) == ["directory/ward-7/"]
    assert len(addresses("certificate", limit=1)) == 1


def test_nothing_finds_nothing(index: None) -> None:
    assert (find("").found, find("?!").found, find("xyzzyq").found) == ((), (), ())


def test_the_same_pages_again_write_nothing(index: None, django_assert_num_queries) -> None:
    numbers = list(Passage.objects.values_list("pk", flat=True))
    with django_assert_num_queries(2):
        assert replace_all(documents=[RECOGNITION, TRAINING, ROWS]) is False
    assert list(Passage.objects.values_list("pk", flat=True)) == numbers


def test_a_changed_page_replaces_all(index: None) -> None:
    assert replace_all(documents=[ROWS]) is True
    assert addresses("certificate") == ["directory/ward-7/"]
    assert Index.objects.count() == 1
    assert signature([ROWS]) != signature([RECOGNITION])
    replace_all(documents=[])
    assert is_empty()
    assert addresses("certificate") == []


def test_the_index_over_the_words_is_used(index: None) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'pares_passage_words'")
        assert any("USING gin" in definition for (definition,) in cursor.fetchall())


class AnyWords(TestCase):
    @settings(deadline=None)
    @given(st.text(max_size=300))
    def test_anything_typed_is_answered(self, words: str) -> None:
        replace_all(documents=[RECOGNITION])
        assert len(find(words).found) <= 1


@pytest.mark.django_db
def test_a_heading_without_end_does_not_keep_the_index_as_it_was() -> None:
    replace_all(documents=[ENDLESS, TRAINING])

    for passage in Passage.objects.all():
        passage.full_clean(exclude=["id"])
    assert [each.address for each in find("quokkas").found] == ["handbook/endless/"]


@pytest.mark.django_db
def test_what_is_forgotten_is_found_no_more_and_the_rest_is() -> None:
    replace_all(documents=[RECOGNITION, ROWS])

    assert forget(address="directory/ward-7/")

    assert [each.address for each in find("certificate").found] == ["handbook/recognition/"]
    assert not forget(address="directory/ward-7/")
