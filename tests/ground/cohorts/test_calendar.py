"""The worked examples of a near-peer and a peer cohort in 2027, and what changes them."""

from datetime import date, timedelta

import pytest

from pares.ground.cohorts.calendar import (
    Change,
    Concern,
    Planned,
    Step,
    Timeline,
    Unplannable,
    concerns,
    consequences,
    load,
    next_changeover,
    plan,
)

FOUNDATION = load("foundation-4")
CORE = load("core-6")
APRIL = (date(2027, 4, 7), date(2027, 8, 4))
FEBRUARY = (date(2027, 2, 3), date(2027, 8, 4))
CHRISTMAS = (date(2026, 12, 20), date(2027, 1, 3))


def days(planned: list[Planned]) -> dict[str, str]:
    return {each.key: f"{each.date:%a %d %b %Y}" for each in planned}


def moves(planned: list[Planned]) -> dict[str, str]:
    return {each.key: each.moved_because for each in planned if each.moved_because}


def simple(*steps: tuple[str, int, tuple[str, ...]], apart: int = 5) -> Timeline:
    made = (Step(key, key.title(), "lead", "lead", "start", offset, after, apart) for key, offset, after in steps)
    return Timeline("simple", "Simple", 6, tuple(made))


def test_four_months_from_april_2027() -> None:
    planned = plan(FOUNDATION, *APRIL)
    assert days(planned) == {
        "plan_cohort": "Wed 13 Jan 2027",
        "call_mentors": "Wed 27 Jan 2027",
        "remind_mentors": "Wed 10 Feb 2027",
        "mentor_applications_close": "Wed 17 Feb 2027",
        "basic_training": "Wed 24 Feb 2027",
        "advanced_training": "Wed 10 Mar 2027",
        "invite_mentees": "Wed 10 Mar 2027",
        "remind_mentees": "Wed 17 Mar 2027",
        "mentee_applications_close": "Wed 24 Mar 2027",
        "propose_matches": "Wed 24 Mar 2027",
        "confirm_matches": "Fri 02 Apr 2027",
        "cohort_starts": "Wed 07 Apr 2027",
        "first_contact_check": "Wed 14 Apr 2027",
        "late_entry_closes": "Wed 21 Apr 2027",
        "first_meeting_check": "Wed 28 Apr 2027",
        "act_on_never_met": "Thu 06 May 2027",
        "check_in_1": "Wed 02 Jun 2027",
        "workshop": "Wed 16 Jun 2027",
        "session_prompt": "Wed 14 Jul 2027",
        "end_survey_opens": "Wed 21 Jul 2027",
        "end_survey_reminder_1": "Wed 28 Jul 2027",
        "end_survey_reminder_2": "Wed 04 Aug 2027",
        "end_survey_closes": "Wed 11 Aug 2027",
        "thank_everyone": "Wed 11 Aug 2027",
        "report_due": "Wed 25 Aug 2027",
    }
    # Good Friday and Easter Monday, then the May bank holiday, each take a day from a week.
    assert moves(planned) == {
        "confirm_matches": (
            "moved from Wednesday 31 March 2027: "
            "at least 5 working days after “Propose the matches and look through them”"
        ),
        "act_on_never_met": (
            "moved from Wednesday 5 May 2027: at least 5 working days after “Ask pairs whether they have met”"
        ),
    }
    assert concerns(planned, *APRIL) == []


def test_six_months_from_february_2027() -> None:
    planned = plan(CORE, *FEBRUARY)
    assert days(planned) == {
        "plan_cohort": "Wed 11 Nov 2026",
        "call_mentors": "Wed 25 Nov 2026",
        "remind_mentors": "Wed 09 Dec 2026",
        "mentor_applications_close": "Wed 16 Dec 2026",
        "basic_training": "Wed 06 Jan 2027",
        "invite_mentees": "Wed 06 Jan 2027",
        "remind_mentees": "Wed 13 Jan 2027",
        "advanced_training": "Wed 20 Jan 2027",
        "mentee_applications_close": "Wed 20 Jan 2027",
        "propose_matches": "Wed 20 Jan 2027",
        "confirm_matches": "Wed 27 Jan 2027",
        "cohort_starts": "Wed 03 Feb 2027",
        "first_contact_check": "Wed 17 Feb 2027",
        "late_entry_closes": "Wed 24 Feb 2027",
        "first_meeting_check": "Wed 03 Mar 2027",
        "act_on_never_met": "Wed 10 Mar 2027",
        "check_in_1": "Wed 07 Apr 2027",
        "workshop": "Wed 28 Apr 2027",
        "pulse": "Wed 05 May 2027",
        "interim_statement": "Wed 26 May 2027",
        "check_in_2": "Wed 09 Jun 2027",
        "extend_or_finish": "Wed 07 Jul 2027",
        "end_survey_opens": "Wed 14 Jul 2027",
        "end_survey_reminder_1": "Wed 21 Jul 2027",
        "end_survey_reminder_2": "Wed 28 Jul 2027",
        "end_survey_closes": "Wed 04 Aug 2027",
        "thank_everyone": "Wed 04 Aug 2027",
        "report_due": "Wed 18 Aug 2027",
    }
    assert moves(planned) == {}
    assert moves(plan(CORE, *FEBRUARY, blackouts=[CHRISTMAS])) == {}


def test_a_post_of_eighteen_weeks_ends_a_week_later_from_its_start() -> None:
    start = date(2026, 12, 2)
    planned = {each.key: each.date for each in plan(FOUNDATION, start, next_changeover(start, 4))}
    assert planned["end_survey_opens"] - start == timedelta(weeks=16)
    assert planned["end_survey_opens"] == date(2027, 3, 24)
    # Easter again: the reminder leaves room, and what follows it moves on.
    assert planned["end_survey_reminder_1"] == date(2027, 4, 2)
    assert planned["end_survey_reminder_2"] == date(2027, 4, 9)
    assert planned["end_survey_closes"] == date(2027, 4, 16)
    assert planned["report_due"] == date(2027, 4, 28)


@pytest.mark.parametrize(
    ("nation", "confirmed", "reminded", "closed"),
    [
        ("england", date(2027, 4, 2), date(2027, 8, 4), date(2027, 8, 11)),
        ("wales", date(2027, 4, 2), date(2027, 8, 4), date(2027, 8, 11)),
        ("northern-ireland", date(2027, 4, 5), date(2027, 8, 4), date(2027, 8, 11)),
        ("scotland", date(2027, 4, 1), date(2027, 8, 5), date(2027, 8, 12)),
    ],
)
def test_each_nation_has_its_own_calendar(nation: str, confirmed: date, reminded: date, closed: date) -> None:
    planned = {each.key: each.date for each in plan(FOUNDATION, *APRIL, nation=nation)}
    assert planned["confirm_matches"] == confirmed
    assert planned["end_survey_reminder_2"] == reminded
    assert planned["end_survey_closes"] == closed


@pytest.mark.parametrize(
    ("nation", "moved"),
    [
        ("northern-ireland", date(2027, 3, 18)),
        ("england", date(2027, 3, 17)),
    ],
)
def test_saint_patricks_day_is_a_holiday_in_northern_ireland(nation: str, moved: date) -> None:
    planned = {each.key: each.date for each in plan(FOUNDATION, *APRIL, nation=nation)}
    assert planned["remind_mentees"] == moved


def test_a_training_on_christmas_day_moves_past_the_holidays() -> None:
    start = date(2027, 2, 5)
    planned = plan(FOUNDATION, start, date(2027, 6, 2))
    training = next(each for each in planned if each.key == "basic_training")
    assert (training.ideal, training.date) == (date(2026, 12, 25), date(2026, 12, 29))
    assert training.moved_because == "moved from Friday 25 December 2026: bank holiday and weekend"
    shut = plan(FOUNDATION, start, date(2027, 6, 2), blackouts=[CHRISTMAS])
    training = next(each for each in shut if each.key == "basic_training")
    assert training.date == date(2027, 1, 8)
    assert training.moved_because == (
        "moved from Friday 25 December 2026: at least 5 working days after “Mentor applications close”"
    )
    assert {each.key: each.date for each in shut}["advanced_training"] == date(2027, 1, 15)


def test_a_substitute_day_is_named() -> None:
    planned = plan(simple(("one", 0, ())), date(2026, 12, 28), date(2027, 4, 7))
    assert planned[0].moved_because == "moved from Monday 28 December 2026: bank holiday"
    shut = plan(simple(("one", 0, ())), date(2026, 12, 28), date(2027, 4, 7), blackouts=[CHRISTMAS])
    assert shut[0].moved_because == "moved from Monday 28 December 2026: blackout days"


def test_the_start_stays_where_the_cohort_has_it() -> None:
    new_year = date(2027, 1, 1)
    planned = {each.key: each for each in plan(CORE, new_year, date(2027, 7, 7))}
    assert (planned["cohort_starts"].date, planned["cohort_starts"].moved_because) == (new_year, None)


def test_what_a_lead_moves_stays_and_its_dependents_follow() -> None:
    before = plan(CORE, *FEBRUARY)
    after = plan(CORE, *FEBRUARY, moved={"basic_training": date(2027, 1, 16), "check_in_1": date(2027, 4, 7)})
    assert consequences(before, after) == [
        Change("basic_training", "Basic mentoring skills, one hour", date(2027, 1, 6), date(2027, 1, 16)),
        Change(
            "advanced_training",
            "Advanced mentoring skills, one hour, and catch-up",
            date(2027, 1, 20),
            date(2027, 1, 22),
        ),
        Change("propose_matches", "Propose the matches and look through them", date(2027, 1, 20), date(2027, 1, 22)),
        Change(
            "confirm_matches",
            "Confirm the matches and release the letters",
            date(2027, 1, 27),
            date(2027, 1, 29),
        ),
    ]
    planned = {each.key: each for each in after}
    assert planned["basic_training"].by_lead
    assert planned["basic_training"].moved_because == "moved from Wednesday 6 January 2027 by the lead"
    assert planned["check_in_1"].moved_because is None
    assert planned["propose_matches"].moved_because == (
        "moved from Wednesday 20 January 2027: not before “Advanced mentoring skills, one hour, and catch-up”"
    )
    # A lead may well train on a Saturday, and is told that it is one.
    assert concerns(after, *FEBRUARY) == [
        Concern(
            "basic_training",
            "“Basic mentoring skills, one hour” is on Saturday 16 January 2027, which is not a working day (weekend).",
        )
    ]


def test_dependents_of_a_skipped_step_follow_what_came_before_it() -> None:
    before = plan(CORE, *FEBRUARY)
    moved = {"end_survey_opens": date(2027, 7, 28)}
    after = plan(CORE, *FEBRUARY, moved=moved, skipped={"end_survey_reminder_1", "end_survey_reminder_2"})
    assert [(each.key, each.old, each.new) for each in consequences(before, after)] == [
        ("end_survey_opens", date(2027, 7, 14), date(2027, 7, 28)),
        ("end_survey_reminder_1", date(2027, 7, 21), None),
        ("end_survey_reminder_2", date(2027, 7, 28), None),
    ]
    left_out = [each for each in after if each.skipped]
    assert [(each.key, each.date) for each in left_out] == [
        ("end_survey_reminder_1", date(2027, 7, 21)),
        ("end_survey_reminder_2", date(2027, 7, 28)),
    ]
    later = plan(CORE, *FEBRUARY, moved={"end_survey_opens": date(2027, 7, 29)}, skipped=["end_survey_reminder_1"])
    assert {each.key: each.date for each in later}["end_survey_reminder_2"] == date(2027, 8, 5)


def test_a_lead_is_told_what_looks_odd() -> None:
    timeline = simple(
        ("call", -28, ()), ("close", -14, ("call",)), ("train", -7, ("close",)), ("meet", 21, ()), ("late", 42, ())
    )
    start, end = date(2027, 4, 7), date(2027, 5, 5)
    moved = {"call": date(2027, 3, 31), "close": date(2027, 3, 30), "train": date(2027, 3, 31)}
    assert concerns(plan(timeline, start, end, moved=moved, skipped={"meet"}), start, end) == [
        Concern("close", "“Close” is before “Call”, which it depends on."),
        Concern("train", "“Train” is 1 working day after “Close”. Leave at least 5 working days."),
        Concern("late", "“Late” is not before the changeover on Wednesday 5 May 2027."),
    ]
    moved = {"close": date(2027, 4, 7), "train": date(2027, 4, 9)}
    assert concerns(plan(timeline, start, end, moved=moved, skipped={"late"}), start, end) == [
        Concern("close", "“Close” should be done before the cohort starts on Wednesday 7 April 2027."),
        Concern("train", "“Train” is 2 working days after “Close”. Leave at least 5 working days."),
        Concern("train", "“Train” should be done before the cohort starts on Wednesday 7 April 2027."),
    ]


def test_a_preparation_squeezed_past_the_start_is_pointed_out() -> None:
    start, end = date(2027, 1, 6), date(2027, 7, 7)
    planned = plan(CORE, start, end, blackouts=[CHRISTMAS])
    assert [each.key for each in concerns(planned, start, end, blackouts=[CHRISTMAS])] == [
        "mentee_applications_close",
        "propose_matches",
        "confirm_matches",
    ]
    assert {each.key: each.date for each in planned}["confirm_matches"] == date(2027, 1, 13)


@pytest.mark.parametrize(
    ("start", "end", "changes", "sentence"),
    [
        (
            date(2027, 8, 4),
            date(2027, 8, 4),
            {},
            "The cohort starts on Wednesday 4 August 2027, so it cannot end on Wednesday 4 August 2027.",
        ),
        (date(1999, 12, 1), date(2000, 4, 5), {}, "Choose a date between 2000 and 2099."),
        (date(2099, 12, 2), date(2100, 4, 7), {}, "Choose a date between 2000 and 2099."),
        (*APRIL, {"moved": {"workshop": date(9999, 12, 31)}}, "Choose a date between 2000 and 2099."),
        (*APRIL, {"skipped": {"lunch"}}, "This timeline has no step lunch."),
        (*APRIL, {"moved": {"lunch": date(2027, 4, 7)}}, "This timeline has no step lunch."),
        (
            *APRIL,
            {"moved": {"cohort_starts": date(2027, 4, 8)}},
            "“The cohort starts” is the cohort's own date. Change it on the cohort.",
        ),
        (
            *APRIL,
            {"skipped": {"cohort_starts"}},
            "“The cohort starts” is the cohort's own date. Change it on the cohort.",
        ),
        (
            *APRIL,
            {"blackouts": [(date(2027, 6, 1), date(2027, 9, 30))]},
            "There is no working day in the 60 days after Wednesday 2 June 2027. Shorten the blackout days.",
        ),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(start: date, end: date, changes: dict, sentence: str) -> None:
    with pytest.raises(Unplannable) as refusal:
        plan(FOUNDATION, start, end, **changes)
    assert str(refusal.value) == sentence
