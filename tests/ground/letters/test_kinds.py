import re

import pytest
from django.core.checks import run_checks

from pares.ground.letters import kinds, merge
from pares.ground.wording import shipped

OLDEST_READER = 14
LETTERS_OF_THE_STORY = {
    *("sign_in_code", "confirm_address", "application_received_mentor", "application_received_mentee"),
    *("call_for_mentors", "invite_mentees", "opt_out_notice", "not_this_time", "waiting"),
    *("training_invitation", "training_changed", "training_cancelled", "training_catch_up"),
    *("match_mentor", "match_mentee", "pair_ended", "first_contact_check", "first_meeting_check"),
    *("check_in_mentor", "check_in_mentee", "workshop_invitation", "session_prompt"),
    *("survey_invitation_mentor_pre", "survey_invitation_mentor_end", "survey_invitation_mentee_end"),
    *("survey_reminder", "survey_reminder_last", "mentor_prompts_mentee"),
    *("certificate_ready", "statement_ready", "thanks_mentor_next"),
    *("role_appointed", "role_ended", "address_changed"),
    *("contact_asked", "contact_escalated", "contact_unanswered", "lead_digest", "report_ready"),
}
ALL = sorted(kinds.kinds())


def test_every_letter_of_the_story_is_there() -> None:
    assert LETTERS_OF_THE_STORY - kinds.kinds().keys() == set()


def test_the_site_starts_with_sound_letters_only() -> None:
    assert [message for message in run_checks() if message.id in {"pares.E010", "pares.E011"}] == []


@pytest.mark.parametrize("key", ALL)
def test_a_letter_is_sound_and_says_the_same_twice(key: str) -> None:
    letter = kinds.kind(key)
    written = letter.preview()

    assert kinds.faults(letter) == []
    assert re.findall(r"[{}]", written.subject + written.text) == []
    assert "\n".join(re.findall(r"^(?:- )?\w.*$", written.text, re.MULTILINE))[:5] in {"Hello", "This "}
    assert len(re.findall(r"https?://\S+", written.text)) == len(re.findall(r"<a ", written.html)) <= 1


@pytest.mark.parametrize("key", ALL)
def test_no_subject_can_say_who(key: str) -> None:
    letter = kinds.kind(key)
    samples = {name: "CANARY" if name not in merge.subject_names(letter.samples) else "x" for name in letter.samples}
    links = {name: "https://canary.example" for name in samples if name.endswith("link")}

    assert "CANARY" not in letter.write(samples | links).subject


@pytest.mark.parametrize("key", ALL)
def test_a_letter_can_be_read_at_fourteen(key: str) -> None:
    text = re.sub(r"https?://\S+|\n- ", ". ", kinds.kind(key).preview().text)

    assert years_of_age(text) <= OLDEST_READER


@pytest.mark.parametrize("key", ["sign_in_code", "contact_asked", "contact_escalated", "survey_invitation_mentee_end"])
def test_confidential_letters_are_marked(key: str) -> None:
    assert kinds.kind(key).confidential


def test_the_letter_with_the_code_has_no_link_and_its_subject_no_code() -> None:
    letter = kinds.kind("sign_in_code")

    assert (letter.subject, letter.lane, letter.emptied) == ("Your sign-in code", "now", True)
    assert "http" not in letter.preview().text


def test_match_letters_can_name_nobody() -> None:
    for key in ("match_mentor", "match_mentee", "contact_asked", "contact_escalated", "pair_ended"):
        names = {"name", "scheme_name", "cohort_name", "link", "home_link", "meeting_lines"}
        assert kinds.kind(key).samples.keys() <= names


FACTS = {
    "title": "t", "subject": "s", "lane": "now", "audience": "lead", "confidential": "no", "emptied": "no",
    "optional": "no",
}  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "text", "faults"),
    [
        ({}, "words", []),
        ({"subject": "s" * 81}, "words", ["the subject is longer than 80 characters"]),
        ({"{x}": "1"}, "words", ["there are samples for placeholders it does not use: x"]),
        ({"emptied": "yes"}, "words", ["it is emptied but not confidential"]),
        ({}, "{x}", ["There is nothing to put in for {x}. Here you can use: none."]),
        (
            {"subject": "{name}", "{name}": "Ann"},
            "words",
            ["There is nothing to put in for {name}. Here you can use: none."],
        ),
        (
            {"{link}": "https://a.example", "{b_link}": "https://b.example"},
            "{link} {b_link}",
            ["it has more than one link"],
        ),
        ({"{link}": "nowhere"}, "{link}", ["'nowhere' is not a web address."]),
    ],
)
def test_faults_are_named(facts: dict[str, str], text: str, faults: list[str]) -> None:
    assert kinds.faults(kinds.read(shipped.Words("letters", "x", FACTS | facts, text))) == faults


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"lane": "soon"}, "letters/x.md: 'soon' is not a valid Lane is not one of the choices."),
        ({"optional": "maybe"}, "letters/x.md: 'maybe' is not one of the choices."),
        ({"colour": "red"}, "letters/x.md: missing or unknown on top: colour."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(facts: dict[str, str], sentence: str) -> None:
    with pytest.raises(shipped.BadWordsError) as refused:
        kinds.read(shipped.Words("letters", "x", FACTS | facts, "words"))

    assert str(refused.value) == sentence


def years_of_age(text: str) -> float:
    """Return the age of readers by Flesch and Kincaid's grade (1975), a grade being five years less than an age."""
    sentences = [part for part in re.split(r"[.:?!]\s|\n", text + " ") if re.search(r"\w", part)]
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower())))) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59 + 5
