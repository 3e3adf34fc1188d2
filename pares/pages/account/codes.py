"""Codes sent by e-mail and typed back into the browser that asked for them.

The session keeps a keyed digest of each code with its time, never the code. A code is good for ten minutes and five
tries, and stays so beside a newer one: letters overtake each other.
"""

import secrets
import unicodedata
from datetime import datetime, timedelta
from typing import TypedDict
from uuid import uuid4

from allauth.core import ratelimit
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from pares.ground import clock
from pares.ground.letters.actions import queue
from pares.ground.people.models import Person
from pares.ground.refusal import Refused

ALPHABET = "CDFGHJKMNPQRTVWXY34679"
"""No vowels, so that no words arise, and nothing that looks like something else (0 O, 1 I L, 2 Z, 5 S, 8 B, U)."""
GROUP = 4
LENGTH = 2 * GROUP
LIFE = timedelta(minutes=10)
LETTERS = {"sign_in": "sign_in_code", "prove": "confirmation_code", "address": "confirmation_code"}
"""What codes are for, and the letter that brings each."""


class TooManyCodes(Refused):
    """So many codes were asked for that no further one is sent for a while."""

    sentence = "You have asked for several codes in the last hour. Use the newest one you have, or try again in an hour"


class WrongCode(Refused):
    """What was typed is no code that is good now."""

    sentence = "That code does not fit. Check the newest letter, or ask for another code"


class Sent(TypedDict):
    """One code that was sent: its digest and when."""

    mark: str
    at: str


class Codes:
    """The codes that one browser has asked for, for one purpose and one address at a time."""

    def __init__(self, session: SessionBase, purpose: str) -> None:
        """Take the browser's session and what the codes are for."""
        self.session, self.key = session, f"codes.{purpose}"

    @property
    def address(self) -> str:
        """The address the codes went to; "" where none was asked for."""
        return str(self.session.get(self.key, {}).get("address", ""))

    def keep(self, address: str, code: str, at: datetime) -> None:
        """Add a code; earlier ones for the same address stay while they are good, those for another address go."""
        earlier = self._good(at) if address == self.address else []
        sent = [*earlier, Sent(mark=self._mark(address, code), at=at.isoformat())]
        self.session[self.key] = {"address": address, "sent": sent}

    def check(self, request: HttpRequest, typed: str, at: datetime) -> None:
        """Raise WrongCode unless what was typed is one of the codes; each try counts against every code."""
        mark = self._mark(self.address, plain(typed))
        tried = [sent for sent in self._good(at) if ratelimit.consume(request, action="code_try", key=sent["mark"])]
        if not tried:
            raise WrongCode("This code can no longer be used: it is too old, or was tried too often", field="code")
        if not any(constant_time_compare(mark, sent["mark"]) for sent in tried):
            raise WrongCode(field="code")

    def forget(self) -> None:
        """Drop them all."""
        self.session.pop(self.key, None)

    def _good(self, at: datetime) -> list[Sent]:
        sent: list[Sent] = self.session.get(self.key, {}).get("sent", [])
        return [each for each in sent if abs(at - datetime.fromisoformat(each["at"])) <= LIFE]

    def _mark(self, address: str, code: str) -> str:
        return salted_hmac(f"pares.{self.key}", f"{address} {plain(code)}", algorithm="sha256").hexdigest()


def send(request: HttpRequest, purpose: str, address: str, to: Person | str | None) -> None:
    """Send a code for that address; to None, nobody known, everything is done but the sending, in the same time.

    Raises TooManyCodes, after 5 codes an hour for an address or 20 from one place.
    """
    if not ratelimit.consume(request, action="request_login_code", key=address):
        raise TooManyCodes(field="email")
    code, at = new_code(), clock.now()
    with transaction.atomic():
        _write(LETTERS[purpose], code, to or address, at, leaves=to is not None)
        Codes(request.session, purpose).keep(address, code, at)
        request.session.cycle_key()


def _write(kind: str, code: str, to: Person | str, at: datetime, *, leaves: bool) -> None:
    """Queue the letter; one that is not to leave is queued and taken back."""
    with transaction.atomic():
        key = f"{kind}:{uuid4()}"
        queue(kind=kind, key=key, to=to, values={"code": code}, at=at, expires_at=at + LIFE)
        transaction.set_rollback(not leaves)


def new_code() -> str:
    """Return a fresh code in two groups, such as "KMQN-37CT"."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{letters[:GROUP]}-{letters[GROUP:]}"


def plain(typed: str) -> str:
    """Return the letters and digits of what was typed or pasted, as capitals."""
    return "".join(each for each in unicodedata.normalize("NFKC", typed).upper() if each.isalnum())
