"""The kinds of errand: whoever knows how to do one registers a handler for it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pares.ground.errands.models import Errand

Handler = Callable[[Errand, datetime], dict[str, Any]]
"""Does the errand and returns its result as plain data; raises Refused with the sentence to show."""

_HANDLERS: dict[str, Handler] = {}


class NoHandlerError(LookupError):
    """Nobody has registered how to do errands of that kind."""


def errand(kind: str) -> Callable[[Handler], Handler]:
    """Register the decorated function as the handler of that kind; a second one for a kind is a ValueError.

    An errand can run again after its worker died, so doing it twice must be the same as doing it once.
    """

    def register(handler: Handler) -> Handler:
        if _HANDLERS.setdefault(kind, handler) is not handler:
            raise ValueError(f"There is a handler for {kind} already.")
        return handler

    return register


def handler(kind: str) -> Handler:
    """Return the handler of that kind; raises NoHandlerError."""
    try:
        return _HANDLERS[kind]
    except KeyError:
        raise NoHandlerError(f"Nobody knows how to do {kind}.") from None
