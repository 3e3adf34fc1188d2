import io
import re
from typing import Any

import pikepdf
import pypdf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pares.ground.files.blocks import Book, Chapter, Division, Paper, Show, Slide, texts
from pares.ground.files.typesetting import book_pdf, paper_pdf, show_pdf
from pares.ground.wording.papers import Part, blocks, sound
from tests.ground.files.test_documents import paper

TYPST = ('#import "/etc/passwd": *', '#read("/etc/passwd")', '#panic("x")', "$x$", "@ref", "<label>", "*/", "\\")
MARKDOWN = (
    *("# a\n", "## b\n", "#### c\n", "#\n", "- x\n", "- [ ] y\n", "  - z\n", "7. n\n", "> q\n", "- # h\n"),
    *("| a | b |\n| - | - |\n| c | |\n", "| | |\n|-|-|\n| ||\n", "____\n", "---\n", "```\nx\n\n```\n", "    code\n"),
    *("**b**", "*i*", "~~s~~", "`c`", "[l](#a)", "[l](/x/)", "[e]()", "[fill in]", "a ____", "\\\n", "\n", "\n\n"),
)
MIXED = st.lists(st.one_of(st.sampled_from(TYPST + MARKDOWN), st.text(max_size=5)), max_size=12).map("".join)


def reading(content: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def tags(element: Any) -> list[str]:
    if not isinstance(element, pikepdf.Dictionary):
        return []
    kids: Any = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    own = [str(element.S)] if "/S" in element else []
    return own + [tag for kid in kids for tag in tags(kid)]


@given(MIXED)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_the_words_are_there_is_a_paper(text: str) -> None:
    assert paper_pdf(paper(text)).startswith(b"%PDF")


def test_the_words_arrive_as_they_are_and_nothing_is_run() -> None:
    said = " ".join(TYPST).replace("$x$", "$1 + 1$")
    made = paper(f"```\n{said}\n```\n\n## #panic(1)\n\n| #emph[x] | b |\n| - | - |\n| = c | d |\n", "#read(1) *t*")

    found = " ".join(reading(paper_pdf(made)))

    assert words(found)[: len(words("#read(1) *t* In short."))] == words("#read(1) *t* In short.")
    for line in texts(made.blocks):
        assert " ".join(line.split()) in " ".join(found.split())


def test_a_paper_is_tagged_and_has_its_title_and_bookmarks() -> None:
    with pikepdf.open(io.BytesIO(paper_pdf(paper()))) as made, made.open_outline() as outline:
        found = tags(made.Root.StructTreeRoot)
        assert made.Root.Lang == "en-GB"
        assert made.Root.ViewerPreferences.DisplayDocTitle
        assert made.docinfo["/Title"] == "Lead's checklist"
        tagged = {tag: found.count(tag) for tag in ("/H1", "/H2", "/H3", "/Table", "/TH", "/L", "/Link")}
        assert [*tagged.values()] == [1, 1, 1, 2, 2, 4, 3]
        assert [each.title for each in outline.root] == ["Lead's checklist"]
        with made.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"


def test_a_letter_no_font_holds_becomes_a_question_mark_and_spares_the_rest() -> None:
    assert "Grüße “an” ?? und ?" in reading(paper_pdf(paper("Grüße “an” 小明 und 🙂")))[0]


def show(*slides: Slide) -> Show:
    return Show("Basics", "In short.", slides, (), paper().changed, "The authors", "CC BY 4.0", "pares.example/x")


def test_each_slide_fills_a_page_of_16_to_9_with_its_title() -> None:
    body = sound(blocks("- a point\n- [ ] a box", Part(str)), top=2)
    content = show_pdf(show(Slide("Welcome", ()), Slide("First", body, ("Say this.",)), Slide("Last", ())))

    with pikepdf.open(io.BytesIO(content)) as made:
        shapes = {round(float(page.mediabox[2]) / float(page.mediabox[3]), 2) for page in made.pages}
        found = tags(made.Root.StructTreeRoot)
    assert (shapes, found.count("/H1"), found.count("/H2")) == ({1.78}, 1, 2)
    assert [words(page)[:2] for page in reading(content)] == [["Welcome", "The"], ["First", "a"], ["Last", "Basics"]]
    assert "Say this" not in "".join(reading(content))


def test_a_book_has_contents_and_bookmarks_that_lead_to_its_chapters() -> None:
    body = sound(blocks("### A step\n\n[There](#two)\n", Part(str)), top=3, known={"two"})
    parts = (
        Division("Starting", (Chapter("One", "First.", body, "one"), Chapter("Two", "", (), "two"))),
        Division("Letters", (Chapter("A letter", "", (), "letter"),), short=True),
    )
    about = blocks("About it.", Part(str))
    made: Paper | Book = Book(
        "Handbook", "All.", parts, about, paper().changed, "The authors", "CC BY 4.0", "x.example"
    )

    content = book_pdf(made)

    pages = reading(content)
    with pikepdf.open(io.BytesIO(content)) as read, read.open_outline() as outline:
        marks = [(each.title, [below.title for below in each.children]) for each in outline.root]
        linked = sum("/Annots" in page for page in read.pages)
        assert "/TOCI" in tags(read.Root.StructTreeRoot)
    assert marks == [
        ("Contents", []),
        ("About this handbook", []),
        ("Starting", ["One", "Two"]),
        ("Letters", ["A letter"]),
    ]
    assert [words(page)[0] for page in pages] == ["Handbook", "Contents", "About", "Starting", "Two", "Letters"]
    assert linked == 2
