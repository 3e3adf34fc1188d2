import re

import pytest

from pares.guide.library.rules import State
from pares.guide.library.shipped import BadLibraryError, Library, Record, library, read

ONE = """
edition = 2027-01-31
[[resource]]
key = "a-guide"
rows = [1]
title = "A guide"
owner = "Somebody"
link = ""
kind = "guide"
audience = "leads"
purpose = "To begin."
state = "unknown"
licence = ""
evidence = ""
evidence_link = ""
believed = ""
"""


def test_every_row_of_the_list_of_sources_is_there() -> None:
    assert sorted({row for record in library().records for row in record.rows}) == list(range(1, 28))
    assert [record.key for record in library().records if not record.rows and record.state != State.OWN] == []


def test_an_address_that_is_not_known_in_full_is_no_link() -> None:
    """Only a host, an ellipsis, a citation or a copy on another site: none of them is an address."""
    unknown = {2, 4, 7, 8, 11, 12, 14, 15, 18, 20, 23, 24, 25, 26}
    by_row = {row: record.link for record in library().records for row in record.rows}

    assert {row for row, link in by_row.items() if not link} == unknown
    assert [link for link in by_row.values() if "..." in link or "123doc" in link] == []


def test_what_is_only_believed_is_no_licence() -> None:
    believed = re.compile(r"believed|likely|verif|check")
    claimed = {record.key: record.state for record in library().records if record.state in {State.OPEN, State.OGL}}

    assert claimed == {
        "shape-of-training-annex-8": "ogl",
        "eisen-2014": "open",
        "psychstart-2020": "open",
    }
    assert [each.key for each in library().records if each.key in claimed and believed.search(each.believed)] == []
    assert {row for each in library().records if each.state == State.UNKNOWN for row in each.rows} == {
        2, 3, 4, 6, 7, 15, 18, 19, 20, 21, 22, 24, 25, 27,
    }  # fmt: skip


def test_ours_are_pages_of_this_site_under_our_licence() -> None:
    ours = [record for record in library().records if record.state == State.OWN]

    assert {(record.owner, record.licence, record.link[0]) for record in ours} == {("Pares", "cc-by-4.0", "/")}


def test_one_record_is_read_as_it_stands() -> None:
    record = Record("a-guide", (1,), "A guide", "Somebody", "", "guide", "leads", "To begin.", "unknown", *[""] * 4)
    found = read(ONE)

    assert found == Library(found.edition, (record,))
    assert found.edition.isoformat() == "2027-01-31"


@pytest.mark.parametrize(
    ("was", "is_", "sentence"),
    [
        ("edition = 2027-01-31", "", "The library must say its edition as a date, such as edition = 2027-01-31."),
        ('kind = "guide"', "", "Record 1 (a-guide): missing or unknown: kind."),
        ('kind = "guide"', 'kind = "thing"', "Record 1 (a-guide): kind, audience or state is none of ours."),
        ('state = "unknown"', 'state = "granted"', "Record 1 (a-guide): kind, audience or state is none of ours."),
        (
            'state = "unknown"',
            'state = "ogl"',
            "Record 1 (a-guide): Enter what shows this, such as the sentence on the owner’s page and its address.",
        ),
        ('licence = ""', 'licence = "cc-by-9.0"', "Record 1 (a-guide): licence is none of ours."),
        (
            'licence = ""',
            'licence = "cc-by-4.0"',
            "Record 1 (a-guide): it says more of its licence than its state needs.",
        ),
        (
            'link = ""',
            'link = "gmc-uk.org"',
            "Record 1 (a-guide): link must be a full http(s) address, a page of this site, or empty.",
        ),
        (
            'title = "A guide"',
            'title = " A guide"',
            "Record 1 (a-guide): everything but rows must be text without blanks around it.",
        ),
        ('owner = "Somebody"', 'owner = ""', "Record 1 (a-guide): title, owner and purpose must be there."),
    ],
)
def test_a_mistake_in_the_list_is_named(was: str, is_: str, sentence: str) -> None:
    with pytest.raises(BadLibraryError) as error:
        read(ONE.replace(was, is_))

    assert str(error.value) == sentence
