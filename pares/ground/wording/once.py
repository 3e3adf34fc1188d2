"""Reading something once in a transaction: many letters written in one act take their words from one look.

What is kept is tied to the transaction's own list of things to do on commit, and so never outlives it: another
process, or the next transaction of this one, looks again.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.db import transaction

T = TypeVar("T")


class _Kept:
    """What a transaction has read; called when it commits, it forgets."""

    def __init__(self) -> None:
        self.found: dict[Hashable, Any] = {}
        self.stale = False

    def __call__(self) -> None:
        self.stale = True
        self.found.clear()


def once(what: Hashable, read: Callable[[], T]) -> T:
    """Return what `read` returns, read once under that name in this transaction; outside of one, each time."""
    if not transaction.get_connection().in_atomic_block:
        return read()
    kept = _kept() or _keep()
    if what not in kept.found:
        kept.found[what] = read()
    found: T = kept.found[what]
    return found


def look_again() -> None:
    """Forget what this transaction has read, because it has changed it."""
    if kept := _kept():
        kept()


def _kept() -> _Kept | None:
    waiting = (entry[1] for entry in transaction.get_connection().run_on_commit)
    return next((each for each in waiting if isinstance(each, _Kept) and not each.stale), None)


def _keep() -> _Kept:
    made = _Kept()
    transaction.on_commit(made)
    return made
