"""Make the case: the page, its numbers, and the same on a sheet of paper."""

import io
from dataclasses import replace
from urllib.parse import urlencode

import pikepdf
import pypdf
import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pares.ground import clock
from pares.ground.wording import actions, draft
from pares.ground.wording.current import current

pytestmark = pytest.mark.django_db
ASKED = {"months": 4, "mentees": 30, "mentors": 28, "mentees_apply": 30, "mentors_apply": 28, "lead_cost": "45.50"}


def shown(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def lines(found: BeautifulSoup, caption: str) -> list[list[str]]:
    table = found.find("caption", string=caption).parent
    return [
        [cell.get_text(" | ", strip=True) for cell in row.select(".pares-cell")] for row in table.select("tbody tr")
    ]


def test_the_usual_cohort_is_counted_without_being_asked(client: Client) -> None:
    found = shown(client, "/case/")

    assert [row[1:] for row in lines(found, "Hours")] == [
        ["37.7 hours", "10.4 hours"],
        ["250 hours", "250 hours"],
        ["120 hours", "120 hours"],
    ]
    assert lines(found, "Line by line")[-2:] == [
        ["Everybody together", "407.7 hours", "380.4 hours"],
        ["For each pair | The hours together, divided by 40 pairs", "10.2 hours", "9.5 hours"],
    ]
    assert found.find("caption", string="Money") is None


def test_an_address_holds_the_numbers_and_every_line_shows_its_working(client: Client) -> None:
    found = shown(client, f"/case/?{urlencode(ASKED)}")

    assert lines(found, "Line by line")[9:11] == [
        ["Mentors: training | 28 mentors × 2 sessions × 60 minutes = 3,360 minutes = 56 hours", "56 hours", "56 hours"],
        [
            "Mentors: workshops, if all come | 28 mentors × 1 workshop × 60 minutes = 1,680 minutes = 28 hours",
            "28 hours",
            "28 hours",
        ],
    ]
    assert lines(found, "Money")[0] == ["Leads: training and workshops | 6 hours × £45.50", "£273", "£273"]
    kept = {box["name"]: box["value"] for box in found.select("form input.nhsuk-input")}
    assert {name: kept[name] for name in ASKED if name != "months"} == {
        name: str(value) for name, value in ASKED.items() if name != "months"
    }


def test_every_number_has_a_source_and_a_change_stands_out(client: Client) -> None:
    rows = lines(shown(client, "/case/?meetings=5"), "Every number, and its source")

    assert (len(rows), [row for row in rows if row[1] != row[2]]) == (
        23,
        [
            [
                "Meetings of a pair",
                "5 meetings",
                "3 meetings",
                (
                    "3 sessions or more: meetings with the mentee asked for before a certificate | Leaders of the "
                    "South London and Maudsley scheme, southlondonpeers.com. Stated by the source."
                ),
            ]
        ],
    )


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("mentees=none", "Mentees with a mentor must be a whole number, such as 1"),
        ("mentees=", "Enter mentees with a mentor"),
        ("mentees=0", "Mentees with a mentor must be 1 or more"),
        ("mentees=39", "There can be at most 39 mentors with a mentee, one for each"),
        ("replies=101", "Check-ins that are answered must be 100 or fewer"),
        ("months=5", "Select one of the answers shown"),
        ("lead_cost=a+lot", "A lead’s hour must be an amount in pounds, such as 45 or 45.50"),
        ("lead_cost=1e3", "A lead’s hour must be an amount in pounds, such as 45 or 45.50"),
        ("lead_cost=1.2.3", "A lead’s hour must be an amount in pounds, such as 45 or 45.50"),
        ("lead_cost=-5", "A lead’s hour must be an amount in pounds, such as 45 or 45.50"),
        ("lead_cost=45.501", "A lead’s hour can have at most two digits after the point"),
        ("lead_cost=1001", "A lead’s hour must be £1,000 or less"),
        (
            "lead_cost=%C2%A345%00",
            "A lead’s hour holds a character that cannot be seen: type it again rather than pasting it",
        ),
    ],
)
def test_a_number_that_cannot_be_is_refused_in_words_and_kept(client: Client, asked: str, sentence: str) -> None:
    found = shown(client, f"/case/?{asked}")

    assert [each.get_text(strip=True) for each in found.select(".nhsuk-error-summary li")] == [sentence]
    assert found.select("svg.app-chart") == []
    paper = client.get(f"/case/case.pdf?{asked}")
    assert paper["Location"].startswith("/case/?")


def test_a_fault_under_a_fold_opens_it(client: Client) -> None:
    found = shown(client, "/case/?replies=101")
    assert [each.summary.get_text(strip=True) for each in found.select("form details[open]")] == [
        "The leads’ work by hand"
    ]


@pytest.mark.parametrize("cost", [{}, {"doctor_cost": "40", "room": "£1,200", "course": "600", "other": "0.99"}])
def test_the_paper_is_one_tagged_page_with_the_same_numbers(client: Client, cost: dict[str, str]) -> None:
    address = urlencode(ASKED | cost)
    answer = client.get(f"/case/case.pdf?{address}")
    with pikepdf.open(io.BytesIO(answer.content)) as paper:
        assert len(paper.pages) == 1
        assert paper.Root.MarkInfo.Marked
    words = " ".join(pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    found = shown(client, f"/case/?{address}")
    numbers = [cell for table in ("Line by line", "Money") for row in lines(found, table)[:-2] for cell in row[1:]]

    assert answer["Content-Disposition"] == 'attachment; filename="make-the-case.pdf"'
    assert [number for number in numbers if number not in words] == []


def test_an_association_is_told_as_one(client: Client) -> None:
    words = " ".join(shown(client, "/case/").select_one(".pares-words").get_text().split())
    assert "this is an association and proves no effect" in words


def test_letters_that_no_font_holds_do_not_keep_the_paper_from_being_made(client: Client) -> None:
    now = draft.of(current("handbook", "case"))
    actions.revise(
        kind="handbook", key="case", draft=replace(now, text=f"{now.text}\n\nMarsupials 🦘 first."), why="A sign.",
        started_from=0, by=None, at=clock.now(),
    )  # fmt: skip

    answer = client.get("/case/case.pdf")

    words = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    assert "Marsupials ? first." in " ".join(words.split())
