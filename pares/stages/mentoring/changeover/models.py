"""What is asked after a changeover, and the pairs that would not be made as things stand now."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q, Subquery

from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.held import Held, Kind
from pares.ground.people.models import Person
from pares.stages.matching.models import Pair
from pares.stages.mentoring.changeover.sealing import unseal
from pares.stages.mentoring.models import new_token
from pares.stages.recruitment.models import Application

_LAST = "the cohort's last day"
_COUNT = "you; leads see whether you have confirmed"
_OWN = "you, the software"
_LEADS = "the scheme's leads"
_SOFTWARE = "the software"


class Said(models.TextChoices):
    """The two answers to "is your post as it was?"."""

    SAME = "same", "My site, team and email address are the same"
    CHANGED = "changed", "Something has changed"


class Checks(models.QuerySet["ChangeoverCheck"]):
    """Reading what people were asked about their posts."""

    def of_latest(self, cohort: Cohort) -> "Checks":
        """Return the questions after a cohort's latest changeover to people who have a pair that stands, by name."""
        mine = self.filter(application__cohort=cohort)
        latest = mine.order_by("-changeover_on").values("changeover_on")[:1]
        standing = Pair.objects.standing().filter(cohort=cohort)
        partners = Q(application__in=standing.values("mentor")) | Q(application__in=standing.values("mentee"))
        asked = mine.filter(partners, changeover_on=Subquery(latest)).select_related("application__person")
        return asked.order_by("application__person__name", "pk")

    def waiting(self) -> "Checks":
        """Return the questions that wait for their answer, or for what has changed."""
        return self.filter(confirmed_at=None)

    def confirmed(self) -> "Checks":
        """Return the questions whose answer is whole."""
        return self.filter(confirmed_at__isnull=False)


class ChangeoverCheck(models.Model):
    """One person was asked, after one changeover, whether site, team and address are as they were.

    "Something has changed" is half an answer: the post is confirmed once the person has said what.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=40, unique=True, default=new_token)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="changeover_checks")
    changeover_on = models.DateField()
    asked_at = models.DateTimeField()
    said = models.CharField(max_length=8, choices=Said, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    objects = Checks.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells questions apart", _LAST, _SOFTWARE),
        "token": Held(Kind.SECRET, "opens the question's page", _LAST, "you"),
        "application": Held(Kind.SCHEME, "who is asked", _LAST, _COUNT),
        "changeover_on": Held(Kind.SCHEME, "after which changeover", _LAST, _COUNT),
        "asked_at": Held(Kind.SCHEME, "when it was asked", _LAST, _OWN),
        "said": Held(Kind.SCHEME, "your answer", _LAST, _OWN),
        "confirmed_at": Held(Kind.SCHEME, "when you confirmed your post; stops the reminder", _LAST, _COUNT),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "changeover_on"], name="asked_once_a_changeover"),
            models.CheckConstraint(condition=~Q(said="") | Q(confirmed_at=None), name="confirmed_by_an_answer"),
        ]

    def __str__(self) -> str:
        return f"Asked after {self.changeover_on}"

    @property
    def link(self) -> str:
        """The address of the question's page, for letters."""
        return f"{settings.URL}/reply/changeover/{self.token}/"


class Stands(models.TextChoices):
    """How it stands with a pair that would not be made today."""

    OPEN = "open", "To decide"
    ASKED = "asked", "Both have been asked"
    NOT_AGREED = "not_agreed", "They did not both agree"
    KEPT = "kept", "Both agreed to go on"
    REMATCHED = "rematched", "Ended, to match anew"
    ENDED = "ended", "Ended"
    ALLOWED = "allowed", "May be a pair again"


UNDECIDED = (Stands.OPEN, Stands.ASKED, Stands.NOT_AGREED)


class PairsInQuestion(models.QuerySet["PairInQuestion"]):
    """Reading the pairs that would not be made today."""

    def of_standing(self, cohort: Cohort) -> "PairsInQuestion":
        """Return a cohort's, of the pairs that have not ended, the longest waiting first."""
        sides = (f"pair__{side}__{what}" for side in ("mentor", "mentee") for what in ("person", "grade", "site"))
        found = self.filter(pair__cohort=cohort, pair__ended_at=None)
        return found.select_related(*sides, "pair__cohort__scheme").order_by("since", "pk")


class PairInQuestion(models.Model):
    """A pair that stands and would not be made as things are now; nothing happens to it before somebody decides.

    Why is worked out anew each time it is shown. `marks` say for which reasons it was listed or kept in a way that
    only the software can read: a private reason must not be readable here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pair = models.OneToOneField(Pair, on_delete=models.CASCADE, related_name="in_question")
    changeover_on = models.DateField(null=True)
    since = models.DateTimeField()
    stands = models.CharField(max_length=10, choices=Stands, default=Stands.OPEN)
    marks = models.JSONField(default=list)
    asked_at = models.DateTimeField(null=True)

    objects = PairsInQuestion.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells lines apart", _LAST, _SOFTWARE),
        "pair": Held(Kind.SCHEME, "which pair", _LAST, _LEADS),
        "changeover_on": Held(Kind.SCHEME, "after which changeover", _LAST, _LEADS),
        "since": Held(Kind.SCHEME, "since when", _LAST, _LEADS),
        "stands": Held(Kind.SCHEME, "what was decided, or whether both agreed", _LAST, _LEADS),
        "marks": Held(Kind.CONFIDENTIAL, "keeps it from being listed twice for the same reason", _LAST, _SOFTWARE),
        "asked_at": Held(Kind.SCHEME, "when both were asked", _LAST, _LEADS),
    }

    class Meta:
        app_label = "pares"

    def __str__(self) -> str:
        return f"{self.pair}: {self.get_stands_display().lower()}"


class Wants(models.TextChoices):
    """The two answers to "would you like to go on?"."""

    GO_ON = "go_on", "I would like to go on"
    OTHER = "other", "I would rather have somebody else"


class GoingOn(models.Model):
    """One partner is asked whether they would like to go on; nobody is told what they answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=40, unique=True, default=new_token)
    question = models.ForeignKey(PairInQuestion, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.CONFIDENTIAL, "tells answers apart", _LAST, _SOFTWARE),
        "token": Held(Kind.SECRET, "opens the question's page", _LAST, "you"),
        "question": Held(Kind.CONFIDENTIAL, "about which pair", _LAST, _OWN),
        "person": Held(Kind.CONFIDENTIAL, "who is asked", _LAST, _OWN),
        "sealed": Held(Kind.SEALED, "your answer; leads see whether both agreed, never who", _LAST, _OWN),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["question", "person"], name="one_answer_about_going_on")
        ]

    def __str__(self) -> str:
        return "Asked whether to go on"

    @property
    def wants(self) -> str:
        """What they answered, "" for nothing yet."""
        return unseal(bytes(self.sealed), self.pk)

    @property
    def link(self) -> str:
        """The address of the question's page, for letters."""
        return f"{settings.URL}/reply/going-on/{self.token}/"
