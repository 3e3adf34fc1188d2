"""When an owner may be asked, what a letter and an answer need, and the sentences where something is missing."""

import re
from datetime import date, timedelta

from pares.ground.letters.address import NotOneAddress, single
from pares.ground.letters.merge import clean
from pares.ground.refusal import Refused
from pares.guide.library.curating.models import OwnerSaid, PermissionRequest
from pares.guide.library.models import Resource
from pares.guide.library.rules import May, State, Use, may
from pares.guide.library.visiting import NotVisitedError, place

CHASE_AFTER = timedelta(weeks=4)
ENDING_SOON = timedelta(days=60)
CHECK_EVERY = timedelta(days=365)
LONGEST_LETTER = 6000
_OWN_PAGE = re.compile(r"/(?:[a-z0-9-]+/)+")


class AskedAlready(Refused):
    """An owner is asked once at a time."""

    sentence = "The owner of this record is being asked already."


class AllowedAlready(Refused):
    """There is nothing to ask: the licence or a permission gives it."""


class TakenOut(Refused):
    """The record is not in the library."""

    sentence = "This record is not in the library. Put it back first."


class NobodyToAsk(Refused):
    """A letter is to somebody."""

    sentence = "Enter whom the letter is to."


class NoWords(Refused):
    """A letter has a subject and words, and not too many."""


class NoAddress(Refused):
    """A letter that this site sends needs an address."""

    sentence = "Enter an email address, or send the letter yourself and tell us when."


class SentAlready(Refused):
    """What has left can no longer be changed."""

    sentence = "This letter was sent. It can no longer be changed."


class NotSentYet(Refused):
    """There is no answer to a letter that has not left."""

    sentence = "Send the letter first, or say when you sent it."


class AnsweredAlready(Refused):
    """A request is answered once."""

    sentence = "An answer to this letter is on record. To change what is known, change the licence of the record."


class NotInFuture(Refused):
    """A day that has not come is no day something happened on."""

    sentence = "The day must be today or in the past."


class BeforeAsking(Refused):
    """An answer does not come before its question."""

    sentence = "The day must be on or after the day the letter was sent."


class NothingShowsIt(Refused):
    """An answer without evidence is hearsay."""

    sentence = "Paste the words of the answer, or choose a file that shows it."


class NotSaid(Refused):
    """An answer lacks a part that a permission cannot be without."""


class NoReason(Refused):
    """A licence does not change without a reason."""

    sentence = "Enter why the licence changes."


class NoWebAddress(Refused):
    """A link that leads nowhere is worse than none."""

    sentence = "Enter the full address, such as https://www.example.org/page/, or leave it empty."


class NotMoved(Refused):
    """The last look at the link found no new address."""

    sentence = "The last link check found no new address for this record."


def may_ask(resource: Resource, audience: str, *, adapt: bool, on: date) -> None:
    """Return if the owner may be asked; raises TakenOut, or AllowedAlready where the licence decides already.

    A permission that ends may be asked for again at any time.
    """
    if resource.withdrawn_at:
        raise TakenOut
    if resource.state == State.OWN:
        raise AllowedAlready("You need not ask. It is our own work.")
    if terms := resource.standing.terms:
        raise AllowedAlready(f"You need not ask. It is under {terms.name}, and that says what is allowed.")
    answer = may(resource.standing, Use.ADAPT if adapt else Use.HAND_ON, audience, on)
    if answer.may is not May.NO and resource.granted_until is None:
        raise AllowedAlready(f"You need not ask. {answer.why}", field="audience")


def letter(*, asked_of: str, address: str, subject: str, text: str) -> tuple[str, str, str, str]:
    """Return the parts of a letter, cleaned; raises a Refused that names the field at fault."""
    asked_of, address, subject = clean(asked_of), address.strip(), clean(subject)
    if not asked_of:
        raise NobodyToAsk(field="asked_of")
    if not subject:
        raise NoWords("Enter a subject.", field="subject")
    if not text.strip():
        raise NoWords("Enter the letter’s words.", field="text")
    if len(text) > LONGEST_LETTER:
        raise NoWords(f"The letter must have {LONGEST_LETTER:,} characters or fewer.", field="text")
    try:
        return asked_of, single(address) if address else "", subject, text.strip()
    except NotOneAddress as refused:
        raise NotOneAddress(str(refused), field="address") from refused


def is_open(request: PermissionRequest) -> None:
    """Return if the request waits for an answer; raises NotSentYet, AnsweredAlready."""
    if request.reply:
        raise AnsweredAlready
    if request.sent_on is None:
        raise NotSentYet


def answered_on(request: PermissionRequest, day: date, today: date) -> None:
    """Return if an answer may be of that day; raises NotInFuture, BeforeAsking."""
    if day > today:
        raise NotInFuture(field="answered_on")
    if request.sent_on and day < request.sent_on:
        raise BeforeAsking(field="answered_on")


def permission(*, answered_by: str, until: date | None, day: date) -> None:
    """Return if a permission says who gave it, and ends after it begins; raises NotSaid."""
    if not clean(answered_by):
        raise NotSaid("Enter who answered for the owner.", field="answered_by")
    if until is not None and until < day:
        raise NotSaid("The last day must be on or after the day of the answer.", field="until")


def address(link: str) -> str:
    """Return a record's address: full, or a page of this site, or "" where it is to be found; raises NoWebAddress."""
    link = link.strip()
    if not link or _OWN_PAGE.fullmatch(link):
        return link
    try:
        place(link)
    except NotVisitedError as error:
        raise NoWebAddress(field="link") from error
    return link


def runs(resource: Resource, on: date) -> bool:
    """Tell whether a permission for the record runs on that day, which no later answer takes away."""
    return resource.state == State.GRANTED and (resource.granted_until is None or resource.granted_until >= on)


def repeats(request: PermissionRequest, reply: OwnerSaid) -> bool:
    """Tell whether this answer is on record already, so that doing it twice is doing it once."""
    return request.reply == reply
