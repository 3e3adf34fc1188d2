import csv
import io
import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pares.guide.directory.schemes import directory

pytestmark = pytest.mark.django_db

ADDRESS = "/directory/"


def shown(client: Client, **asked: str) -> BeautifulSoup:
    answer = client.get(ADDRESS, asked)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def rows(page: BeautifulSoup) -> list[list[str]]:
    """Return the words of each row of the list, which stands before the overview."""
    return [
        [re.sub(r"\s+", " ", cell.get_text(" ")).strip() for cell in row.select(".pares-cell")]
        for row in page.select("table")[0].select("tbody tr")
    ]


def test_every_row_says_what_is_reported_where_and_that_it_is_not_verified(client: Client) -> None:
    found = rows(shown(client))

    assert len(found) == 48
    assert [row for row in found if row[0].startswith("Core surgical")] == [
        [
            "Core surgical training peer-mentor pilot Since 2012-13",
            "Surgery",
            "London",
            "Peer Mentors: CST2. Mentees: CST1.",
            (
                "Pilot that ended Reported in 2013, not verified by us "
                "doi.org : report of Core surgical training peer-mentor pilot"
            ),
        ]
    ]
    assert [row[0] for row in found if "not verified by us" not in row[4]] == []


def test_a_get_form_searches_filters_and_sorts(client: Client) -> None:
    page = shown(client, words="LONDON", kind="peer", order="specialty")

    assert [row[1] for row in rows(page)] == ["Medicine", "Paediatrics", "Psychiatry", "Surgery"]
    assert page.select_one("#rows").get_text() == "4 of 48 rows"
    assert page.select_one("form.pares-filter")["method"] == "get"
    assert page.select_one("#id_words")["value"] == "LONDON"
    assert [each["value"] for each in page.select("option[selected]")] == ["peer", "specialty"]


def test_nothing_found_is_said_with_a_way_back(client: Client) -> None:
    page = shown(client, words="zebra")

    assert page.select_one(".pares-empty h2").get_text() == "Nothing fits"
    assert page.select_one(".pares-empty a")["href"] == ADDRESS


def test_the_overview_counts_the_whole_edition_whatever_is_chosen(client: Client) -> None:
    tables = shown(client, region="Wales").select("table")
    counts = [
        {row.select(".pares-cell")[0].get_text(): int(row.select(".pares-cell")[1].get_text()) for row in each}
        for each in (table.select("tbody tr") for table in tables[1:])
    ]

    assert [sum(each.values()) for each in counts] == [48, 48]
    assert (counts[0]["London"], counts[0]["Wales"]) == (9, 1)
    assert (counts[1]["Psychiatry"], counts[1]["Any specialty"]) == (11, 11)


def test_the_charts_say_the_numbers_of_the_tables_beside_them(client: Client) -> None:
    region, specialty = shown(client).select("svg.app-chart")

    assert region.desc.get_text().startswith("London: 9 of 48. South West: 7 of 48. UK: 6 of 48.")
    assert specialty.desc.get_text().startswith("Any specialty: 11 of 48. Psychiatry: 11 of 48. Paediatrics: 9 of 48.")


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "club"},
        {"region": "<script>alert(1)</script>"},
        {"words": "\x00"},
        {"words": "x" * 5000},
        {"order": "link"},
        {"specialty": "__class__", "kind": "{{7*7}}", "page": "-1"},
    ],
)
def test_what_cannot_be_asked_shows_everything_and_never_fails(client: Client, asked: dict[str, str]) -> None:
    page = shown(client, **asked)

    assert len(rows(page)) == 48
    assert page.title.get_text().startswith("Error: ")


def test_hostile_words_stay_words(client: Client) -> None:
    hostile = "\"><script>pares()</script>{{7*7}}'"
    page = shown(client, words=hostile)

    assert page.select_one("#id_words")["value"] == hostile
    assert [script for script in page.select("script") if "pares()" in script.get_text()] == []


def test_the_whole_edition_can_be_taken_away_with_its_date(client: Client) -> None:
    answer = client.get("/directory/schemes.csv", {"region": "Wales"})
    edition = directory().edition.isoformat()
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert answer["Content-Disposition"] == f'attachment; filename="pares-directory-{edition}.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert len(lines) == 48
    assert {(line["Last checked by us"], line["Edition of this list"]) for line in lines} == {("never", edition)}
    assert {line["Scheme"]: line["Where it was reported"] for line in lines} == {
        scheme.name: scheme.link for scheme in directory().schemes
    }
