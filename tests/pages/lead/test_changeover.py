"""After a changeover, as the leads see it."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup

from pares.ground import clock
from pares.ground.people.actions import move_address
from pares.stages.matching.exclusions import Exclusion
from pares.stages.matching.models import Pair
from pares.stages.mentoring.changeover import actions as changeover
from pares.stages.mentoring.changeover.models import ChangeoverCheck, GoingOn, PairInQuestion, Said, Wants
from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import Application, WishKind
from pares.stages.recruitment.posts.actions import change_post
from pares.stages.reminders.actions import run_due
from tests import world as worlds

APRIL = datetime(2027, 4, 8, 9, tzinfo=clock.LONDON)
LATER = datetime(2027, 4, 20, 12, tzinfo=UTC)
HERE = "/lead/northgate-mentoring/core/pairs/changeover/"


@pytest.fixture
def core(world):
    """A six-month cohort across April: Max has Ella and Eli at Northgate, Mo has Esme at Southmere."""
    core = worlds.cohort(world.northgate, "Core", timeline="core-6", start=date(2027, 2, 3))
    trained = [worlds.mentor(core, "Max", capacity=2), worlds.mentor(core, "Mo", site="Southmere")]
    for name, site in (("Ella", "Northgate"), ("Eli", "Northgate"), ("Esme", "Southmere")):
        worlds.mentee(core, name, site=site)
    worlds.train(core, *trained)
    worlds.match(core)
    return core


@pytest.fixture
def asha(core, signed_in):
    clock.go_to(LATER)
    return signed_in(worlds.person("Asha"))


def supervise(core, mentor="Mo", mentees=("Esme",)):
    for each in Application.objects.filter(cohort=core, person__name__in=mentees):
        change_post(application=each, site=each.site, team="", supervisors=mentor, by=None, at=LATER)
    changeover.check_pairs(cohort=core, at=LATER)


def soup(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer
    return BeautifulSoup(answer.content, "html.parser")


def text(answer) -> str:
    return soup(answer).main.get_text(" ", strip=True)


def cards(answer) -> list[str]:
    return [each.get_text(" ", strip=True) for each in soup(answer).select(".nhsuk-card")]


def pair_of(core, mentee) -> Pair:
    return Pair.objects.in_words().get(cohort=core, mentee__person__name=mentee)


def to(core, act, mentee="Esme") -> str:
    return f"/lead/northgate-mentoring/core/pairs/{pair_of(core, mentee).pk}/changeover/{act}/"


def say(name, wants):
    changeover.answer_going_on(answer=GoingOn.objects.get(person__name=name), wants=wants, at=LATER)


def test_how_many_have_confirmed_and_who_has_not_answered(core, asha):
    assert "The next changeover in this cohort" not in text(asha.get(HERE))
    clock.go_to(datetime(2027, 4, 6, 12, tzinfo=UTC))
    assert "is on Wednesday 7 April 2027; everybody" in text(asha.get(HERE))
    run_due(at=APRIL)
    clock.go_to(LATER)
    for name, said in (("Max", Said.SAME), ("Ella", Said.CHANGED), ("Mo", Said.SAME)):
        check = ChangeoverCheck.objects.get(application__person__name=name)
        changeover.answer_check(check=check, said=said, at=LATER)
    page = asha.get(HERE)
    assert "2 of 5 have confirmed after the changeover on Wednesday 7 April 2027." in text(page)
    # Whoever pressed that something has changed, and has not said what, stands beside those who pressed nothing.
    assert [each.get_text() for each in soup(page).select("details li")] == ["Eli", "Ella", "Esme"]
    ella = Application.objects.select_related("cohort__scheme", "person").get(cohort=core, person__name="Ella")
    changeover.tell_post(application=ella, site=ella.site, team="", supervisors="", by=ella.person, at=LATER)
    assert "3 of 5 have confirmed" in text(asha.get(HERE))
    changeover.end(question=listed(core, "Esme"), by=worlds.person("Asha"), at=LATER)
    assert "2 of 3 have confirmed" in text(asha.get(HERE))


def listed(core, mentee) -> PairInQuestion:
    supervise(core)
    return PairInQuestion.objects.get(pair=pair_of(core, mentee))


def test_a_cohort_without_a_changeover_says_so(world, signed_in):
    worlds.match(world.spring)
    page = signed_in(worlds.person("Asha")).get(HERE.replace("core", "spring-2027"))
    assert "No changeover lies within this cohort" in text(page)
    assert "No pair to look at" in text(page)


def test_a_pair_to_look_at_stands_with_why_and_three_ways_and_on_todays_list(core, asha):
    today = "/lead/northgate-mentoring/core/"
    assert "to look at after the changeover" not in text(asha.get(today))
    supervise(core)
    (card,) = cards(asha.get(HERE))
    assert card == (
        "Mo and Esme To decide The mentor is the mentee's educational or clinical supervisor. "
        "Mentor Mo, CT2, Southmere Mentee Esme, F1, Southmere "
        "On this list since Tuesday 20 April 2027, after the changeover on Wednesday 7 April 2027 "
        "Keep, if both agree Match anew End"
    )
    assert "1 pair to look at after the changeover" in text(asha.get(today))
    assert soup(asha.get(today)).select_one(f'a[href="{HERE}"]') is not None
    asha.post(to(core, "keep"))
    assert "to look at after the changeover" not in text(asha.get(today))


def test_both_are_asked_and_what_each_says_stays_theirs(core, asha):
    """Whoever says no, and in whatever order, every page of the lead's says the same to the letter."""
    supervise(core)
    assert "Nobody is told what the other answers." in text(asha.get(to(core, "keep")))
    for _ in range(2):
        assert "They are asked" not in text(asha.post(to(core, "keep"), follow=True))
    seen = []
    pages = (
        HERE,
        "/lead/northgate-mentoring/core/",
        f"/lead/northgate-mentoring/core/pairs/{pair_of(core, 'Esme').pk}/",
    )
    for answers in ({"Mo": Wants.OTHER}, {"Esme": Wants.OTHER}, {"Mo": Wants.OTHER, "Esme": Wants.GO_ON}):
        for name in ("Mo", "Esme"):
            say(name, answers.get(name))
        seen.append([text(asha.get(page)) for page in pages])
    assert seen == [seen[0]] * 3
    assert "They did not both agree" in seen[0][0]
    assert "Keep, if both agree" not in seen[0][0]
    say("Mo", Wants.GO_ON)
    say("Esme", Wants.GO_ON)
    page = asha.get(HERE)
    assert (cards(page), "Kept, because both agreed Mo and Esme" in text(page)) == ([], True)


def test_what_the_two_said_is_on_no_page_and_in_no_letter_of_the_leads(core, asha):
    supervise(core)
    asha.post(to(core, "keep"))
    tokens = [answer.token for answer in GoingOn.objects.all()]
    say("Mo", Wants.OTHER)
    outbox = "/lead/northgate-mentoring/core/letters/"
    links = [link["href"] for link in soup(asha.get(outbox)).select(f'main a[href^="{outbox}"]')]
    pages = [HERE, outbox, "/lead/northgate-mentoring/core/", "/lead/northgate-mentoring/core/pairs/", *links]
    told = [asha.get(page).content.decode() for page in pages]
    assert len(links) > 0
    words = ("rather have somebody else", "I would like to go on", "Mo said", *tokens)
    assert [(page, word) for page, body in zip(pages, told, strict=True) for word in words if word in body] == []


def test_matching_anew_ends_the_pair_and_leads_to_the_mentors(core, asha):
    supervise(core)
    assert "This cannot be undone." in text(asha.get(to(core, "match-anew")))
    answer = asha.post(to(core, "match-anew"))
    mentee = pair_of(core, "Esme").mentee_id
    assert answer.headers["Location"] == f"/lead/northgate-mentoring/core/pairs/rematch/{mentee}/"
    page = text(asha.get(answer.headers["Location"]))
    assert "The mentor is the mentee's educational or clinical supervisor." in page
    assert "This pair has already ended." in text(asha.post(to(core, "match-anew"), follow=True))
    assert pair_of(core, "Esme").ended == "changeover"


def test_ending_is_asked_for_once_more_and_done_once(core, asha):
    supervise(core)
    asha.get(to(core, "end"))
    assert pair_of(core, "Esme").ended_at is None
    assert "The pair has ended." in text(asha.post(to(core, "end"), follow=True))
    assert len(worlds.letters("pair_ended")) == 2


def test_only_what_is_listed_can_be_decided(core, asha, signed_in):
    assert "Nothing speaks against this pair any more" in text(asha.post(to(core, "end"), follow=True))
    assert pair_of(core, "Esme").ended_at is None
    assert asha.get(to(core, "party")).status_code == 404
    omar = signed_in(worlds.person("Omar"))
    assert [omar.get(page).status_code for page in (HERE, to(core, "end"))] == [404, 404]


PRIVATE = {
    "not with": [GivenWish(WishKind.NOT_WITH, "mo.0@example.org")],
    "knows": [GivenWish(WishKind.RELATIONSHIP, "mo.1@example.org")],
    "must": [GivenWish(WishKind.MUST, "not site:Northgate")],
}


def test_private_reasons_cannot_be_told_apart(world, signed_in):
    """The same move makes each private kind bind, and the lead reads the same of all of them."""
    pages = []
    for number, wishes in enumerate(PRIVATE.values()):
        core = worlds.cohort(world.northgate, f"Core {number}", timeline="core-6", start=date(2027, 2, 3))
        mo = worlds.mentor(core, "Mo", site="Southmere")
        worlds.train(core, mo)
        worlds.mentee(core, "Esme", wishes=tuple(wishes))
        (pair,) = worlds.match(core)
        north = core.scheme.sites.get(name="Northgate")
        move_address(person=mo.person, email=f"mo.{number}@example.org", by=None, at=LATER)
        mo = Application.objects.select_related("cohort__scheme", "person").get(pk=mo.pk)
        changeover.tell_post(application=mo, site=north, team="", supervisors="", by=mo.person, at=LATER)
        clock.go_to(LATER)
        asha = signed_in(worlds.person("Asha"))
        here = f"/lead/northgate-mentoring/core-{number}/pairs/"
        found = [
            asha.get(f"{here}changeover/"),
            *(asha.get(f"{here}{pair.pk}/changeover/{act}/") for act in ("keep", "end")),
        ]
        pages.append([re.sub(rf"{pair.pk}|Core {number}|core-{number}", "X", text(page)) for page in found])
    assert pages == [pages[0]] * 3
    assert Exclusion.PRIVATE.value in pages[0][0]


@pytest.mark.parametrize("mentees", [("Ella",), ("Ella", "Eli", "Esme")])
def test_the_queries_are_as_many_for_one_pair_as_for_three(core, asha, mentees, django_assert_num_queries):
    supervise(core, "Max; Mo", mentees)
    run_due(at=APRIL + timedelta(minutes=1))
    asha.get(HERE)
    with django_assert_num_queries(14):
        page = asha.get(HERE)
    assert len(cards(page)) == len(mentees)
