"""A mail transport that keeps each letter as a file, and reads them back for the demo's mailbox."""

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage as Parsed
from email.parser import BytesHeaderParser, BytesParser
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from pares.ground import clock

_NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{16}")
_STAMP = "%Y%m%dT%H%M%S%f"


class NoSuchFileError(LookupError):
    """No letter is saved under that name."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved letter in a list: its file's name, to whom, its subject and when it was sent."""

    name: str
    to: str
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A saved letter: what a mail program shows, and the invitation that came with it."""

    name: str
    sender: str
    to: str
    reply_to: str
    subject: str
    at: datetime
    message_id: str
    text: str
    html: str
    calendar: str


class FolderBackend(BaseEmailBackend):
    """Saves each message as one .eml file in LETTERS_FOLDER, whole or not at all."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Save the messages; return how many. Raises OSError where the folder cannot be written."""
        for message in email_messages:
            _save(message.message().as_bytes())
        return len(email_messages)


def saved(*, to: str = "", limit: int = 200) -> list[Saved]:
    """Return the letters saved last, newest first, or those to one address."""
    found: list[Saved] = []
    for path in sorted(_folder().glob("*.eml"), reverse=True):
        if len(found) == limit:
            break
        with path.open("rb") as file:
            head = BytesHeaderParser(policy=policy.default).parse(file)
        if not to or str(head["to"]).lower() == to.lower():
            found.append(Saved(path.stem, str(head["to"]), str(head["subject"]), _at(path.stem)))
    return found


def one(name: str) -> Opened:
    """Return a saved letter; raises NoSuchFileError."""
    path = _folder() / f"{name}.eml"
    if not (_NAME.fullmatch(name) and path.is_file()):
        raise NoSuchFileError(f"There is no letter {name!r}.")
    message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    parts = dict(_parts(message))
    return Opened(
        name=name,
        sender=str(message["from"]),
        to=str(message["to"]),
        reply_to=str(message["reply-to"] or ""),
        subject=str(message["subject"]),
        at=_at(name),
        message_id=str(message["message-id"]),
        text=parts.get("text/plain", ""),
        html=parts.get("text/html", ""),
        calendar=parts.get("text/calendar", ""),
    )


def _parts(message: Parsed) -> Iterator[tuple[str, str]]:
    for part in message.walk():
        if part.get_content_maintype() == "text":
            yield part.get_content_type(), part.get_content()


def _folder() -> Path:
    return Path(settings.LETTERS_FOLDER)


def _at(name: str) -> datetime:
    return datetime.strptime(name.partition("-")[0], _STAMP).replace(tzinfo=UTC)


def _save(content: bytes) -> None:
    """Write the file beside its place and move it there, so that a reader never sees half of one."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{clock.now().astimezone(UTC):{_STAMP}}-{hashlib.sha256(content).hexdigest()[:16]}"
    draft = folder / f"{name}.{os.getpid()}.draft"
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / f"{name}.eml")
