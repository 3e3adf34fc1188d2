"""Letters as they are worded here: a scheme's own words before the site's, the site's before those shipped."""

from collections.abc import Mapping
from dataclasses import replace

from pares.ground.letters import kinds, merge, reaching
from pares.ground.letters.kinds import LetterKind
from pares.ground.refusal import Refused
from pares.ground.schemes.models import Scheme
from pares.ground.wording.current import Edits, edits
from pares.ground.wording.draft import Draft
from pares.ground.wording.kinds import TextKind, changeable
from pares.ground.wording.once import once
from pares.ground.wording.rules import TooLong, may_stand
from pares.ground.wording.shipped import Words

# What a letter cannot do without, if it is shipped with it: its way on, what it lists, and its code.
NEEDED = ("link", "_lines", "code")
# Whom schemes write to in words of their own.
OF_SCHEMES = ("pool", "mentor", "mentee", "pair", "member")
# These say what stays between the two of them, or who was given a role: the site answers for such words.
OF_THE_SITE = (
    "match_mentor",
    "match_mentee",
    "pair_ended",
    "pair_moved_mentor",
    "pair_moved_mentee",
    "role_appointed",
    "role_ended",
)
BODY_AT_MOST = 8000


class LostPlaceholder(Refused):
    """The letter would leave without what it is for."""

    def __init__(self, lost: list[str]) -> None:
        """Take the names of what is missing."""
        words = " and ".join(f"{{{name}}}" for name in lost)
        super().__init__(f"Put {words} back into the letter: it is of no use without.", field="text")


class NotInASubject(merge.UnknownPlaceholder):
    """A placeholder in the subject that must not stand there, or does not exist."""


class LeadsAstray(Refused):
    """A link would hand what stands in a placeholder to another site."""

    def __init__(self, astray: list[str]) -> None:
        """Take the names of what would be handed on."""
        words = " and ".join(f"{{{name}}}" for name in astray)
        super().__init__(
            f"Take {words} out of the link’s address: whoever has that site would be told. "
            "A placeholder for a link is an address by itself.",
            field="text",
        )


class Unsound(Refused):
    """The letter has a fault that keeps shipped letters from being shipped too."""


def worded(key: str, scheme: Scheme | None = None) -> LetterKind:
    """Return the letter as it is worded here, read once in a transaction however many are written in it.

    Raises NoSuchLetterError.
    """
    letter = kinds.kind(key)
    here = scheme if of_schemes(key) else None
    of_all = once(("letters", here.pk if here else None), lambda: as_worded(edits(kinds=[LETTERS.name], scheme=here)))
    return of_all.get(key, letter)


def as_worded(found: Edits) -> Mapping[str, LetterKind]:
    """Return every letter with these edits."""
    return {key: as_edited(letter, found) for key, letter in kinds.kinds().items()}


def as_edited(letter: LetterKind, found: Edits) -> LetterKind:
    """Return one letter with its edit in force, if it has any."""
    edit = found.in_force(LETTERS.name, letter.key)
    return replace(letter, subject=edit.title, body=edit.text) if edit else letter


def of_schemes(key: str) -> bool:
    """Return whether a scheme may word this letter itself; codes, safeguarding and limits of confidence it may not."""
    letter = kinds.kinds().get(key)
    if letter is None:
        return False
    return letter.audience in OF_SCHEMES and not letter.confidential and key not in OF_THE_SITE


def check(words: Words, draft: Draft) -> None:
    """Return if the draft may be sent in place of the shipped letter.

    Raises NoTitle, NoText, TooLong, NotInASubject, UnknownPlaceholder, LeadsAstray, LostPlaceholder, Unsound.
    """
    letter = kinds.read(words)
    _fits(draft)
    subjects = merge.subject_names(letter.samples)
    if unknown := set(merge.placeholders(draft.title)) - subjects:
        refused = NotInASubject(unknown, subjects)
        refused.field = "title"
        raise refused
    if unknown := set(merge.placeholders(draft.text)) - letter.samples.keys():
        refused_text = merge.UnknownPlaceholder(unknown, letter.samples)
        refused_text.field = "text"
        raise refused_text
    drawn = reaching.drawn(draft.text, merge.placeholders(draft.text))
    if astray := drawn.astray():
        raise LeadsAstray(astray)
    seen = drawn.marks.keys() - {*drawn.unseen()}
    if lost := [name for name in merge.placeholders(words.text) if name.endswith(NEEDED) and name not in seen]:
        raise LostPlaceholder(lost)
    used = {*merge.placeholders(draft.title), *merge.placeholders(draft.text)}
    samples = {name: value for name, value in letter.samples.items() if name in used}
    if faults := kinds.faults(replace(letter, subject=draft.title, body=draft.text, samples=samples)):
        raise Unsound(f"This letter cannot be sent: {'; '.join(faults)}.", field="text")


def doubts(words: Words, draft: Draft) -> list[str]:
    """Return what an editor should look at again."""
    if "{name}" in words.text and "{name}" not in draft.text:
        return ["The letter does not say whom it is for: there is no {name} in it."]
    return []


def _fits(draft: Draft) -> None:
    may_stand(Words("letters", "", {}, ""), draft)
    limits = (("title", "subject", kinds.SUBJECT_AT_MOST), ("text", "letter", BODY_AT_MOST))
    for field, called, most in limits:
        if len(getattr(draft, field)) > most:
            raise TooLong(f"The {called} must be {most:,} characters or fewer.", field=field)


LETTERS = changeable(TextKind("letters", "Letters", check, doubts, of_schemes))
