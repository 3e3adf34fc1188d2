import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from pares.ground import clock
from pares.ground.letters.models import Letter
from pares.ground.people.models import Person
from pares.ground.schemes import actions as schemes
from pares.ground.wording import actions as wording
from pares.ground.wording import draft
from pares.ground.wording.current import agreement
from pares.pages.partnership import terms
from pares.stages.recruitment import actions, links, wishes
from pares.stages.recruitment.given import Given, GivenWish
from pares.stages.recruitment.models import Application, Part, State, WishKind
from tests import world as worlds
from tests.world import SIGNED_UP, World

START = "/join/northgate-mentoring/spring-2027/"
MENTEE = START + "mentee/"
MENTOR = START + "mentor/"
OPEN = datetime(2027, 3, 15, 12, tzinfo=UTC)
CALLED = datetime(2027, 2, 10, 12, tzinfo=UTC)
SignedIn = Callable[[Person], Client]
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")


@pytest.fixture(autouse=True)
def _open_and_unlimited(world: World) -> None:
    cache.clear()
    clock.go_to(OPEN)


def soup(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


def about(email: str = "Kit@NHS.net", **more: str) -> dict[str, str]:
    return {"name": " Kit  Lee ", "email": email, "personal_email": "kit@home.org"} | more


def work(world: World, **more: str) -> dict[str, str]:
    scheme = world.northgate
    told = {"grade": scheme.grades.get(name="F1").pk, "site": scheme.sites.get(name="Northgate").pk}
    return {key: str(value) for key, value in told.items()} | more


def wanted(world: World, **more: object) -> dict[str, object]:
    topic = world.northgate.topics.get(name="Exams")
    return {"topics": [str(topic.pk)], "meeting": ["weekend", "video"], "agree": "on", "terms": terms()} | more


def sign_up(client: Client, world: World, start: str = MENTEE, *, email: str = "Kit@NHS.net", **last: object) -> str:
    """Fill in the three pages and return where the last one leads."""
    extra = {"capacity": "2"} if start == MENTOR else {}
    client.post(start + "1/", about(email))
    client.post(start + "2/", work(world, **extra))
    answer = client.post(start + "3/", wanted(world, **last))
    assert answer.status_code == 302, BeautifulSoup(answer.content, "html.parser").select_one("main").get_text()
    return answer["Location"]


def type_code(client: Client, then: str) -> str:
    """Type the newest code and return the page it leads to in the end."""
    letter = Letter.objects.filter(kind__endswith="_code").latest("made_at")
    found = CODE.search(letter.text)
    answer = client.post(then, {"code": found[0], "next": then.partition("next=")[2].replace("%2F", "/")}, follow=True)
    return answer.content.decode()


def test_a_mentee_signs_up_and_counts_once_the_code_is_typed(client: Client, world: World) -> None:
    then = sign_up(
        client,
        world,
        ranked="Mina\nmax@example.org",
        not_with="Mo",
        relationship="Somebody Else",
        demand="prefer:not site",
    )
    kit = Application.objects.get(person__email="kit@nhs.net")

    assert (kit.state, kit.person.name, str(kit.grade), kit.person.personal_email) == (
        State.UNCONFIRMED,
        "Kit Lee",
        "F1",
        "",
    )
    assert "You are signed up" in type_code(client, then)
    kit = Application.objects.get(person__email="kit@nhs.net")
    assert (kit.state, kit.person.personal_email, kit.terms) == (State.RECEIVED, "kit@home.org", "2026-11")
    assert (kit.availability, kit.video, [topic.name for topic in kit.topics.all()]) == (["weekend"], True, ["Exams"])
    assert set(wishes.of(kit)) == {
        GivenWish(WishKind.RANKED, "Mina", 1),
        GivenWish(WishKind.RANKED, "max@example.org", 2),
        GivenWish(WishKind.NOT_WITH, "Mo"),
        GivenWish(WishKind.RELATIONSHIP, "Somebody Else"),
        GivenWish(WishKind.PREFER, "not site:Northgate"),
    }
    assert [letter.to for letter in worlds.letters("application_received_mentee")].count("kit@nhs.net") == 1


def test_a_mentor_says_how_many_and_is_not_asked_for_a_mentor(client: Client, world: World) -> None:
    clock.go_to(CALLED)
    type_code(client, sign_up(client, world, MENTOR))

    kit = Application.objects.get(person__email="kit@nhs.net")
    assert (kit.part, kit.capacity, kit.group, kit.state) == ("mentor", 2, False, State.RECEIVED)


def test_groups_are_chosen_at_sign_up_and_changed_until_the_match(
    client: Client, world: World, signed_in: SignedIn
) -> None:
    sign_up(client, world, meeting=["weekend", "group"])
    kit = Application.objects.get(person__email="kit@nhs.net")
    assert (kit.group, kit.video, kit.availability) == (True, False, ["weekend"])
    sign_up(Client(), world, email="lou@nhs.net", meeting=["group"])
    lou = Application.objects.get(person__email="lou@nhs.net")
    assert (lou.group, lou.video, lou.availability) == (True, True, [])

    clock.go_to(CALLED)
    max_ = world.mentors["Max"]
    assert (max_.group, max_.capacity) == (False, 1)
    browser, address = signed_in(max_.person), reverse("account.status.wishes", args=[max_.pk])
    page = soup(browser, address)
    assert [each["value"] for each in page.select("input[name=capacity]")] == ["1", "2", "3", "2+", "3+", "4+"]
    assert page.select_one("input[name=capacity][checked]")["value"] == "1"
    assert "group" not in {each["value"] for each in page.select("input[name=meeting]")}
    browser.post(address, {"capacity": "4+", "meeting": ["video"]})
    max_.refresh_from_db()
    assert (max_.group, max_.capacity, max_.video) == (True, 4, True)
    shown = soup(browser, reverse("account.status.status", args=[max_.pk])).get_text(" ", strip=True)
    assert "4 mentees, met together as a group" in shown

    ella = world.mentees["Ella"]
    browser, address = signed_in(ella.person), reverse("account.status.wishes", args=[ella.pk])
    words = soup(browser, address).get_text(" ", strip=True)
    assert "What is said in the group stays in the group" in words
    for meeting, group in ((["group"], True), (["video"], False)):
        browser.post(address, {"meeting": meeting, "demand": ""})
        ella.refresh_from_db()
        assert (ella.group, ella.video) == (group, True)


@pytest.mark.parametrize("start", [MENTOR, MENTEE])
@pytest.mark.parametrize(
    "entry", [{}, {"entry": "code", "invitation_code": "OAK"}, {"entry": "domains", "domains": ["nhs.net"]}]
)
def test_there_are_twelve_questions_at_most_and_each_says_who_sees_the_answer(
    client: Client, world: World, start: str, entry: dict[str, object]
) -> None:
    schemes.describe(scheme=world.northgate, by=None, at=SIGNED_UP, **entry)
    clock.go_to(CALLED if start == MENTOR else OPEN)
    extra = {"capacity": "1"} if start == MENTOR else {}
    pages = [soup(client, start + "1/")]
    client.post(start + "1/", about(code="oak"))
    pages.append(soup(client, start + "2/"))
    client.post(start + "2/", work(world, **extra))
    pages.append(soup(client, start + "3/"))
    questions = [
        group for page in pages for group in page.select("main form .nhsuk-form-group") if "agree" not in str(group)
    ]

    assert [page.select_one(".nhsuk-caption-l").contents[0] for page in pages] == [f"Page {n} of 3" for n in (1, 2, 3)]
    assert len(questions) <= 12
    assert [len(group.select(".pares-seen-by")) for group in questions] == [1] * len(questions)


def test_back_shows_what_was_typed_and_an_error_keeps_it(client: Client, world: World) -> None:
    client.post(MENTEE + "1/", about())
    client.post(MENTEE + "2/", work(world))
    again = soup(client, MENTEE + "1/")

    assert [again.select_one(f"[name={name}]")["value"] for name in ("name", "email")] == [
        " Kit  Lee ",
        "Kit@NHS.net",
    ]
    assert soup(client, MENTEE + "2/").select_one("[name=site] [selected]").text.strip() == "Northgate"
    answer = client.post(MENTEE + "3/", wanted(world, agree="", not_with="A\nB\nC\nD"))
    page = BeautifulSoup(answer.content, "html.parser")
    assert [each.text.strip() for each in page.select(".nhsuk-error-summary li")] == [
        "Write 3 names or fewer, not 4",
        "Tick “I accept the agreement” to go on",
    ]
    assert page.select_one("[name=not_with]").text.strip() == "A\nB\nC\nD"
    assert not Person.objects.filter(email="kit@nhs.net").exists()


def test_nobody_signs_up_to_words_that_have_changed_meanwhile(client: Client, world: World) -> None:
    client.post(MENTEE + "1/", about())
    client.post(MENTEE + "2/", work(world))
    read, now = wanted(world), draft.of(agreement())
    wording.revise(
        kind="handbook", key="agreement", draft=replace(now, text=f"{now.text}\n\nCanary clause."), why="A new clause.",
        started_from=0, by=None, at=OPEN,
    )  # fmt: skip

    page = BeautifulSoup(client.post(MENTEE + "3/", read).content, "html.parser")

    assert "The agreement has changed since you opened this page." in page.get_text()
    assert "Canary clause." in page.get_text()
    assert not Person.objects.filter(email="kit@nhs.net").exists()
    client.post(MENTEE + "3/", read | {"terms": page.select_one("input[name=terms]")["value"]})
    assert Application.objects.get(person__email="kit@nhs.net").terms == terms()


def test_a_page_is_not_skipped(client: Client, world: World) -> None:
    assert client.get(MENTEE + "3/")["Location"] == MENTEE + "1/"
    client.post(MENTEE + "1/", about())
    assert client.post(MENTEE + "3/", wanted(world))["Location"] == MENTEE + "2/"
    assert client.get(MENTEE + "4/").status_code == 404


def test_wishes_are_never_kept_in_the_session(client: Client, world: World) -> None:
    sign_up(client, world, not_with="Unwanted Person")

    assert "Unwanted" not in str(dict(client.session))


def test_an_address_that_is_known_is_not_given_away_nor_changed(client: Client, world: World) -> None:
    ella = world.mentees["Ella"]
    actions.change_wishes(application=ella, given=Given(team="A"), by=None, at=SIGNED_UP)
    before = Application.objects.filter(pk=ella.pk).values().get()
    known = sign_up(Client(), world, email="ELLA@example.org")
    unknown = sign_up(Client(), world, email="nobody@example.org")
    mentor = sign_up(client, world, email="max@example.org")

    assert known == unknown == mentor
    assert Application.objects.filter(pk=ella.pk).values().get() == before
    ella.person.refresh_from_db()
    assert (ella.person.personal_email, ella.person.name) == ("", "Ella")
    assert "You have signed up already" in type_code(client, mentor)


def test_a_sign_up_is_not_counted_by_signing_in_elsewhere_but_by_saying_so(
    client: Client, world: World, signed_in: SignedIn
) -> None:
    sign_up(Client(), world)
    kit = Application.objects.get(person__email="kit@nhs.net")
    browser = signed_in(kit.person)
    browser.get(reverse("account.status.confirm", args=["northgate-mentoring", "spring-2027"]))
    page = browser.get(f"/taking-part/{kit.pk}/").content.decode()

    kit.refresh_from_db()
    assert (kit.state, "Yes, count me in" in page) == (State.UNCONFIRMED, True)
    browser.post(f"/taking-part/{kit.pk}/count-me-in/")
    kit.refresh_from_db()
    assert kit.state == State.RECEIVED


def test_who_is_signed_in_needs_no_code(world: World, signed_in: SignedIn) -> None:
    kit = worlds.person("Kit Lee")
    browser = signed_in(kit)
    browser.post(MENTEE + "1/", {"personal_email": ""})
    browser.post(MENTEE + "2/", work(world))
    answer = browser.post(MENTEE + "3/", wanted(world), follow=True)

    assert Application.objects.get(person=kit).state == State.RECEIVED
    assert "You are signed up" in answer.content.decode()
    assert (
        "You have signed up already"
        in browser.get(
            reverse("account.status.confirm", args=["northgate-mentoring", "spring-2027"]), follow=True
        ).content.decode()
    )


def test_codes_domains_and_days_are_kept_to(client: Client, world: World) -> None:
    schemes.describe(scheme=world.northgate, by=None, at=SIGNED_UP, entry="code", invitation_code="OAK")
    wrong = client.post(MENTEE + "1/", about(code="elm"))
    assert "This is not the scheme&#39;s invitation code" in wrong.content.decode()
    assert client.post(MENTEE + "1/", about(code=" oak "))["Location"] == MENTEE + "2/"
    schemes.describe(scheme=world.northgate, by=None, at=SIGNED_UP, entry="domains", domains=["nhs.net"])
    assert "one that ends in nhs.net" in client.post(MENTEE + "1/", about("kit@home.org")).content.decode()
    assert client.post(MENTEE + "1/", about("kit@nhs.net"))["Location"] == MENTEE + "2/"
    clock.go_to(OPEN + timedelta(days=60))
    assert client.get(MENTEE + "1/")["Location"] == MENTEE
    assert "Sign-up closed on" in client.get(MENTEE).content.decode()
    assert [client.get(START + part).status_code for part in ("", "mentor/", "nobody/")] == [200, 200, 404]
    assert client.get("/join/northgate-mentoring/autumn/").status_code == 404


@pytest.mark.parametrize(
    "email", ["a@b.org, c@d.org", "a\u0000@b.org", "x@y", '"a b"@c.org', "a@" + "b" * 300 + ".org"]
)
def test_an_address_that_is_none_is_refused_in_words(client: Client, email: str) -> None:
    page = BeautifulSoup(client.post(MENTEE + "1/", about(email)).content, "html.parser")

    assert len(page.select(".nhsuk-error-summary li")) >= 1


@pytest.fixture
def listed(world: World) -> Application:
    schemes.describe(scheme=world.northgate, by=None, at=SIGNED_UP, joining="opt_out")
    return actions.put_on_list(
        cohort=world.spring,
        person=worlds.person("Lin Unique"),
        part=Part.MENTEE,
        given=Given(),
        address_from="the list of starters",
        answer_by=OPEN.date() + timedelta(days=7),
        by=worlds.person("Asha"),
        at=SIGNED_UP,
    )


def test_one_press_says_no_and_takes_it_back(client: Client, listed: Application) -> None:
    address = f"/listed/{links.token(listed.pk)}/"
    page = client.get(address).content.decode()

    assert "Lin" not in page
    assert client.head(address).status_code == 200
    served = client.post(address, {})
    listed.refresh_from_db()
    assert (listed.state, "There is a problem" in served.content.decode()) == (State.NOTICED, True)
    for answer, state in (("no", State.OPTED_OUT), ("yes", State.NOTICED)):
        client.post(address, {answer: "on"})
        listed.refresh_from_db()
        assert listed.state == state
    assert [client.get(f"/listed/{token}/").status_code for token in ("x", f"{listed.pk.hex}.x")] == [404, 404]


def test_the_status_page_says_where_things_stand(world: World, signed_in: SignedIn) -> None:
    ella = world.mentees["Ella"]
    browser = signed_in(ella.person)
    address = f"/taking-part/{ella.pk}/"

    def stands() -> str:
        return BeautifulSoup(browser.get(address).content, "html.parser").select_one("main .nhsuk-tag").text.strip()

    assert stands() == "Received"
    assert "Friday 2 April 2027" in browser.get(address).content.decode()
    clock.go_to(datetime(2027, 4, 3, 12, tzinfo=UTC))
    assert stands() == "Waiting"
    worlds.match(world.spring, tell=False)
    assert stands() == "Waiting"
    actions.decline(application=ella, by=None, at=clock.now())
    assert stands() == "Not this time"
    assert browser.get(f"/taking-part/{world.mentees['Eli'].pk}/").status_code == 404


def test_wishes_can_be_changed_until_the_match_and_are_shown_to_their_owner_alone(
    world: World, signed_in: SignedIn
) -> None:
    ella = world.mentees["Ella"]
    told = (GivenWish(WishKind.NOT_WITH, "Max Unwanted"), GivenWish(WishKind.MUST, "not site:Northgate"))
    before = Given(grade=ella.grade, site=ella.site, specialty=ella.specialty, team="A", wishes=told)
    actions.change_wishes(application=ella, given=before, by=None, at=SIGNED_UP)
    browser = signed_in(ella.person)
    address = f"/taking-part/{ella.pk}/wishes/"
    form = soup(browser, address)

    assert form.select_one("[name=not_with]").text.strip() == "Max Unwanted"
    assert form.select_one("[name=demand] [selected]")["value"] == "must:not site"
    browser.post(address, {"not_with": "Mina", "demand": "", "meeting": ["video"]})
    ella = Application.objects.get(pk=ella.pk)
    assert (wishes.of(ella), ella.team, str(ella.site)) == ([GivenWish(WishKind.NOT_WITH, "Mina")], "A", "Northgate")
    worlds.match(world.spring)
    for answer in (browser.post(address, {"not_with": "Mo"}, follow=True), browser.get(address, follow=True)):
        page = answer.content.decode()
        assert ("the match has been made" in page, "Mina" in page) == (True, False)
    assert wishes.of(Application.objects.get(pk=ella.pk)) == [GivenWish(WishKind.NOT_WITH, "Mina")]


def test_stepping_back_takes_two_presses_and_can_be_undone(world: World, signed_in: SignedIn) -> None:
    ella = world.mentees["Ella"]
    (pair,) = [pair for pair in worlds.match(world.spring, tell=False) if pair.mentee == ella]
    browser = signed_in(ella.person)
    browser.get(f"/taking-part/{ella.pk}/withdraw/")
    ella.refresh_from_db()
    assert ella.state == State.RECEIVED
    browser.post(f"/taking-part/{ella.pk}/withdraw/")
    ella.refresh_from_db()
    pair.refresh_from_db()
    assert (ella.state, pair.ended) == (State.WITHDRAWN, "left")
    browser.post(f"/taking-part/{ella.pk}/come-back/")
    ella.refresh_from_db()
    assert ella.state == State.RECEIVED


def test_who_knows_their_partner_stops_on_the_pairs_page(world: World, signed_in: SignedIn) -> None:
    worlds.match(world.spring)
    ella = world.mentees["Ella"]
    browser = signed_in(ella.person)

    assert browser.post(f"/taking-part/{ella.pk}/withdraw/")["Location"] == f"/taking-part/{ella.pk}/"
    page = browser.get(f"/taking-part/{ella.pk}/").content.decode()
    assert ("Matched" in page, "Withdraw" in page) == (True, False)
