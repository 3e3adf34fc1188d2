"""Checking the words we ship, run as an operator runs it."""

import pytest
from django.core.management import CommandError, call_command

from pares.ground.wording.shipped import keys, shipped
from pares.guide.handbook.chapters import chapters
from pares.management.commands.check_content import Page, faults


@pytest.mark.django_db
def test_what_we_ship_is_sound(capsys, tmp_path):
    (tmp_path / "other.txt").write_text("Nothing of ours stands in here.", encoding="utf-8")
    call_command("check_content", "--against", str(tmp_path))

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Not counted as long words: anonymous, certificate, ")
    assert [line.split()[1] for line in lines if "  chapters/" in line] == [
        f"chapters/{each.key}" for each in chapters()
    ]
    assert {*keys("templates")} == {line.split("templates/")[1] for line in lines if "  templates/" in line}
    assert {*keys("course")} == {line.split("course/")[1] for line in lines if "  course/" in line}
    assert lines[-1].endswith("Texts compared with: 1. No faults.")


@pytest.mark.django_db
def test_words_of_others_are_named_and_counted(capsys, tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "other.md").write_text(chapters()[0].text.split("Three things")[1], encoding="utf-8")

    with pytest.raises(CommandError, match=r"^Faults: \d+\.$"):
        call_command("check_content", "--against", str(tmp_path))
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "chapters/what-mentoring-is: stands elsewhere: follow from it the mentee brings the topic the"
    assert {line.split(":")[0] for line in said} == {"chapters/what-mentoring-is"}


def test_a_folder_that_is_not_there_is_refused():
    with pytest.raises(CommandError, match=r"^There is no folder nowhere\.$"):
        call_command("check_content", "--against", "nowhere")


@pytest.mark.django_db
def test_a_speakers_note_is_our_own_words_and_no_quotation(capsys, tmp_path):
    slides = shipped("course", "basic-slides").text
    (tmp_path / "other.txt").write_text(slides.replace("> ", ""), encoding="utf-8")

    with pytest.raises(CommandError, match=r"^Faults: \d+\.$"):
        call_command("check_content", "--against", str(tmp_path))
    said = capsys.readouterr().err
    assert "course/basic-slides: stands elsewhere: have this up while people arrive the questionnaire is" in said


@pytest.mark.django_db
def test_each_fault_of_a_page_is_told_on_its_own():
    page = Page("chapters/x", "In 5 of 9 cases, [see](/nowhere/) and [see](/help/#nothing).", figures=True)

    assert faults(page) == [
        "chapters/x: a number that is not quoted from facts.toml: 5",
        "chapters/x: a number that is not quoted from facts.toml: 9",
        "chapters/x: leads nowhere: /nowhere/",
        "chapters/x: leads nowhere: /help/#nothing",
    ]
    assert faults(Page("x", "In 5 hours 82% came.", shares=True)) == [
        "x: a number that is not quoted from facts.toml: 82%"
    ]
    assert faults(Page("x", "{fact:nobody_counted}")) == ["x: no such figure: nobody_counted"]
