import io
import zipfile
from datetime import date
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn

from pares.ground.files.blocks import Show, Slide
from pares.ground.files.slides import pptx
from pares.ground.wording.papers import Part, blocks, sound

BODY = sound(blocks("Say **it**.\n\n- a\n  - b\n- [ ] c\n\n2. n\n\n[here](https://x.example)", Part(str)), top=2)
SHOW = Show(
    title="Basics: slides",
    summary="Three slides.",
    slides=(
        Slide("Welcome", sound(blocks("[Date]", Part(str)), top=2)),
        Slide("First", BODY, ("One.", "Two.")),
        Slide("Last", ()),
    ),
    notes=("Bring paper.",),
    changed=date(2026, 11, 23),
    author="The authors",
    licence="CC BY 4.0",
    source="pares.example/x",
)


@pytest.fixture(scope="module")
def shown() -> Any:
    return Presentation(io.BytesIO(pptx(SHOW)))


def test_every_slide_has_its_title_in_the_titles_place(shown: Any) -> None:
    assert [slide.shapes.title.text_frame.text for slide in shown.slides] == ["Welcome", "First", "Last"]
    assert [layout.name for layout in shown.slide_layouts] == ["Title Slide", "Title and Content"]
    assert round(shown.slide_width / shown.slide_height, 2) == 1.78


def test_words_keep_their_order_level_and_bullets(shown: Any) -> None:
    paragraphs = shown.slides[1].placeholders[1].text_frame.paragraphs

    def bullet(paragraph: Any) -> str:
        about = paragraph._p.pPr  # noqa: SLF001 - its only door
        if about is None:
            return "dot"
        return "number" if about.find(qn("a:buAutoNum")) is not None else "none" if about.get("marL") == "0" else "dot"

    assert [(each.text, each.level, bullet(each)) for each in paragraphs] == [
        ("Say it.", 0, "none"),
        ("a", 0, "dot"),
        ("b", 1, "dot"),
        ("\u2610 c", 0, "dot"),
        ("n", 0, "number"),
        ("here", 0, "none"),
    ]
    assert paragraphs[-1].runs[0].hyperlink.address == "https://x.example"


def test_notes_stand_with_their_slide_and_those_of_the_whole_with_the_first(shown: Any) -> None:
    notes = [slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else None for slide in shown.slides]

    assert notes == ["Bring paper.", "One.\nTwo.", None]


def test_each_slide_after_the_first_has_foot_and_number_and_nothing_empty(shown: Any) -> None:
    kinds = [[holder.placeholder_format.type for holder in slide.placeholders] for slide in shown.slides]

    assert kinds[1:] == [
        [PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER],
        [PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER],
    ]
    assert shown.slides[2].placeholders[11].text_frame.text == "Basics: slides · CC BY 4.0 · pares.example/x"
    assert all(holder.text_frame.text for slide in shown.slides for holder in slide.placeholders)


def test_all_words_are_in_british_english(shown: Any) -> None:
    languages = {
        run.get("lang")
        for slide in shown.slides
        for part in (slide, *([slide.notes_slide] if slide.has_notes_slide else []))
        for run in part._element.iter(qn("a:rPr"))  # noqa: SLF001 - its only door
    }

    assert languages == {"en-GB"}
    assert (shown.core_properties.title, shown.core_properties.language) == ("Basics: slides", "en-GB")


def test_the_same_slides_give_the_same_bytes() -> None:
    first = pptx(SHOW)

    assert pptx(SHOW) == first
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
