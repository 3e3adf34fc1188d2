from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pares.guide.library import rules
from pares.guide.library.licences import LICENCES, OGL
from pares.guide.library.rules import (
    Audience,
    Claim,
    May,
    Standing,
    State,
    Use,
    checked,
    may,
    may_hand_on,
    reaches,
    uses,
)
from tests.handed_on import CLAIMS, LONG_AGO, ON, granted

DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2028, 12, 31))
WORDS = st.sampled_from(["", " ", "Said on the page"])
COVERS = {
    Audience.EVERYONE: set(Audience),
    Audience.MEMBERS: {Audience.MEMBERS, Audience.MENTORS, Audience.MENTEES},
    Audience.LEADS: {Audience.LEADS},
    Audience.MENTORS: {Audience.MENTORS},
    Audience.MENTEES: {Audience.MENTEES},
    Audience.SPONSORS: {Audience.SPONSORS},
    "": set(),
}
STANDINGS = st.builds(
    Standing,
    state=st.sampled_from([*State, "", "of another age"]),
    licence=st.sampled_from(["", "cc-by-4.0", "cc-by-nc-nd-4.0", "no-such-licence"]),
    evidence=WORDS,
    granted_by=WORDS,
    granted_on=st.none() | DAYS,
    until=st.none() | DAYS,
    covers=st.sampled_from(list(COVERS)),
    may_adapt=st.booleans(),
)


def standing(claim: Claim) -> Standing:
    said = asdict(claim)
    return Standing(
        state=claim.state,
        licence=claim.licence,
        evidence=claim.evidence,
        granted_by=claim.granted_by,
        granted_on=said["granted_on"],
        until=said["granted_until"],
        covers=claim.granted_for,
        may_adapt=claim.may_adapt,
    )


@given(STANDINGS, st.sampled_from(Audience), DAYS)
def test_nothing_is_cleared_without_its_grounds(known: Standing, audience: Audience, on: date) -> None:
    """The grounds written out again, state by state: own; a licence with its name and evidence; a permission that is
    given, shown, begun, not over and for these readers. Anything else is not cleared."""
    shown = bool(known.evidence.strip())
    permitted = (
        shown
        and bool(known.granted_by.strip())
        and known.granted_on is not None
        and known.granted_on <= on
        and (known.until is None or on <= known.until)
        and audience in COVERS[known.covers]
    )
    grounds = {
        State.OWN: True,
        State.OPEN: shown and known.licence in LICENCES,
        State.OGL: shown,
        State.GRANTED: permitted,
    }

    verdict = may_hand_on(known, audience, on)

    assert verdict.cleared == grounds.get(known.state, False)
    assert verdict.why.endswith(".")


@given(STANDINGS, st.sampled_from(Audience), DAYS)
def test_no_other_use_goes_further_than_handing_on(known: Standing, audience: Audience, on: date) -> None:
    answers = {answer.use: answer.may for answer in uses(known, audience, on)}
    cleared = may_hand_on(known, audience, on).cleared

    assert list(answers) == list(Use)
    assert (answers[Use.LINK], answers[Use.QUOTE]) == (May.YES, May.YES)
    assert (answers[Use.HAND_ON] != May.NO) == cleared
    assert cleared or {answers[Use.ADAPT], answers[Use.SELL]} == {May.NO}


@pytest.mark.parametrize("name", CLAIMS)
def test_each_state_is_for_whom_it_is_for(name: str) -> None:
    claim, readers = CLAIMS[name]

    assert {audience for audience in Audience if may_hand_on(standing(claim), audience, ON).cleared} == readers


def test_a_permission_is_good_on_its_first_and_last_day_and_not_beside_them() -> None:
    known, day = standing(granted(Audience.EVERYONE, until=ON)), timedelta(days=1)

    assert [may_hand_on(known, Audience.EVERYONE, on) for on in (LONG_AGO - day, LONG_AGO, ON, ON + day)] == [
        rules.Verdict(cleared=False, why="The permission has not begun yet."),
        rules.Verdict(cleared=True, why="Ann Owner gave permission."),
        rules.Verdict(cleared=True, why="Ann Owner gave permission."),
        rules.Verdict(cleared=False, why="The permission has ended."),
    ]


@pytest.mark.parametrize(
    ("licence", "adapt", "sell"),
    [
        ("cc0-1.0", May.YES, May.YES),
        ("cc-by-4.0", May.CONDITIONS, May.CONDITIONS),
        ("cc-by-sa-4.0", May.CONDITIONS, May.CONDITIONS),
        ("cc-by-nc-3.0", May.CONDITIONS, May.NO),
        ("cc-by-nd-4.0", May.NO, May.CONDITIONS),
        ("cc-by-nc-nd-4.0", May.NO, May.NO),
        ("cc-by", May.CONDITIONS, May.CONDITIONS),
    ],
)
def test_what_a_licence_forbids_is_not_for_changed_versions_or_sale(licence: str, adapt: May, sell: May) -> None:
    known = Standing(State.OPEN, licence, "Stated on the page")
    answers = {use: may(known, use, Audience.EVERYONE, ON).may for use in Use}

    assert (answers[Use.ADAPT], answers[Use.SELL]) == (adapt, sell)
    assert answers[Use.HAND_ON] == (May.YES if licence == "cc0-1.0" else May.CONDITIONS)


def test_conditions_are_said_with_the_answer() -> None:
    share_alike = Standing(State.OPEN, "cc-by-nc-sa-4.0", "Stated on the page")

    assert may(share_alike, Use.HAND_ON, Audience.EVERYONE, ON).why == (
        "CC BY-NC-SA 4.0 allows it. You must name the owner, link to the licence and say if you changed anything. "
        "Nobody may be charged for it, and it may not go into a paid course."
    )
    assert may(share_alike, Use.ADAPT, Audience.EVERYONE, ON).why.endswith("must be under the same licence.")
    assert OGL.name in may(Standing(State.OGL, evidence="Said"), Use.ADAPT, Audience.EVERYONE, ON).why


def test_a_permission_for_unchanged_copies_is_not_one_to_change_or_sell() -> None:
    plain = standing(granted(Audience.MENTORS))
    changing = replace(plain, may_adapt=True)

    assert [may(plain, use, Audience.MENTORS, ON).may for use in (Use.HAND_ON, Use.ADAPT, Use.SELL)] == [
        May.CONDITIONS, May.NO, May.NO,
    ]  # fmt: skip
    assert may(changing, Use.ADAPT, Audience.MENTORS, ON).may == May.CONDITIONS
    assert may(changing, Use.ADAPT, Audience.MENTEES, ON).may == May.NO


def test_what_is_for_everyone_is_for_mentors_and_not_the_other_way_round() -> None:
    assert {audience: {each for each in Audience if reaches(audience, each)} for audience in COVERS if audience} == {
        audience: covered for audience, covered in COVERS.items() if audience
    }


@pytest.mark.parametrize(
    ("claim", "error", "field"),
    [
        (Claim("no such state"), rules.NoSuchState, "state"),
        (Claim(State.OPEN, "cc-by-4.0"), rules.NotShown, "evidence"),
        (Claim(State.OPEN, "", "Said"), rules.NoLicenceNamed, "licence"),
        (Claim(State.OPEN, "my-licence", "Said"), rules.NoLicenceNamed, "licence"),
        (Claim(State.OGL, evidence="  "), rules.NotShown, "evidence"),
        (Claim(State.OWN, "my-licence"), rules.NoLicenceNamed, "licence"),
        (replace(granted(Audience.MENTORS), evidence=""), rules.NotShown, "evidence"),
        (replace(granted(Audience.MENTORS), granted_by=" "), rules.NoPermission, "granted_by"),
        (replace(granted(Audience.MENTORS), granted_on=None), rules.NoPermission, "granted_on"),
        (granted(""), rules.NoPermission, "granted_for"),
        (granted(Audience.MENTORS, on=ON, until=LONG_AGO), rules.EndsBeforeItBegins, "granted_until"),
    ],
)
def test_a_claim_without_its_grounds_is_refused_beside_its_field(
    claim: Claim, error: type[rules.Refused], field: str
) -> None:
    with pytest.raises(error) as refused:
        checked(claim)

    assert refused.value.field == field


def test_a_claim_keeps_only_what_its_state_needs() -> None:
    everything = replace(
        granted(Audience.MENTORS), licence="cc-by-4.0", evidence=" Said ", evidence_link="https://x.org"
    )

    assert checked(replace(everything, state=State.UNKNOWN)) == Claim(State.UNKNOWN, "", "Said", "https://x.org")
    assert checked(replace(everything, state=State.OPEN)) == Claim(State.OPEN, "cc-by-4.0", "Said", "https://x.org")
    assert checked(everything) == replace(everything, licence="", evidence="Said")
