"""What sponsors see: totals."""

import pytest
from bs4 import BeautifulSoup

from pares.ground import clock
from pares.stages.evaluation.models import SurveyKind
from pares.stages.recognition import actions as recognition
from tests import endings
from tests import world as worlds

SCHEME = "/sponsor/northgate-mentoring/"
PAGE = f"{SCHEME}spring-2027/"


def figures(content: bytes) -> dict[str, str]:
    page = BeautifulSoup(content, "html.parser")
    cells = [[cell.get_text() for cell in row.select(".pares-cell")] for row in page.select("tbody tr")]
    return dict(cells)


def test_totals_are_shown_and_small_ones_bounded(world: worlds.World, signed_in: object) -> None:
    pairs = endings.grow(world, 12)
    for pair in pairs[:10]:
        worlds.meet(pair, endings.DAYS[0])
    worlds.meet(pairs[0], *endings.DAYS[3:])
    survey = endings.send(world, SurveyKind.MENTEE_END)
    endings.answer(survey, *list(world.mentees.values())[:6], change="canary")
    endings.close(survey)
    recognition.state(mentor=world.mentors["Max"], by=None, at=endings.AFTER)
    clock.go_to(endings.AFTER)
    client = signed_in(worlds.person("Dai"))
    response = client.get(PAGE)
    assert figures(response.content) == {
        "Invited or signed up": "12",
        "Applied": "12",
        "Trained": "12",
        "Given a certificate": "0",
        "Joined": "12",
        "Matched": "12",
        "Met at least once": "at least 8",
        "Met at least 3 times": "fewer than 5",
        "Sustained": "fewer than 5",
        "Survey: Mentees, at the end (anonymous)": "6",
    }
    words = BeautifulSoup(response.content, "html.parser").select_one("main").get_text(" ")
    everybody = [each.person.name for each in (*world.mentors.values(), *world.mentees.values())]
    assert [said for said in (*everybody, "canary", "10 of 12", "1 of 12") if said in words] == []


def test_a_cohort_of_a_few_has_no_totals(world: worlds.World, signed_in: object) -> None:
    worlds.match(world.spring)
    response = signed_in(worlds.person("Dai")).get(PAGE)
    assert figures(response.content) == {}
    assert response.content.decode().count("There are not enough people yet to show totals.") == 3


@pytest.mark.parametrize("many", [1, 3])
def test_any_number_of_cohorts_takes_the_same_queries(
    world: worlds.World, signed_in: object, django_assert_num_queries: object, many: int
) -> None:
    for number in range(many - 1):
        worlds.cohort(world.northgate, f"Cohort {number}")
    client = signed_in(worlds.person("Dai"))
    with django_assert_num_queries(4):
        page = client.get(SCHEME)
    assert page.content.decode().count('scope="row"') == many


def test_sponsors_see_their_own_scheme_and_none_of_the_leads_pages(world: worlds.World, signed_in: object) -> None:
    client = signed_in(worlds.person("Dai"))
    tried = ["/sponsor/southmere-buddies/", "/lead/northgate-mentoring/spring-2027/report/", f"{SCHEME}none/"]
    assert [client.get(path).status_code for path in tried] == [404] * 3
