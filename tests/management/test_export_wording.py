"""Handing edits back as files in the layout of the words that come with Pares."""

import pytest
from django.core.management import CommandError, call_command

from pares.ground.wording import actions, draft, shipped
from pares.ground.wording.current import current
from pares.ground.wording.draft import Draft
from tests import world as worlds


def change(kind, key, text, *, scheme=None):
    was = draft.of(shipped.shipped(kind, key))
    new = Draft(was.title, was.summary, text)
    told = {"why": "Ours.", "started_from": 0, "by": None, "at": worlds.PLANNED}
    return actions.revise(kind=kind, key=key, draft=new, scheme=scheme, **told)


def test_every_edit_in_force_comes_back_as_it_is(world, tmp_path, capsys):
    change("chapters", "step-9-finish", "Ours.\n\n---\n\nAfter a line.")
    change("handbook", "agreement", "You both keep it to yourselves: always.")
    change("letters", "check_in_mentor", "Site's: {link}")
    change("letters", "check_in_mentor", "Northgate's: {link}", scheme=world.northgate)
    change("letters", "check_in_mentee", "Southmere's: {link}", scheme=world.southmere)
    gone = change("handbook", "cookies", "Ours.")
    actions.withdraw(kind=gone.kind, key=gone.key, why="Theirs is better.", started_from=1, by=None, at=worlds.PLANNED)
    out = tmp_path / "words"

    call_command("export_wording", "--out", str(out))

    expected = {
        "handbook/chapters/step-9-finish.md": current("chapters", "step-9-finish"),
        "handbook/agreement.md": current("handbook", "agreement"),
        "letters/check_in_mentor.md": current("letters", "check_in_mentor"),
        "schemes/northgate-mentoring/letters/check_in_mentor.md": current(
            "letters", "check_in_mentor", world.northgate
        ),
        "schemes/southmere-buddies/letters/check_in_mentee.md": current("letters", "check_in_mentee", world.southmere),
    }
    written = {path.relative_to(out).as_posix(): path for path in out.rglob("*.md")}
    assert {*written} == {*expected}
    for place, words in expected.items():
        facts, text = shipped.read(written[place].read_text(encoding="utf-8"), place)
        assert (dict(facts), text) == (dict(words.facts), words.text)
    assert {*capsys.readouterr().out.splitlines()} == {*expected, "Texts written: 5."}


def test_nothing_edited_is_said(db, tmp_path, capsys):
    call_command("export_wording", "--out", str(tmp_path / "words"))

    assert capsys.readouterr().out == "Nothing has been edited here.\n"


def test_a_folder_with_something_in_it_is_left_alone(db, tmp_path):
    (tmp_path / "mine.md").write_text("Mine")

    with pytest.raises(CommandError, match=r"^There is something in .* already\. Name a folder that is"):
        call_command("export_wording", "--out", str(tmp_path))
    with pytest.raises(CommandError, match=r"mine\.md is a file\."):
        call_command("export_wording", "--out", str(tmp_path / "mine.md"))
    assert [path.name for path in tmp_path.iterdir() if path.name == "mine.md"] == ["mine.md"]
