import pytest

from pares.guide.handbook.checking import (
    Page,
    bare_numbers,
    bare_shares,
    dead_links,
    prose,
    shared_runs,
    unknown_figures,
)
from pares.guide.handbook.reading import age, syllables, words_of


@pytest.mark.parametrize(
    "text",
    [
        "Of those, {fact:lothian_met} had met.",
        "On 7 April 2027, in 2016 and on 3 May.",
        "See step 4, steps 5 to 9, chapter 2, paragraphs 53 to 59 and article 6(1)(e).",
        "Call 999, 111, 116 123 or 0330 123 1245.",
        "An F1, an ST8 and a CT2.",
        "1. First\n2. Second",
        "[Elsewhere](https://example.org/99/142)",
    ],
)
def test_numbers_of_these_kinds_may_be_written_as_they_are(text: str) -> None:
    assert bare_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("And 82% had met.", ["82%"]),
        ("About 1,000 of 33.5 in 7 Aprils.", ["1,000", "33.5", "7"]),
        ("| a | b |\n|---|---|\n| 4 | five |", ["4"]),
        ("## 3 ways\n\n- 2 weeks\n- **16** of them", ["3", "2", "16"]),
        ("[9 replies](/help/)", ["9"]),
        ("step 4, 12 people", ["12"]),
    ],
)
def test_a_bare_number_is_found_wherever_it_stands(text: str, found: list[str]) -> None:
    assert bare_numbers(text) == found


def test_a_share_must_be_quoted_and_a_time_need_not() -> None:
    text = "For 5 minutes, {fact:lothian_met} of 3 or more.\n\n| 82% | 4 of 33 |\n|---|---|\n| 12 out of 18 | 1 |"

    assert bare_shares(text) == ["82%", "4 of 33", "12 out of 18"]


def test_figures_nobody_knows_are_named() -> None:
    assert unknown_figures("{fact:lothian_met} {fact:nobody_counted} {helplines}") == ["nobody_counted"]


def test_links_within_the_site_must_lead_to_a_page_and_a_place() -> None:
    site = {"/help/": {"to-take-part"}}
    page = Page(
        "x",
        "## Here\n\n[a](#here) [b](/help/) [c](/help/#to-take-part) [d](https://example.org/gone) [e](tel:111) "
        "{fact:ni_never}\n\n[f](#there) [g](/hepl/) [h](/help/#gone)",
    )

    assert dead_links(page, site.get) == ["#there", "/hepl/", "/help/#gone"]


def test_nine_words_in_a_row_of_somebody_else_are_found() -> None:
    theirs = [words_of("It was so: one two three four five six seven eight nine, they said.")]

    assert shared_runs("Now one *two* three, four five six\nseven eight NINE!", []) == []
    assert shared_runs("Now one two three, four five six\nseven **eight** NINE!", theirs) == [
        "one two three four five six seven eight nine"
    ]
    assert shared_runs("one two three four five six seven eight", theirs) == []
    assert shared_runs("one two three four five\n\nsix seven eight nine", theirs) == []


@pytest.mark.parametrize(
    "text",
    [
        "> one two three four five six seven eight nine",
        'They say "one two three four five six seven eight nine".',
        "They say “one two three four five six seven eight nine”.",
        "*One two three four five six seven eight nine*. London.",
    ],
)
def test_a_quotation_and_a_title_may_be_the_same(text: str) -> None:
    assert shared_runs(text, [words_of("one two three four five six seven eight nine")]) == []


def test_headings_and_cells_do_not_make_a_text_easy() -> None:
    text = "## Short\n\n| a | b |\n|---|---|\n| c | d |\n\nA paragraph.\n\n- An item."

    assert prose(text) == ["Short", "a", "b", "c", "d", "A paragraph.", "An item."]
    assert prose(text, sentences=True) == ["A paragraph.", "An item."]


def test_long_words_and_long_sentences_need_an_older_reader() -> None:
    easy = age(["The cat sat on the mat. It was glad."])
    hard = age(["Notwithstanding considerable organisational difficulties, participation was universally beneficial."])

    assert (easy < 8, hard > 14) == (True, True)
    assert age(["Mentoring postgraduate psychiatrists."]) == 0
    assert age(["We help. We ask."]) == pytest.approx(0.39 * 2 + 11.8 - 15.59 + 5)
    assert age([]) == 0


@pytest.mark.parametrize(
    ("word", "number"),
    [("cat", 1), ("care", 1), ("asked", 1), ("needed", 2), ("places", 2), ("comes", 1), ("table", 2), ("the", 1)],
)
def test_syllables_are_counted_about_right(word: str, number: int) -> None:
    assert syllables(word) == number
