import pytest
from bs4 import BeautifulSoup
from django.test import Client

pytestmark = pytest.mark.django_db


def test_resources_is_the_third_door_and_leads_to_everything_it_names(client: Client) -> None:
    answer = client.get("/resources/")
    page = BeautifulSoup(answer.content, "html.parser")
    links = {link.get_text(): link["href"] for link in page.select(".nhsuk-card__link")}

    assert links == {
        "Timelines": "/timelines/",
        "Templates": "/templates/",
        "Training course for mentors": "/course/",
        "Make the case": "/case/",
        "The handbook as one PDF": "/handbook/handbook.pdf",
        "Agreement": "/agreement/",
        "Library": "/library/",
        "Packs": "/library/packs/",
        "May I share this?": "/sharing/",
        "Check a certificate": "/verify/",
        "Evidence": "/evidence/",
        "Directory of schemes": "/directory/",
        "What leaders report": "/experience/",
        "Example of a report": "/example-report/",
    }
    assert {client.get(link).status_code for link in links.values()} == {200}


def test_every_page_leads_to_resources_from_its_foot(client: Client) -> None:
    page = BeautifulSoup(client.get("/privacy/").content, "html.parser")

    assert [link.get_text() for link in page.select(".pares-footer__list a[href='/resources/']")] == ["Resources"]
