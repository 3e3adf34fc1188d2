"""The guidance as edited here: what may stand, what an editor is told, and what the pages read."""

import pytest

from pares.ground.refusal import Refused
from pares.ground.wording import actions, draft, shipped
from pares.ground.wording.current import edits
from pares.ground.wording.draft import Draft
from pares.ground.wording.kinds import text_kind, text_kinds
from pares.guide.handbook.chapters import chapters
from pares.guide.handbook.edited import CHAPTERS, all_chapters
from tests import world as worlds

EVERY = [
    (kind, key) for kind in ("chapters", "handbook", "templates", "course", "letters") for key in shipped.keys(kind)
]


def test_every_kind_of_text_may_be_changed() -> None:
    assert {*text_kinds()} == {"chapters", "handbook", "templates", "course", "letters"}


@pytest.mark.parametrize(("kind", "key"), EVERY)
def test_every_shipped_text_may_stand_as_it_is_and_reads_back_from_its_file(kind: str, key: str) -> None:
    words = shipped.shipped(kind, key)

    text_kind(kind).check(words, draft.of(words))
    facts, text = shipped.read(shipped.as_file(words), key)
    assert (dict(facts), text) == (dict(words.facts), words.text)
    assert draft.tidy(draft.of(words)).title == draft.of(words).title


@pytest.mark.parametrize("key", shipped.keys("chapters"))
def test_a_shipped_chapter_leaves_nothing_to_look_at_again(key: str) -> None:
    words = shipped.shipped("chapters", key)

    assert CHAPTERS.doubts(words, draft.of(words)) == []


@pytest.mark.parametrize(
    ("kind", "key", "told", "field", "sentence"),
    [
        ("chapters", "equality", {"text": "{fact:nope}"}, "text", "There is no figure for {fact:nope}."),
        ("chapters", "equality", {"text": "{name}"}, "text", "There is nothing to put in for {name}."),
        ("chapters", "equality", {"title": "{fact:lothian_met}"}, "title", "Quote figures in the page's words"),
        ("chapters", "equality", {"text": "# Big"}, "text", "Begin a heading with ## or ###"),
        ("handbook", "cookies", {"text": "{fact:lothian_met}"}, "text", "There is nothing to put in for {fact:lothian"),
        (
            "handbook",
            "safety",
            {"text": '[a]: /page/ "{helplines}"\n\nNobody to call.'},
            "text",
            "Put {helplines} back",
        ),
        ("handbook", "case", {"text": "{fact:nope}"}, "text", "There is no figure for {fact:nope}."),
        ("templates", "worry-card", {"text": "### Small first"}, "text", "a heading of three number signs stands"),
        ("course", "basic-slides", {"text": "No slide at all."}, "text", "a set of slides has a heading of two"),
    ],
)
def test_what_cannot_stand_is_refused_beside_its_field(
    kind: str, key: str, told: dict[str, str], field: str, sentence: str
) -> None:
    words = shipped.shipped(kind, key)
    was = draft.of(words)
    made = Draft(told.get("title", was.title), was.summary, told.get("text", was.text))

    with pytest.raises(Refused) as refused:
        text_kind(kind).check(words, made)

    assert refused.value.field == field
    assert str(refused.value).startswith(sentence)


def test_a_page_may_quote_other_figures_than_the_shipped_one() -> None:
    words = shipped.shipped("handbook", "case")

    text_kind("handbook").check(words, Draft("Case", "Short", "In Lothian {fact:lothian_met} met."))


@pytest.mark.django_db
def test_chapters_are_read_with_their_edits_in_one_query(django_assert_num_queries) -> None:
    actions.revise(
        kind="chapters",
        key="equality",
        draft=Draft("Fair for all", "In short.", "Ours."),
        why="Clearer.",
        started_from=0,
        by=None,
        at=worlds.PLANNED,
    )

    with django_assert_num_queries(1):
        found = {each.key: each for each in all_chapters(edits(kinds=[CHAPTERS.name]))}

    ours = found.pop("equality")
    assert (ours.title, ours.summary, ours.text, ours.changed) == (
        "Fair for all",
        "In short.",
        "Ours.\n",
        worlds.PLANNED.date(),
    )
    assert list(found.values()) == [each for each in chapters() if each.key != "equality"]
