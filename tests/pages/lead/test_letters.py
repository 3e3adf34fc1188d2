"""The outbox: reading, changing, releasing and trying again."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup

from pares.ground import clock
from pares.ground.letters import kinds
from pares.ground.letters.actions import queue
from pares.ground.letters.models import Letter, State
from pares.pages.lead.inert import inert
from pares.stages.matching.actions import MATCH_LETTERS
from tests import world as worlds

NOON = datetime(2027, 3, 31, 12, tzinfo=UTC)
PAGE = "/lead/northgate-mentoring/spring-2027/letters/"


@pytest.fixture
def lead(world, signed_in):
    clock.go_to(NOON)
    worlds.match(world.spring, at=NOON, tell=False)
    return signed_in(worlds.person("Asha"))


def soup(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer
    return BeautifulSoup(answer.content, "html.parser")


def notices(page: BeautifulSoup) -> list[str]:
    return [each.get_text(" ", strip=True) for each in page.select(".nhsuk-notification-banner__content")]


def faults(page: BeautifulSoup) -> list[str]:
    return [each.get_text(strip=True) for each in page.select(".nhsuk-error-summary__list li")]


def rows(page: BeautifulSoup) -> list[list[str]]:
    return [[cell.get_text(" ", strip=True) for cell in row.select(".pares-cell")] for row in page.select("tbody tr")]


def letter(kind: str = "match_mentor") -> Letter:
    return Letter.objects.filter(kind=kind).order_by("to").first()


def secret(world: worlds.World) -> Letter:
    """Write a confidential letter with a key in its link."""
    link = "https://mentoring.example.org/survey/a-key-of-its-own/"
    return queue(
        kind="survey_invitation_mentee_end",
        key="secret",
        to=world.mentees["Ella"].person,
        values={"survey_link": link, "link": link, "closes_on": "Friday 30 July 2027", "minutes": "5"},
        at=NOON,
        cohort=world.spring,
    )


def test_letters_wait_by_kind_and_mentors_come_first(lead):
    page = soup(lead.get(PAGE))
    (group,) = page.select(".pares-group")
    assert group.h3.get_text() == "Match letters, mentors first"
    assert [each.get_text() for each in group.select("details a")] == [
        *(f"Match letter to the mentor: {name}" for name in ("Max", "Mina", "Mo")),
        *(f"Match letter to the mentee: {name}" for name in ("Eli", "Ella", "Esme")),
    ]


def test_a_letter_is_read_as_it_will_arrive_with_links_that_lead_nowhere(lead):
    page = soup(lead.get(f"{PAGE}{letter().pk}/"))
    words = page.select_one(".pares-letter")
    assert "Hello Max," in words.get_text()
    assert "Sent by Northgate mentoring, Northgate Hospitals." in words.get_text()
    assert (words.select("a"), words.select_one(".pares-inert").get_text()) == ([], "Open your page")
    assert "/mentor/" not in str(words)


def test_addresses_that_are_a_links_words_are_left_out_too():
    html = '<p>See <a href="https://a.example/k3y">https://a.example/k3y</a> or <a href="/x"><em>this</em></a>.</p>'
    one, two = (f'<span class="pares-inert">{words}</span>' for words in ("the link to their page", "<em>this</em>"))
    assert inert(html) == f"<p>See {one} or {two}.</p>"


def test_one_letter_is_changed_while_it_waits(lead):
    here = f"{PAGE}{letter().pk}/edit/"
    page = soup(lead.post(here, {"subject": "Good news for Max", "text": "Kept words"}))
    assert faults(page) == ["Take the person's name out of the subject. Anybody nearby may read a subject."]
    assert page.select_one("textarea").get_text().strip() == "Kept words"
    page = soup(lead.post(here, {"subject": "Good news", "text": "New words"}, follow=True))
    assert notices(page) == ["The letter is changed. It still waits for you to release it."]
    assert "New words" in page.select_one(".pares-letter").get_text()
    lead.post(f"{PAGE}release/match/")
    assert (
        notices(soup(lead.get(here, follow=True)))[-1] == "This letter has been released. It can no longer be changed."
    )


def test_match_letters_are_released_mentors_first(lead):
    page = soup(lead.get(f"{PAGE}release/match/"))
    assert "Each mentee's waits until the mentor's has left and 2 working days have passed." in page.get_text()
    page = soup(lead.post(f"{PAGE}release/match/", follow=True))
    assert notices(page) == ["6 letters released. They leave on working days between 8am and 6pm."]
    leave = {kind: {f"{each.not_before:%d %B %H:%M}" for each in worlds.letters(kind)} for kind in MATCH_LETTERS}
    assert leave == {"match_mentor": {"31 March 12:00"}, "match_mentee": {"05 April 07:00"}}
    assert notices(soup(lead.post(f"{PAGE}release/match/", follow=True))) == ["0 letters released."]
    again = soup(lead.get(f"{PAGE}release/match/", follow=True))
    assert notices(again) == ["No letter waits: somebody has released them already."]


def test_one_kind_or_all_of_them(world, lead):
    person = world.mentors["Max"].person
    queue(
        kind="pair_ended",
        key="one",
        to=person,
        values={"link": "https://x.example/"},
        at=NOON,
        cohort=world.spring,
        hold=True,
    )
    lead.post(f"{PAGE}release/pair_ended/")
    assert [each.state for each in worlds.letters("pair_ended")] == ["ready"]
    assert {each.state for each in worlds.letters("match_mentor")} == {"held"}
    lead.post(f"{PAGE}release/all/")
    assert {each.state for each in worlds.letters("match_mentor")} == {"ready"}
    for kind in ("match_mentee", "no_such_letter"):
        assert lead.post(f"{PAGE}release/{kind}/").status_code == 404


def test_what_failed_says_why_and_is_tried_again(lead):
    lost = letter()
    Letter.objects.filter(pk=lost.pk).update(state=State.FAILED, problem="The mail server refused the address.")
    page = soup(lead.get(f"{PAGE}?folder=failed"))
    assert rows(page) == [
        [
            "Match letter to the mentor to Max",
            "Max",
            "The mail server refused the address.",
            "Try again to write to Max",
        ]
    ]
    page = soup(lead.post(f"{PAGE}{lost.pk}/try-again/", follow=True))
    assert notices(page) == ["The letter is on its way again, to the person's address as it is now."]
    page = soup(lead.post(f"{PAGE}{lost.pk}/try-again/", follow=True))
    assert notices(page) == ["This letter does not need to be sent again."]


@pytest.mark.parametrize("state", list(State))
def test_of_a_confidential_letter_its_state_alone_is_shown(world, lead, state):
    Letter.objects.exclude(kind="survey_invitation_mentee_end").delete()
    kept = secret(world)
    Letter.objects.filter(pk=kept.pk).update(
        state=state, sent_at=NOON if state == State.SENT else None, problem="550 ella@example.org"
    )
    folders = ("leaving", "failed", "skipped", "sent")
    shown = "".join(soup(lead.get(f"{PAGE}?folder={folder}")).select_one("main").decode() for folder in folders)
    assert kinds.kind(kept.kind).title in shown
    for hidden in ("Ella", "ella@example.org", "a-key-of-its-own", "Hello"):
        assert hidden not in shown
    assert lead.get(f"{PAGE}{kept.pk}/").status_code == 404
    assert lead.get(f"{PAGE}{kept.pk}/edit/").status_code == 404


def test_other_schemes_letters_do_not_exist(world, lead, signed_in):
    kept = letter()
    omar = signed_in(worlds.person("Omar"))
    elsewhere = PAGE.replace("northgate-mentoring", "southmere-buddies")
    assert rows(soup(omar.get(elsewhere))) == []
    for address in (f"{elsewhere}{kept.pk}/", f"{elsewhere}{kept.pk}/edit/", PAGE):
        assert omar.get(address).status_code == 404, address
    assert omar.post(f"{elsewhere}{kept.pk}/try-again/").status_code == 404
    assert omar.post(f"{elsewhere}release/all/", follow=True).status_code == 200
    assert {each.state for each in worlds.letters("match_mentor")} == {"held"}


@pytest.mark.parametrize("number", [1, 3])
def test_the_outbox_costs_the_same_whatever_its_length(world, lead, django_assert_num_queries, number):
    kept = list(Letter.objects.held()[:number]) + list(world.spring.letters.filter(state=State.READY)[:number])
    Letter.objects.exclude(pk__in=[each.pk for each in kept]).delete()
    with django_assert_num_queries(8):
        page = soup(lead.get(PAGE))
    assert (len(rows(page)), len(page.select(".pares-group details a"))) == (number, number)
