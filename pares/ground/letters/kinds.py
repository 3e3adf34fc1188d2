"""The kinds of letter there are: one file each in `pares/content/letters`, read once.

On top of a file stand its title, subject, lane (now or usual), audience, whether it is confidential (leads see its
state only), emptied (its words go once it has left), optional (it can be stopped), and a sample for each placeholder.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core import checks

from pares.ground.letters import merge
from pares.ground.letters.models import Lane
from pares.ground.wording import markdown, plain, shipped

SUBJECT_AT_MOST = 80
YES_NO = {"yes": True, "no": False}
FACTS = ("title", "subject", "lane", "audience", "confidential", "emptied", "optional")
AUDIENCES = ("anybody", "pool", "mentor", "mentee", "pair", "member", "contact", "lead", "sponsor")


class NoSuchLetterError(LookupError):
    """There is no letter of that kind."""


@dataclass(frozen=True, slots=True)
class Written:
    """A letter's words: subject, plain text, and the same as safe HTML (what goes inside the frame)."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter; `samples` has a value to show for each placeholder it may use."""

    key: str
    title: str
    subject: str
    body: str
    lane: Lane
    audience: str
    confidential: bool
    emptied: bool
    optional: bool
    samples: Mapping[str, str]

    def write(self, values: Mapping[str, str]) -> Written:
        """Return the letter with these values; raises merge.MissingValueError and merge.BadLinkError."""
        return write(self.subject, self.body, {name: values[name] for name in self.samples if name in values})

    def preview(self) -> Written:
        """Return the letter with its samples."""
        return self.write(self.samples)


def write(subject: str, body: str, values: Mapping[str, str]) -> Written:
    """Return a subject and a Markdown body with values put in."""
    words = merge.merge(body, values)
    return Written(merge.merge_subject(subject, values), plain.plain(words), markdown.html(words))


def kind(key: str) -> LetterKind:
    """Return the kind of letter; raises NoSuchLetterError."""
    try:
        return kinds()[key]
    except KeyError:
        raise NoSuchLetterError(f"There is no letter {key}.") from None


@functools.cache
def kinds() -> Mapping[str, LetterKind]:
    """Return every kind of letter by its key."""
    return {key: read(shipped.shipped("letters", key)) for key in shipped.keys("letters")}


def read(words: shipped.Words) -> LetterKind:
    """Return the kind of letter a file describes; raises shipped.BadWordsError."""
    facts = words.facts
    samples = {key[1:-1]: value for key, value in facts.items() if key.startswith("{") and key.endswith("}")}
    if wrong := {*facts} ^ {*FACTS, *(f"{{{name}}}" for name in samples)}:
        raise shipped.BadWordsError(f"letters/{words.key}.md: missing or unknown on top: {', '.join(sorted(wrong))}.")
    try:
        return LetterKind(
            key=words.key,
            title=facts["title"],
            subject=facts["subject"],
            body=words.text,
            lane=Lane(facts["lane"]),
            audience=facts["audience"],
            confidential=YES_NO[facts["confidential"]],
            emptied=YES_NO[facts["emptied"]],
            optional=YES_NO[facts["optional"]],
            samples=samples,
        )
    except (KeyError, ValueError) as error:
        raise shipped.BadWordsError(f"letters/{words.key}.md: {error} is not one of the choices.") from error


def faults(letter: LetterKind) -> list[str]:
    """Return what is wrong with a kind of letter, in words; nothing for a sound one."""
    found = []
    if len(letter.subject) > SUBJECT_AT_MOST:
        found.append(f"the subject is longer than {SUBJECT_AT_MOST} characters")
    if letter.audience not in AUDIENCES:
        found.append(f"the audience {letter.audience} is not one of {', '.join(AUDIENCES)}")
    used = {*merge.placeholders(letter.subject), *merge.placeholders(letter.body)}
    if unused := sorted(letter.samples.keys() - used):
        found.append(f"there are samples for placeholders it does not use: {', '.join(unused)}")
    if sum(name.endswith(merge.LINK) for name in used) > 1:
        found.append("it has more than one link")
    if letter.emptied and not letter.confidential:
        found.append("it is emptied but not confidential")
    try:
        merge.check(letter.body, letter.samples)
        merge.check_subject(letter.subject, letter.samples)
        letter.preview()
    except (merge.UnknownPlaceholder, merge.BadLinkError) as error:
        found.append(str(error))
    return found


@checks.register
def sound_letters(**_: Any) -> list[checks.CheckMessage]:
    """Return an error for each fault of a letter we ship: the site does not start with one."""
    try:
        return [
            checks.Error(f"Letter {letter.key}: {fault}.", id="pares.E010")
            for letter in kinds().values()
            for fault in faults(letter)
        ]
    except shipped.BadWordsError as error:
        return [checks.Error(str(error), id="pares.E011")]
