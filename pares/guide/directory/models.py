"""What is done to the directory here: rows as editors left them, what readers send in, and the editions issued."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from pares.ground.ledger.held import Held, Kind
from pares.ground.people.models import Person
from pares.guide.directory.schemes import KINDS, LABELS, REGIONS, STATUSES, Scheme

_ALWAYS = "as long as the site"
_SENT_IN = "as long as the site, whether taken or declined"
_CONTACT = "3 months after the decision, or 12 months after it was sent in"
_THANKED = "as long as the site, or until you ask us to take it out"
_EVERYBODY = "everybody"
_EDITORS = "the site’s editors"
_THEN_PUBLIC = "the site’s editors; everybody, once an editor has taken it"
_SOFTWARE = "the software"
_ACCOUNT = "as long as that person’s account, then nobody’s"


class State(models.TextChoices):
    """Where something a reader sent in stands."""

    NEW = "new", "New"
    TAKEN = "taken", "Taken"
    DECLINED = "declined", "Declined"


class Licence(models.TextChoices):
    """How a reader lets others use what they sent in."""

    CC_BY = "cc-by-4.0", "CC BY 4.0"
    CC0 = "cc0-1.0", "CC0 1.0"


def _facts_held(until: str, readers: str) -> dict[str, Held]:
    return {
        name: Held(Kind.PUBLIC, f"told of a scheme: {label.lower()}", until, readers) for name, label in LABELS.items()
    }


class Facts(models.Model):
    """What is told of a scheme: the same columns for a row and for what is proposed for one. "" is "not known"."""

    name = models.CharField(max_length=200)
    specialty = models.CharField(max_length=100)
    group = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=40, choices=[(each, each) for each in REGIONS])
    part = models.CharField(max_length=100, blank=True)
    since = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=30, choices=list(KINDS.items()))
    mentors = models.CharField(max_length=200, blank=True)
    mentees = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=30, choices=list(STATUSES.items()))
    year = models.CharField(max_length=7, blank=True)
    link = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True
        app_label = "pares"

    def __str__(self) -> str:
        return self.name

    @property
    def facts(self) -> dict[str, str]:
        """What is told, by the names of `LABELS`."""
        return {name: getattr(self, name) for name in LABELS}


class RowVersions(models.QuerySet["RowVersion"]):
    """Reading the rows as they were left here."""

    def of(self, key: str) -> "RowVersions":
        """Return what was done to one row, the newest first."""
        return self.filter(key=key).select_related("by", "checked_by").order_by("-number")

    def newest(self) -> "RowVersions":
        """Return each row as it was left last, those taken off the list too."""
        place = Window(RowNumber(), partition_by=["key"], order_by=F("number").desc())
        return self.annotate(place=place).filter(place=1).select_related("checked_by")


class RowVersion(Facts):
    """One row as an editor left it, over the one shipped or besides them. Nothing is ever changed or taken away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=80)
    number = models.PositiveIntegerField()
    listed = models.BooleanField(default=True)
    origin = models.CharField(max_length=300, blank=True)
    thanks = models.CharField(max_length=300, blank=True)
    checked_on = models.DateField(null=True)
    checked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    checked_how = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=300)

    objects = RowVersions.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells versions of a row apart", _ALWAYS, _SOFTWARE),
        "key": Held(Kind.PUBLIC, "which row", _ALWAYS, _EVERYBODY),
        "number": Held(Kind.PUBLIC, "which version it is, counted", _ALWAYS, _EVERYBODY),
        "listed": Held(Kind.PUBLIC, "whether the row is on the list", _ALWAYS, _EVERYBODY),
        "origin": Held(Kind.PUBLIC, "where the row comes from", _ALWAYS, _EVERYBODY),
        "thanks": Held(
            Kind.CONTACT, "the name you ask to be thanked by, once your words are used", _THANKED, _EVERYBODY
        ),
        "checked_on": Held(Kind.PUBLIC, "when an editor checked the row", _ALWAYS, _EVERYBODY),
        "checked_by": Held(Kind.CONTACT, "which editor checked it: the name stands by the row", _ACCOUNT, _EVERYBODY),
        "checked_how": Held(Kind.PUBLIC, "how it was checked", _ALWAYS, _EVERYBODY),
        "by": Held(Kind.CONTACT, "which editor left it so", _ACCOUNT, _EDITORS),
        "at": Held(Kind.PUBLIC, "when", _ALWAYS, _EVERYBODY),
        "why": Held(Kind.SCHEME, "why", _ALWAYS, _EDITORS),
        **_facts_held(_ALWAYS, _EVERYBODY),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["key", "number"], name="one_row_version_a_number"),
            models.CheckConstraint(
                condition=Q(checked_on=None, checked_how="") | (Q(checked_on__isnull=False) & ~Q(checked_how="")),
                name="a_checked_row_says_how",
            ),
        ]

    @property
    def scheme(self) -> Scheme:
        """The row as pages and files show it."""
        checker = (str(self.checked_by) if self.checked_by else "an editor") if self.checked_on else ""
        return Scheme(
            key=self.key,
            **self.facts,
            checked_on=self.checked_on,
            checked_by=checker,
            checked_how=self.checked_how,
            origin=self.origin,
            thanks=self.thanks,
        )

    @property
    def by_whom(self) -> str:
        """The editor's name, as long as there is an account."""
        return str(self.by) if self.by else "Somebody whose account is gone"


class Suggestions(models.QuerySet["Suggestion"]):
    """Reading what readers sent in."""

    def waiting(self) -> "Suggestions":
        """Return what nobody has decided on, the oldest first."""
        return self.filter(state=State.NEW).order_by("sent_at")

    def decided(self) -> "Suggestions":
        """Return what was decided, the latest first."""
        return self.exclude(state=State.NEW).select_related("decided_by", "taken_as").order_by("-decided_at")

    def about(self, key: str) -> "Suggestions":
        """Return what was sent in about one row, and what it was made of."""
        return self.filter(Q(key=key) | Q(taken_as__key=key))

    def with_a_contributor(self) -> "Suggestions":
        """Return those that still hold something about whoever sent them in."""
        return self.exclude(email="", credit="", words="")

    def decided_before(self, moment: datetime) -> "Suggestions":
        """Return those decided by then."""
        return self.filter(decided_at__lte=moment)

    def forgotten_in_the_inbox(self, moment: datetime) -> "Suggestions":
        """Return those sent in by then that nobody has decided on."""
        return self.waiting().filter(sent_at__lte=moment)


class Suggestion(Facts):
    """A row as a reader would have it: a new one, or one of the list (`key`) corrected in the fields `changed`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=80, blank=True)
    changed = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True)
    credit = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    licence = models.CharField(max_length=10, choices=Licence)
    state = models.CharField(max_length=8, choices=State, default=State.NEW)
    sent_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    answer = models.CharField(max_length=300, blank=True)
    taken_as = models.ForeignKey(RowVersion, on_delete=models.PROTECT, null=True, related_name="+")

    objects = Suggestions.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells suggestions apart", _SENT_IN, _SOFTWARE),
        "key": Held(Kind.SCHEME, "which row it is about", _SENT_IN, _EDITORS),
        "changed": Held(Kind.SCHEME, "which facts you changed", _SENT_IN, _EDITORS),
        "words": Held(Kind.CONFIDENTIAL, "what you say is wrong, and how you know", _CONTACT, _EDITORS),
        "credit": Held(Kind.CONTACT, "the name you ask to be thanked by", _CONTACT, _EDITORS),
        "email": Held(Kind.CONTACT, "so that an editor can ask you back", _CONTACT, _EDITORS),
        "licence": Held(Kind.PUBLIC, "how you let others use it", _SENT_IN, _THEN_PUBLIC),
        "state": Held(Kind.SCHEME, "where it stands", _SENT_IN, _EDITORS),
        "sent_at": Held(Kind.SCHEME, "when you sent it in", _SENT_IN, _EDITORS),
        "decided_at": Held(Kind.SCHEME, "when it was decided", _SENT_IN, _EDITORS),
        "decided_by": Held(Kind.CONTACT, "which editor decided", _ACCOUNT, _EDITORS),
        "answer": Held(Kind.SCHEME, "why it was declined", _SENT_IN, _EDITORS),
        "taken_as": Held(Kind.SCHEME, "what became of it", _SENT_IN, _EDITORS),
        **_facts_held(_SENT_IN, _THEN_PUBLIC),
    }

    class Meta:
        app_label = "pares"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "sent_at"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="new", decided_at=None) | (~Q(state="new") & Q(decided_at__isnull=False)),
                name="a_suggestion_is_decided_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="taken", taken_as__isnull=False) | (~Q(state="taken") & Q(taken_as=None)),
                name="a_taken_suggestion_is_a_row",
            ),
        ]

    @property
    def fields_changed(self) -> tuple[str, ...]:
        """The names of the facts a correction would change; all of them for a new row."""
        return tuple(self.changed.split()) if self.key else tuple(LABELS)


class Editions(models.QuerySet["Edition"]):
    """Reading the editions."""

    def in_order(self) -> "Editions":
        """Return them, the newest first."""
        return self.order_by("-on")


class Edition(models.Model):
    """The directory as it was issued on a day, kept as it was: its rows, and how the list was made then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    on = models.DateField(unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    method = models.TextField()
    rows = models.JSONField()

    objects = Editions.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells editions apart", _ALWAYS, _SOFTWARE),
        "on": Held(Kind.PUBLIC, "of which day the edition is", _ALWAYS, _EVERYBODY),
        "issued_at": Held(Kind.SCHEME, "when it was issued", _ALWAYS, _EDITORS),
        "issued_by": Held(Kind.CONTACT, "which editor issued it", _ACCOUNT, _EDITORS),
        "method": Held(Kind.PUBLIC, "how the list was made then", _ALWAYS, _EVERYBODY),
        "rows": Held(Kind.PUBLIC, "the list as it was", _ALWAYS, _EVERYBODY),
    }

    class Meta:
        app_label = "pares"

    def __str__(self) -> str:
        return f"Edition of {self.on.isoformat()}"
