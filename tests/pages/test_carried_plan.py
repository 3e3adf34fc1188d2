"""From the page of a timeline to a cohort with exactly its dates, for somebody who has no account yet."""

import csv
import io
import re
from datetime import UTC, date, datetime

import icalendar
import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.http import QueryDict
from django.test import Client

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.pages.carried_plan import carried
from tests import world as worlds

pytestmark = pytest.mark.django_db
PAGE = "/timelines/core-6/?start=2027-02-03&nation=scotland"
CARRIED = "?steps=core-6&start=2027-02-03&nation=scotland"
SCHEME = {
    "name": "Leith mentoring",
    "organisation": "NHS Leith",
    "specialty": "psychiatry",
    "closeness": "peer",
    "joining": "opt_in",
    "mailbox": "mentoring@leith.example",
    "second_name": "",
    "second_email": "",
}


@pytest.fixture(autouse=True)
def november(settings) -> None:
    settings.WHO_MAY_OPEN = "anyone"
    clock.go_to(datetime(2026, 11, 2, 9, tzinfo=UTC))
    cache.clear()


def soup(answer) -> BeautifulSoup:
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def shown(client: Client, address: str) -> dict[str, str]:
    rows = soup(client.get(address)).find(id="steps").find_next("table").select("tbody tr")
    cells = [[cell.select_one(".pares-cell") for cell in row.find_all(["th", "td"])] for row in rows]
    return {what.contents[0].strip(): day.contents[0].strip() for day, what, *_ in cells}


def as_shown(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def test_the_plan_comes_along_from_the_page_to_the_cohort(client: Client) -> None:
    begin = soup(client.get(PAGE)).find("a", string=re.compile("Start a scheme with this timeline"))["href"]
    assert begin == f"/schemes/start/{CARRIED}"
    inset = soup(client.get(begin)).select_one(".nhsuk-inset-text strong")
    assert inset.get_text() == "Six months, peer (core trainees)"

    client.post(begin, {"name": "Nia", "email": "nia"})
    answer = client.post(begin, {"name": "Nia", "email": "nia@example.org"})
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", worlds.letters("sign_in_code")[0].text)[0]
    client.post(answer["Location"], {"code": "CCCC-CCCC"})
    then = soup(client.get(answer["Location"])).find("input", {"name": "next"})["value"]
    answer = client.post("/sign-in/code/", {"code": code, "next": then})
    assert answer["Location"] == f"/schemes/open/{CARRIED}"

    page = soup(client.get(answer["Location"]))
    assert [box["value"] for box in page.select("input[name=nation][checked]")] == ["scotland"]
    answer = client.post(f"/schemes/open/{CARRIED}", SCHEME | {"nation": "scotland"})
    assert answer["Location"] == f"/lead/leith-mentoring/plan/dates/{CARRIED}"

    page = soup(client.get(answer["Location"]))
    kept = {box["name"]: box["value"] for box in page.select("form input.nhsuk-input")}
    assert kept == {
        "name": "February to August 2027",
        "changeover-day": "4",
        "changeover-month": "8",
        "changeover-year": "2027",
    }
    client.post(answer["Location"], kept | {"keep": "yes"})
    cohort = Cohort.objects.get()
    planned = {each.title: as_shown(each.on) for each in cohort.milestones.order_by("on", "position")}
    assert (cohort.scheme.nation, planned) == ("scotland", shown(client, PAGE))


def test_page_calendar_and_spreadsheet_say_the_same_dates(client: Client) -> None:
    files = "/timelines/core-6/timeline.{}?start=2027-02-03&nation=scotland"
    calendar = icalendar.Calendar.from_ical(client.get(files.format("ics")).content)
    rows = csv.DictReader(io.StringIO(client.get(files.format("csv")).content.decode("utf-8-sig")))

    on_page = shown(client, PAGE)
    assert {str(each["summary"]): as_shown(each["dtstart"].dt) for each in calendar.walk("vevent")} == on_page
    assert {row["Step"]: as_shown(date.fromisoformat(row["Date"])) for row in rows} == on_page


def test_a_lead_plans_a_cohort_with_it_at_once(world: worlds.World, signed_in) -> None:
    asha = signed_in(worlds.person("Asha"))
    buttons = soup(asha.get(PAGE)).select("a.nhsuk-button")

    assert [(each.get_text(strip=True), each["href"]) for each in buttons] == [
        ("Plan a cohort with it in Northgate mentoring", f"/lead/northgate-mentoring/plan/dates/{CARRIED}")
    ]
    page = soup(asha.get(f"/lead/northgate-mentoring/plan/{CARRIED}"))
    chosen = [box["value"] for box in page.select("input[type=radio][checked]")]
    assert chosen == ["core-6", "2027-02-03"]


def test_who_mentors_or_leads_elsewhere_is_offered_no_scheme_that_is_not_theirs(world: worlds.World, signed_in) -> None:
    mentor = signed_in(worlds.person("Max"))
    assert [each["href"] for each in soup(mentor.get(PAGE)).select("a.nhsuk-button")] == [f"/schemes/start/{CARRIED}"]
    assert mentor.get("/schemes/start/" + CARRIED)["Location"] == "/schemes/open/" + CARRIED


@pytest.mark.parametrize(
    "query",
    [
        "",
        "steps=core-6",
        "steps=core-6&start=soon",
        "steps=core-6&start=2027-02-30",
        "steps=core-6&start=1999-02-03",
        "steps=core-6&start=9999-12-31",
        "steps=core-7&start=2027-02-03",
        "steps=../core-6&start=2027-02-03",
        "steps=copy:spring-2027&start=2027-02-03",
        "steps=core-6&start=2027-02-03&nation=cornwall",
        "steps=core-6&start=2027-02-03&nation=",
        "steps=core-6%00&start=2027-02-03",
    ],
)
def test_what_makes_no_plan_is_not_carried(client: Client, query: str) -> None:
    assert carried(QueryDict(query)) is None
    page = soup(client.get(f"/schemes/start/?{query}"))
    assert page.select(".nhsuk-inset-text") == []
    assert page.find("a", string="Sign in", href=re.compile("next"))["href"] == "/sign-in/?next=/schemes/open/"


@pytest.mark.parametrize("start", ["2028-02-29", "2027-09-01", "2027-10-06", "20270203"])
def test_any_day_makes_a_plan(world: worlds.World, signed_in, start: str) -> None:
    plan = carried(QueryDict(f"steps=core-6&start={start}"))
    address = plan.to("lead.cohorts.plan", scheme="northgate-mentoring")
    page = soup(signed_in(worlds.person("Asha")).get(address))
    assert page.h1.get_text(" ", strip=True).endswith("Check the plan")
    assert page.select(".nhsuk-error-summary") == []


def test_where_not_everybody_may_open_the_plan_waits_behind_signing_in(client: Client, settings) -> None:
    settings.WHO_MAY_OPEN = "operator"
    page = soup(client.get("/schemes/start/" + CARRIED))
    links = [each["href"] for each in page.main.find_all("a")]
    assert "/sign-in/?next=/schemes/open/%3Fsteps%3Dcore-6%26start%3D2027-02-03%26nation%3Dscotland" in links
