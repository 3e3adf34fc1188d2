"""People who sign in, their letters, and a browser's worth of requests."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from pares.ground import clock
from pares.ground.letters.models import Letter
from pares.ground.membership.actions import appoint
from pares.ground.membership.models import Role
from pares.ground.people.actions import appoint_operator, meet
from pares.ground.people.models import Person
from pares.ground.schemes.actions import open_scheme
from pares.ground.schemes.models import Closeness, Joining, Scheme

ANA = "ana@trust.example"
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")


@pytest.fixture(autouse=True)
def _no_limits_used() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ana(db: None) -> Person:
    return meet(email=ANA, name="Ana Alvarez", at=clock.now())


@pytest.fixture
def codes_in_letters() -> Callable[[], list[str]]:
    """Return the codes sent so far, the oldest first."""

    def read() -> list[str]:
        letters = Letter.objects.filter(kind__in=["sign_in_code", "confirmation_code"]).order_by("made_at", "pk")
        return [found[0] for letter in letters if (found := CODE.search(letter.text))]

    return read


@pytest.fixture
def sign_in(client: Client, codes_in_letters: Callable[[], list[str]]) -> Callable[..., Client]:
    """Sign somebody in through the pages."""

    def walk(person: Person, then: str = "", **ticks: str) -> Client:
        client.post("/sign-in/", {"email": person.email})
        typed = {"code": codes_in_letters()[-1], "next": then, **ticks}
        answer = client.post("/sign-in/code/", typed)
        assert answer.status_code == 302, answer.content.decode()
        return client

    return walk


@pytest.fixture
def give_role(db: None) -> Callable[..., None]:
    """Give somebody a role in a scheme called Harbour, or make them operator."""

    def give(person: Person, role: str) -> None:
        if role == "operator":
            appoint_operator(person=person, by=None, at=clock.now())
            return
        at = clock.now()
        scheme = Scheme.objects.filter(slug="harbour").first() or open_scheme(
            name="Harbour",
            organisation="Harbour Trust",
            specialty="Anaesthetics",
            closeness=Closeness.values[0],
            joining=Joining.values[0],
            mailbox="mentoring@trust.example",
            by=None,
            at=at,
        )
        appoint(scheme=scheme, person=person, role=Role(role), by=None, at=at)

    return give
