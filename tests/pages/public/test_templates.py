import io
import re
from collections import Counter
from collections.abc import Iterable

import docx as word
import pikepdf
import pypdf
import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pares.ground.wording import actions
from pares.ground.wording.draft import Draft
from pares.guide.handbook.course import course
from pares.guide.handbook.templates import templates
from tests import world as worlds

pytestmark = pytest.mark.django_db
PAGES = [
    *(f"/templates/{each.key}" for each in templates()),
    *(f"/course/{each.key}" for each in course() if not each.shown),
]


def shown(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(texts: Iterable[str]) -> list[str]:
    return re.findall(r"[^\W_]+", " ".join(texts))


def of_page(page: BeautifulSoup) -> list[str]:
    """Read a page's own words: its title, summary and text, without the headings repeated in cells on a phone."""
    for repeated in page.select(".nhsuk-table-responsive__heading, h1 .nhsuk-caption-l"):
        repeated.decompose()
    for block in page.select("main p, main li, main td, main th, main h1, main h2, main h3, main br, main .pares-note"):
        block.insert_before(" ")
        block.insert_after(" ")
    parts = [page.select_one("h1"), page.select_one("main .nhsuk-body-l"), page.select_one(".pares-takeaway")]
    return words(part.get_text() for part in parts)


def of_docx(read: word.document.Document) -> list[str]:
    texts = [
        each.text if hasattr(each, "text") else "\n".join(cell.text for row in each.rows for cell in row.cells)
        for each in read.iter_inner_content()
    ]
    return words(texts[:-1])


def of_pdf(content: bytes) -> list[str]:
    """Read a PDF's words without the line at the foot of each page and the credit at the end."""
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    text = "\n".join(re.sub(r"CC BY 4\.0 · .*?Page \d+ of \d+", "", page, flags=re.DOTALL) for page in pages)
    return words([text.rsplit("From Pares, by the Pares contributors", 1)[0]])


def headings(page: BeautifulSoup) -> list[tuple[int, str]]:
    found = page.select("h1, .pares-takeaway h2, .pares-takeaway h3")
    return [(int(each.name[1]), " ".join(words([each.get_text()]))) for each in found]


@pytest.mark.parametrize("path", PAGES)
def test_page_word_document_and_pdf_say_the_same_words(client: Client, path: str) -> None:
    page, as_docx, as_pdf = shown(client, f"{path}/"), client.get(f"{path}.docx"), client.get(f"{path}.pdf")
    read = word.Document(io.BytesIO(as_docx.content))

    said = of_page(page)

    assert of_docx(read) == said
    printed = Counter(of_pdf(as_pdf.content))
    # A table's headings are repeated on each page, and the points of a list are numbered.
    repeated = {*words(each.get_text() for each in page.select("th, td.nhsuk-table__header"))}
    numbers = {str(n + 1) for n in range(max((len(each.select("li")) for each in page.select("ol")), default=0))}
    assert Counter(said) - printed == Counter()
    assert {*(printed - Counter(said))} <= repeated | numbers
    assert headings(page) == [
        (int(each.style.name[-1]), " ".join(words([each.text])))
        for each in read.paragraphs
        if each.style.name.startswith("Heading")
    ]
    assert len(read.tables) == len(page.select(".pares-takeaway table"))


@pytest.mark.parametrize("path", PAGES)
def test_every_pdf_is_tagged_and_has_language_and_title(client: Client, path: str) -> None:
    with pikepdf.open(io.BytesIO(client.get(f"{path}.pdf").content)) as made, made.open_metadata() as about:
        assert (about["pdfuaid:part"], str(made.Root.Lang), bool(made.Root.MarkInfo.Marked)) == ("1", "en-GB", True)
        assert made.Root.ViewerPreferences.DisplayDocTitle


def test_the_list_leads_to_every_template_and_its_files(client: Client) -> None:
    page = shown(client, "/templates/")

    assert [each.text for each in page.select("main h2")] == [
        "For leads",
        "For mentors",
        "For mentees",
        "For sponsors",
        "A workbook for the whole cohort",
    ]
    links = [link["href"] for link in page.select("main .pares-chapters a, main .pares-files a")]
    assert sorted({*links}) == sorted(
        [
            "/templates/workbook.xlsx",
            *(f"/templates/{each.key}{end}" for each in templates() for end in ("/", ".docx", ".pdf")),
        ]
    )


def test_a_template_says_its_licence_and_what_the_site_does_instead(client: Client) -> None:
    page = shown(client, "/templates/lead-checklist/")

    assert [link["href"] for link in page.select(".pares-files a")] == [
        "/templates/lead-checklist.docx",
        "/templates/lead-checklist.pdf",
    ]
    assert page.select_one(".nhsuk-inset-text p").text.startswith("If you use Pares, this is done for you: ")
    assert "This template is ours, under the licence CC BY 4.0" in page.select_one("main").text
    assert len(page.select("li.pares-tick")) > 20
    assert "[ ]" not in page.select_one("main").text


def test_files_have_names_and_kinds(client: Client) -> None:
    answers = {end: client.get(f"/templates/activity-log{end}") for end in (".docx", ".pdf")}

    assert {end: (each["Content-Type"], each["Content-Disposition"]) for end, each in answers.items()} == {
        ".docx": (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            'attachment; filename="pares-activity-log.docx"',
        ),
        ".pdf": ("application/pdf", 'attachment; filename="pares-activity-log.pdf"'),
    }
    again = client.get("/templates/activity-log.pdf", headers={"if-none-match": answers[".pdf"]["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("end", ["/", ".docx", ".pdf"])
def test_what_is_no_template_is_not_there(client: Client, end: str) -> None:
    assert client.get(f"/templates/agreement{end}").status_code == 404


def test_an_edit_is_on_the_page_and_in_its_files(client: Client) -> None:
    before = client.get("/templates/activity-log.docx")
    draft = Draft("Log of days", "Days only.", "Write the day. 小明\n")
    told = {"why": "Shorter", "started_from": 0, "by": worlds.person("Ed Lindqvist"), "at": worlds.PLANNED}
    actions.revise(kind="templates", key="activity-log", draft=draft, **told)

    page = shown(client, "/templates/activity-log/")
    after = client.get("/templates/activity-log.docx", headers={"if-none-match": before["ETag"]})
    read = word.Document(io.BytesIO(after.content))

    assert of_page(page) == of_docx(read) == ["Log", "of", "days", "Days", "only", "Write", "the", "day", "小明"]
    assert of_pdf(client.get("/templates/activity-log.pdf").content) == of_page(page)[:-1]
    assert "Log of days" in shown(client, "/templates/").text
