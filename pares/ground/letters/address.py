"""One e-mail address, and only one: nothing that a mail program could read as a second recipient."""

import re

from pares.ground.refusal import Refused

LONGEST = 254
LONGEST_NAME = 64
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_NAME = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_PLACE = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")


class NotOneAddress(Refused):
    """What was given is not exactly one address."""

    sentence = "Enter one e-mail address, like name@example.com."


def single(text: str) -> str:
    """Return the address without the spaces around it; raises NotOneAddress.

    Stricter than mail's own rules (RFC 5322): no quotes, comments, groups or lists, so that what we store is what a
    mail server is told.
    """
    address = text.strip(" \t")
    name, at, domain = address.partition("@")
    places = domain.split(".")
    if not (at and len(address) <= LONGEST and len(name) <= LONGEST_NAME and _NAME.fullmatch(name)):
        raise NotOneAddress(field="email")
    if len(places) < 2 or not all(_PLACE.fullmatch(place) for place in places):  # noqa: PLR2004 - host and top level
        raise NotOneAddress(field="email")
    try:
        domain.encode("idna")
    except UnicodeError as error:
        raise NotOneAddress(field="email") from error
    return address
