"""Actions are the only writers."""

import ast
from collections.abc import Iterator

import pytest

from tests.house_rules.reading import calls, modules

WRITES = {
    "save", "create", "delete", "update", "get_or_create", "update_or_create",
    "bulk_create", "bulk_update", "raw_save", "_raw_delete",
}  # fmt: skip

# What goes when its time is over stands in a file of its own.
WRITERS = {"actions.py", "forgetting.py"}
# Files beside these that may write, each with its reason.
MAY_WRITE: dict[str, str] = {}


def writes(tree: ast.AST) -> Iterator[int]:
    """Yield the line of each call that looks like writing a row.

    Dictionaries, hashes and caches have methods of the same names but take a value by position; saving,
    deleting and updating rows never do, and only `bulk_*` takes its rows so.
    """
    for call, function in calls(tree):
        if function.attr in WRITES and (function.attr.startswith("bulk_") or not call.args):
            yield call.lineno


def test_only_actions_write() -> None:
    writers = {
        str(path): lines
        for path, tree in modules().items()
        if path.name not in WRITERS and (lines := list(writes(tree))) and str(path) not in MAY_WRITE
    }

    assert writers == {}


def test_files_that_may_write_do() -> None:
    """An entry that is no longer needed goes."""
    assert [
        name for name in MAY_WRITE if not any(str(p) == name and list(writes(t)) for p, t in modules().items())
    ] == []


@pytest.mark.parametrize(
    "source",
    [
        "pair.save()",
        "pair.save(update_fields=['ended'])",
        "Pair.objects.filter(pk=1).update(ended=True)",
        "Pair.objects.create(mentor=mentor)",
        "scheme.pairs.all().delete()",
        "Pair.objects.bulk_create(pairs)",
        "Pair.objects.get_or_create(mentor=mentor)",
    ],
)
def test_a_write_is_seen(source: str) -> None:
    assert list(writes(ast.parse(source))) == [1]


@pytest.mark.parametrize(
    "source",
    ["workbook.save(buffer)", "seen.update(names)", "digest.update(chunk)", "cache.delete(key)", "save()"],
)
def test_what_only_sounds_like_a_write_is_not(source: str) -> None:
    assert list(writes(ast.parse(source))) == []
