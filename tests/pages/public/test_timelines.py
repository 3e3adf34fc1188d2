import csv
import io
from datetime import UTC, date, datetime

import icalendar
import pikepdf
import pypdf
import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pares.ground import clock
from pares.pages.public.outlines import outline, shipped

pytestmark = pytest.mark.django_db


def shown(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def steps(found: BeautifulSoup) -> list[list[str]]:
    rows = found.find(id="steps").find_next("table").select("tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select(".pares-cell")] for row in rows]


def test_a_plan_has_every_step_with_its_weekday_its_reason_and_where_to_read(client: Client) -> None:
    found = shown(client, "/timelines/core-6/?start=2027-02-03")
    rows = steps(found)

    # The timeline's own 28, and the question and its reminder after the changeover of April.
    assert len(rows) == 30
    assert rows[:2] == [
        [
            "Wednesday 11 November 2026",
            (
                "Agree dates, book rooms and tell the sponsor Twelve weeks ahead is when trusts in England are due to "
                "hear who comes to which post. Inferred from a source."
            ),
            "The leads",
            "Handbook : Agree dates, book rooms and tell the sponsor",
        ],
        [
            "Wednesday 25 November 2026",
            (
                "Call for mentors Three weeks to apply, with the training dates already named in the call. Inferred "
                "from a source."
            ),
            "Mentors",
            "Letter for Call for mentors Call for mentors, for you to send",
        ],
    ]
    assert rows[-1][0] == "Wednesday 18 August 2027"


def test_where_to_read_is_there(client: Client) -> None:
    found = shown(client, "/timelines/yearly-12/?start=2027-08-04")
    links = {link["href"] for link in found.find(id="steps").find_next("table").find_all("a")}

    assert len(links) == 11
    for link in links:
        path, _, place = link.partition("#")
        assert not place or shown(client, path).find(id=place) is not None, link


def test_each_nation_has_its_own_dates_and_its_own_address(client: Client) -> None:
    days = {}
    for nation in ("england", "wales", "scotland", "northern-ireland"):
        answer = client.get(
            "/timelines/foundation-4/",
            {"start-day": "7", "start-month": "4", "start-year": "2027", "nation": nation},
        )
        ending = "" if nation == "england" else f"&nation={nation}"
        assert answer["Location"] == f"/timelines/foundation-4/?start=2027-04-07{ending}"
        confirming = next(row for row in steps(shown(client, answer["Location"])) if row[1].startswith("Confirm"))
        days[nation] = confirming[0].split(" Moved")[0]

    # No Easter Monday in Scotland; in Northern Ireland the letter due on St Patrick's Day moves what comes after it.
    assert days == {
        "england": "Friday 2 April 2027",
        "wales": "Friday 2 April 2027",
        "scotland": "Thursday 1 April 2027",
        "northern-ireland": "Monday 5 April 2027",
    }


def test_two_cohorts_at_once_are_drawn_and_counted(client: Client) -> None:
    found = shown(client, "/timelines/foundation-4/?start=2027-04-07")
    section = found.find(id="next").parent
    runs, weeks = section.find_all("table")

    assert " ".join(section.p.get_text().split()) == (
        "Cohorts follow each other without a gap, and each is prepared before it starts. So from Wednesday 12 May 2027 "
        "to Wednesday 25 August 2027 you work on two at once: 16 weeks. In 7 of them both cohorts have a step. Two "
        "leads can take one cohort each."
    )
    assert [row.select_one(".pares-cell").get_text() for row in runs.select("tbody tr")] == [
        "From 7 April 2027",
        "From 4 August 2027",
        "From 1 December 2027",
    ]
    cells = [
        [cell.get_text("; ", strip=True) for cell in row.select(".pares-cell")] for row in weeks.select("tbody tr")
    ]
    assert cells[0] == ["14 June 2027", "Workshop: group supervision for mentors", "Mentor applications close"]
    assert [cell[0] for cell in cells] == [
        *("14 June 2027", "12 July 2027", "19 July 2027", "26 July 2027", "2 August 2027", "9 August 2027"),
        "23 August 2027",
    ]


def test_the_three_lengths_stand_side_by_side(client: Client) -> None:
    clock.go_to(datetime(2026, 9, 1, 12, tzinfo=UTC))
    found = shown(client, "/timelines/")
    rows = [[cell.get_text() for cell in row.select(".pares-cell")] for row in found.table.select("tbody tr")]

    assert rows == [
        ["For whom", "Foundation doctors", "Core trainees", "A training year"],
        ["Usual starts", "April, August and December", "February and August", "August"],
        ["Steps", "27", "30", "37"],
        ["Time to prepare", "12 weeks", "12 weeks", "12 weeks"],
        ["Training for mentors", "2 sessions", "2 sessions", "2 sessions"],
        ["Pairs are asked how it is going", "Once", "Twice", "4 times"],
        ["Workshops for mentors", "1", "1", "2"],
        ["Report", *(f"{weeks} weeks after the changeover" for weeks in (3, 2, 2))],
        ["Two cohorts at once", "16 weeks", "15 weeks", "15 weeks"],
    ]
    assert [link["href"] for link in found.select(".nhsuk-action-link")] == [
        "/timelines/foundation-4/?start=2026-12-02",
        "/timelines/core-6/?start=2027-02-03",
        "/timelines/yearly-12/?start=2027-08-04",
    ]


def test_a_calendar_file_holds_whole_days_that_stay_the_same_events(client: Client) -> None:
    clock.go_to(datetime(2026, 11, 2, 9, tzinfo=UTC))
    answer = client.get("/timelines/foundation-4/timeline.ics?start=2027-04-07&nation=scotland")
    clock.go_to(datetime(2026, 12, 2, 9, tzinfo=UTC))
    again = client.get("/timelines/foundation-4/timeline.ics?start=2027-04-07")
    first, second = (icalendar.Calendar.from_ical(each.content) for each in (answer, again))
    events = first.walk("vevent")
    start = next(each for each in events if each["uid"] == "foundation-4-20270407-cohort_starts@timelines.pares")

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="timeline-foundation-4-2027-04-07-scotland.ics"'
    assert max(map(len, answer.content.split(b"\r\n"))) <= 75
    assert (len(events), len({each["uid"] for each in events})) == (25, 25)
    assert {each["uid"] for each in events} == {each["uid"] for each in second.walk("vevent")}
    assert (start["dtstart"].dt, start["dtend"].dt) == (date(2027, 4, 7), date(2027, 4, 8))
    assert {type(each["dtstart"].dt) for each in events} == {date}
    assert {each["transp"] for each in events} == {"TRANSPARENT"}
    assert first.walk("valarm") + first.walk("vtimezone") == []
    assert start["description"] == (
        "For: mentors and mentees.\n"
        "Ask for ten minutes at induction: it is where late joiners hear of the scheme.\n"
        "http://127.0.0.1:8000/handbook/step-3-recruit-mentees/"
    )


def test_a_spreadsheet_has_a_row_a_step(client: Client) -> None:
    answer = client.get("/timelines/core-6/timeline.csv?start=2027-02-03")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert answer["Content-Disposition"] == 'attachment; filename="timeline-core-6-2027-02-03.csv"'
    assert len(rows) == 30
    assert rows[4] == {
        "Date": "2027-01-06",
        "Weekday": "Wednesday",
        "Week": "-4",
        "Step": "Basic mentoring skills, one hour",
        "For whom": "Mentors",
        "Done by": "A meeting",
        "Why": "About two hours in two sessions are enough for the basics.",
        "Based on": "Stated by a source",
        "Date moved": "",
        "Letters": "Invitation to a training session",
        "Where to read": "http://127.0.0.1:8000/handbook/step-2-train-mentors/#letters",
        "Bank holidays": "England",
    }


@pytest.mark.parametrize("key", ["foundation-4", "core-6", "yearly-12"])
def test_a_paper_is_one_tagged_page_of_a4_with_every_date(client: Client, key: str) -> None:
    answer = client.get(f"/timelines/{key}/timeline.pdf?start=2027-08-04&nation=northern-ireland")
    with pikepdf.open(io.BytesIO(answer.content)) as paper:
        size = [round(float(side) / 72 * 25.4) for side in paper.pages[0].mediabox[2:]]
        assert (len(paper.pages), size) == (1, [210, 297])
        assert paper.Root.MarkInfo.Marked
        assert str(paper.Root.Lang) == "en-GB"
    words = " ".join(pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    days = [step.date for step in outline(shipped()[key], date(2027, 8, 4), "northern-ireland").steps]
    assert [day for day in days if f"{day:%a} {day.day} {day:%B %Y}" not in words] == []
    assert "bank holidays in Northern Ireland" in words


@pytest.mark.parametrize("ending", ["ics", "csv", "pdf"])
def test_a_file_is_kept_for_a_while_and_not_sent_twice(client: Client, ending: str) -> None:
    address = f"/timelines/core-6/timeline.{ending}?start=2027-02-03"
    answer = client.get(address)
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})
    other = client.get(address + "&nation=wales", headers={"If-None-Match": answer["ETag"]})

    assert answer["Cache-Control"] == "public, max-age=3600"
    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


@pytest.mark.parametrize("ending", ["ics", "csv", "pdf"])
@pytest.mark.parametrize("asked", ["start=soon", "start=1850-04-07", "start=2027-02-03&nation=cornwall", "start="])
def test_a_file_that_cannot_be_leads_to_the_page_that_says_why(client: Client, ending: str, asked: str) -> None:
    answer = client.get(f"/timelines/core-6/timeline.{ending}?{asked}", follow=True)
    found = BeautifulSoup(answer.content, "html.parser")

    assert [address for address, _ in answer.redirect_chain] == [f"/timelines/core-6/?{asked}"]
    assert len(found.select(".nhsuk-error-summary li")) == 1


def test_a_plan_that_should_have_begun_says_so(client: Client) -> None:
    clock.go_to(datetime(2027, 1, 13, 12, tzinfo=UTC))
    assert "Some of these days are over" not in client.get("/timelines/foundation-4/?start=2027-04-07").content.decode()
    clock.go_to(datetime(2027, 1, 14, 12, tzinfo=UTC))
    assert "Some of these days are over" in client.get("/timelines/foundation-4/?start=2027-04-07").content.decode()


def test_a_start_that_is_over_can_be_read_and_not_begun(client: Client) -> None:
    clock.go_to(datetime(2027, 5, 1, 12, tzinfo=UTC))
    found = shown(client, "/timelines/foundation-4/?start=2027-04-07")

    assert len(steps(found)) == 25
    assert found.select(".nhsuk-grid-column-two-thirds a.nhsuk-button") == []


def test_why_a_step_has_moved_is_said(client: Client) -> None:
    found = shown(client, "/timelines/foundation-4/?start=2027-04-07")

    assert [note.get_text() for note in found.select("th .pares-note")] == [
        "Moved from Wednesday 31 March 2027: at least 5 working days after “Propose the matches and look through them”",
        "Moved from Wednesday 5 May 2027: at least 5 working days after “Ask pairs whether they have met”",
    ]


def test_without_a_start_it_is_the_next_usual_one(client: Client) -> None:
    clock.go_to(datetime(2026, 9, 1, 12, tzinfo=UTC))
    found = shown(client, "/timelines/foundation-4/?from=a-friend")
    usual = [each.get_text() for each in found.select(".nhsuk-grid-column-one-third ul")[0].select("li")]

    assert [box["value"] for box in found.select(".nhsuk-date-input input")] == ["2", "12", "2026"]
    assert usual == [
        "Wednesday 2 December 2026",
        "Wednesday 7 April 2027",
        "Wednesday 4 August 2027",
        "Wednesday 1 December 2027",
    ]


def test_boxes_lead_to_the_one_address_of_a_plan(client: Client) -> None:
    answer = client.get("/timelines/yearly-12/", {"start-day": "7", "start-month": "April", "start-year": "2027"})

    assert (answer.status_code, answer["Location"]) == (302, "/timelines/yearly-12/?start=2027-04-07")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("start=2027-02-31", "31 February does not exist"),
        ("start=soon", "The date must include a day and a month"),
        ("start=", "Answer the question “When does it start?”"),
        ("start=2027-04-07%00", "The day must be a number, such as 7"),
        ("start=9999-12-02", "Choose a date between 2000 and 2099."),
        ("start=2027-04-07&nation=cornwall", "Select one of the answers shown"),
        ("start=1850-04-07", "Choose a date between 2000 and 2099."),
        ("start=2099-12-02", "Choose a date between 2000 and 2099."),
        ("start-day=7&start-year=2027", "The date must include a month"),
    ],
)
def test_a_start_that_cannot_be_is_refused_in_words(client: Client, asked: str, sentence: str) -> None:
    found = shown(client, f"/timelines/core-6/?{asked}")

    assert [each.get_text(strip=True) for each in found.select(".nhsuk-error-summary li")] == [sentence]
    assert found.select("table, svg.app-chart") == []


@pytest.mark.parametrize("key", ["nothing", "core-7", "core-6.toml"])
def test_a_timeline_we_do_not_have_is_not_there(client: Client, key: str) -> None:
    assert client.get(f"/timelines/{key}/").status_code == 404
