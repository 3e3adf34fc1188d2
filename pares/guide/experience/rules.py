"""What may become of an account, and the sentence to show where it may not."""

from datetime import timedelta

from pares.ground.refusal import Refused
from pares.guide.experience.models import LeadersAccount, State

MOST_WORDS = 800
KEPT_AFTER_DECISION = timedelta(days=92)
KEPT_UNDECIDED = timedelta(days=365)


class TooLong(Refused):
    """An account is read on one page."""

    sentence = f"Write {MOST_WORDS} words or fewer."


class Unsigned(Refused):
    """Nobody's account is no account."""

    sentence = "Say who you are, what you are in the scheme, which scheme it is, and where."


class NoText(Refused):
    """An account says something."""

    sentence = "Write something about your scheme."


class Closed(Refused):
    """What was decided is not written anew."""

    sentence = "An editor has already decided on this account. Withdraw it, and send another if you like."


class Decided(Refused):
    """A decision stands."""

    sentence = "This has already been decided."


class TakenBack(Refused):
    """Its author takes an account back at any moment."""

    sentence = "Its author has taken this account back. It is gone."


class Rewritten(Refused):
    """An editor publishes words they have read."""

    sentence = "Its author has changed the account since you opened this page. Read it again before you publish it."


class NotKnown(Refused):
    """Nothing is published under a name that nobody asked."""

    sentence = "Say how you made sure that the person named wrote this."


class NoWhy(Refused):
    """A decision against an account says why."""

    sentence = "Say why. The author reads it."


def refuse_bad_account(name: str, role: str, scheme: str, place: str, text: str) -> None:
    """Raise Unsigned, NoText or TooLong."""
    if not all(each.strip() for each in (name, role, scheme, place)):
        raise Unsigned
    if not text.strip():
        raise NoText(field="text")
    if len(text.split()) > MOST_WORDS:
        raise TooLong(field="text")


def refuse_decided(account: LeadersAccount) -> None:
    """Raise Decided for one that waits for nobody."""
    if account.state not in {State.NEW, State.ASKED}:
        raise Decided


def refuse_closed(account: LeadersAccount) -> None:
    """Raise Closed for one its author may no longer change."""
    if account.state not in {State.NEW, State.ASKED}:
        raise Closed


def refuse_no_why(why: str, field: str) -> None:
    """Raise NoWhy."""
    if not why.strip():
        raise NoWhy(field=field)
