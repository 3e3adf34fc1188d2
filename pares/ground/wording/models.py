"""The edits made here to the words we ship, and who reviewed which words. Nothing is ever changed or taken away."""

import uuid
from collections.abc import Collection, Iterable
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from pares.ground.ledger.held import Held, Kind
from pares.ground.people.models import Person
from pares.ground.schemes.models import Scheme
from pares.ground.wording.draft import Draft
from pares.ground.wording.rules import SUMMARY_AT_MOST, TITLE_AT_MOST, WHY_AT_MOST

_ALWAYS = "as long as the site; a scheme's own, as long as the scheme"
_EVERYBODY = "everybody; a letter's, the editors and whoever gets it"
_EDITORS = "the site's editors; of a scheme's own letters, its leads and editors"
_SOFTWARE = "the software"
_REVIEW = "as long as the site"

Text = tuple[str, str]
"""A text's kind and key."""


class Revisions(models.QuerySet["Revision"]):
    """Reading what was changed."""

    def of(self, kind: str, key: str, scheme: Scheme | None) -> "Revisions":
        """Return the revisions of one text, the newest first: the scheme's own, or the site's."""
        return self.filter(kind=kind, key=key, scheme=scheme).order_by("-number")

    def for_readers(self, scheme: Scheme | None) -> "Revisions":
        """Return the site's revisions, with those of one scheme where there is one."""
        return self.filter(Q(scheme=None) | Q(scheme=scheme) if scheme else Q(scheme=None))

    def about(self, texts: Iterable[Text]) -> "Revisions":
        """Return the revisions of these texts."""
        wanted: dict[str, list[str]] = {}
        for kind, key in texts:
            wanted.setdefault(kind, []).append(key)
        either = Q(pk=None)
        for kind, keys in wanted.items():
            either |= Q(kind=kind, key__in=keys)
        return self.filter(either)

    def newest(self) -> "Revisions":
        """Return the newest revision of each text, and of each scheme's own."""
        place = Window(RowNumber(), partition_by=["kind", "key", "scheme"], order_by=F("number").desc())
        return self.annotate(place=place).filter(place=1)

    def in_words(self) -> "Revisions":
        """Return them with their authors and what they restore, in one query."""
        return self.select_related("author", "restores", "scheme")

    def lately(self, kinds: Collection[str]) -> "Revisions":
        """Return the site's own revisions of these kinds, the latest first."""
        return self.filter(scheme=None, kind__in=kinds).order_by("-at", "-number")


class Revision(models.Model):
    """One text as somebody left it, made from the words shipped then; a number higher than all before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, null=True, related_name="wordings")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=TITLE_AT_MOST)
    summary = models.CharField(max_length=SUMMARY_AT_MOST, blank=True)
    text = models.TextField()
    withdrawn = models.BooleanField(default=False)
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_index=True)
    why = models.CharField(max_length=WHY_AT_MOST)
    restores = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    shipped_title = models.CharField(max_length=TITLE_AT_MOST)
    shipped_summary = models.CharField(max_length=SUMMARY_AT_MOST, blank=True)
    shipped_text = models.TextField()
    shipped_hash = models.CharField(max_length=64)

    objects = Revisions.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells changes apart", _ALWAYS, _SOFTWARE),
        "kind": Held(Kind.PUBLIC, "what kind of text was changed", _ALWAYS, _EVERYBODY),
        "key": Held(Kind.PUBLIC, "which text was changed", _ALWAYS, _EVERYBODY),
        "scheme": Held(Kind.SCHEME, "whose own words they are, if a scheme's", _ALWAYS, _EDITORS),
        "number": Held(Kind.PUBLIC, "which change it is, counted", _ALWAYS, _EVERYBODY),
        "title": Held(Kind.PUBLIC, "the new title or subject", _ALWAYS, _EVERYBODY),
        "summary": Held(Kind.PUBLIC, "the new summary", _ALWAYS, _EVERYBODY),
        "text": Held(Kind.PUBLIC, "the new words", _ALWAYS, _EVERYBODY),
        "withdrawn": Held(Kind.PUBLIC, "whether the words it stood over hold again", _ALWAYS, _EVERYBODY),
        "author": Held(Kind.CONTACT, "who made the change", "as long as the author’s account, then nobody’s", _EDITORS),
        "at": Held(Kind.PUBLIC, "when it was made", _ALWAYS, _EVERYBODY),
        "why": Held(Kind.PUBLIC, "why it was made", _ALWAYS, _EVERYBODY),
        "restores": Held(Kind.SCHEME, "which earlier words it brings back", _ALWAYS, _EDITORS),
        "shipped_title": Held(Kind.PUBLIC, "the title it was made from", _ALWAYS, _EDITORS),
        "shipped_summary": Held(Kind.PUBLIC, "the summary it was made from", _ALWAYS, _EDITORS),
        "shipped_text": Held(Kind.PUBLIC, "the words it was made from", _ALWAYS, _EDITORS),
        "shipped_hash": Held(Kind.PUBLIC, "knows when those have changed", _ALWAYS, _SOFTWARE),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "key", "number"], condition=Q(scheme=None), name="one_site_revision_a_number"
            ),
            models.UniqueConstraint(
                fields=["kind", "key", "scheme", "number"],
                condition=Q(scheme__isnull=False),
                name="one_scheme_revision_a_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.key}, revision {self.number}"

    @property
    def draft(self) -> Draft:
        """The words as left."""
        return Draft(self.title, self.summary, self.text)

    @property
    def made_from(self) -> Draft:
        """The words as they were shipped when it was made."""
        return Draft(self.shipped_title, self.shipped_summary, self.shipped_text)

    @property
    def by_whom(self) -> str:
        """The author's name, as long as there is an account."""
        return str(self.author) if self.author else "Somebody whose account is gone"


class Reviews(models.QuerySet["Review"]):
    """Reading who reviewed what."""

    def of(self, kind: str, key: str) -> "Reviews":
        """Return the reviews of one text, the latest first."""
        return self.filter(kind=kind, key=key).order_by("-on", "-at")

    def newest(self) -> "Reviews":
        """Return the latest review of each text."""
        place = Window(RowNumber(), partition_by=["kind", "key"], order_by=[F("on").desc(), F("at").desc()])
        return self.annotate(place=place).filter(place=1)


class Review(models.Model):
    """A named clinician has read exactly these words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    reviewer = models.CharField(max_length=120)
    role = models.CharField(max_length=120)
    on = models.DateField()
    words = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    objects = Reviews.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells reviews apart", _REVIEW, _SOFTWARE),
        "kind": Held(Kind.PUBLIC, "what kind of text was reviewed", _REVIEW, "everybody"),
        "key": Held(Kind.PUBLIC, "which text was reviewed", _REVIEW, "everybody"),
        "reviewer": Held(Kind.PUBLIC, "who reviewed it, as they let it be printed", _REVIEW, "everybody"),
        "role": Held(Kind.PUBLIC, "the reviewer's role or registration", _REVIEW, "everybody"),
        "on": Held(Kind.PUBLIC, "on which day", _REVIEW, "everybody"),
        "words": Held(Kind.PUBLIC, "knows whether the words have changed since", _REVIEW, _SOFTWARE),
        "recorded_by": Held(
            Kind.CONTACT, "who recorded it", "as long as that person’s account, then nobody’s", "the site’s editors"
        ),
        "at": Held(Kind.SCHEME, "when it was recorded", _REVIEW, "the site’s editors"),
    }

    class Meta:
        app_label = "pares"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["kind", "key", "on"])]

    def __str__(self) -> str:
        return f"{self.kind}/{self.key}, reviewed by {self.reviewer}"
