"""The keys of the sealed boxes: one file each, outside the database and outside its backups.

The directory is the setting `BOX_KEYS`. A file is named by its box's id and readable by its owner only. Once
a key is destroyed, every older copy of its box is noise.
"""

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings

from pares.ground.refusal import Refused
from pares.stages.answers import box as sealed_box


class KeyMissing(Refused):
    """The key file of a box that is not open yet cannot be read."""

    sentence = (
        "This survey cannot be used at the moment, because the key that protects its answers is missing. "
        "Nothing you wrote was kept. Ask the people who run this service to restore the key file."
    )


def make(box: UUID) -> bytes:
    """Make, write through to the disk and give the key of a new box."""
    path = _path(box)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = sealed_box.new_key()
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        _write(file.fileno(), key)
    _sync(path.parent)
    return key


def read(box: UUID) -> bytes:
    """Give the key of a box, or refuse with `KeyMissing`."""
    try:
        return _path(box).read_bytes()
    except OSError as error:
        raise KeyMissing from error


def is_here(box: UUID) -> bool:
    """Tell whether there is a key for a box."""
    return _path(box).is_file()


def destroy(box: UUID) -> None:
    """Overwrite and remove the key of a box; one already gone is gone."""
    path = _path(box)
    if not path.exists():
        return
    with path.open("r+b") as file:
        _write(file.fileno(), bytes(path.stat().st_size))
    path.unlink(missing_ok=True)
    _sync(path.parent)


def _path(box: UUID) -> Path:
    return Path(settings.BOX_KEYS) / str(box)


def _write(descriptor: int, content: bytes) -> None:
    os.write(descriptor, content)
    os.fsync(descriptor)


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
