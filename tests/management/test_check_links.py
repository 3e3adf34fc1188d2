"""Checking links as an operator does, against a server on this machine."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from pares.guide.library import actions as library
from pares.guide.library.curating.models import LinkCheck, Outcome
from pares.guide.library.rules import Claim, State
from pares.management.linked import SOURCES, links
from tests import world as worlds
from tests.house_rules.reading import modules
from tests.websites import Site

AT = datetime(2027, 4, 7, 9, tzinfo=UTC)
CHECKER = "pares.guide.library.links"


@pytest.fixture
def site() -> Iterator[Site]:
    opened = Site()
    yield opened
    opened.close()


def record(title: str, link: str, evidence_link: str = "") -> None:
    claim = Claim(State.OGL, evidence_link=evidence_link) if evidence_link else Claim(State.UNKNOWN)
    described = {"owner": "Riverside", "kind": "guide", "audience": "mentors", "purpose": "x", "believed": ""}
    library.add(claim=claim, by=worlds.person("Edie"), at=AT, title=title, link=link, **described)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    call_command("check_links", "--pause", "0", "--timeout", "2", *arguments)
    return capsys.readouterr().out.splitlines()


@pytest.mark.django_db
def test_each_link_is_asked_once_told_kept_and_counted(site, capsys):
    record("Alive", f"{site.at}/alive", f"{site.at}/terms")
    record("Alive too", f"{site.at}/alive")
    record("Gone", f"{site.at}/404")
    record("Moved", f"{site.at}/old")
    record("No address", "")
    record("Our own page", "/handbook/")

    said = run(capsys, "--only", "library", "--allow-private")

    assert sorted(line.replace(site.at, "") for line in said[:-1]) == sorted(
        [
            "Works              200  /alive",
            "Works              200  /terms",
            "Gone               404  /404",
            "                        There is no such page. Library: gone",
            "Has moved          200  /old",
            "                        It has moved for good to /new. Library: moved",
        ]
    )
    assert said[-1] == "Links: 4. Places: 5: answers 3, has moved 1, not there 1."
    assert [path for method, path in site.methods if path == "/alive"] == ["/alive"]
    kept = {(each.place, each.link.replace(site.at, "")): each for each in LinkCheck.objects.all()}
    assert {key: each.outcome for key, each in kept.items()} == {
        ("Library: alive", "/alive"): Outcome.FINE,
        ("Library: alive", "/terms"): Outcome.FINE,
        ("Library: alive-too", "/alive"): Outcome.FINE,
        ("Library: gone", "/404"): Outcome.GONE,
        ("Library: moved", "/old"): Outcome.MOVED,
    }
    assert kept["Library: moved", "/old"].moved_to == f"{site.at}/new"
    assert kept["Library: gone", "/404"].page == "/library/gone/"


@pytest.mark.django_db
def test_it_says_who_asks(site, capsys, settings):
    settings.SITE_NAME, settings.URL = "Northgate – mentoring", "https://northgate.example"
    record("Alive", f"{site.at}/alive")
    run(capsys, "--only", "alive", "--allow-private")

    assert site.asked[0][2] == "Northgate  mentoring link check (+https://northgate.example)"


@pytest.mark.django_db
def test_an_address_inside_the_network_is_not_asked_unless_told_so(site, capsys):
    record("Inside", f"{site.at}/secret")
    said = run(capsys, "--only", "inside")

    assert said[-1] == "Links: 1. Places: 1: could not be reached 1."
    assert "This address is not on the public web. Library: inside" in said[1]
    assert site.asked == []


@pytest.mark.django_db
def test_every_source_has_links_of_other_sites_only():
    record("Alive", "https://riverside.example/")
    found = links()

    assert {each.source for each in found} == set(SOURCES)
    assert [each.link for each in found if not each.link.startswith("http")] == []
    assert [each for each in found if each.source == "words" and each.key == "about" and each.page == "/about/"] != []
    assert links("alive") == [each for each in found if each.key == "alive"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--only", "nothing-of-ours"], r"^There is no link under nothing-of-ours\.$"),
        (["--timeout", "0"], r"^--timeout must be above nought and --pause not below\.$"),
    ],
)
def test_bad_calls_are_refused(arguments, why):
    with pytest.raises(CommandError, match=why) as refused:
        call_command("check_links", *arguments)
    assert refused.value.returncode == 2


def test_nothing_but_the_command_asks_links():
    """No errand, no clock and no page ever starts it."""
    users = {
        str(path)
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and imports(node)
    }
    starters = [str(path) for path in modules() if mentions(path, "check_links", "check-links")]

    assert users == {"pares/management/commands/check_links.py"}
    assert starters == []


def imports(node: ast.ImportFrom) -> bool:
    return node.module == CHECKER or (
        node.module == CHECKER.rpartition(".")[0] and "links" in {n.name for n in node.names}
    )


def mentions(path: Path, *words: str) -> bool:
    text = (Path(__file__).parents[2] / path).read_text(encoding="utf-8")
    return path.name != "check_links.py" and any(word in text for word in words)
