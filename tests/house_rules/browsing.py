"""A browser for each person, whose every request is taken back again."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.house_rules.inhabited import NOW
from tests.house_rules.ways_in import Inhabited

CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


@dataclass
class Browser:
    """One person's browser, signed in unless it is the visitor's."""

    client: Client
    session: str = ""
    seen: list[tuple[str, str, HttpResponse]] = field(default_factory=list)
    """Every method, address and answer so far."""

    def ask(self, method: str, address: str, data: dict[str, Any] | None = None, **more: Any) -> HttpResponse:
        """Return the answer to one request, and leave the world as it was before."""
        self.client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: self.session} if self.session else {})
        cache.clear()
        sending: dict[str, Any] = {"data": data} if data is not None else {}
        with transaction.atomic():
            answer: HttpResponse = getattr(self.client, method.lower())(address, **sending, **more)
            transaction.set_rollback(True)
        self.seen.append((method, address, answer))
        return answer


def browser(inhabited: Inhabited, who: str) -> Browser:
    """Return a browser in which that person is signed in; exceptions become the page that says so."""
    client = Client(raise_request_exception=False)
    person = inhabited.person(who)
    if person is None:
        return Browser(client)
    client.force_login(person, settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    # A page says until when somebody is signed in; it says the same a minute later.
    session.set_expiry(NOW + timedelta(hours=12))
    session.save()
    return Browser(client, client.cookies[settings.SESSION_COOKIE_NAME].value)


def body(answer: HttpResponse) -> bytes:
    """Return what came, streamed or not, without the form tokens, which differ every time."""
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return CSRF.sub(b"", whole)
