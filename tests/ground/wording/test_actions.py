"""Changing words: what holds, what is refused, and what the history keeps."""

import shutil
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from pares.ground.ledger.models import Entry
from pares.ground.people.models import Person
from pares.ground.wording import actions, draft, once, rules, shipped
from pares.ground.wording.current import agreement, current, edits
from pares.ground.wording.draft import Draft
from pares.ground.wording.models import Review, Revision
from tests import world as worlds

AT = datetime(2027, 5, 3, 9, tzinfo=UTC)
COOKIES = ("handbook", "cookies")
pytestmark = pytest.mark.django_db


@pytest.fixture
def ed() -> Person:
    return worlds.person("Ed Lindqvist")


def revise(by: Person | None, *, text: str = "New words.\n", started_from: int = 0, **more: object) -> Revision:
    kind, key = more.pop("kind", "handbook"), more.pop("key", "cookies")
    was = draft.of(shipped.shipped(kind, key))
    made = Draft(str(more.pop("title", was.title)), str(more.pop("summary", was.summary)), text)
    why = str(more.pop("why", "Clearer."))
    told = {"why": why, "started_from": started_from, "by": by, "at": AT, **more}
    return actions.revise(kind=kind, key=key, draft=made, **told)


def test_an_edit_holds_in_place_of_the_shipped_words(ed: Person) -> None:
    was = shipped.shipped(*COOKIES)

    made = revise(ed, title=" Biscuits ", text="New  words.\r\nMore.  \n\n")

    words = current(*COOKIES)
    assert (words.title, words.text, words.number, words.changed) == (
        "Biscuits",
        "New  words.\nMore.\n",
        1,
        date(2027, 5, 3),
    )
    assert words.facts["summary"] == was.facts["summary"]
    assert (made.made_from, made.author, made.why) == (draft.of(was), ed, "Clearer.")
    assert list(Entry.objects.filter(verb="wording.revise").values_list("actor", "thing")) == [(ed.pk, made.pk)]


def test_only_the_text_edited_changes(ed: Person) -> None:
    revise(ed)

    assert current("handbook", "about") == shipped.shipped("handbook", "about")


def test_saving_the_same_twice_is_saving_it_once(ed: Person) -> None:
    assert revise(ed) == revise(ed)
    assert Revision.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "sentence", "field"),
    [
        ({"title": " "}, "Enter a title.", "title"),
        ({"summary": ""}, str(rules.NoSummary()), "summary"),
        ({"text": " \n "}, "Enter the page's words.", "text"),
        ({"why": " "}, "Say in a few words why you make this change.", "why"),
        ({"why": "x" * 201}, "Your reason must be 200 characters or fewer.", "why"),
        ({"title": "x" * 121}, "The title must be 120 characters or fewer.", "title"),
        ({"text": "Hello {nobody}."}, "There is nothing to put in for {nobody}. Here you can use: none.", "text"),
        (
            {"key": "safety", "text": "Call somebody."},
            "Put {helplines} back where it belongs: the page fills it in.",
            "text",
        ),
    ],
)
def test_what_cannot_stand_is_refused_beside_its_field(
    ed: Person, told: dict[str, object], sentence: str, field: str
) -> None:
    with pytest.raises(rules.Refused) as refused:
        revise(ed, **told)

    assert (str(refused.value), refused.value.field, Revision.objects.count()) == (sentence, field, 0)


def test_words_that_stand_already_are_not_saved(ed: Person) -> None:
    with pytest.raises(rules.NothingChanged):
        revise(ed, text=shipped.shipped(*COOKIES).text)


def test_who_comes_second_is_told_and_shown_what_the_first_made(ed: Person) -> None:
    first = revise(worlds.person("Asha"), text="Asha's words.")

    with pytest.raises(rules.CameBetween) as between:
        revise(ed, text="Ed's words.", started_from=0)

    assert between.value.newest == first
    assert str(between.value).startswith("Asha changed this text while you were writing.")
    assert current(*COOKIES).text == "Asha's words.\n"
    assert revise(ed, text="Ed's words.", started_from=1).number == 2


def test_earlier_words_come_back_as_a_new_revision(ed: Person) -> None:
    first = revise(ed, text="First.")
    revise(ed, text="Second.", started_from=1)

    back = actions.restore(revision=first, why="It was better.", started_from=2, by=ed, at=AT)

    assert (back.number, back.restores, current(*COOKIES).text) == (3, first, "First.\n")
    assert [each.text for each in Revision.objects.order_by("number")] == ["First.\n", "Second.\n", "First.\n"]


def test_shipped_words_that_are_taken_back_hold_whatever_becomes_of_them(ed: Person) -> None:
    revise(ed)

    gone = actions.withdraw(kind="handbook", key="cookies", why="No need any more.", started_from=1, by=ed, at=AT)

    assert gone is not None
    assert (gone.number, gone.withdrawn) == (2, True)
    assert current(*COOKIES) == shipped.shipped(*COOKIES)
    again = actions.withdraw(kind="handbook", key="cookies", why="Twice.", started_from=2, by=ed, at=AT)
    assert again == gone


def test_an_edited_agreement_has_a_version_of_its_own_the_same_for_the_same_words(ed: Person) -> None:
    shipped_version = agreement().facts["version"]
    first = revise(ed, key="agreement", text="You both keep it to yourselves.")
    version = agreement().facts["version"]
    revise(ed, key="agreement", text="Other words.", started_from=1)
    other = agreement().facts["version"]
    actions.restore(revision=first, why="Back.", started_from=2, by=ed, at=AT)

    assert len({shipped_version, version, other}) == 3
    assert agreement().facts["version"] == version
    assert max(map(len, (version, other))) <= 20


@pytest.fixture
def upgraded(tmp_path, monkeypatch):
    """Return a function that ships other words of the cookies page."""
    folder = tmp_path / "content"
    shutil.copytree(shipped.CONTENT / "handbook", folder / "handbook")
    monkeypatch.setattr(shipped, "CONTENT", folder)

    def upgrade(old: str, new: str) -> None:
        path = folder / "handbook" / "cookies.md"
        path.write_text(path.read_text().replace(old, new))
        shipped.shipped.cache_clear()

    shipped.shipped.cache_clear()
    yield upgrade
    monkeypatch.undo()
    shipped.shipped.cache_clear()


def test_ours_can_be_kept_when_the_shipped_words_change(ed: Person, upgraded) -> None:
    first = revise(ed)
    upgraded("Cookies are small files", "Cookies are tiny files")
    assert first.shipped_hash != draft.of(shipped.shipped(*COOKIES)).fingerprint

    kept = actions.keep(kind="handbook", key="cookies", started_from=1, by=ed, at=AT)

    assert kept is not None
    assert (kept.number, kept.text, "tiny" in kept.shipped_text) == (2, "New words.\n", True)
    assert actions.keep(kind="handbook", key="cookies", started_from=2, by=ed, at=AT) == kept


def test_an_edit_that_fits_no_more_gives_way(ed: Person, upgraded) -> None:
    upgraded("Cookies are small files", "{intro} Cookies are small files")
    revise(ed, text="Ours with {intro}.")
    upgraded("{intro} Cookies", "Cookies")

    assert current(*COOKIES) == shipped.shipped(*COOKIES)


def test_a_review_is_of_exactly_these_words(ed: Person) -> None:
    words = draft.of(current(*COOKIES)).fingerprint
    told = {
        "kind": "handbook",
        "key": "cookies",
        "words": words,
        "reviewer": " Dr  Ann Other ",
        "role": "consultant psychiatrist",
        "on": date(2027, 5, 2),
    }

    review = actions.record_review(**told, by=ed, at=AT)

    assert (review.reviewer, review.words, review.recorded_by) == ("Dr Ann Other", words, ed)
    assert actions.record_review(**told, by=ed, at=AT + timedelta(hours=1)) == review
    for wrong, refusal in (
        ({"reviewer": " "}, rules.NoReviewer),
        ({"role": ""}, rules.NoRole),
        ({"on": date(2027, 5, 4)}, rules.InTheFuture),
        ({"role": "x" * 121}, rules.TooLong),
    ):
        with pytest.raises(refusal):
            actions.record_review(**(told | wrong), by=ed, at=AT)
    assert Review.objects.count() == 1


@pytest.mark.parametrize("revisions", [1, 3])
def test_reading_words_costs_one_query_however_often_they_were_changed(
    ed: Person, revisions: int, django_assert_num_queries
) -> None:
    for number in range(revisions):
        revise(ed, text=f"Version {number}.", started_from=number)

    with django_assert_num_queries(1):
        assert current(*COOKIES).text == f"Version {revisions - 1}.\n"
    with django_assert_num_queries(1):
        found = edits(kinds=["handbook"])
        assert [found.words("handbook", key).number for key in ("about", "cookies")] == [0, revisions]


@pytest.mark.django_db(transaction=True)
def test_what_is_read_once_in_a_transaction_is_read_again_in_the_next() -> None:
    seen = iter(range(10))

    def look() -> int:
        return once.once("thing", lambda: next(seen))

    assert (look(), look()) == (0, 1)
    with transaction.atomic():
        assert (look(), look()) == (2, 2)
    with transaction.atomic():
        assert (look(), look()) == (3, 3)
        once.look_again()
        assert (look(), look()) == (4, 4)
    assert look() == 5


@pytest.mark.django_db(transaction=True)
def test_what_was_read_in_a_part_taken_back_is_read_again() -> None:
    seen = iter(range(10))

    def look() -> int:
        return once.once("thing", lambda: next(seen))

    with transaction.atomic():
        assert look() == 0
        with transaction.atomic():
            once.look_again()
            assert look() == 1
            transaction.set_rollback(True)
        assert look() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("earlier", [0, 1])
def test_of_five_who_save_at_the_same_moment_one_is_first_and_the_others_are_told(together, earlier: int) -> None:
    """With no revision yet there is no row to wait at: then the numbers' own constraint decides."""
    for number in range(earlier):
        revise(None, text="Before.", started_from=number)
    texts = iter(f"Version {number}." for number in range(5))

    def save() -> str:
        try:
            return f"saved {revise(None, text=next(texts), started_from=earlier).number}"
        except rules.CameBetween as between:
            return f"after {between.newest.number}"

    assert sorted(together(save, 5)) == [f"after {earlier + 1}"] * 4 + [f"saved {earlier + 1}"]
