"""The verbs of the sealed box. They know a survey's id and no people: who was asked, the stage above knows.

No ledger line is written here, because a line has a time and an actor; the stage above writes that a survey
was opened or closed.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from pares.ground.counts.suppression import OPENED_FROM
from pares.stages.answers import box as sealed_box
from pares.stages.answers import keys, opening, rules
from pares.stages.answers.models import Answer, Box, Tally
from pares.stages.answers.questionnaire import Questionnaire, read, shipped

LARGEST = 200
"""Slots per box; a larger survey has several, filled at random and opened together."""


@transaction.atomic
def open_new(*, survey: UUID, eligible: int, questionnaire: str, groups: Sequence[str] = ()) -> Questionnaire:
    """Make the empty box (or boxes) of a survey for `eligible` people and freeze what it asks.

    `questionnaire` is one we ship; `groups` are the names results may be broken down by, fixed from here on.
    Gives the questionnaire as frozen; a survey that has its box already keeps it. Refuses with `NobodyToAsk`.
    """
    if eligible < 1:
        raise rules.NobodyToAsk
    if existing := Box.objects.of_survey(survey).without_content().first():
        return read(existing.questionnaire)
    asked = shipped(questionnaire, groups)
    for slots in _shares(eligible):
        box = Box(survey=survey, slots=slots, questionnaire=asked.definition)
        box.sealed = sealed_box.new(slots, keys.make(box.id), box.id.bytes)
        box.save(force_insert=True)
    return asked


@transaction.atomic
def put_in(*, survey: UUID, answers: Mapping[str, object]) -> None:
    """Put one person's answers into the survey's box, inside the caller's transaction.

    The caller records in the same transaction that this person answered, and sees to it that nobody does so
    twice. Refuses with the errors of `rules.clean`, `NotTaken`, `NoRoom`, `Altered` or `keys.KeyMissing`.
    """
    boxes = list(Box.objects.of_survey(survey).without_content().filter(opened=False).select_for_update())
    if not boxes:
        raise rules.NotTaken
    content = opening.to_bytes(rules.clean(read(boxes[0].questionnaire), answers))
    secrets.SystemRandom().shuffle(boxes)
    for box in boxes:
        if _put(box, content):
            return
    raise rules.NoRoom


@transaction.atomic
def open_box(*, survey: UUID, returned: int) -> None:
    """Open a survey's boxes together, keep what `models` says, empty them, and destroy their keys on commit.

    `returned` is how many people are recorded to have answered. Opening again changes nothing (it removes a
    key that a crash left behind). Refuses with `TooFew`, `CountDiffers`, `NotTaken`, `Altered` or
    `keys.KeyMissing`.
    """
    boxes = list(Box.objects.of_survey(survey).select_for_update())
    if not boxes:
        raise rules.NotTaken
    if not all(box.opened for box in boxes):
        if returned < OPENED_FROM:
            raise rules.TooFew
        contents = [content for box in boxes for content in _take(box)]
        if len(contents) != returned:
            raise rules.CountDiffers
        _keep(survey, opening.split(read(boxes[0].questionnaire), contents))
        Box.objects.of_survey(survey).update(opened=True, sealed=b"")
    _destroy_keys_on_commit(boxes)


def destroy_left_keys(*, at: datetime) -> int:  # noqa: ARG001 - whatever forgets is told the time
    """Destroy the keys of opened boxes that a crash left behind; return how many."""
    opened = Box.objects.without_content().filter(opened=True)
    left = [box.id for box in opened if keys.is_here(box.id)]
    for box in left:
        keys.destroy(box)
    return len(left)


def keys_in_use() -> list[UUID]:
    """Return the names of the keys that boxes still need: any other key has had its day."""
    return list(Box.objects.without_content().filter(opened=False).values_list("id", flat=True))


def without_key() -> list[UUID]:
    """Return the surveys with a box that is not open and whose key is not here."""
    shut = Box.objects.without_content().filter(opened=False)
    return sorted({box.survey for box in shut if not keys.is_here(box.id)})


@transaction.atomic
def destroy(*, survey: UUID) -> None:
    """Destroy all that is held for a survey, opened or not: boxes, keys, counts, texts. It is final."""
    boxes = list(Box.objects.of_survey(survey).without_content().select_for_update())
    Tally.objects.filter(survey=survey).delete()
    Answer.objects.filter(survey=survey).delete()
    Box.objects.of_survey(survey).delete()
    _destroy_keys_on_commit(boxes)


def _shares(eligible: int) -> list[int]:
    """Part the people among as few boxes as hold them, as evenly as they go."""
    boxes = -(-eligible // LARGEST)
    return [eligible // boxes + (number < eligible % boxes) for number in range(boxes)]


def _put(box: Box, content: bytes) -> bool:
    try:
        box.sealed = sealed_box.put(bytes(box.sealed), keys.read(box.id), box.id.bytes, content)
    except sealed_box.FullError:
        return False
    except sealed_box.TamperedError as error:
        raise rules.Altered from error
    box.save(update_fields=["sealed"])
    return True


def _take(box: Box) -> list[bytes]:
    try:
        return sealed_box.take(bytes(box.sealed), keys.read(box.id), box.id.bytes)
    except sealed_box.TamperedError as error:
        raise rules.Altered from error


def _keep(survey: UUID, kept: opening.Kept) -> None:
    Tally.objects.bulk_create(
        Tally(survey=survey, question=c.question, group=c.group, option=c.option, people=c.people) for c in kept.counts
    )
    Answer.objects.bulk_create(Answer(survey=survey, question=key, value=text) for key, text in kept.texts)


def _destroy_keys_on_commit(boxes: Sequence[Box]) -> None:
    ids = [box.id for box in boxes]

    def destroy_keys() -> None:
        for box in ids:
            keys.destroy(box)

    transaction.on_commit(destroy_keys)
