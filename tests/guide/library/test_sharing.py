"""May I share this? Every combination has exactly one answer, none more generous than the gate."""

import itertools
from collections import Counter
from datetime import date

import pytest

from pares.ground.wording.shipped import CONTENT
from pares.guide.library import rules
from pares.guide.library.licences import LICENCES
from pares.guide.library.rules import Audience, May, Standing, State, Use
from pares.guide.library.sharing import (
    AUDIENCES,
    STATES,
    USES,
    WHATS,
    Asked,
    BadSharingError,
    Verdict,
    What,
    answer,
    credit,
    read,
    reasons,
)

TODAY = date(2027, 4, 7)
WORKS = [(what, "") for what in What if what is not What.OPEN] + [(What.OPEN, key) for key in LICENCES]
EVERYTHING = [
    Asked(use=Use(use), what=what, audience=Audience(audience), licence=licence)
    for use, (what, licence), audience in itertools.product(USES, WORKS, AUDIENCES)
]
AS_KNOWN = {"evidence": "Seen on the page."}


def of(use: Use, what: What, audience: Audience = Audience.MENTORS, licence: str = "") -> tuple[Verdict, str]:
    found = answer(Asked(use, what, audience, licence))
    return found.verdict, found.reason.key


def test_every_combination_has_exactly_one_answer_with_words_to_it():
    answers = [answer(asked) for asked in EVERYTHING]

    assert len(answers) == 4 * (7 + len(LICENCES)) * 3
    assert {found.verdict for found in answers} == set(Verdict)
    assert [found for found in answers if not (found.reason.why and found.reason.next and found.reason.law)] == []
    assert {found.reason.key for found in answers} == set(reasons())
    assert set(WHATS) == set(What)


def test_no_answer_is_more_generous_than_the_gate():
    generous = []
    for asked in EVERYTHING:
        standing = Standing(STATES[asked.what], licence=asked.licence, **AS_KNOWN)
        gate = rules.may(standing, asked.use, asked.audience, TODAY)
        if answer(asked).verdict is Verdict.YES and gate.may is May.NO:
            generous.append(asked)

    assert generous == []


def test_copies_are_a_yes_only_where_the_gate_clears_them():
    for asked in EVERYTHING:
        cleared = rules.may_hand_on(
            Standing(STATES[asked.what], licence=asked.licence, **AS_KNOWN), asked.audience, TODAY
        )
        if asked.use is Use.HAND_ON:
            assert (answer(asked).verdict is Verdict.YES) == cleared.cleared, asked


@pytest.mark.parametrize("what", list(What))
def test_a_link_is_always_a_yes(what):
    assert answer(Asked(Use.LINK, what, Audience.EVERYONE, "cc-by-4.0")).verdict is Verdict.YES


@pytest.mark.parametrize(
    ("what", "quote", "adapt", "hand_on"),
    [
        (What.OWN, (Verdict.YES, "own"), (Verdict.YES, "own"), (Verdict.YES, "own")),
        (What.OGL, (Verdict.YES, "ogl"), (Verdict.YES, "ogl"), (Verdict.YES, "ogl")),
        (What.NHS_PAGE, (Verdict.YES, "quote"), (Verdict.ASK, "nhs_changed"), (Verdict.LINK, "nhs_page")),
        (What.ARTICLE, (Verdict.YES, "quote"), (Verdict.ASK, "changed_text"), (Verdict.LINK, "article")),
        (What.BOOK, (Verdict.YES, "quote"), (Verdict.ASK, "changed_text"), (Verdict.ASK, "book")),
        (What.SLIDES, (Verdict.ASK, "slides"), (Verdict.ASK, "slides"), (Verdict.ASK, "slides")),
        (What.UNKNOWN, (Verdict.LINK, "unknown"), (Verdict.LINK, "unknown"), (Verdict.LINK, "unknown")),
    ],
)
def test_the_table_for_all_mentors(what, quote, adapt, hand_on):
    assert (of(Use.QUOTE, what), of(Use.ADAPT, what), of(Use.HAND_ON, what)) == (quote, adapt, hand_on)


def test_a_book_is_lent_to_one_mentee_and_asked_about_for_all():
    found = {audience: of(Use.HAND_ON, What.BOOK, Audience(audience)) for audience in AUDIENCES}

    assert found == {
        Audience.MENTEES: (Verdict.LINK, "lend_book"),
        Audience.MENTORS: (Verdict.ASK, "book"),
        Audience.EVERYONE: (Verdict.ASK, "book"),
    }


@pytest.mark.parametrize("key", list(LICENCES))
def test_a_changed_version_follows_the_licence(key):
    verdict, reason = of(Use.ADAPT, What.OPEN, licence=key)

    assert (verdict, reason) == (
        (Verdict.ASK, "no_changes") if "nd" in key.split("-") else (Verdict.YES, "open_changed")
    )


def test_an_open_licence_nobody_can_name_counts_as_unknown():
    assert of(Use.HAND_ON, What.OPEN, licence="") == of(Use.HAND_ON, What.UNKNOWN)
    assert of(Use.QUOTE, What.OPEN, licence="cc-made-up") == (Verdict.LINK, "unknown")


def test_conditions_are_those_that_matter_for_the_use():
    share_alike = Asked(Use.HAND_ON, What.OPEN, Audience.EVERYONE, "cc-by-nc-sa-4.0")
    changed = Asked(Use.ADAPT, What.OPEN, Audience.EVERYONE, "cc-by-nc-sa-4.0")

    assert [len(answer(asked).conditions) for asked in (share_alike, changed)] == [2, 3]
    assert answer(changed).conditions == LICENCES["cc-by-nc-sa-4.0"].conditions
    assert answer(Asked(Use.LINK, What.OPEN, Audience.EVERYONE, "cc-by-nc-sa-4.0")).conditions == ()


def test_credit_of_open_work_names_licence_and_change():
    asked = Asked(Use.ADAPT, What.OPEN, Audience.MENTORS, "cc-by-sa-4.0")

    assert credit(asked, title="A guide", owner="Northgate", address="https://n.example/g") == (
        "“A guide”, Northgate. Licence: CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/. "
        "Source: https://n.example/g Changed from the original."
    )


def test_credit_under_the_open_government_licence_is_the_statement_it_asks_for():
    asked = Asked(Use.QUOTE, What.OGL, Audience.MENTORS)

    assert credit(asked, title="Plan", owner="NHS England") == (
        "“Plan”, NHS England. Contains public sector information licensed under the Open Government Licence v3.0. "
        "Source: [address of the owner’s page]"
    )


def test_credit_of_what_is_not_known_leaves_room_for_it():
    assert (
        credit(Asked(Use.QUOTE, What.ARTICLE, Audience.MENTORS))
        == "“[title]”, [owner]. Source: [address of the owner’s page]"
    )


def test_credit_claims_no_licence_for_what_is_not_allowed():
    refused = Asked(Use.ADAPT, What.OPEN, Audience.MENTORS, "cc-by-nd-4.0")

    assert "Licence" not in credit(refused, title="A guide")


def test_words_are_all_used_and_all_there():
    text = (CONTENT / "sharing.toml").read_text(encoding="utf-8")

    with pytest.raises(BadSharingError, match=r"^Reasons that are missing or that nothing leads to: slides\.$"):
        read(text.split("[reason.slides]")[0] + "[reason.unknown]" + text.split("[reason.unknown]")[1])
    with pytest.raises(BadSharingError, match=r"^Reasons that are missing or that nothing leads to: spare\.$"):
        read(text + '\n[reason.spare]\nsays = "a"\nwhy = ["b"]\nnext = ["c"]\nlaw = ["cc"]\n')
    with pytest.raises(BadSharingError, match=r"^The reason spare must say law, next, says, why, and nothing else\.$"):
        read(text + '\n[reason.spare]\nsays = ""\nwhy = ["b"]\nnext = ["c"]\nlaw = ["cc"]\n')
    with pytest.raises(BadSharingError, match=r"^The reason spare stands on something that is not there: hearsay\.$"):
        read(text + '\n[reason.spare]\nsays = "a"\nwhy = ["b"]\nnext = ["c"]\nlaw = ["hearsay"]\n')
    with pytest.raises(BadSharingError, match=r"^The words of the answers cannot be read: "):
        read("law = ")


def test_laws_are_each_stood_on():
    used = Counter(law.link for reason in reasons().values() for law in reason.law)

    assert len(used) == 6
    assert all(link.startswith("https://") for link in used)
    assert State.UNKNOWN in STATES.values()
