from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from pares.ground.ledger.models import Entry
from pares.guide.library import actions
from pares.guide.library.judging import NotThisKind
from pares.guide.library.models import FileBytes, KeptFile, Resource, read_bytes
from pares.guide.library.rules import Audience, Claim, NotShown, State
from pares.guide.library.shipped import Library, library
from tests import world as worlds
from tests.handed_on import granted, pdf

pytestmark = pytest.mark.django_db
AT = datetime(2027, 4, 20, 9, tzinfo=UTC)
LATER = AT + timedelta(days=1)
DESCRIBED = {
    "title": "Our map", "owner": "Us", "link": "", "kind": "guide", "audience": "mentors", "purpose": "To find us.",
}  # fmt: skip


def one(**changed: str) -> Library:
    """Return a shipped library of one record."""
    first = library().records[0]
    return Library(library().edition, (replace(first, **changed),))


def test_what_is_shipped_is_brought_in_once() -> None:
    assert actions.load_shipped(at=AT) == len(library().records)
    assert actions.load_shipped(at=LATER) == 0
    assert {(row.slug, row.title, row.state, row.checked_on) for row in Resource.objects.all()} == {
        (record.key, record.title, record.state, None) for record in library().records
    }
    assert Entry.objects.filter(verb="library.load_shipped").count() == 1


def test_a_later_version_changes_what_nobody_has_edited() -> None:
    actions.load_shipped(at=AT, shipped=one())

    assert actions.load_shipped(at=LATER, shipped=one(purpose="Other words.", state="unknown")) == 1
    assert [(row.purpose, row.state) for row in Resource.objects.all()] == [("Other words.", "unknown")]


@pytest.mark.parametrize("act", ["describe", "state_licence", "mark_checked", "withdraw", "let_go"])
def test_what_an_editor_did_stays(act: str) -> None:
    editor = worlds.person("Edie")
    actions.load_shipped(at=AT, shipped=one())
    row = Resource.objects.get()
    actions.hold(resource=row, name="a.pdf", content=pdf("x"), by=editor, at=AT)
    said = {
        "describe": {"title": "The editor’s title"},
        "state_licence": {"claim": granted(Audience.EVERYONE)},
        "mark_checked": {"on": AT.date()},
        "withdraw": {},
        "let_go": {},
    }
    getattr(actions, act)(resource=row, by=editor, at=AT, **said[act])
    before = Resource.objects.values().get()

    assert actions.load_shipped(at=LATER, shipped=one(title="Ours", state="unknown")) == 0
    assert Resource.objects.values().get() == before
    assert before["title" if act == "describe" else "edited_at"] == ("The editor’s title" if act == "describe" else AT)


def test_an_editors_own_record_keeps_its_address_from_ours() -> None:
    mine = actions.add(by=worlds.person("Edie"), at=AT, claim=Claim(State.UNKNOWN), **DESCRIBED)

    assert actions.load_shipped(at=AT, shipped=one(key=mine.slug)) == 0
    assert Resource.objects.get() == mine


def test_an_added_record_has_an_address_of_its_own() -> None:
    editor = worlds.person("Edie")
    added = actions.add(by=editor, at=AT, claim=granted(Audience.MENTORS), **DESCRIBED)

    assert (added.slug, added.state, added.granted_by, added.added_by) == ("our-map", "granted", "Ann Owner", editor)
    with pytest.raises(actions.TitleTaken):
        actions.add(by=editor, at=AT, claim=Claim(State.OWN), **DESCRIBED | {"title": "OUR MAP"})
    with pytest.raises(actions.NoTitle):
        actions.add(by=editor, at=AT, claim=Claim(State.OWN), **DESCRIBED | {"title": "…"})
    with pytest.raises(NotShown):
        actions.add(by=editor, at=AT, claim=Claim(State.OGL), **DESCRIBED | {"title": "Other"})
    with pytest.raises(TypeError):
        actions.describe(resource=added, by=editor, at=AT, slug="other")
    assert Resource.objects.count() == 1


def test_a_new_licence_leaves_nothing_of_the_old_one() -> None:
    editor = worlds.person("Edie")
    row = actions.add(by=editor, at=AT, claim=granted(Audience.MENTORS), **DESCRIBED)

    actions.state_licence(resource=row, claim=Claim(State.REFUSED), by=editor, at=LATER)

    kept = Resource.objects.get()
    assert (kept.state, kept.evidence, kept.granted_by, kept.granted_on, kept.granted_for) == (
        "refused", "", "", None, "",
    )  # fmt: skip
    assert list(Entry.objects.filter(kind="resource").order_by("at").values_list("verb", "actor", "thing")) == [
        ("library.add", editor.pk, row.pk),
        ("library.state_licence", editor.pk, row.pk),
    ]


def test_a_copy_is_replaced_and_removed_with_its_bytes() -> None:
    editor = worlds.person("Edie")
    row = actions.add(by=editor, at=AT, claim=Claim(State.OWN), **DESCRIBED)

    actions.hold(resource=row, name="../first.exe", content=pdf("first"), by=editor, at=AT)
    actions.hold(resource=row, name="second.pdf", content=pdf("second"), by=editor, at=AT)
    kept = KeptFile.objects.get()

    assert (kept.name, kept.media, kept.size, kept.kept_by) == ("second.pdf", "application/pdf", kept.size, editor)
    assert read_bytes(kept) == pdf("second")
    with pytest.raises(NotThisKind):
        actions.hold(resource=row, name="third.pdf", content=b"<html>", by=editor, at=AT)
    actions.let_go(resource=row, by=editor, at=AT)
    actions.let_go(resource=row, by=editor, at=LATER)
    assert (KeptFile.objects.count(), FileBytes.objects.count()) == (0, 0)
    assert Entry.objects.filter(verb="library.let_go").count() == 1
    assert Resource.objects.get().file is None


def test_what_was_taken_out_is_not_shown_and_comes_back() -> None:
    editor = worlds.person("Edie")
    row = actions.add(by=editor, at=AT, claim=Claim(State.OWN), **DESCRIBED)

    actions.withdraw(resource=row, by=editor, at=AT)
    actions.withdraw(resource=row, by=editor, at=LATER)
    assert list(Resource.objects.shown()) == []
    assert Resource.objects.get().withdrawn_at == AT
    actions.put_back(resource=row, by=editor, at=LATER)
    assert list(Resource.objects.shown()) == [row]


def test_reads_say_what_ends_and_what_has_no_address() -> None:
    editor = worlds.person("Edie")
    on = AT.date()
    for title, days in (("Over", -1), ("Soon", 20), ("Far", 400)):
        claim = replace(granted(Audience.EVERYONE), granted_until=on + timedelta(days=days))
        link = "https://example.org/far" if title == "Far" else ""
        actions.add(by=editor, at=AT, claim=claim, **DESCRIBED | {"title": title, "link": link})

    assert [row.title for row in Resource.objects.ending(on, timedelta(days=60))] == ["Over", "Soon"]
    assert sorted(row.title for row in Resource.objects.without_links()) == ["Over", "Soon"]


def test_bringing_the_database_up_to_date_brings_in_what_is_shipped() -> None:
    call_command("migrate", verbosity=0)
    call_command("migrate", verbosity=0)

    assert Resource.objects.count() == len(library().records)
    assert Entry.objects.filter(verb="library.load_shipped").count() == 1
