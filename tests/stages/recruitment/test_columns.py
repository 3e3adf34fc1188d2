import pytest

from pares.stages.recruitment.columns import MENTEES_ONLY, MENTORS_ONLY, WORDS, Meaning, faults, suggest

FORMS = [
    *("ID", "Start time", "Completion time", "Email", "Name", "Last modified time"),
    *("Your NHS email address", "What is your full name?", "Which hospital will you work at in April?"),
    *("What is your current grade?", "Which specialty are you in?", "How many mentees could you take on?"),
    *("What would you like to talk about?", "Are video calls fine?", "Name of your educational supervisor"),
]
FORMS_ROWS = [
    [
        *("1", "2027-02-03 10:11", "2027-02-03 10:15", "anonymous", "", ""),
        *("amina@nhs.net", "Amina Khan", "Northgate", "CT1", "Psychiatry", "2", "Exams;", "Yes", "Dr Li"),
    ]
]


def meant(headings: list[str], rows: list[list[str]]) -> dict[str, str]:
    return {meaning.value: headings[place] for meaning, place in suggest(headings, rows).items()}


def test_microsoft_forms_that_hide_names_are_read_from_their_questions() -> None:
    assert meant(FORMS, FORMS_ROWS) == {
        "applied": "Completion time",
        "email": "Your NHS email address",
        "name": "What is your full name?",
        "site": "Which hospital will you work at in April?",
        "grade": "What is your current grade?",
        "specialty": "Which specialty are you in?",
        "capacity": "How many mentees could you take on?",
        "topics": "What would you like to talk about?",
        "video": "Are video calls fine?",
        "supervisors": "Name of your educational supervisor",
    }


def test_microsoft_forms_with_names_are_read_from_the_accounts() -> None:
    headings = ["ID", "Start time", "Completion time", "Email", "Name", "Grade"]
    rows = [["1", "2027-02-03 10:11", "2027-02-03 10:15", "amina@nhs.net", "KHAN, Amina", "CT1"]]

    assert meant(headings, rows) == {
        "applied": "Completion time",
        "email": "Email",
        "name": "Name",
        "grade": "Grade",
    }


def test_google_forms_and_plain_lists_are_read() -> None:
    google = ["Timestamp", "Email Address", "First name", "Surname", "Training grade", "Base hospital", "Ward/team"]
    plain = ["Doctor", "E-mail", "Level of training", "Site", "Personal e-mail", "Email (2)"]

    assert meant(google, [["03/02/2027 10:11:12", "a@nhs.net", "Amina", "Khan", "F1", "Northgate", "Ward 3"]]) == {
        "applied": "Timestamp",
        "email": "Email Address",
        "first": "First name",
        "last": "Surname",
        "grade": "Training grade",
        "site": "Base hospital",
        "team": "Ward/team",
    }
    assert meant(plain, [["Amina Khan", "a@nhs.net", "F1", "Northgate", "a@home.org", ""]]) == {
        "name": "Doctor",
        "email": "E-mail",
        "grade": "Level of training",
        "site": "Site",
        "personal": "Personal e-mail",
    }


@pytest.mark.parametrize("without", [MENTEES_ONLY, MENTORS_ONLY], ids=["mentors", "mentees"])
def test_our_own_headings_are_read_as_what_they_are(without: frozenset[Meaning]) -> None:
    given = [meaning for meaning in Meaning if meaning not in without | {Meaning.FIRST, Meaning.LAST}]

    assert suggest([WORDS[meaning] for meaning in given], []) == {meaning: at for at, meaning in enumerate(given)}


def test_the_only_addresses_are_those_to_write_to() -> None:
    assert meant(["Name", "Personal email"], [["Amina", "a@home.org"]]) == {"name": "Name", "email": "Personal email"}
    assert meant(["Name", "Supervisor email"], [["Amina", "li@nhs.net"]]) == {
        "name": "Name",
        "supervisors": "Supervisor email",
    }


@pytest.mark.parametrize(
    ("chosen", "sentences"),
    [
        ([Meaning.EMAIL, Meaning.NAME], []),
        ([Meaning.EMAIL, Meaning.FIRST], []),
        ([], ["Choose the column that holds the email addresses.", "Choose the column that holds the names."]),
        (
            [Meaning.NAME, Meaning.EMAIL, Meaning.EMAIL],
            ["“B” and “C” cannot both be “Email address”. Choose one of them."],
        ),
        (
            [Meaning.NAME, Meaning.EMAIL, Meaning.LAST],
            ["Choose either one column of names, or first and last names. Leave the other out."],
        ),
    ],
)
def test_a_choice_that_cannot_be_read_is_refused(chosen: list[Meaning], sentences: list[str]) -> None:
    assert faults(dict(enumerate(chosen)), ["A", "B", "C"]) == sentences


@pytest.mark.parametrize(
    ("heading", "cells", "found"),
    [
        ("Group", ["Yes", "no", ""], True),
        ("Would you meet your mentees as a group?", ["Yes, happy to", "No"], True),
        ("Happy to be in a group of up to four?", [], True),
        ("Group", ["Cohort 7", "Cohort 8"], False),
        ("Staff group", ["yes"], False),
        ("Hospital group", ["North"], False),
    ],
)
def test_a_column_of_groups_is_known_by_its_heading_and_its_cells(heading: str, cells: list[str], found: bool) -> None:  # noqa: FBT001
    assert ("group" in meant([heading], [[cell] for cell in cells])) is found
