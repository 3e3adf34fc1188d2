"""When a letter may be changed or sent again, and what its subject may say."""

from datetime import datetime, timedelta

from pares.ground.letters import kinds, merge
from pares.ground.letters.models import Letter, State
from pares.ground.people.models import Person
from pares.ground.refusal import Refused

# Tried again after 1, 2, 4 ... 60 minutes, for three days after the first time.
LONGEST_PAUSE = 60
GIVE_UP_AFTER = timedelta(hours=72)
WORDS_KEPT = timedelta(days=90)


class NotHeld(Refused):
    """The letter no longer waits for a lead."""

    sentence = "This letter has been released. It can no longer be changed."


class NotUndelivered(Refused):
    """Only a letter that could not be delivered is sent again."""

    sentence = "This letter does not need to be sent again."


class Emptied(Refused):
    """The letter's words are gone."""

    sentence = "This letter held a code that no longer works. Ask for a new code."


class Forgotten(Refused):
    """The letter's words are gone with time."""

    sentence = "This letter is more than 90 days old, and its words are gone."


class NoSubject(Refused):
    """A letter needs a subject."""

    sentence = "Enter a subject."


class NoWords(Refused):
    """A letter needs words."""

    sentence = "Enter the letter's words."


class NamesSomebody(Refused):
    """The subject says a person's name."""

    sentence = "Take the person's name out of the subject. Anybody nearby may read a subject."


def may_edit(letter: Letter, subject: str, text: str) -> None:
    """Return if a lead may give the letter this subject and these words; raises Refused."""
    if letter.state != State.HELD:
        raise NotHeld
    if not merge.clean(subject):
        raise NoSubject(field="subject")
    if not text.strip():
        raise NoWords(field="text")
    if any(name in subject for name in names_written_to(letter)):
        raise NamesSomebody(field="subject")
    samples = kinds.kind(letter.kind).samples
    if left := samples.keys() & set(merge.placeholders(text)):
        raise merge.UnknownPlaceholder(left, ())


def may_try_again(letter: Letter) -> None:
    """Return if the letter may be sent once more; raises Refused."""
    if letter.state != State.FAILED:
        raise NotUndelivered
    if kinds.kind(letter.kind).emptied:
        raise Emptied
    if not letter.text:
        raise Forgotten


def names_written_to(letter: Letter) -> list[str]:
    """Return the names of everybody the letter's scheme has written to; single letters and blanks are no names."""
    people = Person.objects.filter(letters__scheme=letter.scheme_id) if letter.scheme_id else Person.objects.none()
    return [name for name in people.values_list("name", flat=True).distinct() if len(name.strip()) > 1]


def retry_at(letter: Letter, at: datetime) -> datetime | None:
    """Return when to try a letter again that was refused for now, or None when it is time to give up."""
    if letter.first_tried_at and at - letter.first_tried_at >= GIVE_UP_AFTER:
        return None
    return at + timedelta(minutes=min(2 ** max(letter.attempts - 1, 0), LONGEST_PAUSE))
