"""A cohort: one run of a scheme between two changeovers, and its dated milestones."""

import uuid
from datetime import date
from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import Max, Min, OuterRef, Q, Subquery

from pares.ground.ledger.held import Held, Kind
from pares.ground.schemes.models import Scheme

_SCHEME = "as long as the scheme"
_ALL = "everybody"
_MEMBERS = "the scheme's members"
_LEADS = "the scheme's leads"


class Phase(StrEnum):
    """Where a cohort stands on a day."""

    PLANNED = "Being prepared"
    RUNNING = "Running"
    FINISHING = "Finishing"
    CLOSED = "Closed"


class Cohorts(models.QuerySet["Cohort"]):
    """Reading cohorts."""

    def open(self) -> "Cohorts":
        """Return those not closed."""
        return self.filter(closed_at=None)

    def beside(self, cohort: "Cohort", first: date, last: date) -> "Cohorts":
        """Return the same scheme's other open cohorts with steps between two days, both included, by start.

        Each has `first_on` and `last_on`, the days of its first and last step not left out.
        """
        kept = Q(milestones__skipped=False)
        return (
            self.open()
            .filter(scheme=cohort.scheme_id)
            .exclude(pk=cohort.pk)
            .annotate(
                first_on=Min("milestones__on", filter=kept),
                last_on=Max("milestones__on", filter=kept),
            )
            .filter(first_on__lte=last, last_on__gte=first)
            .order_by("starts_on", "name")
        )

    def with_next_step(self, day: date) -> "Cohorts":
        """Return them with `next_title` and `next_on` of the first step from that day on, None after the last."""
        coming = Milestone.objects.kept().filter(cohort=OuterRef("pk"), on__gte=day, done_at=None)
        return self.annotate(
            next_title=Subquery(coming.values("title")[:1]),
            next_on=Subquery(coming.values("on")[:1]),
        )


class Cohort(models.Model):
    """One run of a scheme."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="cohorts")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    timeline = models.CharField(max_length=60)
    months = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    changeover_on = models.DateField()
    previous = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="following")
    planned_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = Cohorts.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.PUBLIC, "tells cohorts apart", _SCHEME, _ALL),
        "scheme": Held(Kind.PUBLIC, "whose cohort it is", _SCHEME, _ALL),
        "slug": Held(Kind.PUBLIC, "the cohort's address", _SCHEME, _ALL),
        "name": Held(Kind.PUBLIC, "the cohort's name", _SCHEME, _ALL),
        "timeline": Held(Kind.SCHEME, "which timeline it was planned from", _SCHEME, _MEMBERS),
        "months": Held(Kind.PUBLIC, "how long it lasts", _SCHEME, _ALL),
        "starts_on": Held(Kind.PUBLIC, "when it starts", _SCHEME, _ALL),
        "changeover_on": Held(Kind.PUBLIC, "the changeover that ends it", _SCHEME, _ALL),
        "previous": Held(Kind.SCHEME, "the cohort it was started from", _SCHEME, _LEADS),
        "planned_at": Held(Kind.SCHEME, "when it was planned", _SCHEME, _LEADS),
        "closed_at": Held(Kind.SCHEME, "when it was closed", _SCHEME, _LEADS),
    }

    class Meta:
        app_label = "pares"
        ordering: ClassVar[list[str]] = ["-starts_on"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["scheme", "slug"], name="one_cohort_an_address"),
            models.CheckConstraint(
                condition=models.Q(changeover_on__gt=models.F("starts_on")), name="ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def phase(self, day: date) -> Phase:
        """Return where the cohort stands on a day."""
        if self.closed_at is not None:
            return Phase.CLOSED
        if day < self.starts_on:
            return Phase.PLANNED
        return Phase.RUNNING if day < self.changeover_on else Phase.FINISHING


class Milestones(models.QuerySet["Milestone"]):
    """Reading a timeline."""

    def kept(self) -> "Milestones":
        """Return the milestones not skipped, in order."""
        return self.filter(skipped=False).order_by("on", "position")

    def after(self, day: date) -> "Milestones":
        """Return the milestones of open cohorts after that day, soonest first, each with its cohort and scheme."""
        return self.kept().filter(on__gt=day, cohort__closed_at=None).select_related("cohort__scheme")

    def due(self, day: date) -> "Milestones":
        """Return the milestones of open cohorts whose day has come and which nobody has done yet."""
        return self.kept().filter(on__lte=day, done_at=None, cohort__closed_at=None)

    def for_leads(self) -> "Milestones":
        """Return the milestones that a lead does with their own hands."""
        return self.filter(act="lead")

    def coming(self, day: date) -> "Milestones":
        """Return the milestones from that day on that nobody has done yet."""
        return self.kept().filter(on__gte=day, done_at=None)


class Milestone(models.Model):
    """One dated step of a cohort."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="milestones")
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=160)
    who = models.CharField(max_length=20)
    act = models.CharField(max_length=20)
    anchor = models.CharField(max_length=20)
    offset_days = models.SmallIntegerField()
    after = models.JSONField(default=list)
    apart = models.PositiveSmallIntegerField(default=5)
    fixed = models.BooleanField(default=False)
    why = models.CharField(max_length=300, blank=True)
    basis = models.CharField(max_length=10, default="ours")
    position = models.PositiveSmallIntegerField()
    on = models.DateField()
    because = models.CharField(max_length=300, blank=True)
    moved_to = models.DateField(null=True)
    skipped = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)

    objects = Milestones.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells steps apart", _SCHEME, _MEMBERS),
        "cohort": Held(Kind.SCHEME, "whose step it is", _SCHEME, _MEMBERS),
        "key": Held(Kind.SCHEME, "what kind of step it is", _SCHEME, _MEMBERS),
        "title": Held(Kind.SCHEME, "what is done", _SCHEME, _MEMBERS),
        "who": Held(Kind.SCHEME, "whom it concerns", _SCHEME, _MEMBERS),
        "act": Held(Kind.SCHEME, "who does it", _SCHEME, _MEMBERS),
        "anchor": Held(Kind.SCHEME, "what it is counted from", _SCHEME, _MEMBERS),
        "offset_days": Held(Kind.SCHEME, "how many days from there", _SCHEME, _MEMBERS),
        "after": Held(Kind.SCHEME, "which steps come before it", _SCHEME, _MEMBERS),
        "apart": Held(Kind.SCHEME, "working days kept after those", _SCHEME, _MEMBERS),
        "fixed": Held(Kind.SCHEME, "the cohort's own date, which cannot be moved", _SCHEME, _MEMBERS),
        "why": Held(Kind.SCHEME, "what its timing is for", _SCHEME, _MEMBERS),
        "basis": Held(Kind.SCHEME, "whether a source states the timing", _SCHEME, _MEMBERS),
        "position": Held(Kind.SCHEME, "its place in the timeline", _SCHEME, _MEMBERS),
        "on": Held(Kind.SCHEME, "its date", _SCHEME, _MEMBERS),
        "because": Held(Kind.SCHEME, "why it is not on the day first counted", _SCHEME, _MEMBERS),
        "moved_to": Held(Kind.SCHEME, "where a lead put it", _SCHEME, _MEMBERS),
        "skipped": Held(Kind.SCHEME, "left out by a lead", _SCHEME, _MEMBERS),
        "done_at": Held(Kind.SCHEME, "when it was done", _SCHEME, _MEMBERS),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cohort", "key"], name="one_milestone_a_key")
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.on}"


def milestones_after(day: date) -> Milestones:
    """Return what all schemes have planned after that day, soonest first."""
    return Milestone.objects.after(day)
