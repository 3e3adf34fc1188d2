from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import TextChoices
from django.utils.datastructures import MultiValueDict

from pares.ground.refusal import Refused
from pares.pages import fields
from pares.pages.fields.words import HIDDEN


class Grade(TextChoices):
    FOUNDATION = "f1", "Foundation year 1"
    OTHER = "other", "Another grade"


class SignUp(fields.PagesForm):
    name = fields.TextField("Your name", hint="As colleagues know you", seen_by="Seen by leads.", max_length=20)
    email = fields.EmailField()
    many = fields.NumberField("How many mentees?", least=1, most=3)
    grade = fields.RadiosField("What is your grade?", choices=Grade, reveals={"other": ["words"]})
    words = fields.TextField("Your grade in your own words")
    days = fields.CheckboxesField("Your days", choices=[("mon", "Monday"), ("any", "Any day")], alone="any")
    site = fields.SelectField("Your site", choices=[(1, "North"), (2, "South")])
    start = fields.DateField("Start of your post", earliest=date(2027, 1, 1), latest=lambda: date(2027, 12, 31))
    wish = fields.LongTextField("Your wish", max_length=5, counted=True, required=False)
    code = fields.CodeField()
    agree = fields.TickField("I agree")


GOOD = {
    "name": "Amina",
    "email": "amina@example.org",
    "many": "2",
    "grade": "f1",
    "words": "",
    "days": ["mon"],
    "site": "2",
    "start-day": "7",
    "start-month": "April",
    "start-year": "2027",
    "wish": "a\r\nb",
    "code": "KMMQ-CCGT",
    "agree": "on",
}


def sent(form: type[fields.PagesForm], answers: Mapping[str, Any], **files: Any) -> fields.PagesForm:
    data = MultiValueDict({k: v if isinstance(v, list) else [v] for k, v in answers.items()})
    return form(data, MultiValueDict({k: [v] for k, v in files.items()}))


def drawn(form: forms.BaseForm) -> BeautifulSoup:
    return BeautifulSoup(str(form), "html.parser")


def the(shown: BeautifulSoup, selector: str) -> Tag:
    (found,) = shown.select(selector)
    return found


def test_good_answers_become_values() -> None:
    form = sent(SignUp, GOOD)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "name": "Amina",
        "email": "amina@example.org",
        "many": 2,
        "grade": "f1",
        "words": None,
        "days": ["mon"],
        "site": "2",
        "start": date(2027, 4, 7),
        "wish": "a\nb",
        "code": "KMMQ-CCGT",
        "agree": True,
    }


def test_no_answers_give_one_sentence_each_in_the_order_of_the_questions() -> None:
    form = sent(SignUp, {})
    assert [fault.sentence for fault in form.error_summary] == [
        "Enter your name",
        "Enter your email address",
        "Answer the question “How many mentees?”",
        "Answer the question “What is your grade?”",
        "Select your days",
        "Select your site",
        "Enter start of your post",
        "Enter the code",
        "Tick “I agree” to go on",
    ]


def test_every_error_leads_to_an_answer_and_is_read_with_it() -> None:
    form = sent(SignUp, {"grade": "other", "start-day": "31", "start-month": "4", "start-year": "2027"})
    shown = drawn(form)
    for fault in form.error_summary:
        answer = the(shown, f"#{fault.focus}")
        groups = answer.find_parents(class_="nhsuk-form-group--error")
        assert fault.sentence in " ".join(group.text for group in groups)
    assert "id_start-day" in [fault.focus for fault in form.error_summary]


def test_everything_typed_is_kept_however_wrong() -> None:
    wrong = GOOD | {"name": '"><script>', "many": "many", "site": "9", "days": ["mon", "any"], "agree": ""}
    wrong |= {"start-day": "31", "wish": "</textarea> long", "grade": "other", "words": "Odd"}
    shown = drawn(sent(SignUp, wrong))
    typed = {box["name"]: box.get("value") for box in shown.select("input[type=text], input[type=email]")}
    assert typed == {name: wrong[name] for name in typed}
    assert the(shown, "textarea").text.strip() == "</textarea> long"
    assert [box["value"] for box in shown.select("input:checked")] == ["other", "mon", "any"]
    assert shown("script") == []


def test_initial_values_are_shown() -> None:
    form = SignUp(initial={"start": date(2027, 4, 7), "grade": Grade.OTHER, "site": 2, "days": ["mon"], "many": 3})
    shown = drawn(form)
    assert [the(shown, f"#id_start-{box}")["value"] for box in ("day", "month", "year")] == ["7", "4", "2027"]
    assert [box["value"] for box in shown.select("input:checked, option:checked")] == ["other", "mon", "2"]
    assert the(shown, "#id_many")["value"] == "3"


def test_a_hint_and_who_sees_the_answer_are_read_with_the_box() -> None:
    shown = drawn(SignUp())
    described = the(shown, "#" + str(the(shown, "#id_name")["aria-describedby"]))
    assert described.get_text(" ", strip=True) == "As colleagues know you Seen by leads."


def test_the_box_for_a_code_can_be_filled_by_the_phone() -> None:
    box = the(drawn(SignUp()), "#id_code")
    assert (box["autocomplete"], box["type"], box["inputmode"]) == ("one-time-code", "text", "text")


def test_a_revealed_question_stands_under_its_answer_and_is_asked_only_with_it() -> None:
    shown = drawn(SignUp())
    assert the(shown, "#id_words").find_parent(class_="nhsuk-radios__conditional") is not None
    assert "aria-controls" not in str(shown)
    assert sent(SignUp, GOOD | {"grade": "other"}).errors == {"words": ["Enter your grade in your own words"]}
    assert sent(SignUp, GOOD | {"words": "x" * 999}).errors == {}


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence", "boxes"),
    [
        ("31", "4", "2027", "31 April does not exist", {"day"}),
        ("29", "feb", "2027", "29 February 2027 does not exist", {"day"}),
        ("0", "1", "2027", "0 January does not exist", {"day"}),
        ("1", "13", "2027", "There is no month 13: write 1 to 12, or its name", {"month"}),
        ("1", "Avril", "2027", "The month must be a number, such as 4 or April", {"month"}),
        ("seven", "4", "2027", "The day must be a number, such as 7", {"day"}),
        ("²", "4", "2027", "The day must be a number, such as 7", {"day"}),
        ("1", "1", "27", "Write the year with four digits, such as 2027", {"year"}),
        ("1", "1", "0000", "Write the year with four digits, such as 2027", {"year"}),
        ("1", "1", "9" * 5000, "The year must be a number, such as 2027", {"year"}),
        ("1", "", "", "The date must include a month and a year", {"month", "year"}),
        ("31", "12", "2026", "The date must be 1 January 2027 or later", {"day", "month", "year"}),
        ("1", "1", "2028", "The date must be 31 December 2027 or earlier", {"day", "month", "year"}),
    ],
)
def test_what_is_wrong_with_a_date_is_said_and_marked(
    day: str, month: str, year: str, sentence: str, boxes: set[str]
) -> None:
    form = sent(SignUp, GOOD | {"start-day": day, "start-month": month, "start-year": year})
    assert form.errors == {"start": [sentence]}
    marked = drawn(form).select("input.nhsuk-input--error")
    assert {str(box["name"]).removeprefix("start-") for box in marked} == boxes


@pytest.mark.parametrize(
    ("answers", "errors"),
    [
        ({"name": "x" * 21}, {"name": ["Your name must have 20 characters or fewer, not 21"]}),
        ({"name": "a\x00b"}, {"name": [HIDDEN.format("Your name")]}),
        ({"email": "amina@"}, {"email": ["Enter an email address in the correct format, like name@example.com"]}),
        ({"many": "4"}, {"many": ["Your answer must be 3 or fewer"]}),
        ({"many": "2.5"}, {"many": ["Your answer must be a whole number, such as 1"]}),
        ({"grade": "chief"}, {"grade": ["Select one of the answers shown"]}),
        ({"days": ["mon", "any"]}, {"days": ["Select “Any day” alone, or take its tick away"]}),
        ({"wish": "a\r\nb\r\nc"}, {}),
    ],
)
def test_wrong_answers_get_one_clear_sentence(answers: dict[str, Any], errors: dict[str, list[str]]) -> None:
    assert sent(SignUp, GOOD | answers).errors == errors


class Upload(fields.PagesForm):
    people = fields.FileField("List of people", endings=[".csv", ".xlsx"], megabytes=1)


@pytest.mark.parametrize(
    ("name", "content", "errors"),
    [
        ("people.CSV", b"a", {}),
        ("people.pdf", b"a", {"people": ["The file must end in .csv or .xlsx"]}),
        ("people.csv", b"", {"people": ["The file is empty: choose another"]}),
        ("people.csv", b"a" * (1024 * 1024 + 1), {"people": ["The file must be smaller than 1 MB"]}),
    ],
)
def test_files_are_judged_by_size_and_ending(name: str, content: bytes, errors: dict[str, list[str]]) -> None:
    assert sent(Upload, {}, people=SimpleUploadedFile(name, content)).errors == errors
    assert the(drawn(Upload()), "input[type=file]")["accept"] == ".csv,.xlsx"


def test_no_file_is_said() -> None:
    assert sent(Upload, {}).errors == {"people": ["Choose list of people"]}


def test_a_refusal_stands_beside_the_answer_it_names_or_on_top() -> None:
    form = sent(SignUp, GOOD)
    form.refuse(Refused("Somebody has this address.", field="email"))
    form.refuse(Refused("The cohort has closed.", field="unknown"))
    assert form.error_summary == [("The cohort has closed.", ""), ("Somebody has this address.", "id_email")]


def test_a_question_may_be_the_heading_of_its_page() -> None:
    class One(fields.PagesForm):
        grade = fields.RadiosField("What is your grade?", choices=Grade, heading=True)

    assert the(drawn(One()), "legend h1").get_text(strip=True) == "What is your grade?"


def test_fields_of_other_makers_are_drawn_as_ours() -> None:
    class Foreign(fields.PagesForm):
        secret = forms.CharField(widget=forms.HiddenInput, initial='"x')
        login = forms.EmailField(label="Email", help_text="Yours")

    shown = drawn(Foreign())
    assert the(shown, "input[type=hidden]")["value"] == '"x'
    assert (the(shown, "#id_login")["type"], the(shown, "#id_login-hint").get_text(strip=True)) == ("email", "Yours")
