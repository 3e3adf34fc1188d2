import io

import pypdf
import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pares.pages.lead.report import summary
from pares.stages.reporting.example import MARK, example
from pares.stages.reporting.sponsors import totals

pytestmark = pytest.mark.django_db

ADDRESS = "/example-report/"


def rows(page: BeautifulSoup, table: int) -> list[list[str]]:
    found = page.select("table")[table].select("tbody tr")
    return [[cell.get_text().strip() for cell in row.select(".pares-cell")] for row in found]


def test_the_example_says_first_and_last_that_it_is_invented_and_shows_what_a_report_shows(client: Client) -> None:
    page = BeautifulSoup(client.get(ADDRESS).content, "html.parser")
    words = " ".join(page.main.get_text(" ").split())

    assert words.split(MARK)[0] == "Example of an end-of-cohort report Important: "
    assert words.endswith(f"{MARK}.")
    assert summary(example()) in words
    assert rows(page, 1) == [
        ["Invited or signed up", "31", "31 mentees (100%)"],
        ["Joined", "28", "31 invited or signed up (90%)"],
        ["Matched", "22", "28 who joined (79%)"],
        ["Met at least once", "18", "22 matched (82%)"],
        ["Met at least 3 times", "11", "22 matched (50%)"],
        ["Sustained", "4", "22 matched (18%)"],
    ]


def test_it_shows_how_small_numbers_are_kept_back(client: Client) -> None:
    page = BeautifulSoup(client.get(ADDRESS).content, "html.parser")

    assert rows(page, 4) == [
        ["Invited or signed up", "31"],
        ["Joined", "at least 27"],
        ["Matched", "22"],
        ["Met at least once", "at least 18"],
        ["Met at least 3 times", "11"],
        ["Sustained", "fewer than 5"],
    ]
    assert [[total.label, str(total)] for total in totals(example()).mentees] == rows(page, 4)


def test_every_page_of_the_paper_says_that_it_is_invented(client: Client) -> None:
    answer = client.get(f"{ADDRESS}report.pdf")
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages]

    assert answer["Content-Disposition"] == 'attachment; filename="pares-example-report.pdf"'
    assert len(pages) == 2
    assert [page.startswith(MARK.upper()) for page in pages] == [True, True]
    assert "fewer than 5" in pages[1]


def test_the_example_is_of_a_cohort_that_could_be() -> None:
    now = example()

    for way in (now.mentors, now.mentees):
        assert [(line.label, line.n <= line.of) for line in way if line.n > line.of] == []
        assert [line.n for line in way] == sorted((line.n for line in way), reverse=True)
    assert all(each.returned <= each.asked for each in now.surveys)
    assert now.finished
