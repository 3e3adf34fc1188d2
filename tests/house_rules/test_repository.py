"""What the repository promises about itself, beside the code."""

import importlib.metadata
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import pares
from pares.environment import DECLARED
from tests.house_rules.reading import PRODUCT, ROOT, rooms

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
LONGEST_DECISION = 45


def _text(*parts: str) -> str:
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def test_decisions_are_numbered_without_gaps_or_repeats() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_title_and_three_parts(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()

    assert re.fullmatch(rf"# {int(path.name[:4])}\. [A-Z].+[^.]", lines[0])
    assert [line for line in lines if line.startswith("## ")] == [
        "## Context",
        "## Decision",
        "## Consequences",
    ]
    assert len(lines) <= LONGEST_DECISION


def test_every_room_is_on_the_map() -> None:
    on_the_map = set(re.findall(r"`((?:ground|guide|stages|pages)/\w+)/?`", _text("docs", "developing", "map.md")))

    assert set(rooms()) - on_the_map == set()
    assert {
        room for room in on_the_map if not (PRODUCT / room).exists() and not (PRODUCT / f"{room}.py").exists()
    } == set()


def test_every_dependency_has_its_reason() -> None:
    """In pyproject.toml a comment stands above each dependency, or above the two that share it."""
    for array, most in (("dependencies", 2), ("dev", 9)):
        lines = re.search(rf"^{array} = \[\n(.*?)^\]", _text("pyproject.toml"), re.MULTILINE | re.DOTALL)
        assert lines is not None
        groups = re.findall(r'((?: {2}# .*\n)*)((?: {2}".*\n)+)', lines[1])

        assert [named for reason, named in groups if not reason or named.count("\n") > most] == []


def test_the_vendored_front_end_is_the_one_the_components_were_written_for() -> None:
    port = importlib.metadata.distribution("nhsuk-frontend-jinja")
    table = dict(re.findall(r"^\| ([\d.]+) \| ([\d.]+) \|$", port.read_text("METADATA") or "", re.MULTILINE))
    styles = re.findall(
        r'--nhsuk-frontend-version: ?"([\d.]+)"', _text("pares", "static", "nhsuk", "nhsuk-frontend.min.css")
    )
    script = re.findall(r'\bversion ?= ?"([\d.]+)"', _text("pares", "static", "nhsuk", "nhsuk-frontend.min.js"))

    assert set(styles) == set(script)
    assert len(set(styles)) == 1
    assert table[styles[0]] == port.version


def test_no_vendored_file_asks_another_host_for_anything() -> None:
    asking = [
        f"{path.relative_to(ROOT)}: {address}"
        for path in (PRODUCT / "static").rglob("*")
        if path.suffix in {".css", ".js", ".svg"}
        for address in re.findall(
            r"""(?:url\(|@import|src=|from)\s*["']?((?:https?:)?//[^"')\s]+)""",
            path.read_text(encoding="utf-8"),
        )
    ]

    assert asking == []


def test_the_change_log_begins_with_this_version() -> None:
    versions = re.findall(r"^## (\d+\.\d+\.\d+)\b", _text("CHANGELOG.md"), re.MULTILINE)

    assert versions[0] == pares.__version__
    assert versions == sorted(set(versions), key=lambda version: [-int(part) for part in version.split(".")])


def test_every_make_target_has_one_line_of_manual() -> None:
    makefile = _text("Makefile")
    targets = re.findall(r"^([a-z-]+):.* ## \S.*$", makefile, re.MULTILINE)
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)

    assert phony is not None
    assert phony[1].split() == targets == re.findall(r"^([a-z-]+):(?!=)", makefile, re.MULTILINE)


def test_documents_name_only_commands_that_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", _text("Makefile"), re.MULTILINE))
    named = {(path.name, target) for path, code in _code() for target in re.findall(r"\bmake ([a-z-]+)", code)}

    assert {(name, target) for name, target in named if target not in targets} == set()


def test_documents_name_only_operator_commands_that_exist() -> None:
    ours = {path.stem.replace("_", "-") for path in (PRODUCT / "management" / "commands").glob("[a-z]*.py")}
    named = {(path.name, name) for path, code in _code() for name in re.findall(r"-m pares ([a-z][a-z-]*)", code)}

    assert {(document, name) for document, name in named if name not in ours | {"migrate"}} == set()


def test_documents_link_only_to_files_that_exist() -> None:
    broken = [
        f"{path.relative_to(ROOT)}: {link}"
        for path in _documents()
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
        if not (path.parent / link).exists()
    ]

    assert broken == []


def test_every_setting_is_documented_as_declared() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.+) \| (.+) \|$", _text("docs", "operating", "settings.md"), re.MULTILINE)
    otherwise = {None: "you must set it", "": "empty"}

    assert rows == [
        (setting.name, setting.meaning, otherwise.get(setting.default, f"`{setting.default}`"))
        for setting in DECLARED.values()
    ]


def test_the_licence_is_the_one_declared() -> None:
    project = tomllib.loads(_text("pyproject.toml"))["project"]

    assert project["license"] == "AGPL-3.0-or-later"
    assert _text("LICENSE").split("\n", 2)[:2] == [
        f"{'GNU AFFERO GENERAL PUBLIC LICENSE':>53}",
        f"{'Version 3, 19 November 2007':>50}",
    ]


def _documents() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def _code() -> Iterator[tuple[Path, str]]:
    """Yield each piece of code in the documents: between backticks, or indented or fenced blocks."""
    for path in _documents():
        for code in re.findall(
            r"```.*?```|`[^`\n]+`|^ {4}.*$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
        ):
            yield path, code
