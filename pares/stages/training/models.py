"""Sessions with a register, and what counts instead: from these "trained" is derived, never stored."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.held import Held, Kind
from pares.ground.people.models import Person
from pares.stages.recruitment.models import TAKING_PART, Application, Applications

_TRAINING = "7 years: it stands on certificates"
_REGISTER = "you, facilitators, the scheme's leads"


class SessionKind(models.TextChoices):
    """What kind of session."""

    BASIC = "basic", "Basic mentoring skills"
    ADVANCED = "advanced", "Advanced mentoring skills"
    CATCH_UP = "catch_up", "Catch-up training"
    WORKSHOP = "workshop", "Workshop or group supervision"


TRAINING_KINDS = (SessionKind.BASIC, SessionKind.ADVANCED, SessionKind.CATCH_UP)


class Sessions(models.QuerySet["Session"]):
    """Reading sessions."""

    def in_words(self) -> "Sessions":
        """Return them as they are listed, in order of time, with `present`: how many stand on the register."""
        return (
            self.select_related("cohort__scheme").annotate(present=Count("attendances")).order_by("on", "starts", "pk")
        )

    def standing(self) -> "Sessions":
        """Return those not called off."""
        return self.filter(cancelled_at=None)


class Session(models.Model):
    """A training session or workshop."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField(max_length=10, choices=SessionKind)
    on = models.DateField()
    starts = models.TimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=200)
    sequence = models.PositiveSmallIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True)

    objects = Sessions.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells sessions apart", _TRAINING, _REGISTER),
        "cohort": Held(Kind.SCHEME, "for which cohort", _TRAINING, _REGISTER),
        "kind": Held(Kind.SCHEME, "what is learned", _TRAINING, _REGISTER),
        "on": Held(Kind.SCHEME, "its day", _TRAINING, _REGISTER),
        "starts": Held(Kind.SCHEME, "its time", _TRAINING, _REGISTER),
        "minutes": Held(Kind.SCHEME, "its length", _TRAINING, _REGISTER),
        "place": Held(Kind.SCHEME, "where", _TRAINING, _REGISTER),
        "sequence": Held(Kind.SCHEME, "how often time or place changed, for calendars", _TRAINING, "the software"),
        "cancelled_at": Held(Kind.SCHEME, "when it was called off", _TRAINING, _REGISTER),
    }

    class Meta:
        app_label = "pares"
        ordering: ClassVar[list[str]] = ["on", "starts"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.on}"


class Attendance(models.Model):
    """A mentor was at a session."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    mentor = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="attendances")
    recorded_at = models.DateTimeField()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells lines apart", TAKING_PART, _REGISTER),
        "session": Held(Kind.SCHEME, "which session", TAKING_PART, _REGISTER),
        "mentor": Held(Kind.SCHEME, "who was there", TAKING_PART, _REGISTER),
        "recorded_at": Held(Kind.SCHEME, "when it was recorded", TAKING_PART, _REGISTER),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["session", "mentor"], name="one_line_in_a_register")
        ]

    def __str__(self) -> str:
        return f"{self.mentor} at {self.session}"


class EquivalentKind(models.TextChoices):
    """What counts as training instead of a session."""

    E_LEARNING = "e_learning", "An e-learning course on mentoring"
    PRIOR = "prior", "Mentoring training done before"


class Equivalent(models.Model):
    """Training done elsewhere, accepted by a lead."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mentor = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="equivalent")
    kind = models.CharField(max_length=12, choices=EquivalentKind)
    on = models.DateField()
    accepted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells lines apart", TAKING_PART, _REGISTER),
        "mentor": Held(Kind.SCHEME, "whose training", TAKING_PART, _REGISTER),
        "kind": Held(Kind.SCHEME, "what it was", TAKING_PART, _REGISTER),
        "on": Held(Kind.SCHEME, "when it was done", TAKING_PART, _REGISTER),
        "accepted_by": Held(Kind.SCHEME, "who accepted it", TAKING_PART, _REGISTER),
        "accepted_at": Held(Kind.SCHEME, "when it was accepted", TAKING_PART, _REGISTER),
    }

    class Meta:
        app_label = "pares"

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.mentor}"


def with_training(applications: Applications) -> Applications:
    """Return mentors' applications with `trained`: at least one training session or an accepted equivalent."""
    return applications.annotate(trained=_trained())


def untrained(applications: Applications) -> Applications:
    """Return those of mentors who have neither."""
    return applications.filter(~_trained())


def _trained() -> Q:
    attended = Attendance.objects.filter(mentor=OuterRef("pk"), session__kind__in=TRAINING_KINDS)
    return Q(Exists(attended)) | Q(Exists(Equivalent.objects.filter(mentor=OuterRef("pk"))))


def on_register(session: Session) -> Applications:
    """Return who stands on a session's register: the cohort's mentors, and those ticked who have left since."""
    mentors = Application.objects.filter(cohort=session.cohort_id).mentors()
    ticked = Attendance.objects.filter(session=session).values("mentor")
    return mentors.filter(Q(pk__in=mentors.counted().values("pk")) | Q(pk__in=ticked)).order_by("person__name", "pk")
