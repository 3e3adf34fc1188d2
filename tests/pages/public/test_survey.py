"""Answering a survey by its link."""

import re
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pares.ground import clock
from pares.stages.answers import results
from pares.stages.evaluation.models import Invitation, Survey, SurveyKind
from tests import endings
from tests import world as worlds

SENT = {
    "answer-sessions": "3-5",
    "answer-useful": "5",
    "answer-supported": "4",
    "answer-match": "4",
    "answer-topics": ["exams", "career"],
    "answer-recommend": "9",
    "answer-become-mentor": "yes",
    "answer-change": "Start earlier",
    "checked": "on",
}


@pytest.fixture
def survey(world: worlds.World) -> Survey:
    """Send the mentees' survey."""
    endings.grow(world, 6)
    clock.go_to(endings.OPENS)
    return endings.send(world, SurveyKind.MENTEE_END)


def address(survey: Survey, name: str = "Eli") -> str:
    invitation = survey.invitations.get(application__person__name=name)
    return f"/survey/{invitation.token}/"


def heading(client: Client, path: str) -> str:
    page = BeautifulSoup(client.get(path).content, "html.parser")
    found = page.select_one("h1")
    assert found is not None
    return found.get_text(" ", strip=True)


def test_answers_are_sent_once_and_counted_with_everybody_elses(
    survey: Survey, world: worlds.World, client: Client
) -> None:
    mentees = [mentee.person.name for mentee in world.mentees.values()]
    for name in mentees:
        response = client.post(address(survey, name), SENT)
        assert (response.status_code, response.headers["Location"]) == (302, address(survey, name))
    assert heading(client, address(survey)) == "Your answers are in"
    again = client.post(address(survey), SENT | {"answer-change": "Second try"})
    assert (again.status_code, "Your answers are in" in again.content.decode()) == (200, True)
    endings.close(survey)
    texts = next(result.texts for result in results.counts(survey.pk) if result.key == "change")
    assert texts == ("Start earlier",) * 6


def test_opening_the_link_any_number_of_times_changes_nothing(survey: Survey, client: Client) -> None:
    for _ in range(3):
        assert heading(client, address(survey)) == "Spring 2027 - Looking back as a mentee"
    client.head(address(survey))
    client.post(address(survey))
    assert Invitation.objects.filter(returned=True).count() == 0


def test_the_page_names_nobody_even_while_somebody_is_signed_in(
    survey: Survey, world: worlds.World, client: Client, signed_in: object
) -> None:
    everybody = [each.person for each in (*world.mentors.values(), *world.mentees.values())]
    signed_in(world.mentees["Eli"].person)
    for path in (address(survey), address(survey, "Ella")):
        for sent in (None, SENT):
            page = client.post(path, sent, follow=True) if sent else client.get(path)
            words = BeautifulSoup(page.content, "html.parser").get_text(" ")
            assert [p.name for p in everybody if re.search(rf"\b{p.name}\b|{p.email}", words)] == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"answer-useful": ""}, "Answer this question: How useful was mentoring to you?"),
        ({"answer-useful": "6"}, "Select one of the answers shown"),
        ({"checked": ""}, "Tick the last box to say that you have checked your answers"),
        ({"answer-change": "x" * 2001}, "Your answer must have 2000 characters or fewer, not 2001"),
        ({"answer-change": "a\x00b"}, "Your answer holds a character that cannot be seen"),
        ({"answer-topics": ["exams", "gossip"]}, "Select one of the answers shown"),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_is_kept(
    survey: Survey, client: Client, change: dict[str, object], sentence: str
) -> None:
    page = BeautifulSoup(client.post(address(survey), SENT | change).content, "html.parser")
    summary = page.select_one(".nhsuk-error-summary")
    assert summary is not None
    assert sentence in summary.get_text(" ")
    kept = {str(box["name"]): str(box["value"]) for box in page.select("input[type=radio]:checked")}
    single = ("sessions", "useful", "supported", "match", "recommend", "become-mentor")
    expected = SENT | change
    shown = {f"answer-{key}": expected[f"answer-{key}"] for key in single}
    assert kept == {name: value for name, value in shown.items() if value not in {"", "6"}}
    assert Invitation.objects.filter(returned=True).count() == 0


def test_a_survey_that_is_over_says_so(survey: Survey, client: Client) -> None:
    clock.go_to(datetime(2027, 8, 10, 22, 0, tzinfo=UTC))
    assert "Looking back" in heading(client, address(survey))
    clock.go_to(datetime(2027, 8, 10, 23, 30, tzinfo=UTC))
    assert heading(client, address(survey)) == "Spring 2027 - This survey is closed"
    client.post(address(survey), SENT)
    assert Invitation.objects.filter(returned=True).count() == 0


def test_a_link_nobody_was_sent_does_not_exist(survey: Survey, client: Client) -> None:
    assert client.get("/survey/abcdefghijklmnopqrstuv/").status_code == 404


def test_a_missing_key_is_said_and_nothing_typed_is_lost(
    survey: Survey, client: Client, settings: object, tmp_path: object
) -> None:
    settings.BOX_KEYS = tmp_path / "elsewhere"
    page = client.post(address(survey), SENT).content.decode()
    assert "the key that protects its answers is missing" in page
    assert "Start earlier" in page
    assert Invitation.objects.filter(returned=True).count() == 0
