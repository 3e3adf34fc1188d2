"""What is taken away on paper says the same as the site itself."""

import re
import tomllib

import pytest

from pares.ground.wording.helplines import helplines
from pares.ground.wording.shipped import CONTENT, shipped
from pares.stages.recognition.rules import LEAST_SESSIONS, LEAST_TRAINING

SHEETS = {
    "mentor-pre": "survey-mentor-before",
    "mentor-end": "survey-mentor-end",
    "mentee-end": "survey-mentee-end",
}
PAPER = "agreement-and-ground-rules"
TELEPHONE = re.compile(r"\b0\d{2,4}(?: ?\d{3,4}){2}\b|\b116 123\b")


@pytest.mark.parametrize(("survey", "sheet"), SHEETS.items())
def test_a_survey_on_paper_asks_what_the_survey_asks_in_its_order(survey: str, sheet: str) -> None:
    asked = tomllib.loads((CONTENT / "surveys" / f"{survey}.toml").read_text(encoding="utf-8"))
    text = shipped("templates", sheet).text

    at = [text.find(question["title"]) for question in asked["questions"]]
    assert at == sorted(at)
    assert at[0] >= 0
    ticked = [option["label"] for question in asked["questions"] for option in question.get("options", [])]
    assert [label for label in ticked if label not in text] == []


@pytest.mark.parametrize(("kind", "key"), [("templates", "worry-card"), ("course", "handout-signposting-card")])
def test_the_cards_have_our_numbers_and_no_others(kind: str, key: str) -> None:
    text = shipped(kind, key).text
    ours = {line.number for line in helplines()}

    assert {*TELEPHONE.findall(text)} == {number for number in ours if TELEPHONE.fullmatch(number)}
    assert [number for number in sorted(ours) if number not in text] == []


def test_the_certificate_on_paper_has_the_rule_of_the_site() -> None:
    text = shipped("templates", "certificate-wording").text

    assert f"**Training:** {LEAST_TRAINING} session or more" in text
    assert f"**Sessions:** {LEAST_SESSIONS} or more with a mentee" in text


def test_the_agreement_on_paper_has_as_many_limits_as_the_one_people_accept() -> None:
    numbered = re.compile(r"^(\d)\. ", re.MULTILINE)

    limits = [numbered.findall(shipped(*of).text) for of in (("handbook", "agreement"), ("templates", PAPER))]
    assert limits == [["1", "2", "3", "4"]] * 2
