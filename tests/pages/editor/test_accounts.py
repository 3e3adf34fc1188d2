from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pares.ground.finding.actions import refresh
from pares.guide.experience import actions
from pares.guide.experience.links import token
from pares.guide.experience.models import LeadersAccount, State
from tests.guide.directory.sending import editor
from tests.guide.experience.telling import AT, AUTHOR, told
from tests.world import World, person

pytestmark = pytest.mark.django_db

INBOX = "/edit/accounts/"
ACTS = ("publish/", "ask/", "decline/", "withdraw/")


@pytest.fixture
def edie(signed_in) -> Client:
    return signed_in(editor())


def one(account: LeadersAccount) -> str:
    return f"{INBOX}{account.pk}/"


def publish(client: Client, account: LeadersAccount, read: str = ""):
    said = {"known_by": "They answered from their trust's address", "words": read or account.fingerprint}
    return client.post(f"{one(account)}publish/", said)


def test_everything_here_is_for_editors_of_the_site_alone(world: World, client: Client, signed_in) -> None:
    account = told()
    addresses = [INBOX, one(account), *(one(account) + act for act in ACTS)]

    assert {client.get(address).status_code for address in addresses} == {302}
    for name in ("Asha", "Dai", "Max"):
        other = signed_in(person(name))
        assert {other.get(address).status_code for address in addresses} == {404}
    assert {other.post(address).status_code for address in addresses[2:]} == {404}
    assert LeadersAccount.objects.get().state == State.NEW


def test_an_account_is_published_once_somebody_says_how_they_know(edie: Client) -> None:
    account = told()
    assert "Say how you made sure" in edie.post(f"{one(account)}publish/", {"known_by": ""}).content.decode()
    publish(edie, account)

    assert LeadersAccount.objects.get().state == State.PUBLISHED
    assert "Canary mentoring" in edie.get("/experience/").content.decode()
    assert "already been decided" in edie.post(f"{one(account)}decline/", {"why": "Late"}).content.decode()


def test_words_that_their_author_has_changed_meanwhile_are_not_published_unread(edie: Client) -> None:
    account = told()
    read = account.fingerprint
    actions.write_anew(account=account, text="Dr Canary was my mentee.", at=AT)

    answer = publish(edie, account, read).content.decode()

    assert "Its author has changed the account since you opened this page." in answer
    assert "Dr Canary was my mentee." in answer
    assert "Dr Canary" not in edie.get("/experience/").content.decode()
    assert LeadersAccount.objects.get().state == State.NEW


def test_an_account_taken_back_for_its_author_is_found_no_more(edie: Client) -> None:
    account = told(text="Quokkas were our mascot.")
    publish(edie, account)
    refresh()
    assert "Quokkas" in edie.get("/search/?q=quokkas").content.decode()

    edie.post(f"{one(account)}withdraw/")

    assert "Quokkas" not in edie.get("/search/?q=quokkas").content.decode()


def test_a_question_comes_to_the_author_by_the_editors_own_mail(edie: Client) -> None:
    account = told()
    edie.post(f"{one(account)}ask/", {"question": "You name a colleague."})
    shown = BeautifulSoup(edie.get(one(account)).content, "html.parser")
    letter = unquote(shown.select_one("a[href^=mailto]")["href"])

    assert "You name a colleague." in shown.get_text()
    assert letter.startswith(f"mailto:{AUTHOR}?subject=")
    assert f"/experience/yours/{token(account.pk)}/" in letter


def test_an_account_is_declined_or_taken_back_for_its_author(edie: Client) -> None:
    declined, back = told(), told(text="Take me back.")
    edie.post(f"{one(declined)}decline/", {"why": "Not about mentoring"})
    edie.get(f"{one(back)}withdraw/")
    assert LeadersAccount.objects.count() == 2
    edie.post(f"{one(back)}withdraw/")

    assert [(each.state, each.answer) for each in LeadersAccount.objects.all()] == [
        (State.DECLINED, "Not about mentoring")
    ]
    assert edie.get(one(back)).status_code == 404


def test_hostile_words_stay_words(edie: Client) -> None:
    account = told(name="<script>pares()</script>", text="<img src=x onerror=pares()>")

    for address in (INBOX, one(account)):
        page = BeautifulSoup(edie.get(address).content, "html.parser")
        assert [each for each in page.select("script, img") if "pares()" in str(each)] == []


def test_the_inbox_costs_the_same_for_one_and_for_three(
    edie: Client, django_assert_num_queries: pytest.FixtureDef
) -> None:
    for number in range(3):
        told(scheme=f"Scheme {number}")
        if number in {0, 2}:
            with django_assert_num_queries(4):
                edie.get(INBOX)
