import io
import zipfile
from datetime import date

import docx as word
import pytest
from docx.oxml.ns import qn

from pares.ground.files.blocks import Paper
from pares.ground.files.documents import docx
from pares.ground.wording.papers import Part, blocks, runs, sound

WORDS = """
Fill in [name of your scheme]. Date: ____

## Before *you* begin

- a point
  - below it

    goes on
- [ ] a box

3. third
4. fourth

A break.

1. first again

### Smaller

| Who | When |
| --- | --- |
| Lead | **Now** |
| Mentor | |

Below the table. [Elsewhere](/help/), [above](#before-you-begin), [nowhere](#nowhere).

| | |
| --- | --- |
| Side | cell |

> Quoted.

---

Below a line: `code` and ~~struck~~.

____

```
as it
stands
```
"""


def paper(text: str = WORDS, title: str = "Lead's checklist") -> Paper:
    part = Part(lambda link: f"https://pares.example{link}" if link.startswith("/") else link)
    return Paper(
        title=title,
        summary="In short.",
        blocks=sound(blocks(text, part), top=2),
        changed=date(2026, 11, 23),
        author="The authors",
        licence="CC BY 4.0",
        source="pares.example/x",
        credit=runs("From [here](https://pares.example).", part),
    )


@pytest.fixture(scope="module")
def read() -> word.document.Document:
    return word.Document(io.BytesIO(docx(paper())))


def test_each_block_stands_under_a_style_of_its_own(read: word.document.Document) -> None:
    assert [(each.style.name, each.text) for each in read.paragraphs] == [
        ("Heading 1", "Lead's checklist"),
        ("Subtitle", "In short."),
        ("Normal", f"Fill in [name of your scheme]. Date:\u00a0{'_' * 20}"),
        ("Heading 2", "Before you begin"),
        ("List Bullet", "a point"),
        ("List Bullet 2", "below it"),
        ("List Continue 2", "goes on"),
        ("Tick List", "\ta box"),
        ("List Number", "third"),
        ("List Number", "fourth"),
        ("Normal", "A break."),
        ("List Number", "first again"),
        ("Heading 3", "Smaller"),
        ("Normal", "Below the table. Elsewhere, above, nowhere."),
        ("Quote", "Quoted."),
        ("Normal", "Below a line: code and struck."),
        ("Line to write on", "\t"),
        ("Verbatim", "as it\nstands"),
        ("Small", "From here."),
    ]


def test_tables_say_which_row_or_column_holds_their_headings(read: word.document.Document) -> None:
    on_top, at_side = read.tables
    found = [
        [[(cell.text, cell.paragraphs[0].style.name) for cell in row.cells] for row in table.rows]
        for table in (on_top, at_side)
    ]

    assert found == [
        [
            [("Who", "Table Heading"), ("When", "Table Heading")],
            [("Lead", "Table Text"), ("Now", "Table Text")],
            [("Mentor", "Table Text"), ("", "Table Text")],
        ],
        [[("Side", "Table Heading"), ("cell", "Table Text")]],
    ]
    assert [len(table._tbl.findall(f".//{qn('w:tblHeader')}")) for table in (on_top, at_side)] == [1, 0]  # noqa: SLF001 - its only door
    looks = [table._tbl.tblPr.find(qn("w:tblLook")) for table in (on_top, at_side)]  # noqa: SLF001 - its only door
    assert [(each.get(qn("w:firstRow")), each.get(qn("w:firstColumn"))) for each in looks] == [("1", "0"), ("0", "1")]
    assert [row.height is None for row in on_top.rows] == [True, True, False]


def test_links_are_links_and_boxes_can_be_ticked(read: word.document.Document) -> None:
    links = [link for paragraph in read.paragraphs for link in paragraph.hyperlinks]
    places = {each.get(qn("w:name")) for each in read.element.body.iter(qn("w:bookmarkStart"))}

    assert [(link.text, link.address) for link in links] == [
        ("Elsewhere", "https://pares.example/help/"),
        ("above", ""),
        ("here", "https://pares.example"),
    ]
    assert {link.fragment for link in links if not link.address} < places
    assert len([*read.element.body.iter("{http://schemas.microsoft.com/office/word/2010/wordml}checkbox")]) == 1


def test_each_numbered_list_begins_where_it_should(read: word.document.Document) -> None:
    numbers = [each._p.pPr.numPr.numId.val for each in read.paragraphs if each.style.name == "List Number"]  # noqa: SLF001 - its only door
    starts = {
        num.numId: num.find(f".//{qn('w:startOverride')}").get(qn("w:val"))
        for num in read.part.numbering_part.element.num_lst
        if num.numId in numbers
    }

    assert [starts[number] for number in numbers] == ["3", "3", "1"]


def test_the_document_says_what_it_is(read: word.document.Document) -> None:
    about, page = read.core_properties, read.sections[0]
    languages = {each.get(qn("w:val")) for each in read.styles.element.iter(qn("w:lang"))}
    fields = [each.text for each in page.footer._element.iter(qn("w:instrText"))]  # noqa: SLF001 - its only door

    assert (about.title, about.author, about.subject, about.language) == (
        "Lead's checklist",
        "The authors",
        "In short.",
        "en-GB",
    )
    assert languages == {"en-GB"}
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert fields == ["PAGE", "NUMPAGES"]
    assert page.footer.paragraphs[0].text == ("CC BY 4.0 · pares.example/x · Words of 23 November 2026 · Page 1 of 1")


def test_the_same_words_give_the_same_bytes_without_a_time_in_them() -> None:
    first = docx(paper())

    assert docx(paper()) == first
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-11-23T00:00:00Z" in parts.read("docProps/core.xml")
        assert "docProps/thumbnail.jpeg" not in parts.namelist()


def test_signs_no_file_may_hold_are_left_out() -> None:
    read = word.Document(io.BytesIO(docx(paper("a\x0bb\ufffec", "t\x08t"))))

    assert [each.text for each in read.paragraphs[:3]] == ["tt", "In short.", "abc"]
