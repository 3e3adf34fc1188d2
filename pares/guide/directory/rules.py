"""What may be done to the directory, and the sentence to show where it may not."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pares.ground.refusal import Refused
from pares.guide.directory.models import State, Suggestion
from pares.guide.directory.schemes import LABELS, Scheme, fault

KEPT_AFTER_DECISION = timedelta(days=92)
KEPT_UNDECIDED = timedelta(days=365)
LONGEST_KEY = 80
LONGEST_THANKS = 300
# Words that stand in addresses below the directory, so that no row may be called so.
RESERVED = frozenset({"suggest", "editions", "add"})
SENTENCES = {
    "name": "Enter the name of the scheme",
    "specialty": "Enter the specialty, or “Any specialty”",
    "region": "Select the region",
    "kind": "Select the kind",
    "status": "Select how it was reported",
    "year": "The year must be one such as 2026, or 2025-26 for a year of training",
    "link": "The address must be a full one that begins with https:// or http://, or stay empty",
}


class BadRow(Refused):
    """Facts that no row may have."""


class Listed(Refused):
    """Two rows of one name would be taken for one scheme."""

    sentence = "A scheme of this name is already on the list. Correct its row instead."


class NoSuchRow(Refused):
    """The row is not, or no longer, on the list."""

    sentence = "This row is not on the list any more."


class ChangedMeanwhile(Refused):
    """Somebody else was faster."""

    sentence = "Somebody else has changed this row in the meantime. Look at it again before you change it."


class Decided(Refused):
    """A decision stands."""

    sentence = "This has already been decided."


class NoWhy(Refused):
    """Every change says why."""

    sentence = "Say why."


class NotChecked(Refused):
    """A check has a day and a way."""

    sentence = "Say when you checked the row, not later than today, and how."


class NothingNew(Refused):
    """An edition differs from the one before."""

    sentence = "Nothing has changed since the last edition."


class TooSoon(Refused):
    """An edition, once issued, stays as it is, and is the newest."""

    sentence = (
        "There is an edition of this day or a later one already. An edition is never changed: "
        "issue the next one on another day."
    )


@dataclass(frozen=True, slots=True)
class Check:
    """An editor looked: on which day, and how."""

    on: date
    how: str


def refuse_bad_facts(facts: Mapping[str, str]) -> None:
    """Raise BadRow, naming the field, for facts that no row may have."""
    if facts.keys() != LABELS.keys():
        raise BadRow(f"A row tells {', '.join(LABELS.values())}.")
    for name in fault(facts):
        raise BadRow(SENTENCES[name], field=name)


def refuse_twin(facts: Mapping[str, str], key: str, listed: Collection[Scheme]) -> None:
    """Raise Listed where another row has that name."""
    name = plain(facts["name"])
    if any(plain(scheme.name) == name and scheme.key != key for scheme in listed):
        raise Listed(field="name")


def refuse_decided(suggestion: Suggestion) -> None:
    """Raise Decided where an editor was here before."""
    if suggestion.state != State.NEW:
        raise Decided


def refuse_no_why(why: str) -> None:
    """Raise NoWhy."""
    if not why.strip():
        raise NoWhy(field="why")


def refuse_bad_check(check: Check | None, today: date) -> None:
    """Raise NotChecked for a check without a way or on a day to come."""
    if check and (not check.how.strip() or check.on > today):
        raise NotChecked(field="how" if not check.how.strip() else "on")


def new_key(name: str, taken: Collection[str]) -> str:
    """Return what the page of a new row is called: its name, with a number where that is taken."""
    stem = re.sub(r"[^a-z0-9]+", "-", plain(name)).strip("-")[: LONGEST_KEY - 4].strip("-") or "scheme"
    known = {*taken, *RESERVED}
    numbered = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(known) + 2))
    return next(key for key in numbered if key not in known)


def plain(name: str) -> str:
    """Return a name in small letters without accents and with single blanks, to be compared."""
    split = unicodedata.normalize("NFKD", " ".join(name.casefold().split()))
    return "".join(sign for sign in split if not unicodedata.combining(sign))
