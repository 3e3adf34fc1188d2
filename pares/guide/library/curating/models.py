"""What happened to a record: its owner was asked, its licence changed, its link was looked at."""

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from pares.ground.ledger.held import Held, Kind
from pares.ground.people.models import Person
from pares.guide.library.models import KeptFile, Resource
from pares.guide.library.rules import AUDIENCES, STATES, Audience, State

_RECORD = "as long as the record"
_LINK = "until the link is looked at again, or gone from our pages"
_EDITORS = "editors"
HAPPENED = {"": "Added", **STATES}


class OwnerSaid(models.TextChoices):
    """What came of asking an owner."""

    GRANTED = "granted", "Permission given"
    REFUSED = "refused", "Refused"
    SILENT = "silent", "No answer, given up"


class PermissionRequests(models.QuerySet["PermissionRequest"]):
    """Reading what owners were asked."""

    def of(self, resource: Resource) -> "PermissionRequests":
        """Return what its owner was asked, the latest first, with the files of the answers."""
        return (
            self.filter(resource=resource).select_related("resource", "asked_by", "evidence_file").order_by("-asked_at")
        )

    def open(self) -> "PermissionRequests":
        """Return those not answered and not given up, drafts too."""
        return self.filter(reply="", resource__withdrawn_at=None).select_related("resource")

    def drafts(self) -> "PermissionRequests":
        """Return the letters written and not sent, the oldest first."""
        return self.open().filter(sent_on=None).order_by("asked_at")

    def to_chase(self, on: date) -> "PermissionRequests":
        """Return those sent whose day to ask again has come, the longest waiting first."""
        return self.open().filter(chase_on__lte=on).order_by("chase_on", "resource__title")

    def awaited(self, on: date) -> "PermissionRequests":
        """Return those sent that are not to be chased yet, the next to chase first."""
        return self.open().filter(chase_on__gt=on).order_by("chase_on", "resource__title")


class PermissionRequest(models.Model):
    """An owner asked for permission: the letter, when it was sent and is chased, and the answer with its evidence."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="requests")
    asked_of = models.CharField(max_length=200)
    address = models.EmailField(max_length=254, blank=True)
    asked_for = models.CharField(max_length=10, choices=list(AUDIENCES.items()), default=Audience.EVERYONE.value)
    asks_to_adapt = models.BooleanField(default=False)
    subject = models.CharField(max_length=200)
    letter = models.CharField(max_length=6000)
    sent_on = models.DateField(null=True)
    chase_on = models.DateField(null=True)
    chased = models.PositiveSmallIntegerField(default=0)
    reply = models.CharField(max_length=10, choices=OwnerSaid, blank=True)
    answered_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    granted_for = models.CharField(max_length=10, choices=list(AUDIENCES.items()), blank=True)
    scope = models.CharField(max_length=500, blank=True)
    may_adapt = models.BooleanField(default=False)
    until = models.DateField(null=True)
    evidence = models.CharField(max_length=4000, blank=True)
    evidence_file = models.OneToOneField(KeptFile, on_delete=models.PROTECT, null=True, related_name="answer")
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()

    objects = PermissionRequests.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells requests apart", _RECORD, _EDITORS),
        "resource": Held(Kind.SCHEME, "for what", _RECORD, _EDITORS),
        "asked_of": Held(Kind.CONTACT, "who was asked", _RECORD, _EDITORS),
        "address": Held(Kind.CONTACT, "where to write", _RECORD, _EDITORS),
        "asked_for": Held(Kind.SCHEME, "to hand it to whom", _RECORD, _EDITORS),
        "asks_to_adapt": Held(Kind.SCHEME, "whether changed versions were asked for", _RECORD, _EDITORS),
        "subject": Held(Kind.SCHEME, "the letter's subject", _RECORD, _EDITORS),
        "letter": Held(Kind.SCHEME, "what was asked", _RECORD, _EDITORS),
        "sent_on": Held(Kind.SCHEME, "when it was sent", _RECORD, _EDITORS),
        "chase_on": Held(Kind.SCHEME, "when to ask again", _RECORD, _EDITORS),
        "chased": Held(Kind.SCHEME, "how often it was asked again", _RECORD, _EDITORS),
        "reply": Held(Kind.SCHEME, "what the owner said", _RECORD, _EDITORS),
        "answered_on": Held(Kind.SCHEME, "when", _RECORD, _EDITORS),
        "answered_by": Held(Kind.CONTACT, "who answered for the owner", _RECORD, _EDITORS),
        "granted_for": Held(Kind.SCHEME, "whom the permission covers", _RECORD, _EDITORS),
        "scope": Held(Kind.SCHEME, "what it covers", _RECORD, _EDITORS),
        "may_adapt": Held(Kind.SCHEME, "whether it covers changed versions", _RECORD, _EDITORS),
        "until": Held(Kind.SCHEME, "until when", _RECORD, _EDITORS),
        "evidence": Held(Kind.SCHEME, "the words of the answer", _RECORD, _EDITORS),
        "evidence_file": Held(Kind.SCHEME, "the answer as it came", _RECORD, _EDITORS),
        "asked_by": Held(Kind.SCHEME, "who asked", _RECORD, _EDITORS),
        "asked_at": Held(Kind.SCHEME, "when the letter was written", _RECORD, _EDITORS),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["resource"], condition=Q(reply=""), name="one_open_request_a_resource"),
            models.CheckConstraint(
                condition=Q(reply="", answered_on=None) | (~Q(reply="") & Q(answered_on__isnull=False)),
                name="a_reply_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(reply=OwnerSaid.GRANTED) | (~Q(granted_for="") & ~Q(answered_by="")),
                name="a_permission_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(reply__in=["", OwnerSaid.SILENT]) | ~Q(evidence="") | Q(evidence_file__isnull=False),
                name="an_answer_is_shown",
            ),
            models.CheckConstraint(
                condition=Q(sent_on=None, chase_on=None) | Q(sent_on__isnull=False, chase_on__isnull=False),
                name="what_is_sent_is_chased",
            ),
        ]

    def __str__(self) -> str:
        return f"Permission for {self.resource}"


class LicenceChanges(models.QuerySet["LicenceChange"]):
    """Reading the history of licences."""

    def of(self, resource: Resource) -> "LicenceChanges":
        """Return every change of a record's licence, the latest first."""
        return self.filter(resource=resource).select_related("by").order_by("-at", "-pk")


class LicenceChange(models.Model):
    """One change of what is known of a record's licence; never altered. `was` is "" where the record was added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="licence_changes")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    was = models.CharField(max_length=10, choices=list(HAPPENED.items()), blank=True)
    now = models.CharField(max_length=10, choices=list(STATES.items()))
    why = models.CharField(max_length=500)

    objects = LicenceChanges.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells changes apart", _RECORD, "the software"),
        "resource": Held(Kind.SCHEME, "of which record", _RECORD, _EDITORS),
        "at": Held(Kind.SCHEME, "when", _RECORD, _EDITORS),
        "by": Held(Kind.SCHEME, "who changed it", _RECORD, _EDITORS),
        "was": Held(Kind.SCHEME, "what was known before", _RECORD, _EDITORS),
        "now": Held(Kind.SCHEME, "what is known since", _RECORD, _EDITORS),
        "why": Held(Kind.SCHEME, "why it changed", _RECORD, _EDITORS),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(why=""), name="a_change_of_licence_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.resource}: {self.get_was_display()} to {self.get_now_display()}"


class Outcome(models.TextChoices):
    """How a link answered."""

    FINE = "fine", "Answers"
    MOVED = "moved", "Has moved"
    BARRED = "barred", "Does not answer programs"
    GONE = "gone", "Not there"
    FAILED = "failed", "Could not be reached"


BROKEN = (Outcome.GONE, Outcome.FAILED)


class LinkChecks(models.QuerySet["LinkCheck"]):
    """Reading how links answered."""

    def standing(self) -> "LinkChecks":
        """Return those that still hold: of a record that is in the library, only of the addresses it has now."""
        of_now = Q(link=F("resource__link")) | Q(link=F("resource__evidence_link"))
        return self.filter(Q(resource=None) | of_now & Q(resource__withdrawn_at=None)).select_related("resource")

    def broken(self) -> "LinkChecks":
        """Return the links of no use, those of the library first, the longest broken first."""
        broken = self.standing().filter(outcome__in=BROKEN)
        return broken.order_by(F("resource").desc(nulls_last=True), "since", "place")

    def moved(self) -> "LinkChecks":
        """Return the library's links that have moved for good to where a record can follow, by title."""
        moved = self.standing().filter(outcome=Outcome.MOVED, link=F("resource__link")).exclude(moved_to="")
        return moved.order_by("resource__title")

    def of(self, resource: Resource) -> "LinkChecks":
        """Return how a record's addresses answered, its own first."""
        return self.standing().filter(resource=resource).order_by("place", "link")


class LinkCheck(models.Model):
    """How a link on one of our pages answered when last looked at: `place` says where it stands, `page` is its address.

    `since` is from when on it has answered like that, as far as we looked; `status` is the HTTP status, if any came.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, null=True, related_name="link_checks")
    place = models.CharField(max_length=300)
    page = models.CharField(max_length=300, blank=True)
    link = models.CharField(max_length=1000)
    at = models.DateTimeField()
    since = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    status = models.PositiveSmallIntegerField(null=True)
    moved_to = models.CharField(max_length=500, blank=True)
    why = models.CharField(max_length=1000, blank=True)

    objects = LinkChecks.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells looks apart", _LINK, "the software"),
        "resource": Held(Kind.SCHEME, "of which record of the library", _LINK, _EDITORS),
        "place": Held(Kind.SCHEME, "where it stands, in words", _LINK, _EDITORS),
        "page": Held(Kind.SCHEME, "on which page of ours", _LINK, _EDITORS),
        "link": Held(Kind.SCHEME, "which address", _LINK, _EDITORS),
        "at": Held(Kind.SCHEME, "when it was last looked at", _LINK, _EDITORS),
        "since": Held(Kind.SCHEME, "since when it answers like that", _LINK, _EDITORS),
        "outcome": Held(Kind.SCHEME, "how it answered", _LINK, _EDITORS),
        "status": Held(Kind.SCHEME, "the number it answered with", _LINK, _EDITORS),
        "moved_to": Held(Kind.SCHEME, "where it has moved to", _LINK, _EDITORS),
        "why": Held(Kind.SCHEME, "what was wrong, in a sentence", _LINK, _EDITORS),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["place", "link"], name="one_look_a_link_and_place"),
        ]

    def __str__(self) -> str:
        return f"{self.link}: {self.get_outcome_display()}"


def being_asked_before(resource: Resource) -> str:
    """Return what was known of a record's licence before its owner was asked: what holds again where nobody answers."""
    asked = LicenceChange.objects.of(resource).filter(now=State.REQUESTED).first()
    return asked.was if asked and asked.was not in {"", State.REQUESTED} else State.UNKNOWN.value
