import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from pares.guide.directory.choosing import Line, Wanted, as_csv, by_region, by_specialty, choose, values
from pares.guide.directory.schemes import Directory, Scheme

A = Scheme(
    key="northgate-buddies",
    name="Northgate buddies",
    specialty="Psychiatry",
    group="foundation doctors",
    region="London",
    part="south",
    since="2004",
    kind="peer",
    mentors="CT2",
    mentees="CT1",
    status="reported",
    year="2016",
    link="https://example.org/a",
)
B = replace(
    A,
    key="alesund-link",
    name="ålesund link",
    specialty="Paediatrics",
    group="",
    region="Wales",
    part="",
    kind="near-peer",
)
C = replace(
    A,
    key="southmere",
    name="Southmere",
    specialty="Psychiatry",
    group="",
    region="Wales",
    part="",
    year="",
    since="",
    link="",
)
ALL = (A, B, C)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), [A, C, B]),
        (Wanted(specialty="Psychiatry"), [A, C]),
        (Wanted(region="Wales"), [C, B]),
        (Wanted(kind="near-peer"), [B]),
        (Wanted(specialty="Psychiatry", region="Wales"), [C]),
        (Wanted(words="  ALESUND "), [B]),
        (Wanted(words="london foundation"), [A]),
        (Wanted(words="2016"), []),
        (Wanted(words="???"), []),
        (Wanted(words="psych"), [A, C]),
        (Wanted(words="pyschiatry"), [A, C]),
        (Wanted(words="senior house officer"), [A, C, B]),
        (Wanted(words="CT2"), [A, C, B]),
        (Wanted(words="psychiatry wales", kind="near-peer"), []),
        (Wanted(order="specialty"), [B, A, C]),
        (Wanted(order="region"), [A, C, B]),
        (Wanted(order="link"), [A, C, B]),
    ],
)
def test_filters_and_words_choose_and_order_sorts(wanted: Wanted, found: list[Scheme]) -> None:
    assert choose(ALL, wanted) == found


def test_counts_say_how_rows_spread() -> None:
    assert by_region(ALL) == [
        Line("Wales", 2, (("Paediatrics", 1), ("Psychiatry", 1))),
        Line("London", 1, (("Psychiatry", 1),)),
    ]
    assert by_specialty(ALL) == [
        Line("Psychiatry", 2, (("London", 1), ("Wales", 1))),
        Line("Paediatrics", 1, (("Wales", 1),)),
    ]
    assert values(ALL, "region") == ["London", "Wales"]


def test_an_edition_is_handed_out_dated_and_runs_nothing() -> None:
    hostile = replace(C, name="=HYPERLINK(1)", mentors="@x", mentees="-1")
    checked = {"checked_on": date(2027, 1, 30), "checked_by": "Edie", "checked_how": "Its lead wrote."}
    verified = replace(A, **checked, origin="Corrected by a reader under CC0 1.0")
    content = as_csv(Directory(date(2027, 1, 31), (verified, hostile))).decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(content)))[1:] == [
        [
            "Northgate buddies",
            "Psychiatry",
            "foundation doctors",
            "London",
            "south",
            "2004",
            "Peer",
            "CT2",
            "CT1",
            "Described",
            "2016",
            "https://example.org/a",
            "2027-01-30",
            "Its lead wrote.",
            "Corrected by a reader under CC0 1.0",
            "northgate-buddies",
            "2027-01-31",
        ],
        [
            "'=HYPERLINK(1)",
            "Psychiatry",
            "",
            "Wales",
            "",
            "not known",
            "Peer",
            "'@x",
            "'-1",
            "Described",
            "not known",
            "address to be found",
            "never",
            "",
            "Reported",
            "southmere",
            "2027-01-31",
        ],
    ]
