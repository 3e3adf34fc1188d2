"""The two questions after a changeover, answered without sign-in, and what scanners may do to their links."""

from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup

from pares.ground import clock
from pares.stages.matching.actions import close_pair
from pares.stages.matching.models import Ended
from pares.stages.mentoring.changeover import actions as changeover
from pares.stages.mentoring.changeover.models import GoingOn, PairInQuestion
from pares.stages.recruitment.posts.actions import change_post
from tests import world as worlds

MAY = datetime(2027, 5, 5, 12, tzinfo=UTC)
SCANNERS = ("Mozilla/5.0", "Microsoft Office Protocol Discovery", "facebookexternalhit/1.1")


@pytest.fixture
def pair(world):
    pairs = worlds.match(world.spring)
    clock.go_to(MAY)
    return next(pair for pair in pairs if pair.mentee.person.name == "Esme")


@pytest.fixture
def check(pair):
    """Esme is asked whether her post is as it was."""
    return changeover.ask_check(application=pair.mentee, changeover_on=date(2027, 4, 7), at=MAY)


@pytest.fixture
def going_on(pair):
    """Mo supervises Esme, and both are asked whether they would like to go on: this is Esme's question."""
    there = pair.mentee.site
    change_post(application=pair.mentee, site=there, team="", supervisors="Mo", by=None, at=MAY)
    changeover.check_pairs(cohort=pair.cohort, at=MAY)
    changeover.ask_both(question=PairInQuestion.objects.get(), by=None, at=MAY)
    return GoingOn.objects.get(person=pair.mentee.person)


@pytest.fixture(params=["check", "going_on"])
def asked(request):
    """Either question, with its two answers and where the row keeps them."""
    row = request.getfixturevalue(request.param)
    kept = "said" if request.param == "check" else "wants"
    return row, row.link.partition("//")[2].partition("/")[2], kept, ("same" if kept == "said" else "go_on")


def said(row, kept):
    row.refresh_from_db()
    return getattr(row, kept)


def text(answer) -> str:
    return BeautifulSoup(answer.content, "html.parser").main.get_text(" ", strip=True)


def as_served(page):
    """Return what a program sends that presses the first button of every form as it finds it."""
    fields = BeautifulSoup(page.content, "html.parser").main.form.select("input")
    return {
        field["name"]: field.get("value", "")
        for field in fields
        if field["type"] not in {"radio", "checkbox"} or field.has_attr("checked")
    }


def test_one_press_answers_and_another_takes_it_back(client, asked):
    row, here, kept, yes = asked
    page = text(client.post(f"/{here}", {"choice": yes}, follow=True))
    assert (said(row, kept), "Thank you for your answer" in page) == (yes, True)
    client.post(f"/{here}", as_served(client.get(f"/{here}")))
    assert said(row, kept) == yes
    client.post(f"/{here}", {"choice": "take_back"})
    assert said(row, kept) == ""


def test_a_scanner_changes_nothing(client, asked):
    row, here, kept, _ = asked
    for agent in SCANNERS:
        for ask in (client.head, client.get):
            assert ask(f"/{here}", headers={"user-agent": agent, "purpose": "prefetch"}).status_code == 200
        page = client.post(f"/{here}", as_served(client.get(f"/{here}")), headers={"user-agent": agent})
        assert "Select one of the answers" in text(page)
    assert said(row, kept) == ""
    assert "checked" not in client.get(f"/{here}").content.decode()


@pytest.mark.parametrize("choice", ["", "maybe", "take_back"])
def test_any_other_answer_is_refused_in_words(client, asked, choice):
    row, here, kept, _ = asked
    assert "There is a problem" in text(client.post(f"/{here}", {"choice": choice}))
    assert said(row, kept) == ""


def test_the_page_names_nobody(client, asked, pair):
    _, here, _, yes = asked
    pages = [client.get(f"/{here}"), client.post(f"/{here}", {}), client.post(f"/{here}", {"choice": yes}, follow=True)]
    secrets = ["Esme", "Mo<", "example.org", "Northgate", "Southmere", "Core", "Spring 2027", "upervis", str(pair.pk)]
    secrets += [str(pair.mentee.person_id), str(pair.mentor.person_id)]
    for page in pages:
        assert [secret for secret in secrets if secret in page.content.decode()] == []
        assert (page.headers["Referrer-Policy"], page.headers["X-Robots-Tag"]) == ("same-origin", "noindex")
        assert "no-store" in page.headers["Cache-Control"]


def test_a_question_about_an_ended_pair_is_closed(client, asked, pair):
    row, here, kept, yes = asked
    close_pair(pair=pair, ended=Ended.CHANGED, by=None, at=MAY)
    assert "This question is closed" in text(client.get(f"/{here}"))
    client.post(f"/{here}", {"choice": yes})
    assert said(row, kept) == ""


def test_a_link_nobody_was_sent_leads_nowhere(client, asked):
    row, here, *_ = asked
    for token in ("x", row.token[:-1], row.token.swapcase()):
        assert client.get(f"/{here.replace(row.token, token)}").status_code == 404


def test_something_has_changed_leads_to_where_it_is_told(client, check):
    answer = client.post(f"/reply/changeover/{check.token}/", {"choice": "changed"})
    moved = f"/taking-part/{check.application_id}/moved/"
    assert answer.headers["Location"] == moved
    assert client.get(moved).headers["Location"] == f"/sign-in/?next={moved}"
    assert (said(check, "said"), check.confirmed_at) == ("changed", None)
    assert "Sign in and tell us what is new" in text(client.get(f"/reply/changeover/{check.token}/"))


def test_the_page_of_one_is_the_same_whatever_the_other_said(client, going_on):
    here = f"/reply/going-on/{going_on.token}/"
    other = GoingOn.objects.exclude(pk=going_on.pk).get()
    pages = []
    for wants in ("", "go_on", "other"):
        client.post(f"/reply/going-on/{other.token}/", {"choice": wants or "take_back"})
        assert said(other, "wants") == wants
        pages.append(text(client.get(here)))
    assert pages == [pages[0]] * 3
    client.post(here, {"choice": "go_on"})
    assert said(going_on, "wants") == "go_on"
