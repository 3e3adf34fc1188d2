from datetime import date

from pares.ground.files.blocks import Heading, Listing, Paragraph, Run, said, texts
from pares.guide.handbook.chapters import Chapter, Reader
from pares.guide.handbook.course import read
from pares.guide.handbook.papers import Letter, Site, book, paper, show

SITE = Site("https://pares.example")
SLIDES = """---
title: Basics: slides
summary: S
order: 1
changed: 2026-11-23
session: basic
form: slides
---
Bring paper.

## Welcome

> Smile.

## Why

- it helps {fact:lothian_met} of them
"""


def chapter(key: str, order: int, text: str, letters: tuple[str, ...] = ()) -> Chapter:
    return Chapter(key, key.title(), "S.", order, Reader.THINKING, date(2026, 11, order), letters, text)


def test_a_paper_says_where_it_is_from_and_where_its_figures_are_from() -> None:
    made = paper(read(SLIDES, "basics"), "/course/basics/", SITE)

    assert (made.source, made.changed) == ("pares.example/course/basics", date(2026, 11, 23))
    assert [said(each.runs) for each in made.blocks if isinstance(each, Heading)] == ["Welcome", "Why", "Sources"]
    sources = made.blocks[-1]
    assert isinstance(sources, Listing)
    assert [item.place for item in sources.items] == ["source-1"]
    assert said(made.credit).endswith("say where it comes from. Pares is not an NHS service.")


def test_slides_part_what_is_shown_from_what_is_said() -> None:
    made = show(read(SLIDES, "basics"), "/course/basics/", SITE)

    assert made.notes == ("Bring paper.",)
    assert [(each.title, each.notes) for each in made.slides] == [
        ("Welcome", ("Smile.",)),
        ("Why", ()),
        ("Sources", ()),
    ]
    assert len([*texts(made.slides[2].blocks)]) == 1


def test_in_the_book_links_between_chapters_stay_in_it() -> None:
    one = chapter(
        "one", 1, "## Step\n\n[next](/handbook/two/#there) [help](/help/) [no](/handbook/two/#gone)", ("call",)
    )
    two = chapter("two", 2, "## There\n\n{fact:lothian_met} [1](#source-1)")
    letter = Letter("call", "The call", "Join us", "Dear {x} [open](https://x.example)")

    made = book([("First", [one, two])], [letter], SITE)

    drawn = {each.title: each.blocks for part in made.parts for each in part.chapters}
    links = {run.text: run.link for block in drawn["One"] if isinstance(block, Paragraph) for run in block.runs}
    assert [(part.title, part.short) for part in made.parts] == [("First", False), ("Letters", True)]
    assert links == {"next": "#two--there", " ": "", "help": "https://pares.example/help/", "no": ""}
    assert [said(each.runs) for each in drawn["One"] if isinstance(each, Heading)] == [
        "Step",
        "The letters of this step",
    ]
    assert {each.level for blocks in drawn.values() for each in blocks if isinstance(each, Heading)} == {3}
    assert drawn["The call"] == (
        Paragraph((Run("Subject: Join us", strong=True),)),
        Paragraph((Run("Dear {x} open"),)),
    )
    assert made.changed == date(2026, 11, 2)
