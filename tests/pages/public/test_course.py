import io
import re

import pypdf
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pptx import Presentation

from pares.guide.handbook.course import CoursePart, Session, course

pytestmark = pytest.mark.django_db
SETS = [each for each in course() if each.shown]


def shown(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def test_the_overview_has_each_session_with_its_parts_and_files(client: Client) -> None:
    page = shown(client, "/course/")
    sections = {each["aria-labelledby"]: each for each in page.select("main section")}
    order = (Session.BASIC, Session.ADVANCED, Session.WORKSHOP, Session.ALL)

    assert [*sections] == [*order]
    for session, section in sections.items():
        held = [each for each in course() if each.session == session]
        ends = [("/", ".docx", ".pdf", *((".pptx",) if each.shown else ())) for each in held]
        addresses = [f"/course/{each.key}{end}" for each, these in zip(held, ends, strict=True) for end in these]
        assert [link["href"] for link in section.select("a")] == addresses
    assert "Print for each mentor: " in sections["basic"].text
    assert "slides" not in sections["basic"].select_one(":scope > p:last-child").text


@pytest.mark.parametrize("part", SETS, ids=lambda part: part.key)
def test_slides_show_what_the_page_shows_and_say_what_it_says(client: Client, part: CoursePart) -> None:
    page = shown(client, f"/course/{part.key}/")
    shown_as = Presentation(io.BytesIO(client.get(f"/course/{part.key}.pptx").content))
    headings = [each.text for each in page.select(".pares-takeaway h2:not(#sources)")]
    notes = [each.get_text() for each in page.select(".pares-takeaway blockquote")]
    for each in page.select(".pares-takeaway blockquote, #sources, #sources ~ *"):
        each.decompose()

    titles = [slide.shapes.title.text_frame.text for slide in shown_as.slides]
    said = [slide.notes_slide.notes_text_frame.text for slide in shown_as.slides if slide.has_notes_slide]
    drawn = [
        holder.text_frame.text
        for slide, title in zip(shown_as.slides, titles, strict=True)
        if title != "Sources"
        for holder in slide.placeholders
        if holder.placeholder_format.idx < 10
    ]

    assert [title for title in titles if title != "Sources"] == headings
    assert words(" ".join(said)) == words(" ".join(notes))
    assert words(" ".join(drawn)) == words(page.select_one(".pares-takeaway").get_text())


@pytest.mark.parametrize("part", SETS, ids=lambda part: part.key)
def test_slides_for_the_screen_are_one_page_each_and_hold_no_notes(client: Client, part: CoursePart) -> None:
    answer = client.get(f"/course/{part.key}.pdf")
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    slides = Presentation(io.BytesIO(client.get(f"/course/{part.key}.pptx").content)).slides
    noted = next(slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide)

    assert [
        " ".join(words(page.extract_text())).startswith(" ".join(words(slide.shapes.title.text)))
        for page, slide in zip(pages, slides, strict=True)
    ] == [True] * len(slides)
    assert " ".join(words(noted)) not in " ".join(words(" ".join(page.extract_text() for page in pages)))


def test_slides_are_sent_under_their_name_and_handouts_are_none(client: Client) -> None:
    answer = client.get("/course/basic-slides.pptx")

    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    assert answer["Content-Disposition"] == 'attachment; filename="pares-basic-slides.pptx"'
    assert client.get("/course/basic-guide.pptx").status_code == 404
    assert {client.get(f"/course/nothing{end}").status_code for end in ("/", ".docx", ".pdf", ".pptx")} == {404}
