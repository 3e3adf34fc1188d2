"""A pair's pages as mentor and mentee both have them."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup

from pares.ground import clock
from pares.ground.wording import actions, draft
from pares.ground.wording.current import agreement
from pares.pages.partnership import terms
from pares.stages.matching.actions import close_pair
from pares.stages.matching.models import Ended
from pares.stages.mentoring.actions import ask_for_change
from pares.stages.mentoring.models import Agreement, ChangeAsked, SessionFact
from pares.stages.recruitment.actions import change_wishes
from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import Part, WishKind
from tests import world as worlds

MAY = datetime(2027, 5, 5, 12, tzinfo=UTC)
PARTS = [Part.MENTOR, Part.MENTEE]
both = pytest.mark.parametrize("part", PARTS)
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
WISH, TEAM, BOSS = "Zacharias Canary", "Team Canary", "Dr Canary"


@pytest.fixture
def pair(world):
    """Esme and Mo in May, Esme having said what nobody but the matching or the leads may read."""
    wishes = (GivenWish(WishKind.NOT_WITH, WISH), GivenWish(WishKind.RANKED, WISH, 1))
    told = {"team": TEAM, "supervisors": BOSS, "topics": ("Exams",), "exam": "MRCP", "wishes": wishes}
    given = worlds.given(world.northgate, grade="F1", site="Southmere", **told)
    change_wishes(application=world.mentees["Esme"], given=given, by=None, at=worlds.SIGNED_UP)
    pairs = worlds.match(world.spring)
    clock.go_to(MAY)
    return next(pair for pair in pairs if pair.mentee.person.name == "Esme")


def side(pair, part):
    return getattr(pair, part.value)


def other(pair, part):
    return pair.mentee if part is Part.MENTOR else pair.mentor


def url(pair, part, rest=""):
    return f"/{part.value}/pairs/{pair.pk}/{rest}"


def row(number, day="20", month="4", year="2027", **chosen):
    boxes = {"on_{}-day": day, "on_{}-month": month, "on_{}-year": year}
    answers = {"sure": "exact", "band": "middle", "mode": "video"} | chosen
    typed = boxes | {f"{name}_{{}}": value for name, value in answers.items()}
    return {name.format(number): value for name, value in typed.items()}


def words(answer):
    return CSRF.sub("", answer.content.decode())


@both
def test_the_partner_can_be_reached_before_anything_is_accepted(pair, part, signed_in):
    page = words(signed_in(side(pair, part).person).get(url(pair, part)))

    assert f'<a href="mailto:{other(pair, part).person.email}">' in page
    assert "Read and accept the agreement" in page


def test_the_mentor_sees_what_the_mentee_asked_about_and_nothing_for_the_leads(pair, signed_in):
    client = signed_in(pair.mentor.person)
    pages = [
        words(client.get(each)) for each in ("/mentor/", url(pair, Part.MENTOR), url(pair, Part.MENTOR, "change/"))
    ]

    assert "Exams" in pages[1]
    assert [canary for canary in (WISH, TEAM, BOSS, "MRCP") for page in pages if canary in page] == []


@both
def test_the_agreement_is_accepted_by_a_tick(pair, part, signed_in):
    client = signed_in(side(pair, part).person)
    refused = client.post(url(pair, part, "agreement/"))
    assert "Tick the box to accept the agreement" in words(refused)
    assert not Agreement.objects.exists()

    assert client.post(url(pair, part, "agreement/"), {"accept": "on", "terms": terms()}).status_code == 302

    page = words(client.get(url(pair, part)))
    assert "Read and accept the agreement" not in page
    assert f'<a href="mailto:{other(pair, part).person.email}">' in page


@both
def test_words_that_have_changed_meanwhile_are_read_before_they_are_accepted(pair, part, signed_in):
    client = signed_in(side(pair, part).person)
    read = terms()
    now = draft.of(agreement())
    actions.revise(
        kind="handbook", key="agreement", draft=replace(now, text=f"{now.text}\n\nCanary clause."), why="A new clause.",
        started_from=0, by=None, at=MAY,
    )  # fmt: skip

    answer = client.post(url(pair, part, "agreement/"), {"accept": "on", "terms": read})

    assert "The agreement has changed since you opened this page." in words(answer)
    assert "Canary clause." in words(answer)
    assert not Agreement.objects.exists()
    sent = BeautifulSoup(answer.content, "html.parser").select_one("input[name=terms]")["value"]
    assert client.post(url(pair, part, "agreement/"), {"accept": "on", "terms": sent}).status_code == 302
    assert [each.terms for each in Agreement.objects.all()] == [terms()]


@both
def test_three_sessions_go_in_at_once_and_empty_rows_are_left_out(pair, part, signed_in):
    client = signed_in(side(pair, part).person)
    typed = (
        row(1) | row(2, "", "", "", band="", mode="") | row(3, "28", "April", sure="about", band="long", mode="phone")
    )

    answer = client.post(url(pair, part, "sessions/"), typed, follow=True)

    assert list(SessionFact.objects.values_list("on", "about", "band", "mode")) == [
        (date(2027, 4, 20), False, "middle", "video"),
        (date(2027, 4, 28), True, "long", "phone"),
    ]
    assert "The two of you have 2 sessions so far." in words(answer)
    assert "About Wednesday 28 April 2027" in words(answer)


@both
@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ({}, ["Enter the day you met", "Select about how long it took", "Select how you met"]),
        (row(1, "31", "4"), ["31 April does not exist"]),
        (row(1, "6", "5"), ["This day is in the future. Add a session once you have met."]),
        (row(1, "1", "3"), ["You were matched on Wednesday 31 March 2027. Give that day or a later one."]),
        (row(1) | row(2, "21", band=""), ["Session 2: select about how long it took"]),
        (
            row(1) | {"mode_3": "phone"},
            ["Session 3: enter the day you met", "Session 3: select about how long it took"],
        ),
        (row(1, band="for ever"), ["Select one of the answers shown"]),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(pair, part, signed_in, typed, sentences):
    answer = signed_in(side(pair, part).person).post(url(pair, part, "sessions/"), typed)

    shown = BeautifulSoup(answer.content, "html.parser").select(".nhsuk-error-summary__list li")
    assert [fault.get_text(strip=True) for fault in shown] == sentences
    assert not SessionFact.objects.exists()
    for name, value in typed.items():
        if "-day" in name and value:
            assert f'value="{value}"' in words(answer)


@both
def test_a_session_is_removed_once_that_is_confirmed(pair, part, signed_in):
    worlds.meet(pair, date(2027, 4, 20))
    fact = SessionFact.objects.get()
    client = signed_in(side(pair, part).person)
    where = url(pair, part, f"sessions/{fact.pk}/remove/")

    client.get(where)
    assert SessionFact.objects.exists()
    client.post(where)
    assert not SessionFact.objects.exists()
    assert client.post(where).status_code == 404


@both
def test_asking_for_a_change_takes_two_steps_and_the_partner_learns_nothing(pair, part, signed_in, client):
    partner, mine = other(pair, part), side(pair, part)
    theirs = [f"/{partner.part}/", f"/{partner.part}/pairs/{pair.pk}/", f"/{partner.part}/pairs/{pair.pk}/change/"]
    signed_in(partner.person)
    before = [words(client.get(page)) for page in theirs]

    signed_in(mine.person)
    client.get(url(pair, part, "change/"))
    assert not ChangeAsked.objects.exists()
    answer = client.post(url(pair, part, "change/"), follow=True)
    assert "You have asked for a change." in words(answer)

    signed_in(partner.person)
    assert [words(client.get(page)) for page in theirs] == before


@both
def test_whoever_cannot_go_on_stops_in_two_steps(pair, part, signed_in):
    client = signed_in(side(pair, part).person)
    assert "<textarea" not in words(client.get(url(pair, part, "stop/")))
    pair.refresh_from_db()
    assert pair.ended_at is None

    answer = client.post(url(pair, part, "stop/"), follow=True)

    pair.refresh_from_db()
    assert (pair.ended, side(pair, part).__class__.objects.get(pk=side(pair, part).pk).state) == ("left", "withdrawn")
    assert "You have stopped taking part" in words(answer)
    letters = worlds.letters("pair_ended")
    assert [letter.to for letter in letters] == ["esme@example.org", "mo@example.org"]
    assert letters[0].text.replace("Esme", "Mo") == letters[1].text.replace("/mentor/", "/mentee/")
    assert client.get(url(pair, part, "stop/")).status_code == 302


@both
def test_an_ended_pair_says_that_it_ended_and_what_is_next_but_not_why(pair, part, signed_in):
    ask_for_change(pair=pair, by=pair.mentee.person, at=MAY)
    close_pair(pair=pair, ended=Ended.CHANGED, by=None, at=MAY, never_again=True)
    client = signed_in(side(pair, part).person)

    page = words(client.get(url(pair, part)))

    assert "This match has ended" in page
    assert "What happens next" in page
    assert other(pair, part).person.email not in page
    for reason in Ended.labels:
        assert reason not in page


@both
def test_how_a_pair_ended_makes_no_difference_to_what_is_read(pair, part, signed_in, world):
    client = signed_in(side(pair, part).person)
    close_pair(pair=pair, ended=Ended.CHANGED, by=None, at=MAY, never_again=True)
    changed = words(client.get(url(pair, part)))
    type(pair).objects.filter(pk=pair.pk).update(ended=Ended.LEFT, never_again=False)

    assert words(client.get(url(pair, part))) == changed


@both
def test_what_is_somebody_elses_is_as_if_it_did_not_exist(pair, part, signed_in, world):
    worlds.meet(pair, date(2027, 4, 20))
    fact = SessionFact.objects.get()
    stranger = {Part.MENTOR: world.mentors["Max"], Part.MENTEE: world.mentees["Ella"]}[part]
    client = signed_in(stranger.person)
    rest = ["", "agreement/", "sessions/", "change/", "stop/", f"sessions/{fact.pk}/remove/"]

    theirs = [client.get(url(pair, part, each)) for each in rest]
    missing = [client.get(f"/{part.value}/pairs/{uuid4()}/{each}") for each in rest]

    assert {answer.status_code for answer in theirs} == {404}
    assert [words(answer) for answer in theirs] == [words(answer) for answer in missing]
    for each in rest[1:]:
        assert client.post(url(pair, part, each), row(1) | {"accept": "on", "terms": terms()}).status_code == 404
    assert (SessionFact.objects.count(), ChangeAsked.objects.count(), Agreement.objects.count()) == (1, 0, 0)


def test_a_mentor_has_no_business_on_the_mentees_pages(pair, signed_in):
    assert signed_in(pair.mentor.person).get(url(pair, Part.MENTEE)).status_code == 404
