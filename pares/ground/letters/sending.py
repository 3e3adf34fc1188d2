"""Sending claimed letters by Django's mail connection: at least once, and never to two people."""

import re
import smtplib
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from email.utils import format_datetime, formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from pares.ground.clock import local
from pares.ground.letters import actions, frame, kinds, merge, rules
from pares.ground.letters.address import single
from pares.ground.letters.models import Letter
from pares.ground.refusal import Refused

# Seconds after which the rest of a batch is handed back: well inside the lease, however slow the mail server.
PATIENCE = 120
PERMANENT = 500
METHOD = re.compile(r"^METHOD:([A-Z]+)\s*$", re.MULTILINE)
STALE = "It came too late to be of use."

Recheck = Callable[[Letter], str | datetime | None]
"""Looks at a letter just before it leaves; returns why it should not leave, until when it waits, or None."""


class Unbuildable(Refused):
    """The letter cannot be made into a message."""


def send_claimed(*, letters: Sequence[Letter], recheck: Recheck, at: datetime) -> int:
    """Send letters claimed just now and record what became of each; return how many left.

    A letter out of date or no longer wanted is set aside, one whose time has not come is handed back until then. One
    the mail server cannot take now is tried again for 72 hours; one it refuses for good, or that cannot be built, is
    given up with a sentence for the lead.
    """
    began, sent = time.monotonic(), 0
    connection = get_connection()
    try:
        for letter in letters:
            if time.monotonic() - began > PATIENCE:
                actions.give_back(letter=letter)
            elif isinstance(why := _unwanted(letter, recheck, at), datetime):
                actions.postpone(letter=letter, until=why)
            elif why:
                actions.skip_claimed(letter=letter, why=why, at=at)
            else:
                sent += _send(connection, letter, at)
    finally:
        _hang_up(connection)
    return sent


def build(letter: Letter, at: datetime) -> EmailMultiAlternatives:
    """Return the letter as a message to exactly one address; raises Unbuildable."""
    try:
        to = single(letter.to)
        foot = _foot(letter)
        message = EmailMultiAlternatives(
            subject=merge.as_subject(letter.subject),
            body=frame.as_text(letter.text, foot),
            from_email=formataddr((merge.clean(foot.sender), single(_bare(settings.DEFAULT_FROM_EMAIL)))),
            to=[to],
            reply_to=[single(letter.reply_to)] if letter.reply_to else None,
            headers=_headers(letter, at),
        )
    except Refused as refused:
        raise Unbuildable(f"The address cannot be written to: {refused}") from refused
    message.attach_alternative(frame.as_page(letter.subject, letter.html, foot), "text/html")
    if letter.calendar:
        message.attach_alternative(letter.calendar, f"text/calendar; method={_method(letter.calendar)}")
    return message


def _unwanted(letter: Letter, recheck: Recheck, at: datetime) -> str | datetime | None:
    return STALE if letter.expires_at and letter.expires_at <= at else recheck(letter)


def _send(connection: BaseEmailBackend, letter: Letter, at: datetime) -> bool:
    try:
        connection.open()
        connection.send_messages([build(letter, at)])
    except (OSError, ValueError, Refused) as error:
        # smtplib's errors are OSErrors, a header Django refuses is a ValueError.
        _hang_up(connection)
        retry = None if _for_good(error) else rules.retry_at(letter, at)
        actions.mark_failed(letter=letter, problem=_in_words(error, give_up=retry is None), retry_at=retry, at=at)
        return False
    actions.mark_sent(letter=letter, at=at)
    return True


def _hang_up(connection: BaseEmailBackend) -> None:
    with suppress(OSError):
        connection.close()


def _for_good(error: Exception) -> bool:
    """Return whether trying again is no use: what is wrong is the address or the letter, not the way there.

    A refused sender or sign-in is wrong for every letter and is for the operator to mend, so those are tried again.
    """
    match error:
        case smtplib.SMTPRecipientsRefused():
            return all(code >= PERMANENT for code, _ in error.recipients.values())
        case smtplib.SMTPDataError():
            return error.smtp_code >= PERMANENT
        case OSError():
            return False
    return True


def _in_words(error: Exception, *, give_up: bool) -> str:
    answer = _answer(error)
    match error:
        case Refused():
            return str(error)
        case smtplib.SMTPRecipientsRefused() if give_up:
            return f"The mail server refused the address. Check it with the person. It said: {answer}"
        case smtplib.SMTPDataError() if give_up:
            return f"The mail server refused the letter. It said: {answer}"
        case OSError() if give_up:
            return f"The mail server could not be reached for three days. It said: {answer}"
        case OSError():
            return f"The mail server did not take it yet. We will try again. It said: {answer}"
    return f"The letter could not be put together: {answer}"


def _answer(error: Exception) -> str:
    text: bytes | str
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, text = next(iter(error.recipients.values()))
        case smtplib.SMTPResponseException():
            code, text = error.smtp_code, error.smtp_error
        case _:
            return merge.clean(str(error)) or type(error).__name__
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"


def _headers(letter: Letter, at: datetime) -> dict[str, str]:
    headers = {
        "Message-ID": letter.message_id,
        "Date": format_datetime(local(at)),
        # RFC 3834, and the same for Exchange: no out-of-office answers to us.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if kinds.kind(letter.kind).optional:
        ways = [f"<{letter.stop_link}>"] if letter.stop_link else []
        if letter.reply_to:
            ways.append(f"<mailto:{letter.reply_to}?subject=Stop>")
        if ways:
            headers["List-Unsubscribe"] = ", ".join(ways)
    return headers


def _foot(letter: Letter) -> frame.Foot:
    scheme = letter.scheme
    return frame.Foot(
        sender=scheme.name if scheme else settings.SITE_NAME,
        organisation=scheme.organisation if scheme else settings.ORGANISATION,
        reply_to=letter.reply_to,
        stop_link=letter.stop_link if kinds.kind(letter.kind).optional else "",
    )


def _method(calendar: str) -> str:
    """Return the calendar's METHOD, which the part's type must repeat (RFC 6047, 2.4)."""
    if match := METHOD.search(calendar):
        return match[1]
    raise Unbuildable("The letter could not be put together: its calendar part has no METHOD.")


def _bare(address: str) -> str:
    return address.rpartition("<")[2].rstrip("> ")
