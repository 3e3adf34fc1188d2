"""Answering a letter without sign-in, and what scanners may do to its link."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup

from pares.ground import clock
from pares.stages.matching.actions import close_pair
from pares.stages.matching.models import Ended
from pares.stages.mentoring.actions import ask_reply
from pares.stages.mentoring.models import Asks, SessionFact
from tests import world as worlds

MAY = datetime(2027, 5, 5, 12, tzinfo=UTC)


@pytest.fixture
def reply(world):
    """Esme is asked whether she and Mo have met."""
    pairs = worlds.match(world.spring)
    clock.go_to(MAY)
    pair = next(pair for pair in pairs if pair.mentee.person.name == "Esme")
    return ask_reply(pair=pair, person=pair.mentee.person, at=MAY)


def at(reply):
    return f"/reply/{reply.token}/"


def as_served(page):
    """Return what a program sends that presses the first button of every form as it finds it."""
    form = BeautifulSoup(page.content, "html.parser").main.form
    fields = form.select("input")
    return {
        field["name"]: field.get("value", "")
        for field in fields
        if field["type"] not in {"radio", "checkbox"} or field.has_attr("checked")
    }


def answered(reply):
    reply.refresh_from_db()
    return reply.choice


@pytest.mark.parametrize("choice", ["yes", "not_yet", "call", "stop"])
def test_one_choice_and_one_button_answer(client, reply, choice):
    page = client.post(at(reply), {"choice": choice}, follow=True).content.decode()

    assert answered(reply) == choice
    assert "Thank you for your answer" in page
    assert not SessionFact.objects.exists()


def test_a_scanner_changes_nothing(client, reply):
    agents = ("Mozilla/5.0", "Microsoft Office Protocol Discovery", "facebookexternalhit/1.1")
    for agent in agents:
        for ask in (client.head, client.get, client.get):
            assert ask(at(reply), headers={"user-agent": agent, "purpose": "prefetch"}).status_code == 200
        page = client.post(at(reply), as_served(client.get(at(reply))), headers={"user-agent": agent})
        assert "Select one of the answers" in page.content.decode()

    assert (answered(reply), reply.answered_at) == ("", None)
    client.post(at(reply), {"choice": "yes"})
    assert answered(reply) == "yes"


def test_a_scanner_after_the_answer_changes_nothing_either(client, reply):
    client.post(at(reply), {"choice": "stop"})
    client.post(at(reply), as_served(client.get(at(reply))))

    assert answered(reply) == "stop"


def test_nothing_is_chosen_in_advance(client, reply):
    assert "checked" not in client.get(at(reply)).content.decode()


def test_an_answer_can_be_changed_and_undone(client, reply):
    client.post(at(reply), {"choice": "stop"})
    client.post(at(reply), {"choice": "call"})
    assert answered(reply) == "call"

    page = client.post(at(reply), {"choice": "take_back"}, follow=True).content.decode()

    assert answered(reply) == ""
    assert "Have the two of you met?" in page


@pytest.mark.parametrize("choice", ["", "maybe", "take_back", "YES"])
def test_any_other_answer_is_refused_in_words(client, reply, choice):
    page = client.post(at(reply), {"choice": choice}).content.decode()

    assert "There is a problem" in page
    assert answered(reply) == ""


@pytest.mark.parametrize("asks", Asks)
def test_the_page_names_nobody(client, reply, world, asks):
    asked = ask_reply(pair=reply.pair, person=reply.person, at=MAY, asks=asks)
    pages = [client.get(at(asked)), client.post(at(asked), {}), client.post(at(asked), {"choice": "yes"}, follow=True)]
    secrets = [
        "Esme",
        "Mo<",
        "example.org",
        "Northgate",
        "Spring 2027",
        "mentee",
        str(reply.pair_id),
        str(reply.person_id),
    ]

    for page in pages:
        assert [secret for secret in secrets if secret in page.content.decode()] == []
        assert (page.headers["Referrer-Policy"], page.headers["X-Robots-Tag"]) == ("same-origin", "noindex")
        assert "no-store" in page.headers["Cache-Control"]


def test_a_question_about_an_ended_pair_is_closed(client, reply):
    close_pair(pair=reply.pair, ended=Ended.CHANGED, by=None, at=MAY)

    assert "This question is closed" in client.get(at(reply)).content.decode()
    client.post(at(reply), {"choice": "yes"})
    assert answered(reply) == ""


def test_a_link_nobody_was_sent_leads_nowhere(client, reply):
    for token in ("x", reply.token[:-1], reply.token.swapcase()):
        assert client.get(f"/reply/{token}/").status_code == 404
