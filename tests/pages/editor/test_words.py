"""Editing the words of the site, as an editor does it."""

import shutil

import pytest
from django.test import Client

from pares.ground.people.models import Person
from pares.ground.wording import actions, draft, shipped
from pares.ground.wording.current import current
from pares.ground.wording.draft import Draft
from pares.ground.wording.models import Review, Revision
from pares.guide.handbook.chapters import chapters
from pares.pages.account.doors import doors
from pares.pages.actors.account import Account
from tests import world as worlds
from tests.guide.directory.sending import sent as suggested
from tests.guide.experience.telling import told

CHAPTER = "/edit/chapters/step-9-finish/"
PUBLIC = "/handbook/step-9-finish/"
COOKIES = "/edit/handbook/cookies/"


def change(by: Person | None, text: str, *, kind: str = "chapters", key: str = "step-9-finish", start: int = 0):
    was = draft.of(shipped.shipped(kind, key))
    return actions.revise(
        kind=kind,
        key=key,
        draft=Draft(was.title, was.summary, text),
        why="Clearer.",
        started_from=start,
        by=by,
        at=worlds.PLANNED,
    )


def editor_door(person: Person) -> str:
    return next(door.words for door in doors(Account(person)) if door.address == "/edit/")


def test_an_editor_goes_from_the_page_to_its_words_and_back(editing, page, said, typed):
    link = page(editing.get(PUBLIC)).select_one(".pares-standing a")
    assert (link["href"], said(link)) == (CHAPTER, "Edit this page")
    form = page(editing.get(CHAPTER))

    sent = typed(form, title="The end", summary="In short.", text="## Last\n\nSay goodbye.", why="Shorter")
    answer = editing.post(CHAPTER, sent, follow=True)

    assert said(page(answer).select_one(".nhsuk-notification-banner__content")) == (
        "Your changes are saved. They hold from now on."
    )
    read = page(Client().get(PUBLIC))
    assert said(read.h1) == "Running a scheme, step by step - The end"
    assert said(read.select_one(".pares-words")) == "Last Say goodbye."
    assert said(read.select_one(".nhsuk-body-l")) == "In short."
    assert "The end" in [said(each) for each in page(Client().get("/handbook/")).select(".pares-chapters a")]
    before = chapters()[[each.key for each in chapters()].index("step-9-finish") - 1]
    assert said(page(Client().get(f"/handbook/{before.key}/")).select_one(".nhsuk-pagination-item--next")).endswith(
        "The end"
    )


def test_what_readers_sent_in_stands_out_where_editors_begin(editing, ed, page, said):
    assert page(editing.get("/edit/")).select(".nhsuk-inset-text") == []
    assert "for you" not in editor_door(ed)

    suggested()
    told()

    links = page(editing.get("/edit/")).select(".nhsuk-inset-text a")
    assert [(said(each), each["href"]) for each in links] == [
        ("1 suggestion for the directory", "/edit/directory/"),
        ("1 account from a leader", "/edit/accounts/"),
    ]
    assert editor_door(ed) == ("Guidance, standard letters, the library and the directory. 2 things wait for you.")


def test_a_preview_shows_the_page_and_changes_nothing(editing, page, said, typed):
    sent = typed(
        page(editing.get(CHAPTER)),
        text="In NHS Lothian {fact:lothian_next} offered, 7 in all. [Gone](/nowhere/) and [there](/handbook/).",
        preview="yes",
    )

    seen = page(editing.post(CHAPTER, sent))

    assert "In NHS Lothian" in said(seen.select_one("section .pares-words"))
    assert "{fact" not in said(seen.select_one("section .pares-words"))
    assert [said(each) for each in seen.select("section .nhsuk-inset-text li")] == [
        (
            "These numbers are not quoted from a source: 7. Quote a figure as {fact:...}, or write it as a word if it "
            "is only a count of what stands here."
        ),
        "These links lead nowhere on this site: /nowhere/.",
    ]
    assert typed(seen)["text"] == sent["text"]
    assert Revision.objects.count() == 0


def test_what_is_wrong_is_said_beside_its_field_and_everything_typed_stays(editing, page, said, typed):
    sent = typed(page(editing.get(CHAPTER)), text="As many as {fact:no_such} say.", why="A try")

    for button in ({}, {"preview": "yes"}):
        seen = page(editing.post(CHAPTER, sent | button))
        assert said(seen.select_one("#id_text-error")) == (
            "Error: There is no figure for {fact:no_such}. Use one that another page quotes, or write a number as a "
            "word."
        )
        assert (typed(seen)["text"], typed(seen)["why"]) == (sent["text"], "A try")
        assert said(seen.title).startswith("Error: ")
    assert Revision.objects.count() == 0


def test_of_two_editors_at_once_the_second_sees_both_and_loses_nothing(editing, page, said, typed):
    began = page(editing.get(CHAPTER))
    change(worlds.person("Asha Patel"), "Asha's line.\n\nBoth of us.")

    second = typed(began, text="Ed's line.\n\nBoth of us.", why="Mine")
    seen = page(editing.post(CHAPTER, second))

    assert said(seen.select_one(".nhsuk-error-summary li")) == (
        "Asha Patel changed this text while you were writing. Nothing of yours is lost: compare both below, then save "
        "again."
    )
    assert typed(seen)["text"] == "Ed's line.\n\nBoth of us."
    assert seen.select_one("section pre").text == "Asha's line.\n\nBoth of us.\n"
    assert [said(each) for each in seen.select(".pares-difference p")][-3:] == [
        "Taken out: Asha's line.",
        "Put in: Ed's line.",
        "Both of us.",
    ]
    editing.post(CHAPTER, typed(seen))
    assert [each.text for each in Revision.objects.order_by("number")] == [
        "Asha's line.\n\nBoth of us.\n",
        "Ed's line.\n\nBoth of us.\n",
    ]


def test_the_history_says_who_when_and_why_and_brings_words_back(editing, ed, page, said, typed):
    change(ed, "First.")
    change(ed, "Second.", start=1)

    rows = page(editing.get(CHAPTER + "history/")).select("tbody tr")
    assert [[said(each) for each in row.select(".pares-cell")][:3] for row in rows] == [
        ["Wednesday 13 January 2027 at 9am", "Ed Lindqvist", "Clearer."]
    ] * 2
    first = page(editing.get(CHAPTER + "history/1/"))
    assert said(first.select(".pares-difference p")[-1]) == "Put in: First."
    way = first.select_one("main a.nhsuk-button")["href"]
    refused = page(editing.post(way, typed(page(editing.get(way)))))
    assert said(refused.select_one("#id_why-error")) == "Error: Say in a few words why you make this change."

    editing.post(way, typed(refused, why="It was better"))

    assert current("chapters", "step-9-finish").text == "First.\n"
    assert Revision.objects.order_by("-number").first().restores.number == 1


@pytest.fixture
def upgraded(tmp_path, monkeypatch):
    """Return a function that ships other words of the cookies page."""
    folder = tmp_path / "content"
    shutil.copytree(shipped.CONTENT / "handbook", folder / "handbook")
    shutil.copytree(shipped.CONTENT / "letters", folder / "letters")
    monkeypatch.setattr(shipped, "CONTENT", folder)

    def upgrade(old: str, new: str) -> None:
        path = folder / "handbook" / "cookies.md"
        path.write_text(path.read_text().replace(old, new))
        shipped.shipped.cache_clear()

    shipped.shipped.cache_clear()
    yield upgrade
    monkeypatch.undo()
    shipped.shipped.cache_clear()


def test_when_the_shipped_text_changes_the_editor_compares_and_decides(  # noqa: PLR0913, PLR0917 - hands and eyes
    editing, ed, page, said, typed, upgraded
):
    change(ed, "Ours.", kind="handbook", key="cookies")
    assert page(editing.get(COOKIES)).select("main .nhsuk-inset-text") == []
    upgraded("Cookies are small files", "Cookies are tiny files")

    assert said(page(editing.get(COOKIES)).select_one("main .nhsuk-inset-text")) == (
        "Information: The shipped text has changed since your edit. Compare, then take it or keep yours."
    )
    listed = page(editing.get("/edit/?mark=overtaken")).select("main tbody tr")
    assert [said(row.select_one("a")) for row in listed] == ["Cookies"]
    choice = page(editing.get(COOKIES + "shipped/"))
    since = choice.select_one(".pares-difference")
    assert [said(each) for each in since.select("del, ins")] == ["small", "tiny"]

    editing.post(COOKIES + "shipped/", typed(choice, keep="yes"))

    assert current("handbook", "cookies").text == "Ours.\n"
    assert page(editing.get(COOKIES)).select("main .nhsuk-inset-text") == []
    editing.post(COOKIES + "shipped/", typed(page(editing.get(COOKIES + "shipped/")), why="Theirs is better"))
    assert "tiny" in current("handbook", "cookies").text


def test_a_review_is_named_on_the_page_until_and_after_the_words_change(editing, ed, page, said, typed):
    form = page(editing.get(COOKIES + "review/"))
    told = {"reviewer": "Dr Ann Other", "role": "consultant psychiatrist", "on-day": "1", "on-month": "May"}
    sent = typed(form, **told, **{"on-year": "2026"})

    editing.post(COOKIES + "review/", sent)

    line = said(page(Client().get("/cookies/")).select_one(".pares-standing"))
    assert line == (
        "These words last changed on 23 November 2026. Reviewed by Dr Ann Other, consultant psychiatrist, on 1 May "
        "2026."
    )
    change(ed, "Ours.", kind="handbook", key="cookies")
    line = said(page(Client().get("/cookies/")).select_one(".pares-standing"))
    assert line == (
        "These words last changed on 13 January 2027. Reviewed by Dr Ann Other, consultant psychiatrist, on 1 May "
        "2026. The words have changed since."
    )
    late = page(editing.post(COOKIES + "review/", sent))
    assert said(late.select_one(".nhsuk-error-summary li")) == (
        "The words have changed since you opened this page. Look at them, then record it again."
    )
    assert Review.objects.count() == 1


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[press](javascript:alert(1))",
        '[press](/x" onmouseover="alert(1))',
        "<a href='javascript:alert(1)'>press</a>",
        "![x](https://evil.example/x.png)",
        "[x]: javascript:alert(1)\n\n[x]",
    ],
)
def test_what_could_do_harm_stays_text(editing, page, typed, evil):
    form = page(editing.get(COOKIES))
    for title in ("<b>Cookies</b>", '"><script>alert(2)</script>'):
        sent = typed(form, title=title, summary=f"{title} in short", text=f"Hello {evil}", why=evil[:100])
        seen = [page(editing.post(COOKIES, sent | {"preview": "yes"}))]
        editing.post(COOKIES, sent)
        seen += [page(editing.get(where)) for where in ("/cookies/", "/edit/", COOKIES + "history/")]
        for each in seen:
            assert each.main.select("script, img, iframe, b, [onerror], [onmouseover]") == []
            assert [a["href"] for a in each.main.select("a[href]") if "javascript" in a["href"].lower()] == []
        form = page(editing.get(COOKIES))


def test_the_list_groups_marks_and_finds(editing, ed, page, said):
    change(ed, "Ours.", kind="handbook", key="cookies")

    everything = page(editing.get("/edit/"))
    found = page(editing.get("/edit/?words=COOK&mark=edited"))
    nothing = page(editing.get("/edit/?words=xyzzy"))

    headings = [said(each) for each in everything.select("main h2")]
    assert headings[:2] + headings[-1:] == ["Chapters of the handbook", "Pages of this site", "Letters"]
    assert [said(row) for row in found.select("main tbody tr")] == [
        "Text Cookies State Edited here Not reviewed Changed on 13 January 2027"
    ]
    assert nothing.select("main tbody tr") == []
    assert said(nothing.select_one(".pares-empty h2")) == "No text fits"


@pytest.mark.parametrize("changed", [1, 3])
def test_lists_cost_as_much_however_much_was_changed(editing, ed, changed, django_assert_num_queries):
    for number in range(changed):
        change(ed, f"Version {number}.", start=number)
        change(ed, "Ours.", kind="handbook", key=["help", "cookies", "agreement"][number])

    with django_assert_num_queries(7):
        editing.get("/edit/")
    with django_assert_num_queries(4):
        editing.get(CHAPTER + "history/")
    with django_assert_num_queries(2):
        Client().get(PUBLIC)


@pytest.mark.parametrize("address", ["/edit/", CHAPTER, CHAPTER + "history/", CHAPTER + "review/", COOKIES])
@pytest.mark.parametrize("who", ["Asha", "Max", "Ella"])
def test_nobody_else_gets_there(world, signed_in, address, who):
    client = signed_in(worlds.person(who))

    assert client.get(address).status_code == 404
    assert "Edit this page" not in client.get(PUBLIC).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/edit/chapters/nowhere/",
        "/edit/nowhere/cookies/",
        "/edit/surveys/mentee-end/",
        "/edit/handbook/cookies/history/7/",
        "/edit/handbook/cookies/history/7/restore/",
    ],
)
def test_what_is_not_there_is_not_there(editing, address):
    assert editing.get(address).status_code == 404
