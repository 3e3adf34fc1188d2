"""What was erased for good, remembered outside the database: a copy put back must not bring it to life again.

The list is a file of ids, `DATA/erased`, one line an erasure: when, which table, which row. It says nothing about the
row. Each back-up puts a copy of the list beside the copies. A line outlives the oldest copy of the database, and goes.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

COPIES_KEPT = timedelta(days=35)
"""How long a copy of the database may be kept: the promise of the privacy notice."""
NAME = "erased"


@dataclass(frozen=True, order=True)
class Erased:
    """One row that is gone for good."""

    at: datetime
    table: str
    row: UUID

    def __str__(self) -> str:
        return f"{self.at.isoformat()} {self.table} {self.row}\n"


def place() -> Path:
    """Return where the site keeps its list."""
    return Path(settings.ERASED_LIST)


def remember(*, table: str, row: UUID, at: datetime) -> None:
    """Put a row that is being erased on the list, once the erasure is committed."""
    line = str(Erased(at, table, row))

    def add() -> None:
        place().parent.mkdir(parents=True, exist_ok=True)
        with place().open("a", encoding="ascii") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    transaction.on_commit(add)


def read(*lists: Path) -> list[Erased]:
    """Return everything on these lists, the earliest first; a list that is not there, and half a line, say nothing."""
    texts = (path.read_text(encoding="ascii", errors="replace") for path in lists if path.exists())
    return sorted({found for text in texts for line in text.splitlines() if (found := _line(line))})


def write(path: Path, erased: Iterable[Erased], at: datetime) -> None:
    """Make a list anew of what copies of the database can still hold."""
    draft = path.with_name(f".{path.name}.part")
    draft.write_text("".join(str(each) for each in erased if each.at > at - COPIES_KEPT), encoding="ascii")
    draft.replace(path)


def _line(line: str) -> Erased | None:
    try:
        at, table, row = line.split(" ")
        return Erased(datetime.fromisoformat(at), table, UUID(row))
    except ValueError:
        return None
