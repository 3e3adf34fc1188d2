import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pares.guide.handbook.chapters import chapters

pytestmark = pytest.mark.django_db


def shown(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def text(found: BeautifulSoup) -> str:
    return re.sub(r"\s+", " ", found.get_text()).strip()


def test_the_contents_lead_each_reader_to_every_chapter(client: Client) -> None:
    page = shown(client, "/handbook/")

    assert [text(each) for each in page.select("main h2")] == [
        "Thinking about it",
        "Before you start",
        "Running a scheme, step by step",
        "For mentors",
        "For mentees",
        "How to read it",
    ]
    assert [link["href"] for link in page.select(".pares-chapters a")] == [
        f"/handbook/{each.key}/" for each in chapters()
    ]


@pytest.mark.parametrize("key", [each.key for each in chapters()])
def test_each_chapter_stands_whole(client: Client, key: str) -> None:
    page = shown(client, f"/handbook/{key}/")
    ids = [each["id"] for each in page.select("[id]")]
    marked = {link["href"].removeprefix("#") for link in page.select(".pares-words a") if "source-" in link["href"]}

    assert "{" not in page.select_one("main").get_text()
    assert len(ids) == len(set(ids))
    assert [link["href"].removeprefix("#") for link in page.select(".pares-contents a")] == [
        heading["id"] for heading in page.select(".pares-words h2[id], h2#letters, h2#sources")
    ]
    assert marked == {each["id"] for each in page.select("li[id^=source-]")}


def test_a_chapter_says_where_its_figures_are_from(client: Client) -> None:
    page = shown(client, "/handbook/step-6-before-they-start/")

    assert [text(each) for each in page.select("li[id^=source-]")] == [
        (
            "Webb and colleagues, on core medical trainees in South West London. Postgraduate Medical Journal 91:188, "
            "2015. Stated by the source. 55%: people in pairs who returned the last questionnaire (23 of 42)"
        ),
        (
            "Vulliamy and Junaid, on core surgical trainees in London. Medical Education Online 18:20825, 2013. Stated "
            "by the source. 67%: people in the pilot who answered the survey at three months (12 of 18)"
        ),
    ]
    assert text(page.select("main .pares-note")[-1]) == (
        "These words last changed on 23 November 2026. Not yet reviewed by a clinician."
    )


def test_a_step_has_its_letters_without_links_that_lead_nowhere(client: Client) -> None:
    page = shown(client, "/handbook/step-5-inform-pairs/")

    assert [text(each) for each in page.select(".nhsuk-details__summary-text")] == [
        "Match letter to the mentor",
        "Match letter to the mentee",
        "On the waiting list",
    ]
    assert "Open your page" in text(page.select_one(".pares-letter"))
    assert page.select(".pares-letter a") == []


def test_one_turns_from_chapter_to_chapter(client: Client) -> None:
    keys = [each.key for each in chapters()]
    turned = {
        key: [link["href"] for link in shown(client, f"/handbook/{key}/").select(".nhsuk-pagination a")]
        for key in (keys[0], keys[1], keys[-1])
    }

    assert turned == {
        keys[0]: [f"/handbook/{keys[1]}/"],
        keys[1]: [f"/handbook/{keys[0]}/", f"/handbook/{keys[2]}/"],
        keys[-1]: [f"/handbook/{keys[-2]}/"],
    }


def test_a_chapter_that_does_not_exist_is_not_there(client: Client) -> None:
    assert client.get("/handbook/step-10/").status_code == 404
