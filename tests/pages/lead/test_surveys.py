"""A lead's pages about surveys."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup

from pares.ground import clock
from pares.stages.evaluation.models import Survey, SurveyKind, SurveyState
from pares.stages.mentoring import actions as mentoring
from tests import endings
from tests import world as worlds

COHORT = "/lead/northgate-mentoring/spring-2027/"
PAGE = f"{COHORT}surveys/"
CANARY = "canary in the sealed box"


@pytest.fixture
def lead(world: worlds.World, signed_in: object) -> object:
    """Sign Asha in while the end surveys are open."""
    clock.go_to(endings.OPENS)
    return signed_in(worlds.person("Asha"))


def words(content: bytes) -> str:
    found = BeautifulSoup(content, "html.parser").select_one("main")
    assert found is not None
    return " ".join(found.get_text(" ").split())


def test_a_survey_is_sent_with_the_last_day_the_timeline_asks_for(world: worlds.World, lead: object) -> None:
    worlds.match(world.spring)
    form = BeautifulSoup(lead.get(f"{PAGE}mentor-end/send/").content, "html.parser")
    proposed = {part: form.select_one(f"#id_closes_on-{part}")["value"] for part in ("day", "month", "year")}
    assert proposed == {"day": "10", "month": "8", "year": "2027"}
    sent = {f"closes_on-{part}": value for part, value in proposed.items()}
    page = lead.post(f"{PAGE}mentor-end/send/", sent, follow=True)
    assert "on its way to 3 people. It is open until Tuesday 10 August 2027." in words(page.content)
    again = lead.post(f"{PAGE}mentor-end/send/", sent)
    assert (again.status_code, again.headers["Location"], Survey.objects.count()) == (302, PAGE, 1)


def test_a_day_that_is_over_is_proposed_nowhere_and_refused(world: worlds.World, lead: object) -> None:
    form = BeautifulSoup(lead.get(f"{PAGE}mentor-pre/send/").content, "html.parser")
    assert form.select_one("#id_closes_on-day")["value"] == str((endings.OPENS.date() + timedelta(days=14)).day)
    sent = {"closes_on-day": "21", "closes_on-month": "7", "closes_on-year": "2027"}
    page = lead.post(f"{PAGE}mentor-pre/send/", sent).content.decode()
    assert "The date must be 22 July 2027 or later" in page
    assert Survey.objects.count() == 0


def test_a_survey_for_nobody_is_refused_and_an_unknown_one_does_not_exist(world: worlds.World, lead: object) -> None:
    sent = {"closes_on-day": "10", "closes_on-month": "8", "closes_on-year": "2027"}
    assert "There is nobody to send this survey to yet." in lead.post(f"{PAGE}mentee-end/send/", sent).content.decode()
    assert lead.get(f"{PAGE}pulse/send/").status_code == 404
    assert lead.get(f"{PAGE}mentee-end/").status_code == 404


def test_while_a_survey_is_open_a_lead_learns_the_total_and_nothing_else(world: worlds.World, lead: object) -> None:
    endings.grow(world, 7)
    pages = [PAGE, f"{PAGE}mentor-end/", f"{COHORT}certificates/", f"{COHORT}report/", f"{COHORT}report/report.csv"]
    pages += [f"{COHORT}certificates/{mentor.pk}/" for mentor in world.mentors.values()]
    seen = []
    for chosen in (["Max", "Mina"], ["Mo", "Mentor 0"]):
        survey = endings.send(world, SurveyKind.MENTOR_END)
        survey.invitations.update(returned=False)
        endings.answer(survey, *(world.mentors[name] for name in chosen), change=CANARY)
        seen.append([lead.get(page).content for page in pages])
    first, second = ([words(page) if b"<main" in page else page.decode() for page in each] for each in seen)
    assert first == second
    assert [page for page in first + second if CANARY in page] == []
    assert "Returned 2 of 7 (29%)" in first[0]


def test_results_come_after_the_last_day_with_their_denominators(world: worlds.World, lead: object) -> None:
    endings.grow(world, 9)
    survey = endings.send(world, SurveyKind.MENTEE_END)
    mentees = list(world.mentees.values())
    endings.answer(survey, *mentees[:4], useful=1, change=CANARY)
    endings.answer(survey, *mentees[4:8], useful=5, change="More time")
    refused = lead.post(f"{PAGE}mentee-end/close/", follow=True)
    assert "This survey takes answers until Tuesday 10 August 2027." in words(refused.content)
    assert CANARY not in lead.get(f"{PAGE}mentee-end/").content.decode()
    clock.go_to(endings.AFTER)
    assert "Close it and count the answers" in words(lead.get(PAGE).content)
    shown = words(lead.post(f"{PAGE}mentee-end/close/", follow=True).content)
    assert "8 of 9 (89%) returned it." in shown
    page = BeautifulSoup(lead.get(f"{PAGE}mentee-end/").content, "html.parser")
    useful = next(table for table in page.select("table") if "How useful" in table.caption.get_text())
    assert [[cell.get_text() for cell in row.select(".pares-cell")] for row in useful.select("tbody tr")] == [
        ["1 or 2, or 3", "4 of 8 (50%)"],
        ["4 or 5", "4 of 8 (50%)"],
    ]
    texts = [item.get_text(strip=True) for item in page.select("main ul li")]
    assert sorted(texts) == [*["More time"] * 4, *[CANARY] * 4]
    assert "At least 8 of 8" not in shown


def test_too_few_answers_stay_sealed_for_good(world: worlds.World, lead: object) -> None:
    endings.grow(world, 5)
    survey = endings.send(world, SurveyKind.MENTEE_END)
    endings.answer(survey, *list(world.mentees.values())[:4], change=CANARY)
    clock.go_to(endings.AFTER)
    shown = words(lead.post(f"{PAGE}mentee-end/close/", follow=True).content)
    survey.refresh_from_db()
    assert survey.state == SurveyState.SEALED
    assert ("the box stays sealed" in shown, CANARY in shown) == (True, False)


@pytest.mark.parametrize("many", [1, 3])
def test_any_number_of_surveys_takes_the_same_queries(
    world: worlds.World, lead: object, django_assert_num_queries: object, many: int
) -> None:
    endings.grow(world, 5)
    for kind in list(SurveyKind)[:many]:
        endings.send(world, kind)
    with django_assert_num_queries(8):
        lead.get(PAGE)


def test_another_schemes_survey_does_not_exist(world: worlds.World, signed_in: object) -> None:
    worlds.match(world.spring)
    endings.send(world, SurveyKind.MENTEE_END)
    client = signed_in(worlds.person("Omar"))
    tried = [client.get(f"{PAGE}mentee-end/"), client.post(f"{PAGE}mentee-end/close/"), client.get(PAGE)]
    assert [response.status_code for response in tried] == [404] * 3


def test_sessions_days_stay_with_the_pair(world: worlds.World, lead: object) -> None:
    pair = worlds.match(world.spring)[0]
    day = date(2027, 5, 18)
    worlds.meet(pair, day)
    assert mentoring.SessionFact.objects.get().on == day
    for page in ("certificates/", f"certificates/{pair.mentor_id}/", "report/", "report/report.csv"):
        content = lead.get(f"{COHORT}{page}").content.decode()
        assert [said for said in ("18 May", "2027-05-18") if said in content] == []
