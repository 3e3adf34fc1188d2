"""The index: sections of public pages, made anew from the pages whenever they change."""

from typing import ClassVar

from django.db import models

from pares.ground.ledger.held import Held, Kind

_UNTIL = "until the page changes"


class Passages(models.QuerySet["Passage"]):
    """Reading sections."""

    def of_kinds(self, kinds: tuple[str, ...]) -> "Passages":
        """Return those of these kinds of page, all where none is named."""
        return self.filter(kind__in=kinds) if kinds else self.all()


class Passage(models.Model):
    """One section of a page anybody may read."""

    id = models.PositiveIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    page = models.CharField(max_length=200)
    address = models.CharField(max_length=400)
    title = models.CharField(max_length=300)
    heading = models.CharField(max_length=300, blank=True)
    asked = models.CharField(max_length=600, blank=True)
    text = models.TextField(blank=True)
    weight = models.FloatField(default=1)

    objects = Passages.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.PUBLIC, "tells sections apart", _UNTIL, "everybody"),
        "kind": Held(Kind.PUBLIC, "which kind of page", _UNTIL, "everybody"),
        "page": Held(Kind.PUBLIC, "on which page it stands", _UNTIL, "everybody"),
        "address": Held(Kind.PUBLIC, "where it stands", _UNTIL, "everybody"),
        "title": Held(Kind.PUBLIC, "what the page is called", _UNTIL, "everybody"),
        "heading": Held(Kind.PUBLIC, "what the section is called", _UNTIL, "everybody"),
        "asked": Held(Kind.PUBLIC, "which questions it answers", _UNTIL, "everybody"),
        "text": Held(Kind.PUBLIC, "what it says", _UNTIL, "everybody"),
        "weight": Held(Kind.PUBLIC, "what a hit here counts", _UNTIL, "everybody"),
    }

    class Meta:
        app_label = "pares"

    def __str__(self) -> str:
        return self.address

    @property
    def questions(self) -> list[str]:
        """The questions it answers, one by one."""
        return self.asked.splitlines()


class Index(models.Model):
    """What the sections were made from, in one row: whether they are still right, and which words they hold."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    signature = models.CharField(max_length=64)
    words = models.JSONField(default=dict)
    """How often each word stands on our pages."""

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.PUBLIC, "there is one", "always", "the software"),
        "signature": Held(Kind.PUBLIC, "whether a page has changed since", _UNTIL, "the software"),
        "words": Held(Kind.PUBLIC, "which word was meant by one mistyped", _UNTIL, "the software"),
    }

    class Meta:
        app_label = "pares"

    def __str__(self) -> str:
        return self.signature[:8]


def made_from() -> str:
    """Return the signature of the documents the index holds; "" where there is no index."""
    return Index.objects.values_list("signature", flat=True).first() or ""
