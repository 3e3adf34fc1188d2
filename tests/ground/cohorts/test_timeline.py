from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from pares.ground.cohorts.calendar import Planned, Timeline, TimelineError, load, plan, read, shipped

HEAD = 'key = "short-1"\nname = "Short"\nmonths = 1\n'
STEP = '[[step]]\nkey = "{}"\ntitle = "A step"\nwho = "lead"\nact = "lead"\nanchor = "start"\noffset_days = 0\n'
ONE = STEP.format("one")
TWO = STEP.format("two")

# What code hangs acts on; a shipped timeline may leave some out.
VOCABULARY = {
    "plan_cohort",
    "call_mentors",
    "remind_mentors",
    "mentor_applications_close",
    "basic_training",
    "advanced_training",
    "invite_mentees",
    "remind_mentees",
    "mentee_applications_close",
    "propose_matches",
    "confirm_matches",
    "cohort_starts",
    "late_entry_closes",
    "first_contact_check",
    "first_meeting_check",
    "act_on_never_met",
    "check_in_1",
    "check_in_2",
    "check_in_3",
    "check_in_4",
    "workshop",
    "workshop_2",
    "pulse",
    "interim_statement",
    "extend_or_finish",
    "session_prompt",
    "end_survey_opens",
    "end_survey_reminder_1",
    "end_survey_reminder_2",
    "end_survey_closes",
    "thank_everyone",
    "report_due",
}


def late_steps(timeline: Timeline) -> dict[str, float]:
    return {step.key: step.offset_days / 7 for step in timeline.steps if step.anchor == "changeover"}


def test_three_timelines_are_shipped_with_one_vocabulary() -> None:
    timelines = shipped()
    assert [(each.key, each.months) for each in timelines] == [
        ("foundation-4", 4),
        ("core-6", 6),
        ("yearly-12", 12),
    ]
    assert {step.key for each in timelines for step in each.steps} == VOCABULARY
    assert [step.key for each in timelines for step in each.steps if step.fixed] == ["cohort_starts"] * 3
    assert [step for each in timelines for step in each.steps if not step.why] == []


def test_the_last_steps_hang_on_the_changeover() -> None:
    four, six, twelve = map(late_steps, shipped())
    assert four == {
        "session_prompt": -3,
        "end_survey_opens": -2,
        "end_survey_reminder_1": -1,
        "end_survey_reminder_2": 0,
        "end_survey_closes": 1,
        "thank_everyone": 1,
        "report_due": 3,
    }
    assert six == {
        "extend_or_finish": -4,
        "end_survey_opens": -3,
        "end_survey_reminder_1": -2,
        "end_survey_reminder_2": -1,
        "end_survey_closes": 0,
        "thank_everyone": 0,
        "report_due": 2,
    }
    assert twelve == six


@pytest.mark.parametrize("start", [date(2027, 8, 4), date(2028, 8, 2)])
def test_a_year_asks_how_it_goes_every_six_to_twelve_weeks(start: date) -> None:
    asks = {"cohort_starts", "check_in_1", "check_in_2", "check_in_3", "check_in_4", "extend_or_finish"}
    timeline = load("yearly-12")
    days = [each.date for each in plan(timeline, start, date(start.year + 1, 8, 2)) if each.key in asks]
    gaps = [(later - sooner).days / 7 for sooner, later in pairwise(days)]
    assert len(gaps) == 5
    assert [gap for gap in gaps if not 6 <= gap <= 12] == []


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    file = tmp_path / "short.toml"
    file.write_text(HEAD + ONE + TWO + 'after = ["one"]\n', encoding="utf-8")
    timeline = load(file)
    assert (timeline.key, timeline.name, timeline.months) == ("short-1", "Short", 1)
    assert [(step.key, step.after, step.apart) for step in timeline.steps] == [
        ("one", (), 5),
        ("two", ("one",), 5),
    ]


def test_a_planned_step_gives_its_key_and_title() -> None:
    step = read(HEAD + ONE).steps[0]
    planned = Planned(step, date(2027, 4, 7), date(2027, 4, 7))
    assert (planned.key, planned.title) == ("one", "A step")


@pytest.mark.parametrize("name", ["core-7", "../timelines/core-6", ""])
def test_only_shipped_names_are_known(name: str) -> None:
    with pytest.raises(TimelineError, match="choose one of foundation-4, core-6, yearly-12"):
        load(name)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TimelineError, match=r"^missing\.toml: "):
        load(tmp_path / "missing.toml")
    for name, content in (("binary.toml", b"\x00\xff"), ("broken.toml", b"key ="), ("bare.toml", HEAD.encode())):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(TimelineError, match=f"^{name}: "):
            load(tmp_path / name)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (HEAD, "Timeline short-1 has no steps."),
        (HEAD + "step = 3", "Each step is a [[step]] table."),
        (HEAD + "step = [1]", "Each step is a [[step]] table."),
        (HEAD.replace("months = 1", "months = 0") + ONE, "Timeline short-1: months is 1 to 24."),
        (HEAD.replace("months = 1", "months = true") + ONE, "The timeline: months must be a whole number."),
        (HEAD.replace('name = "Short"', "") + ONE, "The timeline lacks: name."),
        (HEAD + 'colour = "red"\n' + ONE, "The timeline has an unknown entry: colour."),
        (HEAD + ONE + "colour = 3", "Step one has an unknown entry: colour."),
        (HEAD + '[[step]]\ntitle = "A"', "Step 1 lacks: act, anchor, key, offset_days, who."),
        (HEAD + ONE.replace("offset_days = 0", 'offset_days = "0"'), "Step one: offset_days must be a whole number."),
        (HEAD + ONE.replace("offset_days = 0", "offset_days = 731"), "Step one: offset_days lies beyond 730 days."),
        (HEAD + ONE.replace('"one"', '"One!"'), "The key 'One!' must be small letters, digits and underscores."),
        (HEAD + ONE.replace("A step", " "), "Step one needs a title of at most 100 characters."),
        (HEAD + ONE.replace("A step", "x" * 101), "Step one needs a title of at most 100 characters."),
        (
            HEAD + ONE.replace('who = "lead"', 'who = "all"'),
            "Step one: who is 'all', not one of lead, mentors, mentees, pairs, sponsors.",
        ),
        (HEAD + ONE.replace('"start"', '"end"'), "Step one: anchor is 'end', not one of start, changeover."),
        (HEAD + ONE + "apart = 4", "Step one: apart is 0, or at least 5 working days."),
        (HEAD + ONE + "after = [1]", "Step one: after is a list of keys."),
        (HEAD + ONE + ONE, "Timeline short-1 has the step one twice."),
        (HEAD + ONE + 'after = ["two"]\n' + TWO, "Step one comes after two, which does not stand above it."),
        (HEAD + ONE + 'after = ["one"]', "Step one comes after one, which does not stand above it."),
        (
            HEAD + ONE.replace("offset_days = 0", "offset_days = 1\nfixed = true"),
            "Step one is fixed: it is its anchor's day and comes after nothing.",
        ),
    ],
)
def test_what_is_wrong_with_a_timeline_is_said(text: str, sentence: str) -> None:
    with pytest.raises(TimelineError) as refusal:
        read(text)
    assert str(refusal.value) == sentence
