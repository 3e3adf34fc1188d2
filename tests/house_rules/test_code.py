"""What every module of the product keeps to."""

import ast
import itertools
from collections.abc import Iterator
from pathlib import Path

from tests.house_rules.reading import PRODUCT, ROOT, modules

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
SAY_NOTHING = {
    "base",
    "common",
    "core",
    "helper",
    "helpers",
    "manager",
    "misc",
    "service",
    "services",
    "util",
    "utils",
}
# Words for what is not done; put together from halves, so that this file does not find itself.
UNFINISHED = tuple(a + b for a, b in (("TO", "DO"), ("FIX", "ME"), ("XX", "X"), ("raise Not", "Implemented")))

type_of_function = (ast.FunctionDef, ast.AsyncFunctionDef)


def test_packages_hold_nothing_but_their_docstring() -> None:
    """A submodule is imported through its packages, so a pure one stays pure only where they are empty."""
    packages = {path: tree for path, tree in modules().items() if path.name == "__init__.py"}
    laden = [str(path) for path, tree in packages.items() if len(tree.body) != 1 or ast.get_docstring(tree) is None]

    # The version, and the names of the form fields, which stand on Django anyway.
    assert laden == ["pares/__init__.py", "pares/pages/fields/__init__.py"]


def test_files_are_short() -> None:
    paths = itertools.chain(PRODUCT.rglob("*.py"), (ROOT / "scripts").glob("*"), (ROOT / "tests").rglob("*.py"))
    long = {
        str(path.relative_to(ROOT)): lines
        for path in paths
        if path.is_file()
        and "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }

    assert long == {}


def test_functions_are_short() -> None:
    long = {
        f"{path}:{node.lineno} {node.name}": statements
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, type_of_function)
        and (statements := sum(isinstance(part, ast.stmt) for part in ast.walk(node)) - 1) > LONGEST_FUNCTION
    }

    assert long == {}


def test_names_say_what_a_thing_does() -> None:
    """Folders, files and classes are named in the field's words, not for being somewhere to put things."""
    folders = {Path(*path.parts[:n]) for path in modules() for n in range(1, len(path.parts) + 1)}
    files = [str(path) for path in sorted(folders) if path.stem.lower() in SAY_NOTHING]
    classes = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name.lower().endswith(tuple(SAY_NOTHING - {"base"}))
    ]

    assert (files, classes) == ([], [])


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{path}:{number} {line.strip()}"
        for path in modules()
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1)
        if any(word in line for word in UNFINISHED)
    ]

    assert found == []


def test_the_time_is_read_in_one_place() -> None:
    readers = {str(path) for path, tree in modules().items() for _ in _clock_reads(tree)}

    assert readers == {"pares/ground/clock.py"}


def test_every_way_of_reading_the_time_is_known() -> None:
    read = "datetime.now(UTC); date.today(); timezone.now; time.time(); functions.Now()"
    unread = "clock.now(); clock.today(); time.monotonic(); self.now"

    assert len(list(_clock_reads(ast.parse(read)))) == len(read.split(";"))
    assert list(_clock_reads(ast.parse(unread))) == []


def test_tables_are_not_stamped_by_the_database_layer() -> None:
    stamped = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}
    ]

    assert stamped == []


def test_pages_reach_tables_only_through_reads() -> None:
    """A page asks the actor or a stage's QuerySet methods; only the actors themselves start from a table."""
    reaching = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        if path.is_relative_to("pares/pages") and not path.is_relative_to("pares/pages/actors")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}
    ]

    assert reaching == []


def _clock_reads(tree: ast.AST) -> Iterator[ast.Attribute]:
    readers = {
        "datetime": {"now", "utcnow", "today"},
        "date": {"today"},
        "timezone": {"now", "localdate", "localtime"},
        "time": {"time", "time_ns", "localtime", "gmtime"},
        "functions": {"Now"},
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if node.attr in readers.get(owner, ()):
                yield node
