import io
import re
from typing import Any

import pikepdf
import pypdf
import pytest
from django.test import Client

from pares.ground.letters.kinds import kind
from pares.ground.wording import actions
from pares.ground.wording.draft import Draft
from pares.guide.handbook.chapters import chapters
from pares.pages.public.handbook import READERS
from tests import world as worlds

pytestmark = pytest.mark.django_db


def words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text))


def reading(client: Client) -> str:
    pages = pypdf.PdfReader(io.BytesIO(client.get("/handbook/handbook.pdf").content)).pages
    return words(" ".join(page.extract_text() for page in pages))


def targets(outline: list[Any]) -> list[Any]:
    return [(each.title, [below.title for below in each.children]) for each in outline]


def test_the_whole_handbook_is_one_tagged_pdf_with_bookmarks(client: Client) -> None:
    answer = client.get("/handbook/handbook.pdf")
    letters = [kind(name).title for name in dict.fromkeys(name for each in chapters() for name in each.letters)]

    with pikepdf.open(io.BytesIO(answer.content)) as made, made.open_outline() as outline:
        assert (str(made.Root.Lang), bool(made.Root.MarkInfo.Marked)) == ("en-GB", True)
        assert made.Root.ViewerPreferences.DisplayDocTitle
        assert made.docinfo["/Title"] == "The Pares handbook"
        assert targets(outline.root) == [
            ("Contents", []),
            ("About this handbook", ["How to read it", "Whose work it stands on", "What it is not", "Licence"]),
            *(
                (heading, [each.title for each in chapters() if each.reader is reader])
                for reader, heading in READERS.items()
            ),
            ("Letters", letters),
        ]
        with made.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
    assert answer["Content-Disposition"] == 'attachment; filename="pares-handbook.pdf"'


def test_its_contents_name_the_chapters_and_not_each_letter(client: Client) -> None:
    pages = pypdf.PdfReader(io.BytesIO(client.get("/handbook/handbook.pdf").content)).pages
    named = re.sub(r"[ .\n]*\d+$", "", pages[1].extract_text(), flags=re.MULTILINE)
    parts = [
        [heading, *(each.title for each in chapters() if each.reader is reader)] for reader, heading in READERS.items()
    ]

    assert words(named.split("The Pares handbook, edition")[0]) == words(
        " ".join(["Contents", "About this handbook", *(title for part in parts for title in part), "Letters"])
    )


def test_it_holds_every_chapter_with_its_sources_and_says_what_it_is_not(client: Client) -> None:
    found = reading(client)

    assert [each.key for each in chapters() if words(each.summary) not in found] == []
    assert found.count("Stated by the source") >= 10
    assert "Edition of 23 November 2026" in found
    assert "This is not an NHS service" in found
    assert "southlondonpeers com published in 2016" in found
    assert "{" not in found


def test_an_edit_of_a_chapter_or_letter_is_in_the_next_copy(client: Client) -> None:
    before = client.get("/handbook/handbook.pdf")
    told = {"why": "Clearer", "started_from": 0, "by": worlds.person("Ed Lindqvist"), "at": worlds.PLANNED}
    actions.revise(kind="chapters", key="equality", draft=Draft("Equality", "Fair.", "Quite other words.\n"), **told)

    after = client.get("/handbook/handbook.pdf", headers={"if-none-match": before["ETag"]})

    assert after.status_code == 200
    assert "Quite other words" in reading(client)
    again = client.get("/handbook/handbook.pdf", headers={"if-none-match": after["ETag"]})
    assert again.status_code == 304
