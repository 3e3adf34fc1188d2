import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client

from pares.ground.finding.actions import refresh
from pares.ground.people.models import Person
from pares.guide.experience import actions
from pares.guide.experience.links import token
from pares.guide.experience.models import LeadersAccount
from pares.guide.handbook.chapters import chapters
from pares.guide.handbook.evidence import studies
from tests.guide.directory.sending import editor
from tests.guide.experience.telling import AT, AUTHOR, TEXT, told

pytestmark = pytest.mark.django_db

ADDRESS = "/experience/"
SAID = {
    "name": "Robin Okafor", "role": "lead", "scheme": "Riverside", "place": "Northgate", "text": TEXT, "email": "",
    "licence": "cc-by-4.0", "own": "on", "named": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def unlimited() -> None:
    cache.clear()


def shown(client: Client, address: str = ADDRESS) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def yours(account: LeadersAccount) -> str:
    return f"/experience/yours/{token(account.pk)}/"


def publish(account: LeadersAccount, by: Person) -> None:
    actions.publish(account=account, read=account.fingerprint, known_by="Canary knowledge", on=AT.date(), by=by, at=AT)


def test_what_was_published_is_told_by_step_with_links_to_study_and_chapter(client: Client) -> None:
    links = [link["href"] for link in shown(client).select(".pares-words a")]
    told_of = {link.removeprefix("/evidence/#") for link in links if link.startswith("/evidence/#")}
    steps = {link.split("/")[2] for link in links if link.startswith("/handbook/step-")}

    assert told_of - {study.key for study in studies()} == set()
    assert len(told_of) > 5
    assert steps - {chapter.key for chapter in chapters()} == set()
    assert len(steps) == 9


def test_nobody_has_sent_one_until_somebody_has(client: Client) -> None:
    told()
    page = shown(client)

    assert page.select_one(".pares-empty h3").get_text() == "Nobody has sent one yet"
    assert "canary" not in page.get_text().casefold()


def test_a_published_account_is_signed_and_dated_and_nothing_else_of_its_author_shows(client: Client) -> None:
    account = told(text="<script>pares()</script>\n\n*Two* {{7*7}}")
    publish(account, editor())
    article = shown(client).select_one("article")

    assert [part.get_text() for part in article.select("p")][:2] == ["<script>pares()</script>", "*Two* {{7*7}}"]
    assert article.h3.get_text() == "Canary mentoring, Northgate"
    signed = article.select("p")[2].get_text()
    dated = "Written on 3 March 2027, published on 3 March 2027. CC BY 4.0."
    assert signed.startswith(f"Robin Canary, lead, 2024 to 2026{dated}")
    assert [secret for secret in (AUTHOR, "Canary knowledge", token(account.pk)) if secret in str(shown(client))] == []


def test_an_account_is_sent_in_and_its_author_gets_a_way_back(client: Client) -> None:
    answer = client.post("/experience/send/", SAID)
    account = LeadersAccount.objects.get()

    assert (answer.status_code, answer["Location"]) == (302, yours(account))
    page = shown(client, answer["Location"])
    assert "Keep the address of this page" in page.get_text()
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.select_one("textarea").get_text().strip() == TEXT


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"), ({"text": "word " * 801}, "text"), ({"own": ""}, "own"), ({"named": ""}, "named"),
        ({"licence": ""}, "licence"), ({"email": "a@b.org\nBcc: c@d.org"}, "email"), ({"place": "\x00"}, "place"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_all_that_was_typed_stays(client: Client, wrong: dict[str, str], field: str) -> None:
    answer = client.post("/experience/send/", SAID | {"role": "kept role"} | wrong)
    page = BeautifulSoup(answer.content, "html.parser")

    assert len(page.select(".nhsuk-error-summary li")) == 1
    assert page.select_one(f"[name={field}]") is not None
    assert page.select_one("#id_role")["value"] == "kept role"
    assert LeadersAccount.objects.count() == 0


def test_too_many_accounts_wait_an_hour(client: Client) -> None:
    answers = [client.post("/experience/send/", SAID | {"name": f"Robin {number}"}) for number in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert TEXT.split("\n")[0] in answers[5].content.decode()
    assert LeadersAccount.objects.count() == 5


def test_its_author_answers_a_question_and_reads_why_not(client: Client) -> None:
    edie, account = editor(), told()
    actions.ask_for_change(account=account, question="You name a colleague.", by=edie, at=AT)
    assert "You name a colleague." in shown(client, yours(account)).get_text()
    client.post(yours(account), {"text": "Nobody is named."})
    assert LeadersAccount.objects.get().text == "Nobody is named."

    actions.decline(account=account, why="Not about mentoring.", by=edie, at=AT)
    page = shown(client, yours(account))
    assert "Not about mentoring." in page.get_text()
    assert page.select("textarea") == []
    assert client.post(yours(account), {"text": "Again"}).status_code == 200
    assert LeadersAccount.objects.get().text == "Nobody is named."


def test_its_author_takes_it_back_by_a_press_and_not_by_a_look(client: Client) -> None:
    account = told()
    publish(account, editor())
    shown(client, f"{yours(account)}withdraw/")
    assert LeadersAccount.objects.count() == 1

    assert client.post(f"{yours(account)}withdraw/")["Location"] == "/experience/withdrawn/"
    assert shown(client).select("article") == []
    assert client.get(yours(account)).status_code == 404


def test_what_its_author_takes_back_is_found_no_more(client: Client) -> None:
    account, other = told(text="Quokkas were our mascot."), told(text="Wombats are ours.", scheme="Other")
    publish(account, editor())
    publish(other, editor())
    refresh()
    assert "our mascot" in client.get("/search/?q=quokkas").content.decode()

    client.post(f"{yours(account)}withdraw/")

    assert "our mascot" not in client.get("/search/?q=quokkas").content.decode()
    assert "are ours" in client.get("/search/?q=wombats").content.decode()


def test_an_author_does_not_fill_the_ledger_by_changing_it_all_day(client: Client) -> None:
    account = told()
    answers = [client.post(yours(account), {"text": f"Version {number}."}) for number in range(21)]

    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    assert "Version 20." in answers[20].content.decode()
    assert LeadersAccount.objects.get().text == "Version 19."


@pytest.mark.parametrize("rest", ["", "withdraw/"])
def test_no_cache_keeps_what_a_private_link_opens_and_no_index_lists_it(client: Client, rest: str) -> None:
    answer = client.get(yours(told()) + rest)

    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Robots-Tag"] == "noindex"
    assert BeautifulSoup(answer.content, "html.parser").select("link[rel=canonical], meta[property='og:url']") == []


def test_nobody_guesses_the_way_to_an_account(client: Client) -> None:
    account = told()

    for made in (account.pk.hex, f"{account.pk.hex}.AAAA", "x"):
        assert client.get(f"/experience/yours/{made}/").status_code == 404


def test_one_account_costs_as_much_as_three(client: Client, django_assert_num_queries: pytest.FixtureDef) -> None:
    edie = editor()
    for number in range(3):
        publish(told(scheme=f"Scheme {number}"), edie)
        if number in {0, 2}:
            with django_assert_num_queries(3):
                client.get(ADDRESS)
