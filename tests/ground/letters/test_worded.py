"""Letters in words made here: the scheme's own, the site's, or those shipped."""

from dataclasses import replace

import pytest

from pares.ground.letters import kinds
from pares.ground.letters.actions import queue
from pares.ground.letters.models import Letter
from pares.ground.letters.worded import LETTERS, LeadsAstray, LostPlaceholder, NotInASubject, of_schemes, worded
from pares.ground.refusal import Refused
from pares.ground.schemes.models import Scheme
from pares.ground.wording import actions, draft, rules, shipped
from pares.ground.wording.draft import Draft
from pares.ground.wording.models import Revision
from tests import world as worlds

AT = worlds.CONFIRMED
LINK = "https://mentoring.example.org/page/"


def reword(key: str, text: str, *, title: str = "A word, {cohort_name}", scheme: Scheme | None = None, start: int = 0):
    return actions.revise(
        kind="letters",
        key=key,
        draft=Draft(title, "", text),
        why="Ours.",
        started_from=start,
        by=None,
        at=AT,
        scheme=scheme,
    )


def check_in(world: worlds.World, name: str = "Max", *, cohort=None) -> Letter:
    mentor = world.mentors[name].person
    cohort = cohort or world.spring
    key = f"check:{cohort.pk}:{name}"
    return queue(kind="check_in_mentor", key=key, to=mentor, values={"link": LINK}, at=AT, cohort=cohort)


def test_a_letter_goes_out_in_the_words_of_the_scheme_before_the_sites(world: worlds.World) -> None:
    shipped_subject = check_in(world, "Mo").subject
    reword("check_in_mentor", "Hello {name}, the site asks: {link}")
    reword("check_in_mentor", "Hello {name}, Northgate asks: {link}", scheme=world.northgate)

    ours, theirs = check_in(world, "Max"), check_in(world, "Mina", cohort=world.other)

    assert shipped_subject == "How is it going? Spring 2027"
    assert ours.subject == "A word, Spring 2027"
    assert ours.text == f"Hello Max, Northgate asks: {LINK}"
    assert theirs.text == f"Hello Mina, the site asks: {LINK}"
    assert "<p>Hello Max, Northgate asks:" in ours.html


def test_a_scheme_that_takes_the_standard_letter_gets_the_sites(world: worlds.World) -> None:
    reword("check_in_mentor", "Hello {name}, the site asks: {link}")
    reword("check_in_mentor", "Hello {name}, Northgate asks: {link}", scheme=world.northgate)

    actions.withdraw(
        kind="letters",
        key="check_in_mentor",
        why="Not needed.",
        started_from=1,
        by=None,
        at=AT,
        scheme=world.northgate,
    )

    assert check_in(world).text == f"Hello Max, the site asks: {LINK}"


@pytest.mark.parametrize("revisions", [1, 3])
def test_many_letters_cost_one_look_at_their_words(world, revisions, django_assert_num_queries) -> None:
    for number in range(revisions):
        reword("check_in_mentor", f"Version {number}: {{link}}", start=number)

    with django_assert_num_queries(1):
        assert {worded("check_in_mentor").body for _ in range(5)} == {f"Version {revisions - 1}: {{link}}\n"}
        assert worded("check_in_mentee") == kinds.kind("check_in_mentee")


@pytest.mark.parametrize(
    ("key", "title", "text", "refusal", "field"),
    [
        ("check_in_mentor", "Hello", "Hello {nobody}: {link}", "There is nothing to put in for {nobody}.", "text"),
        ("check_in_mentor", "Hello {name}", "Go on: {link}", NotInASubject, "title"),
        ("check_in_mentor", "Hello", "No way on.", LostPlaceholder, "text"),
        ("check_in_mentor", "Hello", "[a]: {link}\n\nNo way on to be seen.", LostPlaceholder, "text"),
        ("check_in_mentor", "Hello", "```{link}\nNo way on.\n```", LostPlaceholder, "text"),
        ("check_in_mentor", "Hello", "[On](https://a.example/?of={link}) {link}", LeadsAstray, "text"),
        ("check_in_mentor", "Hello", "[On](https://a.example/{name}) {link}", LeadsAstray, "text"),
        ("check_in_mentor", "Hello", "{link}: <https://a.example/{name}>", LeadsAstray, "text"),
        ("sign_in_code", "Your code", "{code}, [on][a]\n\n[a]: https://a.example/{code}", LeadsAstray, "text"),
        ("check_in_mentor", "H" * 81, "Go on: {link}", "The subject must be 80 characters or fewer.", "title"),
        ("check_in_mentor", "Hello", f"{{link}} {'x' * 8000}", "The letter must be 8,000 characters or fewer.", "text"),
        ("check_in_mentor", "", "Go on: {link}", rules.NoTitle, "title"),
        ("check_in_mentor", "Hello", "", rules.NoText, "text"),
        ("sign_in_code", "Your code", "Sign in to {site_name}.", LostPlaceholder, "text"),
    ],
)
def test_a_letter_that_cannot_be_sent_is_refused_beside_its_field(  # noqa: PLR0913, PLR0917 - one table of cases
    db: None, key: str, title: str, text: str, refusal: type[Refused] | str, field: str
) -> None:
    with pytest.raises(refusal if isinstance(refusal, type) else Refused) as refused:
        reword(key, text, title=title)

    assert refused.value.field == field
    assert isinstance(refusal, type) or str(refused.value).startswith(refusal)
    assert Revision.objects.count() == 0


def test_the_sentence_lists_what_may_stand_there(db: None) -> None:
    with pytest.raises(Refused) as refused:
        reword("sign_in_code", "Hello {nme}, {code}", title="Your code")

    assert str(refused.value) == "There is nothing to put in for {nme}. Here you can use: {code}, {site_name}."


@pytest.mark.parametrize("key", shipped.keys("letters"))
def test_every_shipped_letter_may_stand_as_it_is(key: str) -> None:
    words = shipped.shipped("letters", key)

    LETTERS.check(words, draft.of(words))


def test_a_letter_whose_words_no_longer_fit_goes_out_as_shipped(world, monkeypatch) -> None:
    reword("check_in_mentor", "Hello {name}, ours: {link}")
    was = shipped.shipped("letters", "check_in_mentor")
    facts = {key: value for key, value in was.facts.items() if key != "{name}"}
    without = replace(was, facts=facts, text=was.text.replace("{name}", "there"))
    monkeypatch.setattr("pares.ground.wording.current.shipped", lambda *_text: without)

    assert worded("check_in_mentor") == kinds.kind("check_in_mentor")


def test_schemes_word_what_they_send_and_not_codes_surveys_safeguarding_or_limits_of_confidence() -> None:
    theirs = {key for key in shipped.keys("letters") if of_schemes(key)}

    assert theirs & {"sign_in_code", "contact_asked", "contact_unanswered", "survey_reminder", "match_mentor"} == set()
    assert theirs & {"match_mentee", "pair_ended", "role_appointed", "account_changed", "report_ready"} == set()
    assert theirs >= {"call_for_mentors", "invite_mentees", "not_this_time", "waiting", "training_invitation"}
    assert [key for key in theirs if kinds.kind(key).confidential] == []


@pytest.mark.parametrize("key", ["sign_in_code", "match_mentor"])
def test_a_scheme_cannot_word_what_is_the_sites(world: worlds.World, key: str) -> None:
    text = shipped.shipped("letters", key).text

    with pytest.raises(rules.NotTheSchemes):
        reword(key, f"{text} More.", title="Hello", scheme=world.northgate)
