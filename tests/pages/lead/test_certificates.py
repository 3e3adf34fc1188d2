"""A lead's pages about certificates."""

import pytest
from bs4 import BeautifulSoup

from pares.ground import clock
from pares.stages.evaluation.models import SurveyKind
from pares.stages.recognition.models import Certificate, Waiver
from tests import endings
from tests import world as worlds

COHORT = "/lead/northgate-mentoring/spring-2027/"
PAGE = f"{COHORT}certificates/"


@pytest.fixture
def lead(world: worlds.World, signed_in: object) -> object:
    """Bring the cohort to its end: Max has all proofs, Mina two sessions, Mo returned nothing. Sign Asha in."""
    pairs = {pair.mentor.person.name: pair for pair in worlds.match(world.spring)}
    worlds.meet(pairs["Max"], *endings.DAYS[:3])
    worlds.meet(pairs["Mina"], *endings.DAYS[:2])
    worlds.meet(pairs["Mo"], *endings.DAYS[:3])
    survey = endings.send(world, SurveyKind.MENTOR_END)
    endings.answer(survey, world.mentors["Max"], world.mentors["Mina"])
    endings.close(survey)
    clock.go_to(endings.AFTER)
    return signed_in(worlds.person("Asha"))


def rows(client: object) -> list[list[str]]:
    page = BeautifulSoup(client.get(PAGE).content, "html.parser")
    lines = page.select("tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in line.select(".pares-cell")][:5] for line in lines]


def issued() -> list[tuple[str, str]]:
    return sorted(Certificate.objects.valid().values_list("name", "kind"))


def test_everybody_is_shown_with_their_proofs_and_given_what_is_due(world: worlds.World, lead: object) -> None:
    assert rows(lead) == [
        ["Max", "Yes", "3", "Yes", "Due"],
        ["Mina", "Yes", "2", "Yes", "None"],
        ["Mo", "Yes", "3", "No", "None"],
    ]
    for _ in range(2):
        assert lead.post(f"{PAGE}issue/").status_code == 302
    for _ in range(2):
        assert lead.post(f"{PAGE}issue-statements/").status_code == 302
    assert issued() == [("Max", "certificate"), ("Mina", "statement"), ("Mo", "statement")]
    assert [row[4] for row in rows(lead)] == ["Certificate", "Statement", "Statement"]


def test_a_proof_is_waived_for_a_reason_from_the_list(world: worlds.World, lead: object) -> None:
    mina = f"{PAGE}{world.mentors['Mina'].pk}/"
    page = BeautifulSoup(lead.get(mina).content, "html.parser")
    assert [box["value"] for box in page.select("input[name=proof]")] == ["sessions"]
    wrong = lead.post(mina, {"proof": "sessions", "why": "evaluation_closed"}).content.decode()
    assert "is a reason only for the evaluation" in wrong
    assert "Answer the question" in lead.post(mina, {"proof": "sessions"}).content.decode()
    assert Waiver.objects.count() == 0
    lead.post(mina, {"proof": "sessions", "why": "mentee_left"})
    assert rows(lead)[1] == ["Mina", "Yes", "2, waived", "Yes", "Due"]
    lead.post(f"{mina}issue/certificate/")
    assert issued() == [("Mina", "certificate")]


def test_a_waiver_is_taken_back(world: worlds.World, lead: object) -> None:
    mina = f"{PAGE}{world.mentors['Mina'].pk}/"
    lead.post(mina, {"proof": "sessions", "why": "mentee_left"})
    page = BeautifulSoup(lead.get(mina).content, "html.parser")
    (way,) = page.select(f"form[action='{mina}waivers/sessions/take-back/']")
    assert way.button.get_text(" ", strip=True) == "Take back the waiver: At least three sessions"
    lead.post(f"{mina}issue/certificate/")
    refused = lead.post(way["action"], follow=True).content.decode()
    assert "needs this waiver. Take the certificate back first." in refused
    lead.post(f"{PAGE}{Certificate.objects.get().pk}/take-back/")
    assert "No longer waived: at least three sessions." in lead.post(way["action"], follow=True).content.decode()
    assert rows(lead)[1] == ["Mina", "Yes", "2", "Yes", "None"]
    assert lead.post(f"{mina}waivers/luck/take-back/").status_code == 404


def test_what_is_not_due_is_refused_in_words(world: worlds.World, lead: object) -> None:
    page = lead.post(f"{PAGE}{world.mentors['Mo'].pk}/issue/certificate/", follow=True).content.decode()
    assert "not on record yet: the evaluation returned." in page
    assert issued() == []


def test_there_are_two_kinds_of_documents(world: worlds.World, lead: object) -> None:
    assert lead.post(f"{PAGE}{world.mentors['Max'].pk}/issue/diploma/").status_code == 404
    assert issued() == []


def test_a_certificate_is_taken_back_after_a_question(world: worlds.World, lead: object) -> None:
    lead.post(f"{PAGE}issue/")
    certificate = Certificate.objects.get()
    assert "Take back this certificate?" in lead.get(f"{PAGE}{certificate.pk}/take-back/").content.decode()
    assert issued() == [("Max", "certificate")]
    lead.post(f"{PAGE}{certificate.pk}/take-back/")
    assert issued() == []
    assert "taken back" in lead.get(f"{PAGE}{world.mentors['Max'].pk}/").content.decode()


def test_a_mentee_and_somebody_elses_mentor_do_not_exist_here(world: worlds.World, lead: object) -> None:
    stranger = worlds.mentor(world.other, "Stranger")
    for somebody in (stranger, world.mentees["Eli"]):
        assert lead.get(f"{PAGE}{somebody.pk}/").status_code == 404
        assert lead.post(f"{PAGE}{somebody.pk}/issue/statement/").status_code == 404
    assert issued() == []


@pytest.mark.parametrize("many", [1, 3])
def test_any_number_of_mentors_takes_the_same_queries(
    world: worlds.World, signed_in: object, django_assert_num_queries: object, many: int
) -> None:
    worlds.train(world.spring, *list(world.mentors.values())[:many])
    client = signed_in(worlds.person("Asha"))
    with django_assert_num_queries(12):
        shown = rows(client)
    assert len(shown) == many
