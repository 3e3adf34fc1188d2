"""The product's source as the house rules see it."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ROOT / "pares"


@functools.cache
def modules() -> dict[Path, ast.Module]:
    """Return the syntax tree of every module of the product but its migrations, by path from the root."""
    return {
        path.relative_to(ROOT): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PRODUCT.rglob("*.py"))
        if "migrations" not in path.parts
    }


def rooms() -> Iterator[str]:
    """Yield every room as wing/room."""
    for wing in ("ground", "guide", "stages", "pages"):
        for package in sorted((PRODUCT / wing).glob("*/__init__.py")):
            yield f"{wing}/{package.parent.name}"


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, ast.Attribute]]:
    """Yield every call of an attribute with that attribute: `thing.name(...)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func
