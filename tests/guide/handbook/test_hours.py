"""The calculator of the case: the cohort of the handbook, and laws that hold for every cohort."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pares.guide.handbook.case_counts import counts, share
from pares.guide.handbook.case_inputs import ASSUMPTIONS, LENGTHS, Inputs, faults
from pares.guide.handbook.facts import fact
from pares.guide.handbook.hours import Line, Money, Way, Who, case, in_hours, in_pounds

NUMBER = re.compile(r"[\d,]+(?:\.\d+)?")
POUNDS = st.none() | st.decimals(min_value=0, max_value=1000, places=2)


@st.composite
def cohorts(draw: st.DrawFn) -> Inputs:
    numbers = {
        each.name: draw(st.integers(each.least, min(each.most, 200))) for each in ASSUMPTIONS if each.usual is not None
    }
    money = {each.name: draw(POUNDS) for each in ASSUMPTIONS if each.usual is None}
    made = Inputs(**numbers, **money)
    mentors = min(made.mentors, made.mentees)
    return replace(
        made,
        months=draw(st.sampled_from(LENGTHS)),
        mentors=mentors,
        mentors_apply=max(made.mentors_apply, mentors),
        mentees_apply=max(made.mentees_apply, made.mentees),
    )


def test_the_handbooks_cohort_comes_out_as_the_handbook_says() -> None:
    counted = counts(Inputs())
    found = case(Inputs())
    leads = found.hours(Way.BY_HAND, Who.LEADS) - Decimal(6)

    assert (counted.emails_to_one, counted.emails_to_many, counted.changes) == (284, 34, 1017)
    assert (fact("acts_by_hand").words, counted.emails_to_one + counted.emails_to_many) == ("about 320", 318)
    assert fact("hours_by_hand").words == "28 to 40 hours"
    assert Decimal(28) <= leads <= Decimal(40)


def test_every_line_of_a_cohort_reads_as_it_is_recomputed() -> None:
    found = case(Inputs(mentors_apply=28, mentors=28, mentees=30, mentees_apply=30, sessions=1, session_minutes=120))
    assert [line.working for line in found.lines if line.who is Who.MENTORS] == [
        "28 mentors × 1 session × 120 minutes = 3,360 minutes = 56 hours",
        "28 mentors × 1 workshop × 60 minutes = 1,680 minutes = 28 hours",
        "30 pairs × 3 meetings × 60 minutes = 5,400 minutes = 90 hours",
    ]


def test_money_is_counted_only_where_it_is_given() -> None:
    assert case(Inputs()).money == []
    assert case(Inputs(lead_cost=Decimal("45.50"), room=Decimal(120))).money == [
        Money("Leads: training and workshops", Way.EITHER, Decimal(273), "6 hours × £45.50"),
        Money("Leads: office work by hand", Way.BY_HAND, Decimal(1442), "31.7 hours × £45.50"),
        Money("Leads: office work with Pares", Way.PARES, Decimal(200), "4.4 hours × £45.50"),
        Money("Rooms and food", Way.EITHER, Decimal(360), "2 sessions + 1 workshop = 3, × £120"),
    ]


@pytest.mark.parametrize(
    ("months", "check_ins", "workshops"),
    [(4, 1, 1), (6, 2, 1), (12, 4, 2)],
)
def test_check_ins_and_workshops_are_those_of_the_timeline(months: int, check_ins: int, workshops: int) -> None:
    rounds = {each.what: each.number for each in counts(Inputs(months=months)).rounds}
    assert (rounds["Check-ins"], rounds["Workshops"]) == (2 * check_ins, 4 * workshops)


@given(cohorts())
def test_totals_are_what_somebody_gets_who_adds_what_is_printed(given_: Inputs) -> None:
    found = case(given_)
    for way in (Way.BY_HAND, Way.PARES):
        printed = [_printed(in_hours(line.hours)) for line in found.lines if line.way in {way, Way.EITHER}]
        by_people = [found.hours(way, who) for who in Who]
        assert found.hours(way) == sum(printed, Decimal()) == sum(by_people, Decimal())
        paid = [_printed(in_pounds(each.pounds)) for each in found.money if each.way in {way, Way.EITHER}]
        assert found.pounds(way) == sum(paid, Decimal())
        assert found.per_pair(way) * given_.mentees - found.hours(way) <= Decimal("0.05") * given_.mentees


@given(cohorts())
def test_each_line_can_be_recomputed_from_its_own_words(given_: Inputs) -> None:
    for line in case(given_).lines:
        *factors, product, hours = _numbers(line)
        seconds = {"minutes": 60, "seconds": 1}[line.unit]
        multiplied = Decimal(1)
        for factor in factors:
            multiplied *= factor
        assert multiplied == product
        assert abs(product * seconds / 3600 - hours) <= Decimal("0.05")


@given(cohorts())
def test_more_pairs_never_take_less_time(given_: Inputs) -> None:
    more = replace(given_, mentees=given_.mentees + 1, mentees_apply=given_.mentees_apply + 1)
    less, found = case(given_), case(more)
    assert all(found.hours(way) >= less.hours(way) for way in Way)


@given(cohorts())
def test_whole_cohorts_have_no_faults(given_: Inputs) -> None:
    assert faults(given_) == {}


def test_numbers_that_do_not_fit_together_are_told_one_by_one() -> None:
    wrong = Inputs(months=5, mentees=10, mentees_apply=9, mentors=11, mentors_apply=10)
    assert faults(wrong) == {
        "months": "Choose four, six or twelve months",
        "mentors": "There can be at most 10 mentors with a mentee, one for each",
        "mentors_apply": "At least the 11 mentors with a mentee must have signed up",
        "mentees_apply": "At least the 10 mentees with a mentor must have signed up",
    }


def test_each_usual_number_is_the_one_its_source_prints() -> None:
    usual = {each.name: each.usual for each in ASSUMPTIONS}
    printed = {each.name: int(_printed(fact(each.fact).words)) for each in ASSUMPTIONS if each.fact}
    hours = {"sessions", "session_minutes", "meeting_minutes"}

    assert {name: number for name, number in printed.items() if name not in hours | {"months"}} == {
        name: number for name, number in usual.items() if number is not None and name not in hours | {"months"}
    }
    assert usual["sessions"] * usual["session_minutes"] == 60 * printed["sessions"]
    assert usual["meeting_minutes"] == 60 * printed["meeting_minutes"]
    assert Inputs() == Inputs(**{name: number for name, number in usual.items() if number is not None})


def test_a_share_is_the_nearest_whole_number_a_half_up() -> None:
    assert [share(20, 87), share(50, 41), share(10, 44), share(0, 9), share(100, 9)] == [17, 21, 4, 0, 9]


def _printed(words: str) -> Decimal:
    found = NUMBER.search(words)
    assert found, words
    return Decimal(found[0].replace(",", ""))


def _numbers(line: Line) -> list[Decimal]:
    return [Decimal(number.replace(",", "")) for number in NUMBER.findall(line.working)]
