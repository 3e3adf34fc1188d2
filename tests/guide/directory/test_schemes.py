from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from pares.guide.directory.schemes import KINDS, REGIONS, STATUSES, BadDirectoryError, Scheme, directory, read

ROW = {
    "key": "northgate",
    "name": "Northgate mentoring",
    "specialty": "Psychiatry",
    "for": "",
    "region": "London",
    "part": "",
    "since": "",
    "kind": "peer",
    "mentors": "",
    "mentees": "",
    "status": "reported",
    "year": "2016",
    "link": "https://example.org/northgate",
}


def text(*rows: dict[str, str], edition: str = "2027-01-31") -> str:
    tables = ["[[scheme]]\n" + "\n".join(f'{key} = "{value}"' for key, value in row.items()) for row in rows]
    return f"edition = {edition}\n" + "\n".join(tables)


def scheme(**changed: str) -> Scheme:
    return read(text(ROW | changed)).schemes[0]


def test_the_list_we_ship_has_its_48_rows_and_nothing_but_full_addresses() -> None:
    shipped = directory()

    assert len(shipped.schemes) == 48
    assert Counter(row.region for row in shipped.schemes) == {
        "London": 9,
        "South West": 7,
        "UK": 6,
        "West Midlands": 5,
        "East of England": 3,
        "Northern Ireland": 3,
        "Scotland": 3,
        "Yorkshire and Humber": 3,
        "Kent Surrey Sussex": 2,
        "North East": 2,
        "North West": 2,
        "East Midlands": 1,
        "Thames Valley": 1,
        "Wales": 1,
    }
    assert {row.link.split("://")[0] for row in shipped.schemes} == {"http", "https"}
    assert {row.kind for row in shipped.schemes} == set(KINDS)
    assert {row.status for row in shipped.schemes} == set(STATUSES)


def test_a_row_is_read_as_it_stands() -> None:
    assert read(text(ROW)).edition == date(2027, 1, 31)
    assert read(text(ROW)).schemes == (
        Scheme(
            key="northgate",
            name="Northgate mentoring",
            specialty="Psychiatry",
            group="",
            region="London",
            part="",
            since="",
            kind="peer",
            mentors="",
            mentees="",
            status="reported",
            year="2016",
            link="https://example.org/northgate",
        ),
    )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, "Reported in 2016, not verified by us"),
        ({"year": "2024-25"}, "Reported in 2024-25, not verified by us"),
        ({"year": ""}, "Year of the report not known, not verified by us"),
        ({"status": "page", "year": "2024"}, "Page read in 2024, not verified by us"),
        ({"status": "page", "year": ""}, "Page read on a day that was not noted, not verified by us"),
    ],
)
def test_every_row_says_that_nobody_verified_it(changed: dict[str, str], sentence: str) -> None:
    assert scheme(**changed).checked == sentence


def test_a_row_somebody_checked_says_when() -> None:
    checked = replace(scheme(), checked_on=date(2027, 3, 3), checked_by="Edie", checked_how="Its lead wrote.")

    assert checked.checked == "Verified as of 3 March 2027"


def test_where_a_report_stands_is_named_without_its_address() -> None:
    assert scheme(link="https://www.cambridge.org/core/x").host == "cambridge.org"
    assert scheme(link="").host == ""


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"name": ""}, "Scheme 1 (): name is empty."),
        ({"kind": "club"}, f"Scheme 1 (Northgate mentoring): kind must be one of {', '.join(KINDS)}."),
        ({"status": "ok"}, f"Scheme 1 (Northgate mentoring): status must be one of {', '.join(STATUSES)}."),
        ({"year": "c.2016"}, "Scheme 1 (Northgate mentoring): year must be empty or such as 2024 or 2024-25."),
        ({"region": "Narnia"}, f"Scheme 1 (Northgate mentoring): region must be one of {', '.join(REGIONS)}."),
        ({"key": "Northgate 1"}, "Scheme 1 (Northgate mentoring): key must be small letters, figures and hyphens."),
        ({"region": " London"}, "Scheme 1 (Northgate mentoring): everything must be text without blanks around it."),
        ({"town": "x"}, "Scheme 1 (Northgate mentoring): missing or unknown: town."),
    ],
)
def test_what_is_wrong_with_a_row_is_said(changed: dict[str, str], fault: str) -> None:
    with pytest.raises(BadDirectoryError) as refused:
        scheme(**changed)

    assert str(refused.value) == fault


@pytest.mark.parametrize(
    "link",
    [
        "example.org/x",
        "www.example.org",
        "javascript:alert(1)",
        "https://",
        "https://me@example.org/",
        "https://example.org/a b",
        "ftp://example.org/",
        "//example.org/",
    ],
)
def test_half_an_address_is_no_link(link: str) -> None:
    with pytest.raises(BadDirectoryError, match=r"link must be a full http\(s\) address, or empty"):
        scheme(link=link)


def test_a_list_without_its_edition_or_with_a_name_twice_is_refused() -> None:
    for source, fault in (
        (text(ROW, edition='"soon"'), "The directory must say its edition as a date, such as edition = 2027-01-31."),
        (text(ROW, ROW), "Listed twice: Northgate mentoring."),
        (text(ROW, ROW | {"name": "Another"}), "Listed twice: northgate."),
    ):
        with pytest.raises(BadDirectoryError) as refused:
            read(source)
        assert str(refused.value) == fault
    with pytest.raises(BadDirectoryError, match="The directory is not TOML"):
        read("edition = ")
