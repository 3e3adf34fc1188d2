"""A mentor's own certificates."""

import io

import pypdf
import pytest
from bs4 import BeautifulSoup

from pares.ground.people import actions as people
from pares.stages.recognition import actions
from tests import endings
from tests import world as worlds

PAGE = "/mentor/certificate/"


def test_a_mentor_downloads_their_own_and_nobody_elses(world: worlds.World, signed_in: object) -> None:
    mine = actions.state(mentor=world.mentors["Max"], by=None, at=endings.AFTER)
    other = actions.state(mentor=world.mentors["Mo"], by=None, at=endings.AFTER)
    client = signed_in(world.mentors["Max"].person)
    page = client.get(PAGE).content.decode()
    assert (f"{mine.pk}.pdf" in page, str(other.pk) in page, other.code in page) == (True, False, False)
    paper = client.get(f"{PAGE}{mine.pk}.pdf")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert paper.headers["Content-Disposition"] == 'attachment; filename="statement-northgate-mentoring.pdf"'
    assert "Max" in pypdf.PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()
    missing = client.get(f"{PAGE}00000000-0000-4000-8000-000000000000.pdf")
    foreign = client.get(f"{PAGE}{other.pk}.pdf")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    words = [BeautifulSoup(page.content, "html.parser").get_text() for page in (foreign, missing)]
    assert words[0] == words[1]


def test_one_taken_back_is_gone(world: worlds.World, signed_in: object) -> None:
    mine = actions.state(mentor=world.mentors["Max"], by=None, at=endings.AFTER)
    actions.revoke(certificate=mine, by=None, at=endings.AFTER)
    client = signed_in(world.mentors["Max"].person)
    assert "You have no certificate yet" in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}{mine.pk}.pdf").status_code == 404


def test_a_name_that_cannot_be_printed_is_said(world: worlds.World, signed_in: object) -> None:
    mentor = world.mentors["Max"]
    people.rename(person=mentor.person, name="王 小明", by=None, at=endings.AFTER)
    mine = actions.state(mentor=mentor, by=None, at=endings.AFTER)
    page = signed_in(mentor.person).get(f"{PAGE}{mine.pk}.pdf", follow=True).content.decode()
    assert "This document cannot show “王”" in page


@pytest.mark.parametrize("many", [1, 3])
def test_any_number_takes_the_same_queries(
    world: worlds.World, signed_in: object, django_assert_num_queries: object, many: int
) -> None:
    mentor = world.mentors["Max"]
    for _ in range(many - 1):
        actions.revoke(certificate=actions.state(mentor=mentor, by=None, at=endings.AFTER), by=None, at=endings.AFTER)
    actions.state(mentor=mentor, by=None, at=endings.AFTER)
    client = signed_in(mentor.person)
    with django_assert_num_queries(4):
        client.get(PAGE)
