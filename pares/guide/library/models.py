"""The library's records, the files we hold, and a scheme's own shelf."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, FilteredRelation, Q, Sum

from pares.ground.ledger.held import Held, Kind
from pares.ground.people.models import Person
from pares.ground.schemes.models import Scheme
from pares.guide.library.licences import LICENCES
from pares.guide.library.rules import AUDIENCES, STATES, Standing, State, Verdict, may_hand_on

_KILO, _MEGA = 1000, 1_000_000
_RECORD = "as long as the record"
_SHELF = "as long as the file is on the shelf"
_ALL = "everybody"
_EDITORS = "editors"
_LEADS = "the scheme's leads and editors"
_CLEARED = "whom the licence lets us hand it to"


class ResourceKind(models.TextChoices):
    """What a resource is."""

    GUIDE = "guide", "Guide or handbook"
    TEMPLATE = "template", "Templates and forms"
    COURSE = "course", "Course or e-learning"
    STANDARD = "standard", "Standards and codes"
    STUDY = "study", "Research"
    MODEL = "model", "Model or method"
    TOOL = "tool", "Online tool"
    REPORT = "report", "Report or publication"


class KeptFile(models.Model):
    """A file we hold, judged by its content when it came in. Its bytes are in a table of their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    media = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    kept_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    kept_at = models.DateTimeField()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells files apart", _SHELF, "the software"),
        "name": Held(Kind.SCHEME, "what the file is called", _SHELF, _CLEARED),
        "media": Held(Kind.SCHEME, "what kind of file it is", _SHELF, _CLEARED),
        "size": Held(Kind.SCHEME, "how large it is", _SHELF, _CLEARED),
        "digest": Held(Kind.SCHEME, "shows that the file is whole", _SHELF, "the software"),
        "kept_by": Held(Kind.SCHEME, "who brought it in", _SHELF, _LEADS),
        "kept_at": Held(Kind.SCHEME, "when", _SHELF, _LEADS),
    }

    class Meta:
        app_label = "pares"

    def __str__(self) -> str:
        return self.name

    @property
    def about(self) -> str:
        """What kind of file it is and how large: "PDF, 1.2 MB"."""
        kind = self.name.rpartition(".")[2].upper()
        return f"{kind}, {self.size / _MEGA:.1f} MB" if self.size >= _MEGA else f"{kind}, {-(-self.size // _KILO)} kB"


class FileBytes(models.Model):
    """The bytes of a file, apart from it so that no list ever reads them."""

    file = models.OneToOneField(KeptFile, on_delete=models.CASCADE, primary_key=True, related_name="stored")
    content = models.BinaryField()

    held: ClassVar[dict[str, Held]] = {
        "file": Held(Kind.SCHEME, "which file", _SHELF, "the software"),
        "content": Held(Kind.SCHEME, "the file itself", _SHELF, _CLEARED),
    }

    class Meta:
        app_label = "pares"

    def __str__(self) -> str:
        return f"The bytes of {self.file_id}"


class Licensed(models.Model):
    """What is known of a work's licence, the same for the library and a scheme's shelf: `standing` is what it means."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=200)
    audience = models.CharField(max_length=10, choices=list(AUDIENCES.items()))
    state = models.CharField(max_length=10, choices=list(STATES.items()), default=State.UNKNOWN.value)
    licence = models.CharField(max_length=20, blank=True)
    evidence = models.CharField(max_length=1000, blank=True)
    evidence_link = models.URLField(max_length=500, blank=True)
    granted_by = models.CharField(max_length=200, blank=True)
    granted_on = models.DateField(null=True)
    granted_until = models.DateField(null=True)
    granted_for = models.CharField(max_length=10, choices=list(AUDIENCES.items()), blank=True)
    granted_scope = models.CharField(max_length=500, blank=True)
    may_adapt = models.BooleanField(default=False)

    class Meta:
        abstract = True
        app_label = "pares"

    def __str__(self) -> str:
        return self.title

    @property
    def standing(self) -> Standing:
        """The licence as the rules judge it."""
        return Standing(
            state=self.state,
            licence=self.licence,
            evidence=" ".join(filter(None, (self.evidence, self.evidence_link))),
            granted_by=self.granted_by,
            granted_on=self.granted_on,
            until=self.granted_until,
            covers=self.granted_for,
            may_adapt=self.may_adapt,
        )

    def may_hand_on(self, audience: str, on: date) -> Verdict:
        """Say whether a copy may be handed to an audience on a day."""
        return may_hand_on(self.standing, audience, on)


def _licence_held(until: str, readers: str) -> dict[str, Held]:
    """Return what the fields of Licensed hold."""
    said = {
        "id": "tells them apart",
        "title": "what it is called",
        "owner": "whose work it is",
        "audience": "whom it is for",
        "state": "whether it may be handed on",
        "licence": "which open licence",
        "evidence": "what shows the licence or permission",
        "evidence_link": "where to see that",
        "granted_by": "who gave permission, for the owner",
        "granted_on": "when",
        "granted_until": "until when",
        "granted_for": "whom the permission covers",
        "granted_scope": "what it covers",
        "may_adapt": "whether it covers changed versions",
    }
    return {
        name: Held(Kind.PUBLIC if readers == _ALL else Kind.SCHEME, why, until, readers) for name, why in said.items()
    }


def _state_needs(name: str) -> list[models.BaseConstraint]:
    """Return what each state cannot be without, as the database holds it; `name` tells tables apart."""
    no_open, no_granted = ~Q(state=State.OPEN), ~Q(state=State.GRANTED)
    given = ~Q(granted_by="") & Q(granted_on__isnull=False) & ~Q(granted_for="")
    shown = ~Q(evidence="") | ~Q(evidence_link="")
    backed = ~Q(state__in=[State.OPEN, State.OGL, State.GRANTED])
    return [
        models.CheckConstraint(condition=no_open | Q(licence__in=list(LICENCES)), name=f"{name}_open_says_which"),
        models.CheckConstraint(condition=no_granted | given, name=f"{name}_permission_says_by_whom"),
        models.CheckConstraint(condition=backed | shown, name=f"{name}_licence_is_shown"),
    ]


class Resources(models.QuerySet["Resource"]):
    """Reading the library."""

    def shown(self) -> "Resources":
        """Return the records everybody sees, by title, with their files (not their bytes), in one query."""
        return self.filter(withdrawn_at=None).select_related("file").order_by("title", "slug")

    def with_files(self) -> "Resources":
        """Return those of which we hold a file."""
        return self.filter(file__isnull=False)

    def ending(self, on: date, within: timedelta) -> "Resources":
        """Return those whose permission ends within that time of a day, or has ended, the first to end first."""
        granted = self.filter(state=State.GRANTED, withdrawn_at=None, granted_until__lte=on + within)
        return granted.order_by("granted_until", "title")

    def without_links(self) -> "Resources":
        """Return those whose address is to be found."""
        return self.filter(withdrawn_at=None, link="")

    def of_unknown_licence(self) -> "Resources":
        """Return those of which nobody knows what the owner allows, by title."""
        return self.filter(withdrawn_at=None, state=State.UNKNOWN).order_by("title")

    def unchecked_since(self, day: date) -> "Resources":
        """Return those of others that nobody checked after a day, the longest ago first and those never checked."""
        unchecked = Q(checked_on=None) | Q(checked_on__lte=day)
        others = self.filter(unchecked, withdrawn_at=None).exclude(state=State.OWN)
        return others.order_by(F("checked_on").asc(nulls_first=True), "title")

    def with_latest_check(self) -> "Resources":
        """Return them with `link_outcome`, `link_status` and `link_at` of the look at their link (None: never)."""
        looked = FilteredRelation("link_checks", condition=Q(link_checks__link=F("link")))
        said = {f"link_{name}": F(f"looked__{name}") for name in ("outcome", "status", "at")}
        return self.annotate(looked=looked).annotate(**said)

    def being_asked(self) -> "Resources":
        """Return those whose owner was asked and has not answered."""
        return self.filter(requests__reply="", requests__isnull=False)


class Resource(Licensed):
    """One record of the library: something others, or we, have made. A `link` of "" is an address to be found.

    `shipped` is the key of the record we ship that it came from, "" where it was added here; a record with `edited_at`
    belongs to the editors, and no later version of ours changes it.
    """

    slug = models.SlugField(max_length=80, unique=True)
    link = models.URLField(max_length=500, blank=True)
    kind = models.CharField(max_length=10, choices=ResourceKind)
    purpose = models.CharField(max_length=500)
    believed = models.CharField(max_length=500, blank=True)
    checked_on = models.DateField(null=True)
    file = models.OneToOneField(KeptFile, on_delete=models.SET_NULL, null=True, related_name="resource")
    shipped = models.CharField(max_length=80, blank=True)
    edited_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    added_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()

    objects = Resources.as_manager()

    held: ClassVar[dict[str, Held]] = {
        **_licence_held(_RECORD, _ALL),
        "slug": Held(Kind.PUBLIC, "the record's address", _RECORD, _ALL),
        "link": Held(Kind.PUBLIC, "where the owner shows it", _RECORD, _ALL),
        "kind": Held(Kind.PUBLIC, "what it is", _RECORD, _ALL),
        "purpose": Held(Kind.PUBLIC, "what it is for", _RECORD, _ALL),
        "believed": Held(Kind.PUBLIC, "what is believed of its licence and not verified", _RECORD, _ALL),
        "checked_on": Held(Kind.PUBLIC, "when somebody last checked the record", _RECORD, _ALL),
        "file": Held(Kind.PUBLIC, "the copy we hold, if any", _RECORD, _CLEARED),
        "shipped": Held(Kind.PUBLIC, "which record of ours it came from", _RECORD, _ALL),
        "edited_at": Held(Kind.SCHEME, "when an editor last changed it", _RECORD, _EDITORS),
        "withdrawn_at": Held(Kind.SCHEME, "when it was taken out of the library", _RECORD, _EDITORS),
        "added_by": Held(Kind.SCHEME, "who added it", _RECORD, _EDITORS),
        "added_at": Held(Kind.SCHEME, "when it was added", _RECORD, _EDITORS),
    }

    class Meta(Licensed.Meta):
        abstract = False
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *_state_needs("resource"),
            models.UniqueConstraint(fields=["shipped"], condition=~Q(shipped=""), name="shipped_once"),
        ]


class ShelfItems(models.QuerySet["ShelfItem"]):
    """Reading a scheme's shelf."""

    def of(self, scheme: Scheme) -> "ShelfItems":
        """Return what a scheme keeps, by title, with the files (not their bytes), in one query."""
        return self.filter(scheme=scheme).select_related("file", "file__kept_by").order_by("title", "put_at")

    def of_any(self, schemes: Iterable[Scheme]) -> "ShelfItems":
        """Return what several schemes keep."""
        return self.filter(scheme__in=[scheme.pk for scheme in schemes])

    def weight(self) -> int:
        """Return how many bytes these files have together."""
        return self.aggregate(total=Sum("file__size"))["total"] or 0


class ShelfItem(Licensed):
    """A file on a scheme's own shelf."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="shelf")
    file = models.OneToOneField(KeptFile, on_delete=models.PROTECT, related_name="shelf_item")
    put_at = models.DateTimeField()

    objects = ShelfItems.as_manager()

    held: ClassVar[dict[str, Held]] = {
        **_licence_held(_SHELF, _LEADS),
        "scheme": Held(Kind.SCHEME, "whose shelf", _SHELF, _LEADS),
        "file": Held(Kind.SCHEME, "the file", _SHELF, _CLEARED),
        "put_at": Held(Kind.SCHEME, "when it was put there", _SHELF, _LEADS),
    }

    class Meta(Licensed.Meta):
        abstract = False
        constraints: ClassVar[list[models.BaseConstraint]] = _state_needs("shelf")


def read_bytes(file: KeptFile) -> bytes:
    """Return a file's bytes."""
    return bytes(FileBytes.objects.get(file=file).content)
