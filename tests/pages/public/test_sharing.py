"""May I share this? as a reader without JavaScript meets it."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

pytestmark = pytest.mark.django_db

ASK, ANSWER = "/sharing/", "/sharing/answer/"


def shown(client: Client, at: str = ANSWER, **asked: str) -> BeautifulSoup:
    answer = client.get(at, asked)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def heading(page: BeautifulSoup) -> str:
    return page.select_one("h1").get_text(" ", strip=True).removeprefix("May I share this? - ")


def credit(page: BeautifulSoup) -> str:
    return page.select_one("#credit ~ .pares-letter").get_text(strip=True)


def test_the_questions_are_one_form_that_asks_by_address(client: Client) -> None:
    page = shown(client, ASK)
    form = page.select_one("main form")

    assert (form["method"], form["action"]) == ("get", ANSWER)
    assert [legend.get_text(strip=True) for legend in form.select("legend")] == [
        "What do you want to do?",
        "What is it?",
        "Who is it for?",
    ]
    assert len(form.select("input[type=radio]")) == 4 + 8 + 3
    assert "This is not legal advice" in page.select_one(".pares-words").get_text()


def test_yes_comes_with_the_line_of_credit_and_the_conditions(client: Client) -> None:
    page = shown(
        client,
        use="hand_on",
        what="open",
        licence="cc-by-nc-4.0",
        audience="mentors",
        title="Notes <b>",
        owner="Northgate",
        address="https://n.example/",
    )

    assert heading(page) == "Yes, with this line of credit"
    assert credit(page) == (
        "“Notes <b>”, Northgate. Licence: CC BY-NC 4.0, https://creativecommons.org/licenses/by-nc/4.0/. "
        "Source: https://n.example/"
    )
    assert "Nobody may be charged for it" in page.get_text()
    assert page.select_one("#letter") is None


def test_link_instead_names_a_way_that_is_open(client: Client) -> None:
    page = shown(client, use="hand_on", what="article", audience="everyone")

    assert heading(page) == "Link to it instead"
    assert credit(page) == "“[title]”, [owner]. Source: [address of the owner’s page]"
    assert "library service" in page.get_text()


def test_ask_first_brings_the_letter_with_what_was_typed(client: Client) -> None:
    page = shown(
        client, use="adapt", what="slides", audience="mentees", title="Skills {use_lines}", owner="Dr Ann Other"
    )
    letter = page.select_one("#letter ~ .pares-letter").get_text()

    assert heading(page) == "Ask first: here is a letter"
    assert "Hello Dr Ann Other," in letter
    assert "Skills {use_lines}, found at [where you found it]" in letter
    assert "change it to fit our scheme" in letter
    assert "a mentee in our scheme" in letter
    assert "Ann" not in page.select_one("#letter ~ .pares-letter strong").get_text()


def test_the_way_back_shows_the_answers_again(client: Client) -> None:
    page = shown(client, use="adapt", what="open", licence="cc-by-nd-3.0", audience="mentees", title="Skills")
    change = page.select_one(".nhsuk-summary-list__actions a")["href"]
    again = shown(client, change)

    assert [each["value"] for each in again.select("input[checked]")] == ["adapt", "open", "mentees"]
    assert again.select_one("#id_licence option[selected]")["value"] == "cc-by-nd-3.0"
    assert again.select_one("#id_title")["value"] == "Skills"


@pytest.mark.parametrize(
    ("asked", "faults"),
    [
        ({"use": "quote"}, ["Select what it is", "Select who it is for"]),
        ({"use": "sell", "what": "book", "audience": "mentors"}, ["Select one of the answers shown"]),
        ({"use": "quote", "what": "open", "audience": "mentors"}, ["Select which licence it is"]),
        ({"use": "quote", "what": "open", "licence": "x", "audience": "mentors"}, ["Select one of the answers shown"]),
        (
            {"use": "quote", "what": "book", "audience": "mentors", "title": "x" * 201},
            ["Its title must have 200 characters or fewer, not 201"],
        ),
    ],
)
def test_what_is_missing_is_said_and_what_was_chosen_kept(client: Client, asked, faults) -> None:
    page = shown(client, **asked)

    assert [line.get_text(strip=True) for line in page.select(".nhsuk-error-summary li")] == faults
    assert {each["value"] for each in page.select("input[checked]")} <= set(asked.values())


def test_a_licence_beside_another_answer_does_not_count(client: Client) -> None:
    page = shown(client, use="hand_on", what="slides", licence="cc-by-4.0", audience="everyone")

    assert heading(page) == "Ask first: here is a letter"
    assert "Licence:" not in page.select_one("main").get_text()


def test_an_answer_to_nothing_leads_to_the_questions(client: Client) -> None:
    answer = client.get(ANSWER)

    assert (answer.status_code, answer["Location"]) == (302, ASK)
