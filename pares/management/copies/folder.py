"""The folder that copies are kept in: dated names, one maker at a time, nothing half-written, nothing old."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import file_digest
from pathlib import Path

from django.conf import settings

from pares.management.copies.engine import NotDone

_STAMP = "%Y%m%dT%H%M%S"
_COPY = re.compile(r"pares-(\d{8}T\d{6})Z\.(?:sqlite3|dump)(?:\.sha256)?")
_BEFORE_MIGRATE = re.compile(r"before-migrate-(\d{8}T\d{6})\.sqlite3")
_HALF = ".pares-*.part*"
SUM = ".sha256"


def name(at: datetime, ending: str) -> str:
    """Return what a copy of a moment is called."""
    return f"pares-{at.astimezone(UTC):{_STAMP}}Z.{ending}"


def refuse_bad(folder: Path) -> None:
    """Raise NotDone for a folder in which a copy is lost with the site, or lies beside the survey keys."""
    data, keys = settings.DATA.resolve(), Path(settings.BOX_KEYS).resolve()
    whole = folder.resolve()
    if whole.is_relative_to(data) or data.is_relative_to(whole) or keys.is_relative_to(whole):
        raise NotDone(
            f"{folder} and the site's own folder {data} lie in one another. A copy there is lost with the site, "
            "and lies beside the keys of surveys. Name another folder, best on another disk."
        )


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder for one maker of copies, and clear away what an earlier one left half-written."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(held)
        raise NotDone(f"Another copy is being made in {folder}. Wait until it is done.") from error
    try:
        _clear(folder)
        yield
    finally:
        _clear(folder)
        os.close(held)


def finish(draft: Path, copy: Path) -> None:
    """Write a good copy through to the disk and give it its name; its checksum file stands before it does."""
    draft.chmod(0o600)
    total = checksum(draft)
    note = copy.with_name(f"{copy.name}{SUM}")
    half = draft.with_name(f"{draft.name}{SUM}")
    half.write_text(f"{total}  {copy.name}\n", encoding="ascii")
    for path in (draft, half):
        _sync(path)
    half.replace(note)
    draft.replace(copy)
    _sync(copy.parent)


def refuse_altered(copy: Path) -> None:
    """Raise NotDone for a copy that is not what its checksum file says, or has none."""
    note = copy.with_name(f"{copy.name}{SUM}")
    if not note.exists():
        raise NotDone(
            f"{note} is not there. Put it beside the copy, or say --without-checksum to take the copy as it is."
        )
    if note.read_text(encoding="ascii", errors="replace").split()[:1] != [checksum(copy)]:
        raise NotDone(f"{copy.name} is damaged: it is not what {note.name} says. Take an earlier copy.")


def latest(folder: Path) -> str:
    """Return the name of the newest copy, or "none"."""
    named = (path.name for path in folder.iterdir() if _COPY.fullmatch(path.name) and path.suffix != SUM)
    return max(named, default="none")


def checksum(path: Path) -> str:
    """Return a file's SHA-256."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def remove_old(folder: Path, at: datetime, kept: timedelta) -> int:
    """Remove the copies that have had their time, also those made before a migration; return how many."""
    places = ((folder, _COPY), (settings.DATA / "copies", _BEFORE_MIGRATE))
    found = [
        (path, shape.fullmatch(path.name)) for place, shape in places if place.is_dir() for path in place.iterdir()
    ]
    old = [path for path, named in found if named and _made(named[1]) <= at - kept]
    for path in old:
        path.unlink()
    return sum(path.suffix != SUM for path in old)


def _made(stamp: str) -> datetime:
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)


def _clear(folder: Path) -> None:
    for path in folder.glob(_HALF):
        path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
