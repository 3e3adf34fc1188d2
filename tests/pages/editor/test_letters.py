"""A scheme words its own letters."""

import pytest

from pares.ground.letters.actions import queue
from pares.ground.letters.models import Letter
from pares.ground.membership import actions as membership
from pares.ground.membership.models import Role
from pares.ground.wording import actions
from pares.ground.wording.draft import Draft
from pares.ground.wording.models import Revision
from tests import world as worlds

LIST = "/lead/northgate-mentoring/wording/"
CALL = LIST + "call_for_mentors/"
CHECK = LIST + "check_in_mentor/"


@pytest.fixture
def leading(world, signed_in):
    return signed_in(worlds.person("Asha"))


def test_a_lead_words_a_letter_and_it_goes_out_so(world, leading, page, said, typed):
    settings = page(leading.get("/lead/northgate-mentoring/settings/"))
    assert [a["href"] for a in settings.select("main a[href$='/wording/']")] == [LIST]
    form = page(leading.get(CHECK))
    assert [said(each) for each in form.select(".nhsuk-details li")] == [
        "{cohort_name}: for example February to August 2027",
        "{name}: for example Sam Okafor",
        "{scheme_name}: for example Riverside peer mentoring",
        "{link}: for example https://mentoring.example.nhs.uk/page/",
    ]
    text = "Hello {name},\n\nHow are you both? [Tell us]({link})\n\nAsha"
    seen = page(leading.post(CHECK, typed(form, text=text, preview="yes")))
    assert said(seen.select_one("section .pares-words")) == "Hello Sam Okafor, How are you both? Tell us Asha"
    assert (seen.select("section .pares-words a"), Revision.objects.count()) == ([], 0)

    leading.post(CHECK, typed(seen, why="Our own tone"))

    sent = queue(
        kind="check_in_mentor",
        key="k",
        to=world.mentors["Max"].person,
        values={"link": "https://example.org/x/"},
        at=worlds.CONFIRMED,
        cohort=world.spring,
    )
    assert sent.text == "Hello Max,\n\nHow are you both? Tell us: https://example.org/x/\n\nAsha"
    rows = [said(row) for row in page(leading.get(LIST)).select("tbody tr")]
    assert [row for row in rows if "Your own words" in row] == [
        "Letter How is it going? to mentors Words Your own words"
    ]
    assert said(page(leading.get(CHECK + "history/")).select_one("tbody tr")).startswith("When ")


def test_the_call_for_mentors_is_shown_in_the_schemes_words(world, leading, page, said, typed):
    link = "/lead/northgate-mentoring/spring-2027/people/call/mentor/"
    other = page(leading.get(CALL))
    leading.post(CALL, typed(other, text="Come and mentor. {link} until {closes_on}", why="Shorter"))

    assert "Come and mentor." in said(page(leading.get(link)).main)


@pytest.mark.parametrize(
    ("told", "field", "sentence"),
    [
        (
            {"text": "Hello {nme}, {link}"},
            "text",
            (
                "Error: There is nothing to put in for {nme}. Here you can use: {cohort_name}, {link}, {name}, "
                "{scheme_name}."
            ),
        ),
        ({"text": "No way on."}, "text", "Error: Put {link} back into the letter: it is of no use without."),
        (
            {"title": "Hello {name}"},
            "title",
            "Error: There is nothing to put in for {name}. Here you can use: {cohort_name}, {scheme_name}.",
        ),
    ],
)
def test_a_letter_that_cannot_be_sent_stays_as_typed_with_the_reason(  # noqa: PLR0913, PLR0917 - one table of cases
    world, leading, page, said, typed, told, field, sentence
):
    sent = typed(page(leading.get(CHECK)), why="A try", **told)

    seen = page(leading.post(CHECK, sent))

    assert said(seen.select_one(f"#id_{field}-error")) == sentence
    assert typed(seen) == sent
    assert Revision.objects.count() == 0


def test_the_schemes_editor_may_and_everybody_else_may_not(world, signed_in):
    edie = worlds.person("Edie")
    membership.appoint(scheme=world.northgate, person=edie, role=Role.EDITOR, by=None, at=worlds.PLANNED)

    assert signed_in(edie).get(LIST).status_code == 200
    assert signed_in(edie).get(CHECK).status_code == 200
    assert signed_in(edie).get("/lead/southmere-buddies/wording/check_in_mentor/").status_code == 404
    assert signed_in(edie).get("/edit/letters/check_in_mentor/").status_code == 404
    for name in ("Omar", "Max", "Ella", "Fay", "Dai", "Cleo"):
        client = signed_in(worlds.person(name))
        assert [client.get(where).status_code for where in (LIST, CHECK, CHECK + "history/")] == [404] * 3
        assert client.post(CHECK, {"text": "Mine {link}", "title": "Mine", "why": "x"}).status_code == 404
    assert Revision.objects.count() == 0


@pytest.mark.parametrize("key", ["sign_in_code", "contact_asked", "match_mentor", "survey_reminder", "nowhere"])
def test_letters_of_the_site_are_not_the_schemes(world, leading, key):
    assert leading.get(f"{LIST}{key}/").status_code == 404
    assert leading.post(f"{LIST}{key}/", {"text": "Mine", "title": "Mine", "why": "x"}).status_code == 404


def test_another_schemes_history_is_not_shown(world, leading, page, said):
    actions.revise(
        kind="letters",
        key="check_in_mentor",
        draft=Draft("Omar's subject", "", "Omar's words {link}"),
        why="Omar's reason",
        started_from=0,
        by=worlds.person("Omar"),
        at=worlds.PLANNED,
        scheme=world.southmere,
    )

    for where in (LIST, CHECK, CHECK + "history/"):
        assert "Omar" not in said(page(leading.get(where)).main)
    assert leading.get(CHECK + "history/1/").status_code == 404
    assert Letter.objects.filter(text__contains="Omar's words").count() == 0


@pytest.mark.parametrize("changed", [1, 3])
def test_the_list_costs_as_much_however_much_was_changed(world, leading, changed, django_assert_num_queries):
    for key in ("check_in_mentor", "check_in_mentee", "first_meeting_check")[:changed]:
        actions.revise(
            kind="letters",
            key=key,
            draft=Draft("Hello", "", "Words {link}"),
            why="Ours",
            started_from=0,
            by=None,
            at=worlds.PLANNED,
            scheme=world.northgate,
        )

    with django_assert_num_queries(5):
        leading.get(LIST)
