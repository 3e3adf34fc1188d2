"""Surveys and the invitations to them. An invitation knows that it was answered, never how."""

import secrets
import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Count, F, Q

from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.held import Held, Kind
from pares.stages.matching.models import Pair
from pares.stages.recruitment.models import TAKING_PART, Application, Applications

_SURVEY = "24 months after the cohort"
_LEADS = "the scheme's leads"


class SurveyKind(models.TextChoices):
    """Which survey; its questions are in content/surveys."""

    MENTOR_PRE = "mentor-pre", "Mentors, before the start"
    MENTOR_END = "mentor-end", "Mentors, at the end"
    MENTEE_END = "mentee-end", "Mentees, at the end (anonymous)"


class SurveyState(models.TextChoices):
    """Where a survey stands."""

    OPEN = "open", "Open"
    OPENED = "opened", "Closed and counted"
    SEALED = "sealed", "Closed; too few answers to count"


class Surveys(models.QuerySet["Survey"]):
    """Reading surveys."""

    def with_counts(self) -> "Surveys":
        """Return them with `asked` and `returned`: totals, the only figures anybody sees while one is open."""
        came = Count("invitations", filter=Q(invitations__returned=True))
        return self.annotate(asked=Count("invitations") + F("asked_kept"), returned=came + F("returned_kept"))


class Survey(models.Model):
    """One survey of one cohort; its answers lie in a sealed box until it closes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="surveys")
    kind = models.CharField(max_length=12, choices=SurveyKind)
    state = models.CharField(max_length=8, choices=SurveyState, default=SurveyState.OPEN)
    opened_on = models.DateField()
    closes_on = models.DateField()
    asked_kept = models.PositiveIntegerField(default=0)
    returned_kept = models.PositiveIntegerField(default=0)

    objects = Surveys.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells surveys apart", _SURVEY, _LEADS),
        "cohort": Held(Kind.SCHEME, "of which cohort", _SURVEY, _LEADS),
        "kind": Held(Kind.SCHEME, "which questions", _SURVEY, _LEADS),
        "state": Held(Kind.SCHEME, "where it stands", _SURVEY, _LEADS),
        "opened_on": Held(Kind.SCHEME, "when it was sent out", _SURVEY, _LEADS),
        "closes_on": Held(Kind.SCHEME, "its last day", _SURVEY, _LEADS),
        "asked_kept": Held(Kind.SCHEME, "how many were asked, once it is forgotten who", _SURVEY, _LEADS),
        "returned_kept": Held(Kind.SCHEME, "how many of them answered", _SURVEY, _LEADS),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cohort", "kind"], name="one_survey_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.cohort}"

    def takes_answers(self, on: date) -> bool:
        """Tell whether answers may come in on that day."""
        return self.state == SurveyState.OPEN and on <= self.closes_on


def new_token() -> str:
    """Return 128 random bits for a link."""
    return secrets.token_urlsafe(16)


class Invitations(models.QuerySet["Invitation"]):
    """Reading invitations."""

    def in_words(self) -> "Invitations":
        """Return them with their survey, cohort and scheme, in one query."""
        return self.select_related("survey__cohort__scheme")

    def ends_of_mentors(self) -> "Invitations":
        """Return the mentors' end surveys that came; only the mentor may be told while the survey is open."""
        return self.filter(returned=True, survey__kind=SurveyKind.MENTOR_END)

    def proving(self) -> "Invitations":
        """Return those that prove an evaluation to a lead: the same, once the survey is closed."""
        return self.ends_of_mentors().exclude(survey__state=SurveyState.OPEN)


class Invitation(models.Model):
    """One person asked to answer one survey."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="invitations")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="invitations")
    token = models.CharField(max_length=40, unique=True, default=new_token)
    returned = models.BooleanField(default=False)

    objects = Invitations.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells invitations apart", TAKING_PART, "the software"),
        "survey": Held(Kind.SCHEME, "to which survey", TAKING_PART, "you"),
        "application": Held(Kind.SCHEME, "who is asked", TAKING_PART, "you"),
        "token": Held(Kind.SECRET, "opens your survey page", TAKING_PART, "you"),
        "returned": Held(
            Kind.SCHEME, "that you answered, never how", TAKING_PART, "you; mentors' certificates rest on it"
        ),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["survey", "application"], name="asked_once")
        ]

    def __str__(self) -> str:
        return "An invitation to a survey"


def asked(cohort: Cohort, kind: SurveyKind) -> Applications:
    """Return whom a survey asks: mentors in the pool before the start, everybody whose pair began at the end."""
    people = Application.objects.filter(cohort=cohort)
    if kind == SurveyKind.MENTOR_PRE:
        return people.mentors().counted()
    began = Pair.objects.filter(cohort=cohort).begun()
    if kind == SurveyKind.MENTOR_END:
        return people.filter(pk__in=began.values("mentor"))
    return people.filter(pk__in=began.values("mentee"))
