"""Who may choose between whom, and until when. What was chosen stands among the sealed wishes, and nowhere else."""

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Count, Q

from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.held import Held, Kind
from pares.ground.people.models import Person
from pares.stages.recruitment.models import Application

_CHOOSING = "the cohort's last day"
_LISTS = "until the match is confirmed; at the latest the cohort's last day"
_LEADS = "the scheme's leads"
_MENTEE = "the mentee it is for"
_COUNTED = "the mentee it is for; the scheme's leads read how many, never who"


class Ended(models.TextChoices):
    """How choosing ended."""

    LAST_DAY = "last_day", "Its last day was over"
    LEAD = "lead", "A lead ended it"
    CONFIRMED = "confirmed", "The match was confirmed"


class Choosings(models.QuerySet["Choosing"]):
    """Reading the times in which mentees choose."""

    def under_way(self) -> "Choosings":
        """Return those that have not ended."""
        return self.filter(ended_at=None)

    def newest(self) -> "Choosing | None":
        """Return the latest, with its cohort, scheme and who opened it."""
        return self.select_related("cohort__scheme", "opened_by").order_by("opened_at").last()

    def of_cohorts_over(self, today: date) -> "Choosings":
        """Return those of cohorts whose last day is over."""
        return self.filter(cohort__changeover_on__lt=today)


class Choosing(models.Model):
    """A time in which a cohort's mentees choose between the mentors on their shortlists."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="choosings")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    closes_on = models.DateField()
    reminded_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=10, choices=Ended, blank=True)

    objects = Choosings.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells them apart", _CHOOSING, _LEADS),
        "cohort": Held(Kind.SCHEME, "in which cohort", _CHOOSING, _LEADS),
        "opened_at": Held(Kind.SCHEME, "since when mentees can choose", _CHOOSING, _LEADS),
        "opened_by": Held(Kind.SCHEME, "which lead let them", _CHOOSING, _LEADS),
        "closes_on": Held(Kind.SCHEME, "the last day", _CHOOSING, _LEADS),
        "reminded_on": Held(Kind.SCHEME, "keeps reminders from being written twice", _CHOOSING, _LEADS),
        "ended_at": Held(Kind.SCHEME, "when it ended", _CHOOSING, _LEADS),
        "ended": Held(Kind.SCHEME, "how it ended", _CHOOSING, _LEADS),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cohort"], condition=Q(ended_at=None), name="one_choosing_at_a_time"),
            models.CheckConstraint(condition=Q(ended_at=None) | ~Q(ended=""), name="choosing_ended_somehow"),
        ]

    def __str__(self) -> str:
        return f"Choosing in {self.cohort}, until {self.closes_on}"

    def is_open(self, today: date) -> bool:
        """Tell whether mentees can answer on a day."""
        return self.ended_at is None and today <= self.closes_on and self.cohort.closed_at is None


class Shortlists(models.QuerySet["Shortlist"]):
    """Reading shortlists."""

    def still_in(self) -> "Shortlists":
        """Return those of mentees who take part."""
        return self.filter(mentee__in=Application.objects.taking_part())

    def unanswered(self) -> "Shortlists":
        """Return those that nobody has answered."""
        return self.filter(answered_at=None)

    def counts(self) -> dict[str, int]:
        """Return how many there are, and how many were answered."""
        return self.aggregate(all=Count("pk"), answered=Count("pk", filter=Q(answered_at__isnull=False)))

    def newest(self) -> "Shortlist | None":
        """Return the latest, with its cohort and mentee."""
        shown = self.select_related("choosing__cohort__scheme", "mentee__person")
        return shown.order_by("choosing__opened_at").last()


class Shortlist(models.Model):
    """The mentors one mentee may choose between."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    choosing = models.ForeignKey(Choosing, on_delete=models.CASCADE, related_name="shortlists")
    mentee = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="shortlists")
    answered_at = models.DateTimeField(null=True)

    objects = Shortlists.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells lists apart", _LISTS, _MENTEE),
        "choosing": Held(Kind.SCHEME, "when they can choose", _LISTS, _MENTEE),
        "mentee": Held(Kind.CONFIDENTIAL, "who may choose", _LISTS, _MENTEE),
        "answered_at": Held(Kind.CONFIDENTIAL, "that they have chosen; what, stands sealed", _LISTS, _COUNTED),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["choosing", "mentee"], name="one_shortlist_a_mentee")
        ]

    def __str__(self) -> str:
        return f"{self.mentee.person}, shortlist"


class ShortlistedMentors(models.QuerySet["Shortlisted"]):
    """Reading who stands on shortlists."""

    def in_words(self) -> "ShortlistedMentors":
        """Return those who still take part, in their places, with all a mentee is shown, in two queries."""
        shown = self.select_related(*(f"mentor__{what}" for what in ("person", "grade", "site", "specialty")))
        there = shown.filter(mentor__in=Application.objects.counted(), mentor__on_leave=False)
        return there.prefetch_related("mentor__topics").order_by("place")


class Shortlisted(models.Model):
    """A mentor on a mentee's shortlist."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    shortlist = models.ForeignKey(Shortlist, on_delete=models.CASCADE, related_name="lines")
    mentor = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()

    objects = ShortlistedMentors.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells lines apart", _LISTS, _MENTEE),
        "shortlist": Held(Kind.SCHEME, "on which list", _LISTS, _MENTEE),
        "mentor": Held(Kind.CONFIDENTIAL, "a mentor to choose from", _LISTS, _MENTEE),
        "place": Held(Kind.SCHEME, "in which place they are shown", _LISTS, _MENTEE),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["shortlist", "place"], name="one_mentor_a_place"),
            models.UniqueConstraint(fields=["shortlist", "mentor"], name="shortlisted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.mentor.person}, shortlisted"
