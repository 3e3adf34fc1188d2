"""What every table field says about itself: its class, why it is held, until when, and who reads it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How careful we are with a field, from what anyone may read to what nobody may."""

    PUBLIC = "public"
    CONTACT = "contact"
    SCHEME = "scheme"
    CONFIDENTIAL = "confidential"
    SEALED = "sealed"
    SECRET = "secret"  # noqa: S105 - the name of a class, not a password


@dataclass(frozen=True, slots=True)
class Held:
    """One field's declaration in plain words: its class, its purpose, how long it is kept, who reads it."""

    kind: Kind
    why: str
    until: str
    readers: str
