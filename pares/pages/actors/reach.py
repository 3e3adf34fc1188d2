"""Finding one row, or nothing at all."""

from typing import TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


class NobodyHere(Exception):  # noqa: N818 - what the actor finds
    """There is nothing here for this actor."""


def one(found: QuerySet[M], **which: object) -> M:
    """Return the one row that fits, or raise NobodyHere."""
    # No row holds a NUL, and PostgreSQL refuses to look for one.
    if any("\0" in value for value in which.values() if isinstance(value, str)):
        raise NobodyHere
    row = found.filter(**which).first()
    if row is None:
        raise NobodyHere
    return row
