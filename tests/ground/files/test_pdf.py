import io
from typing import Any

import pikepdf
import pypdf
import pytest
import typst

from pares.ground.files.pdf import Undrawable, render

COMMON: dict[str, Any] = {
    "organisation": "Northmoor Children’s Hospital",
    "scheme": "Peer mentoring",
    "holder": "Dr Nguyễn Thị Åsa O’Neill",
    "issued": "Wednesday 11 August 2027",
    "signed_by": [{"name": "Dr Amara Okafor", "role": "Scheme lead"}],
    "facts": [["Training", "One session, 2 hours"], ["Mentoring sessions", "5"]],
}
PAPERS: dict[str, dict[str, Any]] = {
    "certificate": {
        **COMMON,
        "title": "Certificate of mentoring",
        "certifies": "completed the training.",
        "code": "7KQF-2MXD",
        "address": "https://pares.example/verify",
    },
    "statement": {**COMMON, "title": "Statement of participation", "states": "took part."},
    "report": {
        **COMMON,
        "title": "Cohort report",
        "period": "April 2027",
        "summary": "All went well.",
        "headings": ["Step", "Number", "Out of", "Share"],
        "funnel": [["Applied", 78, 212], ["Carried on", None, 36], ["Nobody", 0, 0]],
        "notes_heading": "Notes",
        "notes": ["Each number stands beside the number it is out of."],
    },
}
TITLES = {
    "certificate": "Certificate of mentoring: Dr Nguyễn Thị Åsa O’Neill",
    "statement": "Statement of participation: Dr Nguyễn Thị Åsa O’Neill",
    "report": "Cohort report: Peer mentoring",
}


def words(content: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def tags(element: Any) -> list[str]:
    if not isinstance(element, pikepdf.Dictionary):
        return []
    kids: Any = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    own = [str(element.S)] if "/S" in element else []
    return own + [tag for kid in kids for tag in tags(kid)]


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_one_tagged_page_with_language_and_title(name: str) -> None:
    with pikepdf.open(io.BytesIO(render(name, PAPERS[name]))) as paper:
        assert len(paper.pages) == 1
        assert paper.Root.Lang == "en-GB"
        assert paper.Root.MarkInfo.Marked
        assert paper.Root.ViewerPreferences.DisplayDocTitle
        assert paper.docinfo["/Title"] == TITLES[name]
        assert tags(paper.Root.StructTreeRoot).count("/H1") == 1
        with paper.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"


def test_the_reports_table_has_headings_and_rows() -> None:
    with pikepdf.open(io.BytesIO(render("report", PAPERS["report"]))) as paper:
        found = tags(paper.Root.StructTreeRoot)
    assert (found.count("/TH"), found.count("/TD"), found.count("/TR")) == (4, 12, 4)


def test_the_same_values_give_the_same_bytes_in_our_own_letters() -> None:
    first = render("certificate", PAPERS["certificate"])
    assert render("certificate", PAPERS["certificate"]) == first
    with pikepdf.open(io.BytesIO(first)) as paper:
        fonts = {str(font.BaseFont).split("+")[1] for font in paper.pages[0].Resources.Font.values()}
    assert {font.split("-")[0] for font in fonts} == {"SourceSerif4"}


@pytest.mark.parametrize(
    "name", ['#panic("x")', "*b* _i_ $x$ <l> @r", "A\nB\x00\u2028C", "محمد עברית Иван Ελένη", "W" * 300]
)
def test_values_are_words_and_never_markup(name: str) -> None:
    content = render("certificate", {**PAPERS["certificate"], "holder": name})
    with pikepdf.open(io.BytesIO(content)) as paper:
        assert len(paper.pages) == 1
        assert paper.docinfo["/Title"] == f"Certificate of mentoring: {name}".replace("\n", " ").replace(
            "\x00\u2028", " "
        )


def test_the_certificate_says_what_it_was_given() -> None:
    found = words(render("certificate", PAPERS["certificate"]))
    for said in ("Peer mentoring", "Nguyễn Thị Åsa", "One session, 2 hours", "7KQF-2MXD", "Dr Amara Okafor"):
        assert said in found


def test_letters_that_cannot_be_drawn_are_refused_by_name() -> None:
    with pytest.raises(Undrawable, match="“王”"):
        render("certificate", {**PAPERS["certificate"], "holder": "王 小明"})


def test_a_missing_value_is_an_error_of_ours() -> None:
    with pytest.raises(typst.TypstError):
        render("certificate", COMMON)
