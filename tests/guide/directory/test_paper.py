import io
from dataclasses import replace
from datetime import date

import pikepdf
import pypdf

from pares.guide.directory.listing import Issued
from pares.guide.directory.paper import paper
from pares.guide.directory.schemes import Directory, directory

METHOD = "## How it was made\n\nWe read [pages](/handbook/)."


def words(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_an_edition_is_a_tagged_paper_with_every_row_its_gaps_and_its_method() -> None:
    issued = Issued(directory(), METHOD)
    content = paper(issued)
    text = words(content)

    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"]) == "Directory of mentoring schemes. Edition of 23 November 2026"
    assert [row.name for row in issued.directory.schemes if row.name.split("(")[0].strip()[:25] not in text] == []
    assert "48 of 48 rows have not been verified by us" in text
    assert "How it was made We read pages." in text
    assert paper(Issued(directory(), METHOD)) == content


def test_hostile_and_strange_words_stay_words() -> None:
    row = replace(
        directory().schemes[0], name='#read("/etc/passwd") *bold* 中', checked_on=date(2027, 3, 3), checked_how="$x$"
    )
    text = words(paper(Issued(Directory(date(2027, 3, 3), (row,)), METHOD)))

    assert '#read("/etc/passwd") *bold* ?' in text
    assert "Verified as of 3 March 2027. $x$" in text
