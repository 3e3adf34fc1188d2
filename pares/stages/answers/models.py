"""Sealed boxes and what came out of them. Nothing here leads to a person, and nothing here has a time.

What an opened box leaves behind is as little as the report needs. Questions with a list of options leave
counts only (`Tally`), so that no row stands for a person and two questions cannot be joined. Free text leaves
one row per text (`Answer`), written in random order under random ids, each question apart. A breakdown by
group leaves a tally only of the cells that may be shown; a group too small to show is not kept at all. The
counts of the whole are kept unrounded, because a small cohort's are shown later together with the next one's.
"""

import uuid
from typing import ClassVar, Self

from django.db import models

from pares.ground.ledger.held import Held, Kind

_OPENING = "until the box is opened or destroyed"
_RELEASE = "24 months after the cohort"
_NOBODY = "nobody"
_SOFTWARE = "the software"
_SHOWN = "the scheme's leads and sponsors, where enough people answered"
_TEXTS = "the scheme's leads, where at least five people wrote"


class Boxes(models.QuerySet["Box"]):
    """Reads of boxes."""

    def of_survey(self, survey: uuid.UUID) -> Self:
        """Give a survey's boxes, always in the same order so that locks are taken in the same order."""
        return self.filter(survey=survey).order_by("id")

    def without_content(self) -> Self:
        """Give them without the sealed bytes, which may be megabytes."""
        return self.defer("sealed")


class Box(models.Model):
    """One sealed box of a survey's answers; the sealed bytes are gone once it is opened."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.UUIDField(db_index=True)
    slots = models.PositiveSmallIntegerField()
    questionnaire = models.JSONField()
    sealed = models.BinaryField()
    opened = models.BooleanField(default=False)

    objects = Boxes.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SEALED, "tells boxes apart and names the key", _RELEASE, _SOFTWARE),
        "survey": Held(Kind.SEALED, "of which survey; no foreign key", _RELEASE, _SOFTWARE),
        "slots": Held(Kind.SEALED, "how many answers fit", _RELEASE, _SOFTWARE),
        "questionnaire": Held(Kind.PUBLIC, "what was asked, fixed at the start", _RELEASE, "whoever is asked"),
        "sealed": Held(Kind.SEALED, "the answers, unreadable until the survey closes", _OPENING, _NOBODY),
        "opened": Held(Kind.SEALED, "whether it was opened", _RELEASE, _SOFTWARE),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(slots__gte=1), name="box_has_room"),
        ]

    def __str__(self) -> str:
        return "An opened box" if self.opened else "A sealed box"


class Tally(models.Model):
    """How many people gave one answer.

    For the whole survey `option` is the option's key, or empty for how many answered a question of ticks. For
    a group it is the number of the released cell.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.UUIDField()
    question = models.CharField(max_length=40)
    group = models.CharField(max_length=40, blank=True)
    option = models.CharField(max_length=40, blank=True)
    people = models.PositiveSmallIntegerField()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.CONFIDENTIAL, "tells counts apart", _RELEASE, _SOFTWARE),
        "survey": Held(Kind.CONFIDENTIAL, "of which survey; no foreign key", _RELEASE, _SOFTWARE),
        "question": Held(Kind.CONFIDENTIAL, "which question", _RELEASE, _SHOWN),
        "group": Held(Kind.CONFIDENTIAL, "which group, where all groups are large enough", _RELEASE, _SHOWN),
        "option": Held(Kind.CONFIDENTIAL, "which answer", _RELEASE, _SHOWN),
        "people": Held(Kind.CONFIDENTIAL, "how many gave it", _RELEASE, _SHOWN),
    }

    class Meta:
        app_label = "pares"
        verbose_name_plural = "tallies"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["survey", "question", "group", "option"], name="one_tally_an_option"),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.option}"


class Answer(models.Model):
    """What one person wrote for one question, joined to nothing else they said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.UUIDField(db_index=True)
    question = models.CharField(max_length=40)
    value = models.TextField()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.CONFIDENTIAL, "tells texts apart", _RELEASE, _SOFTWARE),
        "survey": Held(Kind.CONFIDENTIAL, "of which survey; no foreign key", _RELEASE, _SOFTWARE),
        "question": Held(Kind.CONFIDENTIAL, "which question", _RELEASE, _TEXTS),
        "value": Held(Kind.CONFIDENTIAL, "what was written", _RELEASE, _TEXTS),
    }

    class Meta:
        app_label = "pares"

    def __str__(self) -> str:
        return "A text"
