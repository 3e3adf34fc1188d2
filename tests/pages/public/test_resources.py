import pytest
from bs4 import BeautifulSoup
from django.test import Client

pytestmark = pytest.mark.django_db


def test_resources_is_the_third_door_and_leads_to_everything_it_names(client: Client) -> None:
    answer = client.get("/resources/")
    page = BeautifulSoup(answer.content, "html.parser")
    links = {link.get_text(): link["href"] for link in page.select(".nhsuk-card__link")}

    assert links == {
        "Four months, near-peer": "/timelines/foundation-4/",
        "Six months, peer": "/timelines/core-6/",
        "Twelve months": "/timelines/yearly-12/",
        "Directory of schemes": "/directory/",
        "Evidence": "/evidence/",
        "Agreement": "/agreement/",
    }
    assert {client.get(link).status_code for link in links.values()} == {200}


def test_every_page_leads_to_resources_from_its_foot(client: Client) -> None:
    page = BeautifulSoup(client.get("/privacy/").content, "html.parser")

    assert [link.get_text() for link in page.select(".pares-footer__list a[href='/resources/']")] == ["Resources"]
