from dataclasses import replace

from pares.guide.handbook.chapters import chapters
from pares.guide.handbook.reported import points, reported

TEXT = """## Before

- not this

## What leaders reported

- One of [them](/evidence/#x).
- Another, {fact:sustained}.

Tell us more.

## After

- nor this
"""


def test_the_points_under_that_heading_and_no_others_are_gathered() -> None:
    assert points(TEXT) == ["- One of [them](/evidence/#x).", "- Another, {fact:sustained}."]
    assert points("## Something else\n\n- x") == []


def test_each_chapter_that_reports_something_stands_once_with_the_way_to_it() -> None:
    first, second = chapters()[:2]
    found = reported([replace(first, title="One", key="one", text=TEXT), replace(second, text="Nothing.")])

    assert found == (
        "## One\n\n- One of [them](/evidence/#x).\n- Another, {fact:sustained}.\n\n"
        "[Read all of this chapter](/handbook/one/)"
    )
