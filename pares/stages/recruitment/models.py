"""Who takes part: applications, the wishes sealed beside them, and lists of people brought in."""

import uuid
from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Sum

from pares.ground.cohorts.models import Cohort
from pares.ground.errands.models import Errand
from pares.ground.ledger.held import Held, Kind
from pares.ground.letters.models import Letter
from pares.ground.letters.models import State as LetterState
from pares.ground.people.models import Person
from pares.ground.schemes.models import Grade, Joining, Site, Specialty, Topic

TAKING_PART = "3 months after the cohort if you were not matched; otherwise 12 months"
_UNPROVED = "7 days, with all the rest, if you do not confirm your address; otherwise 12 months"
_LEADS = "you, the scheme's leads"
_PARTNER = "you, your partner, the scheme's leads"
_SHOWN = "you, your partner, the scheme's leads; a mentor's also mentees who are asked whom they would like"
_GROUP = "you, your partner, those you meet in a group with, the scheme's leads"
_MATCHING = "until matching closes"
_PAIRS_STAND = "the cohort's last day"
NOTICE = "opt_out_notice"
TAKE_IN = "import_people"


class Part(models.TextChoices):
    """What somebody takes part as."""

    MENTOR = "mentor", "Mentor"
    MENTEE = "mentee", "Mentee"


class State(models.TextChoices):
    """Where an application stands."""

    UNCONFIRMED = "unconfirmed", "Address not confirmed yet"
    NOTICED = "noticed", "On an opt-out list"
    RECEIVED = "received", "Received"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Not this time"
    WITHDRAWN = "withdrawn", "Withdrawn"
    OPTED_OUT = "opted_out", "Said no"


GONE = (State.DECLINED, State.WITHDRAWN, State.OPTED_OUT)


class Source(models.TextChoices):
    """How somebody came onto the list."""

    SIGN_UP = "sign_up", "Signed up"
    LIST = "list", "On a list brought in by a lead"


class Applications(models.QuerySet["Application"]):
    """Reading applications."""

    def mentors(self) -> "Applications":
        """Return those of mentors."""
        return self.filter(part=Part.MENTOR)

    def mentees(self) -> "Applications":
        """Return those of mentees."""
        return self.filter(part=Part.MENTEE)

    def counted(self) -> "Applications":
        """Return the sign-ups that count: address confirmed, not gone again."""
        return self.filter(state__in=[State.RECEIVED, State.ACCEPTED])

    def unproved(self, moment: datetime) -> "Applications":
        """Return the sign-ups up to a moment whose address is not confirmed."""
        return self.filter(state=State.UNCONFIRMED, applied_at__lte=moment)

    def taking_part(self) -> "Applications":
        """Return those who are in as far as anybody knows: signed up, or on an opt-out list."""
        return self.filter(state__in=[State.RECEIVED, State.ACCEPTED, State.NOTICED])

    def without_notice(self) -> "Applications":
        """Return those on an opt-out list whose letter has not been written yet."""
        letters = Letter.objects.filter(kind=NOTICE, about=OuterRef("pk"))
        return self.filter(~Exists(letters), state=State.NOTICED, answer_by__isnull=False)

    def with_notice(self) -> "Applications":
        """Return them with `notice_left`: the opt-out letter left before the last day to say no."""
        letter = Letter.objects.filter(kind=NOTICE, about=OuterRef("pk"), state=LetterState.SENT)
        return self.annotate(notice_left=Exists(letter.filter(sent_at__date__lt=OuterRef("answer_by"))))

    def matchable(self, on: date) -> "Applications":
        """Return those who may be proposed on a day.

        Of an opt-out list only people whose letter left in time, and whose last day to say no has passed: somebody
        whose letter was never sent, or came back, has not been asked.
        """
        asked = Q(state=State.NOTICED, answer_by__lt=on, notice_left=True)
        not_asked = Q(
            state=State.RECEIVED, source=Source.LIST, part=Part.MENTEE, cohort__scheme__joining=Joining.OPT_OUT
        )
        counted = Q(state__in=[State.RECEIVED, State.ACCEPTED]) & ~not_asked
        return self.with_notice().filter(counted | asked, on_leave=False)

    def by_site(self) -> list[tuple[str, int, int]]:
        """Return for each site its name, the places its mentors have and the mentees there, in the sites' order."""
        here = self.taking_part().filter(on_leave=False).values_list("site__name")
        mentors = dict(here.filter(part=Part.MENTOR).annotate(Sum("capacity")).order_by("site__name"))
        mentees = dict(here.filter(part=Part.MENTEE).annotate(Count("pk")).order_by("site__name"))
        names = here.order_by("site__position", "site__name").distinct().values_list("site__name", flat=True)
        return [(name or "No site said", mentors.get(name, 0), mentees.get(name, 0)) for name in names]

    def in_words(self) -> "Applications":
        """Return them with everything a list shows, in one query."""
        return self.select_related("person", "grade", "site", "specialty", "cohort", "cohort__scheme")


class Application(models.Model):
    """One person's part in one cohort."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="applications")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="applications")
    part = models.CharField(max_length=6, choices=Part)
    state = models.CharField(max_length=12, choices=State)
    source = models.CharField(max_length=8, choices=Source)
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    specialty = models.ForeignKey(Specialty, on_delete=models.PROTECT, null=True, related_name="+")
    team = models.CharField(max_length=120, blank=True)
    previous_post = models.CharField(max_length=120, blank=True)
    supervisors = models.CharField(max_length=300, blank=True)
    topics = models.ManyToManyField(Topic, related_name="+")
    exam = models.CharField(max_length=60, blank=True)
    availability = models.JSONField(default=list)
    experience = models.JSONField(default=list)
    video = models.BooleanField(default=True)
    travel_minutes = models.PositiveSmallIntegerField(null=True)
    capacity = models.PositiveSmallIntegerField(default=1)
    group = models.BooleanField(default=False)
    on_leave = models.BooleanField(default=False)
    about = models.CharField(max_length=500, blank=True)
    address_from = models.CharField(max_length=200, blank=True)
    answer_by = models.DateField(null=True)
    terms = models.CharField(max_length=20, blank=True)
    agreed_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = Applications.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells applications apart", TAKING_PART, _LEADS),
        "cohort": Held(Kind.SCHEME, "for which cohort", TAKING_PART, _LEADS),
        "person": Held(Kind.CONTACT, "who takes part", TAKING_PART, _GROUP),
        "part": Held(Kind.SCHEME, "as mentor or mentee", TAKING_PART, _PARTNER),
        "state": Held(Kind.SCHEME, "where it stands", _UNPROVED, _LEADS),
        "source": Held(Kind.SCHEME, "how you came onto the list", TAKING_PART, _LEADS),
        "grade": Held(Kind.SCHEME, "matching", TAKING_PART, _SHOWN),
        "site": Held(Kind.SCHEME, "matching", TAKING_PART, _SHOWN),
        "specialty": Held(Kind.SCHEME, "matching", TAKING_PART, _SHOWN),
        "team": Held(
            Kind.SCHEME, "keeps mentor and mentee out of the same team, after a changeover too", _PAIRS_STAND, _LEADS
        ),
        "previous_post": Held(Kind.SCHEME, "matching", _MATCHING, _LEADS),
        "supervisors": Held(
            Kind.SCHEME, "keeps supervisors from being mentors, after a changeover too", _PAIRS_STAND, _LEADS
        ),
        "topics": Held(Kind.SCHEME, "matching", TAKING_PART, _SHOWN),
        "exam": Held(Kind.SCHEME, "matching", _MATCHING, _LEADS),
        "availability": Held(Kind.SCHEME, "matching", _MATCHING, _PARTNER),
        "experience": Held(Kind.CONFIDENTIAL, "matching, only where you asked", _MATCHING, _LEADS),
        "video": Held(Kind.SCHEME, "matching", TAKING_PART, _PARTNER),
        "travel_minutes": Held(Kind.SCHEME, "matching", _MATCHING, _LEADS),
        "capacity": Held(Kind.SCHEME, "how many mentees a mentor takes", TAKING_PART, _LEADS),
        "group": Held(
            Kind.SCHEME,
            "whether a mentor meets mentees as a group, and whether a group suits a mentee",
            TAKING_PART,
            _PARTNER,
        ),
        "on_leave": Held(Kind.SCHEME, "keeps people who are away from being matched", _MATCHING, _LEADS),
        "about": Held(Kind.SCHEME, "what a mentor says to mentees", TAKING_PART, _SHOWN),
        "address_from": Held(Kind.SCHEME, "where your address came from", TAKING_PART, _LEADS),
        "answer_by": Held(Kind.SCHEME, "until when to say no", TAKING_PART, _LEADS),
        "terms": Held(Kind.SCHEME, "which agreement you accepted", TAKING_PART, _LEADS),
        "agreed_at": Held(Kind.SCHEME, "when you accepted it", TAKING_PART, _LEADS),
        "applied_at": Held(Kind.SCHEME, "when you signed up", TAKING_PART, _LEADS),
        "confirmed_at": Held(Kind.SCHEME, "when you confirmed your address", _UNPROVED, _LEADS),
        "closed_at": Held(Kind.SCHEME, "when it ended", TAKING_PART, _LEADS),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cohort", "person"], name="one_part_in_a_cohort"),
            models.CheckConstraint(condition=Q(capacity__gte=1, capacity__lte=4), name="takes_one_to_four"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_part_display()} in {self.cohort}"

    @property
    def is_in(self) -> bool:
        """Whether the person takes part as far as anybody knows."""
        return self.state in {State.RECEIVED, State.ACCEPTED, State.NOTICED}


class WishKind(models.TextChoices):
    """What kind of wish."""

    RANKED = "ranked", "Would like to be matched with"
    NOT_WITH = "not_with", "Not with"
    RELATIONSHIP = "relationship", "Knows well in private life"
    MUST = "must", "Must"
    PREFER = "prefer", "Prefers"
    CHOSEN = "chosen", "Chosen from a shortlist"
    OTHERS = "others", "Rather somebody who is not on the shortlist"


FROM_A_SHORTLIST = (WishKind.CHOSEN, WishKind.OTHERS)


class Wish(models.Model):
    """A wish about the match, sealed: the database holds no readable word of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="wishes")
    sealed = models.BinaryField()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells wishes apart", "the cohort's last day", "the software"),
        "application": Held(Kind.SCHEME, "whose wish it is", "the cohort's last day", "the software"),
        "sealed": Held(
            Kind.SEALED,
            "matching",
            "the cohort's last day",
            "you and, where a wish speaks for a proposed pair, the scheme's leads, until the match; then nobody",
        ),
    }

    class Meta:
        app_label = "pares"

    def __str__(self) -> str:
        return "A wish, sealed"


class Uploads(models.QuerySet["Upload"]):
    """Reading lists brought in."""

    def brought_until(self, moment: datetime) -> "Uploads":
        """Return the lists brought in up to a moment."""
        return self.filter(brought_at__lte=moment)

    def alike(self, upload: "Upload") -> "Upload | None":
        """Return the latest other list of the scheme and part whose columns were named under the same headings."""
        same = self.filter(cohort__scheme=upload.cohort.scheme_id, part=upload.part).exclude(pk=upload.pk)
        latest = same.exclude(columns={}).order_by("-brought_at")[:20]
        return next((each for each in latest if each.headings == upload.headings), None)


class Upload(models.Model):
    """A list of people brought in from a file: read, its columns named, checked, then taken in or not at all."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="uploads")
    part = models.CharField(max_length=6, choices=Part)
    file_name = models.CharField(max_length=200)
    address_from = models.CharField(max_length=200, blank=True)
    answer_by = models.DateField(null=True)
    notes = models.JSONField(default=list)
    headings = models.JSONField()
    rows = models.JSONField()
    columns = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    taken_at = models.DateTimeField(null=True)
    brought_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    brought_at = models.DateTimeField()

    objects = Uploads.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells lists apart", "7 days", _LEADS),
        "cohort": Held(Kind.SCHEME, "for which cohort", "7 days", _LEADS),
        "part": Held(Kind.SCHEME, "mentors or mentees", "7 days", _LEADS),
        "file_name": Held(Kind.SCHEME, "what the file was called", "7 days", _LEADS),
        "address_from": Held(Kind.SCHEME, "where the addresses came from", "7 days", _LEADS),
        "answer_by": Held(Kind.SCHEME, "until when those listed may say no", "7 days", _LEADS),
        "notes": Held(Kind.SCHEME, "how the file was read", "7 days", _LEADS),
        "headings": Held(Kind.SCHEME, "the file's headings", "7 days", _LEADS),
        "rows": Held(Kind.CONTACT, "the file's rows; emptied once taken in", "7 days", _LEADS),
        "columns": Held(Kind.SCHEME, "which column means what", "7 days", _LEADS),
        "counts": Held(Kind.SCHEME, "how many people came of it", "7 days", _LEADS),
        "taken_at": Held(Kind.SCHEME, "when it was taken in", "7 days", _LEADS),
        "brought_by": Held(Kind.SCHEME, "who brought it in", "7 days", _LEADS),
        "brought_at": Held(Kind.SCHEME, "when", "7 days", _LEADS),
    }

    class Meta:
        app_label = "pares"

    def __str__(self) -> str:
        return f"{self.file_name}, {self.get_part_display()}s of {self.cohort}"

    @property
    def errand(self) -> Errand | None:
        """The latest errand to take this list in, or None."""
        asked = Errand.objects.asked_for(self.cohort.scheme_id).filter(kind=TAKE_IN)
        return next((each for each in asked[:50] if each.arguments.get("upload") == str(self.pk)), None)
