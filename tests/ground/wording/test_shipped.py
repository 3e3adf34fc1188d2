import re
from datetime import date

import pytest

from pares.ground.wording import shipped
from pares.ground.wording.helplines import helplines, oldest_check, safety
from pares.ground.wording.markdown import headings

PAGES = ("about", "accessibility", "agreement", "agreement-short", "cookies", "privacy", "safety")


def test_a_file_is_its_facts_and_its_words() -> None:
    facts, text = shipped.read("---\ntitle: A: b\nversion: 2026-11\n---\n\n# Words\n", "x.md")

    assert (dict(facts), text) == ({"title": "A: b", "version": "2026-11"}, "# Words\n")


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("no facts", "x.md must begin with its facts between two lines of ---."),
        ("", "x.md must begin with its facts between two lines of ---."),
        ("---\ntitle: never closed\n", "x.md must begin with its facts between two lines of ---."),
        ("---\ntitle\n---\n", "x.md, line 2: 'title' is not `key: value`."),
        ("---\na: 1\na: 2\n---\n", "x.md, line 3: a stands there twice."),
    ],
)
def test_a_bad_file_is_named_with_its_line(source: str, sentence: str) -> None:
    with pytest.raises(shipped.BadWordsError) as refused:
        shipped.read(source, "x.md")

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("kind", "key"), [("handbook", "no-such"), ("..", "pyproject"), ("handbook", "../x"), ("", "")]
)
def test_only_shipped_words_are_found(kind: str, key: str) -> None:
    with pytest.raises(shipped.NotShippedError):
        shipped.shipped(kind, key)


@pytest.mark.parametrize("key", PAGES)
def test_the_public_pages_have_their_words(key: str) -> None:
    words = shipped.shipped("handbook", key)

    assert words.title
    assert words.facts["summary"]
    assert [heading for heading in headings(words.text) if heading.level == 1] == []
    assert re.findall(r"junior doctor|e\.g\.|i\.e\.|!", words.text.replace("](", "")) == []


def test_both_agreements_are_of_one_version() -> None:
    versions = {shipped.shipped("handbook", key).facts["version"] for key in ("agreement", "agreement-short")}

    assert versions == {"2026-11"}


def test_the_safety_page_begins_with_what_it_is_not_and_lists_every_number() -> None:
    words = safety()

    assert words.text.startswith("**This is not an emergency service")
    assert re.findall(r'href="tel:(\d+)"', words.html) == [line.number.replace(" ", "") for line in helplines()]
    assert [line.number for line in helplines()][:3] == ["999", "111", "116 123"]
    assert oldest_check() >= date(2026, 11, 1)
