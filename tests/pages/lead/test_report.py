"""A cohort's report, and the cohort after it."""

import io

import pypdf
import pytest
from bs4 import BeautifulSoup

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from tests import endings
from tests import world as worlds

COHORT = "/lead/northgate-mentoring/spring-2027/"
PAGE = f"{COHORT}report/"


@pytest.fixture
def lead(world: worlds.World, signed_in: object) -> object:
    """Sign Asha in after the end of a cohort in which one pair met three times and one once."""
    pairs = worlds.match(world.spring)
    worlds.meet(pairs[0], *endings.DAYS[3:])
    worlds.meet(pairs[1], endings.DAYS[0])
    clock.go_to(endings.AFTER)
    return signed_in(worlds.person("Asha"))


def test_page_and_csv_say_the_same(world: worlds.World, lead: object) -> None:
    page = BeautifulSoup(lead.get(PAGE).content, "html.parser")
    shown = [[cell.get_text() for cell in row.select(".pares-cell")] for row in page.select("tbody tr")]
    csv = lead.get(f"{PAGE}report.csv")
    lines = [line.split(",") for line in csv.content.decode("utf-8-sig").splitlines()]
    assert csv.headers["Content-Disposition"] == 'attachment; filename="spring-2027-report.csv"'
    assert lines[6:] == [
        ["Mentees", "Invited or signed up", "3", "3", "mentees"],
        ["Mentees", "Joined", "3", "3", "invited or signed up"],
        ["Mentees", "Matched", "3", "3", "who joined"],
        ["Mentees", "Met at least once", "2", "3", "matched"],
        ["Mentees", "Met at least 3 times", "1", "3", "matched"],
        ["Mentees", "Sustained", "1", "3", "matched"],
    ]
    assert [row[:2] for row in shown[:11]] == [line[1:3] for line in lines[1:]]
    assert [chart.select_one("title").get_text() for chart in page.select("svg.app-chart")] == ["Mentors", "Mentees"]


def test_the_pdf_is_one_page_without_names(world: worlds.World, lead: object) -> None:
    paper = pypdf.PdfReader(io.BytesIO(lead.get(f"{PAGE}report.pdf").content))
    text = " ".join(paper.pages[0].extract_text().split())
    assert len(paper.pages) == 1
    assert "2 of 3 matched mentees met their mentor at least once, 1 at least 3 times." in text
    people = [*world.mentors, *world.mentees]
    assert [name for name in people if name in text] == []


def test_the_next_cohort_is_proposed_started_once_and_found_again(world: worlds.World, lead: object) -> None:
    form = BeautifulSoup(lead.get(f"{PAGE}next/").content, "html.parser")
    assert form.select_one("#id_name")["value"] == "December 2027 to April 2028"
    day = {f"start-{part}": form.select_one(f"#id_start-{part}")["value"] for part in ("day", "month", "year")}
    assert day == {"start-day": "1", "start-month": "12", "start-year": "2027"}
    for _ in range(2):
        response = lead.post(f"{PAGE}next/", day | {"name": "Winter"})
        assert response.headers["Location"] == "/lead/northgate-mentoring/winter/"
    assert Cohort.objects.get(slug="winter").previous == world.spring
    assert "Winter" in lead.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": "Spring 2027"}, "This scheme already has a cohort with that name."),
        ({"start-year": "2026"}, "The date must be 11 August 2027 or later"),
        ({"name": ""}, "Enter name"),
    ],
)
def test_what_cannot_be_started_is_said(
    world: worlds.World, lead: object, change: dict[str, str], sentence: str
) -> None:
    sent = {"name": "Winter", "start-day": "1", "start-month": "12", "start-year": "2027"} | change
    page = lead.post(f"{PAGE}next/", sent).content.decode()
    assert sentence in page
    assert f'value="{sent["name"]}"' in page or not sent["name"]
    assert Cohort.objects.filter(scheme=world.northgate).count() == 1
