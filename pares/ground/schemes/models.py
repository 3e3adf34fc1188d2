"""A scheme and its own lists: grades, specialties, sites, topics, and minutes between sites."""

import uuid
from datetime import date
from typing import ClassVar

from django.db import models

from pares.ground.ledger.held import Held, Kind

_SCHEME = "as long as the scheme"
_ALL = "everybody"
_MEMBERS = "the scheme's members"
_LEADS = "the scheme's leads"


class Closeness(models.TextChoices):
    """How far apart in training mentor and mentee are."""

    PEER = "peer", "Peer"
    NEAR_PEER = "near_peer", "Near-peer"


class Joining(models.TextChoices):
    """How mentees come in."""

    OPT_IN = "opt_in", "Opt-in: people apply"
    OPT_OUT = "opt_out", "Opt-out: everybody on a list is included unless they say no"


class Nation(models.TextChoices):
    """Whose bank holidays count."""

    ENGLAND = "england", "England"
    SCOTLAND = "scotland", "Scotland"
    WALES = "wales", "Wales"
    NORTHERN_IRELAND = "northern-ireland", "Northern Ireland"


class Entry(models.TextChoices):
    """Who may sign up."""

    OPEN = "open", "Anybody with the address of the sign-up page"
    CODE = "code", "People with the invitation code"
    DOMAINS = "domains", "People with a work address at the domains you list"


class Scheme(models.Model):
    """A mentoring scheme, run in cohorts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=120)
    specialty = models.CharField(max_length=120)
    closeness = models.CharField(max_length=10, choices=Closeness)
    joining = models.CharField(max_length=10, choices=Joining)
    nation = models.CharField(max_length=20, choices=Nation, default=Nation.ENGLAND)
    least_gap = models.PositiveSmallIntegerField(default=1)
    mailbox = models.EmailField(max_length=254)
    blackouts = models.JSONField(default=list)
    entry = models.CharField(max_length=10, choices=Entry, default=Entry.OPEN)
    invitation_code = models.CharField(max_length=40, blank=True)
    domains = models.JSONField(default=list)
    weights = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.PUBLIC, "tells schemes apart", _SCHEME, _ALL),
        "slug": Held(Kind.PUBLIC, "the scheme's address", _SCHEME, _ALL),
        "name": Held(Kind.PUBLIC, "the scheme's name", _SCHEME, _ALL),
        "organisation": Held(Kind.PUBLIC, "who runs it", _SCHEME, _ALL),
        "specialty": Held(Kind.PUBLIC, "whom it is for", _SCHEME, _ALL),
        "closeness": Held(Kind.PUBLIC, "peer or near-peer", _SCHEME, _ALL),
        "joining": Held(Kind.PUBLIC, "opt-in or opt-out", _SCHEME, _ALL),
        "nation": Held(Kind.PUBLIC, "whose bank holidays count", _SCHEME, _ALL),
        "least_gap": Held(Kind.PUBLIC, "grades a mentor is ahead by at least", _SCHEME, _ALL),
        "mailbox": Held(Kind.PUBLIC, "where replies go", _SCHEME, _ALL),
        "blackouts": Held(Kind.SCHEME, "days on which nothing is planned", _SCHEME, _MEMBERS),
        "entry": Held(Kind.PUBLIC, "who may sign up", _SCHEME, _ALL),
        "invitation_code": Held(Kind.SCHEME, "lets invited people sign up", _SCHEME, _LEADS),
        "domains": Held(Kind.SCHEME, "whose work addresses may sign up", _SCHEME, _LEADS),
        "weights": Held(Kind.SCHEME, "what counts in matching", _SCHEME, _LEADS),
        "opened_at": Held(Kind.SCHEME, "when the scheme began", _SCHEME, _MEMBERS),
        "retired_at": Held(Kind.SCHEME, "when the scheme ended", _SCHEME, _MEMBERS),
    }

    class Meta:
        app_label = "pares"

    def __str__(self) -> str:
        return self.name

    @property
    def closed_days(self) -> list[tuple[date, date]]:
        """The blackout days as pairs of first and last day."""
        return [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in self.blackouts]


class Listed(models.Model):
    """A line of one of a scheme's own lists, in the scheme's order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.PUBLIC, "tells lines apart", _SCHEME, _ALL),
        "scheme": Held(Kind.PUBLIC, "whose list it is", _SCHEME, _ALL),
        "name": Held(Kind.PUBLIC, "what it is called", _SCHEME, _ALL),
        "position": Held(Kind.PUBLIC, "its place in the list; for grades, the rank", _SCHEME, _ALL),
    }

    class Meta:
        abstract = True
        app_label = "pares"
        ordering: ClassVar[list[str]] = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Grade(Listed):
    """A training grade; `position` is its rank, one step a year of training."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="grades")

    class Meta(Listed.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["scheme", "name"], name="one_grade_a_name")
        ]


class Specialty(Listed):
    """A specialty or career interest."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="specialties")

    class Meta(Listed.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["scheme", "name"], name="one_specialty_a_name")
        ]


class Site(Listed):
    """A hospital or practice where people work."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="sites")

    class Meta(Listed.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["scheme", "name"], name="one_site_a_name")
        ]


class Topic(Listed):
    """Something mentees ask about and mentors offer."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="topics")

    class Meta(Listed.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["scheme", "name"], name="one_topic_a_name")
        ]


class Ways(models.QuerySet["Travel"]):
    """Reading how far sites are apart."""

    def of(self, scheme: Scheme) -> "Ways":
        """Return what a scheme has said."""
        return self.filter(near__scheme=scheme)

    def between(self, site: Site) -> dict[uuid.UUID, int]:
        """Return the minutes from a site to each other site, by the other's id."""
        ways = self.filter(models.Q(near=site) | models.Q(far=site))
        return {way.far_id if way.near_id == site.pk else way.near_id: way.minutes for way in ways}


class Travel(models.Model):
    """Minutes between two sites, said once for both ways (`near` sorts before `far`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    near = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    far = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField()

    objects = Ways.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.PUBLIC, "tells lines apart", _SCHEME, _ALL),
        "near": Held(Kind.PUBLIC, "one site", _SCHEME, _ALL),
        "far": Held(Kind.PUBLIC, "the other site", _SCHEME, _ALL),
        "minutes": Held(Kind.PUBLIC, "how long the way takes", _SCHEME, _ALL),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["near", "far"], name="one_way_between_sites")
        ]

    def __str__(self) -> str:
        return f"{self.near} to {self.far}: {self.minutes} minutes"
