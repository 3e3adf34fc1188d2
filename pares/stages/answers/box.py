"""The sealed box: a fixed number of equal slots, encrypted as one, re-shuffled at every answer.

A box has the same size from the first moment to the last and changes in every byte each time, so that whoever
keeps every version of it learns neither who answered what, nor in which order, nor how much they wrote. Each
slot says inside the encryption whether it is used. The key is kept elsewhere (`keys.py`); the box's id is
authenticated with it, so that one box cannot stand in for another.
"""

import secrets
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SLOT = 16 * 1024
"""Bytes per answer, its marker and length included."""
NONCE = 12
_HEAD = struct.Struct(">?I")


class FullError(ValueError):
    """Every slot is used."""


class TooLongError(ValueError):
    """The answer does not fit a slot."""


class TamperedError(ValueError):
    """The box was altered, belongs to another id, or this is not its key."""


def room(slot: int = SLOT) -> int:
    """Give the most bytes one answer may have."""
    return slot - _HEAD.size


def new_key() -> bytes:
    """Give a fresh 256-bit key."""
    return AESGCM.generate_key(bit_length=256)


def new(slots: int, key: bytes, box: bytes, *, slot: int = SLOT) -> bytes:
    """Give an empty box of `slots` slots, bound to the id `box`."""
    if slots < 1:
        raise ValueError("A box has at least one slot.")
    return _seal([bytes(slot)] * slots, key, box)


def put(blob: bytes, key: bytes, box: bytes, answer: bytes, *, slot: int = SLOT) -> bytes:
    """Give the box with one answer more: same size, all slots in a new random order, a fresh nonce.

    Raises `FullError`, `TooLongError` or `TamperedError`; the box given stays as it was.
    """
    if len(answer) > room(slot):
        raise TooLongError("The answer does not fit a slot.")
    slots = _unseal(blob, key, box, slot)
    free = next((i for i, content in enumerate(slots) if not _used(content)), None)
    if free is None:
        raise FullError("Every slot of the box is used.")
    slots[free] = (_HEAD.pack(True, len(answer)) + answer).ljust(slot, b"\0")  # noqa: FBT003 - the marker
    secrets.SystemRandom().shuffle(slots)
    return _seal(slots, key, box)


def take(blob: bytes, key: bytes, box: bytes, *, slot: int = SLOT) -> list[bytes]:
    """Give the answers in the box, in random order. Raises `TamperedError`."""
    return [_content(slot) for slot in _unseal(blob, key, box, slot) if _used(slot)]


def _seal(slots: list[bytes], key: bytes, box: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, b"".join(slots), box)


def _unseal(blob: bytes, key: bytes, box: bytes, slot: int) -> list[bytes]:
    try:
        content = AESGCM(key).decrypt(blob[:NONCE], blob[NONCE:], box)
    except (InvalidTag, ValueError) as error:
        raise TamperedError("The box cannot be opened: it was altered, or this is not its key.") from error
    return [content[start : start + slot] for start in range(0, len(content), slot)]


def _used(slot: bytes) -> bool:
    return bool(_HEAD.unpack_from(slot)[0])


def _content(slot: bytes) -> bytes:
    length = _HEAD.unpack_from(slot)[1]
    return slot[_HEAD.size : _HEAD.size + length]
