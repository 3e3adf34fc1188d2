"""A scheme with a lead and two people to write to, and a mail server that answers as it is told."""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from pares.ground.letters import actions
from pares.ground.letters.models import Letter
from pares.ground.people.actions import meet
from pares.ground.people.models import Person
from pares.ground.schemes.actions import open_scheme
from pares.ground.schemes.models import Scheme

TUESDAY = datetime(2027, 3, 2, 10, tzinfo=UTC)


@dataclass
class Office:
    """A scheme, its lead and two members."""

    lead: Person
    scheme: Scheme
    max: Person
    ella: Person
    at: datetime = TUESDAY

    def write(self, key: str = "one", **more: Any) -> Letter:
        """Queue a usual letter to Max, unless told otherwise."""
        return actions.queue(
            **{
                "kind": "certificate_ready",
                "key": key,
                "to": self.max,
                "values": {"cohort_name": "Spring 2027", "link": "https://pares.example/certificate/"},
                "at": self.at,
                "scheme": self.scheme,
            }
            | more
        )

    def write_now(self, key: str = "now", **more: Any) -> Letter:
        """Queue a sign-in code to Max."""
        return self.write(key, kind="sign_in_code", values={"code": "KMMQ-CCGT"}, scheme=None, **more)


@pytest.fixture
def office(db: None) -> Office:
    lead, max_, ella = (
        meet(email=f"{name.lower()}@northgate.example", name=f"{name} Northgate", at=TUESDAY)
        for name in ("Asha", "Max", "Ella")
    )
    scheme = open_scheme(
        name="Northgate mentoring",
        organisation="Northgate Trust",
        specialty="Psychiatry",
        closeness="near_peer",
        joining="opt_in",
        mailbox="mentoring@northgate.example",
        by=lead,
        at=TUESDAY,
    )
    return Office(lead, scheme, max_, ella)


@dataclass
class MailServer:
    """What the mail server was given, and how it answers next: None takes the message, an error is raised."""

    answers: list[BaseException | None] = field(default_factory=list)
    taken: list[EmailMessage] = field(default_factory=list)
    dies_after_taking: bool = False

    @property
    def ids(self) -> list[str]:
        return [str(message.message()["Message-ID"]) for message in self.taken]


class Backend(BaseEmailBackend):
    """The mail server's way in."""

    server: MailServer

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        for message in email_messages:
            message.message().as_bytes()
            if self.server.answers and (answer := self.server.answers.pop(0)):
                raise answer
            self.server.taken.append(message)
            if self.server.dies_after_taking:
                raise KeyboardInterrupt
        return len(email_messages)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> MailServer:
    made = MailServer()
    monkeypatch.setattr(Backend, "server", made, raising=False)
    monkeypatch.setattr("pares.ground.letters.sending.get_connection", Backend)
    return made


def refused(code: int, text: str, to: str = "max@northgate.example") -> smtplib.SMTPRecipientsRefused:
    """Return the error of a server that does not take the recipient."""
    return smtplib.SMTPRecipientsRefused({to: (code, text.encode())})


@pytest.fixture
def refuse() -> Callable[..., smtplib.SMTPRecipientsRefused]:
    return refused


@pytest.fixture(autouse=True)
def no_mail() -> None:
    mail.outbox = []
