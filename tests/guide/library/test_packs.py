import csv
import io
import zipfile
from datetime import date

from bs4 import BeautifulSoup

from pares.guide.library.attribution import Work, attribution, conditions
from pares.guide.library.packs import Included, LeftOut, Pack, no_copy, zipped
from pares.guide.library.rules import Standing, State

GUIDE = Work("A <guide>", "Ann & Co", "https://example.org/guide")
OPEN = Standing(State.OPEN, "cc-by-nd-4.0", "Stated on the page")
OWN = Standing(State.OWN)
PACK = Pack(
    "Pack for mentors",
    "For mentors.",
    (
        Included("guide.pdf", b"%PDF", GUIDE, OPEN, "library"),
        Included("guide.pdf", b"PK", Work("Ours", "Us"), OWN, "library"),
        Included("attribution.csv", b"=1+1", Work("Sly", "Them"), OWN),
    ),
    (LeftOut(Work("=cmd()", "B"), "The owner said no."),),
)


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_pack_holds_its_files_each_once_and_a_list_of_them() -> None:
    files = unzipped(zipped(PACK))

    assert {name: content for name, content in files.items() if not name.startswith("attribution.")} == {
        "library/guide.pdf": b"%PDF",
        "library/guide 2.pdf": b"PK",
        "attribution 2.csv": b"=1+1",
    }
    assert list(csv.reader(io.StringIO(files["attribution.csv"].decode("utf-8-sig")))) == [
        ["In this pack", "File", "Title", "Owner", "What to put beside it", "What to keep to", "Why"],
        ["yes", "library/guide.pdf", "A <guide>", "Ann & Co", attribution(GUIDE, OPEN), conditions(OPEN), ""],
        ["yes", "library/guide 2.pdf", "Ours", "Us", "“Ours”, Us.", "", ""],
        ["yes", "attribution 2.csv", "Sly", "Them", "“Sly”, Them.", "", ""],
        ["no", "", "'=cmd()", "B", "", "", "The owner said no."],
    ]


def test_the_list_is_a_page_too_where_nothing_of_theirs_is_markup() -> None:
    page = BeautifulSoup(unzipped(zipped(PACK))["attribution.html"], "html.parser")

    assert [each.get_text() for each in page.select("h1, h2")] == [
        "Pack for mentors", "In this pack (3)", "Not in this pack, and why (1)",
    ]  # fmt: skip
    assert page.select("li")[0].get_text("|") == "|".join(
        ["library/guide.pdf", attribution(GUIDE, OPEN), conditions(OPEN)]
    )
    assert page.select("li")[3].get_text() == "“=cmd()”, B. The owner said no."


def test_the_same_parts_make_the_same_bytes_and_another_part_other_bytes() -> None:
    again = Pack(PACK.title, PACK.about, PACK.included, PACK.left_out)
    fewer = Pack(PACK.title, PACK.about, PACK.included[:2], PACK.left_out)

    assert (again.key, zipped(again)) == (PACK.key, zipped(PACK))
    assert fewer.key != PACK.key


def test_an_empty_pack_says_so() -> None:
    files = unzipped(zipped(Pack("Pack", "Nothing.", (), ())))

    assert sorted(files) == ["attribution.csv", "attribution.html"]
    assert files["attribution.html"].count(b"<p>Nothing.</p>") == 3


def test_lines_of_attribution_by_licence() -> None:
    permission = Standing(State.GRANTED, evidence="x", granted_by="Ann", until=date(2027, 5, 1))

    assert attribution(GUIDE, OPEN, changed=True) == (
        "“A <guide>”, Ann & Co. Licence: CC BY-ND 4.0, https://creativecommons.org/licenses/by-nd/4.0/. "
        "Source: https://example.org/guide Changed from the original."
    )
    assert attribution(Work("G", "O"), Standing(State.OPEN, "cc-by")) == "“G”, O. Licence: CC BY (version not noted)."
    assert attribution(Work("G", "O"), Standing(State.OGL)) == (
        "“G”, O. Contains public sector information licensed under the Open Government Licence v3.0."
    )
    assert attribution(Work("G", "O"), permission) == "“G”, O. Handed on with permission of Ann."
    assert attribution(Work("G", "O"), Standing(State.UNKNOWN)) == "“G”, O. All rights reserved as far as is known."
    assert conditions(permission) == (
        "By permission, for the people it was given for. Unchanged copies only. The permission ends on 1 May 2027."
    )
    assert conditions(Standing(State.UNKNOWN)) == ""


def test_what_may_be_handed_on_without_a_copy_says_where_it_is() -> None:
    assert [no_copy(work, standing).why for work, standing in (
        (GUIDE, OPEN), (Work("G", "O"), OPEN), (Work("G", "Us", "/handbook/"), OWN),
    )] == [
        "We hold no copy of it. See the owner’s page: https://example.org/guide",
        "We hold no copy of it.",
        "It is a page of this site: /handbook/",
    ]  # fmt: skip
