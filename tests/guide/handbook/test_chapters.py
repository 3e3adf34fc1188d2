from datetime import date

import pytest

from pares.ground.letters.kinds import kinds
from pares.ground.wording.shipped import BadWordsError, keys, shipped
from pares.guide.handbook.case_inputs import ASSUMPTIONS
from pares.guide.handbook.chapters import SLOT, Chapter, Reader, chapters, quoted, read
from pares.guide.handbook.facts import Basis, NoSuchFactError, facts

ON_TOP = """---
title: Step 1: begin
summary: How to begin.
order: 7
reader: running
changed: 2026-11-23
letters: match_mentor, match_mentee
---
Words.
"""
STEPS = (
    *("recruit-mentors", "train-mentors", "recruit-mentees", "match", "inform-pairs"),
    *("before-they-start", "reminders", "workshop", "finish"),
)


def test_a_chapter_says_whom_it_is_for_and_which_letters_go_with_it() -> None:
    made = read(ON_TOP, "step-1-begin")

    letters = ("match_mentor", "match_mentee")
    day = date(2026, 11, 23)
    assert made == Chapter(
        "step-1-begin", "Step 1: begin", "How to begin.", 7, Reader.RUNNING, day, letters, "Words.\n"
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("order: 7\n", ""), "chapters/x.md: missing or unknown on top: order."),
        (("order: 7", "order: 7\nrank: 7"), "chapters/x.md: missing or unknown on top: rank."),
        (("order: 7", "order: seven"), "chapters/x.md: invalid literal for int() with base 10: 'seven'."),
        (("reader: running", "reader: walking"), "chapters/x.md: 'walking' is not a valid Reader."),
        (("2026-11-23", "2026-11-31"), "chapters/x.md: day is out of range for month."),
    ],
)
def test_a_chapter_that_lacks_something_is_refused(change: tuple[str, str], said: str) -> None:
    with pytest.raises(BadWordsError) as refused:
        read(ON_TOP.replace(*change), "x")

    assert str(refused.value) == said


def test_figures_are_numbered_by_their_source_and_noted_once() -> None:
    text, notes = quoted("{fact:lothian_met}, {fact:ni_never}, {fact:lothian_next} and {fact:lothian_met}.")

    assert text == r"82% [\[1\]](#source-1), 45% [\[2\]](#source-2), 61% [\[1\]](#source-1) and 82% [\[1\]](#source-1)."
    assert [(note.id, note.source.key, note.basis, [each.key for each in note.facts]) for note in notes] == [
        ("source-1", "lothian", Basis.STATED, ["lothian_met", "lothian_next"]),
        ("source-2", "ni", Basis.STATED, ["ni_never"]),
    ]


def test_a_figure_nobody_knows_is_a_mistake() -> None:
    with pytest.raises(NoSuchFactError):
        quoted("{fact:nobody_counted}")


def test_the_nine_steps_follow_each_other_and_their_letters_exist() -> None:
    keys = [each.key for each in chapters()]

    assert [key for key in keys if key.startswith("step-")] == [f"step-{n}-{name}" for n, name in enumerate(STEPS, 1)]
    assert [each.reader for each in chapters()] == sorted((each.reader for each in chapters()), key=[*Reader].index)
    assert {name for each in chapters() for name in each.letters} - kinds().keys() == set()


def test_every_figure_we_ship_is_used() -> None:
    texts = [shipped(kind, key).text for kind in ("handbook", "templates", "course") for key in keys(kind)]
    quoted_somewhere = {
        slot[1] for text in [*texts, *(each.text for each in chapters())] for slot in SLOT.finditer(text)
    }

    assert quoted_somewhere | {each.fact for each in ASSUMPTIONS if each.fact} == {*facts()}
